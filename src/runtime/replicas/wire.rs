//! Recorded exchanges as texts of the stream that replicas read from each other.
//!
//! Everything is told as it was received, secrets included: rules are judged by it, and who shows it redacts it, as with
//! one's own. What a recording hides is not told at all. Of large bodies only the beginning travels.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};
use serde::{Deserialize, Serialize};

use crate::js::{Str, Value};
use crate::message::Request;
use crate::message::request::Peer;
use crate::message::response::Headers;
use crate::runtime::outcome::{Origin, Outcome};
use crate::runtime::redact::Redaction;
use crate::runtime::transaction::{Completion, FaultNote, RecordedBody, RecordedResponse, Transaction};
use crate::state::CellId;
use crate::state::store::codec;
use crate::steering::fault::Kind;
use crate::traces::{LazyLabels, TraceId};

/// Bytes of a body that travel.
const MAX_BODY: usize = 64 << 10;

/// A request.
#[derive(Serialize, Deserialize)]
struct Received {
    uuid: String,
    method: String,
    uri: String,
    http2: bool,
    headers: Vec<(String, String)>,
    body: Body,
    /// Whether the body is no longer as its headers say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_decoded: bool,
    remote: std::net::SocketAddr,
    tls: bool,
    at: u64,
    generation: u64,
    /// The trace that began there with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
    /// The route and response that are to answer it, where that is known while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<From>,
    /// The fault that it waits in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<StoredAnswer>,
}

/// How it was answered.
#[derive(Serialize, Deserialize)]
struct StoredAnswer {
    /// Parameters of the route, as a value of the store.
    params: Option<String>,
    origin: Option<From>,
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
    proxied: bool,
    outcome: String,
    at: u64,
    micros: u64,
    aborted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
    /// The number of the request on its route, where the choice hung on it.
    #[serde(default)]
    number: u64,
}

#[derive(Serialize, Deserialize)]
struct Fault {
    id: String,
    kind: Option<String>,
    number: u64,
    micros: u64,
}

#[derive(Serialize, Deserialize)]
struct From {
    path: String,
    route: String,
    response: String,
    cell: String,
    method: String,
    endpoint: String,
    label: String,
    position: usize,
}

/// A body in Base64, and whether that is all of it.
#[derive(Serialize, Deserialize)]
enum Body {
    Missing,
    Binary,
    Whole(String),
    Beginning(String),
}

/// What is told of an exchange: of one that is answered, all of it.
pub fn write(transaction: &Transaction) -> String {
    let request = &transaction.request;
    let peer = request.peer();
    let is_hidden = transaction.secrets().is_some();
    let waits = transaction.answered().is_none();
    let received = Received {
        uuid: transaction.uuid().to_string(),
        method: request.method().to_owned(),
        uri: transaction
            .secrets()
            .map_or_else(|| request.uri().to_string(), |secrets| secrets.url(&request.uri().to_string())),
        http2: request.version() == Version::HTTP_2,
        headers: if is_hidden { Vec::new() } else { write_headers(request.header_map()) },
        body: if is_hidden { Body::Missing } else { write_body(&transaction.request_body) },
        is_decoded: transaction.is_decoded,
        remote: peer.remote,
        tls: peer.tls,
        at: transaction.received_ms,
        generation: transaction.generation,
        trace: transaction.own_trace_id.map(|id| id.to_string()),
        origin: transaction.origin().filter(|_| waits).map(|origin| write_origin(origin)),
        fault: transaction.fault().filter(|_| waits).map(write_fault),
        answer: transaction.answered().map(|answered| answer(transaction, answered)),
    };
    serde_json::to_string(&received).unwrap_or_default()
}

/// What is told when an exchange that was told before has been answered.
pub fn write_answer(transaction: &Transaction) -> String {
    let told = transaction.answered().map(|answered| answer(transaction, answered));
    told.and_then(|told| serde_json::to_string(&told).ok()).unwrap_or_default()
}

fn answer(transaction: &Transaction, answered: &Completion) -> StoredAnswer {
    let is_hidden = transaction.secrets().is_some();
    let params = transaction.without_hidden(answered.params.clone());
    StoredAnswer {
        params: (!params.is_undefined()).then(|| codec::write(&params)),
        origin: answered.origin.as_deref().map(write_origin),
        status: answered.sent.status,
        headers: if is_hidden { Vec::new() } else { write_headers(answered.sent.headers.map()) },
        body: if is_hidden { Body::Missing } else { write_body(&answered.sent.body) },
        proxied: answered.sent.proxied,
        outcome: answered.outcome.name().to_owned(),
        at: answered.timestamp_ms,
        micros: micros(answered.took),
        aborted: answered.aborted,
        number: answered.number,
        fault: answered.fault.as_deref().map(write_fault),
    }
}

