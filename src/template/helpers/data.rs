//! Data buckets: reading and changing them.

use super::super::{Call, RenderError};
use super::paths::{self, Language};
use super::support::{no_method, or_empty, safe_or_json};
use super::{Helper, HelperResult, Needs};
use crate::budget;
use crate::js::Value;
use crate::js::object_path::{Path, PathError};
use crate::state::{Bucket, Step, bucket, weigh};

/// The bucket that the argument at `i` names, by id or by a part of its name.
fn find_bucket<'a>(call: &Call<'a, '_>, i: usize) -> Result<Option<&'a Bucket>, RenderError> {
    match call.plain(i) {
        Value::String(name) => Ok(bucket::find(call.rendering.buckets, &name)),
        // The reference only notices once it looks at a bucket's name.
        _ if call.rendering.buckets.is_empty() => Ok(None),
        other => Err(no_method(&other, "dataBucketName", "toLowerCase")),
    }
}

/// What the path in the second argument finds in the named bucket; `None` without a bucket.
fn read(call: &Call<'_, '_>) -> Result<Option<Value>, RenderError> {
    if call.args.is_empty() {
        return Ok(None);
    }
    let Some(bucket) = find_bucket(call, 0)? else { return Ok(None) };
    paths::find(call, Language::Any, call.rendering.step.bucket(bucket).value(), || call.plain(1), || Value::from(""))
        .map(Some)
}

fn data(call: &mut Call<'_, '_>) -> HelperResult {
    read(call)?.map_or(Ok(Value::Undefined), |value| safe_or_json(call, value, false))
}

fn data_raw(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(read(call)?.unwrap_or_default())
}

/// What `setData` does to a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Set,
    Merge,
    Push,
    Del,
    Inc,
    Dec,
    Invert,
}

impl Operator {
    /// The operator of that name; any other text means `set`.
    fn of(name: &str) -> Self {
        match name {
            "merge" => Self::Merge,
            "push" => Self::Push,
            "del" => Self::Del,
            "inc" => Self::Inc,
            "dec" => Self::Dec,
            "invert" => Self::Invert,
            _ => Self::Set,
        }
    }

    /// The arrays and objects that a write changes in place, outermost first.
    fn changes<'v>(self, data: &'v Value, path: Option<&Path>) -> Vec<&'v Value> {
        let names = path.map_or(0, Path::len);
        let mut way = path.map_or_else(|| vec![data], |path| path.way(data));
        // A push changes what is at the path's end; anything else replaces that and changes what holds it.
        way.truncate(if self == Self::Push { names + 1 } else { names });
        way
    }

    /// Bytes of what a write changes: before it, or with the value that was written.
    fn weight(self, data: &Value, path: Option<&Path>, written: Option<&Value>) -> usize {
        let own = self.changes(data, path).iter().map(|value| value.own_weight()).sum::<usize>();
        own + match path {
            // Of an array only the new item is weighed.
            _ if self == Self::Push => written.map_or(0, weigh),
            Some(path) => weigh(&path.find(data)),
            None => weigh(data),
        }
    }

    /// Changes what is at the path; a path of `None` means the whole value.
    fn apply(self, data: &mut Value, path: Option<&Path>, value: Value) -> Result<(), PathError> {
        let current = path.map_or_else(|| data.clone(), |path| path.get(data));
        let new = match self {
            Self::Set => value,
            Self::Merge => merged(&current, value),
            Self::Push => {
                if !current.is_array() {
                    return Ok(());
                }
                // Let go of the snapshot, or the array would be copied to be changed.
                drop(current);
                match path {
                    Some(path) => return path.push(data, value),
                    None => data.array_mut().map(|items| items.push(value)),
                };
                return Ok(());
            }
            Self::Del => match path {
                Some(path) => return path.del(data),
                None => Value::Undefined,
            },
            Self::Inc | Self::Dec => match counted(&current, &value, self == Self::Inc) {
                Some(number) => Value::Number(number),
                None => return Ok(()),
            },
            Self::Invert => match current {
                Value::Bool(b) => Value::Bool(!b),
                _ => return Ok(()),
            },
        };
        match path {
            Some(path) => path.set(data, new),
            None => {
                *data = new;
                Ok(())
            }
        }
    }
}

/// The members of both when both are objects, else the new value.
fn merged(current: &Value, new: Value) -> Value {
    let (Value::Object(current), Value::Object(added)) = (current, &new) else { return new };
    let mut merged = current.copied();
    for (key, value) in added.iter() {
        merged.insert(key.clone(), value.clone());
    }
    merged.into()
}

/// The number counted up or down by a step (1 where none is given); `None` where nothing can be counted.
fn counted(current: &Value, step: &Value, up: bool) -> Option<f64> {
    let (from, by) = (current.to_number(), step.to_number());
    if from.is_nan() || (step.truthy() && by.is_nan()) {
        return None;
    }
    let by = if by.is_nan() || by == 0.0 { 1.0 } else { by };
    Some(if up { from + by } else { from - by })
}

