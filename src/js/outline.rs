//! Where the values of a JSON text lie, so that a path can be read out of it without building the rest.
//!
//! One pass checks the whole text as [`json::parse`] does (whether it is JSON at all decides what a body is) and notes
//! each value; following a path then hops from sibling to sibling, and only what it ends at becomes a [`Value`].

use super::{Str, Value, json};
use crate::budget;

mod gaps;
mod name;
mod reader;
mod scan;

pub use name::Name;
use reader::Mark;

/// Which of two rules a path follows where it goes on into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// Any text has a length and characters.
    Texts,
    /// An empty text has nothing (JSONPath takes it for no container at all).
    FilledTexts,
}

/// The outline of one JSON text. Bytes that are no UTF-8 count as U+FFFD, as they do in a body's text.
#[derive(Debug)]
pub struct Outline {
    marks: Vec<Mark>,
    /// Whether there is a backslash anywhere.
    has_escapes: bool,
}

impl Outline {
    /// Reads a text; `None` if [`json::parse`] refuses it, it is too long or too deep for us, or consists of so many values that
    /// an outline would not be smaller than they are.
    pub fn read(json: &[u8]) -> Option<Self> {
        let reader::Marks { marks, has_escapes, .. } = reader::read(json)?;
        Some(Self { marks, has_escapes })
    }

    /// What is found by these names in the text that was read; `Undefined` for nothing.
    pub fn get<'n>(&self, json: &[u8], names: impl IntoIterator<Item = &'n Name>, into: Into) -> Value {
        let mut names = names.into_iter();
        let Some(mut at) = self.marks.first() else { return Value::Undefined };
        let mut index = 0;
        while let Some(name) = names.next() {
            // Siblings are looked at one by one.
            if budget::work(u64::from(at.next.saturating_sub(index as u32)) >> 2).is_err() {
                return Value::Undefined;
            }
            index = match json.get(at.start as usize) {
                Some(b'{') => match self.property(json, index, at, name) {
                    Some(found) => found,
                    None => return Value::Undefined,
                },
                Some(b'[') => match super::object::integer_key(name) {
                    Some(i) => match self.children(index, at).nth(i as usize) {
                        Some((found, _)) => found,
                        None => return Value::Undefined,
                    },
                    None if name.as_str() == "length" => {
                        let length = Value::from(self.children(index, at).count());
                        return names.fold(length, |value, name| value.get(name));
                    }
                    None => return Value::Undefined,
                },
                Some(b'"') => {
                    let text = self.value(json, index, at);
                    if into == Into::FilledTexts && !text.truthy() {
                        return Value::Undefined;
                    }
                    return names.fold(text.get(name), |value, name| value.get(name));
                }
                _ => return Value::Undefined,
            };
            let Some(found) = self.marks.get(index) else { return Value::Undefined };
            at = found;
        }
        self.value(json, index, at)
    }

    /// The mark of a property; of several with one name the last counts.
    fn property(&self, json: &[u8], index: usize, object: &Mark, name: &Name) -> Option<usize> {
        let text = name.as_bytes();
        let named = |mark: &Mark| {
            let quote = end_of_name(json, mark);
            let begin = quote.wrapping_sub(text.len());
            let before = |back: usize| json.get(begin.wrapping_sub(back));
            let is_it = before(1) == Some(&b'"') && json.get(begin..quote) == Some(text);
            // A plain name is itself in the text, unless escapes spell it.
            if name.is_plain && (is_it || !self.has_escapes) && before(2) != Some(&b'\\') {
                return is_it;
            }
            self.ends_in_name(json.get(..quote).unwrap_or_default(), name)
        };
        self.children(index, object).filter(|(_, mark)| named(mark)).last().map(|(index, _)| index)
    }

    /// Whether a text ends in this name, which escapes or broken UTF-8 may spell.
    #[inline(never)]
    fn ends_in_name(&self, text: &[u8], name: &str) -> bool {
        let raw = last_string(text);
        (!name.is_ascii() || raw.contains(&b'\\')) && decode(raw, self.has_escapes) == name
    }

    /// The marks right within an array or object, with their places.
    fn children(&self, index: usize, parent: &Mark) -> impl Iterator<Item = (usize, &Mark)> {
        let (mut index, end) = (index + 1, parent.next as usize);
        std::iter::from_fn(move || {
            let mark = self.marks.get(index).filter(|_| index < end)?;
            let found = (index, mark);
            index = mark.next as usize;
            Some(found)
        })
    }

    fn value(&self, json: &[u8], index: usize, mark: &Mark) -> Value {
        let start = mark.start as usize;
        let raw = json.get(start..self.end(json, index, mark)).unwrap_or_default();
        match raw {
            [b'"', text @ .., b'"'] => Value::String(decode(text, self.has_escapes)),
            raw => json::parse(&String::from_utf8_lossy(raw)).unwrap_or_default(),
        }
    }

    /// Where a value ends.
    fn end(&self, json: &[u8], index: usize, mark: &Mark) -> usize {
        // Brackets that close what is open, one in the other, behind the last value in it.
        let (mut last, mut open) = ((index, mark), 0);
        while let Some(inner) = self.children(last.0, last.1).last() {
            (last, open) = (inner, open + 1);
        }
        scan::end(json, last.1.start, open).map_or(json.len(), |end| end as usize)
    }
}

/// Where the quote is that ends the name of a value: mostly nothing but a colon stands between them.
#[inline]
fn end_of_name(json: &[u8], mark: &Mark) -> usize {
    let quote = (mark.start as usize).wrapping_sub(2);
    if json.get(quote) == Some(&b'"') { quote } else { quote_before(json, quote) }
}

#[inline(never)]
fn quote_before(json: &[u8], end: usize) -> usize {
    json.get(..end).and_then(|before| before.iter().rposition(|byte| *byte == b'"')).unwrap_or_default()
}

/// The string that goes on to the end of this text, as it is written.
fn last_string(text: &[u8]) -> &[u8] {
    // Inside of a string each quote has a backslash in front of it; nothing else that a string follows is one.
    let begins = |quote: &usize| text.get(quote.wrapping_sub(1)) != Some(&b'\\');
    let quote = memchr::memrchr_iter(b'"', text).find(begins);
    quote.and_then(|quote| text.get(quote + 1..)).unwrap_or_default()
}

/// The text between the quotes of a JSON string that was checked, with escapes perhaps.
fn decode(raw: &[u8], has_escapes: bool) -> Str {
    let is_plain = !has_escapes || !raw.contains(&b'\\');
    if let (true, Ok(text)) = (is_plain, std::str::from_utf8(raw)) {
        return Str::new(text);
    }
    let text = String::from_utf8_lossy(raw);
    if is_plain {
        return Str::new(&text);
    }
    match json::parse(&format!("\"{text}\"")) {
        Ok(Value::String(text)) => text,
        _ => Str::default(),
    }
}

#[cfg(test)]
mod tests;
