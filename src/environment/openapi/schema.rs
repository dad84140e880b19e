//! Schemas to template bodies.

use std::sync::LazyLock;

use regex::Regex;

use super::generated;
use super::{Compat, OpenApiError, Version};
use crate::js::{Object, Value, json};

/// A document may expand to so many values in all.
const MAX_VALUES: usize = 1_000_000;

/// Makes bodies; counts what it makes.
pub struct Bodies {
    version: Version,
    compat: Compat,
    left: usize,
}

impl Bodies {
    /// For one document.
    pub fn new(version: Version, compat: Compat) -> Self {
        Self { version, compat, left: MAX_VALUES }
    }

    /// The text of a body: two blanks of indentation, helpers for numbers and truth values without quotes.
    pub fn text(&mut self, body: &Value) -> Result<String, OpenApiError> {
        /// What may lose its quotes, and only that; the reference knows one bound.
        static OF_REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| primitives("(?: max=99999)?"));
        static PRIMITIVES: LazyLock<Option<Regex>> =
            LazyLock::new(|| primitives("(?: max=99999| max=[-0-9.]+ min=[-0-9.]+)?"));
        self.weigh(body)?;
        let text = json::stringify_pretty(body, 2).unwrap_or_default();
        let primitives = if self.compat == Compat::AsMeant { &PRIMITIVES } else { &OF_REFERENCE };
        Ok(match primitives.as_ref() {
            Some(primitives) if text.contains("{{") => primitives.replace_all(&text, "${1}").into_owned(),
            _ => text,
        })
    }

    /// An example of what a schema describes, with helpers for what may vary; undefined for what is no schema.
    pub fn example(&mut self, schema: &Value) -> Result<Value, OpenApiError> {
        self.count()?;
        if !matches!(schema, Value::Object(_) | Value::Array(_)) {
            return Ok(Value::Undefined);
        }
        if let Some(values) = schema.get("enum").as_array() {
            return Ok(match self.compat {
                Compat::AsMeant => generated::choice(values).unwrap_or_else(|| one_of(values)),
                Compat::Reference => one_of(values),
            });
        }
        if let Some(given) = self.given(schema) {
            return Ok(self.as_given(given));
        }
        if let Some(parts) = schema.get("allOf").as_array().filter(|parts| !parts.is_empty()) {
            return self.example(&merge(parts));
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(first) = schema.get(key).as_array().and_then(<[Value]>::first) {
                return self.example(first);
            }
        }
        self.by_type(schema)
    }

    /// What the schema itself gives as a value.
    fn given(&self, schema: &Value) -> Option<Value> {
        let is_31 = self.version == Version::V31;
        let constant = (is_31 || self.compat == Compat::AsMeant).then(|| schema.get("const"));
        let first_example = || is_31.then(|| schema.get("examples").get("0"));
        let candidates = [constant, Some(schema.get("example")), first_example(), Some(schema.get("default"))];
        candidates.into_iter().flatten().find(|value| !value.is_undefined())
    }

    /// What a document gives as a value, for a body that is a template: it is sent as it is, unless it was written for
    /// Mockoon.
    pub fn as_given(&self, value: Value) -> Value {
        if self.compat == Compat::AsMeant { generated::escaped(value) } else { value }
    }

    fn by_type(&mut self, schema: &Value) -> Result<Value, OpenApiError> {
        let kind = self.kind(schema);
        if self.compat == Compat::AsMeant
            && let Some(valid) = generated::within_bounds(&kind, schema)
        {
            return Ok(valid);
        }
        let format = schema.get("format");
        Ok(Value::str(match (kind.as_str(), format.as_str().unwrap_or_default()) {
            ("integer", _) => "{{faker 'number.int' max=99999}}",
            ("number", "float" | "double") => "{{faker 'number.float'}}",
            ("number", _) => "{{faker 'number.int' max=99999}}",
            ("string", "date") => "{{date '2019' (now) 'yyyy-MM-dd'}}",
            ("string", "date-time") => "{{faker 'date.recent' 365}}",
            ("string", "email") => "{{faker 'internet.email'}}",
            ("string", "uuid") => "{{faker 'string.uuid'}}",
            ("boolean", _) => "{{faker 'datatype.boolean'}}",
            ("array", _) => return self.list(schema),
            ("object", _) => return self.object(schema),
            _ => "",
        }))
    }

    /// The first type; an object if there are only properties. In 3.1 `null` is a type, which only counts when alone.
    fn kind(&self, schema: &Value) -> String {
        let kind = match schema.get("type") {
            Value::Array(kinds) => {
                let solid = |kind: &&Value| self.version != Version::V31 || kind.as_str() != Some("null");
                kinds.iter().find(solid).or(kinds.first()).cloned().unwrap_or_default()
            }
            kind => kind,
        };
        if !kind.truthy() && matches!(schema.get("properties"), Value::Object(_) | Value::Array(_)) {
            return "object".to_owned();
        }
        kind.as_str().unwrap_or_default().to_owned()
    }

    fn list(&mut self, schema: &Value) -> Result<Value, OpenApiError> {
        let item = self.example(&schema.get("items"))?;
        let is_csv = schema.get("collectionFormat").as_str() == Some("csv");
        let count = if self.compat == Compat::AsMeant { generated::item_count(schema) } else { 1 };
        (1..count).try_for_each(|_| self.weigh(&item))?;
        Ok(if is_csv { item } else { Value::array(vec![item; count]) })
    }

    fn object(&mut self, schema: &Value) -> Result<Value, OpenApiError> {
        let mut object = Object::new();
        if let Some(properties) = schema.get("properties").as_object() {
            for (name, property) in properties.iter() {
                object.insert(name.clone(), self.example(property)?);
            }
        }
        Ok(Value::object(object))
    }

    fn count(&mut self) -> Result<(), OpenApiError> {
        self.left = self.left.checked_sub(1).ok_or(OpenApiError::TooLarge(MAX_VALUES))?;
        Ok(())
    }

    /// Counts all values inside: references make a small document stand for a huge one.
    fn weigh(&mut self, value: &Value) -> Result<(), OpenApiError> {
        self.count()?;
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.weigh(item)),
            Value::Object(object) => object.values().try_for_each(|item| self.weigh(item)),
            _ => Ok(()),
        }
    }
}

