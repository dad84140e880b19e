//! The pass over a JSON text that checks it and notes where its values lie.

use super::gaps::Gaps;
use super::scan::{Begin, LONGEST, next_byte, plain_end, string_end};
use crate::budget;

/// One value. Values stand in the order of the text, and what is not here is quickly found there: where a value ends, and
/// the name in front of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Where it begins.
    pub(super) start: u32,
    /// The mark behind all values within.
    pub(super) next: u32,
}

/// A place where no text goes on.
const BEYOND: u32 = u32::MAX;

/// Deeper texts are left to [`parse`](crate::js::json::parse): they are rare, and this takes more of the stack for a level.
pub(super) const DEEPEST: usize = 128;

/// Room for so many marks every text has from the start.
const FIRST: usize = 24;
/// So many marks every text may have.
const FEW: usize = 1 << 12;

/// What a pass over a text finds.
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    /// Whether there is a backslash anywhere.
    pub(super) has_escapes: bool,
    /// How many there may be: those that take twice the text's own room. With more the whole value is hardly larger.
    most: usize,
    /// How deep the value is that is read.
    depth: usize,
    gaps: Gaps,
}

impl Marks {
    fn of(json: &[u8]) -> Self {
        let (marks, most) = (Vec::with_capacity(json.len() / 16 + FIRST), FEW.max(2 * json.len() / size_of::<Mark>()));
        Self { marks, has_escapes: false, most, depth: 0, gaps: Gaps::default() }
    }

    /// Adds the mark of a value that begins at `start`, and returns its place; `None` if there may not be as many.
    #[inline(always)]
    fn push(&mut self, start: u32) -> Option<u32> {
        if self.marks.len() == self.marks.capacity() {
            self.grow()?;
        }
        let place = self.marks.len() as u32;
        self.marks.push(Mark { start, next: place + 1 });
        Some(place)
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> Option<()> {
        let held = self.marks.len();
        if held >= self.most {
            return None;
        }
        budget::bytes(held * size_of::<Mark>()).ok()?;
        self.marks.reserve_exact(held.min(self.most - held));
        Some(())
    }

    /// Opens an array or object: the place of its mark.
    #[inline(always)]
    fn open(&mut self, start: u32) -> Option<u32> {
        self.depth += 1;
        if self.depth > DEEPEST { None } else { self.push(start) }
    }

    /// Closes it in front of `end`.
    #[inline(always)]
    fn close(&mut self, place: u32, end: u32) -> Option<u32> {
        self.depth -= 1;
        let next = self.marks.len() as u32;
        self.marks.get_mut(place as usize)?.next = next;
        Some(end)
    }

    /// Where the value ends that begins there; somewhere [`BEYOND`] if it is broken inside.
    #[inline(always)]
    fn value(&mut self, json: &[u8], begin: Begin) -> Option<u32> {
        let Begin { start, first } = begin;
        Some(match first {
            b'"' => {
                self.push(start)?;
                string_end(json, start + 1, &mut self.has_escapes)? + 1
            }
            b'{' => self.object(json, start).unwrap_or(BEYOND),
            b'[' => self.array(json, start).unwrap_or(BEYOND),
            first => {
                self.push(start)?;
                plain_end(json, start, first)?
            }
        })
    }

    fn array(&mut self, json: &[u8], start: u32) -> Option<u32> {
        let place = self.open(start)?;
        let mut item = next_byte(json, start + 1)?;
        if item.first == b']' {
            return self.close(place, item.start + 1);
        }
        let repeats = self.gaps.begin_items();
        loop {
            let end = self.value(json, item)?;
            let behind = next_byte(json, end)?;
            if behind.first != b',' {
                self.gaps.end_items(repeats);
                return if behind.first == b']' { self.close(place, behind.start + 1) } else { None };
            }
            item = next_byte(json, behind.start + 1)?;
            self.gaps.next_item(repeats);
        }
    }

    fn object(&mut self, json: &[u8], start: u32) -> Option<u32> {
        let place = self.open(start)?;
        let mut member = match self.gaps.cross(json, start, true) {
            Some(member) => member,
            None => {
                let inside = next_byte(json, start + 1)?;
                if inside.first == b'}' {
                    return self.close(place, inside.start + 1);
                }
                self.first_member(json, start)?
            }
        };
        loop {
            let end = self.value(json, member)?;
            member = match self.gaps.cross(json, end, false) {
                Some(member) => member,
                None => {
                    let behind = next_byte(json, end)?;
                    if behind.first != b',' {
                        return if behind.first == b'}' { self.close(place, behind.start + 1) } else { None };
                    }
                    let member = self.member(json, behind.start + 1)?;
                    self.gaps.note(json, end, member, false);
                    member
                }
            };
        }
    }

    #[inline(never)]
    fn first_member(&mut self, json: &[u8], start: u32) -> Option<Begin> {
        let member = self.member(json, start + 1)?;
        self.gaps.note(json, start, member, true);
        Some(member)
    }

    /// The value of the member whose name comes next.
    #[inline(always)]
    fn member(&mut self, json: &[u8], at: u32) -> Option<Begin> {
        let Begin { start, first: b'"' } = next_byte(json, at)? else { return None };
        let end = string_end(json, start + 1, &mut self.has_escapes)?;
        let Begin { start, first: b':' } = next_byte(json, end + 1)? else { return None };
        next_byte(json, start + 1)
    }
}

/// The marks of a text; `None` if [`parse`](crate::js::json::parse) refuses it, it is too long or too deep for us, or has
/// too many values.
pub(super) fn read(json: &[u8]) -> Option<Marks> {
    if json.len() > LONGEST {
        return None;
    }
    budget::bytes(json.len()).and_then(|()| budget::work(json.len() as u64 >> 3)).ok()?;
    let mut noted = Marks::of(json);
    let end = noted.value(json, next_byte(json, 0)?)?;
    let rest = json.get(end as usize..)?;
    next_byte(rest, 0).is_none().then_some(noted)
}
