//! Large bodies of HTTP/1, on their way past hyper.
//!
//! hyper copies bodies into its buffer behind the head: for small ones that is cheaper than anything else. In the place of a
//! large one it gets a mark of a few bytes. The stream below finds the mark in what hyper writes, and sends the body itself:
//! memory as it is, files by the system where the connection is a plain one ([`Transport`]). hyper waits until the mark has
//! been taken, as for any bytes.
//!
//! This relies on two things of hyper (1.12): it writes the `Content-Length` of a response as it is, though the body, which
//! is the mark, says to be shorter ("we are just going to trust that the values match"; builds with assertions look, so
//! Cargo.toml builds hyper without them), and it writes from one buffer (`writev(false)`), so that a mark comes in one piece.
//! Were that to change, all of `tests/it/large_bodies` would fail, for bodies would be marks.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use memchr::memmem;
use warp::reply::Response;

use crate::exchange::AnswerBody;

use super::stall::Stall;
use super::transport::Transport;

/// What is to be sent at once of a connection's body, so that others get their turn (bytes).
const TURN: u64 = 2 << 20;
/// Bytes of a file that are sent by one call.
const CALL: u64 = 1 << 20;

/// Stands for a body; no client can know it.
static MARK: LazyLock<[u8; 16]> = LazyLock::new(rand::random);

/// A body and its length.
struct Large {
    body: AnswerBody,
    left: u64,
    /// What comes before the rest of the body.
    chunk: Bytes,
}

/// A large body that goes with its response to the connection.
#[derive(Clone)]
pub struct LargeBody(Arc<Mutex<Option<Large>>>);

/// What the large bodies of a connection are sent by.
#[derive(Default)]
pub struct Bypass {
    waits: AtomicBool,
    bodies: Mutex<VecDeque<Large>>,
}

impl LargeBody {
    /// A body of so many bytes, which the head announces.
    pub fn new(body: AnswerBody, length: u64) -> Self {
        Self(Arc::new(Mutex::new(Some(Large { body, left: length, chunk: Bytes::new() }))))
    }
}

impl fmt::Debug for Bypass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bypass").field("waits", &self.waits).finish_non_exhaustive()
    }
}

impl Bypass {
    /// Puts a mark in the place of a large body. The response is written next.
    pub(super) fn mark(&self, response: &mut Response) {
        let large = response.extensions_mut().remove::<LargeBody>();
        let large = large.and_then(|large| large.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(large) = large {
            self.take_on(large);
            *response.body_mut() = Bytes::from_static(LazyLock::force(&MARK).as_slice()).into();
        }
    }

    fn take_on(&self, large: Large) {
        self.bodies().push_back(large);
        self.waits.store(true, Ordering::Relaxed);
    }

    fn bodies(&self) -> MutexGuard<'_, VecDeque<Large>> {
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the mark of a body is to be written.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.waits.load(Ordering::Relaxed)
    }

    /// Writes what hyper writes up to the first mark and what there is of the body behind it, or sends the body in the
    /// mark's place: ready when the mark may be taken for written. `None` where there is no mark.
    #[cold]
    pub(super) fn poll_write<S: Transport>(
        &self,
        stream: &mut S,
        stall: &mut Stall,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        let at = memmem::find(bytes, &*MARK)?;
        let mut bodies = self.bodies();
        let large = bodies.front_mut()?;
        if at > 0 {
            let written = large.poll_write_behind(stream, context, bytes.get(..at)?);
            return Some(stall.watch(written, context));
        }
        let sent = large.poll_send(stream, stall, context);
        if matches!(sent, Poll::Ready(Ok(()))) {
            let sent = bodies.pop_front();
            self.waits.store(!bodies.is_empty(), Ordering::Relaxed);
            drop(bodies);
            drop(sent);
        }
        Some(sent.map_ok(|()| MARK.len()))
    }
}

impl Large {
    fn poll_write_behind<S: Transport>(
        &mut self,
        stream: &mut S,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let AnswerBody::Bytes(body) = &mut self.body
            && self.chunk.is_empty()
        {
            self.chunk = std::mem::take(body);
        }
        let written = ready!(Pin::new(stream).poll_write_vectored(context, &[bytes, &self.chunk].map(IoSlice::new)))?;
        let of_body = written.saturating_sub(bytes.len());
        self.sent(of_body);
        Poll::Ready(Ok(written - of_body))
    }

