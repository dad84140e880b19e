//! What is kept out of logs, events and the admin API: credentials, and what the operator adds to them
//! (`MOCKOON_REDACT_HEADERS`, `MOCKOON_REDACT_QUERY`).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::environment::credentials::without_credentials;
use crate::environment::traffic::Secrets;
use crate::js::{Object, Str, Value};
use crate::masking;

const REDACTED: &str = "[REDACTED]";
/// Headers that hold credentials and nothing else.
const HEADERS: [&str; 5] = ["cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token"];
/// Headers whose values are addresses.
const ADDRESSES: [&str; 7] =
    ["referer", "referrer", "location", "content-location", "x-original-url", "x-original-uri", "x-forwarded-uri"];
/// The query parameter that the event stream takes the admin token in.
const TOKEN: &str = "token";

/// What is redacted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    headers: Vec<String>,
    parameters: Vec<String>,
}

impl Redaction {
    /// With headers and query parameters that hold secrets beside the known ones, in any case.
    pub fn new(headers: &[String], parameters: &[String]) -> Self {
        let lower = |names: &[String]| names.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { headers: lower(headers), parameters: lower(parameters) }
    }

    /// What recordings and HAR files leave out: what always is, and what the operator adds.
    pub(crate) fn and(&self, secrets: Secrets) -> Secrets {
        secrets.beside(&self.headers, &self.parameters)
    }

    /// A header's value as it may be shown: credentials are replaced, an authentication scheme stays.
    pub fn header(&self, name: &str, value: &Str) -> Str {
        let name = name.to_ascii_lowercase();
        if HEADERS.contains(&name.as_str()) || self.headers.contains(&name) {
            return Str::new_static(REDACTED);
        }
        match name.as_str() {
            "authorization" | "proxy-authorization" => match value.split_once(' ') {
                Some((scheme, _)) => Str::from(format!("{scheme} {REDACTED}")),
                None => Str::new_static(REDACTED),
            },
            name if ADDRESSES.contains(&name) => match self.url(value) {
                Cow::Borrowed(_) => value.clone(),
                Cow::Owned(shown) => shown.into(),
            },
            _ => value.clone(),
        }
    }

    /// An address without credentials before its host and without secrets in its query and behind it.
    pub fn url<'u>(&self, url: &'u str) -> Cow<'u, str> {
        let bare = without_credentials(url);
        let Some(start) = bare.find(['?', '#']) else { return bare };
        let (path, rest) = bare.split_at(start);
        // Each part with the mark that begins it.
        let (query, fragment) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
        let part = |part: &str| match part.split_at_checked(1) {
            Some((mark, pairs)) => format!("{mark}{}", self.query(pairs)),
            None => String::new(),
        };
        let shown = format!("{path}{}{}", part(query), part(fragment));
        if shown == *bare { bare } else { shown.into() }
    }

    /// A query string without the values of secret parameters.
    pub fn query(&self, query: &str) -> String {
        let shown: Vec<Cow<'_, str>> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if self.is_secret_parameter(&decoded(name)) => format!("{name}={REDACTED}").into(),
                _ => pair.into(),
            })
            .collect();
        shown.join("&")
    }

    /// Parsed query parameters without the values of secret ones.
    pub fn query_params(&self, params: &Value) -> Value {
        let Value::Object(object) = params else { return params.clone() };
        let secrets: Vec<Str> =
            object.iter().map(|(name, _)| name.clone()).filter(|name| self.is_secret_parameter(name)).collect();
        if secrets.is_empty() {
            return params.clone();
        }
        let mut copy = object.clone();
        for name in secrets {
            copy.insert(name, Value::from(REDACTED));
        }
        Value::Object(copy)
    }

    /// Whether the value of a query parameter is a secret, also that of a part of it (`token[0]`, `token.0`).
    pub fn is_secret_parameter(&self, name: &str) -> bool {
        let name = name.split(['[', '.']).next().unwrap_or_default();
        name.eq_ignore_ascii_case(TOKEN) || self.parameters.iter().any(|secret| secret.eq_ignore_ascii_case(name))
    }

    /// Whether a path into the query, of whatever kind, names a secret parameter.
    pub fn is_named_in(&self, path: &str) -> bool {
        path.split(['$', '.', '[', ']', '\'', '"']).any(|name| self.is_secret_parameter(name))
    }
}

