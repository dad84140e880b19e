//! The socket of a connection, kept within bounds: nothing is piled up for a client that does not read, and a large
//! message goes out from where it lies.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::buf::Chain;
use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use futures_util::{Sink as _, SinkExt as _, Stream as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, AsyncWrite as _, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message as Frame, Utf8Bytes};

use crate::memory::Share;
use crate::runtime::Options;

use super::metered::Metered;

/// Bytes of a message; the reference takes 100 MiB, which is more than a test pod has.
const MAX_MESSAGE: usize = 16 << 20;
/// Bytes of each buffer of a connection. Larger messages have their own memory.
const BUFFER: usize = 8 << 10;
/// Longer messages are written from where they lie, instead of by way of the buffer.
const LARGE: usize = 64 << 10;
/// Bytes of pongs that may wait for a client that does not read.
const MAX_PONGS: usize = 256 << 10;
/// Bytes of pongs that are not worth a share of the memory budget.
const FREE_PONGS: usize = 8 << 10;
/// Bytes of a pong beside its payload, in the buffer.
const PONG: usize = 16;
/// A client that takes not one byte for so long does not read.
const STALL: Duration = Duration::from_secs(10);
/// How long a client may take to answer a Close frame.
pub(super) const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a connection cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The client does not read.
    #[error("the client does not read what it is sent")]
    Unread,
    /// No room for what the client sends.
    #[error("no room in the memory budget for what the client sends (MOCKOON_MEMORY_BUDGET)")]
    NoRoom,
    /// The protocol was broken, or the connection has ended.
    #[error(transparent)]
    Socket(#[from] Error),
}

impl WireError {
    fn of(error: Error) -> Self {
        match error {
            Error::Io(error) if error.kind() == io::ErrorKind::OutOfMemory => Self::NoRoom,
            error => Self::Socket(error),
        }
    }
}

/// The socket.
pub struct BoundedSocket {
    socket: WebSocketStream<Metered<TokioIo<Upgraded>>>,
    /// Bytes of pongs that wait to be written, and the share of the memory budget that they hold.
    pongs: usize,
    share: Share,
    stall: Duration,
    /// What has yet to be written of a large message.
    rest: Option<Chain<Bytes, Bytes>>,
}

impl BoundedSocket {
    /// The socket of a connection that has switched protocols.
    pub async fn new(upgraded: Upgraded, options: &Options) -> Self {
        let memory = &options.memory;
        let largest = MAX_MESSAGE.min(memory.limit() / 4);
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            .write_buffer_size(BUFFER)
            .max_message_size(Some(largest))
            .max_frame_size(Some(largest));
        let stream = Metered::new(TokioIo::new(upgraded), memory);
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
        // Noticed within twice this time: sooner than the connection itself would be cut off, so that the client can be told.
        let stall = options.request_timeout.map_or(STALL, |timeout| STALL.min(timeout / 3));
        Self { socket, pongs: 0, share: memory.share(), stall, rest: None }
    }

