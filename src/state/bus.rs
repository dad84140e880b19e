//! The event bus behind `/mockoon-admin/events`: slow subscribers fall behind, they never hold up a request.

use std::sync::Arc;

use tokio::sync::broadcast;

/// Events a subscriber may be behind before it loses some.
const CAPACITY: usize = 256;

/// The bus.
#[derive(Debug)]
pub struct Bus<T>(broadcast::Sender<Arc<T>>);

impl<T> Default for Bus<T> {
    fn default() -> Self {
        Self(broadcast::Sender::new(CAPACITY))
    }
}

impl<T> Bus<T> {
    /// Sends an event to all subscribers; costs nothing when there are none.
    pub fn send(&self, event: &Arc<T>) {
        if self.0.receiver_count() > 0 {
            // An error means that the last subscriber has just left.
            let _ = self.0.send(event.clone());
        }
    }

    /// A new subscriber: gets what is sent from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<T>> {
        self.0.subscribe()
    }

    /// Number of subscribers.
    pub fn subscribers(&self) -> usize {
        self.0.receiver_count()
    }
}
