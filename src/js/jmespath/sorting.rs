//! `sort` and `sort_by`. Strings are compared by code points with a comparison that never says "equal", which
//! shows in the order of items with the same key: the sorting here takes the steps V8's takes.

use std::cmp::Ordering;

use super::call::JmesPathResult;
use super::signatures::Type;
use crate::budget;
use crate::js::{Str, Value, value::compare_utf16};

/// `sort(items)`: strings by code point, numbers by their text.
pub(super) fn plain(items: &[Value]) -> Value {
    let mut keyed: Vec<(Str, Value)> = items.iter().map(|item| (item.to_str(), item.clone())).collect();
    // Announced as a whole: a sort cannot be left.
    let length: usize = keyed.iter().map(|(key, _)| 8 + key.len()).sum();
    if budget::work(length as u64).is_err() {
        return Value::Null;
    }
    match items.first() {
        Some(Value::String(_)) => keyed.sort_by(|(a, _), (b, _)| a.cmp(b)),
        _ => keyed.sort_by(|(a, _), (b, _)| compare_utf16(a, b)),
    }
    Value::array(keyed.into_iter().map(|(_, item)| item).collect())
}

/// Sorts items by their keys, which must all be numbers or all be strings.
pub(super) fn by_keys(mut keyed: Vec<(Value, Value)>) -> JmesPathResult {
    let Some(required) = keyed.first().map(|(key, _)| Type::of(key)) else { return Ok(Value::array(Vec::new())) };
    let name = |t: Option<Type>| t.map_or("undefined", Type::name);
    if !matches!(required, None | Some(Type::Number | Type::String)) {
        return Err(format!("Invalid type: unexpected type ({})", name(required)));
    }
    if let Some((odd, _)) = keyed.iter().find(|(key, _)| Type::of(key) != required) {
        return Err(format!("Invalid type: expected ({}), received {}", name(required), name(Type::of(odd))));
    }
    if required == Some(Type::String) {
        run_then_insert(&mut keyed, |(a, _), (b, _)| match (a, b) {
            (Value::String(a), Value::String(b)) => a > b,
            _ => false,
        });
    } else {
        keyed.sort_by(|(a, _), (b, _)| a.compare(b).unwrap_or(Ordering::Equal));
    }
    Ok(Value::array(keyed.into_iter().map(|(_, item)| item).collect()))
}

/// V8's sort for short arrays: takes the run at the start (turned around if it descends), then inserts the rest one
/// by one by bisection. `greater` is the whole comparison: what is not greater is less.
fn run_then_insert<T>(items: &mut [T], greater: impl Fn(&T, &T) -> bool) {
    let is_less = |items: &[T], a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => !greater(a, b),
        _ => false,
    };
    if items.len() < 2 {
        return;
    }
    let descending = is_less(items, 1, 0);
    let mut run = 2;
    while run < items.len() && is_less(items, run, run - 1) == descending {
        run += 1;
    }
    if descending && let Some(start) = items.get_mut(..run) {
        start.reverse();
    }
    for pivot in run..items.len() {
        // Everything behind the place is moved. Once exceeded, the budget ends the search with the next node.
        if budget::work(pivot as u64 >> 3).is_err() {
            return;
        }
        let (mut left, mut right) = (0, pivot);
        while left < right {
            let middle = left + (right - left) / 2;
            if is_less(items, pivot, middle) {
                right = middle;
            } else {
                left = middle + 1;
            }
        }
        if let Some(part) = items.get_mut(left..=pivot) {
            part.rotate_right(1);
        }
    }
}
