//! The answer to an OPTIONS request that no route matches, when the environment allows CORS.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};

use crate::message::response::{Headers, ResponseDraft};
use crate::runtime::Outcome;
use crate::runtime::headers::HeaderSet;
use crate::template::RenderContext;

use super::{Answer, AnswerBody};

const CORS_HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS")),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With"),
    ),
];

/// 200 without a body; the environment's headers override the usual ones.
pub fn preflight(mut draft: ResponseDraft, environment_headers: &HeaderSet, rendering: &RenderContext<'_>) -> Answer {
    for (name, value) in CORS_HEADERS {
        draft.headers.insert(name, value);
    }
    environment_headers.apply(&mut draft, rendering);
    draft.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
    Answer::new(200, Headers::Owned(draft.headers), AnswerBody::Bytes(Bytes::new()), Outcome::Preflight)
}
