//! A stream on which a TLS handshake is under way: what the client has sent of it is held by the memory budget. rustls
//! keeps up to 64 kB until the message is whole, and so many clients may leave theirs unfinished as connections may be open.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::memory::{MemoryBudget, Reserve, Share};

/// Bytes of a handshake that are not worth a share: those of usual clients.
const FREE: usize = 8 << 10;
/// How often a byte of a handshake is in memory: in the buffer that grows, and in the one before.
const COPIES: usize = 2;

/// The stream.
pub struct Measured<S> {
    stream: S,
    read: usize,
    /// `None` once the handshake is over.
    share: Option<Share>,
}

impl<S> Measured<S> {
    /// A handshake is about to begin.
    pub fn new(stream: S, memory: &MemoryBudget) -> Self {
        Self { stream, read: 0, share: Some(memory.share()) }
    }

    /// The handshake is over.
    pub fn finish(&mut self) {
        self.share = None;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Measured<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        if let Some(share) = &mut this.share {
            this.read += buffer.filled().len() - before;
            let wanted = if this.read > FREE { COPIES * this.read } else { 0 };
            let more = wanted.saturating_sub(share.held());
            share.grow_within(more, Reserve::None).map_err(io::Error::other)?;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Measured<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
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
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn what_is_sent_of_a_handshake_is_held_until_it_is_over() {
        let memory = MemoryBudget::new(128 << 10, 0);
        let (mut client, server) = tokio::io::duplex(1 << 20);
        let mut server = Measured::new(server, &memory);
        let mut buffer = vec![0; 60 << 10];
        for (size, held) in [(FREE, 0), (1, COPIES * (FREE + 1)), (20 << 10, COPIES * ((28 << 10) + 1))] {
            client.write_all(&vec![0; size]).await.unwrap();
            server.read_exact(&mut buffer[..size]).await.unwrap();
            assert_eq!(memory.used(), held, "{size}");
        }
        client.write_all(&[0; 50 << 10]).await.unwrap();
        assert!(server.read_exact(&mut buffer[..50 << 10]).await.is_err(), "there is no room");
        server.finish();
        assert_eq!(memory.used(), 0);
        client.write_all(&[0; 60 << 10]).await.unwrap();
        server.read_exact(&mut buffer).await.unwrap();
        assert_eq!(memory.used(), 0);
    }
}
