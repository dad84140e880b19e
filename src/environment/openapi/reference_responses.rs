//! The responses of an operation exactly as the reference makes them: one from the schema of each status, and one for
//! each example of JSON. Nothing selects those but their place.

use std::sync::Arc;

use super::described::{described_headers, entries, first_text, is_json, produced};
use super::schema::Bodies;
use super::{OpenApiError, Version};
use crate::environment::defaults;
use crate::environment::model::{Header, RouteResponse};
use crate::js::{Str, Value, number};

/// Makes the responses of operations.
pub struct ReferenceResponses<'d> {
    document: &'d Value,
    version: Version,
}

impl<'d> ReferenceResponses<'d> {
    /// For the operations of one document.
    pub fn new(document: &'d Value, version: Version) -> Self {
        Self { document, version }
    }

    /// The responses of an operation, in its order.
    ///
    /// # Errors
    /// When schemas expand without measure.
    pub fn of(&self, operation: &Value, bodies: &mut Bodies) -> Result<Vec<Arc<RouteResponse>>, OpenApiError> {
        let mut responses = Vec::new();
        if let Some(described) = operation.get("responses").as_object() {
            for (status, response) in described.iter() {
                if let Some(code) = status_code(status) {
                    self.of_status(code, response, operation, bodies, &mut responses)?;
                }
            }
        }
        Ok(responses.into_iter().map(Arc::new).collect())
    }

    /// One response from the schema, and one more for each example.
    fn of_status(
        &self,
        code: f64,
        response: &Value,
        operation: &Value,
        bodies: &mut Bodies,
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
        let headers = headers(&content_types, &response.get("headers"), bodies)?;
        let body = if schema.truthy() { bodies.example(&schema)? } else { Value::Undefined };
        into.push(finished(&body, first_text(&[response.get("description")]), code, headers.clone(), bodies)?);
        for (name, example) in entries(&examples) {
            let body = if self.version == Version::Swagger { example } else { example.get("value") };
            into.push(finished(&body, name, code, headers.clone(), bodies)?);
        }
        Ok(())
    }

    /// Swagger names content types per operation or for all, OpenAPI per response.
    fn content_types(&self, response: &Value, operation: &Value) -> Vec<String> {
        if self.version == Version::Swagger {
            return produced(self.document, operation);
        }
        entries(&response.get("content")).map(|(name, _)| name).collect()
    }
}

fn headers(content_types: &[String], described: &Value, bodies: &mut Bodies) -> Result<Vec<Header>, OpenApiError> {
    const JSON: &str = "application/json";
    let first = content_types.first().map_or(JSON, String::as_str);
    let content_type = if content_types.iter().any(|name| name == JSON) { JSON } else { first };
    let mut headers = vec![Header { key: "Content-Type".into(), value: content_type.into() }];
    headers.extend(described_headers(described, bodies)?);
    Ok(headers)
}

fn finished(
    body: &Value,
    label: String,
    code: f64,
    headers: Vec<Header>,
    bodies: &mut Bodies,
) -> Result<RouteResponse, OpenApiError> {
    let body = if body.is_undefined() { Str::default() } else { bodies.text(body)?.into() };
    Ok(RouteResponse { body, label: label.into(), status_code: code, headers: headers.into(), ..defaults::response() })
}

/// The status of a response; ranges like `4XX` have none, `default` is 200.
fn status_code(status: &str) -> Option<f64> {
    if status == "default" {
        return Some(200.0);
    }
    Some(number::parse_int(status)).filter(|code| (100.0..=999.0).contains(code))
}
