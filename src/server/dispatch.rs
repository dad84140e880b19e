//! Who answers a request: the admin API, a WebSocket route, or the mock.

use std::sync::Arc;
use std::time::Instant;

use bytes::Buf;
use futures_util::future::Either;
use futures_util::{FutureExt, Stream};
use http::header::{self, HeaderValue};
use warp::reply::Response;

use crate::admin;
use crate::exchange::context::Exchange;
use crate::exchange::pipeline::{self, Start};
use crate::exchange::session::{self, NoSpace};
use crate::exchange::{Answer, decode, fault, not_found, record, websocket};
use crate::message::Request;
use crate::message::response::{Conditions, Headers, ResponseDraft};
use crate::runtime::{EnvironmentHandle, Generation, Outcome, RecordedBody, Space};

use super::admin::{self as admin_api, AdminOutcome};
use super::admin_port;
use super::body::{self, Collected, Refusal};
use super::head::RequestHead;
use super::reply::{self, Answering, ConnectionOptions, answered};

/// What a listener serves.
pub struct EnvironmentService {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// The admin API of this port; `None` where it is disabled or has its own port.
    pub admin: Option<Arc<admin::Admin>>,
    /// Whether the admin API has its own port: its paths are nobody's here then.
    pub admin_elsewhere: bool,
    /// Whether the environment listens for IPv4 alone. The door listens for both, and shows clients as this one would.
    pub is_ipv4: bool,
}

/// Answers a request of which nothing has to be waited for before it is an exchange: it [`is_whole`] and is here in its
/// space. Others get their head back.
pub fn at_once(service: &EnvironmentService, head: RequestHead) -> Result<Answering, RequestHead> {
    if !is_whole(&head) {
        return Err(head);
    }
    match session::space_at_once(&service.handle, &head.request) {
        Some(space) => Ok(begin(service, space, head)),
        None => Err(head),
    }
}

/// Whether all there is of a request to a mock is there: its body if it has one. It switches no protocol.
pub(super) fn is_whole(head: &RequestHead) -> bool {
    (!head.has_body || head.has_whole_body)
        && head.upgrade.is_none()
        && !admin::is_admin_path(head.request.uri().path())
}

/// Answers a whole request in its space.
pub(super) fn begin(service: &EnvironmentService, space: Arc<Space>, head: RequestHead) -> Answering {
    let mut exchange = Exchange::new(&service.handle, service.handle.current(), space, head.request, Instant::now());
    if head.has_whole_body {
        match body::room(exchange.request.body_bytes().len(), &service.handle.shared.options) {
            Ok(share) => exchange.share = Some(share),
            Err(refusal) => {
                exchange.request.take_body();
                return answered(refused(exchange, refusal, head.connection));
            }
        }
    }
    answer(exchange, head.connection)
}

/// Answers one request.
pub async fn dispatch<B: Buf>(
    service: &EnvironmentService,
    head: RequestHead,
    body: impl Stream<Item = Result<B, warp::Error>>,
) -> Response {
    let began = Instant::now();
    if admin::is_admin_path(head.request.uri().path()) {
        return Box::pin(below_admin(service, head, body, began)).await;
    }
    mock(&service.handle, head, body, began).await
}

/// Answers a request to a path of the admin API: the API itself, unless it is elsewhere, disabled, or has no such resource.
async fn below_admin<B: Buf>(
    service: &EnvironmentService,
    head: RequestHead,
    body: impl Stream<Item = Result<B, warp::Error>>,
    began: Instant,
) -> Response {
    if service.admin_elsewhere {
        body::discard(&head, body).await;
        return reply::into_response(not_found::page(ResponseDraft::default(), &head.request), head.connection);
    }
    match &service.admin {
        Some(admin) => match admin_port::elsewhere((&service.handle, admin), &head.request) {
            Some(refused) => {
                let answer = admin_port::refusal(refused, &head.request);
                body::unread(&head, body, answer).await
            }
            None => administer(admin, &service.handle, head, body, began).await,
        },
        None => mock(&service.handle, head, body, began).await,
    }
}

/// Answers as the admin API of an environment, or as its mock to who passed the gate and asks for no resource.
pub(super) async fn administer<B: Buf>(
    admin: &admin::Admin,
    handle: &Arc<EnvironmentHandle>,
    head: RequestHead,
    body: impl Stream<Item = Result<B, warp::Error>>,
    began: Instant,
) -> Response {
    let connection = head.connection;
    match admin_api::serve(admin, handle, head, body).await {
        AdminOutcome::Answered(response) => response,
        AdminOutcome::Upgrade(head, body) => mock(handle, head, body, began).await,
        AdminOutcome::PassedOn(request, share) => match session::space_of(handle, &request, true).await {
            Ok(space) => {
                let exchange = Exchange::new(handle, handle.current(), space, request, began);
                answer(Exchange { share, ..exchange }, connection).await
            }
            Err(refusal) => no_space(handle, request, &refusal, (began, connection)),
        },
    }
}

