//! What `{{ }}` prints of a text: HTML, as Handlebars escapes it.

use crate::js::text;

/// Appends the text with the characters that mean something in HTML as entities.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = find(rest) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = from.chars();
        out.push_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#x27;",
            Some('`') => "&#x60;",
            _ => "&#x3D;",
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Whether escaping changes a text.
pub fn needs_escape(text: &str) -> bool {
    find(text).is_some()
}

/// The first character that means something in HTML.
fn find(text: &str) -> Option<usize> {
    let (fours, _) = text.as_bytes().as_chunks::<4>();
    let means_something = |byte: u8| MEANS_SOMETHING[usize::from(byte)];
    let plain = fours.iter().take_while(|[a, b, c, d]| {
        !(means_something(*a) | means_something(*b) | means_something(*c) | means_something(*d))
    });
    let from = 4 * plain.count();
    let rest = text.as_bytes().get(from..)?;
    rest.iter().position(|byte| means_something(*byte)).map(|at| from + at)
}

/// Whether a character means something in HTML.
static MEANS_SOMETHING: [bool; 256] = text::table_of(b"&<>\"'`=");
