//! Objects and lists as they come in a JSON text. What comes in the order of the schema, as in every file that Mockoon
//! wrote, goes from the text into its field without a stop; only brackets, keys and the plainest values are read here,
//! all others by serde_json. A text that is broken anywhere is said to be so at the end, without a reason: then it is
//! read again in the long way, which finds one.

use super::fields::{self, FieldSource, FieldValue, Item, Next};
use super::log::{RepairLog, Step};
use crate::budget::background;
use crate::environment::document::Document;
use crate::js::{Str, json};

/// As many blanks as are counted at once.
const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);

/// A JSON text, read up to some place.
pub struct Text<'t> {
    json: &'t str,
    at: usize,
    is_broken: bool,
    /// The last text that had escapes.
    unescaped: String,
}

impl<'t> Text<'t> {
    /// A text of which nothing is read yet.
    pub fn new(json: &'t str) -> Self {
        Self { json, at: 0, is_broken: false, unescaped: String::new() }
    }

    /// The members of the object that comes next, if one does.
    pub fn object(&mut self) -> Option<Object<'_, 't>> {
        self.takes(b'{').then_some(Object { text: self, is_first: true, is_over: false })
    }

    /// Whether the whole text has been read and was JSON.
    pub fn is_read(&mut self) -> bool {
        self.skip_space();
        !self.is_broken && self.at == self.json.len()
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
            // Most of it is the indent of a line: blanks are counted several at once.
            while let Some(next) = self.json.as_bytes().get(self.at..).and_then(<[u8]>::first_chunk) {
                let blanks = (u64::from_le_bytes(*next) ^ BLANKS).trailing_zeros() as usize / 8;
                self.at += blanks;
                if blanks < BLANKS.to_le_bytes().len() {
                    break;
                }
            }
        }
    }

    /// Takes this punctuation mark, if it comes next.
    fn takes(&mut self, mark: u8) -> bool {
        self.skip_space();
        let is_next = self.peek() == Some(mark);
        self.at += usize::from(is_next);
        is_next
    }

    fn breaks(&mut self) {
        self.is_broken = true;
    }

    /// A string, if one comes next; `None` too for one with escapes by number.
    fn string(&mut self) -> Option<Str> {
        let bytes = self.json.as_bytes();
        if self.peek() != Some(b'"') {
            return None;
        }
        let mut from = self.at + 1;
        let mut end = json::plain_end(bytes, from);
        if bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.json.get(from..end).map(Str::new);
        }
        self.unescaped.clear();
        loop {
            self.unescaped.push_str(self.json.get(from..end)?);
            match bytes.get(end..)? {
                [b'"', ..] => break,
                [b'\\', escape, ..] => self.unescaped.push(match escape {
                    b'"' | b'\\' | b'/' => char::from(*escape),
                    b'n' => '\n',
                    b't' => '\t',
                    b'r' => '\r',
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    _ => return None,
                }),
                _ => return None,
            }
            from = end + 2;
            end = json::plain_end(bytes, from);
        }
        self.at = end + 1;
        Some(Str::new(&self.unescaped))
    }

    /// A word, if it comes next.
    fn word(&mut self, word: &str, value: Document) -> Option<Document> {
        let rest = self.json.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes()).then(|| self.at += word.len()).map(|()| value)
    }

    /// A number of a few digits, if one comes next.
    fn small_number(&mut self) -> Option<Document> {
        let (mut number, mut end) = (0, self.at);
        let bytes = self.json.as_bytes();
        while let Some(digit @ b'0'..=b'9') = bytes.get(end) {
            number = (number * 10) % 1_000_000_000 + u64::from(digit - b'0');
            end += 1;
        }
        let is_plain = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) && end - self.at < 9;
        let is_canonical = bytes.get(self.at) != Some(&b'0') || end == self.at + 1;
        (is_plain && is_canonical).then(|| self.at = end).map(|()| Document::Number(number.into()))
    }

    fn value(&mut self) -> Document {
        self.skip_space();
        let plain = match self.peek() {
            Some(b'"') => self.string().map(Document::Text),
            Some(b'f') => self.word("false", Document::Bool(false)),
            Some(b't') => self.word("true", Document::Bool(true)),
            Some(b'n') => self.word("null", Document::Null),
            Some(b'0'..=b'9') => self.small_number(),
            _ => None,
        };
        plain.unwrap_or_else(|| self.any_value())
    }

    /// A value of any kind.
    fn any_value(&mut self) -> Document {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter();
        if let Some(Ok(value)) = values.next() {
            self.at += values.byte_offset();
            return value;
        }
        self.breaks();
        Document::Null
    }

    /// The items of a list whose bracket was taken.
    fn items<T: Item>(&mut self, log: &mut RepairLog) -> Vec<T> {
        if self.takes(b']') {
            return Vec::new();
        }
        // Most lists have one item.
        let (mut items, mut index) = (Vec::with_capacity(1), 0);
        while !self.is_broken {
            items.extend(log.at(Step::Index(index), |log| self.item(log)));
            index += 1;
            background::small_piece();
            if !self.takes(b',') {
                if !self.takes(b']') {
                    self.breaks();
                }
                break;
            }
        }
        items.shrink_to_fit();
        items
    }

    fn item<T: Item>(&mut self, log: &mut RepairLog) -> Option<T> {
        if let Some(mut object) = self.object() {
            return fields::streamed(&mut object, log, T::read);
        }
        fields::item(self.value(), log)
    }
}

