//! The responses of an operation as the author of the document means them: the examples of the media types are the
//! bodies, the first one answers, a client selects the others (see [`selection`](super::selection)).

use std::sync::Arc;

use super::described::{Content, described_headers, entries, first_text, is_json, media_types};
use super::generated::is_for_mockoon;
use super::schema::Bodies;
use super::selection::{Described, select};
use super::{OpenApiError, Version};
use crate::environment::defaults;
use crate::environment::model::{Header, RouteResponse};
use crate::environment::warning::{Warning, WarningKind};
use crate::js::{Value, json, number};

/// A response in the making.
struct Variant {
    described: Described,
    label: String,
    headers: Vec<Header>,
    body: Body,
}

struct Body {
    text: String,
    /// An example is sent as it is, unless it was written for Mockoon.
    is_literal: bool,
}

/// Makes the responses of operations.
pub struct Responses<'d> {
    document: &'d Value,
    version: Version,
}

impl<'d> Responses<'d> {
    /// For the operations of one document.
    pub fn new(document: &'d Value, version: Version) -> Self {
        Self { document, version }
    }

    /// The responses of an operation, the default one first.
    ///
    /// # Errors
    /// When schemas expand without measure.
    pub fn of(
        &self,
        operation: &Value,
        bodies: &mut Bodies,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<Arc<RouteResponse>>, OpenApiError> {
        let described: Vec<(String, Value)> = entries(&operation.get("responses")).collect();
        let codes = status_codes(&described);
        let mut variants = Vec::new();
        for ((status, response), code) in described.iter().zip(codes) {
            match code {
                Some(status) => self.variants(status, response, operation, bodies, warnings, &mut variants)?,
                None if status.starts_with("x-") => {}
                None => {
                    let text = format!("responses: {status} is no status, it is left out");
                    warnings.push(Warning::new(WarningKind::Description, text));
                }
            }
        }
        let is_success = |variant: &Variant| (200..300).contains(&variant.described.status);
        let default = variants.iter().position(is_success).unwrap_or_default();
        let all: Vec<Described> = variants.iter().map(|variant| variant.described.clone()).collect();
        let selections = select(&all, default).into_iter().zip(variants);
        let mut responses: Vec<_> = selections
            .map(|((order, selection), variant)| {
                let response = RouteResponse {
                    status_code: f64::from(variant.described.status),
                    label: variant.label.into(),
                    headers: variant.headers.into(),
                    body: variant.body.text.into(),
                    disable_templating: variant.body.is_literal,
                    rules: selection.rules.into(),
                    rules_operator: selection.operator,
                    ..defaults::response()
                };
                (order, response)
            })
            .collect();
        responses.sort_by_key(|(order, _)| *order);
        Ok(responses.into_iter().map(|(_, response)| Arc::new(response)).collect())
    }

    /// What one status answers: each example in each media type, or what its schema describes.
    fn variants(
        &self,
        status: u16,
        response: &Value,
        operation: &Value,
        bodies: &mut Bodies,
        warnings: &mut Vec<Warning>,
        into: &mut Vec<Variant>,
    ) -> Result<(), OpenApiError> {
        let label = first_text(&[response.get("description")]);
        let contents = media_types(self.version, self.document, operation, response);
        let before = into.len();
        for content in &contents {
            let mut headers = vec![Header { key: "Content-Type".into(), value: content.sent_type().into() }];
            headers.extend(described_headers(&response.get("headers"), bodies)?);
            for (name, example) in content.examples(warnings) {
                let described = Described { status, media_type: content.sent_type(), name: name.clone() };
                let label = name.unwrap_or_else(|| label.clone());
                let body = example_body(content, &example, bodies)?;
                into.push(Variant { described, label, headers: headers.clone(), body });
            }
        }
        if into.len() == before {
            let first = contents.first();
            let media_type = first.map_or_else(|| "application/json".to_owned(), Content::sent_type);
            let mut headers = vec![Header { key: "Content-Type".into(), value: media_type.as_str().into() }];
            headers.extend(described_headers(&response.get("headers"), bodies)?);
            let body = match first {
                Some(content) => schema_body(content, bodies)?,
                None => Body { text: String::new(), is_literal: false },
            };
            into.push(Variant { described: Described { status, media_type, name: None }, label, headers, body });
        }
        Ok(())
    }
}

/// The body that an example gives.
fn example_body(content: &Content, example: &Value, bodies: &mut Bodies) -> Result<Body, OpenApiError> {
    let text = match example {
        Value::String(text) if !is_json(&content.sent_type()) || is_written_json(text, &content.schema) => {
            text.to_string()
        }
        Value::Object(_) | Value::Array(_) => bodies.text(example)?,
        other if is_json(&content.sent_type()) => bodies.text(other)?,
        other => other.to_str().to_string(),
    };
    let is_literal = !is_for_mockoon(&text);
    Ok(Body { text, is_literal })
}

/// The body that a schema describes, with helpers for what may vary.
fn schema_body(content: &Content, bodies: &mut Bodies) -> Result<Body, OpenApiError> {
    let described = if content.schema.truthy() { bodies.example(&content.schema)? } else { Value::Undefined };
    let is_json = is_json(&content.sent_type());
    let text = match &described {
        Value::Undefined => String::new(),
        Value::String(text) if !is_json || is_written_json(text, &content.schema) => text.to_string(),
        Value::Object(_) | Value::Array(_) => bodies.text(&described)?,
        _ if is_json => bodies.text(&described)?,
        other => other.to_str().to_string(),
    };
    Ok(Body { text, is_literal: false })
}

/// Whether a text is JSON already: authors write the body itself where a value is asked for.
fn is_written_json(text: &str, schema: &Value) -> bool {
    let is_text = schema.get("type").as_str() == Some("string");
    !is_text && text.trim_start().starts_with(['{', '[']) && json::parse(text).is_ok()
}

/// The statuses of responses. A range stands for the first in it that is not described, `default` for an error where
/// there is a success: so that each response has a status of its own.
fn status_codes(described: &[(String, Value)]) -> Vec<Option<u16>> {
    let has_success = described.iter().any(|(status, _)| status.starts_with('2'));
    let mut codes: Vec<Option<u16>> = described
        .iter()
        .map(|(status, _)| if first_of_range(status).is_some() { None } else { status_code(number::parse_int(status)) })
        .collect();
    let ranges = described.iter().enumerate().filter_map(|(at, (status, _))| Some((at, first_of_range(status)?)));
    let default = described.iter().position(|(status, _)| status == "default");
    let default = default.map(|at| (at, if has_success { 500 } else { 200 }));
    for (at, first) in ranges.chain(default) {
        let free = (first..first + 100).find(|code| !codes.contains(&Some(*code))).unwrap_or(first);
        if let Some(code) = codes.get_mut(at) {
            *code = Some(free);
        }
    }
    codes
}

/// The first status of a range such as `4XX`.
fn first_of_range(status: &str) -> Option<u16> {
    let class = status.strip_suffix("XX").or(status.strip_suffix("xx")).filter(|class| class.len() == 1)?;
    status_code(number::parse_int(class) * 100.0)
}

fn status_code(code: f64) -> Option<u16> {
    Some(code).filter(|code| (100.0..=999.0).contains(code)).map(|code| code as u16)
}
