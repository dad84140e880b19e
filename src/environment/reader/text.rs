//! Objects and lists as they come in a JSON text. What comes in the order of the schema, as in every file that Mockoon
//! wrote, goes from the text into its field without a stop; only brackets, keys and the plainest values are read here,
//! all others by serde_json. A text that is broken anywhere is said to be so at the end, without a reason: then it is
//! read again in the long way, which finds one.

use super::fields::{self, FieldSource, FieldValue, Item, Next};
use super::log::{RepairLog, Step};
use super::long_texts::LongTexts;
use crate::budget::background;
use crate::environment::document::Document;
use crate::environment::migrations::recent::{Changes, Given};
use crate::js::{Str, json};

/// As many blanks as are counted at once.
const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);

/// Longer numbers are left to serde_json.
const DIGITS: usize = 8;

/// A JSON text, read up to some place.
pub struct Text<'t> {
    pub(super) json: &'t str,
    pub(super) at: usize,
    pub(super) is_broken: bool,
    /// The last text that had escapes.
    unescaped: String,
    long: LongTexts,
}

impl<'t> Text<'t> {
    /// A text of which nothing is read yet.
    pub fn new(json: &'t str) -> Self {
        Self::from(json, 0)
    }

    /// A text that is read from some place on.
    pub(super) fn from(json: &'t str, at: usize) -> Self {
        Self { json, at, is_broken: false, unescaped: String::new(), long: LongTexts::default() }
    }

    /// The members of the object that comes next, if one does.
    pub fn object(&mut self) -> Option<Object<'_, 't>> {
        self.changed_object(None)
    }

    fn changed_object(&mut self, changes: Option<&'static Changes>) -> Option<Object<'_, 't>> {
        self.takes(b'{').then_some(Object {
            text: self,
            is_first: true,
            is_over: false,
            changes,
            given: 0,
            gift: None,
            has_lost: false,
            items: None,
        })
    }

