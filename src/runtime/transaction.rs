//! A recorded exchange: shared handles only; it becomes JSON when somebody reads it.

mod hidden;
mod shown;

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap};
use uuid::Uuid;

use crate::environment::traffic::{Message, Secrets};
use crate::js::{Str, Value};
use crate::message::Request;
use crate::message::response::Headers;
use crate::state::journal::Indexed;
use crate::traces::{TraceId, TraceText, context};

pub(super) use shown::encoding_of;
pub use shown::url_of;

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
    /// Whether that has been decoded, so that the request's Content-Encoding says nothing of it.
    pub is_decoded: bool,
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
    /// The number of the request on its route; 0 where no route answered, or the number is elsewhere and nothing asked for it.
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
    /// A record of what has just been received, and how it ended if it has.
    #[inline]
    pub fn new(
        session: Option<Str>,
        request: Request,
        request_body: RecordedBody,
        received_ms: u64,
        generation: u64,
        redaction: Arc<Redaction>,
        answered: Option<Completion>,
    ) -> Self {
        let ending = match answered {
            Some(mut answered) => {
                answered.number();
                Ending::Known(answered)
            }
            None => Ending::Open(OnceLock::new(), Box::default()),
        };
        Self {
            index: AtomicU64::new(0),
            uuid: OnceLock::new(),
            session,
            request,
            request_body,
            is_decoded: false,
            received_ms,
            generation,
            redaction,
            own_trace_id: None,
            ending,
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
    pub fn set_uuid(&self, uuid: Uuid) {
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
}
