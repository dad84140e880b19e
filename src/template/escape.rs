//! What `{{ }}` prints of a text: HTML, as Handlebars escapes it.

use crate::js::text;

/// Appends the text with the characters that mean something in HTML as entities.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| MEANS_SOMETHING[usize::from(byte)]) {
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

/// Whether a character means something in HTML.
static MEANS_SOMETHING: [bool; 256] = text::table_of(b"&<>\"'`=");
