//! The admin API as an OpenAPI 3.1 document, made from the rows that route its requests.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::super::RESOURCES;
use super::{Parameter, Row, TABLES, check, ui};

static DOCUMENT: LazyLock<Value> = LazyLock::new(make);

/// The document.
pub(super) fn document() -> &'static Value {
    &DOCUMENT
}

fn make() -> Value {
    let mut paths = Map::new();
    for resource in RESOURCES.iter().flat_map(|table| table.iter()).filter(|resource| resource.method != "PURGE") {
        let (path, parameters) = template(&resource.path.replace("/:", "/:key"));
        let mut operation = json!({
            "summary": resource.doc,
            "tags": ["mockoon"],
            "parameters": parameters.into_iter().chain(common()).collect::<Vec<_>>(),
            "responses": {
                "200": {"description": "Done"},
                "400": error("Not understood"),
                "404": error("Not there"),
                "500": {"description": "A % in the path begins no escape"},
            },
        });
        if matches!(resource.method, "POST" | "PUT" | "PATCH") && !resource.path.ends_with("purge") {
            operation["requestBody"] = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
        }
        add(&mut paths, &format!("/mockoon-admin{path}"), resource.method, operation);
    }
    for row in TABLES.iter().flat_map(|table| table.rows) {
        let (path, _) = template(row.path);
        add(&mut paths, &format!("/mockoon-admin/x{path}"), row.method, operation(row));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "sidemock admin API",
            "description": "Mockoon's admin API, and below /mockoon-admin/x what Mockoon does not have.",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": check::schemas(),
        },
    })
}

fn operation(row: &Row) -> Value {
    let (_, in_path) = template(row.path);
    let query: Vec<Value> = row.query.iter().flat_map(|list| *list).map(parameter).collect();
    let mut responses = Map::new();
    for returns in row.answers {
        let content = match returns.schema {
            "" => json!({"description": returns.doc}),
            name => json!({"description": returns.doc, "content": content(name)}),
        };
        responses.insert(returns.status.to_string(), content);
    }
    for (status, doc) in [("400", "Not understood"), ("401", "No token, or another one"), ("404", "Not there")] {
        responses.entry(status).or_insert_with(|| error(doc));
    }
    let mut operation = json!({
        "summary": row.doc,
        "tags": [row.path.split('/').nth(1).unwrap_or("x")],
        "parameters": in_path.into_iter().chain(query).chain(common()).collect::<Vec<_>>(),
        "responses": responses,
    });
    if ui::is_open(row) {
        operation["security"] = json!([]);
    }
    if let Some(name) = row.body {
        operation["requestBody"] = json!({"content": content(name)});
    }
    operation
}

fn content(schema: &str) -> Value {
    json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}})
}

fn error(doc: &str) -> Value {
    json!({"description": doc, "content": content("Error")})
}

/// A path with its open segments in braces, and their parameters.
fn template(path: &str) -> (String, Vec<Value>) {
    let mut parameters = Vec::new();
    let parts: Vec<String> = path
        .split('/')
        .map(|part| match part.strip_prefix(':') {
            Some(name) => {
                parameters.push(
                    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}),
                );
                format!("{{{name}}}")
            }
            None => part.to_owned(),
        })
        .collect();
    (parts.join("/"), parameters)
}

fn parameter(parameter: &Parameter) -> Value {
    let schema: Value = serde_json::from_str(parameter.schema).unwrap_or_default();
    match parameter.name.strip_suffix('.') {
        // Names that begin so are the members of an object.
        Some(name) => json!({
            "name": name, "in": "query", "style": "deepObject", "description": parameter.doc,
            "schema": {"type": "object", "additionalProperties": schema},
        }),
        None => json!({"name": parameter.name, "in": "query", "description": parameter.doc, "schema": schema}),
    }
}

/// Parameters that every call may have.
fn common() -> Vec<Value> {
    vec![
        json!({"name": "session", "in": "query", "description": "the session that the call is about; * for all, for reads",
            "schema": {"type": "string"}}),
        json!({"name": "environment", "in": "query", "description": "name or uuid, on ports that serve several environments",
            "schema": {"type": "string"}}),
    ]
}

fn add(paths: &mut Map<String, Value>, path: &str, method: &str, operation: Value) {
    let item = paths.entry(path).or_insert_with(|| json!({}));
    item[method.to_ascii_lowercase()] = operation;
}
