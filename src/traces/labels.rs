//! What spans say that does not change from one to the next, written once as the collector gets it.

use std::sync::{Arc, OnceLock};

use crate::js::{json, text};

/// Bytes of an attribute: paths and names are the users'.
const MAX_TEXT: usize = 1_024;

/// Attributes of a span, as JSON with a comma before each.
#[derive(Debug, Default)]
pub struct Attributes(String);

impl Attributes {
    /// Adds a text; long ones are cut.
    pub fn text(&mut self, key: &str, text: &str) {
        self.whole_text(key, cut(text));
    }

    /// Adds a text, however long it is.
    pub(super) fn whole_text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.0.push_str("\"stringValue\":");
        json::write_string(&text::to_wire(text), &mut self.0);
        self.0.push_str("}}");
    }

    /// Adds a text unless it is empty.
    pub fn text_if_any(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    /// Adds a number.
    pub fn number(&mut self, key: &str, number: impl itoa::Integer) {
        self.key(key);
        // 64-bit numbers are texts in the JSON of Protobuf.
        self.0.push_str("\"intValue\":\"");
        self.0.push_str(itoa::Buffer::new().format(number));
        self.0.push_str("\"}}");
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(",{\"key\":");
        json::write_string(key, &mut self.0);
        self.0.push_str(",\"value\":{");
    }

    /// As they are sent.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What all spans of one answer, or of one environment, say.
#[derive(Debug, Default)]
pub struct Labels {
    /// What follows the method in the name, escaped.
    pub(super) name: Box<str>,
    pub(super) attributes: Box<str>,
}

impl Labels {
    /// Of spans with these attributes, which are called by their method and this path.
    pub fn new(path: Option<&str>, attributes: Attributes) -> Self {
        let mut name = String::new();
        if let Some(path) = path {
            json::write_string(&format!(" {}", text::to_wire(cut(path))), &mut name);
            // Without the quotes.
            name.pop();
            name.remove(0);
        }
        Self { name: name.into(), attributes: attributes.0.into() }
    }
}

/// Labels that are written when a span first asks for them. A clone begins without any: what they name may be changed in it.
#[derive(Debug, Default)]
pub struct LazyLabels(OnceLock<Arc<Labels>>);

impl LazyLabels {
    /// The labels.
    pub fn get_or_write(&self, write: impl FnOnce() -> Labels) -> &Arc<Labels> {
        self.0.get_or_init(|| Arc::new(write()))
    }
}

impl Clone for LazyLabels {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// As much of a text as an attribute holds.
pub(super) fn cut(text: &str) -> &str {
    match text.len() {
        0..=MAX_TEXT => text,
        _ => &text[..text.floor_char_boundary(MAX_TEXT)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_cut_and_without_lone_surrogates() {
        let mut attributes = Attributes::default();
        attributes.text("a", "\"x\"\n\u{10D800}");
        attributes.text_if_any("none", "");
        attributes.number("n", 7u16);
        let labels = Labels::new(Some("/\"é\""), attributes);
        assert_eq!(&*labels.name, " /\\\"é\\\"");
        let list: serde_json::Value = serde_json::from_str(&format!("[{}]", &labels.attributes[1..])).unwrap();
        assert_eq!(list[1], serde_json::json!({"key": "n", "value": {"intValue": "7"}}));
        assert!(list[0]["value"]["stringValue"].as_str().unwrap().starts_with("\"x\"\n"));
        let mut long = Attributes::default();
        long.text("long", &"é".repeat(2_000));
        assert_eq!(long.as_str().matches('é').count(), 512);
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