    /// The next frame; nothing is lost when this is dropped while it waits.
    pub async fn next(&mut self) -> Option<Result<Frame, WireError>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame, WireError>>> {
        if self.pongs > 0 {
            self.flush_pongs(context)?;
        }
        let frame = match ready!(Pin::new(&mut self.socket).poll_next(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(WireError::of(error)))),
            Some(Ok(frame)) => frame,
        };
        self.socket.get_mut().taken();
        if let Frame::Ping(payload) = &frame {
            self.pongs += payload.len() + PONG;
            self.flush_pongs(context)?;
        }
        Poll::Ready(Some(Ok(frame)))
    }

    /// Writes pongs as far as the client reads them.
    fn flush_pongs(&mut self, context: &mut Context<'_>) -> Result<(), WireError> {
        match Pin::new(&mut self.socket).poll_flush(context) {
            Poll::Ready(flushed) => {
                self.pongs = 0;
                self.share.shrink(self.share.held());
                flushed.map_err(WireError::of)
            }
            Poll::Pending if self.pongs > MAX_PONGS => Err(WireError::Unread),
            Poll::Pending if self.pongs > FREE_PONGS + self.share.held() => {
                self.share.grow(FREE_PONGS).map_err(|_| WireError::Unread)
            }
            Poll::Pending => Ok(()),
        }
    }

    /// Sends a text and waits until the system has taken all of it.
    ///
    /// # Errors
    /// When the client does not read, or is gone.
    pub async fn send(&mut self, text: Utf8Bytes) -> Result<(), WireError> {
        let (written, stall) = (self.socket.get_ref().written(), self.stall);
        unless_stalled(self.write(text), &written, stall).await
    }

    async fn write(&mut self, text: Utf8Bytes) -> Result<(), Error> {
        if text.len() <= LARGE {
            return self.socket.send(Frame::Text(text)).await;
        }
        self.socket.flush().await?;
        self.rest = Some(large_header(text.len()).chain(text.into()));
        poll_fn(|context| self.poll_rest(context)).await
    }

    /// Writes what is left of a large message.
    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        while let Some(rest) = self.rest.as_mut().filter(|rest| rest.has_remaining()) {
            match ready!(Pin::new(self.socket.get_mut()).poll_write(context, rest.chunk()))? {
                0 => return Poll::Ready(Err(Error::ConnectionClosed)),
                count => rest.advance(count),
            }
        }
        self.rest = None;
        Pin::new(self.socket.get_mut()).poll_flush(context).map_err(Error::from)
    }

    /// Answers the client's Close frame.
    pub async fn answer_close(&mut self) {
        // Reading on sends the answer.
        let _ = timeout(CLOSE_TIMEOUT, self.read_to_end()).await;
    }

    /// Says goodbye and waits for the answer, for at most this time: the client's Close frame, if it sends one.
    pub async fn close(&mut self, frame: Option<CloseFrame>, patience: Duration) -> Option<Option<CloseFrame>> {
        let closing = async {
            poll_fn(|context| self.poll_rest(context)).await.ok()?;
            self.socket.close(frame).await.ok()?;
            self.read_to_end().await
        };
        timeout(patience, closing).await.ok().flatten()
    }

    async fn read_to_end(&mut self) -> Option<Option<CloseFrame>> {
        let mut seen = None;
        while let Some(Ok(frame)) = self.socket.next().await {
            self.socket.get_mut().taken();
            if let Frame::Close(frame) = frame {
                seen = Some(frame);
            }
        }
        seen
    }

    /// Tells a client that broke the rules to leave. It may not read, or go on sending: what it sends is thrown away
    /// meanwhile, because closing with unread bytes would reset the connection and could take the Close frame with it.
    pub async fn turn_away(&mut self, frame: CloseFrame) {
        let mut frame = Some(frame);
        let mut open = true;
        let leaving = poll_fn(|context| {
            if open && self.poll_rest(context).is_ready() {
                if let Some(frame) = frame.take() {
                    // Queued; whether it can be written shows next.
                    let _ = Pin::new(&mut self.socket).start_send(Frame::Close(Some(frame)));
                }
                if Pin::new(&mut self.socket).poll_flush(context).is_ready() {
                    open = Pin::new(self.socket.get_mut()).poll_shutdown(context).is_pending();
                }
            }
            let mut space = [0; 4_096];
            loop {
                let mut read = ReadBuf::new(&mut space);
                let stream = Pin::new(self.socket.get_mut());
                match stream.poll_read(context, &mut read) {
                    Poll::Ready(Ok(())) if !read.filled().is_empty() => self.socket.get_mut().taken(),
                    Poll::Ready(_) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        let _ = timeout(CLOSE_TIMEOUT, leaving).await;
    }

    /// Says goodbye to the stream, on TLS too.
    pub async fn shut_down(&mut self) {
        let _ = timeout(CLOSE_TIMEOUT, self.socket.get_mut().shutdown()).await;
    }
}

/// Waits for something that writes, as long as bytes are written.
async fn unless_stalled(
    writing: impl Future<Output = Result<(), Error>>,
    written: &Arc<AtomicU64>,
    stall: Duration,
) -> Result<(), WireError> {
    let mut writing = pin!(writing);
    loop {
        let before = written.load(Ordering::Relaxed);
        match timeout(stall, writing.as_mut()).await {
            Ok(done) => return done.map_err(WireError::of),
            Err(_) if written.load(Ordering::Relaxed) == before => return Err(WireError::Unread),
            Err(_) => {}
        }
    }
}

/// The header of a text that comes whole and is longer than 64 KiB.
fn large_header(length: usize) -> Bytes {
    let mut header = BytesMut::with_capacity(10);
    header.put_slice(&[0x81, 127]);
    header.put_u64(length as u64);
    header.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_text_has_its_length_in_eight_bytes() {
        assert_eq!(&large_header(0x1_0203)[..], [0x81, 0x7f, 0, 0, 0, 0, 0, 1, 2, 3]);
    }

    #[tokio::test]
    async fn who_takes_no_byte_for_a_while_does_not_read() {
        let written = Arc::<AtomicU64>::default();
        let stall = Duration::from_millis(300);
        let nothing = std::future::pending();
        assert!(matches!(unless_stalled(nothing, &written, stall).await, Err(WireError::Unread)));
        let slow = async {
            for _ in 0..10 {
                tokio::time::sleep(stall / 6).await;
                written.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        assert!(unless_stalled(slow, &written, stall).await.is_ok());
    }
}