/// Helpers in quotes that print what needs none, with these bounds of numbers.
fn primitives(bounds: &str) -> Option<Regex> {
    let literal = r"(?:-?[0-9]+(?:\.[0-9]+)?|true|false|null)";
    let faker = format!(r"faker '(?:number\.int|number\.float|datatype\.boolean)'{bounds}");
    Regex::new(&format!(r#""(\{{\{{(?:{faker}|oneOf {literal}(?: {literal})*?)\}}\}})""#)).ok()
}

/// A helper that picks one of these values.
fn one_of(values: &[Value]) -> Value {
    let written = values.iter().map(|value| match value {
        Value::String(text) => format!("'{text}'"),
        other => other.to_str().to_string(),
    });
    Value::str(format!("{{{{oneOf {}}}}}", written.collect::<Vec<_>>().join(" ")))
}

/// One schema from the parts of an `allOf`: their properties, examples and enumerations together, the first default.
/// What else stands in the parts, an `allOf` of their own for instance, does not count.
fn merge(parts: &[Value]) -> Value {
    let mut properties = Object::new();
    let mut example: Option<Object> = None;
    let mut default = Value::Undefined;
    let mut choices: Option<Vec<Value>> = None;
    for part in parts {
        copy_into(&mut properties, &part.get("properties"));
        let given = part.get("example");
        if given.truthy() {
            copy_into(example.get_or_insert_default(), &given);
        }
        if default.is_undefined() {
            default = part.get("default");
        }
        if let Some(values) = part.get("enum").as_array() {
            choices = Some(match choices.take() {
                None => values.to_vec(),
                Some(earlier) => union(&earlier, values),
            });
        }
    }
    let mut merged = Object::new();
    merged.insert("type", Value::str("object"));
    merged.insert("properties", Value::object(properties));
    merged.insert("example", example.map(Value::object).unwrap_or_default());
    merged.insert("default", default);
    merged.insert("enum", choices.map(Value::array).unwrap_or_default());
    Value::object(merged)
}

/// The values of both lists, each once.
fn union(left: &[Value], right: &[Value]) -> Vec<Value> {
    let mut union: Vec<Value> = Vec::new();
    for value in left.iter().chain(right) {
        if !union.iter().any(|known| known.strict_eq(value)) {
            union.push(value.clone());
        }
    }
    union
}

/// `Object.assign(target, source)`.
fn copy_into(target: &mut Object, source: &Value) {
    match source {
        Value::Object(object) => {
            for (key, value) in object.iter() {
                target.insert(key.clone(), value.clone());
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                target.insert(index.to_string(), value.clone());
            }
        }
        Value::String(text) => {
            for (index, letter) in text.chars().enumerate() {
                target.insert(index.to_string(), Value::str(letter.to_string()));
            }
        }
        _ => {}
    }
}
