//! A transaction as the admin API and the log show it: the reference's shape, secrets redacted.

use http::header::{self, HeaderMap};
use percent_encoding::percent_decode_str;

use super::super::decompress;
use super::super::redact::{Redaction, masked};
use super::{BINARY, Completion, RecordedBody, TRUNCATED, Transaction};
use crate::environment::traffic::Secrets;
use crate::js::{Object, Str, Value, json, text};
use crate::message::response::Headers;
use crate::message::{Request, query, reason};

impl Transaction {
    /// Appends the transaction as the log line shows it: secrets redacted.
    pub fn write_json(&self, out: &mut String) {
        let mut value = self.to_value();
        // The reference's log has it as it came, its admin API in lower case.
        if let Some(object) = value.object_mut()
            && let Some(Value::Object(request)) = object.get("request")
        {
            let mut request = request.clone();
            request.insert("method", Value::str(self.request.method()));
            object.insert("request", Value::Object(request));
        }
        json::write(&value, out);
    }

    /// The transaction as a value, in the reference's shape: secrets redacted.
    pub fn to_value(&self) -> Value {
        let response_body = self.answered().map_or(Value::Undefined, |Completion { sent, .. }| {
            body_text(&self.shown_body(&sent.body, sent.headers.map()), encoding_of(sent.headers.map()))
        });
        let request_body = body_text(&self.shown_body(&self.request_body, self.request.header_map()), None);
        self.to_value_with(request_body, response_body)
    }

    /// What a list shows of it: as [`to_value`](Self::to_value), without headers, parameters and bodies.
    pub fn to_brief(&self) -> Value {
        let (path, query) = self.shown_target();
        let mut request = Object::new();
        request.insert("method", Value::str(self.request.method().to_ascii_lowercase()));
        request.insert("urlPath", Value::from(path));
        request.insert("route", self.origin().map_or(Value::Null, |origin| Value::String(origin.path.clone())));
        request.insert("query", Value::from(self.redaction.query(&decode_uri(&query))));
        let response = self.answered().map(|answered| {
            let status = Value::Number(f64::from(answered.sent.status));
            [("statusCode", status)].into_iter().collect::<Object>()
        });
        let mut object = Object::new();
        object.insert("request", Value::object(request));
        object.insert("response", response.map_or(Value::Null, Value::object));
        object.insert("uuid", Value::from(self.uuid().to_string()));
        masked(object.into())
    }

    /// Path and query of the target, without secrets that were found in them.
    fn shown_target(&self) -> (String, String) {
        url_of(&self.target())
    }

    /// The same with these values for the bodies of request and response.
    pub(in crate::runtime) fn to_value_with(&self, request_body: Value, response_body: Value) -> Value {
        let secrets = self.secrets();
        let (path, query) = self.shown_target();
        let query_params = match secrets {
            Some(_) => query::parse(&query, &query::EXPRESS),
            None => self.request.query().clone(),
        };
        let request = &self.request;
        let answered = self.answered();
        let origin = self.origin();
        let params = self.without_hidden(answered.map_or(Value::Undefined, |answered| answered.params.clone()));
        let params: Vec<Value> = params.as_object().map_or_else(Vec::new, |params| {
            params.iter().map(|(name, value)| pair("name", name.clone(), value.clone())).collect()
        });
        let mut shown = Object::new();
        shown.insert("method", Value::str(request.method().to_ascii_lowercase()));
        shown.insert("urlPath", Value::from(path));
        shown.insert("route", origin.map_or(Value::Null, |o| Value::String(o.path.clone())));
        shown.insert("params", Value::array(params));
        shown.insert("query", Value::from(self.redaction.query(&decode_uri(&query))));
        shown.insert("queryParams", self.redaction.query_params(&query_params));
        shown.insert("body", request_body);
        shown.insert("headers", request_headers(request, &self.redaction, secrets));
        let response = answered.map(|answered| {
            let sent = &answered.sent;
            let mut response = Object::new();
            response.insert("statusCode", Value::Number(f64::from(sent.status)));
            response.insert("statusMessage", Value::from(reason(sent.status)));
            response.insert("headers", response_headers(&sent.headers, &self.redaction, secrets));
            response.insert("body", response_body);
            response
        });
        let optional = |s: Option<&Str>| s.cloned().map_or(Value::Undefined, Value::String);
        let mut object = Object::new();
        object.insert("request", Value::object(shown));
        object.insert("response", response.map_or(Value::Null, Value::object));
        object.insert("routeResponseUUID", optional(origin.map(|o| &o.response)));
        object.insert("routeUUID", optional(origin.map(|o| &o.route)));
        object.insert("proxied", Value::Bool(answered.is_some_and(|answered| answered.sent.proxied)));
        let timestamp_ms = answered.map_or(self.received_ms, |answered| answered.timestamp_ms);
        object.insert("timestampMs", Value::Number(timestamp_ms as f64));
        object.insert("uuid", Value::from(self.uuid().to_string()));
        masked(object.into())
    }
}