/// A value without the secrets that this process knows, wherever they stand in it.
pub fn masked(value: Value) -> Value {
    found_and_masked(&value).unwrap_or(value)
}

/// The masked value; `None` where there is nothing to mask.
fn found_and_masked(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => match masking::masked(text) {
            Cow::Owned(shown) => Some(Value::from(shown)),
            Cow::Borrowed(_) => None,
        },
        Value::Array(list) => {
            let shown: Vec<_> = list.iter().map(found_and_masked).collect();
            let both = || list.iter().zip(&shown).map(|(value, shown)| shown.clone().unwrap_or_else(|| value.clone()));
            shown.iter().any(Option::is_some).then(|| Value::array(both().collect()))
        }
        Value::Object(object) => {
            let shown: Vec<_> =
                object.iter().map(|(name, value)| (masking::masked(name), found_and_masked(value))).collect();
            let is_masked =
                |(name, value): &(Cow<'_, str>, Option<Value>)| matches!(name, Cow::Owned(_)) || value.is_some();
            if !shown.iter().any(is_masked) {
                return None;
            }
            let pairs = object.iter().zip(shown);
            let pairs =
                pairs.map(|((_, value), (name, shown))| (Str::from(&*name), shown.unwrap_or_else(|| value.clone())));
            Some(pairs.collect::<Object>().into())
        }
        _ => None,
    }
}

/// A parameter's name as it is meant.
fn decoded(name: &str) -> Cow<'_, str> {
    if name.contains(['%', '+']) {
        let spaced = name.replace('+', " ");
        return percent_decode_str(&spaced).decode_utf8_lossy().into_owned().into();
    }
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_replaced() {
        let known = Redaction::default();
        let more = Redaction::new(&["X-Secret".to_owned()], &["Key".to_owned()]);
        for (name, value, shown) in [
            ("Authorization", "Bearer abc", "Bearer [REDACTED]"),
            ("authorization", "abc", "[REDACTED]"),
            ("Cookie", "a=b", "[REDACTED]"),
            ("x-other", "a", "a"),
            ("Referer", "http://h/p?a=1&token=x#f", "http://h/p?a=1&token=[REDACTED]#f"),
            ("location", "/p?token=x", "/p?token=[REDACTED]"),
            ("Referer", "http://h/p#token=x&b", "http://h/p#token=[REDACTED]&b"),
            ("Referer", "http://h/?TOKEN=x#a?b", "http://h/?TOKEN=[REDACTED]#a?b"),
            ("referer", "http://u:p@h/p", "http://[REDACTED]@h/p"),
            ("referer", "http://h/p?a=1", "http://h/p?a=1"),
        ] {
            assert_eq!(known.header(name, &value.into()), shown, "{name}: {value}");
            assert_eq!(more.header(name, &value.into()), shown, "{name}: {value}");
        }
        assert_eq!(more.header("x-SECRET", &"a".into()), "[REDACTED]");
        assert_eq!(more.header("referer", &"/?KEY=a".into()), "/?KEY=[REDACTED]");
    }

    #[test]
    fn secrets_of_queries_are_replaced_however_they_are_written() {
        let redaction = Redaction::new(&[], &["api key".to_owned()]);
        for (query, shown) in [
            ("a=1&token=x&b=2", "a=1&token=[REDACTED]&b=2"),
            ("t%6Fken=x&token[]=y&token%5Ba%5D=z", "t%6Fken=[REDACTED]&token[]=[REDACTED]&token%5Ba%5D=[REDACTED]"),
            ("API+key=x&api%20key=y", "API+key=[REDACTED]&api%20key=[REDACTED]"),
            ("tokens=x&token", "tokens=x&token"),
            ("", ""),
        ] {
            assert_eq!(redaction.query(query), shown);
        }
    }
}
