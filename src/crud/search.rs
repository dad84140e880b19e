//! `search=`: a text anywhere in an item's values, in any case.

use crate::budget;
use crate::js::Value;
use crate::js::regex::fold::fold;

/// A text to look for.
pub(super) struct Search {
    folded: String,
}

impl Search {
    pub(super) fn new(text: &str) -> Self {
        Self { folded: fold(text) }
    }

    /// Whether a value inside the item contains the text. Keys, booleans and nulls are not looked at.
    pub(super) fn finds(&self, item: &Value) -> bool {
        // Once exceeded, the budget ends the list with the next item.
        let Ok(_deeper) = budget::nest() else { return false };
        match item {
            Value::Bool(_) | Value::Null | Value::Date(_) => false,
            Value::Object(object) => object.values().any(|v| self.finds(v)),
            Value::Array(items) => items.iter().any(|v| self.finds(v)),
            Value::Safe(inner) => self.finds(inner),
            Value::String(text) => self.is_in(text),
            Value::Undefined | Value::Number(_) => self.is_in(&item.to_str()),
        }
    }

    fn is_in(&self, text: &str) -> bool {
        if budget::work(text.len() as u64 >> 3).is_err() {
            return false;
        }
        if !self.folded.is_ascii() {
            return fold(text).contains(&self.folded);
        }
        // Nothing beyond ASCII counts as a case of an ASCII letter, so bytes can be compared as they are.
        let wanted = self.folded.as_bytes();
        let Some(first) = wanted.first() else { return true };
        memchr::memchr2_iter(*first, first.to_ascii_lowercase(), text.as_bytes()).any(|at| {
            let compared = budget::work(1 + (wanted.len() as u64 >> 4));
            compared.is_err()
                || text.as_bytes().get(at..at + wanted.len()).is_some_and(|found| found.eq_ignore_ascii_case(wanted))
        })
    }
}