fn write_origin(origin: &Origin) -> From {
    From {
        path: origin.path.to_string(),
        route: origin.route.to_string(),
        response: origin.response.to_string(),
        cell: origin.cell.to_string(),
        method: origin.method.to_string(),
        endpoint: origin.endpoint.to_string(),
        label: origin.label.to_string(),
        position: origin.position,
    }
}

fn read_origin(told: From) -> Arc<Origin> {
    let text = |text: String| Str::from(text);
    Arc::new(Origin {
        path: text(told.path),
        route: text(told.route),
        response: text(told.response),
        // The same in all processes; who counts answers counts its own.
        cell: CellId::parse(&told.cell).unwrap_or_else(CellId::fresh),
        metrics: Arc::default(),
        method: text(told.method),
        endpoint: text(told.endpoint),
        label: text(told.label),
        position: told.position,
        span_labels: LazyLabels::default(),
    })
}

fn write_fault(fault: &FaultNote) -> Fault {
    Fault {
        id: fault.id.clone(),
        kind: fault.kind.map(str::to_owned),
        number: fault.number,
        micros: micros(fault.delay),
    }
}

fn read_fault(told: Fault) -> FaultNote {
    FaultNote {
        kind: told.kind.and_then(|kind| Kind::known_name(&kind)),
        id: told.id,
        number: told.number,
        delay: Duration::from_micros(told.micros),
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Header values are bytes: each is the character of its number.
fn write_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn read_headers(headers: Vec<(String, String)>) -> HeaderMap {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        let bytes: Vec<u8> = value.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(&bytes)) {
            map.append(name, value);
        }
    }
    map
}

fn write_body(body: &RecordedBody) -> Body {
    match body {
        RecordedBody::Missing => Body::Missing,
        RecordedBody::Binary => Body::Binary,
        RecordedBody::Bytes { bytes, truncated } => match bytes.get(..MAX_BODY) {
            Some(beginning) if bytes.len() > MAX_BODY => Body::Beginning(STANDARD.encode(beginning)),
            _ if *truncated => Body::Beginning(STANDARD.encode(bytes)),
            _ => Body::Whole(STANDARD.encode(bytes)),
        },
    }
}

fn read_body(body: Body) -> Option<RecordedBody> {
    let (text, truncated) = match body {
        Body::Missing => return Some(RecordedBody::Missing),
        Body::Binary => return Some(RecordedBody::Binary),
        Body::Whole(text) => (text, false),
        Body::Beginning(text) => (text, true),
    };
    Some(RecordedBody::Bytes { bytes: Bytes::from(STANDARD.decode(text).ok()?), truncated })
}

/// The exchange that a text tells of; `None` where it is none of ours.
pub fn read(text: &str, session: Option<Str>, redaction: &Arc<Redaction>) -> Option<Transaction> {
    let told: Received = serde_json::from_str(text).ok()?;
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = Method::from_bytes(told.method.as_bytes()).ok()?;
    parts.uri = told.uri.parse::<Uri>().ok()?;
    parts.version = if told.http2 { Version::HTTP_2 } else { Version::HTTP_11 };
    parts.headers = read_headers(told.headers);
    let request = Request::new(parts, Bytes::new(), Peer { remote: told.remote, tls: told.tls });
    let body = read_body(told.body)?;
    let redaction = Arc::clone(redaction);
    let mut transaction = Transaction::new(session, request, body, told.at, told.generation, redaction, None);
    transaction.is_decoded = told.is_decoded;
    transaction.own_trace_id = told.trace.as_deref().and_then(TraceId::parse);
    transaction.set_uuid(told.uuid.parse().ok()?);
    transaction.foresee(told.origin.map(read_origin).as_ref(), told.fault.map(read_fault).as_ref());
    if let Some(answer) = told.answer {
        transaction.answer(read_answered(answer)?);
    }
    Some(transaction)
}

/// The answer that a text tells of.
pub fn read_answer(text: &str) -> Option<Completion> {
    read_answered(serde_json::from_str(text).ok()?)
}

