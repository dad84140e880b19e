//! How a listener tells its connections to end.
//!
//! A connection asks for the stage each time it is polled, which is one load; it is registered once, when it is first
//! polled. A channel per connection would cost a lock at every poll.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use tokio::sync::Notify;

/// How far a listener has come on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It serves.
    Serving,
    /// Answers tell the client not to use the connection again.
    Parting,
    /// Idle connections are closed, busy ones after their answer.
    Closing,
    /// Whatever is still open is cut off.
    Over,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Serving, Self::Parting, Self::Closing, Self::Over];
}

/// The stage of a listener, and the connections that want to hear of it.
#[derive(Debug, Default)]
pub struct Leaving {
    stage: AtomicU8,
    open: Mutex<Open>,
    emptied: Notify,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// The wakers of connections by number; `None` until a connection is first polled.
    connections: HashMap<u64, Option<Waker>>,
}

impl Leaving {
    /// The stage now.
    pub fn stage(&self) -> Stage {
        Stage::ALL.get(usize::from(self.stage.load(Ordering::Acquire))).copied().unwrap_or(Stage::Over)
    }

    /// Goes on to a later stage and wakes all connections.
    pub fn advance(&self, stage: Stage) {
        self.stage.fetch_max(stage as u8, Ordering::AcqRel);
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
    pub fn watch(self: &Arc<Self>) -> Watch {
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.connections.insert(number, None);
        Watch { leaving: Arc::clone(self), number, registered: false }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's view of its listener. It must stay in one task: the waker of the first poll is kept.
#[derive(Debug)]
pub struct Watch {
    leaving: Arc<Leaving>,
    number: u64,
    registered: bool,
}

impl Watch {
    /// The stage now; the task is woken when it changes.
    pub fn stage(&mut self, context: &Context<'_>) -> Stage {
        if !self.registered {
            self.leaving.open().connections.insert(self.number, Some(context.waker().clone()));
            self.registered = true;
        }
        self.leaving.stage()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut open = self.leaving.open();
        open.connections.remove(&self.number);
        if open.connections.is_empty() {
            self.leaving.emptied.notify_waiters();
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
        let leaving = Arc::new(Leaving::default());
        let mut watch = leaving.watch();
        let watching = tokio::spawn(poll_fn(move |context| match watch.stage(context) {
            Stage::Closing => Poll::Ready(()),
            _ => Poll::Pending,
        }));
        tokio::task::yield_now().await;
        leaving.advance(Stage::Parting);
        tokio::task::yield_now().await;
        assert_eq!((leaving.count(), watching.is_finished()), (1, false));
        leaving.advance(Stage::Closing);
        watching.await.expect("ended");
        leaving.emptied().await;
        leaving.advance(Stage::Parting);
        assert_eq!(leaving.stage(), Stage::Closing, "there is no way back");
    }
}
