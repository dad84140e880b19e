//! Proxy mode: what no route answers goes to another server, and its answer comes back while it is read.
//!
//! The request's body is sent whole, as it has been read; the answer's is never held.

use std::error::Error;
use std::io;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::response::Parts;
use http::{Method, Request as HttpRequest, Response, StatusCode};

use crate::js::Value;
use crate::message::response::{Headers, ResponseDraft};
use crate::message::{Request, connection};
use crate::runtime::client;
use crate::runtime::headers::to_header_value;
use crate::runtime::pool::{self, UpstreamBody};
use crate::runtime::upstream::{Address, Upstream};
use crate::runtime::{Outcome, RecordedBody};

use super::context::{Context, Exchange};
use super::record::is_below_admin;
use super::session::carry_session;
use super::trace::Call;
use super::{Answer, AnswerBody};

/// A request ready to be forwarded.
pub struct Outgoing {
    address: Address,
    request: HttpRequest<Bytes>,
}

/// The request as it is forwarded; `None` without an upstream that has an address for it. In a box, because whoever waits
/// for the answer is moved.
pub fn request(context: Context<'_>) -> Option<Box<Outgoing>> {
    let upstream = context.exchange.upstream()?;
    let mut request = HttpRequest::new(context.request().sent_body().clone());
    *request.method_mut() = context.request().http_method().clone();
    *request.headers_mut() = request_headers(context, upstream);
    let address = upstream.address(upstream.rewrite(context.request().url()))?;
    Some(Box::new(Outgoing { address, request }))
}

/// Why there is no answer of the upstream.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It could not be asked, or broke off; in Node's words as far as it has some.
    #[error("Error: {0}")]
    Unanswered(String),
    /// It has not begun to answer.
    #[error("Error: no answer within {0:?} (MOCKOON_PROXY_TIMEOUT)")]
    Late(Duration),
    /// The request has been forwarded by this environment before.
    #[error("Error: the request has come back to the environment that forwarded it: its proxyHost leads to itself")]
    Loop,
}

impl Failure {
    /// Its name in a span.
    fn name(&self) -> &'static str {
        match self {
            Self::Unanswered(_) => "connection_error",
            Self::Late(_) => "timeout",
            Self::Loop => "loop",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::Unanswered(_) | Self::Late(_) => 504,
            Self::Loop => 508,
        }
    }
}

/// Sends the request and waits until the answer begins.
///
/// # Errors
/// Why there is no answer.
pub async fn send(exchange: &Exchange, outgoing: Option<Box<Outgoing>>) -> Result<Response<UpstreamBody>, Failure> {
    let (Some(mut outgoing), Some(upstream)) = (outgoing, exchange.upstream()) else {
        return Err(Failure::Unanswered("Invalid URL".to_owned()));
    };
    let Outgoing { address, request } = &mut *outgoing;
    let shared = &exchange.handle.shared;
    if shared.hops.come_back(exchange.request.header_map()) {
        return Err(Failure::Loop);
    }
    let _waiting = shared.hops.forward(request.headers_mut());
    let call = Call::begin(exchange.span().as_ref(), request.headers_mut());
    let answer = pin!(shared.client().forward(address, request));
    let asked = match shared.options.proxy_timeout {
        Some(timeout) => tokio::time::timeout(timeout, answer).await.map_err(|_| Failure::Late(timeout)),
        None => Ok(answer.await),
    };
    let answer =
        asked.and_then(|answer| answer.map_err(|error| Failure::Unanswered(describe(error.as_ref(), upstream))));
    if let Some(call) = call {
        let outcome = answer.as_ref().map(|answer| answer.status().as_u16()).map_err(Failure::name);
        call.end(exchange.request.http_method(), &address.to_string(), None, outcome);
    }
    answer
}

/// The upstream's answer, or why there is none; its body comes later ([`with_body`]), for an answer may be made more than
/// once.
pub fn answer(context: Context<'_>, sent: &mut Result<Parts, Failure>) -> Answer {
    let error = match sent {
        // A step on a store may be made again.
        Ok(head) if context.exchange.space.state.remote().is_some() => {
            return forwarded(context, head.status, head.headers.clone());
        }
        Ok(head) => return forwarded(context, head.status, std::mem::take(&mut head.headers)),
        Err(error) => error,
    };
    let upstream = context.exchange.upstream();
    let url = upstream.map_or_else(String::new, |upstream| upstream.rewrite(context.request().url()).to_string());
    let shown = match (&context.exchange.target, url.split_once('?')) {
        (Some(recording), _) => recording.wanted.secrets.url(&url),
        (None, Some((path, query))) => format!("{path}?{}", context.compiled().redaction.query(query)),
        (None, None) => url,
    };
    let host = upstream.map_or("", |upstream| upstream.shown.as_str());
    let message = format!("An error occurred while trying to proxy to {host} {shown}: {error}");
    let label = context.exchange.handle.shared.transaction_log.label();
    tracing::error!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        traceId = context.exchange.trace_id().as_deref(),
        "{message}"
    );
    let reply = context.draft().send_error(&message, Some(error.status()), &context.conditions());
    Answer { proxied: true, unanswered: true, outcome: Outcome::Proxied, ..reply.into() }
}

