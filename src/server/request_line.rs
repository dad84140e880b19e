//! Request targets with characters that no URL has, but that Node's parser lets through (`/<b>`): they are escaped
//! before hyper sees them, which would answer 400.
//!
//! A request line can only begin where the connection begins or after something was written (the answer before it),
//! so each read looks at one line at the most; a line without such characters is handed on untouched.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Characters of a target that are escaped.
const ODD: &[u8] = b"<>`";
/// A line that is longer is handed on as it is: hyper refuses it anyway.
const MAX_LINE: usize = 16 * 1024;

/// Bytes read at once where a request may begin.
const READ_AHEAD: usize = 8 * 1024;

/// What asks for a body: what is read after it is no request.
const CONTINUE: &[u8] = b"HTTP/1.1 100";

/// A connection whose request lines are mended.
pub struct Mended<S> {
    stream: S,
    /// Whether the next byte read may begin a request.
    expects_line: bool,
    /// Bytes that were mended and wait to be read.
    pending: BytesMut,
}

impl<S> Mended<S> {
    /// Wraps a connection.
    pub fn new(stream: S) -> Self {
        Self { stream, expects_line: true, pending: BytesMut::new() }
    }
}

/// The bytes with their first line mended; `None` when there is nothing to mend.
fn mend(read: &[u8]) -> Option<BytesMut> {
    let end = memchr::memchr(b'\n', read.get(..MAX_LINE.min(read.len()))?)?;
    let (line, rest) = read.split_at(end);
    if memchr::memchr3(ODD[0], ODD[1], ODD[2], line).is_none() || !is_request_line(line) {
        return None;
    }
    let mut out = BytesMut::with_capacity(read.len() + 16);
    for byte in line {
        if ODD.contains(byte) {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        } else {
            out.extend_from_slice(&[*byte]);
        }
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// `METHOD /target HTTP/1.x`
fn is_request_line(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut words = line.split(|b| *b == b' ');
    let (method, target, version) = (words.next(), words.next(), words.next());
    method.is_some_and(|m| !m.is_empty() && m.iter().all(u8::is_ascii_alphabetic))
        && target.is_some_and(|t| t.starts_with(b"/"))
        && version.is_some_and(|v| v.starts_with(b"HTTP/1."))
        && words.next().is_none()
}

impl<S: AsyncRead + Unpin> AsyncRead for Mended<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.pending.is_empty() && !self.expects_line {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        if self.pending.is_empty() {
            // Ahead of what is asked for: the first read asks for the 24 bytes that tell HTTP/2 from HTTP/1.
            let mut space = [MaybeUninit::uninit(); READ_AHEAD];
            let mut read = ReadBuf::uninit(&mut space);
            ready!(Pin::new(&mut self.stream).poll_read(context, &mut read))?;
            let read = read.filled();
            self.expects_line = read.is_empty();
            match mend(read) {
                Some(mended) => self.pending = mended,
                None if read.len() <= buffer.remaining() => {
                    buffer.put_slice(read);
                    return Poll::Ready(Ok(()));
                }
                None => self.pending.extend_from_slice(read),
            }
        }
        let count = self.pending.len().min(buffer.remaining());
        buffer.put_slice(self.pending.get(..count).unwrap_or_default());
        self.pending.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Mended<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.expects_line |= !bytes.starts_with(CONTINUE);
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.expects_line |= !slices.first().is_some_and(|first| first.starts_with(CONTINUE));
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_odd_characters_of_the_target_only() {
        let mended = mend(b"GET /<b>?`=1 HTTP/1.1\r\nX: <y>\r\n\r\n").expect("mended");
        assert_eq!(&mended[..], b"GET /%3Cb%3E?%60=1 HTTP/1.1\r\nX: <y>\r\n\r\n");
        for untouched in ["GET /b HTTP/1.1\r\nX: <y>\r\n\r\n", "<not a request>\n", "GET /<b> FTP/1\r\n", "GET /<b"] {
            assert!(mend(untouched.as_bytes()).is_none(), "{untouched}");
        }
    }

    #[tokio::test]
    async fn mends_each_request_of_a_connection_and_no_body() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut client, server) = tokio::io::duplex(4096);
        let mut server = Mended::new(server);
        let mut buffer = vec![0; 4096];
        client.write_all(b"POST /<a> HTTP/1.1\r\n\r\n").await.expect("sent");
        server.read_exact(&mut buffer[..7]).await.expect("read");
        assert_eq!(&buffer[..7], b"POST /%");
        let count = server.read(&mut buffer).await.expect("read");
        assert_eq!(&buffer[..count], b"3Ca%3E HTTP/1.1\r\n\r\n");
        client.write_all(b"GET /<body> HTTP/1.1\r\n").await.expect("sent");
        let count = server.read(&mut buffer).await.expect("read");
        assert_eq!(&buffer[..count], b"GET /<body> HTTP/1.1\r\n");
        server.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.expect("asked");
        client.write_all(b"GET /<body> HTTP/1.1\r\n").await.expect("sent");
        let count = server.read(&mut buffer).await.expect("read");
        assert_eq!(&buffer[..count], b"GET /<body> HTTP/1.1\r\n");
        server.write_all(b"answer").await.expect("answered");
        client.write_all(b"GET /<c> HTTP/1.1\r\n\r\n").await.expect("sent");
        let count = server.read(&mut buffer).await.expect("read");
        assert_eq!(&buffer[..count], b"GET /%3Cc%3E HTTP/1.1\r\n\r\n");
    }
}
