//! What an answer may say about its connection and its length: headers of environments, responses and templates may
//! say anything, and are often copied from recorded traffic.
//!
//! The client gets the body whatever they say, and the journal shows what went out. HTTP/2 has no fields of the
//! connection at all; `Transfer-Encoding` means chunks where chunks can be sent, and nothing elsewhere; a trailer that
//! never comes is not announced; the length is that of the body. A status below 200 ends no answer.

use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Version};

use crate::message::connection::{is_chunked, is_of_the_connection};
use crate::message::response::{Conditions, Headers, ResponseDraft};
use crate::runtime::Outcome;

use super::context::Exchange;
use super::{Answer, AnswerBody};

/// Makes an answer one that can be sent to who asked.
pub fn settle(exchange: &Exchange, answer: &mut Answer) {
    let request = &exchange.request;
    if answer.status < 200 {
        interim(exchange, answer);
    }
    let to_head = *request.http_method() == Method::HEAD;
    answer.utf8_head &= !to_head && !matches!(&answer.body, AnswerBody::Bytes(body) if body.is_empty());
    // Others were prepared at load, and have none of these.
    let Headers::Owned(headers) = &mut answer.headers else { return };
    let is_empty = to_head || matches!(answer.status, 204 | 304);
    let mut chunked = false;
    if headers.keys().any(is_of_the_connection) {
        chunked = !is_empty
            && request.version() == Version::HTTP_11
            && !matches!(&answer.body, AnswerBody::Bytes(body) if body.is_empty())
            && headers.get_all(header::TRANSFER_ENCODING).iter().any(is_chunked);
        *headers = without_connection(headers, request.version(), chunked);
    }
    match &answer.body {
        AnswerBody::Bytes(_) if matches!(answer.status, 204 | 304) => {
            headers.remove(header::CONTENT_LENGTH);
        }
        AnswerBody::Bytes(body) if !is_empty && !chunked => {
            let mut length = itoa::Buffer::new();
            let length = length.format(body.len()).as_bytes();
            if headers.get(header::CONTENT_LENGTH).is_none_or(|said| said.as_bytes() != length) {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            }
        }
        _ => {}
    }
}

/// The headers in their order, without those that this version of the protocol does not have or nobody here may set.
fn without_connection(headers: &HeaderMap, version: Version, chunked: bool) -> HeaderMap {
    let mut kept = HeaderMap::with_capacity(headers.capacity());
    for (name, value) in headers {
        if *name == header::TRANSFER_ENCODING {
            if chunked {
                kept.insert(name.clone(), HeaderValue::from_static("chunked"));
            }
        } else if *name == header::TRAILER
            || (*name == header::CONTENT_LENGTH && chunked)
            || (version == Version::HTTP_2 && is_of_the_connection(name))
        {
            continue;
        } else {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

/// Puts an error in the place of an answer whose status announces another one.
fn interim(exchange: &Exchange, answer: &mut Answer) {
    let request = &exchange.request;
    let message = format!(
        "Error while serving the content: no answer ends with status {}, which announces another answer (use 200 to 999)",
        answer.status
    );
    let label = exchange.handle.shared.transaction_log.label();
    tracing::error!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        requestMethod = request.method(),
        requestPath = request.path(),
        "{message}"
    );
    let headers = std::mem::replace(&mut answer.headers, Headers::Owned(HeaderMap::new())).into_map();
    let mut draft = ResponseDraft { status: 500, headers };
    let conditions = Conditions { safe: false, headers: request.header_map() };
    let reply = draft.send_error(&message, Some(500), &conditions);
    let (origin, callbacks) = (answer.origin.take(), std::mem::take(&mut answer.callbacks));
    *answer = Answer { origin, proxied: answer.proxied, callbacks, outcome: Outcome::Error, ..Answer::from(reply) };
}

/// Headers as Node writes them together with a text: what lies beyond ASCII takes two bytes.
pub fn write_in_utf8(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if value.as_bytes().is_ascii() {
            continue;
        }
        let text: String = value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
        if let Ok(written) = HeaderValue::from_str(&text) {
            *value = written;
        }
    }
}
