//! One connection: HTTP/1.1 or HTTP/2 by hyper, from the first byte to the graceful end.

use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::Either;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request as HttpRequest, Response as HttpResponse, StatusCode, Uri, Version};
use http_body_util::Empty;
use hyper::body::{Body as _, Incoming};
use hyper::upgrade::OnUpgrade;
use rustls::ServerConnection;
use tower_service::Service;
use warp::reply::Response;

use crate::budget::ConnectionPoll;
use crate::message::fields::Fields;
use crate::message::latest::Latest;
use crate::message::{Peer, Request};

use super::broken::{Breakage, Breaker};
use super::connections::Admitted;
use super::drain::{DrainState, DrainWatcher};
use super::filter::chain;
use super::framing::Framing;
use super::head::{RequestHead, RequestHeadSlot};
use super::head_timer::{HEAD_TIMEOUT, HeadTimer};
use super::management::{self, Report};
use super::port::{OpenConnection, Port};
use super::protocol::Protocol;
use super::repeated_head::{Repeated, Said};
use super::reply::{ConnectionOptions, plain};
use super::request_line::RequestLineRewriter;
use super::tls;
use super::transport::Transport;

/// What warp answers.
pub type ServiceResult = Result<Response, Infallible>;

/// What answers the requests of a connection.
pub trait Serve: Clone + Send + Sync + 'static {
    /// The answer to one request. What can be done at once is done before the future is made: hyper moves it about.
    /// What is to be known of its bytes, `framing` knows: a request whose length is ambiguous is refused.
    fn answer(
        &self,
        request: HttpRequest<Incoming>,
        peer: Peer,
        framing: &Framing,
    ) -> impl Future<Output = ServiceResult> + Send + use<Self>;

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
    /// Whether clients are asked for certificates.
    asks_clients: bool,
    latest: Latest,
}

/// The body of a request on its way past warp.
enum RequestBody {
    None,
    /// It came with a head that hyper has not seen.
    Whole(Bytes),
    Incoming(Incoming),
}

/// Who the client of a connection is.
#[derive(Clone)]
enum Client {
    /// It showed no certificate, or nobody asks.
    Unknown,
    /// The subject of its certificate.
    Known(HeaderValue),
}

impl Mock {
    /// A port, and whether its clients are asked for certificates.
    pub fn new(port: Arc<Port>, asks_clients: bool) -> Self {
        Self { port, client: Client::Unknown, asks_clients, latest: Latest::default() }
    }

    /// Passes a request on to whoever answers it.
    fn pass_on(
        &self,
        mut request: Request,
        upgrade: Option<OnUpgrade>,
        body: RequestBody,
    ) -> impl Future<Output = ServiceResult> + Send + use<> {
        let connection = ConnectionOptions {
            keep_alive: request.fields().keep_alive,
            takes_large: request.version() < Version::HTTP_2 && *request.http_method() != Method::HEAD,
        };
        let (has_body, has_whole_body, incoming) = match body {
            RequestBody::None => (false, false, None),
            RequestBody::Whole(bytes) => {
                request.set_body(bytes);
                (true, true, None)
            }
            RequestBody::Incoming(body) => (true, false, Some(body)),
        };
        let slot = RequestHeadSlot::new(RequestHead { request, upgrade, has_body, has_whole_body, connection });
        let mut service = warp::service(chain(Arc::clone(&self.port), slot));
        match incoming {
            Some(body) => service.call(HttpRequest::new(body)),
            // warp puts every body in a box, but for one that takes no room.
            None => service.call(HttpRequest::new(Empty::<Bytes>::new())),
        }
    }

    /// The request for which a head stands that hyper has just parsed. The one before was not refused, and its client is
    /// named.
    fn stood_for(&self, repeated: Repeated) -> Option<(Request, RequestBody)> {
        let Said { target, values, body } = match repeated {
            Repeated::Head => return Some((self.latest.again()?, RequestBody::None)),
            Repeated::But(said) => said,
        };
        let body = if body.is_empty() { RequestBody::None } else { RequestBody::Whole(body) };
        Some((self.latest.again_but(target, values)?, body))
    }

