//! The operator `valid_json_schema`: draft 7 with formats, as strict as the reference (Ajv in strict mode):
//! a schema with an unknown keyword or format, of another draft, or broken in itself validates nothing.

mod formats;
mod strict;

use jsonschema::Draft;
use serde_json::{Map, Number, Value as Json};

use crate::js::Value;

/// Deeper schemas and values than this are not valid: validation recurses.
const MAX_DEPTH: usize = 200;

/// Whether the value is valid under the schema.
pub fn is_valid(schema: &Value, value: &Value) -> bool {
    let (Some(schema), Some(value)) = (to_json(schema, 0), to_json(value, 0)) else { return false };
    let schema = match schema {
        Json::Bool(_) => schema,
        Json::Object(_) => match strict::normalise(schema) {
            Some(schema) => schema,
            None => return false,
        },
        _ => return false,
    };
    let options = jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(true);
    let options = formats::NAMES
        .iter()
        .fold(options, |options, name| options.with_format(*name, move |text: &str| formats::is_valid(name, text)));
    options.build(&schema).is_ok_and(|validator| validator.is_valid(&value))
}

/// The value as JSON: numbers that are whole become integers, what JSON cannot hold is left out.
fn to_json(value: &Value, depth: usize) -> Option<Json> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match value {
        Value::Undefined | Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => Json::Number(Number::from(*n as i64)),
        Value::Number(n) => Json::Number(Number::from_f64(*n)?),
        Value::String(s) => Json::String(s.to_string()),
        Value::Safe(_) | Value::Date(_) => Json::String(value.to_str().to_string()),
        Value::Array(items) => {
            Json::Array(items.iter().map(|item| to_json(item, depth + 1)).collect::<Option<Vec<_>>>()?)
        }
        Value::Object(object) => {
            let mut map = Map::with_capacity(object.len());
            for (key, item) in object.iter().filter(|(_, v)| !v.is_undefined()) {
                map.insert(key.to_string(), to_json(item, depth + 1)?);
            }
            Json::Object(map)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    fn valid(schema: &str, value: &str) -> bool {
        is_valid(&json::parse(schema).unwrap(), &json::parse(value).unwrap())
    }

    #[test]
    fn validates_draft_7() {
        let schema = r#"{"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":1}}}"#;
        assert!(valid(schema, r#"{"a":1.0}"#));
        assert!(!valid(schema, r#"{"a":0}"#));
        assert!(valid(r#"{"format":"email"}"#, r#""a@b.co""#));
        assert!(!valid(r#"{"format":"date"}"#, r#""2021-02-30""#));
        assert!(valid("{}", "1"));
        assert!(valid("true", "1"));
    }

    #[test]
    fn is_strict_about_the_schema() {
        for schema in [
            r#"{"colour":"red"}"#,
            r#"{"format":"colour"}"#,
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#,
            r#"{"type":"strin"}"#,
            r#"{"properties":{"a":{"nope":1}}}"#,
            r#"{"then":{}}"#,
            r##"{"$ref":"#/definitions/none"}"##,
            "1",
        ] {
            assert!(!valid(schema, "1"), "{schema}");
        }
    }
}
