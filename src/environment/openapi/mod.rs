//! OpenAPI documents as environments: Swagger 2.0, OpenAPI 3.0 and 3.1, as their authors mean them or exactly as the
//! reference converts them ([`Compat`]).
//!
//! [`references`] replaces each `$ref` by what it refers to, [`server`] makes the environment around the routes,
//! [`routes`] the routes with the endpoints of [`paths`], [`responses`] (or [`reference_responses`]) what they answer,
//! [`schema`] the template bodies, with the values of [`generated`] where a schema says more than a type.

mod described;
mod external;
mod generated;
mod merge_keys;
mod paths;
mod reference_responses;
mod references;
mod responses;
mod routes;
mod schema;
mod selection;
mod server;

use std::sync::Arc;

use serde_json::Value as Json;

use super::model::Environment;
use super::warning::Warning;
use crate::js::{Object, Value};

pub use external::{Directory, Resolver};
pub(in crate::environment) use paths::escape as escape_endpoint;

/// Documents nest by their references, deeper than a usual stack allows.
const STACK_BYTES: usize = 256 * 1024 * 1024;

/// How a document is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compat {
    /// As its author means it.
    #[default]
    AsMeant,
    /// Exactly as the reference reads it.
    Reference,
}

/// The dialects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0 and other 3.x.
    V30,
    /// OpenAPI 3.1: JSON Schema proper.
    V31,
}

/// Why a document cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum OpenApiError {
    /// A required part is missing.
    #[error("{0}")]
    Incomplete(&'static str),
    /// References within references, without end in sight.
    #[error("the schemas nest deeper than {0} levels: break the chain of references by an example")]
    TooDeep(usize),
    /// Bodies of unreasonable size.
    #[error("the schemas expand to more than {0} values: give the largest ones an example")]
    TooLarge(usize),
    /// The system has no memory for the conversion.
    #[error("no thread for the conversion ({0})")]
    Thread(std::io::Error),
    /// The conversion broke down.
    #[error("the conversion failed, please report the document")]
    Failed,
}

/// A converted document.
#[derive(Debug)]
pub struct Converted {
    /// The environment.
    pub environment: Environment,
    /// What could not be converted as it stands.
    pub warnings: Vec<Warning>,
}

/// The dialect of a document.
///
/// # Errors
/// Says why the value is not an OpenAPI document.
pub fn version(document: &Json, compat: Compat) -> Result<Version, String> {
    if document.get("swagger").is_some() {
        return Ok(Version::Swagger);
    }
    let text = match document.get("openapi") {
        Some(Json::String(version)) => version.clone(),
        // Without quotes YAML has a number there.
        Some(Json::Number(version)) if compat == Compat::AsMeant => format!("{version}."),
        Some(version) => return Err(unsupported(version)),
        None => return Err("it has neither a `swagger` nor an `openapi` field".to_owned()),
    };
    match text.strip_prefix("3.") {
        // The reference knows nothing of what is new.
        Some(minor) if compat == Compat::Reference || minor.starts_with('0') => Ok(Version::V30),
        Some(_) => Ok(Version::V31),
        None => Err(unsupported(&Json::String(text))),
    }
}

fn unsupported(version: &Json) -> String {
    format!("version {version} is not supported, only 2.0, 3.0 and 3.1 are")
}

/// Converts a document; references to other files go to the resolver.
///
/// # Errors
/// When required parts are missing or schemas expand without measure.
pub fn convert(
    document: Json,
    version: Version,
    compat: Compat,
    resolver: Option<&dyn Resolver>,
) -> Result<Converted, OpenApiError> {
    std::thread::scope(|scope| {
        let work = move || convert_here(document, version, compat, resolver);
        let thread = std::thread::Builder::new().name("openapi".to_owned()).stack_size(STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(OpenApiError::Thread)?;
        running.join().unwrap_or(Err(OpenApiError::Failed))
    })
}

fn convert_here(
    document: Json,
    version: Version,
    compat: Compat,
    resolver: Option<&dyn Resolver>,
) -> Result<Converted, OpenApiError> {
    let mut warnings = Vec::new();
    // The reference leaves references to other files as they are.
    let resolver = resolver.filter(|_| compat == Compat::AsMeant);
    let document = references::dereference(document, compat, resolver, &mut warnings)?;
    let mut environment = server::environment(&document, version, compat, &mut warnings);
    let routes = routes::routes(&document, version, compat, &mut warnings)?;
    environment.routes = routes.into_iter().map(Arc::new).collect();
    environment.root_children = Arc::new(server::references_to(&environment.routes));
    Ok(Converted { environment, warnings })
}

/// The document with JavaScript's order of keys, which decides which response is the first.
fn prepared(document: Json, compat: Compat) -> Value {
    from_json(match compat {
        Compat::AsMeant => merge_keys::with_merged_keys(document),
        Compat::Reference => document,
    })
}

fn from_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(flag),
        Json::Number(n) => Value::Number(n.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::str(text),
        Json::Array(items) => Value::array(items.into_iter().map(from_json).collect()),
        Json::Object(map) => {
            let mut object = Object::with_capacity(map.len());
            for (key, value) in map {
                object.insert(key, from_json(value));
            }
            Value::object(object)
        }
    }
}

#[cfg(test)]
mod tests;
