//! What a file is: an environment, an OpenAPI document, a companion of one, or something that only lies beside them
//! (the body of a response, a schema that a document refers to).
//!
//! A companion is told by its name alone. Of everything else the content decides.
//! A file that was named is taken at its word: everything but an OpenAPI document is an environment, repaired as far as
//! need be. In a directory a file has to look like one:
//! - like an OpenAPI document, when `openapi` or `swagger` at its top holds a version (one that has only parts for other
//!   documents is left alone all the same);
//! - like recorded traffic, when it has a list `log.entries`;
//! - like an environment, when `lastMigration`, `rootChildren` or `endpointPrefix` stand at its top, or `routes` that
//!   are routes (one has an `endpoint` or `responses`; if there are none, another field of environments is there), or
//!   when it is an export of the Mockoon application, or a list of environments;
//! - a text that is broken looks like what the keys at its top say; `routes` alone are enough there.

use std::path::Path;

use serde_json::{Map, Value};

use super::har::is_har;
use super::names::is_companion_name;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A Mockoon environment, of any age, or an export that holds some.
    Environment,
    /// A Swagger or OpenAPI document.
    OpenApi,
    /// What is declared beside an environment or document.
    Companion,
    /// Recorded traffic (HAR).
    Har,
    /// Something else.
    Neither,
}

/// How the operator named a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// By its path.
    Path,
    /// As one of those in a directory.
    Directory,
}

/// Keys that only environments have.
const ENVIRONMENT_KEYS: [&str; 3] = ["lastMigration", "rootChildren", "endpointPrefix"];

/// Keys that environments have among others; with `routes`, one of them is enough.
const COMMON_KEYS: [&str; 12] = [
    "uuid",
    "name",
    "port",
    "hostname",
    "latency",
    "folders",
    "cors",
    "headers",
    "data",
    "proxyMode",
    "tlsOptions",
    "callbacks",
];

/// What a file is as far as its name decides.
pub fn of_name(path: &Path) -> Option<FileKind> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(is_companion_name).then_some(FileKind::Companion)
}

/// What a parsed file is.
pub fn of_value(value: &Value) -> FileKind {
    match value {
        Value::Object(object) if is_openapi(object) => FileKind::OpenApi,
        Value::Object(_) if is_har(value) => FileKind::Har,
        Value::Object(object) if is_environment(object) || is_export(object) => FileKind::Environment,
        Value::Array(items) if items.iter().any(|item| item.as_object().is_some_and(is_environment)) => {
            FileKind::Environment
        }
        _ => FileKind::Neither,
    }
}

/// Whether a key alone makes an object an environment.
pub fn is_environment_key(key: &str) -> bool {
    ENVIRONMENT_KEYS.contains(&key)
}

/// Whether an OpenAPI document describes nothing that could be called, but schemas and the like for others.
pub fn holds_only_parts(value: &Value) -> bool {
    let has = |key: &&str| value.get(*key).is_some();
    of_value(value) == FileKind::OpenApi
        && ["components", "definitions"].iter().any(has)
        && !["paths", "webhooks"].iter().any(has)
}

fn is_openapi(object: &Map<String, Value>) -> bool {
    ["openapi", "swagger"].iter().filter_map(|key| object.get(*key)).any(|version| match version {
        Value::String(text) => text.trim_start().starts_with(|first: char| first.is_ascii_digit()),
        version => version.is_number(),
    })
}

/// Whether an object looks like an environment.
pub fn is_environment(object: &Map<String, Value>) -> bool {
    let is_route = |route: &Value| route.get("endpoint").is_some() || route.get("responses").is_some();
    let has_routes = || match object.get("routes") {
        Some(Value::Array(routes)) if routes.is_empty() => COMMON_KEYS.iter().any(|key| object.contains_key(*key)),
        Some(Value::Array(routes)) => routes.iter().any(is_route),
        _ => false,
    };
    ENVIRONMENT_KEYS.iter().any(|key| object.contains_key(*key)) || has_routes()
}

/// Whether an object is an export of the Mockoon application: `{source: "mockoon:1.7.0", data}` since 1.6,
/// `{id: "mockoon_export", data}` before.
pub fn is_export(object: &Map<String, Value>) -> bool {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    object.contains_key("data") && (text("source").starts_with("mockoon") || text("id") == "mockoon_export")
}

