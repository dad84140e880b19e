//! Connections to upstreams, kept for the next request.
//!
//! No task of its own stands behind a connection: whoever waits for an answer, or reads its body, drives it. That saves the
//! messages between two tasks with each request, and a small body is there as soon as the head is. Nobody looks at a
//! connection that is kept; whether the other side has closed it shows when it is taken out.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::Stream;
use http::uri::Authority;
use http::{Method, Request, Response, Uri};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tower_service::Service;

use super::connector::{BoxError, Connector, IDLE_PER_HOST, IDLE_TIMEOUT, MAX_BUFFER};

/// A body of so many bytes is answered in one piece, if it comes with its head.
const WHOLE: usize = 64 << 10;

/// What is sent: a body that is in memory.
type Outgoing = Request<Full<Bytes>>;

/// The connections of a client. Clones share them.
#[derive(Clone)]
pub(super) struct Pool {
    connector: HttpsConnector<Connector>,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    /// By origin; there are few.
    idle: Vec<(Uri, Vec<(Instant, Connection)>)>,
    /// Whether a task closes those that nobody takes.
    is_tended: bool,
}

/// What drives a connection when it is polled. In a box, because futures that hold it are moved.
type Driver = Box<http1::Connection<MaybeHttpsStream<TokioIo<TcpStream>>, Full<Bytes>>>;

/// A connection, which goes on when it is driven.
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// `None` when it has ended.
    io: Option<Driver>,
}

impl Pool {
    pub(super) fn new(connector: HttpsConnector<Connector>) -> Self {
        Self { connector, kept: Arc::default() }
    }

    /// Sends a request with the target of its path alone to `origin`, and waits for the head of the answer.
    ///
    /// # Errors
    /// When no connection can be had, or it breaks before the head of the answer has come.
    pub(super) async fn send(&self, origin: &Uri, mut request: Outgoing) -> Result<Response<UpstreamBody>, BoxError> {
        loop {
            let kept = self.kept().take(origin);
            let (mut connection, was_kept) = match kept {
                Some(connection) => (connection, true),
                None => (Box::pin(self.connect(origin)).await?, false),
            };
            // The other side may close it while the request is on its way; what is safe to ask is asked again then.
            let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
            let copy = (was_kept && is_safe).then(|| request.clone());
            match connection.send(request).await {
                Ok(response) => {
                    let (head, incoming) = response.into_parts();
                    let lent = Lent { kept: Arc::clone(&self.kept), origin: origin.clone(), connection };
                    let body = UpstreamBody::new(incoming, Some(lent)).await;
                    return Ok(Response::from_parts(head, body));
                }
                // Without a copy, only what has not been sent: it had ended while nobody looked.
                Err(mut error) => match error.take_message().or(copy.filter(|_| broke_off(error.error()))) {
                    Some(unanswered) if was_kept => request = unanswered,
                    _ => return Err(error.into_error().into()),
                },
            }
        }
    }

    async fn connect(&self, origin: &Uri) -> Result<Connection, BoxError> {
        let mut connector = self.connector.clone();
        poll_fn(|context| connector.poll_ready(context)).await?;
        let stream = connector.call(origin.clone()).await?;
        let (sender, io) = http1::Builder::new().max_buf_size(MAX_BUFFER).handshake(stream).await?;
        Ok(Connection { sender, io: Some(Box::new(io)) })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.kept)
    }
}

/// Whether a connection ended before the head of an answer came, by the error that this led to.
pub fn broke_off<'e>(error: &'e (dyn Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error: &&'e (dyn Error + 'static)| (*error).source());
    causes.any(|cause| {
        let ended = |kind| matches!(kind, io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe);
        cause.downcast_ref::<hyper::Error>().is_some_and(|e| e.is_incomplete_message() || e.is_closed())
            || cause.downcast_ref::<io::Error>().is_some_and(|e| ended(e.kind()))
    })
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// The connection that was used last.
    fn take(&mut self, origin: &Uri) -> Option<Connection> {
        let (_, idle) = self.idle.iter_mut().find(|(known, _)| is_same(known, origin))?;
        let (since, connection) = idle.pop()?;
        (since.elapsed() < IDLE_TIMEOUT).then_some(connection)
    }
}

