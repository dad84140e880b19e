//! The pass over a JSON text that checks it and notes where its values lie.

use wide::u8x16;

use super::json;
use crate::budget;

/// One value. Values stand in the order of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Where the text of its name begins, behind the quote; [`NONE`] for what no object holds.
    pub(super) name: u32,
    /// Where the value begins.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// The mark behind all values within. As long as the value is open, the mark of what holds it.
    pub(super) next: u32,
}

/// No mark: what holds the outermost value. No place of a name: what an array holds.
const NONE: u32 = u32::MAX;
/// What closes the outermost value: no byte behind white space is a blank.
const NOTHING: u8 = b' ';
/// From a bracket to the one that closes it, in ASCII.
const TO_CLOSING: u8 = b']' - b'[';
const _: () = assert!(b'{' + TO_CLOSING == b'}');

/// Room for so many marks every text has from the start.
const FIRST: usize = 24;
/// So many marks every text may have.
const FEW: usize = 1 << 12;

/// What a pass over a text finds.
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    /// Whether there is a backslash anywhere.
    pub(super) has_escapes: bool,
    /// How many marks the last object took that an array holds: the next one in the array is perhaps written as it was.
    like: usize,
    /// How many there may be: those that take twice the text's own room. With more the whole value is hardly larger.
    most: usize,
}

impl Marks {
    fn of(json: &[u8]) -> Self {
        let (marks, most) = (Vec::with_capacity(json.len() / 16 + FIRST), FEW.max(2 * json.len() / size_of::<Mark>()));
        Self { marks, has_escapes: false, like: 0, most }
    }

    /// The number of the next mark.
    #[inline(always)]
    fn next(&self) -> u32 {
        self.marks.len() as u32
    }

    /// Adds a mark; `None` if there may not be as many.
    #[inline(always)]
    fn push(&mut self, mark: Mark) -> Option<()> {
        if self.marks.len() == self.marks.capacity() {
            self.grow()?;
        }
        self.marks.push(mark);
        Some(())
    }

    /// Adds the mark of a value that holds no others.
    #[inline(always)]
    fn scalar(&mut self, name: u32, start: usize, end: usize) -> Option<()> {
        self.push(Mark { name, start: start as u32, end: end as u32, next: self.next() + 1 })
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

    /// Closes an array or object in front of `end`: the mark that holds it, and what will close that.
    #[inline(always)]
    fn close(&mut self, json: &[u8], open: u32, end: usize) -> Option<(u32, u8)> {
        let next = self.next();
        let mark = self.marks.get_mut(open as usize)?;
        let holder = std::mem::replace(&mut mark.next, next);
        mark.end = end as u32;
        let first = self.marks.get(holder as usize).and_then(|mark| json.get(mark.start as usize));
        if first == Some(&b'[') {
            self.like = (next - open) as usize;
        }
        Some((holder, first.map_or(NOTHING, |first| first + TO_CLOSING)))
    }

    /// Where the text of a name begins, and where its value begins or white space in front of it, if they come next.
    #[inline(always)]
    fn name_end(&mut self, json: &[u8], at: usize) -> Option<(u32, usize)> {
        let (quote, b'"') = next_byte(json, at)? else { return None };
        let end = match self.as_before(json, quote) {
            Some(end) => end,
            None => {
                let end = string_end(json, quote + 1, &mut self.has_escapes)?;
                let (colon, b':') = next_byte(json, end + 1)? else { return None };
                colon + 1
            }
        };
        Some((quote as u32 + 1, end))
    }

    /// Where the value begins if the name behind this quote is the one that the object before in the same array had here.
    #[inline(always)]
    fn as_before(&self, json: &[u8], quote: usize) -> Option<usize> {
        let mark = self.marks.get(self.marks.len().wrapping_sub(self.like))?;
        let (name, length) = (mark.name as usize, mark.start.wrapping_sub(mark.name));
        let known: &[u8; json::TOGETHER] = json.get(name..name + json::TOGETHER)?.first_chunk()?;
        let here: &[u8; json::TOGETHER] = json.get(quote + 1..)?.first_chunk()?;
        let differs = !u8x16::new(*known).simd_eq(u8x16::new(*here)).to_bitmask();
        (differs.trailing_zeros() >= length).then_some(quote + 1 + length as usize)
    }
}

/// The marks of a text; `None` if [`json::parse`] refuses it, it is too long for us, or has too many values.
pub(super) fn read(json: &[u8]) -> Option<Marks> {
    u32::try_from(json.len()).ok()?;
    budget::bytes(json.len()).and_then(|()| budget::work(json.len() as u64 >> 3)).ok()?;
    let mut noted = Marks::of(json);
    // What holds the next value, what will close it, and how deep it is.
    let (mut open, mut closing, mut depth) = (NONE, NOTHING, 0);
    let mut name = NONE;
    let mut at = 0;
    'values: loop {
        let (start, first) = next_byte(json, at)?;
        if first == b'"' {
            at = string_end(json, start + 1, &mut noted.has_escapes)? + 1;
            noted.scalar(name, start, at)?;
        } else if matches!(first, b'{' | b'[') {
            depth += 1;
            if depth > json::MAX_DEPTH {
                return None;
            }
            let index = noted.next();
            noted.push(Mark { name, start: start as u32, end: 0, next: open })?;
            (open, closing) = (index, first + TO_CLOSING);
            let (inside, byte) = next_byte(json, start + 1)?;
            at = inside;
            if byte != closing {
                (name, at) = if first == b'{' { noted.name_end(json, at)? } else { (NONE, at) };
                continue;
            }
        } else {
            at = plain_end(json, start, first)?;
            noted.scalar(name, start, at)?;
        }
        // Behind a value, or at the bracket of something empty.
        loop {
            let Some((found, byte)) = next_byte(json, at) else { return (open == NONE).then_some(noted) };
            at = found + 1;
            if byte == b',' {
                (name, at) = match closing {
                    b'}' => noted.name_end(json, at)?,
                    NOTHING => return None,
                    _ => (NONE, at),
                };
                continue 'values;
            }
            if byte != closing {
                return None;
            }
            depth -= 1;
            (open, closing) = noted.close(json, open, at)?;
        }
    }
}

