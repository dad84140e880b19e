//! A JSON value on its way into the model: texts are those that the model keeps, objects are plain lists.
//! An environment of many routes is mostly keys, and those never leave the stack here.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::js::Str;

/// Room for the members of a response, which has the most; a list that grows is moved again and again.
const USUAL: usize = 18;

/// Objects with more members than this are indexed while they are read.
const MANY: usize = 64;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// `null`, and what has been taken out of its object.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Str),
    /// A list.
    List(Vec<Document>),
    /// An object: keys are unique, in the order of their first appearance, with the last of their values.
    Object(Members),
}

/// The members of an object.
pub type Members = Vec<(Str, Document)>;

impl Document {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&Str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

impl From<Value> for Document {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(flag),
            Value::Number(n) => Self::Number(n),
            Value::String(text) => Self::Text(text.into()),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(map) => {
                Self::Object(map.into_iter().map(|(key, value)| (key.into(), Self::from(value))).collect())
            }
        }
    }
}

/// Collects the members of an object.
#[derive(Default)]
pub struct Collector {
    members: Members,
    /// A bit for each kind of key (length, first and last byte): most keys are new without a look at the others.
    seen: u64,
    /// Where the keys are, once there are [`MANY`].
    places: HashMap<Str, usize>,
}

impl Collector {
    /// Adds a member, or gives one that is there another value.
    pub fn insert(&mut self, key: Str, value: Document) {
        let bytes = key.as_bytes();
        let ends = [bytes.first(), bytes.last()].map(|byte| usize::from(byte.copied().unwrap_or_default()));
        let bit = 1 << ((bytes.len() + 7 * ends[0] + 31 * ends[1]) % 64);
        if self.seen & bit != 0
            && let Some(member) = self.place(&key).and_then(|place| self.members.get_mut(place))
        {
            member.1 = value;
            return;
        }
        self.seen |= bit;
        if self.members.len() == MANY {
            self.places = self.members.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)).collect();
        }
        if self.members.len() >= MANY {
            self.places.insert(key.clone(), self.members.len());
        }
        if self.members.is_empty() {
            self.members.reserve(USUAL);
        }
        self.members.push((key, value));
    }

    fn place(&self, key: &Str) -> Option<usize> {
        if self.places.is_empty() {
            self.members.iter().position(|(known, _)| known == key)
        } else {
            self.places.get(key).copied()
        }
    }

    /// The members.
    pub fn finish(mut self) -> Members {
        // There may be a great many small ones.
        if self.members.len() < USUAL / 4 {
            self.members.shrink_to_fit();
        }
        self.members
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Document, E> {
        Ok(Document::Bool(flag))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Document, E> {
        Ok(Document::Number(n.into()))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Document, E> {
        Ok(Document::Number(n.into()))
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Document, E> {
        Ok(Number::from_f64(n).map_or(Document::Null, Document::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Document, E> {
        Ok(Document::Text(Str::new(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Document, A::Error> {
        let mut collector = Collector::default();
        while let Some((key, value)) = members.next_entry()? {
            collector.insert(key, value);
        }
        Ok(Document::Object(collector.finish()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        let many: String = (0..200).map(|n| format!("\"k{}\": {n}, ", n % 90)).collect();
        let many = format!("{{{many} \"a\": 0}}");
        for text in [
            r#"{"a": [1, -2, 3.5, 1e400, true, null, "x\n", {}], "b": {"a": 1, "c": 2, "a": 3}, "": 5}"#
                .replace("1e400", "1e300"),
            "[]".to_owned(),
            many,
        ] {
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), Document::from(value), "{text}");
        }
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        let document: Document = serde_json::from_str(r#"{"a": 1, "b": 2, "a": "3"}"#).unwrap();
        assert_eq!(document, Document::from(json!({ "a": "3", "b": 2 })));
        assert_eq!(document.get("a").and_then(Document::as_text).map(Str::as_str), Some("3"));
    }
}
