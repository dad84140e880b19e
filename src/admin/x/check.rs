//! Checks queries and bodies against the schemas of a row, before its handler sees them: a typo must not silently mean
//! nothing.
//!
//! The part of JSON Schema that the tables use: `type`, `enum`, `properties`, `required`, `additionalProperties`, `items`,
//! `minItems`, `maxItems`, `minimum`, `maximum`, `pattern`, `anyOf`, `$ref`, and of formats `duration` and `uuid`.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;
use serde_json::{Map, Value};

use crate::budget::{self, Budget};
use crate::environment::reader::values::is_uuid;
use crate::matching::query::pairs;
use crate::message::Request;
use crate::spelling::{duration, nearest};

use super::{Parameter, Problem, Row, TABLES, body, quoted};

/// Parameters that every call may have.
pub(super) const COMMON: [&str; 2] = ["session", "environment"];

/// All schemas by name.
static SCHEMAS: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let all = TABLES.iter().flat_map(|table| table.schemas);
    all.map(|(name, text)| ((*name).to_owned(), serde_json::from_str(text).unwrap_or_default())).collect()
});

/// All schemas by name.
pub(super) fn schemas() -> &'static Map<String, Value> {
    &SCHEMAS
}

/// Refuses query parameters that are unknown, repeated or of the wrong kind.
pub(super) fn query(request: &Request, known: &[&[Parameter]]) -> Result<(), Problem> {
    let Some(query) = request.uri().query() else { return Ok(()) };
    let mut seen: Vec<String> = Vec::new();
    for (name, text) in pairs(query) {
        if seen.contains(&name) {
            return Err(Problem::new(400, format!("the query parameter {} may be given once", quoted::text(&name))));
        }
        seen.push(name.clone());
        if COMMON.contains(&name.as_str()) {
            continue;
        }
        let known = || known.iter().flat_map(|list| *list);
        let is_it = |parameter: &&Parameter| match parameter.name.strip_suffix('.') {
            Some(_) => name.len() > parameter.name.len() && name.starts_with(parameter.name),
            None => parameter.name == name,
        };
        let Some(parameter) = known().find(is_it) else {
            if let Some(beginning) = known().map(|parameter| parameter.name).find(|known| *known == name) {
                let message = format!("query parameter \"{beginning}\": a name follows the dot, as in {beginning}NAME");
                return Err(Problem::new(400, message));
            }
            let names = known().map(|parameter| parameter.name).chain(COMMON);
            return Err(Problem::new(400, message_of_unknown("query parameter", &name, names)));
        };
        let schema: Value = serde_json::from_str(parameter.schema).unwrap_or_default();
        // Texts of a query are numbers where a number is asked for.
        let value = match schema["type"].as_str() {
            Some("integer" | "number") => serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text.as_str())),
            Some("boolean") if matches!(text.as_str(), "true" | "false") => Value::from(text == "true"),
            _ => Value::from(text.as_str()),
        };
        fits(&value, &schema, &name).map_err(|problem| Problem::new(400, format!("{name}: {}", problem.message)))?;
    }
    Ok(())
}

/// The body as JSON, if it is what the row's schema says; null where it takes none. These costs are charged for it.
pub(super) fn body(request: &Request, row: &Row, costs: &Budget) -> Result<Value, Problem> {
    let bytes = request.body_bytes();
    let Some(name) = row.body else {
        return match is_nothing(bytes) {
            true => Ok(Value::Null),
            false => Err(Problem::new(400, "this call takes no body; leave it out")),
        };
    };
    let schema = SCHEMAS.get(name).unwrap_or(&Value::Null);
    if bytes.is_empty() {
        return without_body(row, name, schema);
    }
    // What is no JSON, or may be any, is read by the handler.
    if schema["format"] == "binary" || is_anything(schema) {
        return Ok(Value::Null);
    }
    let value: Value = body::parse(bytes, costs, "the body is not JSON")?;
    let _entered = costs.enter();
    fits(&value, schema, "$").map_err(|wrong| Problem::at(wrong.path, wrong.message))?;
    Ok(value)
}

/// Whether a body says nothing: some clients send an empty object where nothing is asked for.
fn is_nothing(bytes: &[u8]) -> bool {
    /// Bytes of an empty object that somebody has laid out.
    const LONGEST: usize = 32;
    bytes.is_empty()
        || (bytes.len() <= LONGEST
            && serde_json::from_slice::<Map<String, Value>>(bytes).is_ok_and(|members| members.is_empty()))
}

/// What no body stands for: all members left out, where a question or an order may be so short. It is never a value, an
/// edit or a new route, which a command that lost its input would be else.
fn without_body(row: &Row, name: &str, schema: &Value) -> Result<Value, Problem> {
    let nothing = Value::Object(Map::new());
    let is_order = row.method == "POST" && !["Route", "RouteResponse"].contains(&name);
    if is_order && schema["format"] != "binary" && fits(&nothing, schema, "$").is_ok() {
        return Ok(nothing);
    }
    let example = row.example.split_once("-d '").and_then(|(_, rest)| rest.strip_suffix('\''));
    let example = example.map_or_else(String::new, |example| format!(" such as {example}"));
    Err(Problem::new(400, format!("the body is empty; send JSON{example}")))
}