/// Answers as the mock.
async fn mock<B: Buf>(
    handle: &Arc<EnvironmentHandle>,
    mut head: RequestHead,
    body: impl Stream<Item = Result<B, warp::Error>>,
    began: Instant,
) -> Response {
    let generation = handle.current();
    let space = match session::space_of(handle, &head.request, true).await {
        Ok(space) => space,
        Err(refusal) => {
            body::discard(&head, body).await;
            return no_space(handle, head.request, &refusal, (began, head.connection));
        }
    };
    if head.upgrade.is_some() && websocket::is_upgrade(head.request.header_map()) {
        let has_faults = space.attached.steering().is_some_and(|steering| !steering.faults.now().is_empty());
        if has_faults {
            let exchange = Exchange::new(handle, generation, space, head.request.clone(), began);
            return Box::pin(upgrade(exchange, head)).await;
        }
        return websocket::accept(handle, &generation, &space, &head.request, head.upgrade, None);
    }
    let mut share = None;
    if head.has_body {
        let upload = Upload { handle, generation: &generation, space: &space, head: &head, began, is_over: false };
        let collected = upload.read(body).await;
        match collected {
            Collected::Whole(bytes, held) => {
                head.request.set_body(bytes);
                share = held;
            }
            Collected::Refused(refusal) => {
                let exchange = Exchange::new(handle, generation, space, head.request, began);
                return match refusal {
                    Refusal::Broken => reply::into_response(record::unread(exchange, broken(refusal)), head.connection),
                    Refusal::Left => {
                        reply::into_response(record::broken_off(exchange, broken(refusal)), head.connection)
                    }
                    refusal => refused(exchange, refusal, head.connection),
                };
            }
        }
    }
    let mut exchange = Exchange::new(handle, generation, space, head.request, began);
    exchange.share = share;
    answer(exchange, head.connection).await
}

/// Answers a handshake that faults may delay or break.
async fn upgrade(exchange: Exchange, head: RequestHead) -> Response {
    let connection = head.connection;
    let origin = websocket::origin(exchange.compiled(), &head.request);
    let broken = match fault::upon_handshake(&exchange, origin.as_ref()).await {
        Some(answer) if answer.outcome == Outcome::Fault => answer,
        late => {
            let mut note = None;
            if let Some(answer) = late {
                fault::delay(&answer).await;
                note = answer.fault.map(|fault| fault.note);
            }
            let Exchange { handle, generation, space, .. } = exchange;
            return websocket::accept(&handle, &generation, &space, &head.request, head.upgrade, note);
        }
    };
    let answer = match pipeline::delivered(broken) {
        Start::Answered(mut answer) => {
            record::answered(exchange, &mut answer);
            answer
        }
        Start::Waits(wait) => pipeline::finish(exchange, wait).await,
    };
    reply::into_response(answer, connection)
}

/// Answers a request that has been read.
fn answer(mut exchange: Exchange, connection: ConnectionOptions) -> Answering {
    match decode::request_body(&mut exchange) {
        Ok(()) => {}
        Err(decode::DecodeError::TooLarge) => return answered(refused(exchange, Refusal::TooLarge, connection)),
        Err(decode::DecodeError::Short(shortage)) => return answered(refused(exchange, shortage.into(), connection)),
    }
    match pipeline::start(&mut exchange) {
        Start::Answered(mut answer) => {
            if !record::answered_at_once(&mut exchange, &mut answer) {
                record::at_its_end(exchange, &mut answer);
            }
            answered(reply::into_response(answer, connection))
        }
        Start::Waits(wait) => {
            let finished = pipeline::finish(exchange, wait);
            Either::Right(Box::pin(finished.map(move |answer| reply::into_response(answer, connection))))
        }
    }
}

/// The answer to a request that has no space, which came at this time. Whoever looks for it finds it in the base.
fn no_space(
    handle: &Arc<EnvironmentHandle>,
    request: Request,
    refusal: &NoSpace,
    (began, connection): (Instant, ConnectionOptions),
) -> Response {
    let base = Arc::clone(handle.spaces.base());
    let exchange = Exchange::new(handle, handle.current(), base, request, began);
    let reason = refusal.to_string();
    let recorded = RecordedBody::Bytes { bytes: reason.clone().into(), truncated: false };
    let answer = Answer { recorded, ..Answer::text(refusal.status(), reason) };
    reply::into_response(record::unread(exchange, answer), connection)
}

/// The answer to a request whose body broke off; the connection closes.
fn broken(refusal: Refusal) -> Answer {
    let answer = Answer::text(refusal.status(), refusal.to_string());
    let mut headers = answer.headers.clone().into_map();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Answer { headers: Headers::Owned(headers), ..answer }
}

/// A request whose body is being read. Where its connection ends and nobody goes on reading, it is recorded as broken off.
struct Upload<'a> {
    handle: &'a Arc<EnvironmentHandle>,
    generation: &'a Arc<Generation>,
    space: &'a Arc<Space>,
    head: &'a RequestHead,
    began: Instant,
    is_over: bool,
}

impl Upload<'_> {
    async fn read<B: Buf>(mut self, body: impl Stream<Item = Result<B, warp::Error>>) -> Collected {
        let collected = body::read(self.head, body, &self.handle.shared.options).await;
        self.is_over = true;
        collected
    }
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            let (generation, space) = (Arc::clone(self.generation), Arc::clone(self.space));
            let exchange = Exchange::new(self.handle, generation, space, self.head.request.clone(), self.began);
            record::broken_off(exchange, broken(Refusal::Left));
        }
    }
}

/// A body that is not taken is answered before routing and without the environment's headers; the connection closes.
fn refused(exchange: Exchange, refusal: Refusal, connection: ConnectionOptions) -> Response {
    let request = &exchange.request;
    let mut draft = ResponseDraft::default();
    draft.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    if let Refusal::Short(shortage) = refusal {
        draft.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        tracing::warn!(route = request.path(), "a request body was refused: {shortage}");
    }
    let conditions = Conditions { safe: false, headers: request.header_map() };
    let answer = Answer::from(draft.send_error(&refusal.to_string(), Some(refusal.status()), &conditions));
    reply::into_response(record::unread(exchange, answer), connection)
}
