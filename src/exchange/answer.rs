//! What the pipeline gives back: a reply, and what the journal shall say about it.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;

use crate::message::reply::{Headers, Reply};
use crate::runtime::{Origin, RecordedBody};

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
    pub origin: Option<Arc<Origin>>,
    /// Whether the answer came from the upstream.
    pub proxied: bool,
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
