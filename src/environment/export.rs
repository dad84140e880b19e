//! Exports of the desktop application, which held several environments and routes in one file:
//! `{source: "mockoon:1.7.0", data: [{type, item}]}` since 1.6, `{id: "mockoon_export", subject, data}` before, and
//! bare lists of environments. One environment in them is unambiguous.

use serde_json::{Map, Value};

use super::kind;

/// The migrations that made responses out of routes; before them a route had none.
const WITHOUT_RESPONSES: u32 = 0;
/// The newest migration that would take away what a file with responses holds.
const WITH_RESPONSES: u32 = 7;

/// An export that is no one environment.
#[derive(Debug, thiserror::Error)]
#[error(
    "this is an export of the Mockoon application with {environments} environments: {}copy the environment files from the application's storage folder",
    if *environments > 0 { "put the content of each into a file of its own, or " } else { "" }
)]
pub struct ExportError {
    /// How many environments it holds.
    pub environments: usize,
}

/// What a file holds once an export around it is taken off.
pub enum Unwrapped {
    /// The file itself.
    Plain(Value),
    /// The one environment of an export.
    Export(Map<String, Value>),
}

/// Takes an export off.
///
/// # Errors
/// When it holds no environment, or several.
pub fn unwrap(value: Value) -> Result<Unwrapped, ExportError> {
    let items = match value {
        Value::Object(mut file) if is_export(&file) => {
            match file.get_mut("data").map(Value::take) {
                Some(Value::Array(items)) => items,
                // The export of a single one.
                data => data.into_iter().collect(),
            }
        }
        Value::Array(items) if items.iter().any(|item| item.as_object().is_some_and(kind::is_environment)) => items,
        value => return Ok(Unwrapped::Plain(value)),
    };
    let mut environments: Vec<_> = items.into_iter().filter_map(environment).collect();
    match (environments.pop(), environments.len()) {
        (Some(only), 0) => Ok(Unwrapped::Export(dated(only))),
        (last, others) => Err(ExportError { environments: others + usize::from(last.is_some()) }),
    }
}

/// Whether a file is an export and no environment that has the like among its fields.
fn is_export(file: &Map<String, Value>) -> bool {
    kind::is_export(file) && !file.contains_key("lastMigration") && !file.contains_key("routes")
}

/// The environment in an item, if it is one and no route.
fn environment(item: Value) -> Option<Map<String, Value>> {
    let Value::Object(mut item) = item else { return None };
    match item.get("type").and_then(Value::as_str) {
        Some("environment") => item.get_mut("item").and_then(Value::as_object_mut).map(std::mem::take),
        Some(_) => None,
        None => kind::is_environment(&item).then_some(item),
    }
}

/// Says how old the environment is, if it does not: exports were written when migrations had no number in the file.
fn dated(mut environment: Map<String, Value>) -> Map<String, Value> {
    if !environment.contains_key("lastMigration") {
        let routes = environment.get("routes").and_then(Value::as_array);
        let is_old = routes.into_iter().flatten().any(|route| route.get("responses").is_none());
        let since = if is_old { WITHOUT_RESPONSES } else { WITH_RESPONSES };
        environment.insert("lastMigration".to_owned(), since.into());
    }
    environment
}
