//! What connections are made of: streams of bytes, some of which files can be sent over as they are.

use std::io;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};
use tokio_rustls::server::TlsStream;

use crate::exchange::file::part::FilePart;

/// A connection.
pub trait Transport: AsyncRead + AsyncWrite + Unpin {
    /// Has the system send the next bytes of a file, at most so many, and says how many it has taken; `None` where it cannot.
    fn poll_send_file(
        &mut self,
        _part: &mut FilePart,
        _most: u64,
        _context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<usize>>> {
        Poll::Ready(None)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Transport for TlsStream<S> {}

impl Transport for DuplexStream {}
