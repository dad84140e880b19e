//! The arguments of a method: an options object, or its shorthand (a number, a text, a boolean).

use std::borrow::Cow;

use super::fault::{Drawn, Fault};
use crate::js::{Str, Value};

/// The options of one call; an absent option is `undefined`.
pub(super) struct Options<'v> {
    value: &'v Value,
    shorthand: Option<&'static str>,
}

impl<'v> Options<'v> {
    /// The options object of an argument. `first` is the option that the method reads first: the one that
    /// JavaScript complains about when the argument is `null`.
    pub fn of(argument: Option<&'v Value>, first: &str) -> Drawn<Self> {
        match argument {
            Some(Value::Null) => Err(Fault::Script(format!("Cannot read properties of null (reading '{first}')"))),
            other => Ok(Self { value: other.unwrap_or(&Value::Undefined), shorthand: None }),
        }
    }

    /// As [`Options::of`], where a bare number stands for the option `key`.
    pub fn or_number(argument: Option<&'v Value>, key: &'static str) -> Drawn<Self> {
        match argument {
            Some(value @ Value::Number(_)) => Ok(Self { value, shorthand: Some(key) }),
            other => Self::of(other, key),
        }
    }

    /// As [`Options::or_number`], where the method reads another option first.
    pub fn or_number_after(argument: Option<&'v Value>, key: &'static str, first: &str) -> Drawn<Self> {
        match argument {
            Some(Value::Null) => Self::of(argument, first),
            _ => Self::or_number(argument, key),
        }
    }

    /// As [`Options::of`], where a bare text stands for the option `key`.
    pub fn or_text(argument: Option<&'v Value>, key: &'static str) -> Drawn<Self> {
        match argument {
            Some(value @ Value::String(_)) => Ok(Self { value, shorthand: Some(key) }),
            other => Self::of(other, key),
        }
    }

    /// The option as it was given.
    pub fn get(&self, key: &str) -> Value {
        self.find(key).into_owned()
    }

    /// As [`Options::get`], where it stands.
    pub fn find(&self, key: &str) -> Cow<'v, Value> {
        match (self.shorthand, self.value) {
            (Some(name), value) if name == key => Cow::Borrowed(value),
            (None, Value::Object(object)) => Cow::Borrowed(object.get(key).unwrap_or(&Value::Undefined)),
            (None, value) => Cow::Owned(value.get(key)),
            (Some(_), _) => Cow::Borrowed(&Value::Undefined),
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
