//! `/global-vars`: the variables of `setGlobalVar` and `getGlobalVar`.

use crate::exchange::Answer;
use crate::js::{Object, Value};
use crate::state::StateError;

use super::{Call, Resource, env_vars, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "GET", path: "/global-vars/:", handler: get, doc: "Shows a global variable" },
    Resource { method: "POST", path: "/global-vars", handler: set, doc: "Sets a global variable" },
    Resource { method: "PUT", path: "/global-vars", handler: set, doc: "Sets a global variable" },
    Resource { method: "PATCH", path: "/global-vars", handler: set, doc: "Sets a global variable" },
    Resource { method: "PURGE", path: "/global-vars", handler: purge, doc: "Forgets all global variables" },
    Resource { method: "POST", path: "/global-vars/purge", handler: purge, doc: "Forgets all global variables" },
];

fn get(call: &Call<'_>, key: Option<&str>) -> Answer {
    let key = key.unwrap_or_default();
    match call.step.global(key).filter(|v| !v.is_undefined()) {
        Some(value) => {
            let object: Object = [("key", Value::from(key)), ("value", value)].into_iter().collect();
            reply::value(200, &object.into())
        }
        None => reply::message(404, "Global variable not found"),
    }
}

fn set(call: &Call<'_>, _: Option<&str>) -> Answer {
    let Some((key, value)) = env_vars::key_and_value(call) else { return reply::invalid_request() };
    let key = key.to_str();
    let message = format!("Global variable '{key}' has been set to '{}'", value.to_str());
    match call.step.set_global(key, value) {
        Ok(()) => reply::message(200, message),
        Err(error @ StateError::Full { .. }) => reply::message(507, error.to_string()),
        Err(error) => reply::message(400, error.to_string()),
    }
}

fn purge(call: &Call<'_>, _: Option<&str>) -> Answer {
    if let Err(error) = call.step.purge_globals() {
        return reply::message(500, error.to_string());
    }
    reply::message(200, "Global variables have been purged")
}
