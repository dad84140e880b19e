//! Transactions as exchanges: what recordings keep, and what is written as HAR.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, HOST, HeaderMap};

use crate::environment::traffic::{Exchange, Message, Secrets, content};

use super::{Outcome, RecordedBody, Transaction};

/// The exchange of a transaction, decoded and without secrets, and why it is not whole, where it is not. The bodies are
/// given apart: the journal may have kept less of them.
pub(crate) fn exchange_of(
    transaction: &Transaction,
    request_body: &RecordedBody,
    response_body: &RecordedBody,
    secrets: &Secrets,
) -> (Exchange, Option<String>) {
    let request = &transaction.request;
    let mut asked = Message { headers: headers(request.header_map()), body: Bytes::new() };
    let mut answer = Message::default();
    let mut incomplete = whole(request_body, &mut asked, "request");
    let scheme = if request.peer().tls { "https" } else { "http" };
    let host = request.header_map().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let (mut status, mut took_ms) = (0, 0.0);
    match transaction.answered() {
        None => incomplete = Some("there is no answer yet".to_owned()),
        Some(answered) => {
            status = answered.sent.status;
            took_ms = (answered.took.as_secs_f64() * 1e6).round() / 1e3;
            answer.headers = headers(answered.sent.headers.map());
            incomplete = incomplete.or_else(|| whole(response_body, &mut answer, "response"));
            if answered.aborted {
                incomplete = Some("the client left before it had the whole answer".to_owned());
            }
            if answered.outcome == Outcome::Fault {
                incomplete = Some("a fault was sent instead of its answer".to_owned());
            }
        }
    }
    if transaction.is_decoded {
        asked.headers.retain(|(name, _)| name != CONTENT_ENCODING.as_str());
    }
    for message in [&mut asked, &mut answer] {
        if let Err(error) = content::decode(message) {
            // What cannot be looked into may hold secrets.
            message.body = Bytes::new();
            incomplete = incomplete.or_else(|| Some(error.to_string()));
        }
    }
    let mut exchange = Exchange {
        started_ms: transaction.received_ms as f64,
        took_ms,
        method: request.method().to_owned(),
        origin: format!("{scheme}://{host}"),
        target: request.original_url().to_owned(),
        request: asked,
        status,
        response: answer,
    };
    secrets.redact(&mut exchange);
    (exchange, incomplete)
}

/// Gives a message its body; why that is not the whole.
fn whole(body: &RecordedBody, message: &mut Message, of: &str) -> Option<String> {
    match body {
        RecordedBody::Bytes { bytes, truncated } => {
            message.body = bytes.clone();
            truncated.then(|| format!("only the beginning of its {of} body was kept"))
        }
        RecordedBody::Binary => Some("a file was sent, whose content is not kept".to_owned()),
        RecordedBody::Missing => None,
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, String)> {
    let pairs = map.iter().map(|(name, value)| {
        let text: String = match value.to_str() {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        (name.as_str().to_owned(), text)
    });
    pairs.collect()
}
