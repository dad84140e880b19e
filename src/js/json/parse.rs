//! `JSON.parse`.
//!
//! Values wait on one stack until what holds them is complete, and then go to their place in one piece: arrays and
//! objects take the room that they need and no more.

use std::sync::Arc;

use super::shapes::Shapes;
use super::{JsonError, MAX_DEPTH, plain_end};
use crate::budget;
use crate::js::object::{SHAPED_FROM, Shape, integer_key};
use crate::js::{Array, Object, Str, Value, text};

/// Bytes that an array or object takes when nothing is in it, about.
const EMPTY: usize = 32;
/// Values are charged when so many bytes of them were made.
const CHARGED_AT_ONCE: usize = 4_096;
/// So many items of an array are waiting at most.
const RUN: usize = 256;
/// So many empty arrays and objects of one text can be told from each other. With more, the others take no room.
const DISTINCT_EMPTY: usize = 1_000;

/// `JSON.parse(text)`.
///
/// # Errors
/// When the text is not exactly one JSON value, or nests deeper than 2,000 levels, or the budget is exceeded.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut parser = Parser::of(text);
    parser.skip_space();
    let value = parser.value()?;
    parser.charge()?;
    parser.skip_space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error("unexpected text after the value"));
    }
    Ok(value)
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    /// Values of what is open, and names of objects that are not (yet) known to be of a kind.
    values: Vec<Value>,
    names: Vec<Str>,
    shapes: Shapes,
    empty: usize,
    /// Bytes of values that were not charged yet.
    pending: usize,
}

impl<'a> Parser<'a> {
    fn of(text: &'a str) -> Self {
        let (values, names) = (Vec::new(), Vec::new());
        let (shapes, empty, pending) = (Shapes::default(), 0, 0);
        Self { text, bytes: text.as_bytes(), at: 0, depth: 0, values, names, shapes, empty, pending }
    }

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
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b']') {
            self.close();
            let distinct = self.tells_empty_apart();
            return Ok(if distinct { Value::array(Vec::new()) } else { Value::Array(Array::nowhere()) });
        }
        let from = self.values.len();
        let mut items = Vec::new();
        loop {
            self.skip_space();
            let item = self.value()?;
            self.made(size_of::<Value>())?;
            self.wait(item);
            if self.values.len() - from == RUN {
                items.extend(self.values.drain(from..));
            }
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.close();
                    items.reserve_exact(self.values.len() - from);
                    items.extend(self.values.drain(from..));
                    items.shrink_to_fit();
                    return Ok(Value::array(items));
                }
                _ => return Err(self.error("',' or ']' is missing")),
            }
        }
    }

    fn object(&mut self) -> Result<Value, JsonError> {
        self.deeper()?;
        self.at += 1;
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b'}') {
            self.close();
            let distinct = self.tells_empty_apart();
            return Ok(if distinct { Value::object(Object::new()) } else { Value::empty_object() });
        }
        let mut expected = self.shapes.expected(self.depth, self.bytes.get(self.at + 1..).unwrap_or_default());
        let (from, names_from) = (self.values.len(), self.names.len());
        loop {
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.error("a property name in double quotes is missing"));
            }
            let place = self.values.len() - from;
            if !expected.as_ref().and_then(|shape| shape.names().get(place)).is_some_and(|name| self.take_name(name)) {
                self.name_so_far(expected.take(), place);
                let name = self.string()?;
                self.made(size_of::<Str>())?;
                self.names.push(name);
            }
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b':') {
                return Err(self.error("':' is missing"));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value()?;
            self.made(size_of::<Value>())?;
            self.wait(value);
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    let object = self.finished(expected, from, names_from);
                    self.close();
                    return Ok(Value::Object(object));
                }
                _ => return Err(self.error("',' or '}' is missing")),
            }
        }
    }

    /// Goes past a closing bracket.
    fn close(&mut self) {
        self.at += 1;
        self.depth -= 1;
    }

    fn tells_empty_apart(&mut self) -> bool {
        self.empty += 1;
        self.empty <= DISTINCT_EMPTY
    }

    fn wait(&mut self, value: Value) {
        if self.values.capacity() == 0 {
            self.values.reserve(16);
        }
        self.values.push(value);
    }

    /// Goes past this name if the text has it here, as it is.
    #[inline]
    fn take_name(&mut self, name: &str) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let is_it = matches!(rest.strip_prefix(name.as_bytes()), Some([b'"', ..]));
        if is_it {
            self.at += name.len() + 2;
        }
        is_it
    }

    /// The object is of another kind than was expected; it has this many of its names.
    fn name_so_far(&mut self, expected: Option<Arc<Shape>>, count: usize) {
        if let Some(shape) = expected {
            self.names.extend(shape.names().iter().take(count).cloned());
        }
    }

    /// The object whose values wait from `from` on. Its names are the first of the kind that was expected, or wait too.
    fn finished(&mut self, expected: Option<Arc<Shape>>, from: usize, names_from: usize) -> Object {
        let count = self.values.len() - from;
        if let Some(shape) = expected {
            if shape.names().len() == count {
                return Object::shaped(shape, self.values.drain(from..));
            }
            self.name_so_far(Some(shape), count);
        }
        let names = self.names.get(names_from..).unwrap_or_default();
        if let Some(shape) = self.shapes.of(self.depth, names) {
            self.names.truncate(names_from);
            return Object::shaped(shape, self.values.drain(from..));
        }
        if stand_in_order(names) {
            let (names, values) = (&mut self.names, &mut self.values);
            let mut pairs = names.drain(names_from..).zip(values.drain(from..));
            let mut value = None;
            let slots = (0..2 * count).map(|_| match value.take() {
                Some(value) => value,
                None => pairs.next().map_or(Value::Undefined, |(name, own)| {
                    value = Some(own);
                    Value::String(name)
                }),
            });
            return Object::paired(slots);
        }
        self.names.drain(names_from..).zip(self.values.drain(from..)).collect()
    }
}

/// Whether names can stand between the values as they come: few, each once, and none that JavaScript puts first.
fn stand_in_order(names: &[Str]) -> bool {
    names.len() < SHAPED_FROM
        && names
            .iter()
            .enumerate()
            .all(|(i, name)| integer_key(name).is_none() && !names.iter().take(i).any(|n| n == name))
}
