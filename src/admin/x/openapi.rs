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

/// What any call may answer: there is no room, or no time.
const ELSE: &str = "Not possible now: too large, too many, or no room";

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
                "401": error("No token, or another one"),
                "404": error("Not there"),
                "500": {"description": "A % in the path begins no escape"},
                "default": error(ELSE),
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
    let query = query(&row.query.iter().flat_map(|list| *list).collect::<Vec<_>>());
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
    responses.insert("default".to_owned(), error(ELSE));
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

/// The parameters of a query. Names that only begin in a known way (`header.NAME`) are the members of one object, each a
/// parameter of its own on the wire.
fn query(parameters: &[&Parameter]) -> Vec<Value> {
    let (beginnings, whole): (Vec<_>, Vec<_>) = parameters.iter().partition(|parameter| parameter.name.ends_with('.'));
    let mut query: Vec<Value> = whole
        .into_iter()
        .map(|one: &Parameter| {
            let schema: Value = serde_json::from_str(one.schema).unwrap_or_default();
            json!({"name": one.name, "in": "query", "description": one.doc, "schema": schema})
        })
        .collect();
    if !beginnings.is_empty() {
        let told: Vec<String> = beginnings.iter().map(|one| format!("{}NAME: {}", one.name, one.doc)).collect();
        let names: Vec<String> = beginnings.iter().map(|one| one.name.trim_end_matches('.').to_owned()).collect();
        query.push(json!({
            "name": "parts", "in": "query", "style": "form", "explode": true, "description": told.join("; "),
            "schema": {
                "type": "object", "additionalProperties": {"type": "string"},
                "propertyNames": {"pattern": format!("^({})[.].+$", names.join("|"))},
            },
        }));
    }
    query
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
