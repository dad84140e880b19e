//! What spans say that does not change from one to the next, written once as the collector gets it.

use std::ptr;
use std::sync::OnceLock;

use http::Method;

use super::protobuf::{BYTES, ONE_BYTE, VARINT, field_len, tag, varint_len, write_bytes, write_head, write_varint};
use crate::js::text;

/// Bytes of an attribute: paths and names are the users'.
pub(super) const MAX_TEXT: usize = 1_024;
/// Bytes of a method: every one that somebody has heard of is shorter.
pub(super) const MAX_METHOD: usize = 32;

/// What stands before an attribute of a span, and of a resource.
const OF_SPAN: u8 = tag(9, BYTES);
const OF_RESOURCE: u8 = tag(1, BYTES);
/// What stands before an attribute's parts: its key, its value, and in that a text or a number.
const KEY: u8 = tag(1, BYTES);
const VALUE: u8 = tag(2, BYTES);
const TEXT: u8 = tag(1, BYTES);
const NUMBER: u8 = tag(3, VARINT);

/// Attributes of a span.
#[derive(Debug, Default)]
pub struct Attributes(Vec<u8>);

impl Attributes {
    /// Adds a text; long ones are cut.
    #[inline(never)]
    pub fn text(&mut self, key: &str, text: &str) {
        // Characters that stand for others may become shorter, but not longer.
        write_attribute(OF_SPAN, key, &text::to_wire(cut(text)), &mut self.0);
    }

    /// Adds a text unless it is empty.
    pub fn text_if_any(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    /// Adds a number.
    pub fn number(&mut self, key: &str, number: u16) {
        let value = 1 + varint_len(number.into());
        write_head(OF_SPAN, field_len(key.len()) + field_len(value), &mut self.0);
        write_bytes(KEY, key.as_bytes(), &mut self.0);
        write_head(VALUE, value, &mut self.0);
        self.0.push(NUMBER);
        write_varint(number.into(), &mut self.0);
    }

    /// As they are sent.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Writes the path as an attribute of a span; it may be [cut] before.
#[inline]
pub(super) fn write_path(path: &str, out: &mut Vec<u8>) {
    const NAME: &[u8; 8] = b"url.path";
    // What stands around both, if each length takes one byte.
    const AROUND: usize = 8;
    if NAME.len() + path.len() + AROUND > ONE_BYTE {
        return write_attribute(OF_SPAN, "url.path", path, out);
    }
    let length = path.len() as u8;
    let mut head = [0; NAME.len() + AROUND];
    head[..4].copy_from_slice(&[OF_SPAN, length + (NAME.len() + AROUND - 2) as u8, KEY, NAME.len() as u8]);
    head[4..12].copy_from_slice(NAME);
    head[12..].copy_from_slice(&[VALUE, length + 2, TEXT, length]);
    out.extend_from_slice(&head);
    out.extend_from_slice(path.as_bytes());
}

/// Writes a text as an attribute of a resource, however long it is.
pub(super) fn write_of_resource(key: &str, text: &str, out: &mut Vec<u8>) {
    write_attribute(OF_RESOURCE, key, text, out);
}

#[inline(never)]
fn write_attribute(tag: u8, key: &str, text: &str, out: &mut Vec<u8>) {
    let value = field_len(text.len());
    write_head(tag, field_len(key.len()) + field_len(value), out);
    write_bytes(KEY, key.as_bytes(), out);
    write_head(VALUE, value, out);
    write_bytes(TEXT, text.as_bytes(), out);
}

/// Whether what a span stands for has failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Failure {
    /// It has not.
    #[default]
    None,
    /// Its status says so.
    Status,
    /// An attribute `error.type` says by what.
    Named,
}

/// What name and status of a span are made of, and the attributes that most spans of an answer have in common.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) method: &'a Method,
    pub(super) status: u16,
    pub(super) failure: Failure,
    pub(super) outcome: &'static str,
}

/// What all spans of one answer, or of one environment, say.
#[derive(Debug, Default)]
pub struct Labels {
    /// What follows the method in the name.
    name: Box<str>,
    attributes: Box<[u8]>,
    usual: OnceLock<Usual>,
}

/// What the first span with these labels said: nearly all say the same.
#[derive(Debug)]
struct Usual {
    method: Method,
    status: u16,
    failure: Failure,
    outcome: &'static str,
    fields: Box<[u8]>,
}

impl Usual {
    #[cold]
    fn of(said: Said<'_>, labels: &Labels) -> Self {
        let mut fields = Vec::new();
        write_fields(said, &labels.name, &labels.attributes, &mut fields);
        let Said { method, status, failure, outcome } = said;
        Self { method: method.clone(), status, failure, outcome, fields: fields.into() }
    }

    #[inline]
    fn is_of(&self, said: Said<'_>) -> bool {
        // The same words in another place are written again.
        self.status == said.status
            && self.failure == said.failure
            && ptr::eq(self.outcome, said.outcome)
            && self.method == *said.method
    }
}

