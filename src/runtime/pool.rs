//! Connections to upstreams, kept for the next request.
//!
//! A connection is [plain](Connection::Plain) as long as requests and answers are usual ones, which are written and read
//! here ([`wire`]). With the first other one it becomes hyper's.
//!
//! No task of its own stands behind a connection: whoever waits for an answer, or reads its body, drives it. That saves the
//! messages between two tasks with each request, and a small body is there as soon as the head is. Nobody looks at a
//! connection that is kept; whether the other side has closed it shows when it is taken out.

mod begun;
mod body;
mod driven;
mod kept;
mod wire;

use std::error::Error;
use std::future::poll_fn;
use std::io;

use bytes::{Bytes, BytesMut};
use http::header::{HeaderMap, HeaderValue};
use http::{Method, Request, Response, Uri};
use http_body_util::Full;
use hyper_rustls::HttpsConnector;
use tower_service::Service;

use super::connector::{BoxError, Connector, Stream};
use begun::Progress;
pub use body::UpstreamBody;
use driven::Driven;
use kept::{Connection, Kept, Lent, Unread};
use wire::Asked;

/// The connections of a client. Clones share them.
#[derive(Clone)]
pub(super) struct Pool {
    connector: HttpsConnector<Connector>,
    kept: Kept,
}

impl Pool {
    pub(super) fn new(connector: HttpsConnector<Connector>) -> Self {
        Self { connector, kept: Kept::default() }
    }

    /// Sends a request with the target of its path alone to `origin`, and waits for the head of the answer. Its
    /// `Content-Length`, if it has one, is that of its body. It is taken where hyper sends it.
    ///
    /// # Errors
    /// When no connection can be had, or it breaks before the head of the answer has come.
    pub(super) async fn send(
        &self,
        origin: &Uri,
        request: &mut Request<Bytes>,
    ) -> Result<Response<UpstreamBody>, BoxError> {
        loop {
            let kept = self.kept.take(origin);
            let was_kept = kept.is_some();
            let connection = match kept {
                Some(Connection::Driven(driven)) => Ok(driven),
                plain => {
                    let mut stream = match plain {
                        Some(Connection::Plain(stream)) => stream,
                        _ => Box::pin(self.connect(origin)).await?,
                    };
                    match wire::ask(&mut stream, request, was_kept).await {
                        Asked::Answered(answer, 0) => {
                            self.kept.give_back(origin, Connection::Plain(stream));
                            return Ok(answer.map(|whole| UpstreamBody::of(whole, None)));
                        }
                        Asked::Answered(answer, left) => {
                            let unread = Unread { kept: self.kept.clone(), origin: origin.clone(), stream, left };
                            return Ok(answer.map(|first| UpstreamBody::of(first, Some(Box::new(unread)))));
                        }
                        Asked::Ended => continue,
                        Asked::Unusual(progress) => Err((stream, progress)),
                    }
                }
            };
            // In a box, because futures are moved.
            match Box::pin(self.drive(origin, connection, std::mem::take(request), was_kept)).await? {
                Ok(answer) => return Ok(answer),
                Err(unanswered) => *request = unanswered,
            }
        }
    }

    /// Has hyper send a request over a connection of its own, or one that becomes so; gives it back when another connection
    /// is to be tried.
    async fn drive(
        &self,
        origin: &Uri,
        connection: Result<Box<Driven>, (Stream, Progress)>,
        request: Request<Bytes>,
        was_kept: bool,
    ) -> Result<Result<Response<UpstreamBody>, Request<Bytes>>, BoxError> {
        let mut connection = match connection {
            Ok(driven) => driven,
            Err((stream, progress)) => Box::new(Driven::new(stream, progress).await?),
        };
        // The other side may close it while the request is on its way; what is safe to ask is asked again then.
        let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
        let copy = (was_kept && is_safe).then(|| request.clone());
        let body = request.body().clone();
        match connection.send(request.map(Full::new)).await {
            Ok(response) => {
                let (mut head, incoming) = response.into_parts();
                copy_values(&mut head.headers);
                let lent = Lent { kept: self.kept.clone(), origin: origin.clone(), connection };
                let body = UpstreamBody::new(incoming, Some(Box::new(lent))).await;
                Ok(Ok(Response::from_parts(head, body)))
            }
            Err(mut error) => {
                // Without a copy, only what has not been sent: it had ended while nobody looked.
                let unsent = error.take_message().map(|message| message.map(|_| body));
                match unsent.or(copy.filter(|_| broke_off(error.error()))) {
                    Some(unanswered) if was_kept => Ok(Err(unanswered)),
                    _ => Err(error.into_error().into()),
                }
            }
        }
    }

    async fn connect(&self, origin: &Uri) -> Result<Stream, BoxError> {
        let mut connector = self.connector.clone();
        poll_fn(|context| connector.poll_ready(context)).await?;
        Ok(Box::new(connector.call(origin.clone()).await?))
    }
}

/// Gives the values of an answer memory of their own: whoever keeps them would keep all that was read with them.
pub(super) fn copy_values(headers: &mut HeaderMap) {
    let mut copy = BytesMut::with_capacity(headers.values().map(HeaderValue::len).sum());
    for value in headers.values_mut() {
        copy.extend_from_slice(value.as_bytes());
        if let Ok(copied) = HeaderValue::from_maybe_shared(copy.split().freeze()) {
            *value = copied;
        }
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

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use futures_util::TryStreamExt;
    use hyper::rt::{Read, ReadBuf};
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
        let mut request = Request::get("/").header("host", "h").body(Bytes::new()).unwrap();
        let answer = pool.send(origin, &mut request).await.unwrap();
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
        let large: &str = Box::leak("x".repeat(300_000).into_boxed_str());
        for body in ["x", large] {
            let close = Arc::<Notify>::default();
            let (pool, origin) = (pool(), upstream(1, body, Arc::clone(&close)).await);
            let (first, _) = ask(&pool, &origin).await;
            close.notify_one();
            let mut kept = pool.kept.take(&origin).unwrap();
            poll_fn(|context| until_it_ends(&mut kept, context)).await;
            pool.kept.give_back(&origin, kept);
            let (second, _) = ask(&pool, &origin).await;
            assert_ne!(second, first);
        }
    }

    fn until_it_ends(kept: &mut Connection, context: &mut Context<'_>) -> Poll<()> {
        match kept {
            Connection::Plain(stream) => {
                let mut room = [0; 1];
                let mut room = ReadBuf::new(&mut room);
                Pin::new(stream).poll_read(context, room.unfilled()).map(|end| end.unwrap())
            }
            Connection::Driven(driven) => {
                driven.drive(context);
                if driven.is_open() { Poll::Pending } else { Poll::Ready(()) }
            }
        }
    }

    #[tokio::test]
    async fn one_whose_answer_was_not_read_is_not_kept() {
        let large: &str = Box::leak("x".repeat(300_000).into_boxed_str());
        let (pool, origin) = (pool(), upstream(usize::MAX, large, Arc::default()).await);
        let mut request = Request::get("/").header("host", "h").body(Bytes::new()).unwrap();
        drop(pool.send(&origin, &mut request).await.unwrap());
        assert!(pool.kept.take(&origin).is_none());
    }
}
