//! One TCP port: accept, TLS if asked for, HTTP/1.1 or h2c by hyper-util's auto builder, graceful end.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use http::header::{self, HeaderValue};
use http::{Request as HttpRequest, Response as HttpResponse, StatusCode};
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower_service::Service;

use crate::message::Peer;

use super::filter::{Handoff, Head, chain};
use super::framing::Framing;
use super::port::Port;
use super::reply::plain;
use super::request_line::Mended;
use super::tls::Tls;
use warp::reply::Response;

/// A client that does not finish its request head within this time is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(60);
/// Bytes of a request's head; beyond it the answer is 431.
const MAX_HEAD: usize = 64 * 1024;
/// A client that does not finish its TLS handshake within this time is cut off.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections waiting to be accepted.
const BACKLOG: u32 = 1024;
/// How long a listener that ends waits for busy clients to leave by themselves before it closes idle connections.
const LEAVE_TIME: Duration = Duration::from_millis(250);

/// Binds an address; `hostname` empty means all addresses.
///
/// # Errors
/// When the address is in use, not allowed, or not one of this machine.
pub async fn bind(hostname: &str, port: u16) -> io::Result<TcpListener> {
    bind_sharing(hostname, port, false).await
}

async fn bind_sharing(hostname: &str, port: u16, sharing: bool) -> io::Result<TcpListener> {
    let host = if hostname.is_empty() { "::" } else { hostname };
    let mut last = None;
    for address in addresses(host, port).await? {
        match bind_to(address, sharing) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    // A machine without IPv6 still has all its IPv4 addresses.
    if hostname.is_empty() && last.as_ref().is_none_or(|e| e.kind() != io::ErrorKind::AddrInUse) {
        return bind_to(SocketAddr::from(([0, 0, 0, 0], port)), sharing);
    }
    Err(last.unwrap_or_else(|| io::Error::other("the hostname has no address")))
}

async fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

/// Binds an address that sockets of ours, which are about to close, may still occupy: there is no moment without a
/// listener. Nobody else's socket is let in: the addresses are shared for the time of the call only.
///
/// # Errors
/// As [`bind`].
pub async fn bind_beside(hostname: &str, port: u16, ours: &[Arc<TcpListener>]) -> io::Result<TcpListener> {
    let refused = match bind(hostname, port).await {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => error,
        done => return done,
    };
    let at_port = |socket: &&Arc<TcpListener>| socket.local_addr().is_ok_and(|address| address.port() == port);
    let leaving: Vec<_> = ours.iter().filter(at_port).collect();
    if leaving.is_empty() {
        return Err(refused);
    }
    let share = |on: bool| leaving.iter().try_for_each(|s| socket2::SockRef::from(s.as_ref()).set_reuse_port(on));
    share(true)?;
    let bound = bind_sharing(hostname, port, true).await;
    share(false)?;
    bound
}

fn bind_to(address: SocketAddr, sharing: bool) -> io::Result<TcpListener> {
    let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
    if address.is_ipv6() && address.ip().is_unspecified() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    if sharing {
        socket.set_reuse_port(true)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG as i32)?;
    if sharing {
        socket.set_reuse_port(false)?;
    }
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}

/// A listener at work. Dropping it cuts off the connections that are still open.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    leaving: Arc<AtomicBool>,
    stop: watch::Sender<bool>,
    /// Until it is drained.
    accepting: Mutex<Option<Accepting>>,
}

/// A bound socket and the loop that accepts from it.
struct Accepting {
    socket: Arc<TcpListener>,
    task: tokio::task::JoinHandle<GracefulShutdown>,
}

impl Running {
    fn accepting(&self) -> MutexGuard<'_, Option<Accepting>> {
        self.accepting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bound socket: another accept loop may take it over, then no connection is refused.
    pub fn socket(&self) -> Option<Arc<TcpListener>> {
        self.accepting().as_ref().map(|accepting| Arc::clone(&accepting.socket))
    }

    /// Stops accepting; resolves when every connection has ended.
    pub async fn drain(&self) {
        let Some(Accepting { socket, task }) = self.accepting().take() else { return };
        drop(socket);
        self.leaving.store(true, Ordering::Relaxed);
        self.stop.send_replace(true);
        let Ok(graceful) = task.await else { return };
        // Closing a connection at the moment of a client's next request would cost that request: whoever is busy
        // reads `Connection: close` in the next answer and leaves by itself.
        let patience = Instant::now() + LEAVE_TIME;
        while graceful.count() > 0 && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        graceful.shutdown().await;
    }
}

/// What a listener's connections share.
struct Listening {
    port: Arc<Port>,
    tls: Option<Arc<Tls>>,
    /// Answers tell the client not to use the connection again.
    leaving: Arc<AtomicBool>,
    stopped: watch::Receiver<bool>,
}

