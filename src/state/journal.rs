//! A bounded journal: the newest entries by count and by bytes, the oldest go first.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The journal; entries are shared handles, so recording and reading copy no content.
#[derive(Debug)]
pub struct Journal<T> {
    ring: Mutex<Ring<T>>,
    max_entries: usize,
    max_bytes: usize,
    evicted: AtomicU64,
}

#[derive(Debug)]
struct Ring<T> {
    entries: VecDeque<(usize, Arc<T>)>,
    bytes: usize,
}

impl<T> Journal<T> {
    /// A journal of at most so many entries and bytes.
    pub fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            ring: Mutex::new(Ring { entries: VecDeque::new(), bytes: 0 }),
            max_entries,
            max_bytes,
            evicted: AtomicU64::new(0),
        }
    }

    /// Appends an entry that weighs so many bytes.
    pub fn push(&self, bytes: usize, entry: Arc<T>) {
        // Dropped after the lock is released: freeing a large body must not hold up the next request.
        let (mut gone, mut more) = (None, Vec::new());
        {
            let mut ring = self.lock();
            ring.bytes += bytes;
            ring.entries.push_back((bytes, entry));
            while ring.entries.len() > self.max_entries || (ring.bytes > self.max_bytes && !ring.entries.is_empty()) {
                let Some((weight, old)) = ring.entries.pop_front() else { break };
                ring.bytes -= weight;
                self.evicted.fetch_add(1, Ordering::Relaxed);
                // Nearly always one, for which no list is needed.
                more.extend(gone.replace(old));
            }
        }
        drop((gone, more));
    }

    /// All entries, oldest first.
    pub fn snapshot(&self) -> Vec<Arc<T>> {
        self.lock().entries.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// Number of entries kept, and how many have been dropped for room.
    pub fn counts(&self) -> (usize, u64) {
        (self.lock().entries.len(), self.evicted.load(Ordering::Relaxed))
    }

    /// The byte budget.
    pub fn max_bytes(&self) -> usize {
        self.max_bytes
    }

    /// Deletes all entries.
    pub fn purge(&self) {
        let gone = {
            let mut ring = self.lock();
            ring.bytes = 0;
            std::mem::take(&mut ring.entries)
        };
        drop(gone);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ring<T>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_by_count_and_by_bytes() {
        let journal = Journal::new(3, 100);
        for i in 0..5 {
            journal.push(10, Arc::new(i));
        }
        assert_eq!(journal.snapshot().iter().map(|e| **e).collect::<Vec<_>>(), [2, 3, 4]);
        journal.push(85, Arc::new(9));
        assert_eq!(journal.snapshot().iter().map(|e| **e).collect::<Vec<_>>(), [4, 9]);
        assert_eq!(journal.counts(), (2, 4));
        journal.purge();
        assert!(journal.snapshot().is_empty());
    }
}
