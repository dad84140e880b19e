//! Spans: while they last, and what is kept of them for the exporter.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::HeaderMap;

use super::Tracer;
use super::context::{self, Parent, TRACEPARENT, TRACESTATE};
use super::ids::{SpanId, TraceId};
use super::labels::{Attributes, Labels, cut};

/// A span that has begun. Clones are the same span.
#[derive(Clone)]
pub struct Started {
    tracer: Arc<Tracer>,
    trace_id: TraceId,
    span_id: SpanId,
    parent: Option<SpanId>,
    began: Instant,
    flags: u8,
    /// Whether the trace began elsewhere.
    continues: bool,
}

impl Started {
    /// A span of a request.
    #[inline]
    pub(super) fn new(
        tracer: Arc<Tracer>,
        (trace_id, span_id): (TraceId, SpanId),
        parent: Option<Parent>,
        sampled: bool,
        began: Instant,
    ) -> Self {
        Self {
            tracer,
            trace_id,
            span_id,
            began,
            flags: context::flags(parent.as_ref(), sampled),
            continues: parent.is_some(),
            parent: parent.map(|parent| parent.span_id),
        }
    }

    /// A span of what this one causes, which begins now.
    #[must_use]
    pub fn child(&self) -> Self {
        Self { span_id: SpanId::random(), parent: Some(self.span_id), began: Instant::now(), ..self.clone() }
    }

    /// Makes a request of these headers a child of this span. What others said of another trace is taken off.
    pub fn inject(&self, headers: &mut HeaderMap) {
        if !self.tracer.propagates {
            return;
        }
        if let Some(value) = context::traceparent(self.trace_id, self.span_id, self.flags) {
            headers.insert(TRACEPARENT, value);
        }
        if !self.continues {
            headers.remove(TRACESTATE);
        }
    }

    /// Whether the span will be exported: it is sampled, and not too many wait already. One that is to be dropped is
    /// counted here.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        context::is_sampled(self.flags) && self.tracer.has_room()
    }

    /// How long it has lasted.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// What the caller's `tracestate` says, of a trace that began there.
    pub fn state(&self, headers: &HeaderMap) -> Option<String> {
        if self.continues { context::tracestate(headers) } else { None }
    }

    /// The span has ended, after this time: hands it over to the exporter.
    #[inline]
    pub fn end(&self, took: Duration, ended: &Ended<'_>) {
        let texts = [cut(ended.method), cut(ended.path), cut(ended.authority), ended.state, ended.attributes.as_str()];
        let record = Record {
            trace_id: self.trace_id,
            span_id: self.span_id,
            parent: self.parent,
            parent_is_remote: ended.kind == Kind::Server && self.continues,
            began: self.began,
            took,
            flags: self.flags,
            kind: ended.kind,
            status: ended.status,
            failure: ended.failure,
            is_https: ended.is_https,
            outcome: ended.outcome,
            environment: ended.environment.cloned(),
            answering: ended.answering.cloned(),
            // Texts are cut, and attributes are few: 4 GiB are never reached.
            lengths: texts.map(|text| text.len() as u32),
        };
        self.tracer.export(record, texts);
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

/// Whether what a span stands for has failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Failure {
    /// It has not.
    #[default]
    None,
    /// Its status says so.
    Status,
    /// An attribute `error.type` says by what.
    Named,
}

/// What is known of a span at its end.
#[derive(Debug, Default)]
pub struct Ended<'a> {
    /// Whose work it is.
    pub kind: Kind,
    /// The method of the request.
    pub method: &'a str,
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
    /// What all spans of the environment say.
    pub environment: Option<&'a Arc<Labels>>,
    /// What all spans with this answer say.
    pub answering: Option<&'a Arc<Labels>>,
    /// What else there is to say of it.
    pub attributes: Attributes,
}

/// Texts of a record: method, path, authority, `tracestate`, attributes.
pub(super) const TEXTS: usize = 5;

/// A span that waits for the exporter, of a fixed size. What its texts are is [beside](super::queue) it, and what has to
/// be worked out is left to the exporter: a request does not wait for it.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent: Option<SpanId>,
    pub(super) parent_is_remote: bool,
    pub(super) began: Instant,
    pub(super) took: Duration,
    pub(super) flags: u8,
    pub(super) kind: Kind,
    pub(super) status: u16,
    pub(super) failure: Failure,
    pub(super) is_https: bool,
    pub(super) outcome: &'static str,
    pub(super) environment: Option<Arc<Labels>>,
    pub(super) answering: Option<Arc<Labels>>,
    pub(super) lengths: [u32; TEXTS],
}
