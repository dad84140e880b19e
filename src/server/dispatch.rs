//! Who answers a request: the admin API, a WebSocket route, or the mock.

use std::sync::Arc;
use std::time::Instant;

use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use warp::reply::Response;

use crate::admin::{self, Gate};
use crate::budget::Budget;
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
    let wire = Wire::of(head.request.header_map());
    let path = head.request.uri().path();
    let mut passed = None;
    if admin::is_admin_path(path) {
        if site.admin_elsewhere {
            discard(&head, body).await;
            return reply::into_response(not_found::page(Draft::default(), &head.request), wire);
        }
        if let Some(admin) = &site.admin {
            match admin.gate(&site.handle, &head.request) {
                Gate::Closed(answer) => {
                    site.handle.shared.metrics.admin.count(answer.status);
                    discard(&head, body).await;
                    return reply::into_response(answer, wire);
                }
                Gate::Open(headers) => passed = Some((admin, headers)),
            }
        }
    }
    mock(site, head, body, passed, wire, began).await
}

/// Reads a body that nobody wants, so that the client sees the answer and not a reset; one that is only announced
/// (`Expect: 100-continue`) is left with the client.
pub async fn discard<B: Buf>(head: &Head, body: impl Stream<Item = Result<B, warp::Error>>) {
    if head.has_body && !head.request.header_map().contains_key(header::EXPECT) {
        Box::pin(body::drain(body)).await;
    }
}

/// Answers as the mock; calls of the admin API that passed its gate come with the API and its headers.
async fn mock<B: Buf>(
    site: &Site,
    mut head: Head,
    body: impl Stream<Item = Result<B, warp::Error>>,
    admin: Option<(&Arc<admin::Admin>, HeaderMap)>,
    wire: Wire,
    began: Instant,
) -> Response {
    let handle = &site.handle;
    let generation = handle.current();
    if head.upgrade.is_some() && websocket::is_upgrade(head.request.header_map()) {
        return websocket::accept(handle, &generation, &head.request, head.upgrade);
    }
    if head.has_body {
        match read(handle, &head, body).await {
            Collected::Whole(bytes) => head.request.set_body(bytes),
            Collected::TooLarge => return too_large(site, head.request, wire, began),
            Collected::Broken => return reply::plain(StatusCode::BAD_REQUEST, "the request body broke off"),
        }
    }
    if let Some((admin, headers)) = admin
        && let Some(mut answer) = admin.answer(handle, &head.request, headers)
    {
        handle.shared.metrics.admin.count(answer.status);
        answer.recorded = RecordedBody::Missing;
        return reply::into_response(answer, wire);
    }
    let budget = Arc::new(Budget::new(handle.shared.options.budget));
    let mut exchange = Exchange { handle, generation: &generation, request: head.request, budget };
    let answer = pipeline::answer(&mut exchange).await;
    let answer = record_answer(handle, &generation, exchange.request, answer, began);
    reply::into_response(answer, wire)
}

/// Reads the body up to the limit; of one that announces more nothing is kept.
async fn read<B: Buf>(
    handle: &EnvironmentHandle,
    head: &Head,
    body: impl Stream<Item = Result<B, warp::Error>>,
) -> Collected {
    let limit = handle.shared.options.max_body;
    let length = head.request.header_map().get(header::CONTENT_LENGTH);
    let announced = length.and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if limit > 0 && announced.is_some_and(|length| length > limit) {
        discard(head, body).await;
        return Collected::TooLarge;
    }
    body::collect(body, limit).await
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
fn too_large(site: &Site, request: Request, wire: Wire, began: Instant) -> Response {
    let handle = &site.handle;
    let mut draft = Draft::default();
    draft.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let conditions = Conditions { safe: false, headers: request.header_map() };
    let answer = Answer::from(draft.send_error("Payload too large", Some(413), &conditions));
    let answer =
        if request.path().starts_with(admin::PREFIX) { answer } else { record::unread(handle, request, answer, began) };
    reply::into_response(answer, wire)
}
