//! One connection: HTTP/1.1 or h2c by hyper-util's auto builder, from the first byte to the graceful end.

use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::Either;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Request as HttpRequest, StatusCode};
use http_body_util::Empty;
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use rustls::ServerConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_service::Service;
use warp::reply::Response;

use crate::message::own_copy::Latest;
use crate::message::{Peer, Request};

use super::broken::{Breakage, Breaker};
use super::connections::Admitted;
use super::drain::{DrainState, DrainWatcher};
use super::fields::Fields;
use super::filter::chain;
use super::framing::Framing;
use super::head::{RequestHead, RequestHeadSlot};
use super::head_timer::HeadTimer;
use super::management::{self, Report};
use super::port::{OpenConnection, Port};
use super::reply::plain;
use super::request_line::RequestLineRewriter;
use super::tls;

/// A client that does not finish a request's head within this time is cut off, and one that never sends one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// Bytes of a request's head; beyond it the answer is 431.
const MAX_HEAD: usize = 64 * 1024;
/// Header fields of a request, as many as Node takes; beyond it the answer is 431.
const MAX_FIELDS: usize = 2_000;
/// The same for HTTP/2, which counts 32 bytes more for each field.
const HEADER_LIST: u32 = (MAX_HEAD + 32 * MAX_FIELDS) as u32;

/// Streams of an HTTP/2 connection at a time. It is one connection, and must not take up the memory of many.
const MAX_STREAMS: u32 = 64;
/// Bytes that wait for a reader or a writer of a stream.
const STREAM_WINDOW: u32 = 64 * 1024;
/// Bytes that wait for the readers of all streams of a connection.
const CONNECTION_WINDOW: u32 = 256 * 1024;

/// What warp answers.
pub type Answer = Result<Response, Infallible>;

/// What answers the requests of a connection.
pub trait Serve: Clone + Send + Sync + 'static {
    /// The answer to one request. What can be done at once is done before the future is made: hyper moves it about.
    /// A request whose length is ambiguous is refused.
    fn answer(
        &self,
        request: HttpRequest<Incoming>,
        peer: Peer,
        is_ambiguous: bool,
    ) -> impl Future<Output = Answer> + Send + use<Self>;

    /// The same for the client of this TLS connection.
    fn to(self, _: &ServerConnection) -> Self {
        self
    }

    /// Counts the connection for as long as the guard lives.
    fn open(&self) -> Option<OpenConnection<'_>> {
        None
    }
}

/// Names the client to rules and templates, as its certificate does.
const CLIENT_SUBJECT: HeaderName = HeaderName::from_static("x-sidemock-client-subject");

/// A mock's or the admin API's port.
#[derive(Clone)]
pub struct Mock {
    port: Arc<Port>,
    client: Client,
    latest: Latest,
}

/// Who the client of a connection is.
#[derive(Clone)]
enum Client {
    /// Nobody asks.
    Unasked,
    /// It showed no certificate.
    Unknown,
    /// The subject of its certificate.
    Known(HeaderValue),
}

impl Mock {
    /// A port, and whether its clients are asked for certificates.
    pub fn new(port: Arc<Port>, asks_clients: bool) -> Self {
        let client = if asks_clients { Client::Unknown } else { Client::Unasked };
        Self { port, client, latest: Latest::default() }
    }

    /// Says who the client is; nobody but its certificate may.
    fn name_client(&self, headers: &mut HeaderMap) {
        match &self.client {
            Client::Unasked => {}
            Client::Unknown => {
                headers.remove(CLIENT_SUBJECT);
            }
            Client::Known(subject) => {
                headers.insert(CLIENT_SUBJECT, subject.clone());
            }
        }
    }
}

