//! Spans: while they last, and what is exported of them.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;

use super::context::{self, Parent, SpanId, TRACEPARENT, TRACESTATE, TraceId};
use super::{Tracer, new_span_id};
use crate::js::Str;

/// Bytes of an attribute: paths and names are the users'.
const MAX_TEXT: usize = 1_024;
/// Attributes that most spans have room for.
const USUAL: usize = 16;

/// A span that has begun. Clones are the same span.
#[derive(Clone)]
pub struct Started {
    tracer: Arc<Tracer>,
    trace_id: TraceId,
    span_id: SpanId,
    parent: Option<SpanId>,
    flags: u8,
    /// Whether the trace began elsewhere.
    continues: bool,
}

impl Started {
    /// A span of a request.
    pub(super) fn new(tracer: Arc<Tracer>, trace_id: TraceId, parent: Option<Parent>, sampled: bool) -> Self {
        Self {
            tracer,
            trace_id,
            span_id: new_span_id(),
            flags: context::flags(parent.as_ref(), sampled),
            continues: parent.is_some(),
            parent: parent.map(|parent| parent.span_id),
        }
    }

    /// A span of what this one causes.
    #[must_use]
    pub fn child(&self) -> Self {
        Self { span_id: new_span_id(), parent: Some(self.span_id), ..self.clone() }
    }

    /// The trace's id, if the trace began here.
    pub fn own_trace_id(&self) -> Option<Str> {
        (!self.continues).then(|| Str::from(self.trace_id.to_string()))
    }

    /// Makes a request of these headers a child of this span. What others said of another trace is taken off.
    pub fn inject(&self, headers: &mut HeaderMap) {
        if let Some(value) = context::traceparent(self.trace_id, self.span_id, self.flags) {
            headers.insert(TRACEPARENT, value);
        }
        if !self.continues {
            headers.remove(TRACESTATE);
        }
    }

    /// The span has ended, after this time: to be filled and [exported](Started::export). `None`: it is not sampled, or
    /// too many wait already.
    pub fn ended(&self, kind: Kind, name: SpanName, took: Duration) -> Option<Span> {
        if !context::is_sampled(self.flags) || !self.tracer.has_room() {
            return None;
        }
        let nanos = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let ended = nanos(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default());
        Some(Span {
            trace_id: self.trace_id,
            span_id: self.span_id,
            parent: self.parent,
            parent_is_remote: kind == Kind::Server && self.continues,
            flags: self.flags,
            state: None,
            name,
            kind,
            started: ended.saturating_sub(nanos(took)),
            ended,
            failed: false,
            attributes: Vec::with_capacity(USUAL),
        })
    }

    /// Hands the span over to the exporter.
    pub fn export(&self, span: Span) {
        self.tracer.export(span);
    }
}

/// Whose work a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A request that is answered.
    Server,
    /// A request that is sent.
    Client,
}

/// What a span is called: `POST /orders/:id`.
#[derive(Debug)]
pub struct SpanName {
    /// The method of the request.
    pub method: Str,
    /// The declared path of the route, where one answers.
    pub route: Option<Str>,
}

impl SpanName {
    /// The name where no route is known.
    pub fn of(method: &str) -> Self {
        Self { method: Str::new(method), route: None }
    }
}

/// A span that has ended. What can be worked out later is left to the exporter: a request does not wait for it.
#[derive(Debug)]
pub struct Span {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent: Option<SpanId>,
    pub(super) parent_is_remote: bool,
    pub(super) flags: u8,
    pub(super) state: Option<Str>,
    pub(super) name: SpanName,
    pub(super) kind: Kind,
    /// Nanoseconds since the epoch.
    pub(super) started: u64,
    pub(super) ended: u64,
    pub(super) failed: bool,
    pub(super) attributes: Vec<(&'static str, Attribute)>,
}

/// The value of an attribute.
#[derive(Debug)]
pub(super) enum Attribute {
    Text(Str),
    Word(&'static str),
    Number(i64),
    /// Host and port of a server, and its port where it names none: two attributes.
    Server(Str, u16),
}

impl Span {
    /// Adds a text; long ones are cut.
    pub fn text(&mut self, key: &'static str, text: impl AsRef<str> + Into<Str>) {
        let value = match text.as_ref() {
            long if long.len() > MAX_TEXT => Str::new(cut(long)),
            _ => text.into(),
        };
        self.attributes.push((key, Attribute::Text(value)));
    }

    /// Adds a word of our own.
    pub fn word(&mut self, key: &'static str, word: &'static str) {
        self.attributes.push((key, Attribute::Word(word)));
    }

    /// Adds `server.address` and `server.port` of an authority, with the port of its scheme.
    pub fn server(&mut self, authority: &str, port: u16) {
        self.attributes.push(("server.address", Attribute::Server(Str::new(cut(authority)), port)));
    }

    /// Adds a number.
    pub fn number(&mut self, key: &'static str, number: impl Into<i64>) {
        self.attributes.push((key, Attribute::Number(number.into())));
    }

    /// Adds what the caller's `tracestate` says, of a trace that began there.
    pub fn state_of(&mut self, headers: &HeaderMap) {
        if self.parent.is_some() {
            self.state = context::tracestate(headers);
        }
    }

    /// Says that it failed, and by what: a status, or the name of an error.
    pub fn failed(&mut self, by: impl AsRef<str> + Into<Str>) {
        self.failed = true;
        self.text("error.type", by);
    }
}

/// As much of a text as an attribute holds.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT)]
}
