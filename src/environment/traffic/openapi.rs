//! A generated environment as an OpenAPI document: every route an operation, every answer an example.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::asked;
use super::exchange::Exchange;
use super::naming::reason;
use crate::environment::model::{BodyType, Environment, Route, RouteResponse, RuleTarget};

/// Describes the routes of an environment that was made of these exchanges.
pub(crate) fn document(environment: &Environment, exchanges: &[&Exchange]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in &environment.routes {
        let path = path_of(&route.endpoint);
        let operations = paths.entry(path.clone()).or_insert_with(|| json!({}));
        let operation = operation(environment, route, &path);
        // Of several routes for the same, the last one answers what nothing was recorded for.
        match operations.get_mut(route.method.as_str()) {
            Some(known) => merge(known, &operation),
            None => operations[route.method.as_str()] = operation,
        }
    }
    asked::add(&mut paths, exchanges);
    json!({
        "openapi": "3.0.3",
        "info": {"title": environment.name, "version": "1.0.0"},
        "paths": paths,
    })
}

/// `orders/:id` as `/orders/{id}`
fn path_of(endpoint: &str) -> String {
    let mut path = String::from("/");
    let mut chars = endpoint.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => path.extend(chars.next().map(literal)),
            ':' => {
                path.push('{');
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    path.push(c);
                }
                path.push('}');
            }
            c => path.push_str(&literal(c)),
        }
    }
    path
}

/// A character of a path that is no mark of a parameter.
fn literal(c: char) -> String {
    match c {
        '{' => "%7B".to_owned(),
        '}' => "%7D".to_owned(),
        c => c.to_string(),
    }
}

fn operation(environment: &Environment, route: &Route, path: &str) -> Value {
    let mut parameters: BTreeMap<(&str, &str), Value> = BTreeMap::new();
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        parameters.insert(
            ("path", name),
            json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
        );
    }
    for rule in route.responses.iter().flat_map(|response| &response.rules) {
        if rule.target == RuleTarget::Query && !rule.modifier.contains('.') {
            let name = rule.modifier.as_str();
            parameters.insert(("query", name), json!({"name": name, "in": "query", "schema": {"type": "string"}}));
        }
    }
    let mut responses: Map<String, Value> = Map::new();
    for response in &route.responses {
        let status = response.status_code as u16;
        let described = responses.entry(status.to_string()).or_insert_with(|| json!({"description": reason(status)}));
        for header in response.headers.iter().filter(|header| !header.key.eq_ignore_ascii_case("content-type")) {
            let described = &mut described["headers"][header.key.as_str()];
            if described.is_null() {
                *described = json!({"schema": {"type": "string"}, "example": header.value.as_str()});
            }
        }
        let Some(example) = example(environment, response) else { continue };
        let content_type = response.headers.iter().find(|header| header.key.eq_ignore_ascii_case("content-type"));
        let content_type =
            content_type.map_or("text/plain", |header| header.value.split(';').next().unwrap_or_default().trim());
        let examples = &mut described["content"][content_type]["examples"];
        let number = examples.as_object().map_or(0, Map::len) + 1;
        examples[format!("{number}")] = json!({"summary": response.label.as_str(), "value": example});
    }
    let mut operation = json!({"summary": route.documentation.as_str(), "responses": responses});
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into_values().collect();
    }
    operation
}

fn merge(known: &mut Value, other: &Value) {
    let Some(responses) = other["responses"].as_object() else { return };
    for (status, response) in responses {
        if known["responses"][status].is_null() {
            known["responses"][status] = response.clone();
        }
    }
}

/// The body as a value where it is JSON, else as a text; `None` where there is none, or it is no text.
fn example(environment: &Environment, response: &RouteResponse) -> Option<Value> {
    let text = match response.body_type {
        BodyType::Databucket => environment
            .data
            .iter()
            .find(|bucket| bucket.id == response.databucket_id)
            .map(|bucket| bucket.value.as_str())?,
        _ => response.body.as_str(),
    };
    let is_bytes = response.headers.iter().any(|header| header.value.ends_with("; charset=latin1"));
    if text.is_empty() || is_bytes {
        return None;
    }
    Some(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)))
}
