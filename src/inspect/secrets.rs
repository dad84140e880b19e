//! What rules find in a request, as it may be shown: nothing of what is redacted elsewhere, wherever a rule found it.
//!
//! A rule may find a secret without naming it: in the path, in the whole query, in a template, in a variable that an
//! earlier request has set. So what was found is searched for the request's own secrets.

use crate::js::{Str, Value, json};
use crate::message::Request;
use crate::runtime::redact::Redaction;

/// Secrets with fewer characters are looked for as a whole value only: they are part of too much.
const MIN_LENGTH: usize = 4;

/// What was found in a place (`query token`, `path`) as it may be shown: the secrets of addresses are cut out, anything
/// else is replaced as a whole where a secret of the request is in it. `found` says how what was found relates to what is
/// wanted: `differs`.
pub(super) fn shown(place: &str, actual: Value, request: &Request, redaction: &Redaction, found: &str) -> Value {
    if matches!(actual, Value::Null | Value::Undefined | Value::Bool(_)) {
        return actual;
    }
    let (target, name) = place.split_once(' ').unwrap_or((place, ""));
    let text = actual.to_str();
    let is_secret = match (target, &actual) {
        ("path", Value::Array(urls)) => {
            return Value::array(urls.iter().map(|url| Value::from(&*redaction.url(&url.to_str()))).collect());
        }
        ("header", _) => redaction.header(name, &text) != text,
        ("cookie", _) => true,
        // A JSONPath may find it anywhere.
        ("query", _) => redaction.is_named_in(name),
        _ => false,
    };
    if is_secret || secrets(request, redaction).iter().any(|secret| is_in(&actual, secret)) {
        return Value::from(format!("<redacted, {} characters, {found}>", text.chars().count()));
    }
    actual
}

fn is_in(value: &Value, secret: &str) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) => {
            let (mut text, mut quoted) = (String::new(), String::new());
            json::write(value, &mut text);
            json::write_string(secret, &mut quoted);
            let bare = quoted.trim_matches('"');
            text.contains(&quoted) || bare.len() >= MIN_LENGTH && text.contains(bare)
        }
        value => {
            let text = value.to_str();
            *text == *secret || secret.len() >= MIN_LENGTH && text.contains(secret)
        }
    }
}

/// The values in a request that are not shown.
fn secrets(request: &Request, redaction: &Redaction) -> Vec<Str> {
    let mut secrets = Vec::new();
    for (name, value) in request.header_map() {
        let value = Str::from(String::from_utf8_lossy(value.as_bytes()).as_ref());
        if redaction.header(name.as_str(), &value) != value {
            // An authentication scheme is none.
            secrets.extend(value.split_once(' ').map(|(_, credentials)| Str::from(credentials)));
            secrets.push(value);
        }
    }
    leaves(request.cookies(), &mut secrets);
    if let Value::Object(parameters) = request.query() {
        let named = parameters.iter().filter(|(name, _)| redaction.is_secret_parameter(name));
        named.for_each(|(_, value)| leaves(value, &mut secrets));
    }
    for pair in request.uri().query().unwrap_or_default().split('&') {
        let secret = pair.split_once('=').filter(|_| redaction.query(pair) != pair);
        secrets.extend(secret.map(|(_, value)| Str::from(value)));
    }
    secrets.retain(|secret| !secret.is_empty());
    secrets
}

/// The texts in a value; parameters nest as deeply as a query's parser allows.
fn leaves(value: &Value, texts: &mut Vec<Str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| leaves(value, texts)),
        Value::Object(object) => object.iter().for_each(|(_, value)| leaves(value, texts)),
        Value::String(text) => texts.push(text.clone()),
        _ => {}
    }
}
