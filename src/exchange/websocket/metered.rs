//! A stream that counts: what a client has sent and nobody has taken yet is held by the memory budget, what has been
//! written to it shows whether it reads.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::memory::{MemoryBudget, Share};

/// Bytes of an unfinished message that are not worth a share.
const FREE: usize = 8 << 10;
/// Bytes by which the share of an unfinished message grows.
const STEP: usize = 256 << 10;
/// How often a byte of an unfinished message is in memory: what comes in pieces is put together in a text that is copied
/// when it grows.
const COPIES: usize = 2;

/// The stream.
pub struct Metered<T> {
    stream: T,
    /// Bytes read since a message was last taken.
    unread: usize,
    share: Share,
    written: Arc<AtomicU64>,
}

impl<T> Metered<T> {
    /// Counts what goes over this stream.
    pub fn new(stream: T, memory: &MemoryBudget) -> Self {
        Self { stream, unread: 0, share: memory.share(), written: Arc::default() }
    }

    /// A message has been taken: whoever took it answers for its bytes.
    pub fn taken(&mut self) {
        self.unread = 0;
        self.share.shrink(self.share.held());
    }

    /// The number of bytes written so far.
    pub fn written(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.written)
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Metered<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.unread += buffer.filled().len() - before;
        let held = FREE + self.share.held();
        if COPIES * self.unread > held {
            // Said as an error of its own kind: the connection is told why it ends.
            let more = (COPIES * self.unread - held).next_multiple_of(STEP);
            self.share.grow(more).map_err(|shortage| io::Error::new(io::ErrorKind::OutOfMemory, shortage))?;
        }
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Metered<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let count = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.written.fetch_add(count as u64, Ordering::Relaxed);
        Poll::Ready(Ok(count))
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
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn an_unfinished_message_is_held_until_it_is_taken() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let (mut client, server) = tokio::io::duplex(1 << 20);
        let mut server = Metered::new(server, &memory);
        let mut buffer = vec![0; 300 << 10];
        for (size, held) in [(FREE / COPIES, 0), (1, STEP), (300 << 10, 3 * STEP), (60 << 10, 3 * STEP)] {
            client.write_all(&vec![0; size]).await.unwrap();
            server.read_exact(&mut buffer[..size]).await.unwrap();
            assert_eq!(memory.used(), held, "{size}");
        }
        server.taken();
        assert_eq!(memory.used(), 0);
        let _others = memory.take(1 << 20).unwrap();
        client.write_all(&[0; FREE]).await.unwrap();
        let error = server.read_exact(&mut buffer[..FREE]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
        server.write_all(b"goodbye").await.unwrap();
        assert_eq!(server.written().load(Ordering::Relaxed), 7);
    }
}
