//! Counts what is in flight, so that the end of the process can wait for it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// How many are in flight.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Count>);

#[derive(Debug, Default)]
struct Count {
    now: AtomicUsize,
    /// Told when the last one has left.
    none: Notify,
}

impl InFlight {
    /// One more, until the guard is dropped.
    pub fn enter(&self) -> InFlightGuard {
        self.0.now.fetch_add(1, Ordering::Relaxed);
        InFlightGuard(self.clone())
    }

    /// Waits until nothing is in flight.
    pub async fn drained(&self) {
        loop {
            let mut left = pin!(self.0.none.notified());
            // Whoever leaves from now on is heard of.
            left.as_mut().enable();
            if self.0.now.load(Ordering::SeqCst) == 0 {
                return;
            }
            left.await;
        }
    }
}

/// Counts as one in flight until it is dropped.
#[derive(Debug)]
pub struct InFlightGuard(InFlight);

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        if self.0.0.now.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.0.none.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_for_the_last_one() {
        let in_flight = InFlight::default();
        in_flight.drained().await;
        let (first, second) = (in_flight.enter(), in_flight.enter());
        let waiting = tokio::spawn({
            let in_flight = in_flight.clone();
            async move { in_flight.drained().await }
        });
        drop(first);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(second);
        waiting.await.unwrap();
    }
}