/// Whether a schema says nothing of a value.
fn is_anything(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| members.keys().all(|key| key == "description"))
}

/// Refuses a value that is not what a schema says.
pub(super) fn value(value: &Value, schema: &str) -> Result<(), Problem> {
    let schema = SCHEMAS.get(schema).unwrap_or(&Value::Null);
    fits(value, schema, "$").map_err(|wrong| Problem::at(wrong.path, wrong.message))
}

/// Where a value is not what the schema of this name says, as a path below it, and why.
pub(super) fn member(value: &Value, schema: &str) -> Result<(), (String, String)> {
    let schema = SCHEMAS.get(schema).unwrap_or(&Value::Null);
    fits(value, schema, "").map_err(|wrong| (wrong.path, wrong.message))
}

/// Units of work that a look at a value is.
const VALUE: u64 = 40;

/// What does not fit.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    path: String,
    message: String,
}

fn wrong(path: &str, message: impl Into<String>) -> Wrong {
    Wrong { path: path.to_owned(), message: message.into() }
}

fn fits(value: &Value, schema: &Value, path: &str) -> Result<(), Wrong> {
    // Nothing bounds it; but what takes long keeps nobody waiting.
    let _ = budget::work(VALUE);
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return fits(value, SCHEMAS.get(name).unwrap_or(&Value::Null), path);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return fits_any(value, choices, path);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|kind| is_type(value, kind)) {
        return Err(wrong(path, format!("expected {}, not {}", types.join(" or "), quoted::value(value))));
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        let texts: Vec<String> = choices.iter().map(Value::to_string).collect();
        return Err(wrong(path, format!("expected one of {}, not {}", texts.join(", "), quoted::value(value))));
    }
    match value {
        Value::Object(members) => fits_members(members, schema, path),
        Value::Array(items) => fits_items(items, schema, path),
        Value::String(text) => fits_text(text, schema, path),
        Value::Number(number) => fits_number(number.as_f64().unwrap_or_default(), schema, path),
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

/// The error of the choice that the value is most like, where one is of its kind.
fn fits_any(value: &Value, choices: &[Value], path: &str) -> Result<(), Wrong> {
    // What is meant is the choice that knows the most of the value's members, then the one that fits the farthest.
    let known = |choice: &Value| {
        let members = value.as_object().into_iter().flatten();
        members.filter(|(name, _)| !choice["properties"][name.as_str()].is_null()).count()
    };
    let mut meant: Option<((usize, usize), Wrong)> = None;
    for choice in choices {
        match fits(value, choice, path) {
            Ok(()) => return Ok(()),
            Err(error) => {
                let rank = (known(choice), error.path.len());
                if meant.as_ref().is_none_or(|(before, _)| rank > *before) {
                    meant = Some((rank, error));
                }
            }
        }
    }
    match meant.map(|(_, error)| error) {
        Some(error) if error.path != path || value.is_object() => Err(error),
        _ => {
            let kinds: Vec<&str> = choices.iter().filter_map(kind_of).collect();
            Err(wrong(path, format!("expected {}, not {}", kinds.join(" or "), quoted::value(value))))
        }
    }
}

/// What a choice is called in an error.
fn kind_of(schema: &Value) -> Option<&str> {
    schema["title"].as_str().or_else(|| schema["type"].as_str()).or_else(|| {
        let name = schema["$ref"].as_str()?.rsplit('/').next()?;
        Some(name)
    })
}

fn fits_members(members: &Map<String, Value>, schema: &Value, path: &str) -> Result<(), Wrong> {
    let no_properties = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&no_properties);
    for (name, member) in members {
        let at = format!("{path}.{}", quoted::text(name));
        match properties.get(name) {
            Some(schema) => fits(member, schema, &at)?,
            None => match &schema["additionalProperties"] {
                Value::Bool(false) => {
                    let known = properties.keys().map(String::as_str);
                    return Err(wrong(&at, message_of_unknown("key", name, known)));
                }
                Value::Object(_) => fits(member, &schema["additionalProperties"], &at)?,
                _ => {}
            },
        }
    }
    let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match required.find(|name| !members.contains_key(*name)) {
        Some(missing) => Err(wrong(path, format!("\"{missing}\" is missing"))),
        None => Ok(()),
    }
}

fn fits_items(items: &[Value], schema: &Value, path: &str) -> Result<(), Wrong> {
    // First, so that what is too long costs nothing more.
    match schema["maxItems"].as_u64() {
        Some(most) if (items.len() as u64) > most => {
            return Err(wrong(path, format!("expected at most {most} items, not {}", items.len())));
        }
        _ => {}
    }
    for (i, item) in items.iter().enumerate() {
        if schema["items"].is_object() {
            fits(item, &schema["items"], &format!("{path}[{i}]"))?;
        }
    }
    match schema["minItems"].as_u64() {
        Some(least) if (items.len() as u64) < least => Err(wrong(path, format!("expected at least {least} items"))),
        _ => Ok(()),
    }
}

