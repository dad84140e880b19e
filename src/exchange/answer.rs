//! What the pipeline gives back: a reply, and what the journal shall say about it.

use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;

use crate::js::Str;
use crate::message::reply::{Headers, Reply};
use crate::runtime::RecordedBody;

/// A body that is sent while it is read.
pub type BodyStream = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send + Sync>>;

/// Body of an answer.
pub enum AnswerBody {
    /// In memory.
    Bytes(Bytes),
    /// Sent while it is read; its length is in the headers when it is known.
    Stream(BodyStream),
}

/// An answer and its record.
pub struct Answer {
    /// Status, 100 to 999.
    pub status: u16,
    /// Headers.
    pub headers: Headers,
    /// Body.
    pub body: AnswerBody,
    /// Body as the journal shows it.
    pub recorded: RecordedBody,
    /// The route and response that answered.
    pub origin: Option<Origin>,
    /// Whether the answer came from the upstream.
    pub proxied: bool,
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

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self {
            status: reply.status,
            headers: reply.headers,
            body: AnswerBody::Bytes(reply.body),
            recorded: RecordedBody::Bytes { bytes: reply.text, truncated: false },
            origin: None,
            proxied: false,
        }
    }
}
