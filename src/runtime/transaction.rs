//! A recorded exchange: shared handles only; it becomes JSON when somebody reads it.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap};
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::environment::traffic::{Message, Secrets};
use crate::js::{Object, Str, Value, json, text};
use crate::message::response::Headers;
use crate::message::{Request, query};
use crate::state::journal::Indexed;
use crate::traces::{TraceId, TraceText, context};

use super::decompress;
use super::outcome::{Origin, Outcome};
use super::redact::Redaction;

/// What a streamed file shows in the log.
pub(super) const BINARY: &str = "#######BINARY-CONTENT#######";
/// Marks a body of which only the beginning is kept.
pub(super) const TRUNCATED: &str = "... [truncated by sidemock]";

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

/// One request and, once there is one, its response.
pub struct Transaction {
    /// Number in the environment's journals, from 1; 0 before it is recorded.
    index: AtomicU64,
    uuid: OnceLock<Uuid>,
    /// The session it belongs to; `None` for the base.
    pub session: Option<Str>,
    /// The request (its body is in `request_body`).
    pub request: Request,
    /// What is kept of the request's body.
    pub request_body: RecordedBody,
    /// When it was received, in milliseconds since the epoch.
    pub received_ms: u64,
    /// The generation that it was received by.
    pub generation: u64,
    redaction: Arc<Redaction>,
    /// The trace that began here with it; that of a caller is in its headers.
    pub own_trace_id: Option<TraceId>,
    ending: Ending,
    /// What is not shown of it, beside what never is.
    secrets: OnceLock<Arc<Secrets>>,
}

/// How a transaction ended, or will.
enum Ending {
    /// It was recorded when it had ended, as most are.
    Known(Completion),
    /// It was recorded before.
    Open(OnceLock<Completion>, Box<Foreseen>),
}

/// What is known of a transaction before its end.
#[derive(Default)]
struct Foreseen {
    /// The route and response that are to answer.
    origin: OnceLock<Arc<Origin>>,
    /// The fault that it waits in.
    fault: OnceLock<FaultNote>,
}

/// How a transaction ended.
pub struct Completion {
    /// Parameters of the route that answered.
    pub params: Value,
    /// The route and response that answered.
    pub origin: Option<Arc<Origin>>,
    /// What was sent.
    pub sent: RecordedResponse,
    /// How it was answered.
    pub outcome: Outcome,
    /// Milliseconds since the epoch.
    pub timestamp_ms: u64,
    /// How long it took.
    pub took: Duration,
    /// Whether the client left before it had the whole answer.
    pub aborted: bool,
    /// The fault that it was given.
    pub fault: Option<Box<FaultNote>>,
    /// The number of the request on its route, where the choice hung on it; else 0.
    pub number: u64,
    /// Its place among the answered ones.
    pub order: u64,
}

impl Completion {
    /// Gives it its place behind all that were answered before.
    fn number(&mut self) {
        static ORDER: AtomicU64 = AtomicU64::new(0);
        self.order = ORDER.fetch_add(1, Ordering::Relaxed);
    }
}

impl Indexed for Transaction {
    fn set_index(&self, index: u64) {
        self.index.store(index, Ordering::Relaxed);
    }

    fn method_and_path(&self) -> (&str, &str) {
        (self.request.method(), self.request.path())
    }
}

/// What a fault did to a transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultNote {
    /// Its id.
    pub id: String,
    /// Its type; `None` where the answer was late and nothing else.
    pub kind: Option<&'static str>,
    /// The number of the match, from 1.
    pub number: u64,
    /// How late the answer was, by all faults together.
    pub delay: Duration,
}

/// The response of a transaction.
pub struct RecordedResponse {
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
    /// A record of what has just been received.
    pub fn new(
        session: Option<Str>,
        request: Request,
        request_body: RecordedBody,
        received_ms: u64,
        generation: u64,
        redaction: Arc<Redaction>,
    ) -> Self {
        Self {
            index: AtomicU64::new(0),
            uuid: OnceLock::new(),
            session,
            request,
            request_body,
            received_ms,
            generation,
            redaction,
            own_trace_id: None,
            ending: Ending::Open(OnceLock::new(), Box::default()),
            secrets: OnceLock::new(),
        }
    }

    /// Says how it ended, once.
    pub fn answer(&self, mut answered: Completion) {
        if let Ending::Open(ending, _) = &self.ending {
            answered.number();
            // A second end of the same exchange changes nothing.
            let _ = ending.set(answered);
        }
    }

    /// Says what is to answer it, and the fault that it waits in, as far as that is known before its end.
    pub fn foresee(&self, origin: Option<&Arc<Origin>>, fault: Option<&FaultNote>) {
        if let Ending::Open(_, foreseen) = &self.ending {
            // What was said first stays.
            let _ = origin.map(|origin| foreseen.origin.set(Arc::clone(origin)));
            let _ = fault.map(|fault| foreseen.fault.set(fault.clone()));
        }
    }

