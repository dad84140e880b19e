//! A recorded exchange: shared handles only; it becomes JSON when somebody reads it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::js::{Object, Str, Value, json, text};
use crate::message::Request;
use crate::message::reply::Headers;

use super::redact;

/// What a streamed file shows in the log.
const BINARY: &str = "#######BINARY-CONTENT#######";
/// Marks a body of which only the beginning is kept.
const TRUNCATED: &str = "... [truncated by sidemock]";

/// What is kept of a body.
#[derive(Debug, Clone)]
pub enum RecordedBody {
    /// Nothing: the log shows no `body` at all.
    Missing,
    /// The body.
    Bytes {
        /// The bytes, possibly only the first of them.
        bytes: Bytes,
        /// Whether there was more than is kept.
        truncated: bool,
    },
    /// A streamed file.
    Binary,
}

/// The route and response behind an answer.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Declared path.
    pub path: Str,
    /// Uuid of the route.
    pub route: Str,
    /// Uuid of the response.
    pub response: Str,
    /// Position of the route in the compiled environment.
    pub index: usize,
}

/// One request and its response.
pub struct Transaction {
    uuid: OnceLock<Uuid>,
    /// The request (its body is in `request_body`).
    pub request: Request,
    /// What is kept of the request's body.
    pub request_body: RecordedBody,
    /// The route and response that answered.
    pub origin: Option<Arc<Origin>>,
    /// What was sent.
    pub sent: Sent,
    /// Milliseconds since the epoch.
    pub timestamp_ms: u64,
}

/// The response of a transaction.
pub struct Sent {
    /// Status sent.
    pub status: u16,
    /// Headers sent.
    pub headers: Headers,
    /// Body sent.
    pub body: RecordedBody,
    /// Whether the request was forwarded.
    pub proxied: bool,
}

impl Transaction {
    /// A record of what has just been sent.
    pub fn new(request: Request, request_body: RecordedBody, origin: Option<Arc<Origin>>, sent: Sent) -> Self {
        let timestamp_ms = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_millis() as u64);
        Self { uuid: OnceLock::new(), request, request_body, origin, sent, timestamp_ms }
    }

    /// The transaction's id, drawn when first asked for.
    pub fn uuid(&self) -> Uuid {
        *self.uuid.get_or_init(Uuid::new_v4)
    }

    /// Appends the transaction as the admin API and the event stream show it: secrets redacted.
    pub fn write_json(&self, out: &mut String) {
        json::write(&self.to_value(), out);
    }

    fn to_value(&self) -> Value {
        let (path, query) = url_of(self.request.original_url());
        let request = &self.request;
        let origin = self.origin.as_deref();
        let params: Vec<Value> = request.params().as_object().map_or_else(Vec::new, |params| {
            params.iter().map(|(name, value)| pair("name", name.clone(), value.clone())).collect()
        });
        let mut shown = Object::new();
        shown.insert("method", Value::str(request.method().to_ascii_lowercase()));
        shown.insert("urlPath", Value::from(path));
        shown.insert("route", origin.map_or(Value::Null, |o| Value::String(o.path.clone())));
        shown.insert("params", Value::array(params));
        shown.insert("query", Value::from(redact::query(&decode_uri(&query))));
        shown.insert("queryParams", redact::query_params(request.query()));
        shown.insert("body", body_text(&self.request_body, None));
        shown.insert("headers", request_headers(request));
        let mut response = Object::new();
        response.insert("statusCode", Value::Number(f64::from(self.sent.status)));
        response.insert("statusMessage", Value::from(reason(self.sent.status)));
        response.insert("headers", response_headers(&self.sent.headers));
        let encoding = self.sent.headers.map().get(header::CONTENT_ENCODING).and_then(|v| v.to_str().ok());
        response.insert("body", body_text(&self.sent.body, encoding));
        let optional = |s: Option<&Str>| s.cloned().map_or(Value::Undefined, Value::String);
        let mut object = Object::new();
        object.insert("request", Value::object(shown));
        object.insert("response", Value::object(response));
        object.insert("routeResponseUUID", optional(origin.map(|o| &o.response)));
        object.insert("routeUUID", optional(origin.map(|o| &o.route)));
        object.insert("proxied", Value::Bool(self.sent.proxied));
        object.insert("timestampMs", Value::Number(self.timestamp_ms as f64));
        object.insert("uuid", Value::from(self.uuid().to_string()));
        Value::object(object)
    }
}

/// Path and query (without `?`) of a request's target, as a URL parser normalises them.
pub fn url_of(target: &str) -> (String, String) {
    let base = url::Url::parse("http://localhost/").ok();
    match base.and_then(|base| base.join(target).ok()) {
        Some(url) => (url.path().to_owned(), url.query().unwrap_or_default().to_owned()),
        None => match target.split_once('?') {
            Some((path, query)) => (path.to_owned(), query.to_owned()),
            None => (target.to_owned(), String::new()),
        },
    }
}

fn pair(key: &'static str, name: Str, value: Value) -> Value {
    [(key, Value::String(name)), ("value", value)].into_iter().collect::<Object>().into()
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or("unknown")
}

/// Headers of the request in alphabetic order, as the admin API lists them.
fn request_headers(request: &Request) -> Value {
    let mut list: Vec<(Str, Str)> = request
        .headers()
        .as_object()
        .map_or_else(Vec::new, |headers| headers.iter().map(|(name, value)| (name.clone(), value.to_str())).collect());
    list.sort();
    headers_value(list)
}

fn response_headers(headers: &Headers) -> Value {
    let mut list: Vec<(Str, Str)> = Vec::new();
    for (name, value) in headers.map() {
        let value: String = value.as_bytes().iter().map(|b| char::from(*b)).collect();
        match list.last_mut() {
            Some((last, joined)) if *last == name.as_str() => *joined = Str::from(format!("{joined},{value}")),
            _ => list.push((name.as_str().into(), value.into())),
        }
    }
    list.sort();
    headers_value(list)
}

fn headers_value(list: Vec<(Str, Str)>) -> Value {
    Value::array(
        list.into_iter()
            .map(|(name, value)| {
                let value = redact::header(&name, &value);
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
            let plain = super::decompress::for_display(bytes, encoding);
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
