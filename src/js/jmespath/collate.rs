//! An approximation of `localeCompare` in Node's default locale: letters regardless of accent and case first,
//! then accents, then lower before upper case.

use std::cmp::Ordering;

/// Punctuation and symbols in the order of the root collation.
const MARKS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Compares two strings.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    a.chars()
        .map(primary)
        .cmp(b.chars().map(primary))
        .then_with(|| a.chars().map(accent).cmp(b.chars().map(accent)))
        .then_with(|| a.chars().map(char::is_uppercase).cmp(b.chars().map(char::is_uppercase)))
}

/// The class of a character and its place there.
fn primary(c: char) -> (u8, u32) {
    let base = base(c);
    if base.is_whitespace() {
        return (0, base as u32);
    }
    if let Some(place) = MARKS.chars().position(|mark| mark == base) {
        return (1, place as u32);
    }
    if base.is_numeric() {
        return (2, base as u32);
    }
    (3, base.to_lowercase().next().unwrap_or(base) as u32)
}

fn accent(c: char) -> u32 {
    let lower = c.to_lowercase().next().unwrap_or(c);
    if base(lower) == lower { 0 } else { lower as u32 }
}

/// The letter without its accent, for the letters of Latin-1.
fn base(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'À'..='Å' => 'A',
        'ç' => 'c',
        'Ç' => 'C',
        'è'..='ë' => 'e',
        'È'..='Ë' => 'E',
        'ì'..='ï' => 'i',
        'Ì'..='Ï' => 'I',
        'ñ' => 'n',
        'Ñ' => 'N',
        'ò'..='ö' => 'o',
        'Ò'..='Ö' => 'O',
        'ù'..='ü' => 'u',
        'Ù'..='Ü' => 'U',
        'ý' | 'ÿ' => 'y',
        'Ý' => 'Y',
        c => c,
    }
}
