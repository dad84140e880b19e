//! `/env-vars`: environment variables as templates see them. Writes stay in memory.

use crate::exchange::Answer;
use crate::js::{Object, Value};
use crate::state::StateError;

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "GET", path: "/env-vars/:", handler: get, doc: "Shows an environment variable" },
    Resource { method: "POST", path: "/env-vars", handler: set, doc: "Sets an environment variable, in memory" },
    Resource { method: "PUT", path: "/env-vars", handler: set, doc: "Sets an environment variable, in memory" },
    Resource { method: "PATCH", path: "/env-vars", handler: set, doc: "Sets an environment variable, in memory" },
];

/// Why nothing is set where every variable of the process could be.
pub(super) const WRITES_DISABLED: &str = "Environment variable writes are disabled when the prefix is empty";

fn get(call: &Call<'_>, key: Option<&str>) -> Answer {
    let variables = &call.handle.shared.env_vars;
    let name = variables.prefixed(key.unwrap_or_default());
    match call.step.overlay(&name).or_else(|| variables.get(&name)) {
        Some(value) => {
            let object: Object = [("key", Value::String(name)), ("value", Value::String(value))].into_iter().collect();
            reply::value(200, &object.into())
        }
        None => reply::message(404, "Environment variable not found"),
    }
}

fn set(call: &Call<'_>, _: Option<&str>) -> Answer {
    let Some((key, value)) = key_and_value(call) else { return reply::invalid_request() };
    let variables = &call.handle.shared.env_vars;
    if variables.prefix.is_empty() {
        return reply::message(403, WRITES_DISABLED);
    }
    // The reference calls a string method on the key: any other kind is an invalid request there too.
    let Value::String(key) = key else { return reply::invalid_request() };
    let name = variables.prefixed(&key);
    let value = value.to_str();
    let message = format!("Environment variable '{name}' has been set to '{value}'");
    match call.step.set_overlay(name, value) {
        Ok(()) => reply::message(200, message),
        Err(error @ StateError::Full { .. }) => reply::message(507, error.to_string()),
        Err(error) => reply::message(400, error.to_string()),
    }
}

/// `key` and `value` of a parsed body, both present.
pub(super) fn key_and_value(call: &Call<'_>) -> Option<(Value, Value)> {
    let body = call.request.body();
    let (key, value) = (body.get("key"), body.get("value"));
    (!key.is_undefined() && !value.is_undefined()).then_some((key, value))
}
