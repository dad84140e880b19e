//! Who answers a request: the admin API, a WebSocket route, or the mock.

use std::sync::Arc;
use std::time::Instant;

use bytes::{Buf, Bytes};
use futures_util::Stream;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use warp::reply::Response;

use crate::admin::{self, Gate};
use crate::exchange::pipeline::{self, Exchange};
use crate::exchange::{Answer, not_found, record, websocket};
use crate::message::Request;
use crate::message::reply::{Conditions, Draft};
use crate::runtime::{EnvironmentHandle, RecordedBody};

use super::body::{self, Collected};
use super::filter::{Handoff, Head};
use super::reply::{self, Wire};

/// What a listener serves.
pub struct Site {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// The admin API of this port; `None` where it is disabled or has its own port.
    pub admin: Option<Arc<admin::Admin>>,
    /// Whether the admin API has its own port: its paths are nobody's here then.
    pub admin_elsewhere: bool,
}

/// Answers one request.
pub async fn dispatch<B: Buf>(
    site: &Site,
    handoff: &Handoff,
    body: impl Stream<Item = Result<B, warp::Error>>,
) -> Response {
    let began = Instant::now();
    let Some(head) = handoff.take() else { return reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "no request") };
    let wire = Wire::of(&head.parts.headers);
    let path = head.parts.uri.path();
    if site.admin_elsewhere && admin::is_admin_path(path) {
        if head.has_body && !head.parts.headers.contains_key(header::EXPECT) {
            body::drain(body).await;
        }
        let request = Request::new(head.parts, Bytes::new(), head.peer);
        return reply::into_response(not_found::page(Draft::default(), &request), wire);
    }
    let mut cors = None;
    if let Some(admin) = &site.admin
        && admin::is_admin_path(path)
    {
        match admin.gate(&site.handle, &head.parts) {
            Gate::Closed(answer) => {
                site.handle.shared.metrics.admin.count(answer.status);
                if head.has_body && !head.parts.headers.contains_key(header::EXPECT) {
                    body::drain(body).await;
                }
                return reply::into_response(answer, wire);
            }
            Gate::Open(headers) => cors = Some(headers),
        }
    }
    mock(site, head, body, cors, wire, began).await
}

async fn mock<B: Buf>(
    site: &Site,
    head: Head,
    body: impl Stream<Item = Result<B, warp::Error>>,
    admin_headers: Option<HeaderMap>,
    wire: Wire,
    began: Instant,
) -> Response {
    let handle = &site.handle;
    let generation = handle.current();
    if websocket::is_upgrade(&head.parts.headers) {
        return websocket::accept(handle, &generation, head.parts, head.peer, head.upgrade);
    }
    let expect = head.parts.headers.contains_key(header::EXPECT);
    let limit = handle.shared.options.max_body;
    let announced = head.parts.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let collected = if !head.has_body {
        Collected::Whole(Bytes::new())
    } else if limit > 0 && announced.is_some_and(|length| length > limit) {
        if !expect {
            body::drain(body).await;
        }
        Collected::TooLarge
    } else {
        body::collect(body, limit).await
    };
    let bytes = match collected {
        Collected::Whole(bytes) => bytes,
        Collected::TooLarge => return too_large(site, head, wire, began),
        Collected::Broken => return reply::plain(StatusCode::BAD_REQUEST, "the request body broke off"),
    };
    let request = Request::new(head.parts, bytes, head.peer);
    if let Some(headers) = admin_headers
        && let Some(admin) = &site.admin
        && let Some(mut answer) = admin.answer(handle, &request, headers)
    {
        handle.shared.metrics.admin.count(answer.status);
        answer.recorded = RecordedBody::Missing;
        return reply::into_response(answer, wire);
    }
    let mut exchange = Exchange { handle, generation: &generation, request };
    let answer = pipeline::answer(&mut exchange).await;
    let answer = record_answer(handle, &generation, exchange.request, answer, began);
    reply::into_response(answer, wire)
}

/// Records the answer: at once, or when its stream ends. Calls below the admin prefix are not recorded.
fn record_answer(
    handle: &Arc<EnvironmentHandle>,
    generation: &Arc<crate::runtime::Generation>,
    request: Request,
    answer: Answer,
    began: Instant,
) -> Answer {
    if request.path().starts_with(admin::PREFIX) {
        return answer;
    }
    record::on_end(handle, generation, request, answer, began)
}

/// 413 before routing and without the environment's headers; the connection closes.
fn too_large(site: &Site, head: Head, wire: Wire, began: Instant) -> Response {
    let handle = &site.handle;
    let request = Request::new(head.parts, Bytes::new(), head.peer);
    let mut draft = Draft::default();
    draft.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let conditions = Conditions { safe: false, headers: request.header_map() };
    let answer = Answer::from(draft.send_error("Payload too large", Some(413), &conditions));
    let answer =
        if request.path().starts_with(admin::PREFIX) { answer } else { record::unread(handle, request, answer, began) };
    reply::into_response(answer, wire)
}