    /// Says who the client is; nobody but its certificate may. Tells whether the fields are still those that were sent.
    fn name_client(&self, headers: &mut HeaderMap) -> bool {
        match &self.client {
            Client::Unknown => headers.remove(CLIENT_SUBJECT).is_none(),
            Client::Known(subject) => {
                headers.insert(CLIENT_SUBJECT, subject.clone());
                false
            }
        }
    }
}

impl Serve for Mock {
    fn answer(
        &self,
        mut request: HttpRequest<Incoming>,
        peer: Peer,
        framing: &Framing,
    ) -> impl Future<Output = ServiceResult> + Send + use<> {
        if let Some(repeated) = framing.left_out() {
            return match self.stood_for(repeated) {
                Some((request, body)) => Either::Right(self.pass_on(request, None, body)),
                None => Either::Left(ready(Ok(bad_request("the head is not known")))),
            };
        }
        let is_ambiguous = is_http1_ambiguous(&request, framing);
        let is_as_sent = self.name_client(request.headers_mut());
        let (mut parts, body) = request.into_parts();
        let upgrade = parts.extensions.remove::<OnUpgrade>();
        let request = self.latest.request(parts, peer);
        let (method, version, fields) = (request.http_method(), request.version(), request.fields());
        let head = (method, request.uri(), version, request.header_map());
        if let Some(refusal) = refuse(head, fields, is_ambiguous) {
            return Either::Left(ready(Ok(refusal)));
        }
        let goes_on = fields.is_plain && version == Version::HTTP_11 && *method != Method::HEAD;
        let is_known = goes_on && body.size_hint().exact().is_some() && self.latest.is_kept();
        framing.let_leave_out(is_known.then(|| told_apart(request.header_map(), is_as_sent)));
        let upgrade = upgrade.filter(|_| fields.upgrades);
        let body = if body.is_end_stream() { RequestBody::None } else { RequestBody::Incoming(body) };
        Either::Right(self.pass_on(request, upgrade, body))
    }

    fn to(self, connection: &ServerConnection) -> Self {
        let subject = self.asks_clients.then(|| tls::subject(connection)).flatten();
        Self { client: subject.map_or(Client::Unknown, Client::Known), ..self }
    }

    fn open(&self) -> Option<OpenConnection<'_>> {
        Some(self.port.open())
    }
}

