//! What a document says of a response: its media types with their schemas and examples, and its headers.

use super::schema::Bodies;
use super::{OpenApiError, Version};
use crate::environment::model::Header;
use crate::environment::warning::{Warning, WarningKind};
use crate::js::{Value, json};

/// A body in one media type.
pub struct Content {
    /// The media type as the document writes it.
    media_type: String,
    /// What the body looks like.
    pub schema: Value,
    /// `example`, for Swagger the example of this media type.
    example: Value,
    /// `examples` by name.
    examples: Value,
}

impl Content {
    /// The media type that is sent: a range means its usual member.
    pub fn sent_type(&self) -> String {
        match self.media_type.trim().split_once('/') {
            Some(("*" | "application", "*")) | None => "application/json".to_owned(),
            Some(("text", "*")) => "text/plain".to_owned(),
            Some((_, "*")) => "application/octet-stream".to_owned(),
            Some(_) => self.media_type.trim().to_owned(),
        }
    }

    /// The examples with their names, the one without a name first.
    pub fn examples(&self, warnings: &mut Vec<Warning>) -> Vec<(Option<String>, Value)> {
        let unnamed = (!self.example.is_undefined()).then(|| (None, self.example.clone()));
        let mut examples: Vec<_> = unnamed.into_iter().collect();
        for (name, example) in entries(&self.examples) {
            let value = example.get("value");
            if !value.is_undefined() {
                examples.push((Some(name), value));
            } else if example.get("externalValue").truthy() {
                let text = format!("example \"{name}\": an externalValue is not fetched, write it as `value`");
                warnings.push(Warning::new(WarningKind::Description, text));
            } else if !["summary", "description", "$ref"].iter().any(|key| example.get(key).truthy()) {
                // Without the object around it.
                examples.push((Some(name), example));
            }
        }
        examples
    }

    fn rank(&self) -> u8 {
        match self.sent_type() {
            json if json == "application/json" => 0,
            other if is_json(&other) => 1,
            _ => 2,
        }
    }
}

/// The media types of a response, JSON first.
pub fn media_types(version: Version, document: &Value, operation: &Value, response: &Value) -> Vec<Content> {
    let mut contents: Vec<Content> = if version == Version::Swagger {
        swagger_types(document, operation, response)
    } else {
        let content = |(media_type, content): (String, Value)| Content {
            media_type,
            schema: content.get("schema"),
            example: content.get("example"),
            examples: content.get("examples"),
        };
        entries(&response.get("content")).map(content).collect()
    };
    contents.sort_by_key(Content::rank);
    contents
}

/// Swagger names media types per operation or for all, and in the examples; without any, JSON is meant.
fn swagger_types(document: &Value, operation: &Value, response: &Value) -> Vec<Content> {
    let (schema, examples) = (response.get("schema"), response.get("examples"));
    let mut names: Vec<String> = produced(document, operation);
    for (name, _) in entries(&examples) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() && schema.truthy() {
        names.push("application/json".to_owned());
    }
    let content = |media_type: String| Content {
        schema: schema.clone(),
        example: examples.get(&media_type),
        examples: Value::Undefined,
        media_type,
    };
    names.into_iter().map(content).collect()
}

/// The media types that a Swagger document names for an operation.
pub fn produced(document: &Value, operation: &Value) -> Vec<String> {
    let places = [operation, document].into_iter().flat_map(|at| [at.get("produces"), at.get("consumes")]);
    let named = places.into_iter().find(|names| !names.is_nullish()).unwrap_or_default();
    named.as_array().unwrap_or_default().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The headers that a response describes.
///
/// # Errors
/// When a schema expands without measure.
pub fn described_headers(described: &Value, bodies: &mut Bodies) -> Result<Vec<Header>, OpenApiError> {
    let header = |(name, description): (String, Value)| {
        let value = header_value(&description, bodies)?;
        Ok(Header { key: name.into(), value: value.into() })
    };
    entries(described).map(header).collect()
}

/// The example, the first of several, or one made from the schema.
fn header_value(description: &Value, bodies: &mut Bodies) -> Result<String, OpenApiError> {
    let (example, examples, schema) =
        (description.get("example"), description.get("examples"), description.get("schema"));
    let value = if !example.is_nullish() {
        bodies.as_given(example)
    } else if !examples.is_nullish() {
        bodies.as_given(entries(&examples).next().map(|(_, first)| first.get("value")).unwrap_or_default())
    } else {
        bodies.example(&schema)?
    };
    Ok(match value {
        Value::Undefined | Value::Null => String::new(),
        Value::Object(_) | Value::Array(_) => json::stringify(&value).unwrap_or_default(),
        // The reference keeps numbers as they are and then fails to parse them as templates.
        scalar => scalar.to_str().to_string(),
    })
}

/// The names and values of an object or list.
pub fn entries(value: &Value) -> impl Iterator<Item = (String, Value)> + use<> {
    let entries: Vec<(String, Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect(),
        _ => Vec::new(),
    };
    entries.into_iter()
}

/// The first value that is not empty, as text.
pub fn first_text(values: &[Value]) -> String {
    values.iter().find(|value| value.truthy()).map(|value| value.to_str().to_string()).unwrap_or_default()
}

/// Whether bodies of this media type are JSON.
pub fn is_json(content_type: &str) -> bool {
    let lower = content_type.to_lowercase();
    let structured = |(_, subtype): (&str, &str)| subtype.contains("+json");
    lower.contains("application/json") || lower.split_once("application/").is_some_and(structured)
}
