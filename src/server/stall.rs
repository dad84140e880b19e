//! Notices a client that takes nothing of what it is sent: what waits for it must not wait for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Sleep;

/// Watches the writing end of a connection.
#[derive(Debug)]
pub(super) struct Stall {
    timeout: Option<Duration>,
    /// Runs while the client takes nothing.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Stall {
    /// Nothing may wait longer than this; `None`: for ever.
    pub(super) fn new(timeout: Option<Duration>) -> Self {
        Self { timeout, waiting: None }
    }

    /// What writing gave, or an error when the client has taken nothing for too long.
    #[inline]
    pub(super) fn watch<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let Some(timeout) = self.timeout else { return Poll::Pending };
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes no answer"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test]
    async fn who_takes_nothing_is_noticed_and_who_takes_little_is_not() {
        let mut stall = Stall::new(Some(Duration::from_millis(500)));
        for _ in 0..10 {
            let waited = tokio::time::timeout(Duration::from_millis(5), async {
                poll_fn(|context| stall.watch::<()>(Poll::Pending, context)).await
            });
            assert!(waited.await.is_err());
            poll_fn(|context| stall.watch(Poll::Ready(Ok(())), context)).await.unwrap();
        }
        let error = poll_fn(|context| stall.watch::<()>(Poll::Pending, context)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
