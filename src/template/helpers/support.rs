//! What the families share: how JavaScript hands over the options object, and how it fails.

use std::fmt::Display;
use std::sync::LazyLock;

use super::super::{Call, RenderError};
use super::HelperResult;
use crate::budget;
use crate::js::{Object, Str, Value, json};

/// The named arguments as an object.
pub fn hash_object(call: &Call<'_, '_>) -> Object {
    // In JavaScript it is what the object inherits from, and nothing of its own.
    call.hash.iter().filter(|(name, _)| *name != "__proto__").cloned().collect()
}

/// The options object that Handlebars passes behind the last argument.
pub fn options(call: &Call<'_, '_>) -> Value {
    let start: Object = [("line", Value::from(call.line))].into_iter().collect();
    let location: Object = [("start", start.into())].into_iter().collect();
    let options: Object =
        [("name", Value::String(call.name().clone())), ("hash", hash_object(call).into()), ("loc", location.into())]
            .into_iter()
            .collect();
    options.into()
}

/// Stands for the options object where only its being an object matters.
static SOME_OBJECT: LazyLock<Value> = LazyLock::new(|| Value::object(Object::new()));

/// The argument at `i` as a JavaScript parameter list sees it: an object (the options) stands behind the last one.
pub fn parameter<'r>(call: &Call<'r, '_>, i: usize) -> &'r Value {
    match call.args.get(i) {
        Some(value) => value,
        None if i == call.args.len() => &SOME_OBJECT,
        None => &Value::Undefined,
    }
}

/// How deep helpers may nest values: as deep as JSON may. Whoever prints or drops them recurses.
const MAX_NESTING: usize = 2_000;

/// A value that a helper has put together.
///
/// # Errors
/// When it nests too deep.
pub fn nested(value: Value) -> HelperResult {
    let deep = value.nests_deeper_than(MAX_NESTING);
    budget::check()?;
    if deep {
        return Err(RenderError::new("Maximum call stack size exceeded"));
    }
    Ok(value)
}

/// Named arguments of the first parameter if that is the options object or anything else with a `hash`.
///
/// # Errors
/// When the first argument is null or undefined.
pub fn hash_of_first(call: &Call<'_, '_>) -> HelperResult {
    match call.args.first() {
        None => Ok(hash_object(call).into()),
        Some(value) => property(value, "hash"),
    }
}

/// `value[key]`.
///
/// # Errors
/// When the value is null or undefined.
pub fn property(value: &Value, key: &str) -> HelperResult {
    if value.is_nullish() { Err(cannot_read(value, key)) } else { Ok(value.get(key)) }
}

/// `value.toString()`.
///
/// # Errors
/// When the value is null or undefined.
pub fn to_string(value: &Value) -> Result<Str, RenderError> {
    if value.is_nullish() { Err(cannot_read(value, "toString")) } else { Ok(value.to_str()) }
}

/// What `null[key]` and `undefined[key]` raise.
pub fn cannot_read(value: &Value, key: impl Display) -> RenderError {
    RenderError::new(format!("Cannot read properties of {} (reading '{key}')", value.to_str()))
}

/// What a call of a method raises that a value does not have; `source` is the callee as the reference spells it.
pub fn no_method(value: &Value, source: &str, method: &str) -> RenderError {
    if value.is_nullish() {
        cannot_read(value, method)
    } else {
        RenderError::new(format!("{source}.{method} is not a function"))
    }
}

/// `value ?? ''`.
pub fn or_empty(value: Value) -> Value {
    if value.is_nullish() { Value::from("") } else { value }
}

/// The empty text that helpers answer with when arguments are missing.
pub fn empty() -> HelperResult {
    Ok(Value::from(""))
}

/// `typeof value === 'object' && !(value instanceof SafeString)`.
pub fn is_bare_object(value: &Value) -> bool {
    value.is_typeof_object() && !matches!(value, Value::Safe(_))
}

/// `new SafeString(...)` of a value as `body`, `queryParam` and `data` print it: objects, or anything on demand, as JSON.
///
/// # Errors
/// When the text is more than the request may have.
pub fn safe_or_json(call: &mut Call<'_, '_>, value: Value, stringify: bool) -> HelperResult {
    let as_json = stringify || value.is_typeof_object();
    if call.prints() {
        // Nobody sees the SafeString: the text goes right where it is printed.
        if as_json && !value.is_undefined() {
            json::write(&value, call.out());
        } else {
            value.write_str(call.out());
        }
        return Ok(Value::Undefined);
    }
    let text = if as_json { self::as_json(&value)? } else { value };
    Ok(call.safe(text))
}

/// `JSON.stringify(value)`.
///
/// # Errors
/// When the text is more than the request may have.
pub fn as_json(value: &Value) -> HelperResult {
    let text = json::stringify(value);
    budget::bytes(text.as_ref().map_or(0, String::len))?;
    Ok(text.map_or(Value::Undefined, Value::from))
}