/// Serves a bound port, over TLS when it is given.
///
/// # Errors
/// When the socket has no address.
pub fn serve(listener: impl Into<Arc<TcpListener>>, port: Arc<Port>, tls: Option<Arc<Tls>>) -> io::Result<Running> {
    let socket = listener.into();
    let address = socket.local_addr()?;
    if let Port::Mock(site) = &*port {
        site.handle.shared.listens_on(address);
    }
    let (stop, stopped) = watch::channel(false);
    let leaving = Arc::new(AtomicBool::new(false));
    let shared = Arc::new(Listening { port, tls, leaving: Arc::clone(&leaving), stopped: stopped.clone() });
    let listener = Arc::clone(&socket);
    let task = tokio::spawn(async move {
        let graceful = GracefulShutdown::new();
        let mut stop = stopped;
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, remote)) => connection(stream, remote, &shared, graceful.watcher()),
                    // Out of descriptors or a client gone before we looked: wait a little, go on.
                    Err(error) => {
                        tracing::warn!("accept failed: {error}");
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                },
                _ = stop.changed() => break,
            }
        }
        // Connections that the system has accepted for us.
        while let Some(Ok((stream, remote))) = listener.accept().now_or_never() {
            connection(stream, remote, &shared, graceful.watcher());
        }
        graceful
    });
    Ok(Running { address, leaving, stop, accepting: Mutex::new(Some(Accepting { socket, task })) })
}

/// Resolves when the listener is gone.
async fn cut_off(mut stopped: watch::Receiver<bool>) {
    while stopped.changed().await.is_ok() {}
}

/// Serves a bound port with a plain warp filter, until the process ends.
pub async fn serve_filter<F>(listener: TcpListener, filter: F)
where
    F: warp::Filter<Extract = (warp::reply::Response,), Error = std::convert::Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
{
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let filter = warp::service(filter.clone());
        let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
            let mut filter = filter.clone();
            async move { filter.call(request).await }
        });
        tokio::spawn(async move {
            let mut builder = auto::Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
            if let Err(error) = builder.serve_connection(TokioIo::new(stream), service).await {
                tracing::debug!("connection ended: {error}");
            }
        });
    }
}

/// Starts the task of one connection. A TLS handshake is part of it: slow clients do not hold up the accept loop.
fn connection(stream: TcpStream, remote: SocketAddr, shared: &Arc<Listening>, watcher: Watcher) {
    // Without this a small answer may wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let shared = Arc::clone(shared);
    let Some(tls) = &shared.tls else {
        tokio::spawn(async move {
            // A client that sends nothing at all is cut off as well.
            if tokio::time::timeout(HEADER_TIMEOUT, stream.readable()).await.is_ok() {
                serve_stream(stream, Peer { remote, tls: false }, shared, watcher).await;
            }
        });
        return;
    };
    let handshake = tls.acceptor().accept(stream);
    tokio::spawn(async move {
        match tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake).await {
            Ok(Ok(stream)) => serve_stream(stream, Peer { remote, tls: true }, shared, watcher).await,
            Ok(Err(error)) => tracing::debug!("TLS handshake failed: {error}"),
            Err(_) => tracing::debug!("TLS handshake took too long"),
        }
    });
}

async fn serve_stream<S>(stream: S, peer: Peer, shared: Arc<Listening>, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let filter = warp::service(chain(Arc::clone(&shared.port)));
    let leaving = Arc::clone(&shared.leaving);
    let framing = Arc::<Framing>::default();
    let stream = Mended::new(stream, Arc::clone(&framing));
    let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
        framing.begins(request.body());
        let mut filter = filter.clone();
        let framing = Arc::clone(&framing);
        let leaving = Arc::clone(&leaving);
        async move {
            if let Some(refusal) = refuse(&request) {
                return Ok(refusal);
            }
            let is_http1 = request.version() < http::Version::HTTP_2;
            let answer: Result<HttpResponse<_>, std::convert::Infallible> = filter.call(hand_over(request, peer)).await;
            answer.map(|mut response| {
                let upgrades = response.status() == StatusCode::SWITCHING_PROTOCOLS;
                if upgrades {
                    framing.switches();
                }
                if is_http1 && !upgrades && leaving.load(Ordering::Relaxed) {
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                response
            })
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEAD);
    builder.http2().timer(TokioTimer::new());
    let connection = watcher.watch(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let _open = shared.port.open();
    tokio::select! {
        ended = connection => {
            if let Err(error) = ended {
                tracing::debug!("connection ended: {error}");
            }
        }
        () = cut_off(shared.stopped.clone()) => tracing::debug!("connection cut off"),
    }
}

/// What Node's HTTP server refuses before anybody sees the request.
fn refuse(request: &HttpRequest<Incoming>) -> Option<Response> {
    let headers = request.headers();
    if *request.method() == http::Method::CONNECT {
        return Some(plain(StatusCode::BAD_REQUEST, "CONNECT is not served here"));
    }
    if request.version() == http::Version::HTTP_11 && !headers.contains_key(header::HOST) {
        let mut response = plain(StatusCode::BAD_REQUEST, "the Host header is missing");
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return Some(response);
    }
    let expectation = headers.get(header::EXPECT)?;
    let known = expectation.as_bytes().to_ascii_lowercase().windows(12).any(|w| w == b"100-continue");
    (!known).then(|| plain(StatusCode::EXPECTATION_FAILED, ""))
}

/// Takes the head off a request, so that warp carries it but does not look at it.
fn hand_over(mut request: HttpRequest<Incoming>, peer: Peer) -> HttpRequest<Incoming> {
    let upgrade = request.headers().contains_key(http::header::UPGRADE).then(|| hyper::upgrade::on(&mut request));
    let (parts, body) = request.into_parts();
    let has_body = !body.is_end_stream();
    let mut handed = HttpRequest::new(body);
    handed.extensions_mut().insert(Handoff::new(Head { parts, peer, upgrade, has_body }));
    handed
}
