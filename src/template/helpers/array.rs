//! Arrays.

use std::cmp::Ordering;

use super::super::{Call, RenderError};
use super::support::{cannot_read, empty, nested, no_method, options, parameter, property};
use super::{Helper, HelperResult, Needs};
use crate::budget::{self, Growth};
use crate::js::{Str, Value, collate, number, text};

fn array(call: &mut Call<'_, '_>) -> HelperResult {
    let array = Value::array(call.args.to_vec());
    budget::make(array.own_weight())?;
    nested(array)
}

fn len(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(Value::from(match call.arg(0) {
        Value::String(s) => {
            budget::scan(s.len())?;
            text::len_utf16(s)
        }
        Value::Array(items) => items.len(),
        _ => 0,
    }))
}

fn join(call: &mut Call<'_, '_>) -> HelperResult {
    let Value::Array(items) = call.arg(0) else {
        return Ok(call.args.first().cloned().unwrap_or_else(|| options(call)));
    };
    let separator = call.arg(1).as_str().unwrap_or(", ");
    let mut out = String::new();
    let mut growth = Growth::from(0);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        if !item.is_nullish() {
            item.write_str(&mut out);
        }
        growth.to(out.len())?;
    }
    budget::make(out.len())?;
    Ok(Value::from(out))
}

/// `items.slice(from, to)`, the positions already whole numbers.
pub(super) fn slice_items(items: &[Value], from: f64, to: f64) -> HelperResult {
    let length = items.len() as f64;
    let clamp = |n: f64| if n < 0.0 { (length + n).max(0.0) } else { n.min(length) };
    let kept = items.get(clamp(from) as usize..clamp(to) as usize).unwrap_or_default();
    budget::make(size_of_val(kept))?;
    Ok(Value::array(kept.to_vec()))
}

fn slice(call: &mut Call<'_, '_>) -> HelperResult {
    let Value::Array(items) = call.arg(0) else { return empty() };
    let from = number::to_integer(parameter(call, 1).to_number());
    let to = call.arg(2).as_number().map_or(f64::INFINITY, number::to_integer);
    slice_items(items, from, to)
}

fn reverse(call: &mut Call<'_, '_>) -> HelperResult {
    match call.arg(0) {
        Value::Array(items) => {
            budget::make(call.arg(0).own_weight())?;
            Ok(Value::array(items.iter().rev().cloned().collect()))
        }
        _ => empty(),
    }
}

/// Whether the argument at `i` asks for descending order.
fn is_descending(call: &Call<'_, '_>, i: usize) -> Result<bool, RenderError> {
    if call.args.len() <= i {
        return Ok(false);
    }
    match call.plain(i) {
        Value::String(order) => Ok(order.to_lowercase() == "desc"),
        other => Err(no_method(&other, "(0 , utils_1.fromSafeString)(...)", "toLowerCase")),
    }
}

/// Sorts by what `key` finds in an item: texts as people do if the first is one, everything else as numbers.
/// Undefined items go last, unasked.
fn sort_by_key(
    items: &[Value],
    descending: bool,
    source: &str,
    key: impl Fn(&Value) -> HelperResult,
) -> Result<Value, RenderError> {
    let as_text = match items.first() {
        Some(first) => matches!(key(first)?, Value::String(_)),
        None => false,
    };
    // The list and two copies of it, one of them for the merging.
    budget::make(2 * size_of_val(items))?;
    let (undefined, mut sorted): (Vec<Value>, Vec<Value>) = items.iter().cloned().partition(Value::is_undefined);
    collate::sort(&mut sorted, &mut |a, b| {
        budget::work(4)?;
        let a = key(a)?;
        if as_text {
            let Value::String(a) = a else { return Err(no_method(&a, source, "localeCompare")) };
            return Ok(collate::locale_compare(&a, &key(b)?.to_str()));
        }
        Ok((a.to_number() - key(b)?.to_number()).partial_cmp(&0.0).unwrap_or(Ordering::Equal))
    })?;
    sorted.extend(undefined);
    if descending {
        sorted.reverse();
    }
    Ok(Value::array(sorted))
}

