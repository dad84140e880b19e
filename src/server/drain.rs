//! Graceful shutdown of a listener: how it tells its connections to end.
//!
//! A connection asks for the state each time it is polled, which is one load; it is registered once, when it is first
//! polled. A channel per connection would cost a lock at every poll.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use tokio::sync::Notify;

/// How far the graceful shutdown of a listener has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DrainState {
    /// It serves.
    Serving,
    /// Answers tell the client not to use the connection again.
    Draining,
    /// Idle connections are closed, busy ones after their answer.
    Closing,
    /// Whatever is still open is cut off.
    Aborted,
}

impl DrainState {
    const ALL: [Self; 4] = [Self::Serving, Self::Draining, Self::Closing, Self::Aborted];
}

/// The state of a listener, and the connections that want to hear of it.
#[derive(Debug, Default)]
pub struct Drain {
    state: AtomicU8,
    open: Mutex<Open>,
    emptied: Notify,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// The wakers of connections by number; `None` until a connection is first polled.
    connections: HashMap<u64, Option<Waker>>,
}

impl Drain {
    /// The state now.
    pub fn state(&self) -> DrainState {
        DrainState::ALL.get(usize::from(self.state.load(Ordering::Acquire))).copied().unwrap_or(DrainState::Aborted)
    }

    /// Goes on to a later state and wakes all connections.
    pub fn advance(&self, state: DrainState) {
        self.state.fetch_max(state as u8, Ordering::AcqRel);
        for waker in self.open().connections.values().flatten() {
            waker.wake_by_ref();
        }
    }

    /// Number of open connections.
    pub fn count(&self) -> usize {
        self.open().connections.len()
    }

    /// Resolves when no connection is open.
    pub async fn emptied(&self) {
        loop {
            let mut emptied = std::pin::pin!(self.emptied.notified());
            emptied.as_mut().enable();
            if self.count() == 0 {
                return;
            }
            emptied.await;
        }
    }

    /// Registers a connection.
    pub fn watch(self: &Arc<Self>) -> DrainWatcher {
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.connections.insert(number, None);
        DrainWatcher { drain: Arc::clone(self), number, registered: false }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's view of its listener. It must stay in one task: the waker of the first poll is kept.
#[derive(Debug)]
pub struct DrainWatcher {
    drain: Arc<Drain>,
    number: u64,
    registered: bool,
}

impl DrainWatcher {
    /// The state now; the task is woken when it changes.
    pub fn state(&mut self, context: &Context<'_>) -> DrainState {
        if !self.registered {
            self.drain.open().connections.insert(self.number, Some(context.waker().clone()));
            self.registered = true;
        }
        self.drain.state()
    }
}

impl Drop for DrainWatcher {
    fn drop(&mut self) {
        let mut open = self.drain.open();
        open.connections.remove(&self.number);
        if open.connections.is_empty() {
            self.drain.emptied.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::task::Poll;

    #[tokio::test]
    async fn wakes_what_watches_and_tells_when_the_last_has_gone() {
        let drain = Arc::new(Drain::default());
        let mut watch = drain.watch();
        let watching = tokio::spawn(poll_fn(move |context| match watch.state(context) {
            DrainState::Closing => Poll::Ready(()),
            _ => Poll::Pending,
        }));
        tokio::task::yield_now().await;
        drain.advance(DrainState::Draining);
        tokio::task::yield_now().await;
        assert_eq!((drain.count(), watching.is_finished()), (1, false));
        drain.advance(DrainState::Closing);
        watching.await.expect("ended");
        drain.emptied().await;
        drain.advance(DrainState::Draining);
        assert_eq!(drain.state(), DrainState::Closing, "there is no way back");
    }
}
