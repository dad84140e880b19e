//! The value model of templates, bodies, buckets and rules: JavaScript's, where it shows.

mod from;
mod weight;

use std::sync::Arc;

use super::{Array, Object, Str, json, number};
use crate::budget::{self, Exceeded, Growth};

/// A JavaScript value. Clones are cheap (shared, copied when written); equality is not defined on
/// purpose, ask for the one that JavaScript would use ([`Value::strict_eq`], [`Value::loose_eq`]).
#[derive(Clone, Default)]
pub enum Value {
    /// `undefined`
    #[default]
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A double.
    Number(f64),
    /// A string (see [`super::text`] for lone surrogates).
    String(Str),
    /// An array.
    Array(Array),
    /// A plain object.
    Object(Object),
    /// Handlebars' `SafeString` around a value: prints without escaping.
    Safe(Arc<Value>),
    /// A `Date`: milliseconds since the epoch, NaN for an invalid one.
    Date(f64),
}

impl Value {
    /// A string value.
    pub fn str(s: impl Into<Str>) -> Self {
        Self::String(s.into())
    }

    /// An array value.
    pub fn array(items: Vec<Value>) -> Self {
        Self::Array(Array::new(items))
    }

    /// An object value.
    pub fn object(object: Object) -> Self {
        Self::Object(object.settled())
    }

    /// `{}` for what is never compared by identity: it takes no room, and is not even equal to itself.
    pub const fn empty_object() -> Self {
        Self::Object(Object::new())
    }

    /// `new SafeString(value)`.
    pub fn safe(value: Value) -> Self {
        Self::Safe(Arc::new(value))
    }

