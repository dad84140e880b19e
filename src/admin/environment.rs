//! `PUT /environment`: another environment in the place of the one that serves, until the file changes.

use crate::environment::{repair, top_level};
use crate::exchange::Answer;
use crate::runtime::Carry;

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[Resource {
    method: "PUT",
    path: "/environment",
    handler: put,
    doc: "Serves another environment in the place of this one",
}];

fn put(call: &Call<'_>, _: Option<&str>) -> Answer {
    let bytes = call.request.body_bytes();
    let is_json = call.request.header("content-type").is_some_and(|t| t.to_ascii_lowercase().contains("json"));
    let document = match (is_json, serde_json::from_slice::<serde_json::Value>(bytes)) {
        (true, Err(error)) => {
            return reply::message(
                400,
                format!(
                    "Invalid environment format: not JSON at line {}, column {}: {error}",
                    error.line(),
                    error.column()
                ),
            );
        }
        (true, Ok(document)) => document,
        // As in the reference, a body that is not declared as JSON is no body: it is repaired to an empty environment.
        (false, _) => serde_json::Value::Null,
    };
    if top_level::lacks_tree(&document) {
        tracing::warn!("PUT environment: {}", top_level::LACKS_TREE);
    }
    let mut environment = repair::repair_value(document);
    let previous = call.handle.current();
    if environment.name.trim().is_empty() {
        environment.name.clone_from(&previous.compiled.source.name);
    }
    // What the listener is bound to does not move under its feet.
    environment.port = previous.compiled.source.port;
    environment.hostname.clone_from(&previous.compiled.source.hostname);
    environment.tls_options.clone_from(&previous.compiled.source.tls_options);
    // Where the file came from is no field of what is put.
    environment.path_spelling = previous.compiled.source.path_spelling;
    call.handle.swap(environment, "put".to_owned(), Carry::All);
    reply::message(200, "Environment updated")
}
