//! How many connections may be open at once, and how long one may wait for its client: every one holds a descriptor, which
//! files, callbacks and proxied servers need as well.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The number of open connections of all ports, and its bound.
#[derive(Debug, Clone)]
pub struct Connections(Arc<Count>);

#[derive(Debug)]
struct Count {
    open: AtomicUsize,
    max: usize,
    timeout: Option<Duration>,
}

impl Connections {
    /// At most so many. Their clients may take nothing of what they are sent for this time; `None`: for ever.
    pub fn new(max: usize, timeout: Option<Duration>) -> Self {
        Self(Arc::new(Count { open: AtomicUsize::new(0), max, timeout }))
    }

    /// A place for one more; `None` when there are too many.
    pub fn admit(&self) -> Option<Admitted> {
        let admitted = Admitted(Arc::clone(&self.0));
        // The place is given back when it is dropped, admitted or not.
        (self.0.open.fetch_add(1, Ordering::Relaxed) < self.0.max).then_some(admitted)
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        self.0.open.load(Ordering::Relaxed)
    }
}

/// A place among the open connections. It goes with the stream, through a switch of protocols too.
#[derive(Debug)]
pub struct Admitted(Arc<Count>);

impl Admitted {
    /// How long the client may take nothing of what it is sent; `None`: for ever.
    pub fn timeout(&self) -> Option<Duration> {
        self.0.timeout
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_has_ended() {
        let connections = Connections::new(2, None);
        let (one, two) = (connections.admit(), connections.admit());
        assert!(one.is_some() && two.is_some() && connections.admit().is_none());
        assert_eq!(connections.open(), 2);
        drop(one);
        assert!(connections.admit().is_some());
    }
}