/// Whether two origins are written in the same way; others do not share connections.
fn is_same(one: &Uri, other: &Uri) -> bool {
    one.scheme() == other.scheme() && one.authority().map(Authority::as_str) == other.authority().map(Authority::as_str)
}

/// Closes connections that nobody has taken for a while, as long as there are any.
async fn tend(kept: Arc<Mutex<Kept>>) {
    loop {
        tokio::time::sleep(IDLE_TIMEOUT / 2).await;
        let mut kept = lock(&kept);
        kept.idle.retain_mut(|(_, idle)| {
            idle.retain(|(since, _)| since.elapsed() < IDLE_TIMEOUT);
            !idle.is_empty()
        });
        if kept.idle.is_empty() {
            kept.is_tended = false;
            return;
        }
    }
}

impl Connection {
    /// Goes on as far as nothing has to be waited for.
    fn drive(&mut self, context: &mut Context<'_>) {
        if self.io.as_mut().is_some_and(|io| Pin::new(&mut **io).poll(context).is_ready()) {
            self.io = None;
        }
    }

    /// Whoever drives the connection looks afterwards whether something has come, so nobody is to be woken for that: it would
    /// be the same task, once more.
    async fn send(&mut self, request: Outgoing) -> Result<Response<Incoming>, TrySendError<Outgoing>> {
        self.drive(&mut Context::from_waker(Waker::noop()));
        let mut sent = pin!(self.sender.try_send_request(request));
        poll_fn(|context| {
            self.drive(context);
            sent.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        })
        .await
    }
}

/// A connection that goes back to its pool when the answer has been read.
struct Lent {
    kept: Arc<Mutex<Kept>>,
    origin: Uri,
    connection: Connection,
}

impl Lent {
    fn give_back(self) {
        let Self { kept: all, origin, connection } = self;
        if connection.io.is_none() {
            return;
        }
        let mut kept = lock(&all);
        let now = Instant::now();
        match kept.idle.iter_mut().find(|(known, _)| is_same(known, &origin)) {
            Some((_, idle)) if idle.len() < IDLE_PER_HOST => idle.push((now, connection)),
            Some(_) => {}
            None => kept.idle.push((origin, vec![(now, connection)])),
        }
        if !kept.is_tended {
            kept.is_tended = true;
            tokio::spawn(tend(Arc::clone(&all)));
        }
    }
}

/// The body of an upstream's answer, which comes while it is read.
pub struct UpstreamBody {
    /// What has come already.
    first: Option<io::Result<Bytes>>,
    rest: Option<Incoming>,
    /// Drives `rest`; `None` where a task does.
    lent: Option<Lent>,
}

impl UpstreamBody {
    async fn new(incoming: Incoming, lent: Option<Lent>) -> Self {
        let length = incoming.size_hint().exact();
        let mut body = Self { first: None, rest: Some(incoming), lent };
        if length.is_some_and(|length| length <= WHOLE as u64) {
            body.first = poll_fn(|context| match Pin::new(&mut body).poll_next(context) {
                Poll::Ready(first) => Poll::Ready(first),
                Poll::Pending => Poll::Ready(None),
            })
            .await;
        }
        body
    }

    /// Of an answer whose connection is driven by a task.
    pub(super) fn driven(incoming: Incoming) -> Self {
        Self { first: None, rest: Some(incoming), lent: None }
    }

    /// The whole body, if all of it is there.
    pub fn whole(&mut self) -> Option<Bytes> {
        match (&self.rest, &self.first) {
            (None, Some(Ok(_)) | None) => self.first.take().map_or_else(|| Some(Bytes::new()), Result::ok),
            _ => None,
        }
    }

    fn end(&mut self) {
        self.rest = None;
        if let Some(lent) = self.lent.take() {
            lent.give_back();
        }
    }
}