    /// Whether it is `undefined`.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined)
    }

    /// Whether it is `null` or `undefined` (`value == null`).
    pub fn is_nullish(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// `Array.isArray`.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// `typeof value === 'object'`: null, arrays, dates and SafeStrings included.
    pub fn is_typeof_object(&self) -> bool {
        matches!(self, Self::Null | Self::Array(_) | Self::Object(_) | Self::Safe(_) | Self::Date(_))
    }

    /// The text of a string value (not of a SafeString).
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(s) => Some(s),
            _ => None,
        }
    }

    /// The number of a number value.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The items of an array value.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The properties of a plain object value.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// A SafeString's text as a string value, anything else as it is (the reference's `fromSafeString`).
    pub fn unwrap_safe(&self) -> Value {
        match self {
            Self::Safe(inner) => Self::String(safe_text(inner)),
            other => other.clone(),
        }
    }

    /// `Boolean(value)`.
    pub fn truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(b) => *b,
            Self::Number(n) => *n != 0.0 && !n.is_nan(),
            Self::String(s) => !s.is_empty(),
            Self::Array(_) | Self::Object(_) | Self::Safe(_) | Self::Date(_) => true,
        }
    }

    /// `Number(value)`.
    pub fn to_number(&self) -> f64 {
        match self {
            Self::Undefined => f64::NAN,
            Self::Null => 0.0,
            Self::Bool(b) => f64::from(u8::from(*b)),
            Self::Number(n) | Self::Date(n) => *n,
            Self::String(s) => {
                charge_long(s);
                number::from_str(s)
            }
            Self::Array(_) | Self::Object(_) | Self::Safe(_) => number::from_str(&self.to_str()),
        }
    }

    /// `String(value)`.
    pub fn to_str(&self) -> Str {
        match self {
            Self::Undefined => Str::new_static("undefined"),
            Self::Null => Str::new_static("null"),
            Self::Bool(true) => Str::new_static("true"),
            Self::Bool(false) => Str::new_static("false"),
            Self::Number(n) => number::to_str(*n),
            Self::String(s) => s.clone(),
            Self::Safe(inner) => safe_text(inner),
            Self::Object(_) => Str::new_static("[object Object]"),
            Self::Array(_) | Self::Date(_) => {
                let mut out = String::new();
                self.write_str(&mut out);
                Str::from(out)
            }
        }
    }

    /// Appends `String(value)`; only a part of it once the budget is exceeded.
    pub fn write_str(&self, out: &mut String) {
        match self {
            Self::Undefined => out.push_str("undefined"),
            Self::Null => out.push_str("null"),
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Number(n) => number::write(*n, out),
            Self::String(s) => out.push_str(s),
            Self::Object(_) => out.push_str("[object Object]"),
            Self::Date(ms) => out.push_str(&super::date::to_string(*ms)),
            Self::Safe(_) | Self::Array(_) => {
                let mut growth = Growth::from(out.len());
                // Whoever can fail finds the budget exceeded.
                let _ = self.write_nested(out, &mut growth, budget::levels_left());
            }
        }
    }

    /// The texts of a list, joined. Charged by what comes out: every item of a list puts a comma there.
    fn write_nested(&self, out: &mut String, growth: &mut Growth, levels: u32) -> Result<(), Exceeded> {
        let inner = || levels.checked_sub(1).ok_or_else(budget::too_deep);
        match self {
            Self::Safe(value) => value.write_nested(out, growth, inner()?),
            Self::Array(items) => {
                let inner = inner()?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    if !item.is_nullish() {
                        item.write_nested(out, growth, inner)?;
                    }
                    growth.to(out.len())?;
                }
                Ok(())
            }
            flat => {
                flat.write_str(out);
                Ok(())
            }
        }
    }

    /// Whether `String(value)` is this text.
    pub fn prints_as(&self, text: &str) -> bool {
        match self {
            Self::String(own) => own == text,
            other => other.to_str() == text,
        }
    }

    /// `a === b`; arrays, objects and SafeStrings are equal only to themselves.
    pub fn strict_eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::String(a), Self::String(b)) => {
                charge_long(a);
                a == b
            }
            (Self::Array(_), Self::Array(_)) | (Self::Object(_), Self::Object(_)) => {
                self.address().is_some_and(|address| other.address() == Some(address))
            }
            (Self::Safe(a), Self::Safe(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Equality by content; `false` once the budget is exceeded.
    pub fn deep_eq(&self, other: &Value) -> bool {
        if self.address().is_some_and(|address| other.address() == Some(address)) {
            return true;
        }
        match (self, other) {
            (Self::Array(a), Self::Array(b)) => {
                let Ok(_deeper) = budget::nest() else { return false };
                a.len() == b.len()
                    && budget::work(a.len() as u64).is_ok()
                    && a.iter().zip(b.iter()).all(|(a, b)| a.deep_eq(b))
            }
            (Self::Object(a), Self::Object(b)) => {
                let Ok(_deeper) = budget::nest() else { return false };
                a.len() == b.len()
                    && budget::work(a.len() as u64).is_ok()
                    && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| a.deep_eq(b)))
            }
            (Self::String(a), Self::String(b)) => a.len() == b.len() && budget::scan(a.len()).is_ok() && a == b,
            (a, b) => a.strict_eq(b),
        }
    }

    /// `a == b`.
    pub fn loose_eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Self::Undefined | Self::Null, Self::Undefined | Self::Null) => true,
            (Self::Undefined | Self::Null, _) | (_, Self::Undefined | Self::Null) => false,
            (Self::Bool(a), b) if !matches!(b, Self::Bool(_)) => Self::Number(f64::from(u8::from(*a))).loose_eq(b),
            (a, Self::Bool(b)) if !matches!(a, Self::Bool(_)) => a.loose_eq(&Self::Number(f64::from(u8::from(*b)))),
            (Self::Number(a), Self::String(b)) | (Self::String(b), Self::Number(a)) => *a == number::from_str(b),
            (a, b) if a.is_typeof_object() && !b.is_typeof_object() => a.to_primitive().loose_eq(b),
            (a, b) if b.is_typeof_object() && !a.is_typeof_object() => a.loose_eq(&b.to_primitive()),
            (a, b) => a.strict_eq(b),
        }
    }

    /// `a < b`: `None` where JavaScript compares with NaN (every relation is then false).
    pub fn compare(&self, other: &Value) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => return a.partial_cmp(b),
            (Self::String(a), Self::String(b)) => return Some(compare_utf16(a, b)),
            _ => {}
        }
        let (a, b) = (self.to_primitive_number(), other.to_primitive_number());
        match (&a, &b) {
            (Self::String(a), Self::String(b)) => Some(compare_utf16(a, b)),
            _ => a.to_number().partial_cmp(&b.to_number()),
        }
    }

    fn to_primitive(&self) -> Value {
        if self.is_typeof_object() && !matches!(self, Self::Null) { Self::String(self.to_str()) } else { self.clone() }
    }

    fn to_primitive_number(&self) -> Value {
        match self {
            Self::Date(n) => Self::Number(*n),
            other => other.to_primitive(),
        }
    }

    /// The own property `key` of an object, array (index or `length`) or string (index or `length`);
    /// `Undefined` when there is none. Prototype members are never reached.
    pub fn get(&self, key: &str) -> Value {
        match self {
            Self::Object(object) => object.get(key).cloned().unwrap_or_default(),
            Self::Array(items) => match super::object::integer_key(key) {
                Some(i) => items.get(i as usize).cloned().unwrap_or_default(),
                None if key == "length" => Self::Number(items.len() as f64),
                None => Self::Undefined,
            },
            // Its length is counted.
            Self::String(s) if s.len() > 4_096 && budget::scan(s.len()).is_err() => Self::Undefined,
            Self::String(s) => match super::object::integer_key(key) {
                Some(i) if (i as usize) < super::text::len_utf16(s) => {
                    Self::String(super::text::slice_utf16(s, i as usize, i as usize + 1))
                }
                None if key == "length" => Self::Number(super::text::len_utf16(s) as f64),
                _ => Self::Undefined,
            },
            Self::Safe(inner) if key == "string" => (**inner).clone(),
            _ => Self::Undefined,
        }
    }

    /// Whether arrays and objects nest deeper than this, or the budget does not allow to find out.
    pub fn nests_deeper_than(&self, levels: usize) -> bool {
        let deeper = |children: &mut dyn Iterator<Item = &Value>, count: usize| {
            let mut nested = children.filter(|value| value.is_typeof_object()).peekable();
            if nested.peek().is_none() {
                return false;
            }
            let Some(levels) = levels.checked_sub(1) else { return true };
            budget::work(count as u64).is_err() || nested.any(|value| value.nests_deeper_than(levels))
        };
        match self {
            Self::Array(items) => deeper(&mut items.iter(), items.len()),
            Self::Object(object) => deeper(&mut object.values(), object.len()),
            Self::Safe(inner) => deeper(&mut std::iter::once(&**inner), 1),
            _ => false,
        }
    }

    /// Identity of an array or object: where it lives while somebody holds it. Empty ones may have none.
    pub fn address(&self) -> Option<usize> {
        match self {
            Self::Array(items) => items.address(),
            Self::Object(object) => object.address(),
            _ => None,
        }
    }

    /// The own property of an object or item of an array, in place.
    pub fn child(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Object(object) => object.get(key),
            Self::Array(items) => items.get(super::object::integer_key(key)? as usize),
            _ => None,
        }
    }

    /// Items of an array to change in place (copied first when shared); `None` for anything else.
    pub fn array_mut(&mut self) -> Option<&mut Vec<Value>> {
        match self {
            Self::Array(items) => Some(items.make_mut()),
            _ => None,
        }
    }

    /// The properties of an object, to change; `None` for anything else.
    pub fn object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// `safeString.toString()`: the concatenation of the empty string and what it wraps.