fn fits_text(text: &str, schema: &Value, path: &str) -> Result<(), Wrong> {
    if schema["format"] == "duration" && duration(text).is_none() {
        return Err(wrong(
            path,
            format!("expected a duration such as \"250ms\", \"5s\" or \"1m\", not \"{}\"", quoted::text(text)),
        ));
    }
    if schema["format"] == "uuid" && !is_uuid(text) {
        return Err(wrong(path, format!("expected a uuid, not \"{}\"", quoted::text(text))));
    }
    if schema["pattern"].as_str().is_some_and(|pattern| !fits_pattern(pattern, text)) {
        let wanted = schema["description"].as_str().or(schema["pattern"].as_str()).unwrap_or_default();
        return Err(wrong(path, format!("expected {wanted}, not \"{}\"", quoted::text(text))));
    }
    Ok(())
}

/// Whether a text fits a pattern of our own tables; each is compiled once.
fn fits_pattern(pattern: &str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if !compiled.contains_key(pattern) {
        compiled.insert(pattern.to_owned(), Regex::new(pattern).ok());
    }
    compiled.get(pattern).and_then(Option::as_ref).is_none_or(|pattern| pattern.is_match(text))
}

fn fits_number(number: f64, schema: &Value, path: &str) -> Result<(), Wrong> {
    let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    match (least, most) {
        (Some(least), _) if number < least => Err(wrong(path, format!("expected a number from {least}, not {number}"))),
        (_, Some(most)) if number > most => Err(wrong(path, format!("expected a number up to {most}, not {number}"))),
        _ => Ok(()),
    }
}

fn is_type(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    }
}

fn message_of_unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let near = nearest(name, known.iter().copied());
    let name = quoted::text(name);
    match near {
        Some(near) => format!("unknown {what} \"{name}\"; did you mean \"{near}\"?"),
        None if known.is_empty() => format!("unknown {what} \"{name}\"; there is none here"),
        None => format!("unknown {what} \"{name}\"; known are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn says_where_and_what_would_be_right() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["name"],
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z]+$", "description": "letters"},
                "ttl": {"type": "string", "format": "duration"},
                "count": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "object", "title": "bounds",
                    "additionalProperties": false, "properties": {"atLeast": {"type": "integer"}}}]},
                "list": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"enum": ["a", "b"]}},
            }
        });
        for (value, path, message) in [
            (json!({"name": "a", "ttl": "5s", "count": {"atLeast": 1}, "list": ["a"]}), "", ""),
            (json!([]), "$", "expected object, not []"),
            (json!({}), "$", "\"name\" is missing"),
            (json!({"name": "A"}), "$.name", "expected letters, not \"A\""),
            (json!({"nam": "a"}), "$.nam", "unknown key \"nam\"; did you mean \"name\"?"),
            (
                json!({"name": "a", "ttl": "5"}),
                "$.ttl",
                "expected a duration such as \"250ms\", \"5s\" or \"1m\", not \"5\"",
            ),
            (json!({"name": "a", "count": -1}), "$.count", "expected integer or bounds, not -1"),
            (
                json!({"name": "a", "count": {"atleast": 1}}),
                "$.count.atleast",
                "unknown key \"atleast\"; did you mean \"atLeast\"?",
            ),
            (json!({"name": "a", "list": ["c"]}), "$.list[0]", "expected one of \"a\", \"b\", not \"c\""),
            (json!({"name": "a", "list": []}), "$.list", "expected at least 1 items"),
            (json!({"name": "a", "list": ["c", "c", "c"]}), "$.list", "expected at most 2 items, not 3"),
        ] {
            let found = fits(&value, &schema, "$").err().map(|wrong| (wrong.path, wrong.message)).unwrap_or_default();
            assert_eq!(found, (path.to_owned(), message.to_owned()), "{value}");
        }
    }

    #[test]
    fn what_is_wrong_is_quoted_in_short_whatever_its_kind() {
        let closed =
            |properties: Value| json!({"type": "object", "additionalProperties": false, "properties": properties});
        let (long, list) = ("x".repeat(100_000), json!(vec![json!({"path": "/ok"}); 10_000]));
        for schema in [
            json!({"type": "object"}),
            json!({"enum": ["a", "b"]}),
            json!({"type": "string", "format": "duration"}),
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string", "pattern": "^[a-z]$"}),
            json!({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}),
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array", "maxItems": 3}),
            closed(json!({"path": {"type": "integer"}})),
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ] {
            for value in [json!(long), list.clone(), json!({long.clone(): 1}), json!({"path": long}), json!([list])] {
                let Err(wrong) = fits(&value, &schema, "$") else { continue };
                let length = wrong.path.len() + wrong.message.len();
                assert!(length < 250, "{schema}: {length} bytes");
            }
        }
    }
}
