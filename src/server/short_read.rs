//! One read of a connection. hyper doubles its buffer whenever a read has filled it, up to the room for the largest head,
//! and keeps it for as long as a body is on its way: of a thousand slow uploads that would be as many times 64 kB.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

/// Bytes of one read at the most: one less than would make a buffer of 16 kB grow.
const MOST: usize = (16 << 10) - 1;

/// Reads what there is, up to [`MOST`].
pub(super) fn poll_read<S: AsyncRead>(
    stream: Pin<&mut S>,
    context: &mut Context<'_>,
    buffer: &mut ReadBuf<'_>,
) -> Poll<io::Result<()>> {
    if buffer.remaining() <= MOST {
        return stream.poll_read(context, buffer);
    }
    let mut part = ReadBuf::new(buffer.initialize_unfilled_to(MOST));
    ready!(stream.poll_read(context, &mut part))?;
    let read = part.filled().len();
    buffer.advance(read);
    Poll::Ready(Ok(()))
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test]
    async fn a_large_buffer_is_not_filled_at_once() {
        for (room, read) in [(100, 100), (MOST, MOST), (64 << 10, MOST)] {
            let sent: Vec<u8> = (0..60_000u32).map(|n| n as u8).collect();
            let mut stream = &sent[..];
            let mut bytes = vec![0; room];
            let mut buffer = ReadBuf::new(&mut bytes);
            poll_fn(|context| poll_read(Pin::new(&mut stream), context, &mut buffer)).await.unwrap();
            assert_eq!((buffer.filled(), stream.len()), (&sent[..read], sent.len() - read), "{room}");
        }
    }
}