fn safe_text(inner: &Value) -> Str {
    inner.to_str()
}

/// Charges a look at all of a text. Once exceeded, the budget ends whatever wanted to know.
#[inline]
fn charge_long(text: &str) {
    if text.len() > 256 {
        let _ = budget::scan(text.len());
    }
}

/// Order of two strings by UTF-16 units, as JavaScript's `<` sees them (code point order differs beyond U+FFFF).
pub fn compare_utf16(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() || b.is_ascii() {
        return a.cmp(b);
    }
    if budget::scan(a.len().min(b.len())).is_err() {
        return std::cmp::Ordering::Equal;
    }
    if super::text::has_carrier(a) || super::text::has_carrier(b) {
        return super::text::to_units(a).cmp(&super::text::to_units(b));
    }
    match a.chars().zip(b.chars()).find(|(a, b)| a != b) {
        Some((a, b)) => a.encode_utf16(&mut [0; 2]).cmp(&b.encode_utf16(&mut [0; 2])),
        None => a.len().cmp(&b.len()),
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            Self::Safe(inner) => write!(f, "Safe({inner:?})"),
            Self::Date(ms) => write!(f, "Date({ms})"),
            other => f.write_str(&json::stringify(other).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_small() {
        assert_eq!(size_of::<Value>(), 16);
    }

    #[test]
    fn arrays_print_joined_and_objects_by_class() {
        let v = Value::array(vec![
            1.into(),
            Value::Null,
            Value::array(vec!["a".into(), Value::Undefined]),
            Object::new().into(),
        ]);
        assert_eq!(v.to_str(), "1,,a,,[object Object]");
    }

    #[test]
    fn loose_equality_coerces() {
        assert!(Value::from("1").loose_eq(&1.into()));
        assert!(Value::Null.loose_eq(&Value::Undefined));
        assert!(!Value::Null.loose_eq(&0.into()));
        assert!(Value::array(vec![1.into()]).loose_eq(&1.into()));
        assert!(Value::from(true).loose_eq(&"1".into()));
    }

    #[test]
    fn comparison_is_lexical_for_two_strings_only() {
        use std::cmp::Ordering::*;
        assert_eq!(Value::from("10").compare(&"9".into()), Some(Less));
        assert_eq!(Value::from("10").compare(&9.into()), Some(Greater));
        assert_eq!(Value::from("x").compare(&9.into()), None);
    }
}