impl Serve for Mock {
    fn answer(
        &self,
        mut request: HttpRequest<Incoming>,
        peer: Peer,
        is_ambiguous: bool,
    ) -> impl Future<Output = Answer> + Send + use<> {
        let fields = Fields::of(request.headers());
        if let Some(refusal) = refuse(&request, &fields, is_ambiguous) {
            return Either::Left(ready(Ok(refusal)));
        }
        self.name_client(request.headers_mut());
        let (slot, body) = hand_over(request, &fields, peer, &self.latest);
        let mut service = warp::service(chain(Arc::clone(&self.port), slot));
        Either::Right(match body {
            Some(body) => service.call(HttpRequest::new(body)),
            // warp puts every body in a box, but for one that takes no room.
            None => service.call(HttpRequest::new(Empty::<Bytes>::new())),
        })
    }

    fn to(self, connection: &ServerConnection) -> Self {
        let client = match self.client {
            Client::Unasked => Client::Unasked,
            _ => tls::subject(connection).map_or(Client::Unknown, Client::Known),
        };
        Self { client, ..self }
    }

    fn open(&self) -> Option<OpenConnection<'_>> {
        Some(self.port.open())
    }
}

/// The management port, which reports on this.
pub struct Management<R>(pub Arc<R>);

impl<R> Clone for Management<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: Report> Serve for Management<R> {
    fn answer(
        &self,
        request: HttpRequest<Incoming>,
        _: Peer,
        is_ambiguous: bool,
    ) -> impl Future<Output = Answer> + Send + use<R> {
        let fields = Fields::of(request.headers());
        if let Some(refusal) = refuse(&request, &fields, is_ambiguous).or_else(|| refuse_target(&request)) {
            return Either::Left(ready(Ok(refusal)));
        }
        Either::Right(warp::service(management::chain(Arc::clone(&self.0))).call(request))
    }
}

/// Targets that are no path: warp's path filters panic on them.
fn refuse_target(request: &HttpRequest<Incoming>) -> Option<Response> {
    let is_path = request.uri().path_and_query().is_some_and(|target| target.as_str().starts_with('/'));
    (!is_path).then(|| plain(StatusCode::BAD_REQUEST, "the request's target is not a path"))
}

/// What the requests of one connection share.
struct Shared<S> {
    serve: S,
    /// What the stream has to know of requests.
    framing: Arc<Framing>,
    /// What faults do to answers.
    breaker: Arc<Breaker>,
    /// A request has come.
    begun: AtomicBool,
    /// Answers tell the client not to use the connection again.
    draining: AtomicBool,
}

/// Serves a connection to its end. Its place, and what breaks its answers, go with the stream.
pub async fn serve_stream<T, S>(
    stream: T,
    peer: Peer,
    serve: S,
    mut watch: DrainWatcher,
    (place, breaker): (Admitted, Arc<Breaker>),
) where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Serve,
{
    let framing = Arc::<Framing>::default();
    let stream = RequestLineRewriter::new(stream, Arc::clone(&framing), Some(place)).breaking(Arc::clone(&breaker));
    let (begun, draining) = (AtomicBool::new(false), AtomicBool::new(false));
    let shared = Arc::new(Shared { serve, framing, breaker, begun, draining });
    let requests = Arc::clone(&shared);
    let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
        let shared = Arc::clone(&requests);
        shared.begun.store(true, Ordering::Relaxed);
        shared.framing.begins(request.body());
        let is_http1 = request.version() < http::Version::HTTP_2;
        let is_ambiguous = is_http1_ambiguous(&request, &shared.framing);
        shared.serve.answer(request, peer, is_ambiguous).map(move |answer| {
            let Ok(mut response) = answer;
            let upgrades = response.status() == StatusCode::SWITCHING_PROTOCOLS;
            if upgrades {
                shared.framing.switches();
            }
            if is_http1 && !upgrades && shared.draining.load(Ordering::Relaxed) {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            match response.extensions_mut().remove::<Breakage>() {
                None => Ok(response),
                Some(breakage) => shared.breaker.break_off(response, breakage, !is_http1),
            }
        })
    });
    let timer = HeadTimer::new(HEAD_TIMEOUT);
    let silent_until = Instant::now() + HEAD_TIMEOUT;
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // One buffer and one send for head and body: cheaper than a vector of both for what a mock answers.
    builder.http1().timer(timer.clone()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD).writev(false);
    builder.http1().max_headers(MAX_FIELDS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(HEADER_LIST)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(STREAM_WINDOW as usize);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let _open = shared.serve.open();
    let mut closing = false;
    let ended = poll_fn(|context| {
        let state = watch.state(context);
        if state > DrainState::Serving {
            shared.draining.store(true, Ordering::Relaxed);
            if state == DrainState::Aborted {
                return Poll::Ready(Err("cut off".into()));
            }
            if state == DrainState::Closing && !closing {
                closing = true;
                connection.as_mut().graceful_shutdown();
            }
        }
        // hyper's own timeout begins when it knows the version of the protocol, which takes some bytes.
        if !shared.begun.load(Ordering::Relaxed) && timer.poll(silent_until, context).is_ready() {
            return Poll::Ready(Err("no request within a minute".into()));
        }
        connection.as_mut().poll(context)
    });
    if let Err(error) = ended.await {
        tracing::debug!("connection ended: {error}");
    }
}

