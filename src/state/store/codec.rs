//! Values as texts of the store: compact JSON in JavaScript's order of keys.
//!
//! What JSON cannot say is a text that begins with NUL: `undefined`, numbers that are not finite, `-0`, dates, safe
//! strings. A text of the user that begins so gets one NUL more.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::Content;
use crate::js::{Object, Str, Value, json, number};

const MARK: char = '\0';
/// How NUL stands in JSON: a text without it holds no marks.
const WRITTEN_MARK: &str = "\\u0000";

/// A value as text.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(value, &mut out);
    out
}

fn write_into(value: &Value, out: &mut String) {
    match value {
        Value::Undefined => mark("u", out),
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Value::Number(n) if n.is_nan() => mark("n", out),
        Value::Number(n) if n.is_infinite() => mark(if *n > 0.0 { "+" } else { "-" }, out),
        Value::Number(n) if *n == 0.0 && n.is_sign_negative() => mark("0", out),
        Value::Number(n) => number::write(*n, out),
        Value::Date(ms) => mark(&format!("d{ms}"), out),
        Value::Safe(inner) => mark(&format!("s{}", write(inner)), out),
        Value::String(text) if text.starts_with(MARK) => json::write_string(&format!("{MARK}{text}"), out),
        Value::String(text) => json::write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_into(item, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (i, (key, item)) in object.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                json::write_string(key, out);
                out.push(':');
                write_into(item, out);
            }
            out.push('}');
        }
    }
}

fn mark(what: &str, out: &mut String) {
    json::write_string(&format!("{MARK}{what}"), out);
}

/// The value that a text says; `None` where it is none of ours.
pub fn read(text: &str) -> Option<Value> {
    let value = json::parse(text).ok()?;
    if text.contains(WRITTEN_MARK) { unmarked(value) } else { Some(value) }
}

fn unmarked(value: Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => match text.strip_prefix(MARK) {
            None => Value::String(text),
            Some(rest) if rest.starts_with(MARK) => Value::from(rest),
            Some("u") => Value::Undefined,
            Some("n") => Value::Number(f64::NAN),
            Some("+") => Value::Number(f64::INFINITY),
            Some("-") => Value::Number(f64::NEG_INFINITY),
            Some("0") => Value::Number(-0.0),
            Some(rest) => match rest.split_at_checked(1)? {
                ("d", ms) => Value::Date(ms.parse().ok()?),
                ("s", inner) => Value::safe(read(inner)?),
                _ => return None,
            },
        },
        Value::Array(items) => Value::array(items.iter().cloned().map(unmarked).collect::<Option<_>>()?),
        Value::Object(object) => {
            let mut read = Object::new();
            for (key, item) in object.iter() {
                read.insert(key.clone(), unmarked(item.clone())?);
            }
            Value::object(read)
        }
        other => other,
    })
}

/// The content of a bucket as text.
pub fn write_content(content: &Content) -> String {
    let kind = match (content.parsed, content.valid_json) {
        (false, _) => 'w',
        (true, false) => 't',
        (true, true) => 'j',
    };
    let mut out = String::from(if content.is_of_file { kind.to_ascii_uppercase() } else { kind });
    write_into(content.value(), &mut out);
    out
}

/// The content that a text says.
pub fn read_content(text: &str) -> Option<Content> {
    let (kind, value) = text.split_at_checked(1)?;
    let value = read(value)?;
    let mut content = match kind {
        "w" | "W" => Content::waiting(value.to_str()),
        "t" | "T" => Content::parsed(value, false),
        "j" | "J" => Content::parsed(value, true),
        _ => return None,
    };
    content.is_of_file = kind == kind.to_ascii_uppercase();
    Some(content)
}

/// Variables of the environment as text.
pub fn write_overlay(overlay: &HashMap<Str, Str>) -> String {
    let object: Object = overlay.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    let mut out = String::new();
    let _ = write!(out, "{}", write(&Value::object(object)));
    out
}

/// The variables that a text says.
pub fn read_overlay(text: &str) -> Option<HashMap<Str, Str>> {
    Some(read(text)?.as_object()?.iter().map(|(name, value)| (name.clone(), value.to_str())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let text = "{\"b\":1,\"a\":[null,true,\"\\u0000u\",\"x\\ud800\",-1.5e300],\"2\":{},\"1\":\"\"}";
        let plain = json::parse(text).expect("JSON");
        let Value::Object(mut object) = plain else { panic!("an object") };
        let odd = [
            Value::Undefined,
            Value::Number(f64::NAN),
            Value::Number(f64::INFINITY),
            Value::Number(f64::NEG_INFINITY),
            Value::Number(-0.0),
            Value::Date(1_234.0),
            Value::Date(f64::NAN),
            Value::safe(Value::from("<b>")),
            Value::from("\0"),
            Value::from("\0\0n"),
        ];
        object.insert("odd", Value::array(odd.to_vec()));
        let whole = Value::object(object);
        let written = write(&whole);
        let back = read(&written).expect("a value");
        assert_eq!(write(&back), written);
        let keys = |value: &Value| value.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>());
        assert_eq!(keys(&back), keys(&whole));
        let odd = back.get("odd");
        let odd = odd.as_array().expect("an array");
        assert!(odd[0].is_undefined() && odd[1].to_number().is_nan());
        assert!(matches!(odd[4], Value::Number(n) if n.is_sign_negative()));
        assert!(matches!(odd[5], Value::Date(ms) if ms == 1_234.0));
        assert!(matches!(&odd[7], Value::Safe(_)));
        assert_eq!((odd[8].as_str(), odd[9].as_str()), (Some("\0"), Some("\0\0n")));
    }

    #[test]
    fn contents_come_back_with_what_is_known_of_them() {
        let contents = [
            Content::parsed(json::parse("[{\"id\":1}]").expect("JSON"), true),
            Content::parsed(Value::from("no { json"), false),
            Content::waiting(Str::new("{{body 'x'}}")),
        ];
        for content in contents {
            let back = read_content(&write_content(&content)).expect("a content");
            assert_eq!(write(back.value()), write(content.value()));
            let known = |content: &Content| (content.parsed, content.valid_json, content.is_of_file);
            assert_eq!(known(&back), known(&content));
        }
        assert!(read_content("").is_none() && read_content("x1").is_none() && read_content("j{").is_none());
    }
}
