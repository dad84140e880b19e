//! Answers of the admin API.

use std::borrow::Cow;

use bytes::Bytes;
use futures_util::stream;
use http::header::{self, HeaderMap, HeaderValue};

use crate::exchange::{Answer, AnswerBody};
use crate::js::text::to_wire;
use crate::js::{Object, Value, json};
use crate::memory::Shortage;
use crate::message::response::{APPLICATION_JSON, Headers, TEXT_PLAIN};
use crate::runtime::Outcome;

fn answer(status: u16, kind: HeaderValue, body: impl Into<Bytes>) -> Answer {
    let body = body.into();
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Answer::new(status, Headers::Owned(headers), AnswerBody::Bytes(body), Outcome::Default)
}

/// A JSON answer.
pub fn value(status: u16, value: &Value) -> Answer {
    json_text(status, json::stringify(value).unwrap_or_default())
}

/// A JSON answer that is text already.
pub fn json_text(status: u16, text: String) -> Answer {
    let body = match to_wire(&text) {
        Cow::Owned(bytes) => Bytes::from(bytes),
        Cow::Borrowed(_) => Bytes::from(text),
    };
    answer(status, APPLICATION_JSON, body)
}

/// A JSON answer as it goes over the wire.
pub fn json_bytes(status: u16, json: Bytes) -> Answer {
    answer(status, APPLICATION_JSON, json)
}

/// A JSON answer that is written while it is sent.
pub fn json_stream(status: u16, pieces: impl Iterator<Item = Bytes> + Send + Sync + 'static) -> Answer {
    let headers = [(header::CONTENT_TYPE, APPLICATION_JSON)].into_iter().collect();
    let body = AnswerBody::Stream(Box::pin(stream::iter(pieces.map(Ok))));
    Answer::new(status, Headers::Owned(headers), body, Outcome::Default)
}

/// There is no room for the answer at the moment.
pub fn short(shortage: &Shortage) -> Answer {
    message(503, shortage.to_string())
        .with([(header::RETRY_AFTER, HeaderValue::from_static("1"))].into_iter().collect())
}

/// `{"message": ...}`.
pub fn message(status: u16, message: impl Into<crate::js::Str>) -> Answer {
    let object: Object = [("message", Value::String(message.into()))].into_iter().collect();
    value(status, &object.into())
}

/// `{"response": ...}` with status 200.
pub fn response(text: &str) -> Answer {
    let object: Object = [("response", Value::from(text))].into_iter().collect();
    value(200, &object.into())
}

/// Plain text.
pub fn text(status: u16, text: String) -> Answer {
    answer(status, TEXT_PLAIN, text)
}

/// No body at all.
pub fn empty(status: u16, headers: HeaderMap) -> Answer {
    let mut answer = answer(status, TEXT_PLAIN, String::new());
    if let Headers::Owned(map) = &mut answer.headers {
        map.remove(header::CONTENT_TYPE);
        if matches!(status, 204 | 304) {
            map.remove(header::CONTENT_LENGTH);
        }
    }
    answer.with(headers)
}

/// The greeting of `GET /mockoon-admin`, word for word: clients look for it.
pub fn welcome() -> Answer {
    response(
        "Welcome to Mockoon's admin API. Check the documentation at https://mockoon.com/docs/latest/admin-api/overview/ for more information.",
    )
}

/// `400 Invalid request`.
pub fn invalid_request() -> Answer {
    message(400, "Invalid request")
}

impl Answer {
    /// Adds headers.
    #[must_use]
    pub fn with(mut self, headers: HeaderMap) -> Self {
        if !headers.is_empty() {
            let mut map = self.headers.into_map();
            map.extend(headers);
            self.headers = Headers::Owned(map);
        }
        self
    }
}
