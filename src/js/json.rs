//! `JSON.parse`, and `JSON.stringify` in `print`.

mod print;

pub use print::{stringify, stringify_pretty, write, write_string};

use super::{Object, Str, Value, text};
use crate::budget;

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

/// `JSON.parse(text)`.
///
/// # Errors
/// When the text is not exactly one JSON value, or nests deeper than 2,000 levels, or the budget is exceeded.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, depth: 0, pending: 0 };
    parser.skip_space();
    let value = parser.value()?;
    parser.charge()?;
    parser.skip_space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error("unexpected text after the value"));
    }
    Ok(value)
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

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    /// Bytes of values that were not charged yet.
    pending: usize,
}

/// Bytes that an array or object takes when nothing is in it, about.
const EMPTY: usize = 48;
/// Values are charged when so many bytes of them were made.
const CHARGED_AT_ONCE: usize = 4_096;

impl Parser<'_> {
    fn error(&self, message: &'static str) -> JsonError {
        JsonError { message, offset: self.at }
    }

    /// Some bytes of values were made.
    #[inline]
    fn made(&mut self, bytes: usize) -> Result<(), JsonError> {
        self.pending += bytes;
        if self.pending < CHARGED_AT_ONCE { Ok(()) } else { self.charge() }
    }

    #[cold]
    #[inline(never)]
    fn charge(&mut self) -> Result<(), JsonError> {
        let pending = std::mem::take(&mut self.pending);
        let charged = budget::bytes(pending).and_then(|()| budget::work(pending as u64 >> 3));
        charged.map_err(|_| self.error("more than the request may have"))
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Value, JsonError> {
        match self.bytes.get(self.at) {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => Err(self.error("unexpected character")),
            None => Err(self.error("unexpected end")),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonError> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.error("unexpected character"))
        }
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        let b = self.bytes;
        let mut i = start;
        if b[i] == b'-' {
            i += 1;
        }
        match b.get(i) {
            Some(b'0') => i += 1,
            Some(b'1'..=b'9') => {
                while b.get(i).is_some_and(u8::is_ascii_digit) {
                    i += 1;
                }
            }
            _ => return Err(self.error("a digit is missing")),
        }
        let integer = i;
        if b.get(i) == Some(&b'.') {
            let from = i + 1;
            i = from;
            while b.get(i).is_some_and(u8::is_ascii_digit) {
                i += 1;
            }
            if i == from {
                return Err(self.error("a digit is missing after the decimal point"));
            }
        }
        if matches!(b.get(i), Some(b'e' | b'E')) {
            i += 1;
            if matches!(b.get(i), Some(b'+' | b'-')) {
                i += 1;
            }
            let from = i;
            while b.get(i).is_some_and(u8::is_ascii_digit) {
                i += 1;
            }
            if i == from {
                return Err(self.error("a digit is missing in the exponent"));
            }
        }
        self.at = i;
        if i == integer && i - start <= 15 && b[start] != b'-' {
            let n = b[start..i].iter().fold(0u64, |n, d| n * 10 + u64::from(d - b'0'));
            return Ok(Value::Number(n as f64));
        }
        Ok(Value::Number(self.text[start..i].parse().unwrap_or(f64::NAN)))
    }

    fn string(&mut self) -> Result<Str, JsonError> {
        self.at += 1;
        let start = self.at;
        self.at = plain_end(self.bytes, start);
        match self.bytes.get(self.at) {
            Some(b'"') => {
                let s = Str::new(&self.text[start..self.at]);
                self.made(s.len())?;
                self.at += 1;
                Ok(s)
            }
            Some(b'\\') => self.string_with_escapes(start),
            Some(_) => Err(self.error("a control character in a string")),
            None => Err(self.error("a string without an end")),
        }
    }

    fn string_with_escapes(&mut self, start: usize) -> Result<Str, JsonError> {
        let mut out = String::with_capacity(self.at - start + 16);
        out.push_str(&self.text[start..self.at]);
        loop {
            let run = self.at;
            self.at = plain_end(self.bytes, run);
            out.push_str(&self.text[run..self.at]);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.made(out.len())?;
                    self.at += 1;
                    return Ok(Str::from(out));
                }
                Some(b'\\') => {
                    let c = match self.bytes.get(self.at + 1) {
                        Some(b'"') => '"',
                        Some(b'\\') => '\\',
                        Some(b'/') => '/',
                        Some(b'b') => '\u{8}',
                        Some(b'f') => '\u{c}',
                        Some(b'n') => '\n',
                        Some(b'r') => '\r',
                        Some(b't') => '\t',
                        Some(b'u') => {
                            let c = self.unicode_escape()?;
                            out.push(c);
                            continue;
                        }
                        _ => return Err(self.error("an unknown escape in a string")),
                    };
                    out.push(c);
                    self.at += 2;
                }
                Some(_) => return Err(self.error("a control character in a string")),
                None => return Err(self.error("a string without an end")),
            }
        }
    }

    fn hex4(&self, at: usize) -> Option<u16> {
        let digits = self.bytes.get(at..at + 4)?;
        digits.iter().try_fold(0u16, |n, d| Some(n << 4 | (*d as char).to_digit(16)? as u16))
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let unit = self.hex4(self.at + 2).ok_or_else(|| self.error("a broken \\u escape"))?;
        self.at += 6;
        if let 0xD800..=0xDBFF = unit
            && self.bytes.get(self.at) == Some(&b'\\')
            && self.bytes.get(self.at + 1) == Some(&b'u')
            && let Some(low @ 0xDC00..=0xDFFF) = self.hex4(self.at + 2)
        {
            self.at += 6;
            let code = 0x1_0000 + ((u32::from(unit) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
            return Ok(char::from_u32(code).unwrap_or('\u{FFFD}'));
        }
        Ok(char::from_u32(u32::from(unit)).unwrap_or_else(|| text::carrier(unit)))
    }

    fn deeper(&mut self) -> Result<(), JsonError> {
        self.made(EMPTY)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.error("nested too deep")) } else { Ok(()) }
    }

    fn array(&mut self) -> Result<Value, JsonError> {
        self.deeper()?;
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b']') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Value::array(items));
        }
        loop {
            self.skip_space();
            items.push(self.value()?);
            self.made(size_of::<Value>())?;
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(Value::array(items));
                }
                _ => return Err(self.error("',' or ']' is missing")),
            }
        }
    }

    fn object(&mut self) -> Result<Value, JsonError> {
        self.deeper()?;
        self.at += 1;
        let mut object = Object::new();
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Value::object(object));
        }
        loop {
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.error("a property name in double quotes is missing"));
            }
            let key = self.string()?;
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b':') {
                return Err(self.error("':' is missing"));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value()?;
            object.insert(key, value);
            self.made(size_of::<Str>() + size_of::<Value>())?;
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    self.depth -= 1;
                    return Ok(Value::object(object));
                }
                _ => return Err(self.error("',' or '}' is missing")),
            }
        }
    }
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
