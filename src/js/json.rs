//! `JSON.parse` in `parse`, `JSON.stringify` in `print`, and what both know of the text.

mod parse;
mod print;
mod shapes;

use wide::u8x16;

pub use parse::parse;
pub use print::{stringify, stringify_pretty, write, write_string};

/// Deeper JSON than this is refused: V8 has its stack as the limit, we have this one.
pub(super) const MAX_DEPTH: usize = 2_000;

/// Why a text is not JSON, and where (byte offset).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at byte {offset}")]
pub struct JsonError {
    /// What is wrong.
    pub message: &'static str,
    /// Byte offset in the text.
    pub offset: usize,
}

/// Bytes of a string that are looked at together.
pub(super) const TOGETHER: usize = 16;

/// A bit for each quote, backslash or control character among so many bytes of a string.
#[inline(always)]
pub(super) fn specials(bytes: u8x16) -> u32 {
    // With one bit turned a quote comes right behind the control characters, and all of these stay in front of it.
    let behind_controls = (bytes ^ u8x16::splat(b'"' - b' ')).saturating_sub(u8x16::splat(b' '));
    behind_controls.min(bytes ^ u8x16::splat(b'\\')).simd_eq(u8x16::ZERO).to_bitmask()
}

/// The place of the first of them.
#[inline(always)]
fn first_special(bytes: &[u8; TOGETHER]) -> Option<usize> {
    let found = specials(u8x16::new(*bytes));
    (found != 0).then(|| found.trailing_zeros() as usize)
}

/// Where in a string the first quote, backslash or control character is from `at` on; the text's length for none.
#[inline]
pub(crate) fn plain_end(text: &[u8], at: usize) -> usize {
    let mut rest = text.get(at..).unwrap_or_default();
    while let Some((bytes, after)) = rest.split_first_chunk() {
        if let Some(found) = first_special(bytes) {
            return text.len() - rest.len() + found;
        }
        rest = after;
    }
    let mut last = [b' '; TOGETHER];
    if let Some(begin) = last.get_mut(..rest.len()) {
        begin.copy_from_slice(rest);
    }
    text.len() - rest.len() + first_special(&last).unwrap_or(rest.len())
}

/// Whether a string stands in a text between its quotes as it is.
pub(super) fn is_plain(text: &str) -> bool {
    plain_end(text.as_bytes(), 0) == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        stringify(&parse(text).expect(text)).expect("defined")
    }

    #[test]
    fn reads_and_prints_every_kind() {
        for text in [
            "null",
            "true",
            "[1,2.5,-3,\"a\"]",
            "{\"a\":{\"b\":[]},\"c\":\"\"}",
            "1e+21",
            "\"\\u0001\\b\\f\\n\\r\\t\\\"\\\\\"",
        ] {
            assert_eq!(round(text), text);
        }
        assert_eq!(round(" { \"b\" : 1 , \"2\" : 0 , \"1\" : 0 } "), "{\"1\":0,\"2\":0,\"b\":1}");
        assert_eq!(round("1.0"), "1");
        assert_eq!(round("-0"), "0");
        assert_eq!(round("{\"a\":1,\"a\":2}"), "{\"a\":2}");
    }

    #[test]
    fn a_string_is_plain_up_to_what_needs_an_escape() {
        for byte in 0..=255u8 {
            let is_special = byte < b' ' || byte == b'"' || byte == b'\\';
            for length in [TOGETHER, TOGETHER + 5, 3 * TOGETHER] {
                for at in 0..length {
                    let mut text = vec![b'x'; length];
                    text[at] = byte;
                    assert_eq!(plain_end(&text, 0), if is_special { at } else { length }, "{byte} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn keeps_lone_surrogates() {
        assert_eq!(round("\"\\ud800x\""), "\"\\ud800x\"");
        assert_eq!(round("\"\\ud83d\\ude00\""), "\"😀\"");
    }

    #[test]
    fn refuses_what_json_parse_refuses() {
        for text in
            ["", "{", "[1,]", "{a:1}", "01", "1.", "+1", "\"\n\"", "nul", "1 2", "\u{feff}1", "\"\\x\"", "{\"a\":1,}"]
        {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn pretty_prints_with_two_spaces() {
        let value = parse("{\"a\":[1,{}],\"b\":{\"c\":[]}}").expect("json");
        assert_eq!(
            stringify_pretty(&value, 2).expect("defined"),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}"
        );
    }
}
