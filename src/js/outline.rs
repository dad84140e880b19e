//! Where the values of a JSON text lie, so that a path can be read out of it without building the rest.
//!
//! One pass checks the whole text as [`json::parse`] does (whether it is JSON at all decides what a body is) and notes
//! each value; following a path then hops from sibling to sibling, and only what it ends at becomes a [`Value`].

use super::{Str, Value, json};

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
}

/// One value, with the name it has in the object that holds it. Values stand in the order of the text.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Where the name begins, without its quotes.
    name: u32,
    name_end: u32,
    start: u32,
    end: u32,
    /// The mark behind all values within; as long as the value is open, the mark of what holds it.
    next: u32,
}

impl Outline {
    /// Reads a text; `None` if [`json::parse`] refuses it, or it is too long for us.
    pub fn read(json: &[u8]) -> Option<Self> {
        u32::try_from(json.len()).ok()?;
        let marks = Vec::with_capacity(json.len() / 16 + 1);
        let mut reader = Reader { json, at: 0, marks, name: (0, 0), open: None, depth: 0 };
        reader.read()?;
        Some(Self { marks: reader.marks })
    }

    /// What is found by these names in the text that was read; `Undefined` for nothing.
    pub fn get<'n>(&self, json: &[u8], names: impl IntoIterator<Item = &'n Str>, into: Into) -> Value {
        let mut names = names.into_iter();
        let Some(mut at) = self.marks.first() else { return Value::Undefined };
        let mut index = 0;
        while let Some(name) = names.next() {
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
                    None if name == "length" => {
                        let length = Value::from(self.children(index, at).count());
                        return names.fold(length, |value, name| value.get(name));
                    }
                    None => return Value::Undefined,
                },
                Some(b'"') => {
                    let text = value(json, at);
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
        value(json, at)
    }

    /// The mark of a property; of several with one name the last counts.
    fn property(&self, json: &[u8], index: usize, object: &Mark, name: &str) -> Option<usize> {
        let named = |mark: &Mark| {
            let raw = json.get(mark.name as usize..mark.name_end as usize).unwrap_or_default();
            if raw.iter().any(|b| !b.is_ascii() || *b == b'\\') { decode(raw) == name } else { raw == name.as_bytes() }
        };
        self.children(index, object).filter(|(_, mark)| named(mark)).last().map(|(index, _)| index)
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
}

/// The text between the quotes of a JSON string that was checked.
fn decode(raw: &[u8]) -> Str {
    let text = String::from_utf8_lossy(raw);
    if memchr::memchr(b'\\', raw).is_none() {
        return Str::new(&text);
    }
    match json::parse(&format!("\"{text}\"")) {
        Ok(Value::String(text)) => text,
        _ => Str::default(),
    }
}

fn value(json: &[u8], mark: &Mark) -> Value {
    let raw = json.get(mark.start as usize..mark.end as usize).unwrap_or_default();
    match raw {
        [b'"', text @ .., b'"'] => Value::String(decode(text)),
        raw => json::parse(&String::from_utf8_lossy(raw)).unwrap_or_default(),
    }
}

struct Reader<'j> {
    json: &'j [u8],
    at: usize,
    marks: Vec<Mark>,
    /// Beginning and end of the name that the next value has.
    name: (u32, u32),
    /// The array or object that is being read, and whether it is an object.
    open: Option<(u32, bool)>,
    depth: usize,
}

/// What comes next.
enum Next {
    Value,
    /// A value has just ended.
    End,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<()> {
        let mut next = Next::Value;
        loop {
            next = match next {
                Next::Value => self.value()?,
                Next::End => match (self.peek(), self.open) {
                    (None, None) => return Some(()),
                    (Some(b','), Some((_, true))) => {
                        self.at += 1;
                        self.name()?;
                        Next::Value
                    }
                    (Some(b','), Some((_, false))) => {
                        self.at += 1;
                        Next::Value
                    }
                    (Some(b'}'), Some((open, true))) | (Some(b']'), Some((open, false))) => self.close(open)?,
                    _ => return None,
                },
            };
        }
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn value(&mut self) -> Option<Next> {
        let first = self.peek()?;
        let start = self.at;
        match first {
            b'"' => self.at = string_end(self.json, start + 1)? + 1,
            b'{' => {
                self.open(true)?;
                if self.peek()? != b'}' {
                    self.name()?;
                    return Some(Next::Value);
                }
                return self.open.and_then(|(open, _)| self.close(open));
            }
            b'[' => {
                self.open(false)?;
                if self.peek()? != b']' {
                    return Some(Next::Value);
                }
                return self.open.and_then(|(open, _)| self.close(open));
            }
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.at = number_end(self.json, start)?,
        }
        let next = self.marks.len() as u32 + 1;
        self.mark(start, self.at as u32, next);
        Some(Next::End)
    }

    #[inline]
    fn mark(&mut self, start: usize, end: u32, next: u32) {
        let (name, name_end) = self.name;
        self.marks.push(Mark { name, name_end, start: start as u32, end, next });
    }

    fn open(&mut self, object: bool) -> Option<()> {
        self.depth += 1;
        if self.depth > json::MAX_DEPTH {
            return None;
        }
        let index = self.marks.len() as u32;
        self.mark(self.at, 0, self.open.map_or(u32::MAX, |(open, _)| open));
        self.open = Some((index, object));
        self.at += 1;
        Some(())
    }

    fn close(&mut self, open: u32) -> Option<Next> {
        self.depth -= 1;
        self.at += 1;
        let next = self.marks.len() as u32;
        let mark = self.marks.get_mut(open as usize)?;
        let around = mark.next;
        mark.end = self.at as u32;
        mark.next = next;
        let holder = self.marks.get(around as usize);
        self.open = holder.map(|mark| (around, self.json.get(mark.start as usize) == Some(&b'{')));
        Some(Next::End)
    }

    /// A property's name and its colon.
    #[inline]
    fn name(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = string_end(self.json, start)?;
        self.at = end + 1;
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        self.name = (start as u32, end as u32);
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.json.get(self.at..)?.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }
}

/// Where the quote is that ends the string whose text begins at `at`.
#[inline]
fn string_end(json: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = json::plain_end(json, at);
        match json.get(at)? {
            b'"' => return Some(at),
            b'\\' => at = escape_end(json, at)?,
            _ => return None,
        }
    }
}

/// Where the escape ends whose backslash is at `at`.
fn escape_end(json: &[u8], at: usize) -> Option<usize> {
    match json.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => json.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit).then_some(at + 6),
        _ => None,
    }
}

/// Where the number that starts at `at` ends, if one does.
#[inline]
fn number_end(json: &[u8], mut at: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        while json.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let some_digits = |at: usize| Some(digits(at)).filter(|end| *end > at);
    if json.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if json.get(at) == Some(&b'0') { at + 1 } else { some_digits(at)? };
    if json.get(at) == Some(&b'.') {
        at = some_digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = json.get(at) {
        let sign = usize::from(matches!(json.get(at + 1), Some(b'+' | b'-')));
        at = some_digits(at + 1 + sign)?;
    }
    Some(at)
}

#[cfg(test)]
mod tests;