/// The members of an object in a text.
pub struct Object<'a, 't> {
    text: &'a mut Text<'t>,
    is_first: bool,
    is_over: bool,
}

impl Object<'_, '_> {
    /// Goes on to the next key, if there is one.
    fn advance(&mut self) -> bool {
        if self.is_over || self.text.is_broken {
            return false;
        }
        if self.text.takes(b'}') {
            self.is_over = true;
            return false;
        }
        if !std::mem::take(&mut self.is_first) && !self.text.takes(b',') {
            self.text.breaks();
            return false;
        }
        self.text.skip_space();
        true
    }
}

impl FieldSource for Object<'_, '_> {
    fn next(&mut self, key: &str) -> Next {
        if !self.advance() {
            return Next::Nothing;
        }
        let text = &mut *self.text;
        let quoted = text.json.as_bytes().get(text.at..).and_then(|rest| rest.strip_prefix(b"\""));
        let next = match quoted.and_then(|rest| rest.strip_prefix(key.as_bytes())) {
            Some([b'"', ..]) => {
                text.at += key.len() + 2;
                Next::Wanted
            }
            _ => match text.value() {
                Document::Text(name) if quoted.is_some() => {
                    if name == key {
                        Next::Wanted
                    } else {
                        Next::Other(name)
                    }
                }
                _ => {
                    text.breaks();
                    Next::Nothing
                }
            },
        };
        if text.takes(b':') {
            return next;
        }
        text.breaks();
        Next::Nothing
    }

    fn value(&mut self) -> Document {
        self.text.value()
    }

    fn list<T: Item>(&mut self, log: &mut RepairLog) -> FieldValue<Vec<T>> {
        if self.text.takes(b'[') {
            FieldValue::Wanted(self.text.items(log))
        } else {
            FieldValue::Other(self.text.value())
        }
    }

    fn refuse(&mut self) {
        self.text.breaks();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_of_every_kind_and_length_is_skipped() {
        for length in 0..40 {
            for one in [" ", "\n", "\t", "\r", "\n ", " \n", "\r\n\t  "] {
                let space = one.repeat(length);
                let json =
                    format!("{space}{{{space}\"a\"{space}:{space}1{space},{space}\"b\":[{space}]{space}}}{space}");
                let mut text = Text::new(&json);
                let mut object = text.object().expect("an object");
                assert_eq!(object.next_key().as_deref(), Some("a"), "{json:?}");
                assert!(matches!(object.value(), Document::Number(_)), "{json:?}");
                assert_eq!(object.next_key().as_deref(), Some("b"), "{json:?}");
                assert!(matches!(object.value(), Document::List(items) if items.is_empty()), "{json:?}");
                assert_eq!((object.next_key(), text.is_read()), (None, true), "{json:?}");
                assert!(!Text::new(&format!("{space}\u{b}{json}")).takes(b'{'), "{json:?}");
            }
        }
    }
}
