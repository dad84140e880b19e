//! What is kept out of logs, events and the admin API.

use crate::js::{Str, Value};

const REDACTED: &str = "[REDACTED]";

/// The value as it may be shown: credentials are replaced, an authentication scheme stays.
pub fn header(name: &str, value: &Str) -> Str {
    match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, _)) => Str::from(format!("{scheme} {REDACTED}")),
            None => Str::new_static(REDACTED),
        },
        "cookie" | "set-cookie" | "x-api-key" | "api-key" | "x-auth-token" => Str::new_static(REDACTED),
        _ => value.clone(),
    }
}

/// A query string without the values of `token` parameters: the event stream takes the admin token there.
pub fn query(query: &str) -> String {
    if !query.contains("token=") {
        return query.to_owned();
    }
    let shown: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some(("token", _)) => format!("token={REDACTED}"),
            _ => pair.to_owned(),
        })
        .collect();
    shown.join("&")
}

/// Parsed query parameters without the value of `token`.
pub fn query_params(params: &Value) -> Value {
    match params {
        Value::Object(object) if object.contains_key("token") => {
            let mut copy = object.clone();
            copy.insert("token", Value::from(REDACTED));
            Value::Object(copy)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_replaced() {
        assert_eq!(header("Authorization", &"Bearer abc".into()), "Bearer [REDACTED]");
        assert_eq!(header("authorization", &"abc".into()), "[REDACTED]");
        assert_eq!(header("Cookie", &"a=b".into()), "[REDACTED]");
        assert_eq!(header("x-other", &"a".into()), "a");
        assert_eq!(query("a=1&token=x&b=2"), "a=1&token=[REDACTED]&b=2");
    }
}
