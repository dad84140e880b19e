//! Where the tokens of a JSON text end. Places have 32 bits: what is added to one never leaves the range of `usize`, so that
//! a look at the text takes one comparison.

use wide::u8x16;

use crate::js::json::{self, TOGETHER};

/// A text has no more bytes than this, so that a little can be added to any place in it.
pub(super) const LONGEST: usize = u32::MAX as usize - 1_024;

/// The byte at a place.
#[inline(always)]
fn byte(json: &[u8], at: u32) -> Option<u8> {
    json.get(at as usize).copied()
}

/// So many bytes from a place on.
#[inline(always)]
pub(super) fn bytes(json: &[u8], at: u32) -> Option<u8x16> {
    let at = at as usize;
    json.get(at..at + TOGETHER)?.first_chunk().copied().map(u8x16::new)
}

/// Where something begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begin {
    /// Its place.
    pub(super) start: u32,
    /// The byte there.
    pub(super) first: u8,
}

/// What begins behind white space. Most texts have none.
#[inline(always)]
pub(super) fn next_byte(json: &[u8], at: u32) -> Option<Begin> {
    match byte(json, at)? {
        first if first > b' ' => Some(Begin { start: at, first }),
        _ => byte_behind_space(json, at),
    }
}

#[inline(never)]
fn byte_behind_space(json: &[u8], at: u32) -> Option<Begin> {
    let space = json.get(at as usize..)?.iter().take_while(|b| matches!(b, b' ' | b'\n' | b'\t' | b'\r')).count();
    let start = at + space as u32;
    byte(json, start).map(|first| Begin { start, first })
}

/// Where the quote is that ends the string whose text begins at `at`, if one does; says so if it has escapes.
#[inline(always)]
pub(super) fn string_end(json: &[u8], mut at: u32, has_escapes: &mut bool) -> Option<u32> {
    while let Some(bytes) = bytes(json, at) {
        let specials = json::specials(bytes);
        if specials != 0 {
            let end = at + specials.trailing_zeros();
            return if byte(json, end) == Some(b'"') { Some(end) } else { odd_string_end(json, end, has_escapes) };
        }
        at += TOGETHER as u32;
    }
    odd_string_end(json, at, has_escapes)
}

/// As [`string_end`], of a string with escapes, or near the end of the text. It is plain up to `at`.
#[inline(never)]
fn odd_string_end(json: &[u8], at: u32, has_escapes: &mut bool) -> Option<u32> {
    let mut end = json::plain_end(json, at as usize);
    loop {
        match json.get(end)? {
            b'"' => return Some(end as u32),
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

/// Where a value ends of a text that was checked, and so many brackets behind it; an array or object there is an empty one.
pub(super) fn end(json: &[u8], start: u32, brackets: u32) -> Option<u32> {
    let mut end = match byte(json, start)? {
        b'"' => string_end(json, start + 1, &mut false)? + 1,
        b'[' | b'{' => next_byte(json, start + 1)?.start + 1,
        first => plain_end(json, start, first)?,
    };
    for _ in 0..brackets {
        end = next_byte(json, end)?.start + 1;
    }
    Some(end)
}

/// Where a number or word ends that begins with this byte, if one does.
#[inline(always)]
pub(super) fn plain_end(json: &[u8], start: u32, first: u8) -> Option<u32> {
    match first {
        b'0'..=b'9' => number_end(json, start, first),
        b'-' => any_number_end(json, start, first),
        b't' => word_end(json, start, b"true"),
        b'f' => word_end(json, start, b"false"),
        b'n' => word_end(json, start, b"null"),
        _ => None,
    }
}

#[inline(never)]
fn word_end(json: &[u8], at: u32, word: &[u8]) -> Option<u32> {
    json.get(at as usize..)?.starts_with(word).then_some(at + word.len() as u32)
}

/// Where the number ends that starts with this digit, if one does.
#[inline(always)]
fn number_end(json: &[u8], start: u32, first: u8) -> Option<u32> {
    let Some(bytes) = bytes(json, start) else { return any_number_end(json, start, first) };
    let digits = bytes - u8x16::splat(b'0');
    let others = !digits.simd_eq(digits.min(u8x16::splat(9))).to_bitmask();
    let mut end = start + others.trailing_zeros();
    let mut next = byte(json, end);
    let mut is_odd = first == b'0';
    if next == Some(b'.') {
        let fraction = end + 1;
        end = start + (others & (others - 1)).trailing_zeros();
        next = byte(json, end);
        is_odd |= end == fraction;
    }
    is_odd |= end >= start + TOGETHER as u32 || matches!(next, Some(b'e' | b'E'));
    if is_odd { any_number_end(json, start, first) } else { Some(end) }
}

/// Where the number ends that starts with this byte, if one does.
#[inline(never)]
fn any_number_end(json: &[u8], start: u32, first: u8) -> Option<u32> {
    let start = start as usize;
    let integer = match first {
        b'0' => start + 1,
        b'-' => match json.get(start + 1)? {
            b'0' => start + 2,
            _ => digits_end(json, start + 1)?,
        },
        _ => more_digits_end(json, start + 1),
    };
    let end = match json.get(integer) {
        Some(b'.' | b'e' | b'E') => fraction_end(json, integer)?,
        _ => integer,
    };
    Some(end as u32)
}

/// Where the fraction and the exponent end that begin at `at`, if they do.
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
fn digits_end(json: &[u8], at: usize) -> Option<usize> {
    json.get(at)?.is_ascii_digit().then(|| more_digits_end(json, at + 1))
}

/// Where the digits end that begin at `at`, if any do.
fn more_digits_end(json: &[u8], mut at: usize) -> usize {
    while json.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}
