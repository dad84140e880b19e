//! Spans: while they last, and what is known of them at their end.

use std::sync::Arc;
use std::time::Instant;

use http::{HeaderMap, Method};

use super::Tracer;
use super::context::{self, SpanContext, TRACEPARENT, TRACESTATE};
use super::ids::SpanId;
use super::labels::{Failure, Labels};
use super::times::Times;

/// A span that has begun, and has others below it. Clones are the same span.
#[derive(Clone)]
pub struct Started {
    tracer: Arc<Tracer>,
    context: SpanContext,
    /// The caller's `tracestate`, which all spans of a trace say.
    state: Option<Box<str>>,
    began: Instant,
}

impl Started {
    /// A span of a request.
    pub(super) fn new(tracer: Arc<Tracer>, context: SpanContext, state: Option<String>, began: Instant) -> Self {
        Self { tracer, context, state: state.map(String::into_boxed_str), began }
    }

    /// A span of what this one causes, which begins now.
    #[must_use]
    pub fn child(&self) -> Self {
        let context = SpanContext { span_id: SpanId::random(), parent: Some(self.context.span_id), ..self.context };
        Self { tracer: Arc::clone(&self.tracer), context, state: self.state.clone(), began: Instant::now() }
    }

    /// Makes a request of these headers a child of this span. What others said of another trace is taken off.
    pub fn inject(&self, headers: &mut HeaderMap) {
        if !self.tracer.propagates {
            return;
        }
        if let Some(value) = context::traceparent(&self.context) {
            headers.insert(TRACEPARENT, value);
        }
        if !self.context.continues {
            headers.remove(TRACESTATE);
        }
    }

    /// Whether the span will be exported: it is sampled, and not too many wait already. One that is to be dropped is
    /// counted here.
    pub fn is_wanted(&self) -> bool {
        self.tracer.wants(&self.context)
    }

    /// The span has ended now: hands it over to the exporter, with what the caller says of the trace.
    pub fn end(&self, ended: &Ended<'_>) {
        let ended = Ended { state: self.state.as_deref().unwrap_or_default(), ..*ended };
        self.tracer.export(&self.context, Times::until_now(self.began), &ended);
    }
}

/// Whose work a span is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// A request that is answered.
    #[default]
    Server,
    /// A request that is sent.
    Client,
}

/// What is known of a span at its end.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// Whose work it is.
    pub kind: Kind,
    /// The method of the request.
    pub method: &'a Method,
    /// Its path.
    pub path: &'a str,
    /// The server that it asks for, with a port or without; empty where it names none.
    pub authority: &'a str,
    /// Whether it came over TLS.
    pub is_https: bool,
    /// What the caller's `tracestate` says.
    pub state: &'a str,
    /// The status of the answer; 0 where there was none.
    pub status: u16,
    /// Whether it failed.
    pub failure: Failure,
    /// How it was answered; empty where nobody did.
    pub outcome: &'static str,
    /// What all spans with this answer, or of this environment, say.
    pub labels: Option<&'a Labels>,
    /// What else there is to say of it: [attributes](super::Attributes) as they are sent.
    pub attributes: &'a [u8],
}

impl Default for Ended<'_> {
    /// A GET of which nothing else is known.
    fn default() -> Self {
        Self {
            kind: Kind::default(),
            method: &Method::GET,
            path: "",
            authority: "",
            is_https: false,
            state: "",
            status: 0,
            failure: Failure::None,
            outcome: "",
            labels: None,
            attributes: &[],
        }
    }
}
