//! One TCP port: accept, TLS if asked for, HTTP/1.1 or h2c by hyper-util's auto builder, graceful end.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use http::header::{self, HeaderValue};
use http::{Request as HttpRequest, Response as HttpResponse};
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower_service::Service;

use crate::message::Peer;

use super::filter::{Handoff, Head, chain};
use super::port::Port;

/// A client that does not finish its request head within this time is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(60);
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
    if hostname.is_empty() && !last.as_ref().is_some_and(|e| e.kind() == io::ErrorKind::AddrInUse) {
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
    gate: Gate,
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
        self.gate.leaving.store(true, Ordering::Relaxed);
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
#[derive(Clone, Default)]
struct Gate {
    /// Answers tell the client not to use the connection again.
    leaving: Arc<AtomicBool>,
}

/// Serves a bound port.
pub fn serve(listener: impl Into<Arc<TcpListener>>, port: Arc<Port>) -> io::Result<Running> {
    let socket = listener.into();
    let address = socket.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let gate = Gate::default();
    let accepting = (Arc::clone(&socket), gate.clone());
    let task = tokio::spawn(async move {
        let (listener, gate) = accepting;
        let graceful = GracefulShutdown::new();
        let accept = |stream, remote| connection(stream, remote, &port, &gate, &graceful, stopped.clone());
        let mut stop = stopped.clone();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, remote)) => accept(stream, remote),
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
            accept(stream, remote);
        }
        graceful
    });
    Ok(Running { address, gate, stop, accepting: Mutex::new(Some(Accepting { socket, task })) })
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

fn connection(
    stream: TcpStream,
    remote: SocketAddr,
    port: &Arc<Port>,
    gate: &Gate,
    graceful: &GracefulShutdown,
    stopped: watch::Receiver<bool>,
) {
    // Without this a small answer may wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    serve_stream(stream, Peer { remote, tls: false }, port, gate, graceful, stopped);
}

fn serve_stream<S>(
    stream: S,
    peer: Peer,
    port: &Arc<Port>,
    gate: &Gate,
    graceful: &GracefulShutdown,
    stopped: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let filter = warp::service(chain(Arc::clone(port)));
    let gate = gate.clone();
    let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
        let mut filter = filter.clone();
        let gate = gate.clone();
        async move {
            if request.method() == http::Method::CONNECT {
                return Ok(super::reply::plain(http::StatusCode::BAD_REQUEST, "CONNECT is not served here"));
            }
            let is_http1 = request.version() < http::Version::HTTP_2;
            let answer: Result<HttpResponse<_>, std::convert::Infallible> = filter.call(hand_over(request, peer)).await;
            answer.map(|mut response| {
                let upgrades = response.status() == http::StatusCode::SWITCHING_PROTOCOLS;
                if is_http1 && !upgrades && gate.leaving.load(Ordering::Relaxed) {
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                response
            })
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).pipeline_flush(true);
    builder.http2().timer(TokioTimer::new());
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
    let connection = graceful.watch(connection);
    let port = Arc::clone(port);
    tokio::spawn(async move {
        let _open = port.open();
        tokio::select! {
            ended = connection => {
                if let Err(error) = ended {
                    tracing::debug!("connection ended: {error}");
                }
            }
            () = cut_off(stopped) => tracing::debug!("connection cut off"),
        }
    });
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
