//! The arguments of a method: an options object, or its shorthand (a number, a text, a boolean).

use std::borrow::Cow;

use super::fault::{Drawn, Fault};
use crate::js::{Str, Value};

/// The options of one call; an absent option is `undefined`.
pub(super) struct Options {
    value: Value,
    shorthand: Option<&'static str>,
}

impl Options {
    /// The options object of an argument. `first` is the option that the method reads first: the one that
    /// JavaScript complains about when the argument is `null`.
    pub fn of(argument: Option<&Value>, first: &str) -> Drawn<Self> {
        match argument {
            Some(Value::Null) => Err(Fault::Script(format!("Cannot read properties of null (reading '{first}')"))),
            Some(value) => Ok(Self { value: value.clone(), shorthand: None }),
            None => Ok(Self { value: Value::Undefined, shorthand: None }),
        }
    }

    /// As [`Options::of`], where a bare number stands for the option `key`.
    pub fn or_number(argument: Option<&Value>, key: &'static str) -> Drawn<Self> {
        match argument {
            Some(value @ Value::Number(_)) => Ok(Self { value: value.clone(), shorthand: Some(key) }),
            other => Self::of(other, key),
        }
    }

    /// As [`Options::or_number`], where the method reads another option first.
    pub fn or_number_after(argument: Option<&Value>, key: &'static str, first: &str) -> Drawn<Self> {
        match argument {
            Some(Value::Null) => Self::of(argument, first),
            _ => Self::or_number(argument, key),
        }
    }

    /// As [`Options::of`], where a bare text stands for the option `key`.
    pub fn or_text(argument: Option<&Value>, key: &'static str) -> Drawn<Self> {
        match argument {
            Some(value @ Value::String(_)) => Ok(Self { value: value.clone(), shorthand: Some(key) }),
            other => Self::of(other, key),
        }
    }

    /// The option as it was given.
    pub fn get(&self, key: &str) -> Value {
        self.find(key).into_owned()
    }

    fn find(&self, key: &str) -> Cow<'_, Value> {
        match (self.shorthand, &self.value) {
            (Some(name), value) if name == key => Cow::Borrowed(value),
            (None, Value::Object(object)) => object.get(key).map_or(Cow::Owned(Value::Undefined), Cow::Borrowed),
            (None, value) => Cow::Owned(value.get(key)),
            (Some(_), _) => Cow::Owned(Value::Undefined),
        }
    }

    /// The option, `None` when it is `undefined`.
    pub fn given(&self, key: &str) -> Option<Value> {
        Some(self.get(key)).filter(|value| !value.is_undefined())
    }

    /// The option as a number.
    pub fn number(&self, key: &str, default: f64) -> f64 {
        match &*self.find(key) {
            Value::Undefined => default,
            value => value.to_number(),
        }
    }

    /// The option as a condition.
    pub fn flag(&self, key: &str, default: bool) -> bool {
        match &*self.find(key) {
            Value::Undefined => default,
            value => value.truthy(),
        }
    }

    /// The option as it would be put into a text.
    pub fn text(&self, key: &str, default: &str) -> Str {
        match &*self.find(key) {
            Value::Undefined => Str::new(default),
            value => value.to_str(),
        }
    }
}
