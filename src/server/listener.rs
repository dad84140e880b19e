//! One TCP port: accept, TLS if asked for, a task per connection, graceful end.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::memory::MemoryBudget;
use crate::message::Peer;

use super::broken::{Breaker, Resettable};
use super::connection::{Management, Mock, Serve, serve_stream};
use super::connections::{Admitted, Connections};
use super::drain::{Drain, DrainState, DrainWatcher};
use super::management::Report;
use super::port::Port;
use super::refusal;
use super::tls::{Clients, Handshakes, Measured, Refusals};

/// A client that does not finish its TLS handshake within this time is cut off.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Probes and scrapers that may be connected to the management port at once.
const MANAGEMENT_CONNECTIONS: usize = 128;
/// One that takes nothing of an answer for so long is cut off.
const MANAGEMENT_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections waiting to be accepted.
const BACKLOG: u32 = 1024;
/// How long a listener that ends waits for busy clients to leave by themselves before it closes idle connections.
const LEAVE_TIME: Duration = Duration::from_millis(250);

/// Binds an address for connections on this runtime; `hostname` empty means all addresses.
///
/// # Errors
/// When the address is in use, not allowed, or not one of this machine.
pub async fn bind(hostname: &str, port: u16, runtime: &Handle) -> io::Result<TcpListener> {
    let socket = bind_sharing(hostname, port, false).await?;
    // Whoever it is registered with hears of new connections.
    let _entered = runtime.enter();
    TcpListener::from_std(socket)
}

async fn bind_sharing(hostname: &str, port: u16, sharing: bool) -> io::Result<std::net::TcpListener> {
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
pub async fn bind_beside(
    hostname: &str,
    port: u16,
    ours: &[Arc<TcpListener>],
    runtime: &Handle,
) -> io::Result<TcpListener> {
    let refused = match bind(hostname, port, runtime).await {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => error,
        done => return done,
    };
    let at_port = |socket: &&Arc<TcpListener>| socket.local_addr().is_ok_and(|address| address.port() == port);
    let retired: Vec<_> = ours.iter().filter(at_port).collect();
    if retired.is_empty() {
        return Err(refused);
    }
    let share = |on: bool| retired.iter().try_for_each(|s| socket2::SockRef::from(s.as_ref()).set_reuse_port(on));
    share(true)?;
    let bound = bind_sharing(hostname, port, true).await;
    share(false)?;
    let _entered = runtime.enter();
    TcpListener::from_std(bound?)
}

fn bind_to(address: SocketAddr, sharing: bool) -> io::Result<std::net::TcpListener> {
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
    Ok(socket.into())
}

/// A listener at work. Dropping it cuts off the connections that are still open.
pub struct ListenerHandle {
    /// Where it listens.
    pub address: SocketAddr,
    drain: Arc<Drain>,
    stop: watch::Sender<bool>,
    /// Until it is drained.
    accepting: Mutex<Option<Accepting>>,
}

/// A bound socket and the loop that accepts from it.
struct Accepting {
    socket: Arc<TcpListener>,
    task: tokio::task::JoinHandle<()>,
}

impl ListenerHandle {
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
        self.drain.advance(DrainState::Draining);
        self.stop.send_replace(true);
        if task.await.is_err() {
            return;
        }
        // Closing a connection at the moment of a client's next request would cost that request: whoever is busy
        // reads `Connection: close` in the next answer and leaves by itself.
        let patience = Instant::now() + LEAVE_TIME;
        while self.drain.count() > 0 && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.drain.advance(DrainState::Closing);
        self.drain.emptied().await;
    }
}

impl Drop for ListenerHandle {
    fn drop(&mut self) {
        self.drain.advance(DrainState::Aborted);
    }
}

/// What connections are served with: the threads that work for clients, and places for so many of them.
#[derive(Debug, Clone)]
pub struct Workers {
    /// Their runtime.
    pub runtime: Handle,
    /// Open connections of all ports.
    pub connections: Connections,
    /// Asks clients for certificates, where they speak TLS.
    pub clients: Option<Arc<Clients>>,
}

