//! The spans of an exchange: one for the request that is answered, and one for each that it sends to others.
//!
//! Where traces are off there is no span at all, and every function here ends with its first line.

use std::time::Instant;

use http::Method;
use http::header::HeaderMap;
use url::Url;

use crate::message::Request;
use crate::runtime::{CompiledEnvironment, Completion, Origin};
use crate::state::space;
use crate::traces::context::{TRACEPARENT, TRACESTATE};
use crate::traces::{Attributes, Ended, Failure, Kind, Labels, Seed, Started, Times, TraceId, Tracer};

use super::context::{Exchange, Moment};

/// The status from which on an answer is an error of the one who gave it.
const SERVER_ERROR: u16 = 500;
/// The status from which on an answer is an error to the one who asked.
const CLIENT_ERROR: u16 = 400;

/// Ends the span of a request that has been answered, if it has one.
#[inline]
pub(super) fn served(exchange: &Exchange, answered: &Completion, now: Moment) {
    if let Some(seed) = exchange.trace {
        end(seed, exchange, answered, now);
    }
}

fn end(seed: Seed, exchange: &Exchange, answered: &Completion, now: Moment) {
    let Some(tracer) = exchange.handle.shared.options.tracer.as_deref() else { return };
    let (request, sent) = (&exchange.request, &answered.sent);
    let span = tracer.span(seed, request.traced_headers());
    if !tracer.wants(&span) {
        return;
    }
    let mut attributes = Attributes::default();
    let mut failure = failure(sent.status, SERVER_ERROR);
    if let Some(session) = &exchange.space.session {
        attributes.text("sidemock.session", session);
    }
    if let Some(fault) = &answered.fault {
        attributes.text("sidemock.fault", &fault.id);
        if let Some(kind) = fault.kind {
            attributes.text("sidemock.fault_type", kind);
            // The client has got no answer at all.
            if sent.status == 0 {
                failure = Failure::Named;
                attributes.text("error.type", kind);
            }
        }
    }
    let state = span.state(request.header_map());
    let compiled = exchange.compiled();
    let ended = Ended {
        state: state.as_deref().unwrap_or_default(),
        failure,
        outcome: answered.outcome.name(),
        labels: Some(match answered.origin.as_deref() {
            Some(origin) => labels_of(origin, compiled),
            None => labels_of_environment(compiled),
        }),
        attributes: attributes.as_bytes(),
        ..of(request, sent.status)
    };
    tracer.export(&span, Times::until(now.at_ns, now.took), &ended);
}

/// The span of a request that leads to no environment; gives the id of its trace.
pub fn unrouted(tracer: &Tracer, request: &Request, status: u16, began: Instant) -> TraceId {
    let span = tracer.span(tracer.seed(), request.traced_headers());
    if tracer.wants(&span) {
        let state = span.state(request.header_map());
        let ended = Ended {
            state: state.as_deref().unwrap_or_default(),
            failure: failure(status, SERVER_ERROR),
            ..of(request, status)
        };
        tracer.export(&span, Times::until(space::now_nanos(), began.elapsed()), &ended);
    }
    span.trace_id()
}

/// What a request and the status of its answer say.
#[inline(always)]
fn of(request: &Request, status: u16) -> Ended<'_> {
    Ended {
        method: request.http_method(),
        path: request.path(),
        authority: request.authority().unwrap_or_default(),
        is_https: request.is_encrypted(),
        status,
        ..Ended::default()
    }
}

/// What all spans of an environment say.
fn labels_of_environment(compiled: &CompiledEnvironment) -> &Labels {
    compiled.span_labels.get_or_write(|| {
        let mut attributes = Attributes::default();
        attributes.text("sidemock.environment", &compiled.source.name);
        Labels::new(None, attributes)
    })
}

/// What all spans of a route and response say, which are this environment's.
fn labels_of<'a>(origin: &'a Origin, compiled: &CompiledEnvironment) -> &'a Labels {
    origin.span_labels.get_or_write(|| {
        let mut attributes = Attributes::default();
        attributes.text("sidemock.environment", &compiled.source.name);
        attributes.text("http.route", &origin.path);
        attributes.text("sidemock.route", &origin.route);
        attributes.text_if_any("sidemock.response", &origin.response);
        attributes.text_if_any("sidemock.response_label", &origin.label);
        Labels::new(Some(&origin.path), attributes)
    })
}

/// A status is an error from a certain one on.
fn failure(status: u16, error: u16) -> Failure {
    if status >= error { Failure::Status } else { Failure::None }
}

/// Gives a request that an exchange causes what others say of its trace. Without a span of ours it is the caller's child.
pub(super) fn carry(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [TRACEPARENT, TRACESTATE].into_iter().filter(|name| from.contains_key(name)) {
        // What its owner has written into it stays.
        if !to.contains_key(&name) {
            for value in from.get_all(&name) {
                to.append(name.clone(), value.clone());
            }
        }
    }
}

/// A request that is being sent to somebody. In a box, because it is moved, and there where traces are exported alone.
pub(super) struct Call(Box<Started>);

impl Call {
    /// Begins the span, of which the request becomes a child.
    pub(super) fn begin(trace: Option<&Started>, headers: &mut HeaderMap) -> Option<Self> {
        let span = trace?.child();
        span.inject(headers);
        Some(Self(Box::new(span)))
    }

    /// Ends it with a status, or with why there is none.
    pub(super) fn end(self, method: &Method, url: &str, callback: Option<&str>, outcome: Result<u16, &'static str>) {
        let Self(span) = self;
        if !span.is_wanted() {
            return;
        }
        let mut attributes = Attributes::default();
        if let Ok(url) = Url::parse(url) {
            attributes.text("url.path", url.path());
            attributes.text("url.scheme", url.scheme());
            attributes.text("server.address", url.host_str().unwrap_or_default().trim_matches(['[', ']']));
            attributes.number("server.port", url.port_or_known_default().unwrap_or_default());
        }
        if let Some(callback) = callback {
            attributes.text("sidemock.callback", callback);
        }
        let (status, failure) = match outcome {
            Ok(status) => (status, failure(status, CLIENT_ERROR)),
            Err(error) => {
                attributes.text("error.type", error);
                (0, Failure::Named)
            }
        };
        let attributes = attributes.as_bytes();
        span.end(&Ended { kind: Kind::Client, method, status, failure, attributes, ..Ended::default() });
    }
}
