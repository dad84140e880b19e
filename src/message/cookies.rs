//! Cookies of a request.

use super::body::decode_uri_component;
use crate::js::{Object, Str, Value, json};

/// `req.cookies`: the `cookie` package under cookie-parser. The first cookie of a name wins, `j:` announces JSON.
pub fn parse(line: &str) -> Value {
    let mut cookies = Object::new();
    // A lone `=` is too short to be a cookie.
    let mut rest = if line.len() < 2 { "" } else { line };
    while let Some(equals) = rest.find('=') {
        // A piece without an equals sign is skipped.
        let (start, end) = match (rest.find(';'), rest.get(..equals).and_then(|name| name.rfind(';'))) {
            (_, Some(semicolon)) => {
                rest = rest.get(semicolon + 1..).unwrap_or_default();
                continue;
            }
            (Some(end), None) => (equals, end),
            (None, None) => (equals, rest.len()),
        };
        let name = rest.get(..start).unwrap_or_default().trim_matches([' ', '\t']);
        // Assigning a text to `__proto__` does nothing in JavaScript.
        if name != "__proto__" && !cookies.contains_key(name) {
            let value = unquote(rest.get(start + 1..end).unwrap_or_default().trim_matches([' ', '\t']));
            cookies.insert(name, value_of(value));
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    Value::object(cookies)
}

/// The cookies of a WebSocket handshake, by the reference's own parser: no JSON, no quotes, empty values
/// skipped, the last of a name wins.
pub fn parse_handshake(line: &str) -> Value {
    let mut cookies = Object::new();
    for pair in line.split(';') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (value, trimmed) = (crate::js::text::trim(value), crate::js::text::trim(name));
        if !name.is_empty() && !value.is_empty() && trimmed != "__proto__" {
            cookies.insert(trimmed, decode_uri_component(value).map_or_else(|| value.into(), Value::from));
        }
    }
    Value::object(cookies)
}

fn unquote(value: &str) -> &str {
    match value {
        "\"" => "",
        _ => value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value),
    }
}

fn value_of(raw: &str) -> Value {
    let text = if raw.contains('%') {
        decode_uri_component(raw).map_or_else(|| Str::new(raw), Str::from)
    } else {
        Str::new(raw)
    };
    let parsed = text.strip_prefix("j:").and_then(|source| json::parse(source).ok());
    parsed.filter(Value::truthy).unwrap_or(Value::String(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_cookies_as_cookie_parser_does() {
        for (line, expected) in [
            ("", r#"{}"#),
            ("a=1; b=two%20words; c=; d; e=x=y", r#"{"a":"1","b":"two words","c":"","e":"x=y"}"#),
            ("a=1; a=2", r#"{"a":"1"}"#),
            (r#"f="quoted"; g=%C3%A9; h=%"#, r#"{"f":"quoted","g":"é","h":"%"}"#),
            (r#"j=j:{"k":1}; k=j:0; l=j:x; m=s:v.sig"#, r#"{"j":{"k":1},"k":"j:0","l":"j:x","m":"s:v.sig"}"#),
            ("m = spaced ;o=;p=nosp", r#"{"m":"spaced","o":"","p":"nosp"}"#),
            ("d; e; a=1", r#"{"a":"1"}"#),
            ("__proto__=1; toString=2", r#"{"toString":"2"}"#),
            ("=", r#"{}"#),
            ("==", r#"{"":"="}"#),
        ] {
            assert_eq!(json::stringify(&parse(line)).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn reads_handshake_cookies_more_simply() {
        let parsed = json::stringify(&parse_handshake(r#"a=1; a=2; b=; c="q"; d=j:1; e=%20x; f=%"#)).unwrap();
        assert_eq!(parsed, r#"{"a":"2","c":"\"q\"","d":"j:1","e":" x","f":"%"}"#);
    }

    proptest! {
        #[test]
        fn never_panics(line in "[a=;\" %é\t]{0,30}|.{0,30}") {
            let _ = (parse(&line), parse_handshake(&line));
        }
    }
}
