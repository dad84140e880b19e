//! Objects, and the paths into them.

use super::super::Call;
use super::paths::{self, Language};
use super::support::{empty, hash_of_first, nested, or_empty};
use super::{Helper, HelperResult, Needs};
use crate::budget;
use crate::js::{Object, Value};

/// Assigning it sets what an object inherits from, and adds nothing to the object.
const PROTOTYPE: &str = "__proto__";

fn object(call: &mut Call<'_, '_>) -> HelperResult {
    let object = hash_of_first(call)?;
    budget::make(object.own_weight())?;
    nested(object)
}

fn object_merge(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.is_empty() {
        return empty();
    }
    let mut merged = Object::new();
    for argument in call.args {
        match argument {
            Value::Object(object) => {
                budget::make(argument.own_weight())?;
                for (key, value) in object.iter().filter(|(key, _)| *key != PROTOTYPE) {
                    merged.insert(key.clone(), value.clone());
                }
            }
            Value::Safe(inner) => merged.insert("string", (**inner).clone()),
            _ => {}
        }
    }
    Ok(merged.into())
}

fn look_up(call: &Call<'_, '_>, language: Language) -> HelperResult {
    if call.args.len() < 2 {
        return Ok(Value::Undefined);
    }
    paths::find(call, language, &call.plain(0), || call.plain(1), || or_empty(call.arg(2).clone()))
}

fn object_path(call: &mut Call<'_, '_>) -> HelperResult {
    look_up(call, Language::Dotted)
}

fn json_path(call: &mut Call<'_, '_>) -> HelperResult {
    look_up(call, Language::Json)
}

fn jmes_path(call: &mut Call<'_, '_>) -> HelperResult {
    // Only this language puts values together.
    nested(look_up(call, Language::Jmes)?)
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("object", Needs::Nothing, object),
    Helper::new("objectMerge", Needs::Nothing, object_merge),
    Helper::new("objectPath", Needs::Nothing, object_path)
        .preparing(|args, _| paths::prepare(args, 1, Language::Dotted)),
    Helper::new("jsonPath", Needs::Nothing, json_path).preparing(|args, _| paths::prepare(args, 1, Language::Json)),
    Helper::new("jmesPath", Needs::Nothing, jmes_path).preparing(|args, _| paths::prepare(args, 1, Language::Jmes)),
];