/// How many fields of a head are told apart by their order: none if some came twice, or not from the client.
fn told_apart(headers: &HeaderMap, is_as_sent: bool) -> usize {
    if is_as_sent && headers.keys_len() == headers.len() { headers.len() } else { 0 }
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
        framing: &Framing,
    ) -> impl Future<Output = ServiceResult> + Send + use<R> {
        let is_ambiguous = is_http1_ambiguous(&request, framing);
        let fields = Fields::of(request.headers());
        let head = (request.method(), request.uri(), request.version(), request.headers());
        if let Some(refusal) = refuse(head, &fields, is_ambiguous).or_else(|| refuse_target(&request)) {
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
struct ConnectionState<S> {
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
    T: Transport + Send + 'static,
    S: Serve,
{
    let framing = Arc::<Framing>::default();
    let stream = RequestLineRewriter::new(stream, Arc::clone(&framing), Some(place)).breaking(Arc::clone(&breaker));
    let (begun, draining) = (AtomicBool::new(false), AtomicBool::new(false));
    let shared = Arc::new(ConnectionState { serve, framing, breaker, begun, draining });
    let requests = Arc::clone(&shared);
    let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
        let shared = Arc::clone(&requests);
        shared.begun.store(true, Ordering::Relaxed);
        shared.framing.begins(request.body());
        let is_http1 = request.version() < Version::HTTP_2;
        let is_bare = !is_http1 && *request.method() == Method::HEAD;
        shared.serve.answer(request, peer, &shared.framing).map(move |answer| {
            let Ok(mut response) = answer;
            let upgrades = response.status() == StatusCode::SWITCHING_PROTOCOLS;
            if upgrades {
                shared.framing.switches();
            }
            if is_http1 && !upgrades && shared.draining.load(Ordering::Relaxed) {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            match response.extensions_mut().remove::<Breakage>() {
                None if is_bare => Ok(without_body(response)),
                None if response.extensions().is_empty() => Ok(response),
                None => {
                    shared.framing.bypass().mark(&mut response);
                    Ok(response)
                }
                Some(breakage) => shared.breaker.break_off(response, breakage, !is_http1),
            }
        })
    });
    let timer = HeadTimer::new(HEAD_TIMEOUT, Arc::clone(&shared.framing));
    let silent_until = Instant::now() + HEAD_TIMEOUT;
    let mut connection = Protocol::new(stream, Arc::clone(&shared.framing), timer.clone(), service);
    let _open = shared.serve.open();
    let mut closing = false;
    let ended = poll_fn(|context| {
        let _poll = ConnectionPoll::begin();
        let state = watch.state(context);
        if state > DrainState::Serving {
            shared.draining.store(true, Ordering::Relaxed);
            if state == DrainState::Aborted {
                return Poll::Ready(Err("cut off".into()));
            }
            if state == DrainState::Closing && !closing {
                closing = true;
                connection.graceful_shutdown();
            }
        }
        // hyper's own timeout begins when it knows the version of the protocol, which takes some bytes.
        if !shared.begun.load(Ordering::Relaxed) && timer.poll(silent_until, context).is_ready() {
            return Poll::Ready(Err("no request within a minute".into()));
        }
        connection.poll(context)
    });
    if let Err(error) = ended.await {
        tracing::debug!("connection ended: {error}");
    }
}

/// An answer to HEAD over HTTP/2, where hyper sends what it is given: it says how long the body would be, and has none.
fn without_body(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact()
        && !head.headers.contains_key(header::CONTENT_LENGTH)
    {
        head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    HttpResponse::from_parts(head, Bytes::new().into())
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

/// What else Node's parser takes for a method, in capitals as it wants them; routes for any method answer them.
const FURTHER_METHODS: [&str; 27] = [
    "ACL",
    "BIND",
    "CHECKOUT",
    "COPY",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

/// What Node's HTTP server refuses before anybody sees the request.
fn refuse(
    (method, uri, version, headers): (&Method, &Uri, Version, &HeaderMap),
    fields: &Fields,
    is_ambiguous: bool,
) -> Option<Response> {
    if is_ambiguous {
        return Some(bad_request("the head says in two ways how long the body is"));
    }
    match *method {
        Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::HEAD | Method::OPTIONS => {}
        Method::CONNECT => return Some(plain(StatusCode::BAD_REQUEST, "CONNECT is not served here")),
        _ if !FURTHER_METHODS.contains(&method.as_str()) => return Some(bad_request("the method is none of HTTP's")),
        _ => {}
    }
    if !uri.path().starts_with(['/', '*']) {
        return Some(bad_request("the target is neither a path nor a URL"));
    }
    if fields.hosts == 0 && version == Version::HTTP_11 {
        return Some(bad_request("the Host header is missing"));
    }
    if fields.hosts > 1 {
        return Some(bad_request("there are several Host headers"));
    }
    if !fields.expects {
        return None;
    }
    let expectation = headers.get(header::EXPECT)?;
    let known = expectation.as_bytes().to_ascii_lowercase().windows(12).any(|w| w == b"100-continue");
    (!known).then(|| plain(StatusCode::EXPECTATION_FAILED, ""))
}
