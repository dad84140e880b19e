//! One TCP port: accept, TLS if asked for, HTTP/1.1 or h2c by hyper-util's auto builder, graceful end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

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

use super::dispatch::Site;
use super::filter::{Handoff, Head, chain};
use super::reply::plain;
use super::tls::Tls;
use warp::reply::Response;

/// A client that does not finish its request head within this time is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(60);
/// A client that does not finish its TLS handshake within this time is cut off.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections waiting to be accepted.
const BACKLOG: u32 = 1024;

/// Binds an address; `hostname` empty means all addresses.
///
/// # Errors
/// When the address is in use, not allowed, or not one of this machine.
pub async fn bind(hostname: &str, port: u16) -> io::Result<TcpListener> {
    let host = if hostname.is_empty() { "::" } else { hostname };
    let mut last = None;
    for address in addresses(host, port).await? {
        match bind_to(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    // A machine without IPv6 still has all its IPv4 addresses.
    if hostname.is_empty() && !last.as_ref().is_some_and(|e| e.kind() == io::ErrorKind::AddrInUse) {
        return bind_to(SocketAddr::from(([0, 0, 0, 0], port)));
    }
    Err(last.unwrap_or_else(|| io::Error::other("the hostname has no address")))
}

async fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

fn bind_to(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
    if address.is_ipv6() && address.ip().is_unspecified() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG as i32)?;
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}

/// A listener at work.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<GracefulShutdown>,
}

impl Running {
    /// Stops accepting; resolves when every connection has ended.
    pub async fn drain(self) {
        // An error means that the accept loop has already ended.
        let _ = self.stop.send(true);
        if let Ok(graceful) = self.task.await {
            graceful.shutdown().await;
        }
    }
}

/// Serves a bound port, over TLS when it is given.
pub fn serve(listener: TcpListener, site: Arc<Site>, tls: Option<Arc<Tls>>) -> io::Result<Running> {
    let address = listener.local_addr()?;
    site.handle.shared.listens_on(address);
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        let graceful = GracefulShutdown::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, remote)) => connection(stream, remote, &site, tls.as_deref(), graceful.watcher()),
                    // Out of descriptors or a client gone before we looked: wait a little, go on.
                    Err(error) => {
                        tracing::warn!("accept failed: {error}");
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                },
                _ = stopped.changed() => return graceful,
            }
        }
    });
    Ok(Running { address, stop, task })
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
fn connection(stream: TcpStream, remote: SocketAddr, site: &Arc<Site>, tls: Option<&Tls>, watcher: Watcher) {
    // Without this a small answer may wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let site = Arc::clone(site);
    let Some(tls) = tls else {
        tokio::spawn(serve_stream(stream, Peer { remote, tls: false }, site, watcher));
        return;
    };
    let handshake = tls.acceptor().accept(stream);
    tokio::spawn(async move {
        match tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake).await {
            Ok(Ok(stream)) => serve_stream(stream, Peer { remote, tls: true }, site, watcher).await,
            Ok(Err(error)) => tracing::debug!("TLS handshake failed: {error}"),
            Err(_) => tracing::debug!("TLS handshake took too long"),
        }
    });
}

async fn serve_stream<S>(stream: S, peer: Peer, site: Arc<Site>, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let filter = warp::service(chain(Arc::clone(&site)));
    let service = hyper::service::service_fn(move |request: HttpRequest<Incoming>| {
        let mut filter = filter.clone();
        async move {
            if let Some(refusal) = refuse(&request) {
                return Ok(refusal);
            }
            filter.call(hand_over(request, peer)).await as Result<HttpResponse<_>, std::convert::Infallible>
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    builder.http2().timer(TokioTimer::new());
    let connection = watcher.watch(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let open = &site.handle.shared.metrics.connections;
    open.fetch_add(1, Ordering::Relaxed);
    if let Err(error) = connection.await {
        tracing::debug!("connection ended: {error}");
    }
    open.fetch_sub(1, Ordering::Relaxed);
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
