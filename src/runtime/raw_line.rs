//! The first request line of a connection as it is to be, where hyper's types do not let it through.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http::Method;
use hyper::rt::{Read, ReadBufCursor, Write};

/// The target that hyper is given.
pub(super) const INSTEAD: &str = "/";

/// A connection whose first line is replaced.
pub(super) struct RawLine<T> {
    stream: T,
    /// What of the line waits to be written.
    line: Bytes,
    /// Bytes of hyper's own line that are still to come; they are dropped.
    dropped: usize,
}

impl<T> RawLine<T> {
    /// A connection whose first request, which hyper is given with the target [`INSTEAD`], is for this one.
    pub(super) fn new(stream: T, method: &Method, target: &str) -> Self {
        let line = |target: &str| format!("{method} {target} HTTP/1.1\r\n");
        Self { stream, dropped: line(INSTEAD).len(), line: Bytes::from(line(target)) }
    }
}

impl<T: Read + Unpin> Read for RawLine<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<T: Write + Unpin> Write for RawLine<T> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        while !this.line.is_empty() {
            match ready!(Pin::new(&mut this.stream).poll_write(context, &this.line))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => this.line.advance(written),
            }
        }
        if this.dropped > 0 {
            let count = this.dropped.min(bytes.len());
            this.dropped -= count;
            return Poll::Ready(Ok(count));
        }
        Pin::new(&mut this.stream).poll_write(context, bytes)
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
    use http_body_util::{BodyExt, Full};
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn the_line_goes_out_as_it_is_and_the_rest_as_hyper_writes_it() {
        // A pipe that takes few bytes at once.
        for size in [1, 7, 4096] {
            let (client, mut server) = tokio::io::duplex(size);
            let stream = RawLine::new(TokioIo::new(client), &Method::POST, "/<a>?\"");
            let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
            tokio::spawn(connection);
            let upstream = tokio::spawn(async move {
                let mut got = Vec::new();
                while !got.ends_with(b"body") {
                    got.push(server.read_u8().await.unwrap());
                }
                server.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
                String::from_utf8(got).unwrap()
            });
            let request = http::Request::post("/").header("host", "h").body(Full::new(Bytes::from("body"))).unwrap();
            let answer = sender.send_request(request).await.unwrap();
            assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "ok");
            let expected = "POST /<a>?\" HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nbody";
            assert_eq!(upstream.await.unwrap(), expected);
        }
    }
}
