//! XML bodies in the compact shape of the npm package xml-js.
//!
//! An element is an object with `_attributes`, `_text`, `_cdata`, `_comment` and one property per child
//! name; what occurs several times is an array. Any error makes the whole body `Undefined`, but a document
//! that just stops is what was seen of it.

use crate::budget;
use crate::js::{Object, Str, Value, text};

mod entities;
mod sax;

/// Bytes that an element takes besides its texts, about.
const ELEMENT: usize = 192;
/// Bytes that a property takes besides its text, about.
const ENTRY: usize = 64;

/// Elements may nest this deep; beyond it the body counts as unparsable.
const DEPTH_LIMIT: usize = 2000;

/// The document in its compact shape.
pub fn parse(body: &str) -> Value {
    let mut document = Document::default();
    match sax::parse(body, &mut document) {
        Ok(()) => document.finish(),
        Err(sax::Malformed) => Value::Undefined,
    }
}

/// The tree under construction: the root object, and the elements that are open.
#[derive(Default)]
struct Document {
    root: Object,
    open: Vec<(Str, Object)>,
}

impl Document {
    fn current(&mut self) -> &mut Object {
        self.open.last_mut().map_or(&mut self.root, |(_, element)| element)
    }

    fn finish(mut self) -> Value {
        while !self.open.is_empty() {
            self.close();
        }
        Value::object(self.root)
    }

    fn close(&mut self) {
        if let Some((name, element)) = self.open.pop() {
            add(self.current(), &name, Value::object(element));
        }
    }
}

impl sax::Events for Document {
    fn open(&mut self, name: &str, attributes: Object) -> Result<(), sax::Malformed> {
        // The reference calls `attributes.hasOwnProperty`, which such an attribute hides.
        if self.open.len() >= DEPTH_LIMIT || attributes.contains_key("hasOwnProperty") {
            return Err(sax::Malformed);
        }
        let texts: usize = attributes.values().map(|value| ENTRY + value.own_weight()).sum();
        budget::bytes(ELEMENT + texts).map_err(|_| sax::Malformed)?;
        let mut element = Object::new();
        if !attributes.is_empty() {
            element.insert("_attributes", Value::object(attributes));
        }
        self.open.push((Str::new(name), element));
        Ok(())
    }

    fn close(&mut self) {
        Document::close(self);
    }

    fn text(&mut self, content: &str) {
        if !text::trim(content).is_empty() {
            add(self.current(), "_text", content.into());
        }
    }

    fn cdata(&mut self, content: &str) {
        add(self.current(), "_cdata", content.into());
    }

    fn comment(&mut self, content: &str) {
        add(self.current(), "_comment", content.into());
    }

    fn doctype(&mut self, content: &str) {
        add(self.current(), "_doctype", content.strip_prefix(' ').unwrap_or(content).into());
    }

    fn instruction(&mut self, name: &str, body: &str) {
        if name.to_lowercase() != "xml" {
            let value: Object = [(name, Value::from(body))].into_iter().filter(|(n, _)| *n != "__proto__").collect();
            add(self.current(), "_instruction", Value::object(value));
            return;
        }
        let mut declaration = Object::new();
        let attributes = declaration_attributes(body);
        if !attributes.is_empty() {
            declaration.insert("_attributes", Value::object(attributes));
        }
        self.current().insert("_declaration", Value::object(declaration));
    }
}

/// Sets a property, or makes an array of it and appends. Names of `Object.prototype`'s members meet
/// the inherited function first (which JSON prints as null).
fn add(object: &mut Object, name: &str, value: Value) {
    // Once exceeded, the budget ends the reading with the next piece.
    if name == "__proto__" || budget::bytes(ENTRY + value.own_weight()).is_err() {
        return;
    }
    let mut new = Some(value);
    object.change(name, |existing| {
        let Some(value) = new.take() else { return };
        match existing {
            Value::Array(items) => items.make_mut().push(value),
            existing if existing.truthy() => {
                let first = std::mem::take(existing);
                *existing = Value::array(vec![first, value]);
            }
            existing => *existing = value,
        }
    });
    match new {
        Some(value) if crate::message::query::is_prototype_name(name) => {
            object.insert(name, Value::array(vec![Value::Undefined, value]));
        }
        Some(value) => object.insert(name, value),
        None => {}
    }
}

/// `name="value"` pairs of `<?xml …?>`, found wherever they stand; an empty value is `undefined`.
fn declaration_attributes(body: &str) -> Object {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_name = |c: char| is_word(c) || matches!(c, ':' | '-');
    let mut attributes = Object::new();
    let mut rest = body;
    while let Some(start) = rest.find(is_name) {
        rest = rest.get(start..).unwrap_or_default();
        let (name, after) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
        rest = after;
        let Some(value) = after.trim_start_matches(text::is_js_space).strip_prefix('=') else { continue };
        let value = value.trim_start_matches(text::is_js_space);
        let quoted = |quote: char| value.strip_prefix(quote).and_then(|inner| inner.split_once(quote));
        let bare =
            || Some(value.split_at(value.find(|c| !is_word(c)).unwrap_or(value.len()))).filter(|(v, _)| !v.is_empty());
        let Some((value, after)) = quoted('"').or_else(|| quoted('\'')).or_else(bare) else { continue };
        if name != "__proto__" {
            attributes.insert(name, if value.is_empty() { Value::Undefined } else { value.into() });
        }
        rest = after;
    }
    attributes
}

#[cfg(test)]
mod tests;