/// Path and query (without `?`) of a request's target, as a URL parser normalises them.
pub fn url_of(target: &str) -> (String, String) {
    // What a parser would leave as it is need not be parsed.
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| is_plain(byte) || byte == b'/')
        && query.bytes().all(|byte| is_plain(byte) || matches!(byte, b'=' | b'&' | b'.'))
    {
        return (path.to_owned(), query.to_owned());
    }
    let base = url::Url::parse("http://localhost/").ok();
    match base.and_then(|base| base.join(target).ok()) {
        Some(url) => (url.path().to_owned(), url.query().unwrap_or_default().to_owned()),
        None => (path.to_owned(), query.to_owned()),
    }
}

/// The content encoding that headers name.
pub(in crate::runtime) fn encoding_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_ENCODING)?.to_str().ok()
}

fn pair(key: &'static str, name: Str, value: Value) -> Value {
    [(key, Value::String(name)), ("value", value)].into_iter().collect::<Object>().into()
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).map_or("unknown", reason::phrase)
}

/// Headers of the request in alphabetic order, as the admin API lists them.
fn request_headers(request: &Request, redaction: &Redaction, secrets: Option<&Secrets>) -> Value {
    let mut list: Vec<(Str, Str)> = request
        .headers()
        .as_object()
        .map_or_else(Vec::new, |headers| headers.iter().map(|(name, value)| (name.clone(), value.to_str())).collect());
    list.sort();
    headers_value(list, redaction, secrets)
}

fn response_headers(headers: &Headers, redaction: &Redaction, secrets: Option<&Secrets>) -> Value {
    let mut list: Vec<(Str, Str)> = Vec::new();
    for (name, value) in headers.map() {
        let value: String = value.as_bytes().iter().map(|b| char::from(*b)).collect();
        match list.last_mut() {
            Some((last, joined)) if *last == name.as_str() => *joined = Str::from(format!("{joined},{value}")),
            _ => list.push((name.as_str().into(), value.into())),
        }
    }
    list.sort();
    headers_value(list, redaction, secrets)
}

fn headers_value(list: Vec<(Str, Str)>, redaction: &Redaction, secrets: Option<&Secrets>) -> Value {
    Value::array(
        list.into_iter()
            .map(|(name, value)| {
                let value = match secrets {
                    Some(secrets) => Str::from(secrets.header(&name, &value)),
                    None => value,
                };
                let value = redaction.header(&name, &value);
                pair("key", name, Value::String(value))
            })
            .collect(),
    )
}

fn body_text(body: &RecordedBody, encoding: Option<&str>) -> Value {
    match body {
        RecordedBody::Missing => Value::Undefined,
        RecordedBody::Binary => Value::from(BINARY),
        RecordedBody::Bytes { bytes, truncated } => {
            let plain = decompress::for_display(bytes, encoding);
            let mut text = String::from_utf8_lossy(&plain).into_owned();
            if *truncated {
                text.push_str(TRUNCATED);
            }
            Value::from(text)
        }
    }
}

/// `decodeURI`: escapes of reserved characters stay; a text with a malformed escape stays as it is.
fn decode_uri(query: &str) -> String {
    const RESERVED: &[u8] = b";/?:@&=+$,#";
    let mut guarded = String::with_capacity(query.len());
    let bytes = query.as_bytes();
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        if *byte == b'%' {
            let hex = query.get(i + 1..i + 3).and_then(|h| u8::from_str_radix(h, 16).ok());
            match hex {
                None => return query.to_owned(),
                // Escaped once more, so that decoding leaves the escape standing.
                Some(code) if RESERVED.contains(&code) => guarded.push_str("%25"),
                Some(_) => guarded.push('%'),
            }
            i += 1;
        } else {
            let end = query[i..].find('%').map_or(query.len(), |at| i + at);
            guarded.push_str(&query[i..end]);
            i = end;
        }
    }
    match percent_decode_str(&guarded).decode_utf8() {
        Ok(decoded) => text::to_wire(&decoded).into_owned(),
        Err(_) => query.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_queries_as_decode_uri_does() {
        assert_eq!(decode_uri("a=%20b&c=%26%C3%A9"), "a= b&c=%26é");
        assert_eq!(decode_uri("a=%zz"), "a=%zz");
        assert_eq!(decode_uri("é=%"), "é=%");
        assert_eq!(decode_uri("a=%ff"), "a=%ff");
    }
}
