//! YAML to JSON values, by the core schema of YAML 1.2. This is the only place that knows the parser: [`read`] is all
//! that the rest of the program sees of it, and what another parser has to offer in its place.
//!
//! Its bounds: brackets are counted before it begins, `serde_yaml` refuses more than 128 levels and aliases that expand
//! beyond measure, the size of the text is the caller's. The fuzz target `yaml` feeds it alone
//! (`FUZZ_TARGET=yaml cargo test --test fuzz`). It resolves plain scalars by rules of its own, a mixture of 1.1 and 1.2, so they are resolved here:
//! - what it leaves a text though it is a number (`007`, `-01.5`) is one if it stands without quotes: a text that is
//!   borrowed from the source shows by its place what stands before it;
//! - what it makes a number though it is a text (`0b11`, `-0x1F`) is kept from it by a mark inside, a character that
//!   the source does not have, which goes when the text has been read.
//!
//! Tags are looked through, whole numbers beyond 64 bits become doubles, keys become texts as JavaScript makes them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::js::number;

/// Brackets that may be open at once. The parser's time grows with their number at every token; its own bound is lower,
/// but comes too late.
const MAX_OPEN: usize = 1_000;

/// Whether so many brackets are open somewhere that parsing would take long. Those in texts count too, where they are
/// seldom so many without their partners.
fn nests_too_deeply(text: &str) -> bool {
    let mut open = 0usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// Why a text is not YAML.
#[derive(Debug)]
pub struct YamlError {
    /// What the parser says, with the place.
    pub message: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// What a text holds.
#[derive(Debug, PartialEq)]
pub struct Document {
    /// Its value.
    pub value: Value,
    /// Keys that stand more than once in one mapping, of which the last one holds.
    pub repeated: Vec<String>,
}

/// The one document of a text. Others beside it may be there if they hold nothing.
///
/// # Errors
/// When the text is not YAML, nests too deep, or holds several documents.
pub fn read(text: &str) -> Result<Document, YamlError> {
    if nests_too_deeply(text) {
        let message = "brackets are nested too deeply: is it cut off, or something else?".to_owned();
        return Err(YamlError { message, line: None });
    }
    let mark = free_mark(text);
    let source = marked(text, mark);
    let repeated = RefCell::default();
    let node = Node { source: &source, mark, repeated: &repeated };
    let mut values = Vec::new();
    for document in serde_yaml::Deserializer::from_str(&source) {
        let value = node.deserialize(document).map_err(|error| YamlError {
            message: error.to_string().replace(mark, ""),
            line: error.location().map(|at| at.line()),
        })?;
        if !value.is_null() {
            values.push(value);
        }
    }
    if values.len() > 1 {
        let count = values.len();
        let message = format!("it holds {count} documents, with --- between them: put each into a file of its own");
        return Err(YamlError { message, line: None });
    }
    Ok(Document { value: values.pop().unwrap_or_default(), repeated: repeated.into_inner() })
}

/// The characters for private use, of which one that a text does not have becomes the mark.
const MARKS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';

/// A character for private use that does not occur in a text, neither as it is nor as an escape. The text is gone through
/// once, whatever it holds.
fn free_mark(text: &str) -> char {
    let mut used: HashSet<u32> = text.chars().filter(|c| MARKS.contains(c)).map(u32::from).collect();
    let (mut code, mut digits) = (0u32, 0);
    for byte in text.bytes() {
        let Some(digit) = char::from(byte).to_digit(16) else {
            digits = 0;
            continue;
        };
        (code, digits) = ((code << 4 | digit) & 0xffff, digits + 1);
        if digits >= 4 && char::from_u32(code).is_some_and(|c| MARKS.contains(&c)) {
            used.insert(code);
        }
    }
    MARKS.clone().find(|mark| !used.contains(&u32::from(*mark))).unwrap_or(*MARKS.end())
}

/// The text with a mark inside everything that looks like a number to the parser only.
fn marked(text: &str, mark: char) -> Cow<'_, str> {
    static NUMBERS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?m)(^|[\s\[{,:])([-+]?0b|[-+]0[xo])([0-9A-Fa-f])").ok());
    let Some(numbers) = NUMBERS.as_ref() else { return Cow::Borrowed(text) };
    numbers.replace_all(text, |found: &Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        format!("{}{}{mark}{}", part(1), part(2), part(3))
    })
}

/// A number of the core schema among what the parser takes for a text.
fn core_number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let first = unsigned.strip_prefix('.').unwrap_or(unsigned);
    let is_number = first.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !is_number {
        return None;
    }
    let signed = text.strip_prefix('+').unwrap_or(text);
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        // A zero has no sign in JSON.
        return signed.parse::<i64>().map(Value::from).ok().or_else(|| signed.parse().ok().map(double));
    }
    signed.parse().ok().map(double)
}

/// NaN and infinity have no JSON.
fn double(n: f64) -> Value {
    Number::from_f64(n).map_or(Value::Null, Value::Number)
}

/// A key as JavaScript writes it.
fn key_text(key: Value) -> String {
    match key {
        Value::String(text) => text,
        Value::Null => String::new(),
        Value::Number(n) => n.as_f64().map(|n| number::to_str(n).to_string()).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// A node about to be read.
#[derive(Clone, Copy)]
struct Node<'t> {
    source: &'t str,
    mark: char,
    repeated: &'t RefCell<Vec<String>>,
}

impl Node<'_> {
    fn text(self, text: &str) -> String {
        text.replace(self.mark, "")
    }

    /// Whether a part of the source stands there without quotes and without a tag.
    fn is_plain(self, part: &str) -> bool {
        let offset = part.as_ptr().addr().checked_sub(self.source.as_ptr().addr());
        let Some(before) = offset.and_then(|offset| self.source.get(..offset)) else { return false };
        let is_tagged = || before.split_whitespace().next_back().is_some_and(|word| word.starts_with('!'));
        !before.ends_with(['"', '\'']) && !is_tagged()
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    /// A document that holds nothing.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Value, E> {
        Ok(Value::from(n))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Value, E> {
        Ok(Value::from(n))
    }

    fn visit_i128<E: Error>(self, n: i128) -> Result<Value, E> {
        Ok(Value::from(n as f64))
    }

    fn visit_u128<E: Error>(self, n: u128) -> Result<Value, E> {
        Ok(Value::from(n as f64))
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Value, E> {
        Ok(double(n))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value, E> {
        let number = core_number(text).filter(|_| self.is_plain(text));
        Ok(number.unwrap_or_else(|| Value::String(self.text(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(self.text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, value)) = entries.next_entry_seed(self, self)? {
            let key = key_text(key);
            if map.contains_key(&key) {
                self.repeated.borrow_mut().push(key.clone());
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }

    /// A tagged node: the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_tag, node) = tagged.variant::<String>()?;
        node.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_a_character_that_the_text_does_not_have() {
        assert_eq!(free_mark("a: 1"), '\u{e000}');
        assert_eq!(free_mark("a: \u{e000}, b: '\\ue001', c: E002, d: 00e003, e: e00"), '\u{e004}');
    }

    #[test]
    fn a_text_that_names_every_mark_keeps_its_numbers() {
        let all: String = MARKS.skip(1).map(|mark| format!("{:x} ", u32::from(mark))).collect();
        let text = format!("all: '{all}'\nnumber: 0b11\nseven: 007\n");
        let value = read(&text).unwrap().value;
        assert_eq!((&value["number"], &value["seven"]), (&Value::from("0b11"), &Value::from(7)));
        assert_eq!(value["all"], all);
    }
}
