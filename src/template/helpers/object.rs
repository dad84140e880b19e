//! Objects, and the paths into them.

use super::super::Call;
use super::support::{empty, hash_of_first, or_empty};
use super::{Helper, Needs, Outcome};
use crate::js::{Object, Value, jmespath, jsonpath, object_path};

fn object(call: &mut Call<'_, '_>) -> Outcome {
    hash_of_first(call)
}

fn object_merge(call: &mut Call<'_, '_>) -> Outcome {
    if call.args.is_empty() {
        return empty();
    }
    let mut merged = Object::new();
    for argument in call.args {
        match argument {
            Value::Object(object) => {
                for (key, value) in object.iter() {
                    merged.insert(key.clone(), value.clone());
                }
            }
            Value::Safe(inner) => merged.insert("string", (**inner).clone()),
            _ => {}
        }
    }
    Ok(merged.into())
}

/// Looks a path up in the first argument; data that is no object, or no path, gives the data itself.
fn look_up(call: &Call<'_, '_>, search: impl Fn(&Value, &str) -> Value) -> Outcome {
    if call.args.len() < 2 {
        return Ok(Value::Undefined);
    }
    let data = call.plain(0);
    let path = call.plain(1);
    match path.as_str().filter(|path| !path.is_empty()) {
        Some(path) if data.is_typeof_object() => Ok(match search(&data, path) {
            Value::Undefined => or_empty(call.arg(2).clone()),
            found => found,
        }),
        _ => Ok(data),
    }
}

fn object_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, |data, path| object_path::get(data, &object_path::Path::parse(path)))
}

fn json_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, jsonpath::search)
}

fn jmes_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, |data, path| match jmespath::search(data, path) {
        // JMESPath says null where there is nothing.
        Ok(Value::Null) | Err(_) => Value::Undefined,
        Ok(found) => found,
    })
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper { name: "object", needs: Needs::Nothing, run: object },
    Helper { name: "objectMerge", needs: Needs::Nothing, run: object_merge },
    Helper { name: "objectPath", needs: Needs::Nothing, run: object_path },
    Helper { name: "jsonPath", needs: Needs::Nothing, run: json_path },
    Helper { name: "jmesPath", needs: Needs::Nothing, run: jmes_path },
];
