//! Mockoon's objects out of JSON that has been checked against their schema: what is missing gets Mockoon's defaults.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::migrations::{self, LAST_MIGRATION};
use super::super::model::{Environment, Route, RouteResponse};
use super::super::reader::{self, RepairLog, fields};
use super::tree;

/// Why JSON is no environment of today.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A newer Mockoon wrote it.
    #[error(
        "it was saved by a newer Mockoon: its lastMigration is {found}, this server knows up to {LAST_MIGRATION}; export it with an older Mockoon"
    )]
    FromTheFuture {
        /// Its `lastMigration`.
        found: String,
    },
    /// A part of an older one, which cannot be brought up to date alone.
    #[error(
        "the environment is at lastMigration {LAST_MIGRATION} and a patch is merged into that, so it cannot be {found}; leave it out, or PUT the whole of an older environment, which is brought up to date"
    )]
    FromThePast {
        /// Its `lastMigration`.
        found: String,
    },
}

/// Brings an environment of an older Mockoon up to date.
///
/// # Errors
/// When it is newer than this server.
pub fn migrate(value: &mut Value) -> Result<(), ReadError> {
    let Some(file) = value.as_object_mut() else { return Ok(()) };
    let Some(number) = file.get("lastMigration") else { return Ok(()) };
    is_known(number)?;
    let since = migrations::number_of(number);
    migrations::migrate(file, since);
    Ok(())
}

/// Refuses a `lastMigration` of a part of an environment that is not that of the environments that serve.
///
/// # Errors
/// When it is newer or older.
pub fn is_of_today(number: &Value) -> Result<(), ReadError> {
    is_known(number)?;
    match number.is_null() || migrations::number_of(number) == f64::from(LAST_MIGRATION) {
        true => Ok(()),
        false => Err(ReadError::FromThePast { found: migrations::text_of(number) }),
    }
}

/// Refuses a `lastMigration` that this server does not know.
fn is_known(number: &Value) -> Result<(), ReadError> {
    match migrations::number_of(number) > f64::from(LAST_MIGRATION) {
        true => Err(ReadError::FromTheFuture { found: migrations::text_of(number) }),
        false => Ok(()),
    }
}

/// An environment.
pub fn environment(value: Value) -> Environment {
    reader::read_value(value)
}

/// A route with this uuid; one without responses gets one, unless it says that it has none. One response at the most is the
/// default one.
pub fn route(mut value: Value, uuid: &str) -> Arc<Route> {
    if let Some(members) = value.as_object_mut() {
        spell(members);
        members.insert("uuid".to_owned(), uuid.into());
        if !members.contains_key("responses") {
            members.insert("responses".to_owned(), serde_json::json!([{"default": true}]));
        }
        for response in members.get_mut("responses").and_then(Value::as_array_mut).into_iter().flatten() {
            identify(response);
        }
    }
    let mut route: Route = fields::object(value.into(), &mut RepairLog::silent(), reader::route_fields);
    tree::keep_one_default(&mut route.responses);
    Arc::new(route)
}

/// A response with this uuid.
pub fn response(mut value: Value, uuid: &str) -> Arc<RouteResponse> {
    if let Some(members) = value.as_object_mut() {
        members.insert("uuid".to_owned(), uuid.into());
    }
    Arc::new(fields::object(value.into(), &mut RepairLog::silent(), reader::response_fields))
}

/// A uuid as Mockoon makes them: an identity over edits and reloads, unlike those of [`new_uuid`](super::super::identity::new_uuid).
pub fn new_uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Methods are written in lower case and endpoints without a slash before them, as Mockoon writes them.
fn spell(route: &mut Map<String, Value>) {
    if let Some(Value::String(method)) = route.get_mut("method") {
        method.make_ascii_lowercase();
    }
    if let Some(Value::String(endpoint)) = route.get_mut("endpoint") {
        *endpoint = endpoint.trim_start_matches('/').to_owned();
    }
}

fn identify(response: &mut Value) {
    if let Some(members) = response.as_object_mut() {
        members.entry("uuid").or_insert_with(|| new_uuid().into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::is_made_up;

    #[test]
    fn a_route_is_partial_like_mockoons_defaults() {
        let uuid = new_uuid();
        let made = route(json!({"method": "POST", "endpoint": "/a/:id"}), &uuid);
        assert_eq!((made.uuid.as_str(), made.method.as_str(), made.endpoint.as_str()), (&*uuid, "post", "a/:id"));
        let response = &made.responses[0];
        assert_eq!((response.status_code, response.body.as_str(), response.default), (200.0, "{}", true));
        assert!(!is_made_up(&response.uuid));
        assert!(route(json!({"responses": []}), &uuid).responses.is_empty());
    }
}
