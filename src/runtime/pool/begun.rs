//! A connection over which a request has begun already, for hyper to go on with.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::rt::{Read, ReadBufCursor, Write};

/// How far an exchange has come that hyper is to bring to its end.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Bytes of the request that have been written.
    pub(super) written: usize,
    /// What the last reading gave: no bytes are the end.
    pub(super) came: Option<io::Result<Bytes>>,
}

/// A connection that hyper is given: it writes the request from its beginning, and reads what was read.
pub(super) struct Begun<T> {
    stream: T,
    progress: Progress,
}

impl<T> Begun<T> {
    pub(super) fn new(stream: T, progress: Progress) -> Self {
        Self { stream, progress }
    }

    /// How many of so many bytes have been written before.
    fn was_written(&mut self, context: &Context<'_>, length: usize) -> usize {
        let count = self.progress.written.min(length);
        self.progress.written -= count;
        if self.progress.written == 0 {
            context.waker().wake_by_ref();
        }
        count
    }
}

impl<T: Read + Unpin> Read for Begun<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if self.progress.written > 0 {
            // To hyper, nothing has been asked yet. It is woken when that has changed.
            return Poll::Pending;
        }
        if let Some(came) = self.progress.came.take() {
            let mut bytes = came?;
            buffer.put_slice(&bytes.split_to(bytes.len().min(buffer.remaining())));
            if !bytes.is_empty() {
                self.progress.came = Some(Ok(bytes));
            }
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<T: Write + Unpin> Write for Begun<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.progress.written > 0 {
            return Poll::Ready(Ok(self.was_written(context, bytes.len())));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.progress.written > 0 {
            let length = pieces.iter().map(|piece| piece.len()).sum();
            return Poll::Ready(Ok(self.was_written(context, length)));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use http_body_util::{BodyExt, Full};
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const REQUEST: &[u8] = b"POST /a HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody";
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    #[tokio::test]
    async fn hyper_goes_on_wherever_an_exchange_has_come_to() {
        let begun = (0..=REQUEST.len()).map(|written| (written, None));
        let answered = (1..=ANSWER.len()).map(|came| (REQUEST.len(), Some(came)));
        for (written, came) in begun.chain(answered) {
            let (client, mut server) = tokio::io::duplex(4096);
            let first = came.map(|came| Ok(Bytes::from_static(&ANSWER[..came])));
            let stream = Begun::new(TokioIo::new(client), Progress { written, came: first });
            let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
            tokio::spawn(connection);
            let upstream = tokio::spawn(async move {
                let mut got = vec![0; REQUEST.len() - written];
                server.read_exact(&mut got).await.unwrap();
                server.write_all(&ANSWER[came.unwrap_or(0)..]).await.unwrap();
                got
            });
            let request = Request::post("/a").header("content-length", 4).body(Full::<Bytes>::from("body")).unwrap();
            let answer = sender.send_request(request).await.unwrap().into_body().collect().await.unwrap();
            assert_eq!(answer.to_bytes(), "ok", "{written} {came:?}");
            assert_eq!(upstream.await.unwrap(), &REQUEST[written..]);
        }
    }
}
