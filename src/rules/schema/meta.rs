//! The meta schema of draft 7: which keyword takes what. It looks into every subschema, used or not.

use super::values::{are_unique, is_integer};
use crate::js::Value;

/// The identifiers that name it.
pub const IDS: &[&str] = &["http://json-schema.org/draft-07/schema", "http://json-schema.org/schema"];

const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// Whether a value is a schema of draft 7. Keywords that the draft does not know say nothing.
pub fn is_schema(schema: &Value) -> bool {
    match schema {
        Value::Bool(_) => true,
        Value::Object(keywords) => keywords.iter().all(|(keyword, v)| v.is_undefined() || takes(keyword, v)),
        _ => false,
    }
}

fn takes(keyword: &str, value: &Value) -> bool {
    match keyword {
        "$id" | "$schema" | "$ref" | "$comment" | "title" | "description" | "pattern" | "format"
        | "contentMediaType" | "contentEncoding" => value.as_str().is_some(),
        "readOnly" | "uniqueItems" => matches!(value, Value::Bool(_)),
        "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" => value.as_number().is_some(),
        "multipleOf" => value.as_number().is_some_and(|n| n > 0.0),
        "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties" | "minProperties" => {
            value.as_number().is_some_and(|n| n >= 0.0 && is_integer(n))
        }
        "examples" => value.is_array(),
        "enum" => value.as_array().is_some_and(|items| !items.is_empty() && are_unique(items)),
        "required" => are_names(value),
        "type" => match value {
            Value::Array(items) => !items.is_empty() && items.iter().all(is_type) && are_unique(items),
            one => is_type(one),
        },
        "not" | "if" | "then" | "else" | "additionalItems" | "contains" | "propertyNames" | "additionalProperties" => {
            is_schema(value)
        }
        "allOf" | "anyOf" | "oneOf" => are_schemas(value),
        "items" => is_schema(value) || are_schemas(value),
        "properties" | "patternProperties" | "definitions" => {
            value.as_object().is_some_and(|map| map.values().all(is_schema))
        }
        "dependencies" => value.as_object().is_some_and(|map| map.values().all(|v| is_schema(v) || are_names(v))),
        _ => true,
    }
}

fn is_type(value: &Value) -> bool {
    value.as_str().is_some_and(|name| TYPES.contains(&name))
}

fn are_schemas(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_schema))
}

fn are_names(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(|name| name.as_str().is_some()) && are_unique(items))
}
