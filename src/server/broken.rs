//! Answers that break on their way: what faults do to the wire.
//!
//! Over HTTP/1.1 hyper writes a usual answer, and the stream below it sends something else: nothing, garbage, a part. The
//! stream is where bytes are what the client reads, above TLS; only the reset is below it, in the TCP socket. Over HTTP/2
//! one stream breaks and the others go on, but for what can only happen to a connection.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures_util::{StreamExt, stream};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use warp::reply::Response;

use crate::exchange::file::part::FilePart;
use crate::exchange::{Answer, AnswerBody};
use crate::steering::fault::Kind;

use super::transport::Transport;

/// What is no HTTP of any version, and ends a line, so that every parser looks at it.
const GARBAGE: &[u8] = b"\x07\xFE\x13 this is no HTTP \xC3\x28\x00\x1B\r\n\r\n\xFF\xFF\xFF\xFF\r\n\r\n";
/// What is no chunk.
const NO_CHUNK: &[u8] = b"no chunk\r\n\r\n";
/// How long an end over HTTP/2 waits for what was sent before it; a stream that breaks takes along what has not gone out.
const MOMENT: Duration = Duration::from_millis(20);
/// Of an answer whose length nobody knows, so many bytes come behind the head.
const OF_UNKNOWN_LENGTH: u64 = 32;
/// Where a head ends.
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// How a response breaks; it goes with the response to the connection.
#[derive(Debug, Clone)]
pub enum Breakage {
    /// The connection is reset, or over HTTP/2 the stream.
    Reset,
    /// The connection is closed.
    Close,
    /// Garbage is sent.
    Garbage,
    /// So many bytes come behind the head.
    Cut(u64),
    /// These bytes come in a chunk, and then what is none.
    MalformedChunk(Bytes),
}

/// Prepares an answer for breaking in this way, over HTTP/2 or 1.
pub fn prepare(mut answer: Answer, kind: &Kind, http2: bool) -> (Answer, Option<Breakage>) {
    let breakage = match kind {
        Kind::Reset => Breakage::Reset,
        Kind::Close | Kind::Hang => Breakage::Close,
        Kind::Garbage => Breakage::Garbage,
        Kind::Status { .. } => return (answer, None),
        Kind::Dribble { chunks, over } => {
            answer.body = dribbled(answer.body, *chunks, *over);
            return (answer, None);
        }
        Kind::Truncate(at) => {
            let kept = match length(&answer) {
                Some(length) => part(length, *at),
                None => OF_UNKNOWN_LENGTH,
            };
            if http2 {
                answer.body = cut(answer.body, kept);
                return (answer, None);
            }
            Breakage::Cut(kept)
        }
        Kind::MalformedChunk(at) => {
            let body = match std::mem::replace(&mut answer.body, AnswerBody::Bytes(Bytes::new())) {
                AnswerBody::Bytes(body) => body.slice(..part(body.len() as u64, *at) as usize),
                AnswerBody::Stream(_) | AnswerBody::File(_) => Bytes::new(),
            };
            if http2 {
                // There are no chunks; the stream breaks in the same place.
                let end = paused().map(|()| Err(io::Error::other(Broken)));
                answer.body = AnswerBody::Stream(Box::pin(stream::once(std::future::ready(Ok(body))).chain(end)));
                return (answer, None);
            }
            Breakage::MalformedChunk(body)
        }
    };
    (answer, Some(breakage))
}

/// The length of an answer's body, if that is known.
fn length(answer: &Answer) -> Option<u64> {
    match &answer.body {
        AnswerBody::Bytes(body) => Some(body.len() as u64),
        AnswerBody::Stream(_) | AnswerBody::File(_) => {
            answer.headers.map().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
        }
    }
}

/// A part of a length that is not the whole.
fn part(length: u64, at: f64) -> u64 {
    ((length as f64 * at) as u64).min(length.saturating_sub(1))
}

/// Something after a moment: what was sent before is on its way then.
fn paused() -> impl stream::Stream<Item = ()> + Send + Sync {
    stream::once(tokio::time::sleep(MOMENT))
}

