//! Raw JSON as the migrations touch it, with JavaScript's notions of truth and absence.

use serde_json::{Map, Value};

use crate::js::number;

/// A migration met a value on which the reference's code would throw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// What a step of a migration returns: it changes the object in place.
pub type MigrationResult = Result<(), Stopped>;

/// An object of the file.
pub type Object = Map<String, Value>;

/// Whether JavaScript takes the field for true.
pub fn truthy(object: &Object, key: &str) -> bool {
    match object.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(n)) => n.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(_) | Value::Object(_)) => true,
    }
}

/// `object[key] ??= value`.
pub fn default_if_nullish(object: &mut Object, key: &str, value: impl Into<Value>) {
    if object.get(key).is_none_or(Value::is_null) {
        object.insert(key.to_owned(), value.into());
    }
}

/// `if (!object[key]) object[key] = value`.
pub fn default_if_falsy(object: &mut Object, key: &str, value: impl Into<Value>) {
    if !truthy(object, key) {
        object.insert(key.to_owned(), value.into());
    }
}

/// `object[key] = value`, where an absent value makes the field absent.
pub fn assign(object: &mut Object, key: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            object.insert(key.to_owned(), value);
        }
        None => delete(object, key),
    }
}

/// `delete object[key]`.
pub fn delete(object: &mut Object, key: &str) {
    object.swap_remove(key);
}

/// Calls `work` on each object of the list `object[key]`.
pub fn each(
    object: &mut Object,
    key: &str,
    mut work: impl FnMut(usize, &mut Object) -> MigrationResult,
) -> MigrationResult {
    let items = object.get_mut(key).and_then(Value::as_array_mut).ok_or(Stopped)?;
    for (index, item) in items.iter_mut().enumerate() {
        match item {
            Value::Object(object) => work(index, object)?,
            // An array takes any field without an error, and the schema repair throws it away afterwards.
            Value::Array(_) => work(index, &mut Object::new())?,
            _ => return Err(Stopped),
        }
    }
    Ok(())
}

/// Deletes a field of each item of a list; items that can have no fields do not matter.
pub fn delete_in_each(object: &mut Object, list: &str, key: &str) -> MigrationResult {
    for item in object.get_mut(list).and_then(Value::as_array_mut).ok_or(Stopped)? {
        match item {
            Value::Null => return Err(Stopped),
            Value::Object(item) => delete(item, key),
            _ => {}
        }
    }
    Ok(())
}

/// Calls `work` on each route.
pub fn each_route(environment: &mut Object, mut work: impl FnMut(&mut Object) -> MigrationResult) -> MigrationResult {
    each(environment, "routes", |_, route| work(route))
}

/// Calls `work` on each response of each route.
pub fn each_response(
    environment: &mut Object,
    mut work: impl FnMut(&mut Object) -> MigrationResult,
) -> MigrationResult {
    each_route(environment, |route| each(route, "responses", |_, response| work(response)))
}

/// Calls `work` on each rule of each response.
pub fn each_rule(environment: &mut Object, mut work: impl FnMut(&mut Object) -> MigrationResult) -> MigrationResult {
    each_response(environment, |response| each(response, "rules", |_, rule| work(rule)))
}

/// `String(value)`.
pub fn to_text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(n) => n.as_f64().map(|n| number::to_str(n).to_string()).unwrap_or_default(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let text = |item: &Value| if item.is_null() { String::new() } else { to_text(item) };
            items.iter().map(text).collect::<Vec<_>>().join(",")
        }
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

/// `Number(value)`.
pub fn to_number(value: &Value) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(n) => n.as_f64().unwrap_or(f64::NAN),
        other => number::from_str(&to_text(other)),
    }
}
