//! The pass over a JSON text that checks it and notes where its values lie.

use super::json;
use crate::budget;

/// One value. Values stand in the order of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Where the text of its name begins, behind the quote; means nothing but for what an object holds.
    pub(super) name: u32,
    /// Where the value begins.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// The mark behind all values within. As long as the value is open, the mark of what holds it.
    pub(super) next: u32,
}

/// No mark: what holds the outermost value.
const NONE: u32 = u32::MAX;

/// Adds a mark; `None` if the request may not have as many.
#[inline(always)]
fn push(marks: &mut Vec<Mark>, mark: Mark) -> Option<()> {
    if marks.len() == marks.capacity() {
        // It is about to double.
        budget::bytes(marks.len() * size_of::<Mark>()).ok()?;
    }
    marks.push(mark);
    Some(())
}

/// So many marks every text may have.
const FEW: usize = 1 << 12;

/// How many marks a text may have: those that take twice its own room. With more the whole value is hardly larger.
fn most_marks(json: &[u8]) -> usize {
    FEW.max(2 * json.len() / size_of::<Mark>())
}

/// The marks of a text; `None` if [`json::parse`] refuses it, it is too long for us, or has too many values.
pub(super) fn read(json: &[u8]) -> Option<Vec<Mark>> {
    u32::try_from(json.len()).ok()?;
    let most = most_marks(json);
    budget::bytes(json.len()).and_then(|()| budget::work(json.len() as u64 >> 3)).ok()?;
    let mut marks: Vec<Mark> = Vec::with_capacity(json.len() / 16 + 4);
    // What holds the next value, what will close it, and how deep it is.
    let (mut open, mut closing, mut depth) = (NONE, 0, 0);
    let mut name = 0;
    let mut at = 0;
    loop {
        let start = space_end(json, at);
        let first = *json.get(start)?;
        if marks.len() == most {
            return None;
        }
        match first {
            b'"' => {
                at = string_end(json, start + 1) + 1;
                if at > json.len() {
                    return None;
                }
                let next = marks.len() as u32 + 1;
                push(&mut marks, Mark { name, start: start as u32, end: at as u32, next })?;
            }
            b'{' | b'[' => {
                depth += 1;
                if depth > json::MAX_DEPTH {
                    return None;
                }
                let index = marks.len() as u32;
                push(&mut marks, Mark { name, start: start as u32, end: 0, next: open })?;
                (open, closing) = (index, closing_of(first));
                at = space_end(json, start + 1);
                if json.get(at) != Some(&closing) {
                    if first == b'{' {
                        (name, at) = (at as u32 + 1, name_end(json, at)?);
                    }
                    continue;
                }
            }
            _ => {
                at = match first {
                    b'-' | b'0'..=b'9' => number_end(json, start)?,
                    b't' => word_end(json, start, b"true")?,
                    b'f' => word_end(json, start, b"false")?,
                    b'n' => word_end(json, start, b"null")?,
                    _ => return None,
                };
                let next = marks.len() as u32 + 1;
                push(&mut marks, Mark { name, start: start as u32, end: at as u32, next })?;
            }
        }
        // Behind a value, or at the bracket of something empty.
        loop {
            at = space_end(json, at);
            match json.get(at) {
                Some(b',') if closing == b'}' => {
                    at = space_end(json, at + 1);
                    (name, at) = (at as u32 + 1, name_end(json, at)?);
                    break;
                }
                Some(b',') if closing == b']' => {
                    at += 1;
                    break;
                }
                Some(byte) if *byte == closing && open != NONE => {
                    at += 1;
                    depth -= 1;
                    let next = marks.len() as u32;
                    let mark = marks.get_mut(open as usize)?;
                    open = mark.next;
                    mark.end = at as u32;
                    mark.next = next;
                    let holder = marks.get(open as usize).and_then(|mark| json.get(mark.start as usize));
                    closing = holder.map_or(0, |first| closing_of(*first));
                }
                None if open == NONE => return Some(marks),
                _ => return None,
            }
        }
    }
}

/// `}` for `{`, `]` for `[`.
fn closing_of(first: u8) -> u8 {
    if first == b'{' { b'}' } else { b']' }
}

/// Where a name and its colon end, if one begins at `at`.
#[inline(always)]
fn name_end(json: &[u8], at: usize) -> Option<usize> {
    if json.get(at) != Some(&b'"') {
        return None;
    }
    let colon = space_end(json, string_end(json, at + 1) + 1);
    (json.get(colon) == Some(&b':')).then_some(colon + 1)
}

/// Where the white space ends that may begin at `at`.
#[inline(always)]
fn space_end(json: &[u8], mut at: usize) -> usize {
    // Most texts have none.
    while json.get(at).is_some_and(|b| *b <= b' ' && matches!(b, b' ' | b'\n' | b'\t' | b'\r')) {
        at += 1;
    }
    at
}

/// Where the quote is that ends the string whose text begins at `at`; the text's length if the string is none.
#[inline(always)]
pub(super) fn string_end(json: &[u8], at: usize) -> usize {
    // Short strings take one look.
    let plain = match json.get(at..).and_then(|rest| rest.first_chunk()).map(json::first_special) {
        Some(Some(found)) => at + found,
        Some(None) => return long_string_end(json, at + 8),
        None => at,
    };
    if json.get(plain) == Some(&b'"') { plain } else { long_string_end(json, plain) }
}

/// As [`string_end`], where the text is plain up to `at`.
#[inline(never)]
fn long_string_end(json: &[u8], at: usize) -> usize {
    let mut end = json::plain_end(json, at);
    loop {
        match json.get(end) {
            Some(b'"') => return end,
            Some(b'\\') => match escape_end(json, end) {
                Some(next) => end = json::plain_end(json, next),
                None => return json.len(),
            },
            _ => return json.len(),
        }
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

/// Where the number that starts at `at` ends, if one does.
#[inline]
fn number_end(json: &[u8], mut at: usize) -> Option<usize> {
    if json.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if json.get(at) == Some(&b'0') { at + 1 } else { digits_end(json, at)? };
    match json.get(at) {
        Some(b'.') => at = digits_end(json, at + 1)?,
        Some(b'e' | b'E') => {}
        _ => return Some(at),
    }
    if let Some(b'e' | b'E') = json.get(at) {
        let sign = usize::from(matches!(json.get(at + 1), Some(b'+' | b'-')));
        at = digits_end(json, at + 1 + sign)?;
    }
    Some(at)
}

/// Where the digits end that begin at `at`, if some do.
#[inline]
fn digits_end(json: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while json.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    (at > from).then_some(at)
}
