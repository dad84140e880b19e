//! What recorded requests had, told in an OpenAPI document: query parameters and bodies.

use serde_json::{Map, Value, json};

use super::exchange::{Exchange, Message};
use super::secrets::REDACTED;
use super::shape::segments;

/// Query parameters of an operation.
const MAX_PARAMETERS: usize = 50;
/// Examples of one media type.
const MAX_EXAMPLES: usize = 3;
/// Bytes of an example.
const MAX_EXAMPLE: usize = 10_000;

/// Adds to the operations of these paths what the requests had that they answer.
pub(super) fn add(paths: &mut Map<String, Value>, exchanges: &[&Exchange]) {
    let templates: Vec<String> = paths.keys().cloned().collect();
    for exchange in exchanges {
        let (path, method) = (exchange.path(), exchange.method.to_ascii_lowercase());
        let is_meant = |template: &&String| fits(template, &path) && !paths[template.as_str()][&method].is_null();
        // What is written out goes before parameters.
        let open = |template: &&String| template.split('/').map(|segment| segment.starts_with('{')).collect::<Vec<_>>();
        let Some(template) = templates.iter().filter(is_meant).min_by_key(open) else { continue };
        let Some(operation) = paths.get_mut(template).and_then(|operations| operations.get_mut(&method)) else {
            continue;
        };
        parameters(operation, exchange.query());
        // Elsewhere a body means nothing.
        if matches!(method.as_str(), "post" | "put" | "patch") && !exchange.request.body.is_empty() {
            body(operation, &exchange.request);
        }
    }
}

fn fits(template: &str, path: &str) -> bool {
    let path = path.replace('{', "%7B").replace('}', "%7D");
    let mut sent = segments(&path);
    let each = segments(template).all(|wanted| {
        sent.next().is_some_and(|segment| wanted.starts_with('{') || wanted.eq_ignore_ascii_case(segment))
    });
    each && sent.next().is_none()
}

fn parameters(operation: &mut Value, query: &str) {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    for (name, value) in &pairs {
        if name.is_empty() {
            continue;
        }
        if !operation["parameters"].is_array() {
            operation["parameters"] = json!([]);
        }
        let Some(list) = operation["parameters"].as_array_mut() else { return };
        let known = list.iter().position(|known| known["in"] == "query" && known["name"] == **name);
        let at = match known {
            Some(at) => at,
            None if list.len() >= MAX_PARAMETERS => continue,
            None => {
                list.push(json!({"name": name, "in": "query", "schema": {"type": "string"}}));
                list.len() - 1
            }
        };
        if pairs.iter().filter(|(other, _)| other == name).count() > 1 {
            list[at]["schema"] = json!({"type": "array", "items": {"type": "string"}});
            if let Some(parameter) = list[at].as_object_mut() {
                parameter.remove("example");
            }
        } else if list[at]["schema"]["type"] == "string"
            && list[at]["example"].is_null()
            && value.len() <= MAX_EXAMPLE
            && !value.contains(REDACTED)
        {
            list[at]["example"] = Value::from(&**value);
        }
    }
}

fn body(operation: &mut Value, request: &Message) {
    let media_type = match request.media_type() {
        none if none.is_empty() => "application/octet-stream".to_owned(),
        media_type => media_type,
    };
    let text = std::str::from_utf8(&request.body).ok();
    let is_form = request.says_form() || media_type == "multipart/form-data";
    let content = &mut operation["requestBody"]["content"];
    if content[&media_type].is_null() {
        content[&media_type] = match text {
            _ if is_form => json!({"schema": {"type": "object"}}),
            _ if request.says_json() => json!({"schema": {}}),
            Some(_) => json!({"schema": {"type": "string"}}),
            None => json!({"schema": {"type": "string", "format": "binary"}}),
        };
    }
    let Some(text) = text.filter(|text| text.len() <= MAX_EXAMPLE && media_type != "multipart/form-data") else {
        return;
    };
    let example = match request.says_json() {
        true => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        false if is_form => fields(text),
        false => Value::from(text),
    };
    let known = content[&media_type]["examples"].as_object();
    let number = known.map_or(0, Map::len) + 1;
    if number <= MAX_EXAMPLES && !known.is_some_and(|known| known.values().any(|known| known["value"] == example)) {
        content[&media_type]["examples"][number.to_string()] = json!({"value": example});
    }
}

/// A form as an object.
fn fields(text: &str) -> Value {
    let pairs = url::form_urlencoded::parse(text.as_bytes());
    pairs.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect::<Map<_, _>>().into()
}