    /// Sends the rest.
    fn poll_send<S: Transport>(
        &mut self,
        stream: &mut S,
        stall: &mut Stall,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let begun_at = self.left;
        while self.left > 0 {
            if begun_at - self.left >= TURN {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if self.chunk.is_empty() {
                ready!(self.poll_next(stream, stall, context))?;
                continue;
            }
            let written = Pin::new(&mut *stream).poll_write(context, &self.chunk);
            let written = ready!(stall.watch(written, context))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.sent(written);
        }
        Poll::Ready(Ok(()))
    }

    /// Makes the next chunk ready, or has some of a file sent.
    fn poll_next<S: Transport>(
        &mut self,
        stream: &mut S,
        stall: &mut Stall,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let next = match &mut self.body {
            AnswerBody::Bytes(bytes) => (!bytes.is_empty()).then(|| Ok(std::mem::take(bytes))),
            AnswerBody::Stream(body) => match body.as_mut().poll_next(context) {
                Poll::Ready(next) => next,
                Poll::Pending => {
                    // What has been written does not wait for what comes.
                    let flushed = Pin::new(stream).poll_flush(context);
                    ready!(stall.watch(flushed, context))?;
                    return Poll::Pending;
                }
            },
            AnswerBody::File(part) => {
                let sent = stream.poll_send_file(part, CALL, context).map(Option::transpose);
                match ready!(stall.watch(sent, context))? {
                    Some(sent) => self.left = self.left.saturating_sub(sent as u64),
                    None => self.read_file(),
                }
                return Poll::Ready(Ok(()));
            }
        };
        self.chunk = next.unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()))?;
        // No more is sent than the head says.
        self.chunk.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        Poll::Ready(Ok(()))
    }

    /// From here on the file is read.
    fn read_file(&mut self) {
        let file = std::mem::replace(&mut self.body, AnswerBody::Bytes(Bytes::new()));
        self.body = AnswerBody::Stream(file.into_stream());
    }

    fn sent(&mut self, bytes: usize) {
        self.chunk.advance(bytes);
        self.left = self.left.saturating_sub(bytes as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::future::{poll_fn, ready};

    use futures_util::{StreamExt, stream};
    use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, BufWriter, DuplexStream, ReadBuf};

    use super::*;

    /// Sends only when it is flushed, as TLS may.
    struct Late(BufWriter<DuplexStream>);

    impl Transport for Late {}

    impl AsyncRead for Late {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    impl AsyncWrite for Late {
        fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            Pin::new(&mut self.0).poll_write(context, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_flush(context)
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_shutdown(context)
        }
    }

    fn large(body: AnswerBody, length: u64) -> Large {
        Large { body, left: length, chunk: Bytes::new() }
    }

    fn pieces(pieces: &[&'static str]) -> AnswerBody {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
        AnswerBody::Stream(Box::pin(stream::iter(pieces)))
    }

    /// Writes as the stream below hyper does, until all is written.
    async fn write_all<S: Transport>(bypass: &Bypass, stream: &mut S, mut bytes: &[u8]) -> io::Result<()> {
        let mut stall = Stall::new(None);
        while !bytes.is_empty() {
            let written = poll_fn(|context| match bypass.poll_write(stream, &mut stall, context, bytes) {
                Some(written) => written,
                None => Pin::new(&mut *stream).poll_write(context, bytes),
            });
            bytes = &bytes[written.await?..];
        }
        poll_fn(|context| Pin::new(&mut *stream).poll_flush(context)).await
    }

    #[tokio::test]
    async fn bodies_are_sent_in_the_places_of_their_marks() {
        // Streams that take little at once.
        for size in [1, 3, 1_000] {
            let bypass = Bypass::default();
            bypass.take_on(large(AnswerBody::Bytes(Bytes::from_static(b"[memory]")), 8));
            bypass.take_on(large(pieces(&["[pie", "", "ces] and more"]), 8));
            let written = [b"one ", MARK.as_slice(), b" two ", MARK.as_slice(), b" three"].concat();
            let (mut sender, mut receiver) = tokio::io::duplex(size);
            let sent = tokio::spawn(async move {
                write_all(&bypass, &mut sender, &written).await?;
                assert!(!bypass.waits());
                io::Result::Ok(())
            });
            let mut got = String::new();
            receiver.read_to_string(&mut got).await.unwrap();
            assert_eq!(got, "one [memory] two [pieces] three", "{size} at once");
            sent.await.unwrap().unwrap();
        }
    }

    #[tokio::test]
    async fn a_body_that_ends_before_its_length_is_an_error() {
        for body in [AnswerBody::Bytes(Bytes::from_static(b"12")), pieces(&["1", "2"])] {
            let bypass = Bypass::default();
            bypass.take_on(large(body, 3));
            let (mut sender, _receiver) = tokio::io::duplex(100);
            let error = write_all(&bypass, &mut sender, MARK.as_slice()).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    #[tokio::test]
    async fn what_has_come_of_a_body_does_not_wait_for_the_rest() {
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let rest = stream::once(async move {
            wait.await.map_err(io::Error::other)?;
            Ok(Bytes::from_static(b"rest"))
        });
        let first = stream::once(ready(Ok(Bytes::from_static(b"first "))));
        let bypass = Bypass::default();
        bypass.take_on(large(AnswerBody::Stream(Box::pin(first.chain(rest))), 10));
        let (sender, mut receiver) = tokio::io::duplex(100);
        let mut sender = Late(BufWriter::new(sender));
        let sent = tokio::spawn(async move { write_all(&bypass, &mut sender, MARK.as_slice()).await });
        let mut got = [0; 6];
        receiver.read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"first ");
        go.send(()).unwrap();
        let mut got = String::new();
        receiver.read_to_string(&mut got).await.unwrap();
        assert_eq!(got, "rest");
        sent.await.unwrap().unwrap();
    }
}
