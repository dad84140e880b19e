//! Case as JavaScript's `i` flag without `u` sees it: by upper case, one UTF-16 unit at a time.

use crate::js::text;

/// The character that stands for all cases of `c`: its upper case if that is one unit of the basic plane, and
/// not an ASCII letter for something that is none.
pub fn canonicalize(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    if c.len_utf16() != 1 || text::carried(c).is_some() {
        return c;
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if !upper.is_ascii() && upper.len_utf16() == 1 => upper,
        _ => c,
    }
}

/// The text with every character canonicalized.
pub fn fold(s: &str) -> String {
    s.chars().map(canonicalize).collect()
}