/// Serves a bound port, over TLS when it is given.
///
/// # Errors
/// When the socket has no address.
pub fn serve(
    listener: impl Into<Arc<TcpListener>>,
    port: Arc<Port>,
    tls: Option<Arc<dyn Handshakes>>,
    workers: &Workers,
) -> io::Result<ListenerHandle> {
    let socket = listener.into();
    let address = socket.local_addr()?;
    if let Port::Mock(service) = &*port {
        service.handle.shared.listens_on(address);
    }
    let (stop, mut stopped) = watch::channel(false);
    let drain = Arc::new(Drain::default());
    let watching = Arc::clone(&drain);
    let listener = Arc::clone(&socket);
    let connections = workers.connections.clone();
    let mock = Mock::new(port, workers.clients.is_some());
    let refusals = workers.clients.as_ref().map(|_| Arc::new(Refusals::new(address.port())));
    let tls = tls.map(|handshakes| Secured { handshakes, refusals });
    let task = workers.runtime.spawn(async move {
        let open = |stream, remote| match connections.admit() {
            Some(place) => {
                let accepted = Accepted { stream, remote, place };
                connection(accepted, tls.as_ref(), mock.clone(), watching.watch());
            }
            None => refusal::refuse(stream, tls.is_some()),
        };
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, remote)) => open(stream, remote),
                    // Out of descriptors or a client gone before we looked: wait a little, go on.
                    Err(error) => {
                        tracing::warn!("accept failed: {error}");
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                },
                _ = stopped.changed() => break,
            }
        }
        // Connections that the system has accepted for us.
        while let Some(Ok((stream, remote))) = listener.accept().now_or_never() {
            open(stream, remote);
        }
    });
    Ok(ListenerHandle { address, drain, stop, accepting: Mutex::new(Some(Accepting { socket, task })) })
}

/// Serves the management port until the process ends, on the threads of the caller.
pub async fn serve_management<R: Report>(listener: TcpListener, report: Arc<R>) {
    let drain = Arc::new(Drain::default());
    let connections = Connections::new(MANAGEMENT_CONNECTIONS, Some(MANAGEMENT_TIMEOUT), MemoryBudget::default());
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => match connections.admit() {
                Some(place) => {
                    let accepted = Accepted { stream, remote, place };
                    connection(accepted, None, Management(Arc::clone(&report)), drain.watch());
                }
                None => refusal::refuse(stream, false),
            },
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A connection that has been accepted, and its place among the open ones.
struct Accepted {
    stream: TcpStream,
    remote: SocketAddr,
    place: Admitted,
}

/// TLS of a port.
struct Secured {
    handshakes: Arc<dyn Handshakes>,
    /// Tells of clients that were not let in, where they are asked for certificates.
    refusals: Option<Arc<Refusals>>,
}

/// Starts the task of one connection. A TLS handshake is part of it: slow clients do not hold up the accept loop.
fn connection<S: Serve>(accepted: Accepted, tls: Option<&Secured>, serve: S, watch: DrainWatcher) {
    let Accepted { stream, remote, place } = accepted;
    // Without this a small answer may wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let breaker = Arc::<Breaker>::default();
    let stream = Resettable::new(stream, Arc::clone(&breaker));
    let Some(tls) = tls else {
        tokio::spawn(serve_stream(stream, Peer { remote, tls: false }, serve, watch, (place, breaker)));
        return;
    };
    let handshake = tls.handshakes.acceptor().accept(Measured::new(stream, place.memory()));
    let refusals = tls.refusals.clone();
    tokio::spawn(async move {
        match tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake).await {
            Ok(Ok(mut stream)) => {
                stream.get_mut().0.finish();
                let serve = serve.to(stream.get_ref().1);
                serve_stream(stream, Peer { remote, tls: true }, serve, watch, (place, breaker)).await;
            }
            Ok(Err(error)) => match refusals {
                Some(refusals) => refusals.tell(&error, remote),
                None => tracing::debug!("TLS handshake failed: {error}"),
            },
            Err(_) => tracing::debug!("TLS handshake took too long"),
        }
    });
}
