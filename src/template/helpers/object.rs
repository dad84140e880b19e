//! Objects, and the paths into them.

use super::super::{Call, RenderError};
use super::support::{empty, hash_of_first, or_empty};
use super::{Helper, Needs, Outcome};
use crate::js::jsonpath::JsonPathError;
use crate::js::{Object, Value, path};

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

/// What finds a path in data, or gives the default.
type Search = fn(&Value, Option<&Value>, Value) -> Result<Value, JsonPathError>;

fn look_up(call: &Call<'_, '_>, search: Search) -> Outcome {
    if call.args.len() < 2 {
        return Ok(Value::Undefined);
    }
    let default = or_empty(call.arg(2).clone());
    search(&call.plain(0), Some(&call.plain(1)), default).map_err(|e| RenderError::new(e.0))
}

fn object_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, path::get_object_path)
}

fn json_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, path::get_json_path)
}

fn jmes_path(call: &mut Call<'_, '_>) -> Outcome {
    look_up(call, path::get_jmes_path)
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper { name: "object", needs: Needs::Nothing, run: object },
    Helper { name: "objectMerge", needs: Needs::Nothing, run: object_merge },
    Helper { name: "objectPath", needs: Needs::Nothing, run: object_path },
    Helper { name: "jsonPath", needs: Needs::Nothing, run: json_path },
    Helper { name: "jmesPath", needs: Needs::Nothing, run: jmes_path },
];
