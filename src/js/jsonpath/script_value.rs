//! The values that scripts compute with, and what methods and operators ask of them.

use std::sync::Arc;

use crate::js::regex::Regex;
use crate::js::{Object, Str, Value, number, text};

/// A value of a script: scripts also have regular expressions and methods.
#[derive(Clone)]
pub(super) enum Js {
    Value(Value),
    Regex(Arc<Regex>),
    /// A method bound to its object.
    Method(Box<Js>, &'static str),
}

impl Js {
    pub(super) fn truthy(&self) -> bool {
        match self {
            Self::Value(v) => v.truthy(),
            Self::Regex(_) | Self::Method(..) => true,
        }
    }

    /// The value; regular expressions and methods, of no use outside a script, become an empty object.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Value(v) => v,
            Self::Regex(_) | Self::Method(..) => Value::object(Object::new()),
        }
    }

    /// `String(value)`.
    pub(super) fn to_str(&self) -> Str {
        match self {
            Self::Value(v) => v.to_str(),
            Self::Regex(regex) => Str::from(regex.to_string()),
            Self::Method(..) => Str::new_static("function () { [native code] }"),
        }
    }

    /// The value as operators see it: what is no value counts as its text.
    pub(super) fn operand(self) -> Value {
        match self {
            Self::Value(v) => v,
            other => Value::String(other.to_str()),
        }
    }
}

impl From<Value> for Js {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

/// `typeof`.
pub(super) fn type_of(value: &Js) -> &'static str {
    match value {
        Js::Value(Value::Undefined) => "undefined",
        Js::Value(Value::Bool(_)) => "boolean",
        Js::Value(Value::Number(_)) => "number",
        Js::Value(Value::String(_)) => "string",
        Js::Value(_) | Js::Regex(_) => "object",
        Js::Method(..) => "function",
    }
}

/// A character position argument: an integer between 0 and the length; negative ones count from the end.
pub(super) fn relative(n: f64, len: usize) -> usize {
    let n = number::to_integer(n);
    let n = if n < 0.0 { n + len as f64 } else { n };
    n.clamp(0.0, len as f64) as usize
}

/// `string.slice(start, end)`.
pub(super) fn slice(s: &str, start: usize, end: usize) -> Value {
    Value::String(text::slice_utf16(s, start, end.max(start)))
}