/// The request's headers as Node joins them, then those that the environment adds.
fn request_headers(context: Context<'_>, upstream: &Upstream) -> HeaderMap {
    let came = context.request().header_map();
    let named = connection::named(came);
    // Credentials for a proxy are for the one that they were sent to.
    let is_passed_on = |name: &HeaderName| !is_hop_by_hop(name, &named) && *name != header::PROXY_AUTHORIZATION;
    let mut headers = if !is_as_node_has_it(came) {
        as_node_joins(context.request()).filter(|(name, _)| is_passed_on(name)).collect()
    } else if came.keys().all(is_passed_on) {
        came.clone()
    } else {
        let mut headers = HeaderMap::with_capacity(came.len() + 2);
        for (name, value) in came.iter().filter(|(name, _)| is_passed_on(name)) {
            headers.append(name.clone(), value.clone());
        }
        headers
    };
    let framed = came.contains_key(header::CONTENT_LENGTH) || came.contains_key(header::TRANSFER_ENCODING);
    if is_below_admin(context.request()) {
        // Whoever asks there holds our admin token, which is nobody else's business.
        headers.remove(header::AUTHORIZATION);
    }
    let rendering = context.rendering();
    match headers.get_mut(header::HOST) {
        // There is one: it takes no room for another.
        Some(host) => *host = upstream.host.clone(),
        None => drop(headers.insert(header::HOST, upstream.host.clone())),
    }
    // Who records another server wants its answers as they are.
    let own = context.exchange.target.is_none();
    for added in context.compiled().proxy_request_headers.iter().filter(|_| own) {
        if let Some(value) = added.value(&rendering) {
            headers.insert(added.name.clone(), value);
        }
    }
    carry_session(&context.exchange.handle.shared.options.sessions, &context.exchange.space, &mut headers);
    if framed || expects_length(context.request()) {
        // In its place, if it has one.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(context.request().sent_body().len()));
    } else {
        headers.remove(header::CONTENT_LENGTH);
    }
    headers
}

/// Whether Node's object of these headers is the headers themselves: each name came once, none is a number, which objects
/// put first, and none is taken out.
fn is_as_node_has_it(headers: &HeaderMap) -> bool {
    let is_number = |name: &HeaderName| name.as_str().starts_with(|c: char| c.is_ascii_digit());
    headers.len() == headers.keys_len() && !headers.contains_key(header::EXPECT) && !headers.keys().any(is_number)
}

/// The headers in the order and with the values of Node's object.
fn as_node_joins(request: &Request) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let mut joined = Vec::new();
    if let Value::Object(given) = request.headers() {
        for (name, value) in given.iter() {
            let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
            let values = match value {
                Value::Array(values) => values.iter().map(Value::to_str).collect(),
                value => vec![value.to_str()],
            };
            let values = values.iter().filter_map(|value| to_header_value(value));
            joined.extend(values.map(|value| (name.clone(), value)));
        }
    }
    joined.into_iter()
}

/// Whether a header speaks of the connection that it came over, and says nothing about the next one.
fn is_hop_by_hop(name: &HeaderName, named: &[HeaderName]) -> bool {
    connection::is_of_the_connection(name) || named.contains(name)
}

/// Whether a request without a body says so.
fn expects_length(request: &Request) -> bool {
    !matches!(*request.http_method(), Method::GET | Method::HEAD | Method::TRACE)
}

/// The upstream's answer over the environment's headers.
fn forwarded(context: Context<'_>, status: StatusCode, upstream: HeaderMap) -> Answer {
    let mut draft = ResponseDraft { status: status.as_u16(), headers: HeaderMap::new() };
    if context.exchange.target.is_none() {
        context.compiled().headers.apply(&mut draft, &context.rendering());
    }
    // Only the upstream knows how long its body is.
    let length = upstream.get(header::CONTENT_LENGTH).cloned();
    let cookies = response_headers(context, upstream, &mut draft);
    draft.headers.remove(header::CONTENT_LENGTH);
    if let Some(length) = length {
        draft.headers.insert(header::CONTENT_LENGTH, length);
    }
    if !cookies.is_empty() {
        draft.headers.remove(header::SET_COOKIE);
    }
    for cookie in cookies {
        draft.headers.append(header::SET_COOKIE, cookie);
    }
    let body = AnswerBody::Bytes(Bytes::new());
    let answer = Answer::new(draft.status, Headers::Owned(draft.headers), body, Outcome::Proxied);
    Answer { recorded: RecordedBody::Bytes { bytes: Bytes::new(), truncated: false }, proxied: true, ..answer }
}

/// The answer with the upstream's body, where it has one.
pub fn with_body(mut answer: Answer, body: Option<UpstreamBody>, method: &Method) -> Answer {
    let empty = *method == Method::HEAD || matches!(answer.status, 100..=199 | 204 | 304);
    if let (Some(mut body), false) = (body, empty) {
        answer.body = match body.whole() {
            Some(bytes) => {
                answer.recorded = RecordedBody::Bytes { bytes: bytes.clone(), truncated: false };
                AnswerBody::Bytes(bytes)
            }
            None => AnswerBody::Stream(Box::pin(body)),
        };
    }
    answer
}

