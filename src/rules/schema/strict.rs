//! What Ajv's strict mode refuses, and what it understands beyond draft 7 (`nullable`).

use serde_json::{Map, Value as Json};

use super::formats;

/// Keywords with one schema as their value.
const ONE: &[&str] =
    &["not", "if", "then", "else", "additionalItems", "contains", "propertyNames", "additionalProperties"];
/// Keywords with a list of schemas.
const LISTS: &[&str] = &["anyOf", "oneOf", "allOf"];
/// Keywords with a map of schemas.
const MAPS: &[&str] = &["properties", "patternProperties", "definitions", "$defs"];
/// Keywords with anything else.
const PLAIN: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$ref",
    "$vocabulary",
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
    "items",
    "dependencies",
];
/// The draft that the reference knows.
const DRAFT_7: &[&str] = &["http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema"];

/// The schema with `nullable` written out; `None` where strict mode refuses it.
pub fn normalise(schema: Json) -> Option<Json> {
    let Json::Object(mut map) = schema else { return matches!(schema, Json::Bool(_)).then_some(schema) };
    for key in map.keys() {
        let known = [ONE, LISTS, MAPS, PLAIN].iter().any(|list| list.contains(&key.as_str()));
        if !known {
            return None;
        }
    }
    if !keywords_fit(&map) {
        return None;
    }
    nullable(&mut map)?;
    for (key, value) in &mut map {
        let key = key.as_str();
        if ONE.contains(&key) {
            *value = normalise(value.take())?;
        } else if LISTS.contains(&key) || (key == "items" && value.is_array()) {
            for item in value.as_array_mut()? {
                *item = normalise(item.take())?;
            }
        } else if MAPS.contains(&key) {
            for item in value.as_object_mut()?.values_mut() {
                *item = normalise(item.take())?;
            }
        } else if key == "items" {
            *value = normalise(value.take())?;
        } else if key == "dependencies" {
            for item in value.as_object_mut()?.values_mut().filter(|v| !v.is_array()) {
                *item = normalise(item.take())?;
            }
        }
    }
    Some(Json::Object(map))
}

/// Combinations that strict mode refuses: a keyword that would be ignored without another.
fn keywords_fit(map: &Map<String, Json>) -> bool {
    let has = |key: &str| map.contains_key(key);
    let draft = map.get("$schema").is_none_or(|s| s.as_str().is_some_and(|s| DRAFT_7.contains(&s)));
    let format = match map.get("format") {
        None => true,
        Some(Json::String(name)) => formats::NAMES.contains(&name.as_str()),
        Some(_) => false,
    };
    let conditions = has("if") == (has("then") || has("else"));
    let items = !has("additionalItems") || map.get("items").is_some_and(Json::is_array);
    draft && format && conditions && items
}

/// Writes `nullable: true` out as the type `null`; it needs a type to add to.
fn nullable(map: &mut Map<String, Json>) -> Option<()> {
    let Some(nullable) = map.remove("nullable") else { return Some(()) };
    let types = map.get("type")?;
    if nullable == Json::Bool(true) {
        let mut types = match types {
            Json::Array(types) => types.clone(),
            one => vec![one.clone()],
        };
        if !types.contains(&Json::from("null")) {
            types.push(Json::from("null"));
        }
        map.insert("type".to_owned(), Json::Array(types));
    }
    Some(())
}
