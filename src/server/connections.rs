//! How many connections may be open at once, and how long one may wait for its client: every one holds a descriptor, which
//! files, callbacks and proxied servers need as well, and memory, of which a large head takes more.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::memory::{MemoryBudget, Share, Shortage};

/// So many bytes of a head are what every connection has; the bound of their number allows for that.
const USUAL_HEAD: usize = 8 << 10;
/// What a byte of a larger head takes: it is in the buffer that it was read into, and in the request that was made of it.
const PER_BYTE: usize = 2;

/// The number of open connections of all ports, and its bound.
#[derive(Debug, Clone)]
pub struct Connections(Arc<Count>);

#[derive(Debug)]
struct Count {
    open: AtomicUsize,
    max: usize,
    timeout: Option<Duration>,
    memory: MemoryBudget,
}

impl Connections {
    /// At most so many, whose large heads take of this memory. Their clients may take nothing of what they are sent for this
    /// time; `None`: for ever.
    pub fn new(max: usize, timeout: Option<Duration>, memory: MemoryBudget) -> Self {
        Self(Arc::new(Count { open: AtomicUsize::new(0), max, timeout, memory }))
    }

    /// A place for one more; `None` when there are too many.
    pub fn admit(&self) -> Option<Admitted> {
        let admitted = Admitted { count: Arc::clone(&self.0), share: self.0.memory.share() };
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
pub struct Admitted {
    count: Arc<Count>,
    share: Share,
}

impl Admitted {
    /// How long the client may take nothing of what it is sent; `None`: for ever.
    pub fn timeout(&self) -> Option<Duration> {
        self.count.timeout
    }

    /// What all connections take of.
    pub fn memory(&self) -> &MemoryBudget {
        &self.count.memory
    }

    /// The connection has read a head of so many bytes, or a part of it: what that takes is held to its end, because its
    /// buffers stay as large.
    ///
    /// # Errors
    /// When there is no memory for it.
    #[inline]
    pub fn has_read(&mut self, head: usize) -> Result<(), Shortage> {
        if head <= USUAL_HEAD { Ok(()) } else { self.hold(PER_BYTE * head) }
    }

    /// From the reserve as well: who is refused later, as a request that waits is, can be told why.
    #[cold]
    fn hold(&mut self, bytes: usize) -> Result<(), Shortage> {
        self.share.grow(bytes.saturating_sub(self.share.held()))
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.count.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_has_ended() {
        let connections = Connections::new(2, None, MemoryBudget::default());
        let (one, two) = (connections.admit(), connections.admit());
        assert!(one.is_some() && two.is_some() && connections.admit().is_none());
        assert_eq!(connections.open(), 2);
        drop(one);
        assert!(connections.admit().is_some());
    }

    #[test]
    fn large_heads_take_memory_until_their_connections_end() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let connections = Connections::new(1_000, None, memory.clone());
        let mut open: Vec<_> = (0..10).filter_map(|_| connections.admit()).collect();
        for (head, held) in [(100, 0), (60_000, 120_000), (100, 120_000)] {
            open[0].has_read(head).unwrap();
            assert_eq!(memory.used(), held, "{head}");
        }
        let large = open.iter_mut().filter_map(|one| one.has_read(60_000).ok()).count();
        assert_eq!((large, connections.admit().is_some()), (8, true), "and connections without are admitted");
        drop(open);
        assert_eq!((memory.used(), connections.open()), (0, 0));
    }
}