fn sort(call: &mut Call<'_, '_>) -> HelperResult {
    let Value::Array(items) = call.arg(0) else { return empty() };
    if items.first().is_none_or(Value::is_typeof_object) {
        return Ok(call.arg(0).clone());
    }
    sort_by_key(items, is_descending(call, 1)?, "a", |item| Ok(item.clone()))
}

fn sort_by(call: &mut Call<'_, '_>) -> HelperResult {
    let Value::Array(items) = call.arg(0) else { return empty() };
    let Some(first) = items.first().filter(|first| first.is_typeof_object()) else { return Ok(call.arg(0).clone()) };
    let key = call.plain(1);
    let name: Str = key.to_str();
    if !key.truthy() || !property(first, &name)?.truthy() {
        return Ok(call.arg(0).clone());
    }
    sort_by_key(items, is_descending(call, 2)?, "a[sort_key]", |item| property(item, &name))
}

/// Whether an item meets a condition: equal to it, or all members of an object equal.
fn meets(item: &Value, condition: &Value) -> Result<bool, RenderError> {
    let _deeper = budget::nest()?;
    match condition {
        Value::String(text) if matches!(item, Value::String(other) if other.len() == text.len()) => {
            budget::scan(text.len())?;
            Ok(item.strict_eq(condition))
        }
        Value::Object(object) => meets_members(item, object.iter().map(|(key, value)| (key.as_str(), value))),
        Value::Safe(inner) => meets_members(item, std::iter::once(("string", &**inner))),
        Value::Date(_) => meets_members(item, std::iter::empty()),
        _ => Ok(item.strict_eq(condition)),
    }
}

fn meets_members<'a>(item: &Value, members: impl Iterator<Item = (&'a str, &'a Value)>) -> Result<bool, RenderError> {
    if !item.is_typeof_object() {
        return Ok(false);
    }
    for (key, expected) in members {
        if matches!(item, Value::Null) {
            return Err(cannot_read(item, key));
        }
        if !meets(&item.get(key), &expected.unwrap_safe())? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// One condition of the list must hold; in a list inside it all must, in a list inside that one, and so on.
fn meets_any(item: &Value, conditions: &[Value]) -> Result<bool, RenderError> {
    let _deeper = budget::nest()?;
    for condition in conditions {
        let met = match condition {
            Value::Array(all) => meets_all(item, all)?,
            other => meets(item, other)?,
        };
        if met {
            return Ok(true);
        }
    }
    Ok(false)
}

fn meets_all(item: &Value, conditions: &[Value]) -> Result<bool, RenderError> {
    let _deeper = budget::nest()?;
    for condition in conditions {
        let met = match condition {
            Value::Array(any) => meets_any(item, any)?,
            other => meets(item, other)?,
        };
        if !met {
            return Ok(false);
        }
    }
    Ok(true)
}

fn filter(call: &mut Call<'_, '_>) -> HelperResult {
    let Some((Value::Array(items), conditions)) = call.args.split_first() else { return empty() };
    if items.is_empty() || conditions.is_empty() {
        return Ok(call.arg(0).clone());
    }
    let mut kept = Vec::new();
    for item in items.iter() {
        if meets_any(item, conditions)? {
            kept.push(item.clone());
        }
    }
    budget::make(size_of_val(kept.as_slice()))?;
    Ok(Value::array(kept))
}

fn find(call: &mut Call<'_, '_>) -> HelperResult {
    let Some((Value::Array(items), conditions)) = call.args.split_first() else { return empty() };
    for item in items.iter() {
        if meets_any(item, conditions)? {
            return Ok(item.clone());
        }
    }
    Ok(Value::Undefined)
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("array", Needs::Nothing, array),
    Helper::new("len", Needs::Nothing, len),
    Helper::new("join", Needs::Nothing, join),
    Helper::new("slice", Needs::Nothing, slice),
    Helper::new("reverse", Needs::Nothing, reverse),
    Helper::new("sort", Needs::Nothing, sort),
    Helper::new("sortBy", Needs::Nothing, sort_by),
    Helper::new("filter", Needs::Nothing, filter),
    Helper::new("find", Needs::Nothing, find),
];
