//! The spans of an exchange: one for the request that is answered, and one for each that it sends to others.
//!
//! Where traces are off there is no span at all, and every function here ends with its first line.

use std::time::{Duration, Instant};

use http::header::HeaderMap;
use url::Url;

use crate::js::Str;
use crate::message::Request;
use crate::runtime::session_keys::BAGGAGE;
use crate::runtime::{Completion, EnvironmentHandle};
use crate::traces::context::{TRACEPARENT, TRACESTATE};
use crate::traces::{Kind, Span, SpanName, Started};

use super::context::Exchange;

/// The status from which on an answer is an error of the one who gave it.
const SERVER_ERROR: u16 = 500;
/// The status from which on an answer is an error to the one who asked.
const CLIENT_ERROR: u16 = 400;

/// Ends the span of a request that has been answered.
pub(super) fn served(exchange: &Exchange, answered: &Completion) {
    let Some(trace) = &exchange.trace else { return };
    let request = &exchange.request;
    let origin = answered.origin.as_deref();
    let name = SpanName { method: Str::new(request.method()), route: origin.map(|origin| origin.path.clone()) };
    let Some(mut span) = trace.ended(Kind::Server, name, answered.took) else { return };
    describe(&mut span, request, answered.sent.status);
    span.text("sidemock.environment", exchange.compiled().source.name.as_str());
    span.word("sidemock.outcome", answered.outcome.name());
    if let Some(origin) = origin {
        span.text("http.route", &origin.path);
        span.text("sidemock.route", &origin.route);
        if !origin.response.is_empty() {
            span.text("sidemock.response", &origin.response);
        }
        if !origin.label.is_empty() {
            span.text("sidemock.response_label", &origin.label);
        }
    }
    if let Some(session) = &exchange.space.session {
        span.text("sidemock.session", session);
    }
    if let Some(fault) = &answered.fault {
        span.text("sidemock.fault", fault.id.as_str());
        if let Some(kind) = fault.kind {
            span.text("sidemock.fault_type", kind);
            // The client has got no answer at all.
            if answered.sent.status == 0 {
                span.failed(kind);
            }
        }
    }
    trace.export(span);
}

/// The span of a request that is answered before it has a space, and so without an exchange.
pub fn refused(handle: &EnvironmentHandle, request: &Request, status: u16, took: Duration) {
    let Some(tracer) = &handle.shared.options.tracer else { return };
    let trace = tracer.accept(request.header_map());
    let Some(mut span) = trace.ended(Kind::Server, SpanName::of(request.method()), took) else { return };
    describe(&mut span, request, status);
    span.text("sidemock.environment", handle.current().compiled.source.name.as_str());
    trace.export(span);
}

/// What every request has.
fn describe(span: &mut Span, request: &Request, status: u16) {
    span.state_of(request.header_map());
    span.text("http.request.method", request.method());
    span.text("url.path", request.path());
    let (scheme, port) = if request.peer().tls { ("https", 443) } else { ("http", 80) };
    span.word("url.scheme", scheme);
    if let Some(authority) = request.authority() {
        span.server(authority, port);
    }
    answer(span, status, SERVER_ERROR);
}

/// The status, if one was sent, which is an error from a certain one on.
fn answer(span: &mut Span, status: u16, error: u16) {
    if status > 0 {
        span.number("http.response.status_code", status);
    }
    if status >= error {
        span.failed(status.to_string());
    }
}

/// Gives a request that an exchange causes what others say of its trace. Without a span of ours it is the caller's child.
pub(super) fn carry(trace: Option<&Started>, from: &HeaderMap, to: &mut HeaderMap) {
    let names = if trace.is_some() { &[TRACEPARENT, TRACESTATE, BAGGAGE][..] } else { &[TRACEPARENT, TRACESTATE] };
    for name in names.iter().filter(|name| from.contains_key(*name)) {
        // What its owner has written into it stays.
        if !to.contains_key(name) {
            for value in from.get_all(name) {
                to.append(name.clone(), value.clone());
            }
        }
    }
}

/// A request that is being sent to somebody.
pub(super) struct Call {
    span: Started,
    began: Instant,
}

impl Call {
    /// Begins the span, of which the request becomes a child.
    pub(super) fn begin(trace: Option<&Started>, headers: &mut HeaderMap) -> Option<Self> {
        let span = trace?.child();
        span.inject(headers);
        Some(Self { span, began: Instant::now() })
    }

    /// Ends it with a status, or with why there is none.
    pub(super) fn end(self, method: &str, url: &str, callback: Option<&str>, outcome: Result<u16, &'static str>) {
        let Some(mut span) = self.span.ended(Kind::Client, SpanName::of(method), self.began.elapsed()) else { return };
        span.text("http.request.method", method);
        if let Ok(url) = Url::parse(url) {
            span.text("url.path", url.path());
            span.text("url.scheme", url.scheme());
            span.text("server.address", url.host_str().unwrap_or_default().trim_matches(['[', ']']));
            span.number("server.port", url.port_or_known_default().unwrap_or_default());
        }
        if let Some(callback) = callback {
            span.text("sidemock.callback", callback);
        }
        match outcome {
            Ok(status) => answer(&mut span, status, CLIENT_ERROR),
            Err(error) => span.failed(error),
        }
        self.span.export(span);
    }
}