fn read_answered(told: StoredAnswer) -> Option<Completion> {
    Some(Completion {
        params: told.params.map_or(Some(Value::Undefined), |params| codec::read(&params))?,
        origin: told.origin.map(read_origin),
        sent: RecordedResponse {
            status: told.status,
            headers: Headers::Owned(read_headers(told.headers)),
            body: read_body(told.body)?,
            proxied: told.proxied,
        },
        outcome: Outcome::ALL.into_iter().find(|outcome| outcome.name() == told.outcome)?,
        timestamp_ms: told.at,
        took: Duration::from_micros(told.micros),
        aborted: told.aborted,
        number: told.number,
        order: 0,
        fault: told.fault.map(|fault| Box::new(read_fault(fault))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_read_as_it_was_written() {
        let mut parts = http::Request::new(()).into_parts().0;
        parts.method = Method::POST;
        parts.uri = "/orders/7?x=1".parse().expect("a target");
        parts.headers.append("x-a", HeaderValue::from_bytes(b"\xe9 b").expect("a value"));
        parts.headers.append("x-a", HeaderValue::from_static("c"));
        let peer = Peer { remote: "10.0.0.1:80".parse().expect("an address"), tls: true };
        let request = Request::new(parts, Bytes::new(), peer);
        let body = RecordedBody::Bytes { bytes: Bytes::from_static(b"\0\xff{}"), truncated: false };
        let redaction = Arc::new(Redaction::default());
        let read = |text: &str, session| read(text, session, &redaction);
        let mut transaction = Transaction::new(Some(Str::new("t1")), request, body, 5, 2, Arc::clone(&redaction), None);
        transaction.own_trace_id = TraceId::parse("0af7651916cd43dd8448eb211c80319c");
        let fault =
            Box::new(FaultNote { id: "f".to_owned(), kind: Some("hang"), number: 3, delay: Duration::from_millis(2) });
        let answered = || Completion {
            params: [("id", Value::from("7"))].into_iter().collect::<crate::js::Object>().into(),
            origin: None,
            sent: RecordedResponse {
                status: 201,
                headers: Headers::Owned(HeaderMap::new()),
                body: RecordedBody::Bytes { bytes: Bytes::from(vec![b'x'; MAX_BODY + 1]), truncated: false },
                proxied: false,
            },
            outcome: Outcome::Crud,
            timestamp_ms: 9,
            took: Duration::from_micros(1_500),
            aborted: false,
            number: 4,
            order: 0,
            fault: Some(fault.clone()),
        };
        let open = read(&write(&transaction), Some(Str::new("t1"))).expect("an exchange");
        assert!(open.answered().is_none() && open.origin().is_none() && open.fault().is_none());
        let origin = read_origin(From {
            path: "/orders/:id".to_owned(),
            route: "r".to_owned(),
            response: "s".to_owned(),
            cell: String::new(),
            method: "post".to_owned(),
            endpoint: "orders/:id".to_owned(),
            label: "late".to_owned(),
            position: 1,
        });
        open.foresee(Some(&origin), Some(&fault));
        let waits = read(&write(&open), None).expect("an exchange");
        let names = |origin: &Origin| (origin.path.clone(), origin.label.clone(), origin.cell, origin.position);
        assert_eq!(waits.origin().map(|origin| names(origin)), Some(names(&origin)));
        assert_eq!(waits.fault(), Some(&*fault));
        // What a newer version says beside it is left out, what an older one does not say is not known.
        let newer = write(&open).replacen('{', r#"{"of a newer version": {"a": 1}, "#, 1);
        assert_eq!(read(&newer, None).expect("an exchange").fault(), Some(&*fault));
        let mut older: serde_json::Value = serde_json::from_str(&write(&open)).expect("JSON");
        older
            .as_object_mut()
            .expect("an object")
            .retain(|key, _| !["origin", "fault", "trace"].contains(&key.as_str()));
        let older = read(&older.to_string(), None).expect("an exchange");
        assert!(older.origin().is_none() && older.fault().is_none());
        let other = read(&write(&transaction), None).expect("an exchange");
        other.answer(answered());
        let answer = read_answer(&write_answer(&other)).expect("an answer");
        assert_eq!((answer.sent.status, answer.outcome, answer.fault), (201, Outcome::Crud, Some(fault.clone())));
        transaction.answer(answered());
        let whole = read(&write(&transaction), Some(Str::new("t1"))).expect("an exchange");
        assert_eq!(whole.uuid(), transaction.uuid());
        assert_eq!(whole.trace_id().as_deref(), transaction.trace_id().as_deref());
        assert_eq!(whole.request.header_map(), transaction.request.header_map());
        assert_eq!((whole.request.method(), whole.request.original_url()), ("POST", "/orders/7?x=1"));
        assert!(
            matches!(&whole.request_body, RecordedBody::Bytes { bytes, truncated: false } if **bytes == *b"\0\xff{}")
        );
        let sent = whole.answered().expect("an answer");
        assert!(matches!(&sent.sent.body, RecordedBody::Bytes { bytes, truncated: true } if bytes.len() == MAX_BODY));
        assert_eq!(sent.params.get("id").as_str(), Some("7"));
        assert!(read("{}", None).is_none() && read_answer("x").is_none());
    }
}
