//! The event bus behind `/mockoon-admin/events`: slow subscribers fall behind, they never hold up a request.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast;

/// Events a subscriber may be behind before it loses some.
const CAPACITY: usize = 256;
/// Events up to this weight are held for slow subscribers; heavier ones only while the journal holds them.
const HELD_BYTES: usize = 64 * 1024;

/// An event on its way to subscribers.
#[derive(Debug)]
pub enum Parcel<T> {
    /// Held by the bus itself.
    Held(Arc<T>),
    /// Held by the journal: gone when the journal has dropped it.
    Borrowed(Weak<T>),
}

impl<T> Clone for Parcel<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Held(event) => Self::Held(event.clone()),
            Self::Borrowed(event) => Self::Borrowed(event.clone()),
        }
    }
}

impl<T> Parcel<T> {
    /// The event, unless it is gone.
    pub fn open(&self) -> Option<Arc<T>> {
        match self {
            Self::Held(event) => Some(event.clone()),
            Self::Borrowed(event) => event.upgrade(),
        }
    }
}

/// The bus.
#[derive(Debug)]
pub struct Bus<T>(broadcast::Sender<Parcel<T>>);

impl<T> Default for Bus<T> {
    fn default() -> Self {
        Self(broadcast::Sender::new(CAPACITY))
    }
}

impl<T> Bus<T> {
    /// Sends an event of this weight to all subscribers; costs nothing when there are none.
    pub fn send(&self, bytes: usize, event: &Arc<T>) {
        if self.0.receiver_count() > 0 {
            let parcel =
                if bytes <= HELD_BYTES { Parcel::Held(event.clone()) } else { Parcel::Borrowed(Arc::downgrade(event)) };
            // An error means that the last subscriber has just left.
            let _ = self.0.send(parcel);
        }
    }

    /// A new subscriber: gets what is sent from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Parcel<T>> {
        self.0.subscribe()
    }

    /// Number of subscribers.
    pub fn subscribers(&self) -> usize {
        self.0.receiver_count()
    }
}
