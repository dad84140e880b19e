//! A bounded journal: the newest entries by count, and by bytes over all journals together; the oldest go first.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::memory::{Kept, MemoryBudget, Yielding};

/// The journal; entries are shared handles, so recording and reading copy no content.
#[derive(Debug)]
pub struct Journal<T> {
    ring: Arc<Ring<T>>,
    max_entries: usize,
    memory: MemoryBudget,
}

/// What the memory budget takes from when memory is short.
#[derive(Debug)]
struct Ring<T> {
    entries: Mutex<Entries<T>>,
    evicted: AtomicU64,
}

#[derive(Debug)]
struct Entries<T> {
    list: VecDeque<Entry<T>>,
    bytes: usize,
    kept: Kept,
}

#[derive(Debug)]
struct Entry<T> {
    bytes: usize,
    /// Milliseconds since the epoch.
    at: u64,
    content: Arc<T>,
}

impl<T: Send + Sync + 'static> Journal<T> {
    /// A journal of at most so many entries, and as many bytes as the budget leaves to all journals.
    pub fn new(max_entries: usize, memory: &MemoryBudget) -> Self {
        let entries = Mutex::new(Entries { list: VecDeque::new(), bytes: 0, kept: memory.kept() });
        let ring = Arc::new(Ring { entries, evicted: AtomicU64::new(0) });
        let weak: Weak<Ring<T>> = Arc::downgrade(&ring);
        memory.register(weak);
        Self { ring, max_entries, memory: memory.clone() }
    }

    /// Appends an entry of this time (milliseconds since the epoch) that weighs so many bytes.
    pub fn push(&self, bytes: usize, at: u64, content: Arc<T>) {
        // Dropped after the lock is released: freeing a large body must not hold up the next request.
        let mut gone = None;
        let over = {
            let mut entries = self.ring.lock();
            entries.bytes += bytes;
            entries.list.push_back(Entry { bytes, at, content });
            if entries.list.len() > self.max_entries {
                gone = self.ring.evict(&mut entries);
            }
            entries.settle()
        };
        drop(gone);
        if over {
            self.memory.trim();
        }
    }

    /// All entries, oldest first.
    pub fn snapshot(&self) -> Vec<Arc<T>> {
        self.ring.lock().list.iter().map(|entry| Arc::clone(&entry.content)).collect()
    }

    /// Number of entries kept, and how many have been dropped for room.
    pub fn counts(&self) -> (usize, u64) {
        (self.ring.lock().list.len(), self.ring.evicted.load(Ordering::Relaxed))
    }

    /// The bytes that all journals may keep together.
    pub fn max_bytes(&self) -> usize {
        self.memory.kept_limit()
    }

    /// Deletes all entries.
    pub fn purge(&self) {
        let gone = {
            let mut entries = self.ring.lock();
            entries.bytes = 0;
            entries.settle();
            std::mem::take(&mut entries.list)
        };
        drop(gone);
    }
}

impl<T> Ring<T> {
    fn lock(&self) -> std::sync::MutexGuard<'_, Entries<T>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn evict(&self, entries: &mut Entries<T>) -> Option<Entry<T>> {
        let gone = entries.list.pop_front()?;
        entries.bytes -= gone.bytes;
        self.evicted.fetch_add(1, Ordering::Relaxed);
        Some(gone)
    }
}

impl<T> Entries<T> {
    /// Tells the budget; true when all journals together keep too much.
    fn settle(&mut self) -> bool {
        self.kept.settle(self.bytes)
    }
}

impl<T: Send + Sync> Yielding for Ring<T> {
    fn oldest(&self) -> Option<u64> {
        self.lock().list.front().map(|entry| entry.at)
    }

    fn give_way(&self) {
        let gone = {
            let mut entries = self.lock();
            let gone = self.evict(&mut entries);
            entries.settle();
            gone
        };
        drop(gone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_by_count_and_over_all_journals_by_bytes() {
        const KB: usize = 1 << 10;
        let memory = MemoryBudget::new(1000 * KB, 500 * KB);
        let (journal, other) = (Journal::new(3, &memory), Journal::new(3, &memory));
        let contents = |journal: &Journal<u64>| journal.snapshot().iter().map(|e| **e).collect::<Vec<_>>();
        for at in 0..5 {
            journal.push(10 * KB, at, Arc::new(at));
        }
        assert_eq!(contents(&journal), [2, 3, 4]);
        other.push(200 * KB, 5, Arc::new(5));
        other.push(290 * KB, 6, Arc::new(6));
        assert_eq!((contents(&journal), contents(&other)), (vec![4], vec![5, 6]));
        assert_eq!(journal.counts(), (1, 4));
        other.push(600 * KB, 7, Arc::new(7));
        assert!(journal.snapshot().is_empty() && other.snapshot().is_empty(), "one that fits nowhere is not kept");
        journal.push(100 * KB, 8, Arc::new(8));
        journal.purge();
        drop((journal, other));
        assert_eq!(memory.used(), 0);
    }
}
