//! What the pipeline gives back: a response, and what the journal shall say about it.

use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, stream};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::memory::{MemoryBudget, Shortage};
use crate::message::response::{Headers, Response, TEXT_PLAIN};
use crate::runtime::{CompiledResponse, FaultNote, Origin, Outcome, RecordedBody};
use crate::state::StoreError;
use crate::steering::fault::Kind;

use super::callback::Job;
use super::file::part::FilePart;

/// Bytes from which on a body takes a share of the memory budget.
const HELD: usize = 16 << 10;

/// A body that is sent while it is read.
pub type BodyStream = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send + Sync>>;

/// Body of an answer.
pub enum AnswerBody {
    /// In memory.
    Bytes(Bytes),
    /// Sent while it is read; its length is in the headers when it is known.
    Stream(BodyStream),
    /// The same, of a file; its length is in the headers.
    File(Box<FilePart>),
}

impl AnswerBody {
    /// The body piece by piece.
    pub fn into_stream(self) -> BodyStream {
        match self {
            Self::Bytes(bytes) => Box::pin(stream::once(ready(Ok(bytes)))),
            Self::Stream(stream) => stream,
            Self::File(part) => Box::pin(part.into_stream()),
        }
    }
}

/// An answer and its record.
pub struct Answer {
    /// Status, 100 to 999.
    pub status: u16,
    /// Headers, but for those that the connection adds.
    pub headers: Headers,
    /// In memory, or a stream.
    pub body: AnswerBody,
    /// Whether the head goes out in UTF-8, as Node writes some.
    pub utf8_head: bool,
    /// Body as the journal shows it.
    pub recorded: RecordedBody,
    /// The route and response that answered.
    pub origin: Option<Arc<Origin>>,
    /// Whether the answer came from the upstream.
    pub proxied: bool,
    /// Whether the upstream was asked and gave none.
    pub unanswered: bool,
    /// How it came about.
    pub outcome: Outcome,
    /// Whether the body is sent event by event.
    pub sends_events: bool,
    /// Requests to others that go out once the changes of the step are made.
    pub callbacks: Vec<Job>,
    /// What faults do to it.
    pub fault: Option<Box<Injected>>,
}

/// What faults do to an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Injected {
    /// What becomes of it on its way; `None` where it is late only.
    pub kind: Option<Kind>,
    /// What the journal says.
    pub note: FaultNote,
    /// Whether the answer goes over HTTP/2.
    pub http2: bool,
    /// The length of a body that comes without one being announced, where it is known here.
    pub length: Option<u64>,
}

impl Answer {
    /// An answer whose body the journal does not show.
    pub fn new(status: u16, headers: Headers, body: AnswerBody, outcome: Outcome) -> Self {
        let recorded = RecordedBody::Missing;
        let utf8_head = false;
        Self {
            status,
            headers,
            body,
            utf8_head,
            recorded,
            origin: None,
            proxied: false,
            unanswered: false,
            outcome,
            sends_events: false,
            callbacks: Vec::new(),
            fault: None,
        }
    }

    /// A plain text.
    pub fn plain(status: u16, text: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, TEXT_PLAIN);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
        let body = AnswerBody::Bytes(Bytes::from_static(text.as_bytes()));
        Self::new(status, Headers::Owned(headers), body, Outcome::Error)
    }

    /// A text of ours.
    pub fn text(status: u16, text: String) -> Self {
        let answer = Self::plain(status, "");
        let mut headers = answer.headers.clone().into_map();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
        Self { headers: Headers::Owned(headers), body: AnswerBody::Bytes(Bytes::from(text)), ..answer }
    }

    /// Has the memory budget hold a large body that was made for this answer, until the slowest reader and the journal have
    /// dropped it; where there is no room the answer says so.
    pub fn hold(&mut self, memory: &MemoryBudget) {
        let AnswerBody::Bytes(body) = &self.body else { return };
        // Others are prepared at load, and the same for all.
        if body.len() < HELD || !matches!(self.headers, Headers::Owned(_)) {
            return;
        }
        match memory.hold(body.clone()) {
            Ok(held) => {
                if let RecordedBody::Bytes { bytes, .. } = &mut self.recorded
                    && bytes.as_ptr() == body.as_ptr()
                    && bytes.len() == body.len()
                {
                    *bytes = held.clone();
                }
                self.body = AnswerBody::Bytes(held);
            }
            Err(shortage) => {
                tracing::warn!("an answer was given up: {shortage}");
                *self = Self::short(&shortage);
            }
        }
    }

    /// There is no room at the moment.
    pub fn short(shortage: &Shortage) -> Self {
        let mut answer = Self::text(503, shortage.to_string());
        if let Headers::Owned(headers) = &mut answer.headers {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        answer
    }

    /// The state that it needs cannot be had.
    pub fn without_state(error: &StoreError) -> Self {
        let mut answer = Self::text(503, error.to_string());
        if let Headers::Owned(headers) = &mut answer.headers {
            let state = if matches!(error, StoreError::Conflicts) { "conflict" } else { "unavailable" };
            headers.insert(HeaderName::from_static("x-sidemock-state"), HeaderValue::from_static(state));
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        answer
    }

    /// The answer of a response that was chosen in this way; one that could not be made stays an error.
    #[must_use]
    pub fn decided(mut self, response: &CompiledResponse, outcome: Outcome) -> Self {
        self.decide(response, outcome);
        self
    }

    /// Says which response it is of, and how that was chosen.
    pub fn decide(&mut self, response: &CompiledResponse, outcome: Outcome) {
        self.origin = Some(Arc::clone(&response.origin));
        if self.outcome != Outcome::Error {
            self.outcome = outcome;
        }
        self.sends_events = response.sends_events;
    }
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self {
            utf8_head: response.utf8_head,
            recorded: RecordedBody::Bytes { bytes: response.text, truncated: false },
            ..Self::new(response.status, response.headers, AnswerBody::Bytes(response.body), Outcome::Error)
        }
    }
}
