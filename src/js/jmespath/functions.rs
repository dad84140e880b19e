//! The functions of JMESPath.

use std::cmp::Ordering;

use super::call::{Argument, JmesPathResult, over};
use super::parser::Node;
use super::signatures::{self, Type};
use super::{collate, sorting, strings, tree};
use crate::budget;
use crate::js::{Object, Value, json, number};

/// Evaluates an expression that a function was given, on a value.
type Apply<'a> = dyn FnMut(&Node, &Value) -> JmesPathResult + 'a;

/// Checks the arguments and calls the function; `apply` is the search that it is called from.
pub(super) fn call(apply: &mut Apply<'_>, name: &str, arguments: &[Argument<'_>]) -> JmesPathResult {
    signatures::check(name, arguments)?;
    match arguments {
        [Argument::Expression(_)] if name == "type" => Err("invalid-type".to_owned()),
        [Argument::Expression(expression), Argument::Value(items)] if name == "map" => {
            let items = items.as_array().unwrap_or_default();
            let mut mapped = Vec::with_capacity(items.len());
            for item in items {
                mapped.push(apply(expression, item)?);
            }
            Ok(Value::array(mapped))
        }
        [Argument::Value(items), Argument::Expression(expression)] => {
            by_expression(apply, name, items.as_array().unwrap_or_default(), expression)
        }
        arguments => {
            // An expression where any value will do is data like any other.
            let values: Vec<Value> = arguments
                .iter()
                .map(|argument| match argument {
                    Argument::Value(value) => value.clone(),
                    Argument::Expression(expression) => tree::reference(expression),
                })
                .collect();
            by_value(name, &values)
        }
    }
}

/// The key of an item, of one of the allowed types.
fn key(apply: &mut Apply<'_>, expression: &Node, item: &Value, allowed: &[Type]) -> JmesPathResult {
    let key = apply(expression, item)?;
    match Type::of(&key) {
        Some(found) if allowed.contains(&found) => Ok(key),
        found => {
            let allowed: Vec<&str> = allowed.iter().map(|t| t.name()).collect();
            Err(format!(
                "Invalid type: expected one of ({}), received {}",
                allowed.join(" | "),
                found.map_or("undefined", Type::name)
            ))
        }
    }
}

fn by_expression(apply: &mut Apply<'_>, name: &str, items: &[Value], expression: &Node) -> JmesPathResult {
    match name {
        "group_by" => {
            let mut groups = Object::new();
            for item in items {
                let keyed = if item.is_nullish() { &Value::object(Object::new()) } else { item };
                let key = key(apply, expression, keyed, &[Type::String])?.to_str();
                let add = |group: &mut Value| group.array_mut().map(|items| items.push(item.clone()));
                if groups.change(&key, add).flatten().is_none() {
                    groups.insert(key, Value::array(vec![item.clone()]));
                }
            }
            Ok(Value::object(groups))
        }
        "max_by" => extreme_by(apply, items, expression, f64::NEG_INFINITY, Ordering::Greater),
        "min_by" => extreme_by(apply, items, expression, f64::INFINITY, Ordering::Less),
        "sort_by" => {
            let mut keyed = Vec::with_capacity(items.len());
            for item in items {
                keyed.push((apply(expression, item)?, item.clone()));
            }
            sorting::by_keys(keyed)
        }
        // Any value will do for `contains(x, &y)`: it is nowhere.
        _ => Ok(Value::Bool(false)),
    }
}

/// The item with the greatest or the least key, compared as JavaScript compares mixed keys; null if it is falsy.
fn extreme_by(
    apply: &mut Apply<'_>,
    items: &[Value],
    expression: &Node,
    start: f64,
    wanted: Ordering,
) -> JmesPathResult {
    let mut best = Value::Number(start);
    let mut record = Value::Null;
    for item in items {
        let current = key(apply, expression, item, &[Type::Number, Type::String])?;
        if current.compare(&best) == Some(wanted) {
            best = current;
            record = item.clone();
        }
    }
    Ok(if record.truthy() { record } else { Value::Null })
}