/// What a value is, in words.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// What a file looks like that cannot be parsed, as far as its bytes were to be had.
pub fn of_broken(bytes: &[u8]) -> FileKind {
    // Of UTF-16, what remains without its zeros is enough for keys.
    let plain: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&plain);
    let mut keys = json_keys(&text);
    keys.extend(yaml_keys(&text));
    let has = |key: &str| keys.contains(&key);
    if has("openapi") || has("swagger") {
        FileKind::OpenApi
    } else if has("log") && text.contains("\"startedDateTime\"") {
        FileKind::Har
    } else if ENVIRONMENT_KEYS.iter().any(|key| has(key))
        || has("routes")
        || has("data") && ["\"mockoon_export\"", "\"mockoon:"].iter().any(|mark| text.contains(mark))
    {
        FileKind::Environment
    } else {
        FileKind::Neither
    }
}

/// The keys of the outermost object of a JSON text, wherever it breaks off.
fn json_keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let (mut depth, mut last) = (0_usize, None);
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '[', '}', ']', ':', '/']) {
        let (mark, after) = (rest.as_bytes().get(at).copied(), rest.get(at + 1..).unwrap_or_default());
        rest = after;
        match mark {
            Some(b'"') => {
                let end = string_end(after);
                last = after.get(..end);
                rest = after.get(end + 1..).unwrap_or_default();
                continue;
            }
            Some(b':') if depth == 1 => keys.extend(last),
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            Some(b'/') if after.starts_with('/') => rest = after.split_once('\n').map_or("", |(_, next)| next),
            _ => {}
        }
        last = None;
    }
    keys
}

/// Where a JSON string ends whose first quote has been read.
fn string_end(text: &str) -> usize {
    let mut is_escaped = false;
    let is_end = |byte: u8| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    };
    text.bytes().position(is_end).unwrap_or(text.len())
}

/// The keys at the beginnings of lines.
fn yaml_keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        let key = key.trim_end().trim_matches(['"', '\'']);
        let is_plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_plain.then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::FileKind::{Environment, Har, Neither, OpenApi};
    use super::*;

    #[test]
    fn environments_and_documents_are_told_from_what_lies_beside_them() {
        for (value, kind) in [
            (json!({ "lastMigration": 33 }), Environment),
            (json!({ "endpointPrefix": "" }), Environment),
            (json!({ "routes": [{ "endpoint": "a" }] }), Environment),
            (json!({ "name": "n", "routes": [] }), Environment),
            (json!({ "source": "mockoon:1.7.0", "data": [] }), Environment),
            (json!({ "id": "mockoon_export", "data": [] }), Environment),
            (json!([{ "name": "n", "routes": [] }]), Environment),
            (json!({ "openapi": "3.0.0" }), OpenApi),
            (json!({ "openapi": 3.1 }), OpenApi),
            (json!({ "swagger": "2.0", "routes": [] }), OpenApi),
            (json!({ "log": { "entries": [] } }), Har),
            (json!({ "log": [] }), Neither),
            (json!({ "a": 1 }), Neither),
            (json!({}), Neither),
            (json!(null), Neither),
            (json!([]), Neither),
            (json!([{ "id": 1 }]), Neither),
            (json!({ "routes": [] }), Neither),
            (json!({ "routes": [{ "line": 5, "stops": [] }] }), Neither),
            (json!({ "routes": { "a": 1 } }), Neither),
            (json!({ "openapi": "docs/openapi.yaml" }), Neither),
            (json!({ "swagger": { "enabled": true } }), Neither),
            (json!({ "source": "crm", "data": [] }), Neither),
            (json!({ "type": "object", "properties": { "openapi": {} } }), Neither),
        ] {
            assert_eq!(of_value(&value), kind, "{value}");
        }
    }

    #[test]
    fn broken_texts_look_like_what_their_keys_say() {
        for (text, kind) in [
            (r#"{"uuid": "x", "lastMigration": 33, "na"#, Environment),
            ("{\n  \"name\": \"a\\\"}\", // no\n  \"routes\": [\n", Environment),
            ("lastMigration: 33\nroutes:\n\t- uuid: x\n", Environment),
            ("<<<<<<< ours\n{\"rootChildren\": []", Environment),
            ("{\"openapi\": \"3.0.0\", \"paths\": {", OpenApi),
            ("'swagger': '2.0'\npaths: [", OpenApi),
            ("", Neither),
            ("{", Neither),
            ("{\"a\": {\"lastMigration\": 33", Neither),
            ("{\"a\": \"lastMigration\", \"b\": [\"openapi\"", Neither),
            ("data:\n  openapi: 3.0.0\n\tx", Neither),
            ("{\"routes\": [", Environment),
            ("hello: [", Neither),
        ] {
            assert_eq!(of_broken(text.as_bytes()), kind, "{text}");
        }
        let wide: Vec<u8> = "\u{feff}{\"lastMigration\": 33}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of_broken(&wide), Environment);
    }
}