/// The first bytes of a body; the length that the head announces tells the client that there were more.
fn cut(body: AnswerBody, kept: u64) -> AnswerBody {
    match body {
        AnswerBody::Bytes(body) => {
            let kept = body.slice(..usize::try_from(kept).unwrap_or(0).min(body.len()));
            let end = paused().map(|()| Ok(Bytes::new()));
            AnswerBody::Stream(Box::pin(stream::once(std::future::ready(Ok(kept))).chain(end)))
        }
        body => {
            let cut = body.into_stream().scan(kept, |left, part| {
                let part = part.map(|mut part| part.split_to(part.len().min(*left as usize)));
                *left -= part.as_ref().map_or(*left, |part| part.len() as u64);
                let goes_on = !part.as_ref().is_ok_and(Bytes::is_empty);
                std::future::ready(goes_on.then_some(part))
            });
            AnswerBody::Stream(Box::pin(cut))
        }
    }
}

/// A body in so many parts, the last of which comes after this time. One that is read while it is sent comes part by part as
/// it is read, with the same pauses.
fn dribbled(body: AnswerBody, chunks: usize, over: Duration) -> AnswerBody {
    let pause = over / u32::try_from(chunks).unwrap_or(u32::MAX).max(1);
    let parts = match body {
        AnswerBody::Bytes(body) if body.is_empty() => return AnswerBody::Bytes(body),
        AnswerBody::Bytes(mut body) => {
            // As even as it goes; no part is empty.
            let mut left = chunks.min(body.len());
            let parts = std::iter::from_fn(move || {
                let size = body.len().div_ceil(left.max(1));
                left = left.saturating_sub(1);
                (!body.is_empty()).then(|| Ok(body.split_to(size)))
            });
            stream::iter(parts).boxed_sync()
        }
        body => body.into_stream(),
    };
    AnswerBody::Stream(Box::pin(parts.then(move |part| async move {
        tokio::time::sleep(pause).await;
        part
    })))
}

/// A stream in a box that may be shared.
trait BoxedSync: stream::Stream + Sized + Send + Sync + 'static {
    fn boxed_sync(self) -> Pin<Box<dyn stream::Stream<Item = Self::Item> + Send + Sync>> {
        Box::pin(self)
    }
}

impl<S: stream::Stream + Send + Sync + 'static> BoxedSync for S {}

/// The connection, or the stream of it, is broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("broken by a fault")]
pub struct Broken;

/// What service and stream of a connection share.
#[derive(Debug, Default)]
pub struct Breaker {
    armed: AtomicBool,
    reset: AtomicBool,
    plan: Mutex<Option<Plan>>,
}

/// What the stream does with what hyper writes.
#[derive(Debug)]
enum Plan {
    /// These bytes are sent in its place, then the end.
    Instead(Bytes),
    /// The head passes, so many bytes of its end are there; then so many bytes, then the end.
    Cut { matched: usize, left: u64 },
}

impl Breaker {
    /// Breaks a response; an error breaks the stream of HTTP/2.
    ///
    /// # Errors
    /// Where nothing of the response may be sent.
    pub fn break_off(&self, mut response: Response, breakage: Breakage, http2: bool) -> Result<Response, Broken> {
        let plan = match breakage {
            Breakage::Reset if http2 => return Err(Broken),
            Breakage::Reset => {
                self.reset.store(true, Ordering::Relaxed);
                Plan::Instead(Bytes::new())
            }
            Breakage::Close => Plan::Instead(Bytes::new()),
            Breakage::Garbage => Plan::Instead(Bytes::from_static(GARBAGE)),
            Breakage::MalformedChunk(body) => Plan::Instead(malformed_chunk(&response, &body)),
            Breakage::Cut(left) => Plan::Cut { matched: 0, left },
        };
        let passes = matches!(plan, Plan::Cut { .. });
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan);
        self.armed.store(true, Ordering::Relaxed);
        // Whatever hyper writes now ends the connection; an answer without a body would not.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        match (http2, passes) {
            (true, _) => Err(Broken),
            (false, true) => Ok(response),
            (false, false) => {
                let mut nothing = Response::default();
                nothing.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                Ok(nothing)
            }
        }
    }

    /// Whether something breaks.
    pub fn is_armed(&self) -> bool {
        self.armed.load(Ordering::Relaxed)
    }

    /// Whether the connection ends by a reset.
    pub fn must_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }

    /// Writes as is planned. At the end the connection is closed, and hyper gets an error.
    pub fn poll_write<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        match plan.as_mut() {
            Some(Plan::Instead(rest)) => {
                while !rest.is_empty() {
                    let written = ready!(Pin::new(&mut *stream).poll_write(context, rest))?;
                    rest.advance(written);
                }
            }
            Some(Plan::Cut { matched, left }) => {
                let passing = passing(*matched, *left, bytes);
                if passing > 0 {
                    let passing = bytes.get(..passing).unwrap_or_default();
                    let written = ready!(Pin::new(&mut *stream).poll_write(context, passing))?;
                    advance(matched, left, passing.get(..written).unwrap_or_default());
                    return Poll::Ready(Ok(written));
                }
            }
            None => {}
        }
        ready!(Pin::new(&mut *stream).poll_flush(context))?;
        if !self.must_reset() {
            ready!(Pin::new(&mut *stream).poll_shutdown(context))?;
        }
        Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionAborted, Broken)))
    }
}

