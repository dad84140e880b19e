//! Where in a template something is wrong, in the words of the reference's parser.

use std::fmt::Write;

use crate::js::text;

/// How much text around an error the message shows, in UTF-16 units.
const SHOWN: usize = 20;

/// The template's text around the token at `start..end`, with a caret under the token. `past` is what the
/// lexer consumed before it.
pub fn pointer(past: &str, token: &str, rest: &str) -> String {
    let past_units = text::len_utf16(past);
    let tail = text::slice_utf16(past, past_units.saturating_sub(SHOWN), past_units).replace('\n', "");
    let mut out = String::new();
    if past_units > SHOWN {
        out.push_str("...");
    }
    out.push_str(&tail);
    let column = text::len_utf16(&out);

    let token_units = text::len_utf16(token);
    let mut next = String::from(token);
    if token_units < SHOWN {
        // Beyond this many bytes no unit of the rest can show; cutting first keeps long templates cheap.
        let near: String = rest.chars().take(SHOWN).collect();
        next.push_str(&text::slice_utf16(&near, 0, SHOWN - token_units));
    }
    let shown = text::slice_utf16(&next, 0, SHOWN).replace('\n', "");
    out.push_str(&shown);
    if text::len_utf16(&next) > SHOWN {
        out.push_str("...");
    }
    let _ = write!(out, "\n{}^", "-".repeat(column));
    out
}

/// Line (from 1) and column (from 0, in UTF-16 units) of a byte offset.
pub fn location(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let column = before.get(line_start..).map_or(0, text::len_utf16);
    (line_breaks(before) + 1, column)
}

/// How many line breaks (`\n`, `\r\n`, `\r`) a text holds.
pub fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    if memchr::memchr(b'\r', bytes).is_none() {
        return memchr::memchr_iter(b'\n', bytes).count();
    }
    let mut count = 0;
    let mut after_return = false;
    for &byte in bytes {
        if byte == b'\r' || (byte == b'\n' && !after_return) {
            count += 1;
        }
        after_return = byte == b'\r';
    }
    count
}