impl Labels {
    /// Of spans with these attributes, which are called by their method and this path.
    pub fn new(path: Option<&str>, attributes: Attributes) -> Self {
        let name = path.map(|path| format!(" {}", text::to_wire(cut(path)))).unwrap_or_default();
        Self { name: name.into(), attributes: attributes.0.into(), usual: OnceLock::new() }
    }

    /// Bytes that they take in a span beside those of the method and the status.
    pub(super) fn weight(&self) -> usize {
        self.name.len() + self.attributes.len()
    }

    /// Writes name and status of a span with these labels, and what they say with method, status and outcome.
    #[inline]
    pub(super) fn write(&self, said: Said<'_>, out: &mut Vec<u8>) {
        let usual = self.usual.get_or_init(|| Usual::of(said, self));
        if usual.is_of(said) {
            out.extend_from_slice(&usual.fields);
        } else {
            write_fields(said, &self.name, &self.attributes, out);
        }
    }
}

/// The same of a span whose name is its method and this, and which has these attributes.
#[inline(never)]
pub(super) fn write_fields(said: Said<'_>, name: &str, attributes: &[u8], out: &mut Vec<u8>) {
    let method = said.method.as_str();
    // A method is of ASCII alone.
    let method = method.get(..MAX_METHOD).unwrap_or(method);
    write_head(tag(5, BYTES), method.len() + name.len(), out);
    out.extend_from_slice(method.as_bytes());
    out.extend_from_slice(name.as_bytes());
    if said.failure != Failure::None {
        // The status: its code is that of an error.
        out.extend_from_slice(&[tag(15, BYTES), 2, tag(3, VARINT), 2]);
    }
    let mut own = Attributes::default();
    own.text("http.request.method", method);
    own.text_if_any("sidemock.outcome", said.outcome);
    if said.status > 0 {
        own.number("http.response.status_code", said.status);
    }
    if said.failure == Failure::Status {
        own.text("error.type", itoa::Buffer::new().format(said.status));
    }
    out.extend_from_slice(own.as_bytes());
    out.extend_from_slice(attributes);
}

/// Labels that are written when a span first asks for them; until then they take hardly any room. A clone begins without any: what they name may be changed in it.
#[derive(Debug, Default)]
pub struct LazyLabels(OnceLock<Box<Labels>>);

impl LazyLabels {
    /// The labels.
    #[inline]
    pub fn get_or_write(&self, write: impl FnOnce() -> Labels) -> &Labels {
        self.0.get_or_init(|| Box::new(write()))
    }
}

impl Clone for LazyLabels {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// As much of a text as an attribute holds.
#[inline]
pub(super) fn cut(text: &str) -> &str {
    match text.len() {
        0..=MAX_TEXT => text,
        _ => &text[..text.floor_char_boundary(MAX_TEXT)],
    }
}

#[cfg(test)]
mod tests {
    use super::super::protobuf::{Fields, Value};
    use super::*;

    /// Keys and values; numbers as text.
    fn read(attributes: &[u8]) -> Vec<(String, String)> {
        let text = |value| match value {
            Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Value::Varint(number) => number.to_string(),
            other => panic!("{other:?}"),
        };
        let inner = |value| match value {
            Value::Bytes(bytes) => Fields(bytes).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let pair = |(number, value)| {
            let parts = inner(value);
            assert_eq!((number, parts.len(), parts[0].0, parts[1].0), (9, 2, 1, 2));
            (text(parts[0].1), text(inner(parts[1].1)[0].1))
        };
        Fields(attributes).map(pair).collect()
    }

    #[test]
    fn labels_are_cut_and_without_lone_surrogates() {
        let mut attributes = Attributes::default();
        attributes.text("a", "\"x\"\n\u{10D800}");
        attributes.text_if_any("none", "");
        attributes.number("n", 7);
        attributes.number("port", 65_535);
        attributes.text("long", &"é".repeat(2_000));
        let labels = Labels::new(Some("/\"é\""), attributes);
        assert_eq!(&*labels.name, " /\"é\"");
        let expected = [("a", "\"x\"\n\u{FFFD}"), ("n", "7"), ("port", "65535"), ("long", &"é".repeat(512))];
        assert_eq!(read(&labels.attributes), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn paths_are_the_same_whichever_way_they_are_written() {
        for length in [0, 1, 100, 110, 111, 112, 113, 114, 115, 116, 127, 128, 1_000] {
            let text = "x".repeat(length);
            let (mut short, mut any) = (Vec::new(), Vec::new());
            write_path(&text, &mut short);
            write_attribute(OF_SPAN, "url.path", &text, &mut any);
            assert_eq!(short, any, "{length}");
            assert_eq!(read(&any), [("url.path".to_owned(), text)]);
        }
    }

    #[test]
    fn a_clone_writes_its_own() {
        let lazy = LazyLabels::default();
        lazy.get_or_write(|| Labels::new(Some("/a"), Attributes::default()));
        let own = lazy.clone();
        assert_eq!(&*own.get_or_write(|| Labels::new(Some("/b"), Attributes::default())).name, " /b");
        assert_eq!(&*lazy.get_or_write(Labels::default).name, " /a");
    }
}