/// Sets the upstream's headers and those that the environment adds; gives the cookies.
fn response_headers(context: Context<'_>, upstream: HeaderMap, draft: &mut ResponseDraft) -> Vec<HeaderValue> {
    let over_tls = context.request().peer().tls;
    let without_secure = |cookie: &HeaderValue| if over_tls { Some(cookie.clone()) } else { drop_secure(cookie) };
    let mut cookies: Vec<HeaderValue> =
        upstream.get_all(header::SET_COOKIE).iter().filter_map(without_secure).collect();
    pass_on(upstream, draft);
    let rendering = context.rendering();
    // The reference keeps `set-cookie` and `Set-Cookie` apart until the very end, where the latter wins.
    let mut spelled = Vec::new();
    let own = context.exchange.target.is_none();
    for added in context.compiled().proxy_response_headers.iter().filter(|_| own) {
        let Some(value) = added.value(&rendering) else { continue };
        if added.name == header::SET_COOKIE {
            let list = if added.lower_case { &mut cookies } else { &mut spelled };
            list.extend(drop_secure(&value));
        } else {
            draft.headers.insert(added.name.clone(), value);
        }
    }
    let cookies = if spelled.is_empty() { cookies } else { spelled };
    cookies.iter().filter_map(drop_domain).collect()
}

/// Sets what the upstream does not say of its connection, without the cookies.
fn pass_on(upstream: HeaderMap, draft: &mut ResponseDraft) {
    let named = connection::named(&upstream);
    let is_passed_on = |name: &HeaderName| !is_hop_by_hop(name, &named) && *name != header::SET_COOKIE;
    if upstream.len() > upstream.keys_len() {
        for name in upstream.keys().filter(|name| is_passed_on(name)) {
            let lines: Vec<_> = upstream.get_all(name).iter().map(HeaderValue::as_bytes).collect();
            if let Ok(value) = HeaderValue::try_from(lines.join(&b", "[..])) {
                draft.headers.insert(name.clone(), value);
            }
        }
    } else if draft.headers.is_empty() && upstream.keys().all(is_passed_on) {
        draft.headers = upstream;
    } else {
        for (name, value) in upstream.iter().filter(|(name, _)| is_passed_on(name)) {
            draft.headers.insert(name.clone(), value.clone());
        }
    }
}

/// A cookie without its `Secure`.
fn drop_secure(cookie: &HeaderValue) -> Option<HeaderValue> {
    let mut kept = Vec::new();
    for (i, part) in cookie.as_bytes().split(|b| *b == b';').enumerate() {
        if i == 0 || !part.trim_ascii_start().eq_ignore_ascii_case(b"secure") {
            kept.push(part);
        }
    }
    HeaderValue::from_bytes(&kept.join(&b';')).ok()
}

/// A cookie without its first `Domain` that has a value.
fn drop_domain(cookie: &HeaderValue) -> Option<HeaderValue> {
    let mut kept = Vec::new();
    let mut dropped = false;
    for (i, part) in cookie.as_bytes().split(|b| *b == b';').enumerate() {
        let name = part.trim_ascii_start();
        let is_domain = name.len() > 7 && name.get(..7).is_some_and(|n| n.eq_ignore_ascii_case(b"domain="));
        if i == 0 || dropped || !is_domain {
            kept.push(part);
        } else {
            dropped = true;
        }
    }
    HeaderValue::from_bytes(&kept.join(&b';')).ok()
}

/// The causes of an error, the error itself first.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn Error + 'static)| (*error).source())
}

/// The error in Node's words, as far as it has some.
fn describe(error: &(dyn Error + 'static), upstream: &Upstream) -> String {
    if let Some(refused) = client::refusal(error) {
        return refused.to_string();
    }
    if causes(error).any(|cause| cause.to_string().starts_with("dns error")) {
        return format!("getaddrinfo ENOTFOUND {}", upstream.hostname());
    }
    let kind = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    match kind {
        Some(io::ErrorKind::ConnectionRefused) => format!("connect ECONNREFUSED {}", upstream.shown_address()),
        Some(io::ErrorKind::TimedOut) => format!("connect ETIMEDOUT {}", upstream.shown_address()),
        _ if pool::broke_off(error) => "socket hang up".to_owned(),
        _ => causes(error).last().map(ToString::to_string).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_lose_domain_and_secure() {
        for (cookie, without) in [
            ("a=1; Domain=x.test; Path=/; Secure; HttpOnly", "a=1; Path=/; HttpOnly"),
            ("a=1;secure", "a=1"),
            ("a=1; SecureX; domain=", "a=1; SecureX; domain="),
            ("Secure; Domain=a; domain=b", "Secure; domain=b"),
        ] {
            let bare = drop_secure(&HeaderValue::from_static(cookie)).and_then(|c| drop_domain(&c));
            assert_eq!(bare.unwrap(), without);
        }
    }
}
