//! The admin API over HTTP, the same on a mock's port and on its own: the gate by the head alone, then the body, then the
//! resource.

use std::sync::Arc;

use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use http::header::{self, HeaderValue};
use warp::reply::Response;

use crate::admin::{Admin, Gate, wrong_tokens};
use crate::exchange::{Answer, websocket};
use crate::memory::Share;
use crate::message::Request;
use crate::runtime::EnvironmentHandle;

use super::body::{self, Collected, Refusal};
use super::head::RequestHead;
use super::reply;

/// What became of a request to a path of the admin API.
pub(super) enum AdminOutcome<S> {
    /// It has its answer.
    Answered(Response),
    /// No resource is called so: it passed the gate with its body and belongs to the user's routes.
    PassedOn(Request, Option<Share>),
    /// It passed the gate and wants to switch protocols; nothing of its body has been read.
    Upgrade(RequestHead, S),
}

/// Serves a request to a path of the admin API.
pub(super) async fn serve<B: Buf, S: Stream<Item = Result<B, warp::Error>>>(
    admin: &Admin,
    handle: &Arc<EnvironmentHandle>,
    mut head: RequestHead,
    stream: S,
) -> AdminOutcome<S> {
    let connection = head.connection;
    let answered = |mut answer: Answer| {
        handle.shared.metrics.admin.count(answer.status);
        answer.hold(&handle.shared.options.memory);
        AdminOutcome::Answered(reply::into_response(answer, connection))
    };
    let headers = match admin.gate(handle, &head.request) {
        Gate::Open(headers) => headers,
        Gate::Closed(answer) => {
            body::discard(&head, stream).await;
            return answered(answer);
        }
        Gate::Unauthorised(answer) => {
            body::discard(&head, stream).await;
            wrong_tokens::delay(&head.request).await;
            return answered(answer);
        }
    };
    if head.upgrade.is_some() && websocket::is_upgrade(head.request.header_map()) {
        return AdminOutcome::Upgrade(head, stream);
    }
    let (bytes, share) = match body::read(&head, stream, &handle.shared.options).await {
        Collected::Whole(bytes, share) => (bytes, share),
        Collected::Refused(refusal) => return AdminOutcome::Answered(refused(refusal)),
    };
    head.request.set_body(bytes);
    match Box::pin(admin.answer(handle, &head.request, headers)).await {
        Some(answer) => answered(answer),
        None => AdminOutcome::PassedOn(head.request, share),
    }
}

/// The answer to a request whose body is not taken; the connection closes.
pub(super) fn refused(refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = reply::text(status, refusal.to_string());
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    if let Refusal::Short(_) = refusal {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