    /// The route and response that answered, or are to answer.
    pub fn origin(&self) -> Option<&Arc<Origin>> {
        match (self.answered(), &self.ending) {
            (Some(answered), _) => answered.origin.as_ref(),
            (None, Ending::Open(_, foreseen)) => foreseen.origin.get(),
            (None, Ending::Known(_)) => None,
        }
    }

    /// The fault that it was given, or waits in.
    pub fn fault(&self) -> Option<&FaultNote> {
        match (self.answered(), &self.ending) {
            (Some(answered), _) => answered.fault.as_deref(),
            (None, Ending::Open(_, foreseen)) => foreseen.fault.get(),
            (None, Ending::Known(_)) => None,
        }
    }

    /// The same of a record that nobody else has yet.
    pub fn end(&mut self, mut answered: Completion) {
        answered.number();
        self.ending = Ending::Known(answered);
    }

    /// What of it is not shown.
    pub fn redaction(&self) -> &Redaction {
        &self.redaction
    }

    /// How it ended, once it has.
    pub fn answered(&self) -> Option<&Completion> {
        match &self.ending {
            Ending::Known(answered) => Some(answered),
            Ending::Open(ending, _) => ending.get(),
        }
    }

    /// Says what is not to be shown of it: somebody records it.
    pub(crate) fn hide(&self, secrets: &Arc<Secrets>) {
        // Who records it first decides.
        let _ = self.secrets.set(Arc::clone(secrets));
    }

    /// What is not shown of it, beside what never is.
    pub(crate) fn secrets(&self) -> Option<&Secrets> {
        self.secrets.get().map(Arc::as_ref)
    }

    /// A body as it may be shown, beside these headers.
    pub(super) fn shown_body<'b>(&self, body: &'b RecordedBody, headers: &HeaderMap) -> Cow<'b, RecordedBody> {
        let (Some(secrets), RecordedBody::Bytes { bytes, truncated }) = (self.secrets(), body) else {
            return Cow::Borrowed(body);
        };
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let message = Message {
            headers: content_type.map(|line| ("content-type".to_owned(), line.to_owned())).into_iter().collect(),
            body: Bytes::copy_from_slice(&decompress::for_display(bytes, encoding_of(headers))),
        };
        let bytes = secrets.body(&message).unwrap_or(message.body);
        Cow::Owned(RecordedBody::Bytes { bytes, truncated: *truncated })
    }

    /// The id of the trace that it belongs to.
    pub fn trace_id(&self) -> Option<TraceText<'_>> {
        match self.own_trace_id {
            Some(id) => Some(id.into()),
            None => context::trace_id(self.request.header_map()).map(TraceText::Given),
        }
    }

    /// Number in the environment's journals; 0 before it is recorded.
    pub fn index(&self) -> u64 {
        self.index.load(Ordering::Relaxed)
    }

    /// The transaction's id, drawn when first asked for.
    pub fn uuid(&self) -> Uuid {
        *self.uuid.get_or_init(Uuid::new_v4)
    }

    /// Says which id it has, before anybody has asked.
    pub(super) fn set_uuid(&self, uuid: Uuid) {
        // A second id changes nothing.
        let _ = self.uuid.set(uuid);
    }

    /// Bytes that are kept of both bodies.
    pub fn body_bytes(&self) -> usize {
        let size = |body: &RecordedBody| match body {
            RecordedBody::Bytes { bytes, .. } => bytes.len(),
            RecordedBody::Missing | RecordedBody::Binary => 0,
        };
        size(&self.request_body) + self.answered().map_or(0, |answered| size(&answered.sent.body))
    }

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
    pub fn to_brief(&self) -> Object {
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
        object
    }

    /// Path and query of the target, without secrets that were found in them.
    fn shown_target(&self) -> (String, String) {
        let target = self.request.original_url();
        url_of(self.secrets().map(|secrets| secrets.url(target)).as_deref().unwrap_or(target))
    }

    /// The same with these values for the bodies of request and response.
    pub(super) fn to_value_with(&self, request_body: Value, response_body: Value) -> Value {
        let secrets = self.secrets();
        let (path, query) = self.shown_target();
        let query_params = match secrets {
            Some(_) => query::parse(&query, &query::EXPRESS),
            None => self.request.query().clone(),
        };
        let request = &self.request;
        let answered = self.answered();
        let origin = self.origin();
        let params: Vec<Value> = answered
            .map_or(&Value::Undefined, |answered| &answered.params)
            .as_object()
            .map_or_else(Vec::new, |params| {
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
        Value::object(object)
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
        None => match target.split_once('?') {
            Some((path, query)) => (path.to_owned(), query.to_owned()),
            None => (target.to_owned(), String::new()),
        },
    }
}

/// The content encoding that headers name.
pub(super) fn encoding_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_ENCODING)?.to_str().ok()
}

fn pair(key: &'static str, name: Str, value: Value) -> Value {
    [(key, Value::String(name)), ("value", value)].into_iter().collect::<Object>().into()
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or("unknown")
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
