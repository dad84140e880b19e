//! The locale data: what a definition may look like, and how those of several locales overlay each other.

use super::fault::{Drawn, Fault};
use super::words::Words;
use crate::js::{Object, Str, Value};

/// One definition of a locale.
pub(super) enum Entry {
    /// The locale has no such thing (faker's `null`): a locale further down does not fill in.
    NotApplicable,
    /// A single text, such as the pattern of an address.
    Text(&'static str),
    /// A list of words or patterns.
    List(Words),
    /// Patterns with the weight that each of them has.
    Weighted(&'static [(&'static str, f64)]),
    /// A list of numbers.
    Codes(&'static [u16]),
    /// A list of objects.
    Records(&'static Records),
    /// Named definitions.
    Group(&'static [(&'static str, Entry)]),
}

/// A list of objects with the same fields.
pub(super) struct Records {
    /// The names of the fields.
    pub fields: &'static [&'static str],
    /// The field that is a number, if there is one.
    pub number: Option<&'static str>,
    /// The texts of all fields, object by object.
    pub cells: Words,
}

/// The definitions of one locale, by faker's module and key.
pub(super) type Definitions = &'static [(&'static str, &'static [(&'static str, Entry)])];

/// A locale and those that fill its gaps, the nearest first.
pub(super) type Chain = &'static [Definitions];

/// Looks up a definition in the first locale that has one.
pub(super) fn find(chain: Chain, module: &str, key: &str) -> Option<&'static Entry> {
    chain.iter().find_map(|definitions| member(definitions, module).and_then(|entries| entry(entries, key)))
}

/// Whether any locale of the chain has definitions for a module.
pub(super) fn has_module(chain: Chain, module: &str) -> bool {
    chain.iter().any(|definitions| member(definitions, module).is_some())
}

fn member(definitions: Definitions, module: &str) -> Option<&'static [(&'static str, Entry)]> {
    definitions.iter().find(|(name, _)| *name == module).map(|(_, entries)| *entries)
}

/// The entry of a group by its name.
pub(super) fn entry(entries: &'static [(&'static str, Entry)], key: &str) -> Option<&'static Entry> {
    entries.iter().find(|(name, _)| *name == key).map(|(_, entry)| entry)
}

impl Entry {
    /// The named definition inside a group.
    pub fn member(&'static self, key: &str) -> Option<&'static Entry> {
        match self {
            Self::Group(entries) => entry(entries, key),
            _ => None,
        }
    }

    /// The names inside a group.
    pub fn keys(&'static self) -> impl Iterator<Item = &'static str> {
        let entries: &'static [(&'static str, Entry)] = match self {
            Self::Group(entries) => entries,
            _ => &[],
        };
        entries.iter().map(|(name, _)| *name)
    }

    /// Whether it is a list from which an element is drawn.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Weighted(_) | Self::Codes(_) | Self::Records(_))
    }

    /// How many elements the list has.
    pub fn len(&self) -> usize {
        match self {
            Self::List(words) => words.len(),
            Self::Weighted(items) => items.len(),
            Self::Codes(items) => items.len(),
            Self::Records(records) => records.len(),
            Self::NotApplicable | Self::Text(_) | Self::Group(_) => 0,
        }
    }

    /// One element of the list.
    pub fn at(&self, index: usize) -> Value {
        match self {
            Self::List(words) => words.get(index).map(|word| Value::str(Str::new_static(word))),
            Self::Weighted(items) => items.get(index).map(|(value, weight)| {
                let mut object = Object::with_capacity(2);
                object.insert("value", Value::from(*value));
                object.insert("weight", Value::Number(*weight));
                object.into()
            }),
            Self::Codes(items) => items.get(index).map(|n| Value::Number(f64::from(*n))),
            Self::Records(records) => records.at(index),
            Self::NotApplicable | Self::Text(_) | Self::Group(_) => None,
        }
        .unwrap_or_default()
    }

    /// The list of texts that it must be.
    pub fn texts(&self) -> Drawn<Words> {
        match self {
            Self::List(words) => Ok(*words),
            _ => Err(Fault::Faker("Cannot get value from empty dataset.")),
        }
    }
}

impl Records {
    fn len(&self) -> usize {
        self.cells.len().checked_div(self.fields.len()).unwrap_or_default()
    }

    fn at(&self, index: usize) -> Option<Value> {
        let mut object = Object::with_capacity(self.fields.len());
        for (column, field) in self.fields.iter().enumerate() {
            let text = self.cells.get(index * self.fields.len() + column)?;
            let value = if self.number == Some(*field) {
                Value::Number(text.parse().unwrap_or(f64::NAN))
            } else {
                Value::str(Str::new_static(text))
            };
            object.insert(*field, value);
        }
        Some(object.into())
    }
}
