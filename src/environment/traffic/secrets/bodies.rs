//! Secrets in bodies, by the names of what holds them. What is replaced leaves everything around it as it was.

use std::ops::Range;
use std::sync::LazyLock;

use bytes::Bytes;
use regex::{Captures, Regex};

use super::super::exchange::Message;
use super::super::json_text::{Kind, Step, scalars};
use super::super::multipart::parts;
use super::body_path::BodyPath;
use super::{REDACTED, decoded, names};

/// A JSON text without its secrets; `None` where it is no JSON.
pub(super) fn in_json(text: &str, places: &[BodyPath]) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return None;
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_json = scalars(text, |path, at, kind| {
        let is_value =
            kind == Kind::String || text.as_bytes().get(at.start).is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        let named = || path.iter().any(|step| matches!(step, Step::Key(key) if names::is_secret(key)));
        if is_value && (named() || places.iter().any(|place| place.holds(path))) {
            found.push(at);
        }
        true
    });
    if !is_json {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for at in found {
        if text.get(at.clone()) == Some("\"\"") {
            continue;
        }
        out.push_str(text.get(kept..at.start)?);
        out.push('"');
        out.push_str(REDACTED);
        out.push('"');
        kept = at.end;
    }
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// An encoded form without its secrets.
pub(super) fn in_form(text: &str, is_secret: impl Fn(&str) -> bool, plain: impl Fn(&str) -> String) -> String {
    let pairs: Vec<String> = text
        .split('&')
        .map(|pair| {
            let Some((name, value)) = pair.split_once('=').filter(|(_, value)| !value.is_empty()) else {
                return pair.to_owned();
            };
            let value = decoded(value);
            if is_secret(&decoded(name)) || plain(&value) != value {
                format!("{name}=%5BREDACTED%5D")
            } else {
                pair.to_owned()
            }
        })
        .collect();
    pairs.join("&")
}

/// A multipart body without the contents of secret fields; `None` where it has none.
pub(super) fn in_multipart(message: &Message, is_secret: impl Fn(&str) -> bool) -> Option<Bytes> {
    let body = &message.body;
    let mut out = Vec::with_capacity(body.len());
    let mut kept = 0;
    for part in parts(message) {
        if part.name.is_some_and(|name| is_secret(&name)) {
            out.extend_from_slice(body.get(kept..part.content.start)?);
            out.extend_from_slice(REDACTED.as_bytes());
            kept = part.content.end;
        }
    }
    if kept == 0 {
        return None;
    }
    out.extend_from_slice(body.get(kept..)?);
    Some(out.into())
}

/// Any other text: elements and attributes of XML, and `"name": "value"` wherever it stands (lines of JSON, events,
/// a JSON text that was cut off). `None` where nothing is found.
pub(super) fn in_other(text: &str, is_secret: impl Fn(&str) -> bool) -> Option<String> {
    static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let forms = [
            r#"(")([^"\\\r\n]{1,80})("\s*:\s*")((?:[^"\\]|\\.)+)"#,
            r#"(")([^"\\\r\n]{1,80})("\s*:\s*)(-?[0-9][0-9.eE+-]*)"#,
            r"(<(?:[A-Za-z_][\w.-]*:)?)([A-Za-z_][\w.-]*)((?:\s[^<>]*)?>)([^<]+)",
            r#"([\s?&;,])([A-Za-z_][\w.-]{1,60})(=["']?)([^"'&;,\s<>]+)"#,
        ];
        forms.iter().filter_map(|form| Regex::new(form).ok()).collect()
    });
    let mut out: Option<String> = None;
    for form in FORMS.iter() {
        let replaced = {
            let text = out.as_deref().unwrap_or(text);
            let with = |found: &Captures<'_>| {
                let group = |i: usize| found.get(i).map_or("", |group| group.as_str());
                let value = if is_secret(group(2)) { REDACTED } else { group(4) };
                format!("{}{}{}{value}", group(1), group(2), group(3))
            };
            let replaced = form.replace_all(text, with);
            (replaced != text).then(|| replaced.into_owned())
        };
        out = replaced.or(out);
    }
    out
}
