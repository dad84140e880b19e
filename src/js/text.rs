//! JavaScript strings are UTF-16, ours are UTF-8. Two things follow.
//!
//! Lengths and indexes that templates can see count UTF-16 units: the functions here convert.
//!
//! A JavaScript string may hold a lone surrogate (`JSON.parse('"\\ud800"')`), UTF-8 cannot. We keep the
//! surrogate U+D8xx as the private character U+10D8xx (plane 16, same low bits): it counts as one unit,
//! JSON prints it back as `\ud8xx`, and [`to_wire`] turns it into U+FFFD as Node does when it encodes.

use std::borrow::Cow;

use super::Str;
use crate::budget::{self, Exceeded};

const CARRIER_FIRST: u32 = 0x10_D800;
const CARRIER_LAST: u32 = 0x10_DFFF;

/// The character that stands for the lone surrogate `unit` (U+D800..=U+DFFF).
pub fn carrier(unit: u16) -> char {
    char::from_u32(0x10_0000 + u32::from(unit)).unwrap_or('\u{FFFD}')
}

/// The lone surrogate that `c` stands for, if it does.
pub fn carried(c: char) -> Option<u16> {
    let code = c as u32;
    (CARRIER_FIRST..=CARRIER_LAST).contains(&code).then(|| (code - 0x10_0000) as u16)
}

/// UTF-16 units of one character: 2 beyond the basic plane, 1 otherwise and for a carried surrogate.
pub fn units_of(c: char) -> usize {
    if carried(c).is_some() { 1 } else { c.len_utf16() }
}

/// `string.length` as JavaScript counts it.
pub fn len_utf16(s: &str) -> usize {
    if s.is_ascii() { s.len() } else { s.chars().map(units_of).sum() }
}

/// The UTF-16 units of a string, lone surrogates included.
pub fn to_units(s: &str) -> Vec<u16> {
    let mut out = Vec::with_capacity(s.len());
    let mut buffer = [0u16; 2];
    for c in s.chars() {
        match carried(c) {
            Some(unit) => out.push(unit),
            None => out.extend_from_slice(c.encode_utf16(&mut buffer)),
        }
    }
    out
}

/// The string of these UTF-16 units; surrogates without a partner are carried.
pub fn from_units(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied())
        .map(|r| r.unwrap_or_else(|lone| carrier(lone.unpaired_surrogate())))
        .collect()
}

/// The substring between two UTF-16 positions (`start <= end`), as `String.prototype.slice` after clamping.
pub fn slice_utf16(s: &str, start: usize, end: usize) -> Str {
    if start >= end {
        return Str::default();
    }
    if s.is_ascii() {
        return Str::new(&s[start.min(s.len())..end.min(s.len())]);
    }
    // Once exceeded, the budget ends whatever wanted a part of it.
    if charge_units(s).is_err() {
        return Str::default();
    }
    let units = to_units(s);
    let (start, end) = (start.min(units.len()), end.min(units.len()));
    Str::from(from_units(&units[start..end]))
}

/// The position of `needle` in UTF-16 units at or after the unit `from`, as `String.prototype.indexOf`.
pub fn index_of(s: &str, needle: &str, from: usize) -> Option<usize> {
    if s.is_ascii() {
        let from = from.min(s.len());
        return s[from..].find(needle).map(|i| i + from);
    }
    charge_units(s).ok()?;
    if !has_carrier(s) && !has_carrier(needle) {
        // Where both are whole characters, so is what is found.
        let start = byte_of_unit(s, from);
        return s.get(start..)?.find(needle).and_then(|at| s.get(..start + at)).map(len_utf16);
    }
    let (hay, needle) = (to_units(s), to_units(needle));
    let from = from.min(hay.len());
    if needle.is_empty() {
        return Some(from);
    }
    let rest = hay.get(from..)?;
    rest.windows(needle.len()).enumerate().find_map(|(i, window)| {
        let compared = budget::work(1 + (needle.len() as u64 >> 4));
        (compared.is_err() || window == needle.as_slice()).then_some(i + from)
    })
}

/// Where the character begins, in bytes, that the UTF-16 unit belongs to, or the next one where the unit is its second;
/// the text's length behind its end.
fn byte_of_unit(s: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, c) in s.char_indices() {
        if units >= unit {
            return at;
        }
        units += units_of(c);
    }
    s.len()
}

/// Charges the units of a text, which are made and go again.
fn charge_units(s: &str) -> Result<(), Exceeded> {
    let mark = budget::mark();
    budget::bytes(2 * s.len())?;
    budget::settle(mark, 0);
    budget::work(s.len() as u64 >> 2)
}

/// The string as it is sent: carried surrogates become U+FFFD, two carried halves of a pair their character.
pub fn to_wire(s: &str) -> Cow<'_, str> {
    if !has_carrier(s) {
        return Cow::Borrowed(s);
    }
    Cow::Owned(String::from_utf16_lossy(&to_units(s)))
}

/// Whether the string carries a lone surrogate (cheap: looks for the lead byte of plane 16 first).
pub fn has_carrier(s: &str) -> bool {
    memchr::memchr(0xF4, s.as_bytes()).is_some() && s.chars().any(|c| carried(c).is_some())
}

/// By byte, whether it is one of these: for texts that are looked through byte by byte.
pub const fn table_of(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
}

/// White space as `String.prototype.trim` understands it.
pub fn is_js_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// `String.prototype.trim`.
pub fn trim(s: &str) -> &str {
    s.trim_matches(is_js_space)
}

/// `String.prototype.trimEnd`.
pub fn trim_end(s: &str) -> &str {
    if s.as_bytes().last().is_some_and(u8::is_ascii_graphic) { s } else { s.trim_end_matches(is_js_space) }
}

/// Escapes what a regular expression would take for an operator (lodash's set of characters).
pub fn escape_regex(s: &str) -> String {
    let mut out = String::with_capacity(s.len() + 8);
    for c in s.chars() {
        if matches!(c, '\\' | '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_utf16_units() {
        assert_eq!(len_utf16("abc"), 3);
        assert_eq!(len_utf16("é😀"), 3);
        assert_eq!(len_utf16(&carrier(0xD800).to_string()), 1);
    }

    #[test]
    fn slices_through_a_surrogate_pair() {
        let half = slice_utf16("a😀b", 0, 2);
        assert_eq!(to_units(&half), [0x61, 0xD83D]);
        assert_eq!(to_wire(&half), "a\u{FFFD}");
    }

    #[test]
    fn joins_two_halves_on_the_wire() {
        let joined = format!("{}{}", carrier(0xD83D), carrier(0xDE00));
        assert_eq!(to_wire(&joined), "😀");
    }

    #[test]
    fn finds_by_utf16_position() {
        assert_eq!(index_of("😀x", "x", 0), Some(2));
        assert_eq!(index_of("abcabc", "c", 3), Some(5));
        assert_eq!(index_of("abc", "z", 0), None);
        assert_eq!(
            (index_of("é😀x", "x", 3), index_of("é😀x", "x", 2), index_of("é", "", 9)),
            (Some(3), Some(3), Some(1))
        );
        let half = carrier(0xDE00).to_string();
        assert_eq!((index_of("a😀", &half, 0), index_of("a😀", &half, 3)), (Some(2), None));
    }
}