    /// Whether the whole text has been read and was JSON.
    pub fn is_read(&mut self) -> bool {
        self.skip_space();
        !self.is_broken && self.at == self.json.len()
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    pub(super) fn skip_space(&mut self) {
        // One blank at the most, as behind a colon.
        let at = self.at + usize::from(self.peek() == Some(b' '));
        if !matches!(self.json.as_bytes().get(at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at = at;
            return;
        }
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
            // Most of it is the indent of a line.
            let rest = self.json.as_bytes().get(self.at..).unwrap_or_default();
            self.at += rest.len() - behind_blanks(rest).len();
        }
    }

    /// Takes this punctuation mark, if it comes next.
    pub(super) fn takes(&mut self, mark: u8) -> bool {
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
            return self.json.get(from..end).map(|text| self.long.one_of(text));
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
        Some(self.long.one_of(&self.unescaped))
    }

    /// Takes this word, if it comes next.
    fn has_word(&mut self, word: &str) -> bool {
        let is_next = self.json.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    /// A word, if it comes next.
    fn word(&mut self, word: &str, value: Document) -> Option<Document> {
        self.has_word(word).then_some(value)
    }

    /// A number of a few digits, if one comes next.
    fn small_number(&mut self) -> Option<u32> {
        let (mut number, mut end) = (0, self.at);
        let bytes = self.json.as_bytes();
        while let Some(digit @ b'0'..=b'9') = bytes.get(end)
            && end - self.at < DIGITS
        {
            number = number * 10 + u32::from(digit - b'0');
            end += 1;
        }
        let goes_on = matches!(bytes.get(end), Some(b'0'..=b'9' | b'.' | b'e' | b'E'));
        let is_canonical = bytes.get(self.at) != Some(&b'0') || end == self.at + 1;
        (end > self.at && !goes_on && is_canonical).then(|| self.at = end).map(|()| number)
    }

    pub(super) fn value(&mut self) -> Document {
        self.skip_space();
        let plain = match self.peek() {
            Some(b'"') => self.string().map(Document::Text),
            Some(b'f') => self.word("false", Document::Bool(false)),
            Some(b't') => self.word("true", Document::Bool(true)),
            Some(b'n') => self.word("null", Document::Null),
            Some(b'0'..=b'9') => self.small_number().map(|number| Document::Number(number.into())),
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

    /// The items of a list whose bracket was taken, each read by `read`.
    fn items<T>(
        &mut self,
        log: &mut RepairLog,
        mut read: impl FnMut(&mut Self, &mut RepairLog) -> Option<T>,
    ) -> Vec<T> {
        if self.takes(b']') {
            return Vec::new();
        }
        // Most lists have one item.
        let (mut items, mut index) = (Vec::with_capacity(1), 0);
        loop {
            items.extend(log.at(Step::Index(index), |log| read(self, log)));
            index += 1;
            background::small_piece();
            if !self.has_another() {
                break;
            }
        }
        items.shrink_to_fit();
        items
    }

    /// Whether another item of the list follows; if none does, the list is over.
    pub(super) fn has_another(&mut self) -> bool {
        if self.is_broken || self.takes(b',') {
            return !self.is_broken;
        }
        if !self.takes(b']') {
            self.breaks();
        }
        false
    }

    /// An item, which migrations may change.
    pub(super) fn aged_item<T: Item>(&mut self, changes: Option<&'static Changes>, log: &mut RepairLog) -> Option<T> {
        match changes {
            None => self.item(log),
            Some(changes) => self.changed_item(changes, log),
        }
    }

    fn item<T: Item>(&mut self, log: &mut RepairLog) -> Option<T> {
        if let Some(mut object) = self.object() {
            return fields::streamed(&mut object, log, T::read);
        }
        fields::item(self.value(), log)
    }

    /// An item that migrations change: they stop where it is no object.
    fn changed_item<T: Item>(&mut self, changes: &'static Changes, log: &mut RepairLog) -> Option<T> {
        if let Some(mut object) = self.changed_object(Some(changes)) {
            return fields::streamed(&mut object, log, T::read);
        }
        self.breaks();
        None
    }
}

/// The text behind blanks, as far as they can be counted several at once.
fn behind_blanks(mut text: &[u8]) -> &[u8] {
    while let Some(next) = text.first_chunk() {
        let blanks = (u64::from_le_bytes(*next) ^ BLANKS).trailing_zeros() as usize / 8;
        text = text.get(blanks..).unwrap_or_default();
        if blanks < BLANKS.to_le_bytes().len() {
            break;
        }
    }
    text
}

/// The members of an object in a text, as migrations leave them.
pub struct Object<'a, 't> {
    pub(super) text: &'a mut Text<'t>,
    is_first: bool,
    is_over: bool,
    changes: Option<&'static Changes>,
    /// A bit for each member that the migrations give it, once it has been handed out.
    given: u8,
    /// The value of the one that was handed out last.
    gift: Option<Document>,
    /// Whether the migrations took a member away.
    has_lost: bool,
    /// What becomes of the items of the list behind the last key.
    items: Option<&'static Changes>,
}

impl<'t> Object<'_, 't> {
    /// Goes past this key and its colon if it comes next, written as every program writes it: a comma, an end of line, blanks.
    fn passes(&mut self, key: &str) -> bool {
        if self.is_over {
            return false;
        }
        let rest = self.text.json.as_bytes().get(self.text.at..);
        let member = if self.is_first { rest } else { rest.and_then(|rest| rest.strip_prefix(b",")) };
        let line = member.map(|member| behind_blanks(member.strip_prefix(b"\n").unwrap_or(member)));
        let quoted = line.and_then(|line| line.strip_prefix(b"\""));
        let behind = quoted.and_then(|quoted| quoted.strip_prefix(key.as_bytes())?.strip_prefix(b"\":"));
        let Some(behind) = behind else { return false };
        self.text.at = self.text.json.len() - behind.len();
        self.is_first = false;
        true
    }

    /// Goes on to the next key, if there is one.
    fn advance(&mut self) -> bool {
        if self.is_over || self.text.is_broken {
            return false;
        }
        // Most often another member follows.
        let is_first = std::mem::take(&mut self.is_first);
        if !is_first && self.text.takes(b',') {
            self.text.skip_space();
            return true;
        }
        if self.text.takes(b'}') {
            self.is_over = true;
            return false;
        }
        if !is_first {
            self.text.breaks();
        }
        is_first
    }

    /// The next member of the text, its key compared with this one.
    fn next_written(&mut self, key: &str) -> Next {
        if self.passes(key) {
            return Next::Wanted;
        }
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

    /// The next member of an object that migrations change.
    fn next_changed(&mut self, key: &str, changes: &'static Changes) -> Next {
        let Changes { given, removed, items } = changes;
        self.items = None;
        if self.gives(key, given) {
            return Next::Wanted;
        }
        loop {
            match self.next_written(key) {
                Next::Other(name) if removed.contains(&name.as_str()) => self.has_lost = true,
                Next::Other(name) if given.iter().any(|(key, _)| name == *key) => {}
                // Items that are read as they are stay as they are.
                Next::Other(name) if items.is_some_and(|(list, _)| name == list) => {
                    self.text.breaks();
                    return Next::Nothing;
                }
                Next::Nothing => {
                    let left = given.iter().find(|(key, _)| self.gives(key, given));
                    return left.map_or(Next::Nothing, |(key, _)| Next::Other(Str::new_static(key)));
                }
                Next::Wanted => {
                    self.items = items.filter(|(list, _)| key == *list).map(|(_, changes)| changes);
                    return Next::Wanted;
                }
                other => return other,
            }
            self.text.value();
        }
    }

    /// The value behind the key, if `read` finds one of its kind.
    fn wanted<T>(&mut self, read: impl FnOnce(&mut Text<'t>) -> Option<T>) -> FieldValue<T> {
        if let Some(gift) = self.gift.take() {
            return FieldValue::Other(gift);
        }
        self.text.skip_space();
        read(self.text).map_or_else(|| FieldValue::Other(self.text.value()), FieldValue::Wanted)
    }

    /// Hands out the member of that name, if the migrations give it and it has not been handed out.
    fn gives(&mut self, key: &str, given: &[Given]) -> bool {
        let Some((place, (_, value))) = given.iter().enumerate().find(|(_, (name, _))| *name == key) else {
            return false;
        };
        let is_new = self.given & (1 << place) == 0;
        self.given |= 1 << place;
        self.gift = is_new.then(value);
        is_new
    }
}

impl FieldSource for Object<'_, '_> {
    fn next(&mut self, key: &str) -> Next {
        // By far the most frequent.
        if self.changes.is_none() && self.passes(key) {
            return Next::Wanted;
        }
        match self.changes {
            None => self.next_written(key),
            Some(changes) => self.next_changed(key, changes),
        }
    }

    fn comes_next(&mut self, key: &str) -> bool {
        let before = (self.text.at, self.is_first, self.is_over);
        let comes_next = matches!(self.next_written(key), Next::Wanted);
        (self.text.at, self.is_first, self.is_over) = before;
        comes_next
    }

    fn value(&mut self) -> Document {
        self.gift.take().unwrap_or_else(|| self.text.value())
    }

    fn text(&mut self) -> FieldValue<Str> {
        self.wanted(Text::string)
    }

    fn flag(&mut self) -> FieldValue<bool> {
        self.wanted(|text| {
            let flag = [("false", false), ("true", true)].into_iter().find(|(word, _)| text.has_word(word));
            flag.map(|(_, flag)| flag)
        })
    }

    fn number(&mut self) -> FieldValue<f64> {
        self.wanted(|text| text.small_number().map(f64::from))
    }

    fn list<T: Item>(&mut self, log: &mut RepairLog) -> FieldValue<Vec<T>> {
        if self.gift.is_some() || !self.text.takes(b'[') {
            if self.items.is_some() {
                self.text.breaks();
            }
            return FieldValue::Other(self.value());
        }
        FieldValue::Wanted(match self.items {
            None => self.text.items(log, Text::item),
            Some(changes) => self.text.items(log, |text, log| text.changed_item(changes, log)),
        })
    }

    fn leaves(&mut self) {
        // The migrations put the last member in the place of the one that goes.
        if self.has_lost {
            self.text.breaks();
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
