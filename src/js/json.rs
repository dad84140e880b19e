//! `JSON.parse` in `parse`, `JSON.stringify` in `print`, and what both know of the text.

mod parse;
mod print;
mod shapes;

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

/// Where in eight bytes of a string the first quote, backslash or control character is.
#[inline(always)]
pub(super) fn first_special(eight: &[u8; 8]) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(*eight);
    // The lowest bit set is that of the first byte found; flipping a bit brings the quote next to the control characters.
    let quote_or_control = (word ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
    let backslash = (word ^ (EACH * 0x5C)).wrapping_sub(EACH);
    let found = (quote_or_control | backslash) & !word & (EACH * 0x80);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// Where in a string the first quote, backslash or control character is from `at` on; the text's length for none.
#[inline]
pub(crate) fn plain_end(text: &[u8], at: usize) -> usize {
    let mut rest = text.get(at..).unwrap_or_default();
    while let Some((eight, after)) = rest.split_first_chunk() {
        if let Some(found) = first_special(eight) {
            return text.len() - rest.len() + found;
        }
        rest = after;
    }
    let plain = rest.iter().take_while(|b| !matches!(b, b'"' | b'\\' | 0..=0x1f)).count();
    text.len() - rest.len() + plain
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