/// Whether a head says in two ways how long its body is: those who passed it on may have read it otherwise.
fn is_http1_ambiguous(request: &HttpRequest<Incoming>, framing: &Framing) -> bool {
    if framing.was_ambiguous() {
        return true;
    }
    // With a coding there is a body, of which hyper knows no length.
    if request.body().size_hint().exact().is_some() {
        return false;
    }
    let codings = request.headers().get(header::TRANSFER_ENCODING).map_or(b"".as_slice(), HeaderValue::as_bytes);
    let chunked = |coding: &&[u8]| coding.trim_ascii().eq_ignore_ascii_case(b"chunked");
    codings.split(|byte| *byte == b',').filter(chunked).count() > 1
}

/// The answer to what cannot be read; the connection closes.
fn bad_request(text: &'static str) -> Response {
    let mut response = plain(StatusCode::BAD_REQUEST, text);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// What Node's HTTP server refuses before anybody sees the request.
fn refuse(request: &HttpRequest<Incoming>, fields: &Fields, is_ambiguous: bool) -> Option<Response> {
    if is_ambiguous {
        return Some(bad_request("the head says in two ways how long the body is"));
    }
    if *request.method() == http::Method::CONNECT {
        return Some(plain(StatusCode::BAD_REQUEST, "CONNECT is not served here"));
    }
    if fields.hosts == 0 && request.version() == http::Version::HTTP_11 {
        return Some(bad_request("the Host header is missing"));
    }
    if fields.hosts > 1 {
        return Some(bad_request("there are several Host headers"));
    }
    if !fields.expects {
        return None;
    }
    let expectation = request.headers().get(header::EXPECT)?;
    let known = expectation.as_bytes().to_ascii_lowercase().windows(12).any(|w| w == b"100-continue");
    (!known).then(|| plain(StatusCode::EXPECTATION_FAILED, ""))
}

/// Takes the head off a request, so that warp carries its body, if it has one, but does not look at the head.
fn hand_over(
    mut request: HttpRequest<Incoming>,
    fields: &Fields,
    peer: Peer,
    latest: &Latest,
) -> (RequestHeadSlot, Option<Incoming>) {
    let upgrade = fields.upgrades.then(|| hyper::upgrade::on(&mut request));
    let (mut parts, body) = request.into_parts();
    latest.own_copy(&mut parts);
    let body = Some(body).filter(|body| !body.is_end_stream());
    let request = Request::new(parts, Bytes::new(), peer);
    (
        RequestHeadSlot::new(RequestHead { request, upgrade, has_body: body.is_some(), connection: fields.connection }),
        body,
    )
}