/// Where a number or word ends that begins with this byte, if one does.
#[inline(always)]
fn plain_end(json: &[u8], start: usize, first: u8) -> Option<usize> {
    match first {
        b'-' | b'0'..=b'9' => number_end(json, start, first),
        b't' => word_end(json, start, b"true"),
        b'f' => word_end(json, start, b"false"),
        b'n' => word_end(json, start, b"null"),
        _ => None,
    }
}

/// The first byte behind white space, and where it is. Most texts have none.
#[inline(always)]
fn next_byte(json: &[u8], at: usize) -> Option<(usize, u8)> {
    match *json.get(at)? {
        byte if byte > b' ' => Some((at, byte)),
        _ => byte_behind_space(json, at),
    }
}

#[inline(never)]
fn byte_behind_space(json: &[u8], at: usize) -> Option<(usize, u8)> {
    let space = json.get(at..)?.iter().take_while(|b| matches!(b, b' ' | b'\n' | b'\t' | b'\r')).count();
    json.get(at + space).map(|byte| (at + space, *byte))
}

/// Where the quote is that ends the string whose text begins at `at`, if one does; says so if it has escapes.
#[inline(always)]
pub(super) fn string_end(json: &[u8], at: usize, has_escapes: &mut bool) -> Option<usize> {
    let mut rest = json.get(at..)?;
    while let Some((bytes, after)) = rest.split_first_chunk() {
        if let Some(plain) = json::first_special(bytes) {
            let end = json.len() - rest.len() + plain;
            return if bytes.get(plain) == Some(&b'"') { Some(end) } else { odd_string_end(json, end, has_escapes) };
        }
        rest = after;
    }
    odd_string_end(json, json.len() - rest.len(), has_escapes)
}

/// As [`string_end`], of a string with escapes, or near the end of the text. It is plain up to `at`.
#[inline(never)]
fn odd_string_end(json: &[u8], at: usize, has_escapes: &mut bool) -> Option<usize> {
    let mut end = json::plain_end(json, at);
    loop {
        match json.get(end)? {
            b'"' => return Some(end),
            b'\\' => end = json::plain_end(json, escape_end(json, end)?),
            _ => return None,
        }
        *has_escapes = true;
    }
}

/// Where the escape ends whose backslash is at `at`.
fn escape_end(json: &[u8], at: usize) -> Option<usize> {
    match json.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => json.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(at + 6),
        _ => None,
    }
}

fn word_end(json: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    json.get(at..)?.starts_with(word).then_some(at + word.len())
}

/// Where the number ends that starts with this byte, if one does.
#[inline(always)]
fn number_end(json: &[u8], start: usize, first: u8) -> Option<usize> {
    let integer = match first {
        b'0' => start + 1,
        b'-' => match json.get(start + 1)? {
            b'0' => start + 2,
            _ => digits_end(json, start + 1)?,
        },
        _ => more_digits_end(json, start + 1),
    };
    match json.get(integer) {
        Some(b'.' | b'e' | b'E') => fraction_end(json, integer),
        _ => Some(integer),
    }
}

/// Where the fraction and the exponent end that begin at `at`, if they do.
#[inline(always)]
fn fraction_end(json: &[u8], mut at: usize) -> Option<usize> {
    if json.get(at) == Some(&b'.') {
        at = digits_end(json, at + 1)?;
    }
    if let Some(b'e' | b'E') = json.get(at) {
        let sign = usize::from(matches!(json.get(at + 1), Some(b'+' | b'-')));
        at = digits_end(json, at + 1 + sign)?;
    }
    Some(at)
}

/// Where the digits end that begin at `at`, if some do.
#[inline]
fn digits_end(json: &[u8], at: usize) -> Option<usize> {
    json.get(at)?.is_ascii_digit().then(|| more_digits_end(json, at + 1))
}

/// Where the digits end that begin at `at`, if any do.
#[inline(always)]
fn more_digits_end(json: &[u8], mut at: usize) -> usize {
    while json.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}
