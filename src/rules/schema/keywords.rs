//! The keywords that strict mode knows, by what stands behind them.

/// Keywords with one schema as their value.
pub const ONE: &[&str] =
    &["not", "if", "then", "else", "additionalItems", "contains", "propertyNames", "additionalProperties", "items"];
/// Keywords with a list of schemas.
pub const LISTS: &[&str] = &["anyOf", "oneOf", "allOf", "items"];
/// Keywords with a map of schemas.
pub const MAPS: &[&str] = &["properties", "patternProperties", "dependencies"];
/// Keywords that say something about values.
pub const PLAIN: &[&str] = &[
    "$ref",
    "type",
    "nullable",
    "const",
    "enum",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "pattern",
    "maxProperties",
    "minProperties",
    "required",
    "maxItems",
    "minItems",
    "uniqueItems",
    "format",
];
/// Keywords that say nothing about values.
pub const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$vocabulary",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "contentMediaType",
    "contentEncoding",
    "contentSchema",
];

/// Whether a keyword is known and says nothing about values.
pub fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword)
}
