//! The admin API as an OpenAPI 3.1 document, made from the rows that route its requests.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::super::RESOURCES;
use super::{Parameter, Row, TABLES, answer_headers, check, patch_type, reference, ui};

static DOCUMENT: LazyLock<Value> = LazyLock::new(make);

/// The document.
pub(super) fn document() -> &'static Value {
    &DOCUMENT
}

/// What any call may answer: there is no room, or no time.
const ELSE: &str = "Not possible now: too large, too many, or no room";

fn make() -> Value {
    let mut paths = Map::new();
    add(&mut paths, "/mockoon-admin", "GET", greeting());
    for resource in RESOURCES.iter().flat_map(|table| table.iter()).filter(|resource| resource.method != "PURGE") {
        let (path, parameters) = template(&resource.path.replace("/:", "/:key"));
        let done = reference::answer(resource)
            .map_or_else(|| json!({"text/event-stream": {"schema": {"type": "string"}}}), content);
        let mut responses = Map::from_iter([("200".to_owned(), json!({"description": "Done", "content": done}))]);
        if reference::is_conditional(resource) {
            responses.insert("412".to_owned(), error("The environment is not what If-Match says"));
        }
        let parameters = parameters
            .into_iter()
            .chain(query(&reference::query(resource)))
            .chain(conditions(&responses))
            .chain(common());
        let parameters: Vec<Value> = parameters.collect();
        add_usual(&mut responses);
        responses.insert("500".to_owned(), json!({"description": "A % in the path begins no escape"}));
        answer_headers::tell(&mut responses, resource.path);
        let mut operation = json!({
            "summary": resource.doc,
            "tags": ["mockoon"],
            "parameters": parameters,
            "responses": responses,
        });
        if let Some(name) = reference::body(resource) {
            operation["requestBody"] = json!({"content": content(name)});
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
            "headers": answer_headers::components(),
            "schemas": check::schemas(),
        },
    })
}

/// What is answered before any resource is looked for.
fn greeting() -> Value {
    let done = json!({"description": "It is here", "content": content("Reply")});
    let mut responses = Map::from_iter([("200".to_owned(), done)]);
    add_usual(&mut responses);
    answer_headers::tell(&mut responses, "");
    json!({
        "summary": "Greets whoever has the token",
        "tags": ["mockoon"],
        "parameters": common(),
        "responses": responses,
    })
}

fn operation(row: &Row) -> Value {
    let (_, in_path) = template(row.path);
    let query = query(&row.query.iter().flat_map(|list| *list).collect::<Vec<_>>());
    let mut responses = Map::new();
    for returns in row.answers {
        let content = match returns.schema {
            "" if returns.status == 200 => json!({"description": returns.doc, "content": ui::content(row)}),
            "" => json!({"description": returns.doc}),
            name => json!({"description": returns.doc, "content": content(name)}),
        };
        responses.insert(returns.status.to_string(), content);
    }
    let parameters = in_path.into_iter().chain(query).chain(conditions(&responses)).chain(common());
    let parameters: Vec<Value> = parameters.collect();
    add_usual(&mut responses);
    if patch_type::of(row).is_some() {
        responses.insert("415".to_owned(), error("Another kind of patch"));
    }
    answer_headers::tell(&mut responses, &format!("/x{}", row.path));
    let mut operation = json!({
        "summary": row.doc,
        "tags": [row.path.split('/').nth(1).unwrap_or("x")],
        "parameters": parameters,
        "responses": responses,
    });
    if ui::is_open(row.path) {
        operation["security"] = json!([]);
    }
    if let Some(name) = row.body {
        let mut described = content(name);
        if let Some(kind) = patch_type::of(row) {
            described[kind] = described["application/json"].clone();
        }
        operation["requestBody"] = json!({"content": described});
    }
    operation
}

/// What any call may answer beside what its row says.
fn add_usual(responses: &mut Map<String, Value>) {
    for (status, doc) in [("400", "Not understood"), ("401", "No token, or another one"), ("404", "Not there")] {
        responses.entry(status).or_insert_with(|| error(doc));
    }
    responses.insert("default".to_owned(), error(ELSE));
}

/// The headers that make a call conditional, where it has an answer for that.
fn conditions(responses: &Map<String, Value>) -> Vec<Value> {
    let headers = [
        ("412", "If-Match", "only if the tag is still one of these"),
        ("304", "If-None-Match", "only if the tag is none of these"),
    ];
    let meant = headers.into_iter().filter(|(status, ..)| responses.contains_key(*status));
    meant
        .map(|(_, name, doc)| json!({"name": name, "in": "header", "description": doc, "schema": {"type": "string"}}))
        .collect()
}

/// A body of this schema.
fn content(schema: &str) -> Value {
    let described = json!({"schema": {"$ref": format!("#/components/schemas/{schema}")}});
    match schema {
        // Told to people as well.
        "Verification" => json!({"application/json": described, "text/plain": {"schema": {"type": "string"}}}),
        // Read as it comes, and it may come as a file that is packed.
        "Har" => json!({"application/json": {"schema": {"type": "object"}}, "application/gzip": described}),
        _ => json!({"application/json": described}),
    }
}

/// An error with this description.
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

fn add(paths: &mut Map<String, Value>, path: &str, method: &str, mut operation: Value) {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).skip(2);
    let words: Vec<String> = std::iter::once(method.to_ascii_lowercase()).chain(words.map(str::to_owned)).collect();
    operation["operationId"] = words.join("_").into();
    let item = paths.entry(path).or_insert_with(|| json!({}));
    item[method.to_ascii_lowercase()] = operation;
}
