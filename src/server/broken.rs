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
use crate::exchange::{Answer, AnswerBody, Injected};
use crate::message::reason;
use crate::message::response::Headers;
use crate::steering::fault::Kind;

use super::transport::Transport;

/// What is no HTTP of any version, and ends a line, so that every parser looks at it.
const GARBAGE: &[u8] = b"\x07\xFE\x13 this is no HTTP \xC3\x28\x00\x1B\r\n\r\n\xFF\xFF\xFF\xFF\r\n\r\n";
/// What is no chunk.
const NO_CHUNK: &[u8] = b"no chunk\r\n\r\n";
/// How long an end over HTTP/2 waits for what was sent before it; a stream that breaks takes along what has not gone out.
const MOMENT: Duration = Duration::from_millis(20);
/// Of a body whose length nobody knows, so many bytes come.
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
    /// The body comes in chunks as it is read, and what is no chunk where it says that it is over.
    MalformedEnd(Arc<AtomicBool>),
}

/// Prepares an answer for breaking in the way that a fault says.
pub fn prepare(mut answer: Answer, fault: &Injected) -> (Answer, Option<Breakage>) {
    let Some(kind) = &fault.kind else { return (answer, None) };
    let breakage = match kind {
        Kind::Reset => Breakage::Reset,
        Kind::Close | Kind::Hang => Breakage::Close,
        Kind::Garbage => Breakage::Garbage,
        Kind::Status { .. } => return (answer, None),
        Kind::Dribble { chunks, over } => {
            let length = announced(&answer).or(fault.length);
            answer.body = dribbled(answer.body, length, *chunks, *over);
            return (answer, None);
        }
        Kind::Truncate(at) => {
            let Some(length) = announced(&answer) else {
                let kept = fault.length.map_or(OF_UNKNOWN_LENGTH, |length| part(length, *at));
                answer.body = broken_off(answer.body, kept);
                return (answer, None);
            };
            let kept = part(length, *at);
            if fault.http2 {
                answer.body = cut(answer.body, kept);
                return (answer, None);
            }
            Breakage::Cut(kept)
        }
        Kind::MalformedChunk(at) => {
            let length = announced(&answer).or(fault.length);
            let kept = length.map_or(OF_UNKNOWN_LENGTH, |length| part(length, *at));
            match answer.body {
                // There are no chunks; the stream breaks in the same place.
                body if fault.http2 => {
                    answer.body = broken_off(body, kept);
                    return (answer, None);
                }
                AnswerBody::Bytes(body) => {
                    answer.body = AnswerBody::Bytes(Bytes::new());
                    Breakage::MalformedChunk(body.slice(..kept as usize))
                }
                body => {
                    let is_over = Arc::<AtomicBool>::default();
                    answer.body = told_over(body, kept, Arc::clone(&is_over));
                    let mut headers = answer.headers.into_map();
                    headers.remove(header::CONTENT_LENGTH);
                    answer.headers = Headers::Owned(headers);
                    Breakage::MalformedEnd(is_over)
                }
            }
        }
    };
    (answer, Some(breakage))
}

/// The length of an answer's body that its client is told.
fn announced(answer: &Answer) -> Option<u64> {
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
        body => AnswerBody::Stream(Box::pin(first(body, kept))),
    }
}

/// The first bytes of a body, then an error: where no length is announced, only that tells the client that there were more.
fn broken_off(body: AnswerBody, kept: u64) -> AnswerBody {
    AnswerBody::Stream(Box::pin(first(body, kept).chain(paused().map(|()| Err(io::Error::other(Broken))))))
}

/// The first bytes of a body, and that it is over once they are on their way.
fn told_over(body: AnswerBody, kept: u64, is_over: Arc<AtomicBool>) -> AnswerBody {
    let end = paused().map(move |()| {
        is_over.store(true, Ordering::Relaxed);
        Ok(Bytes::new())
    });
    AnswerBody::Stream(Box::pin(first(body, kept).chain(end)))
}

/// The first bytes of a body, as they come; behind them nothing is waited for.
fn first(body: AnswerBody, kept: u64) -> impl stream::Stream<Item = io::Result<Bytes>> + Send + Sync {
    stream::unfold((body.into_stream(), kept), |(mut body, left)| async move {
        if left == 0 {
            return None;
        }
        let part = body.next().await?;
        let part = part.map(|mut part| part.split_to(part.len().min(usize::try_from(left).unwrap_or(usize::MAX))));
        let left = part.as_ref().map_or(0, |part| left - part.len() as u64);
        Some((part, (body, left)))
    })
}

/// A body in so many parts, the last of which comes after this time. One that is read while it is sent comes in smaller parts,
/// as it is read, each after its share of the time; where nobody knows how long it is, the parts are those that are read.
fn dribbled(body: AnswerBody, length: Option<u64>, chunks: usize, over: Duration) -> AnswerBody {
    if matches!(&body, AnswerBody::Bytes(body) if body.is_empty()) {
        return body;
    }
    let Some(length) = length else {
        let pause = over / u32::try_from(chunks).unwrap_or(u32::MAX).max(1);
        return AnswerBody::Stream(Box::pin(body.into_stream().then(move |part| late(pause, part))));
    };
    let largest = usize::try_from(length).unwrap_or(usize::MAX).div_ceil(chunks.max(1)).max(1);
    let parts = body.into_stream().flat_map(move |read| stream::iter(split(read, largest)));
    AnswerBody::Stream(Box::pin(parts.then(move |part| {
        let share = part.as_ref().map_or(0.0, |part| part.len() as f64 / length.max(1) as f64);
        late(over.mul_f64(share.min(1.0)), part)
    })))
}

/// A part of a body after a pause.
async fn late(pause: Duration, part: io::Result<Bytes>) -> io::Result<Bytes> {
    tokio::time::sleep(pause).await;
    part
}

/// What is read in parts as even as it goes, none larger than this and none empty.
fn split(read: io::Result<Bytes>, largest: usize) -> impl Iterator<Item = io::Result<Bytes>> {
    let (mut bytes, error) = read.map_or_else(|error| (Bytes::new(), Some(error)), |bytes| (bytes, None));
    let mut parts = bytes.len().div_ceil(largest);
    let pieces = std::iter::from_fn(move || {
        let size = bytes.len().div_ceil(parts.max(1));
        parts = parts.saturating_sub(1);
        (!bytes.is_empty()).then(|| Ok(bytes.split_to(size)))
    });
    pieces.chain(error.map(Err))
}

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
    /// All passes until the body is over, then comes what is no chunk, and the end.
    Malformed(Arc<AtomicBool>),
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
            Breakage::MalformedEnd(is_over) => Plan::Malformed(is_over),
        };
        let passes = matches!(plan, Plan::Cut { .. } | Plan::Malformed(_));
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
        if let Some(Plan::Malformed(is_over)) = plan.as_ref() {
            if !is_over.load(Ordering::Relaxed) {
                return Pin::new(stream).poll_write(context, bytes);
            }
            *plan = Some(Plan::Instead(Bytes::from_static(NO_CHUNK)));
        }
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
            Some(Plan::Malformed(_)) | None => {}
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
    let mut out = format!("HTTP/1.1 {} {}\r\n", status.as_u16(), reason::phrase(status));
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
