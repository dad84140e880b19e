//! The event bus behind `/mockoon-admin/events`: slow subscribers fall behind, they never hold up a request.

use std::sync::{Arc, OnceLock};

use tokio::sync::broadcast;

/// Events a subscriber may be behind before it loses some.
const CAPACITY: usize = 256;

/// The bus. Its queue is made for the first subscriber: there are two for each environment, and most have none.
#[derive(Debug)]
pub struct Bus<T>(OnceLock<broadcast::Sender<Arc<T>>>);

impl<T> Default for Bus<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Bus<T> {
    /// Sends an event to all subscribers; costs nothing when there are none.
    pub fn send(&self, event: &Arc<T>) {
        if let Some(queue) = self.0.get()
            && queue.receiver_count() > 0
        {
            // An error means that the last subscriber has just left.
            let _ = queue.send(event.clone());
        }
    }

    /// A new subscriber: gets what is sent from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<T>> {
        self.0.get_or_init(|| broadcast::Sender::new(CAPACITY)).subscribe()
    }

    /// Number of subscribers.
    pub fn subscribers(&self) -> usize {
        self.0.get().map_or(0, broadcast::Sender::receiver_count)
    }
}