fn set_data(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.len() < 2 {
        return Ok(Value::Undefined);
    }
    let operator = Operator::of(&call.plain(0).to_str());
    let Some(bucket) = find_bucket(call, 1)? else { return Ok(Value::Undefined) };
    let path = or_empty(call.plain(2)).to_str();
    let path = if path.is_empty() { None } else { Some(Path::parse(&path)) };
    let value = call.plain(3);
    call.keep(&value);
    Step::fits_bucket(bucket, path.as_ref().map_or(1, Path::len), &value)?;
    let changed = call.rendering.step.update_bucket(bucket, |content| {
        content.change_part(|data| {
            let way = operator.changes(data, path.as_ref());
            let before = way.iter().map(|v| v.address()).collect::<Vec<_>>();
            // What others hold is copied.
            let copied = budget::make(way.iter().map(|v| v.own_weight()).sum());
            let gone = operator.weight(data, path.as_ref(), None);
            let applied = copied.map_err(PathError::Budget).and_then(|()| {
                operator.apply(data, path.as_ref(), value.clone())?;
                Ok(moved(&before, &operator.changes(data, path.as_ref())))
            });
            (applied, operator.weight(data, path.as_ref(), Some(&value)), gone)
        })
    })?;
    let changed = changed.map_err(|e: PathError| RenderError::new(e.to_string()))?;
    if !changed.is_empty() {
        call.frame().follow(&changed);
        call.rendering.step.follow(&changed);
    }
    Ok(Value::Undefined)
}

/// What lives elsewhere after a write: somebody held it, so it was copied. In JavaScript the holder would see the
/// change, so variables that held it follow.
fn moved(before: &[Option<usize>], after: &[&Value]) -> Vec<(usize, Value)> {
    let pairs = before.iter().zip(after);
    pairs
        .filter(|(old, now)| **old != now.address())
        .filter_map(|(old, now)| old.map(|old| (old, (*now).clone())))
        .collect()
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("data", Needs::Nothing, data).preparing(|args, _| paths::prepare(args, 1, Language::Any)),
    Helper::new("dataRaw", Needs::Nothing, data_raw).preparing(|args, _| paths::prepare(args, 1, Language::Any)),
    Helper::new("setData", Needs::Turn, set_data),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    fn applied(operator: &str, before: &str, path: &str, value: &str) -> String {
        let mut data = json::parse(before).expect("json");
        let path = if path.is_empty() { None } else { Some(Path::parse(path)) };
        let value = if value.is_empty() { Value::Undefined } else { json::parse(value).expect("json") };
        Operator::of(operator).apply(&mut data, path.as_ref(), value).expect("applied");
        json::stringify(&data).unwrap_or_default()
    }

    #[test]
    fn changes_data_in_place() {
        for (operator, before, path, value, after) in [
            ("set", r#"{"a":1}"#, "b.c", "2", r#"{"a":1,"b":{"c":2}}"#),
            ("unknown", r#"{"a":1}"#, "a", "2", r#"{"a":2}"#),
            ("set", r#"{"a":1}"#, "", "[1]", "[1]"),
            ("merge", r#"{"a":{"x":1,"y":1}}"#, "a", r#"{"y":2}"#, r#"{"a":{"x":1,"y":2}}"#),
            ("merge", r#"{"a":[1]}"#, "a", r#"{"y":2}"#, r#"{"a":{"y":2}}"#),
            ("push", r#"{"a":[1]}"#, "a", "2", r#"{"a":[1,2]}"#),
            ("push", r#"{"a":1}"#, "a", "2", r#"{"a":1}"#),
            ("push", "[1]", "", "2", "[1,2]"),
            ("del", r#"{"a":1,"b":2}"#, "a", "", r#"{"b":2}"#),
            ("del", r#"{"a":1}"#, "", "", ""),
            ("inc", r#"{"a":1}"#, "a", "", r#"{"a":2}"#),
            ("inc", r#"{"a":"5"}"#, "a", "0", r#"{"a":6}"#),
            ("dec", r#"{"a":null}"#, "a", "2.5", r#"{"a":-2.5}"#),
            ("inc", r#"{"a":1}"#, "a", r#""x""#, r#"{"a":1}"#),
            ("inc", r#"{"a":"x"}"#, "a", "", r#"{"a":"x"}"#),
            ("inc", "3", "", "4", "7"),
            ("invert", r#"{"a":true}"#, "a", "", r#"{"a":false}"#),
            ("invert", r#"{"a":0}"#, "a", "", r#"{"a":0}"#),
        ] {
            assert_eq!(applied(operator, before, path, value), after, "{operator} {before} {path} {value}");
        }
    }
}
