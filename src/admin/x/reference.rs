//! What the OpenAPI document says of Mockoon's own resources beside the rows that route them: their parameters, bodies and
//! answers, as the reference has them.

use super::super::Resource;
use super::{Parameter, Table};

pub(super) const TABLE: Table = Table { rows: &[], schemas: SCHEMAS };

/// A resource of the reference, in one of its ways.
struct Described {
    path: &'static str,
    query: &'static [Parameter],
    /// The schema of its body, by name; empty where it takes none.
    body: &'static str,
    /// The schema of what it answers, by name; empty for a stream of events.
    answer: &'static str,
}

const WHOLE: &str = r#"{"type": "integer"}"#;

const PAGE: &[Parameter] = &[
    Parameter { name: "page", schema: WHOLE, doc: "which page; the first if nothing is said" },
    Parameter { name: "limit", schema: WHOLE, doc: "how many on a page; 10 if nothing is said" },
];

const STREAM: &[Parameter] = &[
    Parameter {
        name: "maxlogs",
        schema: WHOLE,
        doc: "how many of the recorded transactions come first; all if nothing is said",
    },
    Parameter {
        name: "every",
        schema: r#"{"type": "string", "format": "duration"}"#,
        doc: "tells only that there are new requests, so often at the most",
    },
];

const DRY_RUN: &[Parameter] = &[Parameter {
    name: "dryRun",
    schema: r#"{"type": "boolean"}"#,
    doc: "whether nothing is changed, and the verdict is told",
}];

const RESOURCES: &[Described] = &[
    Described { path: "/state/purge", query: &[], body: "", answer: "Reply" },
    Described { path: "/logs", query: PAGE, body: "", answer: "Transactions" },
    Described { path: "/logs/purge", query: &[], body: "", answer: "Message" },
    Described { path: "/env-vars/:", query: &[], body: "", answer: "Variable" },
    Described { path: "/env-vars", query: &[], body: "Variable", answer: "Message" },
    Described { path: "/global-vars/:", query: &[], body: "", answer: "Variable" },
    Described { path: "/global-vars", query: &[], body: "Variable", answer: "Message" },
    Described { path: "/global-vars/purge", query: &[], body: "", answer: "Message" },
    Described { path: "/data-buckets", query: &[], body: "", answer: "BucketStates" },
    Described { path: "/data-buckets/:", query: &[], body: "", answer: "Bucket" },
    Described { path: "/data-buckets/purge", query: &[], body: "", answer: "Message" },
    Described { path: "/environment", query: DRY_RUN, body: "Object", answer: "Put" },
    Described { path: "/events", query: STREAM, body: "", answer: "" },
];

const SCHEMAS: &[(&str, &str)] = &[
    ("Message", r#"{"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}"#),
    ("Reply", r#"{"type": "object", "required": ["response"], "properties": {"response": {"type": "string"}}}"#),
    (
        "Variable",
        r#"{"type": "object", "required": ["key", "value"], "properties": {"key": {"type": "string"}, "value": {}}}"#,
    ),
    (
        "BucketStates",
        r#"{"type": "array", "items": {"type": "object", "required": ["id", "name", "parsed", "validJson"], "properties": {
            "id": {"type": "string"}, "name": {"type": "string"}, "parsed": {"type": "boolean"},
            "validJson": {"type": "boolean"}}}}"#,
    ),
    (
        "Transactions",
        r#"{"type": "array", "items": {"type": "object", "required": ["uuid", "request", "response"], "properties": {
            "uuid": {"type": "string"}, "request": {"type": "object"}, "response": {"type": "object"},
            "routeUUID": {"type": "string"}, "routeResponseUUID": {"type": "string"}, "proxied": {"type": "boolean"},
            "timestampMs": {"type": "number"}}}}"#,
    ),
    ("Put", r##"{"anyOf": [{"$ref": "#/components/schemas/Message"}, {"$ref": "#/components/schemas/DryRun"}]}"##),
];

fn described(resource: &Resource) -> Option<&'static Described> {
    RESOURCES.iter().find(|one| one.path == resource.path)
}

/// The query parameters of a resource.
pub(super) fn query(resource: &Resource) -> Vec<&'static Parameter> {
    described(resource).map_or_else(Vec::new, |one| one.query.iter().collect())
}

/// The schema of the body that a resource takes, by name.
pub(super) fn body(resource: &Resource) -> Option<&'static str> {
    described(resource).map(|one| one.body).filter(|name| !name.is_empty())
}

/// The schema of what a resource answers, by name; `None` for a stream of events.
pub(super) fn answer(resource: &Resource) -> Option<&'static str> {
    described(resource).map(|one| one.answer).filter(|name| !name.is_empty())
}

/// Whether a resource looks at `If-Match`.
pub(super) fn is_conditional(resource: &Resource) -> bool {
    resource.path == "/environment"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_is_described() {
        for resource in super::super::super::RESOURCES.iter().flat_map(|table| table.iter()) {
            let is_alias = resource.method == "PURGE";
            assert!(is_alias || described(resource).is_some(), "{} {}", resource.method, resource.path);
        }
    }
}
