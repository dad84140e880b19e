//! Paths and operations to routes and responses.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::schema::Bodies;
use super::{OpenApiError, Version};
use crate::environment::defaults;
use crate::environment::model::{Header, Route, RouteResponse};
use crate::environment::repair::ROUTE_METHODS;
use crate::js::{Str, Value, json, number};

/// The routes of a document, in its order.
pub fn routes(document: &Value, version: Version) -> Result<Vec<Route>, OpenApiError> {
    let paths = document.get("paths");
    let Some(paths) = paths.as_object() else {
        return match version {
            // A 3.1 document may have webhooks only.
            Version::V31 => Ok(Vec::new()),
            _ => Err(OpenApiError::Incomplete("the document has no `paths`")),
        };
    };
    let mut maker = Maker { document, version, bodies: Bodies::new(version) };
    let mut routes = Vec::new();
    for (path, operations) in paths.iter() {
        let Some(operations) = operations.as_object() else { continue };
        for (method, operation) in operations.iter() {
            if !method.is_empty() && ROUTE_METHODS.contains(&method.as_str()) && operation.as_object().is_some() {
                routes.push(maker.route(path, method, operation)?);
            }
        }
    }
    Ok(routes)
}

struct Maker<'d> {
    document: &'d Value,
    version: Version,
    bodies: Bodies,
}

impl Maker<'_> {
    fn route(&mut self, path: &str, method: &str, operation: &Value) -> Result<Route, OpenApiError> {
        let mut responses = Vec::new();
        if let Some(described) = operation.get("responses").as_object() {
            for (status, response) in described.iter() {
                if let Some(code) = status_code(status) {
                    self.responses(code, response, operation, &mut responses)?;
                }
            }
        }
        if responses.is_empty() {
            responses.push(RouteResponse {
                headers: vec![header("Content-Type", "application/json")],
                body: Str::default(),
                ..defaults::response()
            });
        }
        if let Some(first) = responses.first_mut() {
            first.default = true;
        }
        Ok(Route {
            documentation: first_text(&[operation.get("summary"), operation.get("description")]).into(),
            method: method.into(),
            endpoint: endpoint(path).into(),
            responses: responses.into_iter().map(Arc::new).collect(),
            ..defaults::route()
        })
    }

    /// One response from the schema, and one more for each example.
    fn responses(
        &mut self,
        code: f64,
        response: &Value,
        operation: &Value,
        into: &mut Vec<RouteResponse>,
    ) -> Result<(), OpenApiError> {
        let content_types = self.content_types(response, operation);
        let (schema, examples) = match content_types.iter().find(|name| is_json(name)) {
            None => (Value::Undefined, Value::Undefined),
            Some(_) if self.version == Version::Swagger => (response.get("schema"), response.get("examples")),
            Some(name) => {
                let content = response.get("content").get(name);
                (content.get("schema"), content.get("examples"))
            }
        };
        let headers = self.headers(&content_types, &response.get("headers"))?;
        let body = if schema.truthy() { self.bodies.example(&schema)? } else { Value::Undefined };
        into.push(self.response(&body, first_text(&[response.get("description")]), code, headers.clone())?);
        for (name, example) in entries(&examples) {
            let body = if self.version == Version::Swagger { example } else { example.get("value") };
            into.push(self.response(&body, name, code, headers.clone())?);
        }
        Ok(())
    }

    /// Swagger names content types per operation or for all, OpenAPI per response.
    fn content_types(&self, response: &Value, operation: &Value) -> Vec<String> {
        if self.version != Version::Swagger {
            return entries(&response.get("content")).map(|(name, _)| name).collect();
        }
        let places = [operation, self.document].into_iter().flat_map(|at| [at.get("produces"), at.get("consumes")]);
        let named = places.into_iter().find(|names| !names.is_nullish()).unwrap_or_default();
        named.as_array().unwrap_or_default().iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn headers(&mut self, content_types: &[String], described: &Value) -> Result<Vec<Header>, OpenApiError> {
        const JSON: &str = "application/json";
        let first = content_types.first().map_or(JSON, String::as_str);
        let content_type = if content_types.iter().any(|name| name == JSON) { JSON } else { first };
        let mut headers = vec![header("Content-Type", content_type)];
        for (name, description) in entries(described) {
            let value = self.header_value(&description)?;
            headers.push(Header { key: name.into(), value: value.into() });
        }
        Ok(headers)
    }

    /// The example, the first of several, or one made from the schema.
    fn header_value(&mut self, description: &Value) -> Result<String, OpenApiError> {
        let (example, examples, schema) =
            (description.get("example"), description.get("examples"), description.get("schema"));
        let value = if !example.is_nullish() {
            example
        } else if !examples.is_nullish() {
            entries(&examples).next().map(|(_, first)| first.get("value")).unwrap_or_default()
        } else {
            self.bodies.example(&schema)?
        };
        Ok(match value {
            Value::Undefined | Value::Null => String::new(),
            Value::Object(_) | Value::Array(_) => json::stringify(&value).unwrap_or_default(),
            // The reference keeps numbers as they are and then fails to parse them as templates.
            scalar => scalar.to_str().to_string(),
        })
    }

    fn response(
        &mut self,
        body: &Value,
        label: String,
        code: f64,
        headers: Vec<Header>,
    ) -> Result<RouteResponse, OpenApiError> {
        let body = if body.is_undefined() { Str::default() } else { self.bodies.text(body)?.into() };
        Ok(RouteResponse { body, label: label.into(), status_code: code, headers, ..defaults::response() })
    }
}

/// The names and values of an object or list.
fn entries(value: &Value) -> impl Iterator<Item = (String, Value)> + use<> {
    let entries: Vec<(String, Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect(),
        _ => Vec::new(),
    };
    entries.into_iter()
}

/// The status of a response; ranges like `4XX` have none, `default` is 200.
fn status_code(status: &str) -> Option<f64> {
    if status == "default" {
        return Some(200.0);
    }
    Some(number::parse_int(status)).filter(|code| (100.0..=999.0).contains(code))
}

fn header(key: &str, value: &str) -> Header {
    Header { key: key.into(), value: value.into() }
}

/// The first value that is not empty, as text.
fn first_text(values: &[Value]) -> String {
    values.iter().find(|value| value.truthy()).map(|value| value.to_str().to_string()).unwrap_or_default()
}

fn is_json(content_type: &str) -> bool {
    let lower = content_type.to_lowercase();
    let structured = |(_, subtype): (&str, &str)| subtype.contains("+json");
    lower.contains("application/json") || lower.split_once("application/").is_some_and(structured)
}

/// `/users/{user-id}` -> `users/:userid`.
fn endpoint(path: &str) -> String {
    static PARAMETER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{([-0-9A-Za-z_]+)\}").ok());
    let path = match PARAMETER.as_ref() {
        Some(parameter) => {
            let name = |found: &regex::Captures<'_>| {
                format!(":{}", found.get(1).map_or("", |name| name.as_str()).replace('-', ""))
            };
            parameter.replace_all(path, name)
        }
        None => path.into(),
    };
    path.strip_prefix('/').unwrap_or(&path).to_owned()
}