impl Stream for UpstreamBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(first));
        }
        loop {
            let Some(rest) = &mut this.rest else { return Poll::Ready(None) };
            let polled = match &mut this.lent {
                None => Pin::new(&mut *rest).poll_frame(context),
                Some(lent) => {
                    // Woken is who drives, see `send`.
                    let mut nobody = Context::from_waker(Waker::noop());
                    let mut polled = Pin::new(&mut *rest).poll_frame(&mut nobody);
                    if polled.is_pending() {
                        lent.connection.drive(context);
                        polled = Pin::new(&mut *rest).poll_frame(&mut nobody);
                    }
                    polled
                }
            };
            match polled {
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers are nobody's.
                    if let Ok(data) = frame.into_data() {
                        // Whoever has sent as much as the head says does not ask for the end.
                        if rest.is_end_stream() {
                            this.end();
                        }
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    (this.rest, this.lent) = (None, None);
                    return Poll::Ready(Some(Err(io::Error::other(error))));
                }
                Poll::Ready(None) => this.end(),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;
    use hyper_rustls::HttpsConnectorBuilder;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::sync::Notify;

    use super::*;

    fn pool() -> Pool {
        let tcp = Connector::new(None, |_| {});
        Pool::new(HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(tcp))
    }

    /// A server that answers so many requests per connection, and then closes it when it is told to; its address.
    async fn upstream(answers: usize, body: &'static str, close: Arc<Notify>) -> Uri {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            for number in 0.. {
                let (mut stream, _) = listener.accept().await.unwrap();
                for _ in 0..answers {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(stream.read_u8().await.unwrap());
                    }
                    let head = format!("HTTP/1.1 200 OK\r\nconnection-number: {number}\r\n");
                    let framing = format!("content-length: {}\r\n\r\n{body}", body.len());
                    stream.write_all((head + &framing).as_bytes()).await.unwrap();
                }
                close.notified().await;
            }
        });
        format!("http://{address}").parse().unwrap()
    }

    /// Asks, reads the body, and says over which connection the answer came.
    async fn ask(pool: &Pool, origin: &Uri) -> (String, Vec<u8>) {
        let request = Request::get("/").header("host", "h").body(Full::default()).unwrap();
        let answer = pool.send(origin, request).await.unwrap();
        let number = answer.headers()["connection-number"].to_str().unwrap().to_owned();
        let mut body = answer.into_body();
        if let Some(whole) = body.whole() {
            return (number, whole.to_vec());
        }
        let parts: Vec<_> = body.try_collect().await.unwrap();
        (number, parts.concat())
    }

    #[tokio::test]
    async fn a_connection_serves_again_when_its_answer_has_been_read() {
        let large: &str = Box::leak("x".repeat(300_000).into_boxed_str());
        for body in ["", "small", large] {
            let (pool, origin) = (pool(), upstream(usize::MAX, body, Arc::default()).await);
            for _ in 0..3 {
                assert_eq!(ask(&pool, &origin).await, ("0".to_owned(), body.as_bytes().to_vec()));
            }
        }
    }

    #[tokio::test]
    async fn one_that_was_closed_meanwhile_is_replaced() {
        let close = Arc::<Notify>::default();
        let (pool, origin) = (pool(), upstream(1, "x", Arc::clone(&close)).await);
        let (first, _) = ask(&pool, &origin).await;
        close.notify_one();
        let mut kept = pool.kept().take(&origin).unwrap();
        poll_fn(|context| {
            kept.drive(context);
            if kept.io.is_none() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        pool.kept().idle[0].1.push((Instant::now(), kept));
        let (second, body) = ask(&pool, &origin).await;
        assert_eq!((first.as_str(), body.as_slice()), ("0", b"x".as_slice()));
        assert_ne!(second, first);
    }

    #[tokio::test]
    async fn one_whose_answer_was_not_read_is_not_kept() {
        let large: &str = Box::leak("x".repeat(300_000).into_boxed_str());
        let (pool, origin) = (pool(), upstream(usize::MAX, large, Arc::default()).await);
        let request = Request::get("/").header("host", "h").body(Full::default()).unwrap();
        drop(pool.send(&origin, request).await.unwrap());
        assert!(pool.kept().take(&origin).is_none());
    }
}