/// How many of these bytes pass: the rest of the head, and what is left behind it.
fn passing(mut matched: usize, mut left: u64, bytes: &[u8]) -> usize {
    let mut passing = 0;
    for byte in bytes {
        if matched == END_OF_HEAD.len() && left == 0 {
            break;
        }
        passing += 1;
        advance(&mut matched, &mut left, &[*byte]);
    }
    passing
}

/// These bytes have passed.
fn advance(matched: &mut usize, left: &mut u64, bytes: &[u8]) {
    for byte in bytes {
        if *matched == END_OF_HEAD.len() {
            *left = left.saturating_sub(1);
        } else if END_OF_HEAD.get(*matched) == Some(byte) {
            *matched += 1;
        } else {
            *matched = usize::from(*byte == b'\r');
        }
    }
}

/// A response with a chunk, and then something that is none.
fn malformed_chunk(response: &Response, body: &[u8]) -> Bytes {
    let status = response.status();
    let mut out = format!("HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or("unknown"));
    out.push_str("transfer-encoding: chunked\r\nconnection: close\r\n");
    let mut out = out.into_bytes();
    let of_the_body =
        |name: &&HeaderName| [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION].contains(name);
    let headers: &HeaderMap = response.headers();
    for (name, value) in headers.iter().filter(|(name, _)| !of_the_body(name)) {
        out.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    out.extend_from_slice(b"\r\n");
    if !body.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(NO_CHUNK);
    out.into()
}

/// A TCP connection that may end by a reset.
pub struct Resettable {
    stream: TcpStream,
    breaker: Arc<Breaker>,
}

impl Resettable {
    /// Of an accepted connection.
    pub fn new(stream: TcpStream, breaker: Arc<Breaker>) -> Self {
        Self { stream, breaker }
    }
}

impl Drop for Resettable {
    fn drop(&mut self) {
        if self.breaker.must_reset() {
            // Without time to linger the system resets the connection when it is closed. If that cannot be set, it is
            // closed as usual.
            let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        }
    }
}

impl Transport for Resettable {
    fn poll_send_file(
        &mut self,
        part: &mut FilePart,
        most: u64,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<usize>>> {
        loop {
            if let Err(error) = ready!(self.stream.poll_write_ready(context)) {
                return Poll::Ready(Some(Err(error)));
            }
            let socket = SockRef::from(&self.stream);
            let sent = part.send(most, |file, at, count| {
                let send = || socket.sendfile(file, at, Some(count));
                self.stream.try_io(Interest::WRITABLE, send)
            });
            let Some(sent) = sent else { return Poll::Ready(None) };
            return match sent.as_ref().map_err(io::Error::kind) {
                Err(io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => continue,
                // Not every file can be sent this way, nor may every process.
                Err(io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => {
                    Poll::Ready(None)
                }
                _ => Poll::Ready(Some(sent)),
            };
        }
    }
}

impl AsyncRead for Resettable {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Resettable {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_passes_and_so_much_of_the_body_however_it_is_written() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789";
        let head = answer.len() - 10;
        for size in [1, 2, 3, 7, 1_000] {
            let (mut matched, mut left, mut passed) = (0, 4, 0);
            for piece in answer.chunks(size) {
                let passing = passing(matched, left, piece);
                advance(&mut matched, &mut left, &piece[..passing]);
                passed += passing;
            }
            assert_eq!(passed, head + 4, "pieces of {size}");
        }
    }

    #[test]
    fn a_part_is_never_the_whole() {
        for (length, at, expected) in [(10, 0.5, 5), (10, 1.0, 9), (10, 0.0, 0), (1, 0.5, 0), (0, 0.5, 0), (3, 0.99, 2)]
        {
            assert_eq!(part(length, at), expected, "{length} at {at}");
        }
    }
}