fn by_value(name: &str, arguments: &[Value]) -> JmesPathResult {
    let Some(first) = arguments.first() else { return Ok(Value::Null) };
    Ok(match (name, first) {
        ("abs", Value::Number(n)) => Value::Number(n.abs()),
        ("ceil", Value::Number(n)) => Value::Number(n.ceil()),
        ("floor", Value::Number(n)) => Value::Number(n.floor()),
        ("avg", Value::Array(items)) if items.is_empty() => Value::Null,
        ("avg", Value::Array(items)) => Value::Number(sum(items) / items.len() as f64),
        ("sum", Value::Array(items)) => Value::Number(sum(items)),
        ("max", Value::Array(items)) => extreme(items, Ordering::Greater),
        ("min", Value::Array(items)) => extreme(items, Ordering::Less),
        ("contains", Value::Array(items)) => {
            let sought = arguments.get(1).cloned().unwrap_or_default();
            Value::Bool(items.iter().any(|item| item.strict_eq(&sought)))
        }
        ("from_items", Value::Array(items)) => from_items(items)?,
        ("items", Value::Object(object)) => Value::array(
            object.iter().map(|(key, value)| Value::array(vec![Value::String(key.clone()), value.clone()])).collect(),
        ),
        ("keys", Value::Object(object)) => Value::array(object.keys().cloned().map(Value::String).collect()),
        ("values", Value::Object(object)) => Value::array(object.values().cloned().collect()),
        ("length", Value::Array(items)) => Value::from(items.len()),
        ("length", Value::Object(object)) => Value::from(object.len()),
        ("merge", _) => merge(arguments),
        ("not_null", _) => arguments.iter().find(|v| !matches!(v, Value::Null)).cloned().unwrap_or(Value::Null),
        ("reverse", Value::Array(items)) => Value::array(items.iter().rev().cloned().collect()),
        ("sort", Value::Array(items)) => sorting::plain(items),
        ("to_array", Value::Array(_)) => first.clone(),
        ("to_array", _) => Value::array(vec![first.clone()]),
        ("to_number", Value::Number(_)) => first.clone(),
        ("to_number", Value::String(s)) => match number::from_str(s) {
            n if n.is_nan() => Value::Null,
            n => Value::Number(n),
        },
        ("to_number", _) => Value::Null,
        ("to_string", Value::String(_)) => first.clone(),
        ("to_string", _) => {
            let text = json::stringify(first);
            // What is not whole is not copied.
            budget::check().map_err(over)?;
            text.map_or(Value::Undefined, Value::from)
        }
        ("type", _) => match Type::of(first) {
            None | Some(Type::Expression) => return Err("invalid-type".to_owned()),
            Some(found) => Value::from(found.name()),
        },
        ("zip", _) => zip(arguments),
        (name, Value::String(s)) => strings::call(name, s, arguments.get(1..).unwrap_or_default())?,
        _ => Value::Null,
    })
}

fn sum(items: &[Value]) -> f64 {
    items.iter().fold(0.0, |sum, item| sum + item.to_number())
}

fn extreme(items: &[Value], wanted: Ordering) -> Value {
    let Some((first, rest)) = items.split_first() else { return Value::Null };
    rest.iter()
        .take_while(|item| budget::work(1 + (item.own_weight() as u64 >> 3)).is_ok())
        .fold(first, |best, item| {
            let order = match (item, best) {
                (Value::String(a), Value::String(b)) => collate::compare(a, b),
                _ => item.compare(best).unwrap_or(Ordering::Equal),
            };
            if order == wanted { item } else { best }
        })
        .clone()
}

fn from_items(items: &[Value]) -> JmesPathResult {
    let pairs: Option<Object> = items
        .iter()
        .map(|pair| match pair.as_array() {
            Some([Value::String(key), value]) => Some((key.clone(), value.clone())),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()
        .map(|pairs| pairs.into_iter().collect());
    pairs
        .map(Value::object)
        .ok_or_else(|| "invalid value, each array must contain two elements, a pair of string and value".to_owned())
}

fn merge(arguments: &[Value]) -> Value {
    let pairs = arguments.iter().filter_map(Value::as_object).flat_map(Object::iter);
    Value::object(pairs.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn zip(arguments: &[Value]) -> Value {
    let arrays: Vec<&[Value]> = arguments.iter().filter_map(Value::as_array).collect();
    let length = arrays.iter().map(|items| items.len()).min().unwrap_or(0);
    let row = |i: usize| Value::array(arrays.iter().map(|items| items.get(i).cloned().unwrap_or_default()).collect());
    Value::array((0..length).map(row).collect())
}
