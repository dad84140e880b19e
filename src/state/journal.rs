//! A bounded journal: the newest entries by count, and by bytes over all journals together; the oldest go first.
//!
//! Each space has one. Those of an environment share a [`JournalShare`]: bounds, and one rising number for all entries.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::watchers::{Interest, JournalChange, Watcher, Watchers};
use crate::memory::{MemoryBudget, Yielding, YieldingAccount};

/// What the journals of an environment have in common.
#[derive(Debug)]
pub struct JournalShare<T> {
    max_entries: usize,
    /// Entries that are kept, older ones for the log alone among them.
    max_kept: usize,
    memory: MemoryBudget,
    /// Index of the last entry.
    last: AtomicU64,
    evicted: AtomicU64,
    watchers: Arc<Watchers<T>>,
}

impl<T> JournalShare<T> {
    /// Journals of at most so many entries each, and as many bytes as the budget leaves to all journals. The log shows so
    /// many, which may be more.
    pub fn new(max_entries: usize, max_logs: usize, memory: &MemoryBudget) -> Self {
        Self {
            max_entries,
            max_kept: max_entries.max(max_logs),
            memory: memory.clone(),
            last: AtomicU64::new(0),
            evicted: AtomicU64::new(0),
            watchers: Arc::default(),
        }
    }

    /// Somebody who is told of entries of interest; `None` when so many wait already.
    pub fn watch(&self, most: usize, interests: Vec<Interest>) -> Option<Watcher<T>> {
        self.watchers.add(most, interests)
    }

    /// How many wait.
    pub fn watchers(&self) -> usize {
        self.watchers.count()
    }

    /// Lets everybody who waits look again.
    pub fn wake(&self) {
        self.watchers.wake();
    }

    /// Index of the last entry of all journals, 0 before the first.
    pub fn last_index(&self) -> u64 {
        self.last.load(Ordering::SeqCst)
    }

    /// Entries that were dropped for room.
    pub fn evicted(&self) -> u64 {
        self.evicted.load(Ordering::Relaxed)
    }

    /// The bytes that all journals may keep together.
    pub fn max_bytes(&self) -> usize {
        self.memory.kept_limit()
    }
}

/// What a journal keeps.
pub trait Indexed {
    /// Tells the entry its index, before anybody else sees it.
    fn set_index(&self, index: u64);

    /// Its method and path.
    fn method_and_path(&self) -> (&str, &str);
}

/// The journal; entries are shared handles, so recording and reading copy no content.
#[derive(Debug)]
pub struct Journal<T> {
    ring: Arc<Ring<T>>,
    share: Arc<JournalShare<T>>,
}

/// What the memory budget takes from when memory is short.
#[derive(Debug)]
struct Ring<T> {
    entries: Mutex<Entries<T>>,
    share: Arc<JournalShare<T>>,
}

#[derive(Debug)]
struct Entries<T> {
    list: VecDeque<Entry<T>>,
    /// How many at the front are kept for the log alone.
    older: usize,
    bytes: usize,
    kept: YieldingAccount,
    /// Index of the newest entry that was dropped for room.
    evicted_to: u64,
    /// Entries that were, since the last purge.
    evicted: u64,
    /// Entries that came since the last purge.
    pushed: u64,
    /// How often it was purged.
    purges: u64,
    /// How often entries came, were answered or were purged.
    changes: u64,
}

#[derive(Debug)]
struct Entry<T> {
    index: u64,
    bytes: usize,
    /// Milliseconds since the epoch.
    at: u64,
    content: Arc<T>,
}

/// What a journal has since an index.
#[derive(Debug)]
pub struct Since<T> {
    /// The entries, oldest first.
    pub entries: Vec<Arc<T>>,
    /// Index of the newest entry that was dropped for room since the last purge.
    pub evicted_to: u64,
    /// How the journal stands.
    pub tally: Tally,
}

/// How a journal stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Index of the newest entry that is kept, 0 if none is.
    pub last: u64,
    /// Entries that came since the last purge.
    pub pushed: u64,
    /// How often it was purged.
    pub purges: u64,
}

impl<T: Indexed + Send + Sync + 'static> Journal<T> {
    /// An empty journal.
    pub fn new(share: &Arc<JournalShare<T>>) -> Self {
        let entries = Entries {
            list: VecDeque::new(),
            older: 0,
            bytes: 0,
            kept: share.memory.kept(),
            evicted_to: 0,
            evicted: 0,
            pushed: 0,
            purges: 0,
            changes: 0,
        };
        let ring = Arc::new(Ring { entries: Mutex::new(entries), share: Arc::clone(share) });
        let weak: Weak<Ring<T>> = Arc::downgrade(&ring);
        share.memory.register(weak);
        Self { ring, share: Arc::clone(share) }
    }

    /// Appends an entry of this time (milliseconds since the epoch) that weighs so many bytes; its index.
    pub fn push(&self, bytes: usize, at: u64, content: Arc<T>) -> u64 {
        self.append(None, bytes, at, content)
    }

    /// Appends an entry that has an index already. Entries come in the order of their indices.
    pub fn push_at(&self, index: u64, bytes: usize, at: u64, content: Arc<T>) {
        self.append(Some(index), bytes, at, content);
    }

    fn append(&self, index: Option<u64>, bytes: usize, at: u64, content: Arc<T>) -> u64 {
        // Dropped after the lock is released: freeing a large body must not hold up the next request.
        let mut gone = None;
        let (index, over) = {
            let mut entries = self.ring.lock();
            // Numbered under the lock, so that indexes rise within a journal.
            let index = match index {
                Some(index) => {
                    self.share.last.fetch_max(index, Ordering::SeqCst);
                    index
                }
                None => self.share.last.fetch_add(1, Ordering::SeqCst) + 1,
            };
            content.set_index(index);
            entries.bytes += bytes;
            entries.pushed += 1;
            entries.changes += 1;
            self.tell(&content);
            entries.list.push_back(Entry { index, bytes, at, content });
            if entries.list.len() - entries.older > self.share.max_entries {
                self.ring.retire(&mut entries);
            }
            if entries.list.len() > self.share.max_kept {
                gone = self.ring.evict(&mut entries);
            }
            (index, entries.settle())
        };
        drop(gone);
        if over {
            self.share.memory.trim();
        }
        index
    }

    /// An entry has got its answer, and weighs so much more; whoever waits is told, even if it is kept no longer.
    pub fn answered(&self, index: u64, bytes: usize, content: &Arc<T>) {
        let over = {
            let mut entries = self.ring.lock();
            entries.changes += 1;
            self.tell(content);
            let Ok(at) = entries.list.binary_search_by_key(&index, |entry| entry.index) else { return };
            entries.list[at].bytes += bytes;
            entries.bytes += bytes;
            entries.settle()
        };
        if over {
            self.share.memory.trim();
        }
    }

    /// All entries, oldest first.
    pub fn snapshot(&self) -> Vec<Arc<T>> {
        let entries = self.ring.lock();
        entries.list.range(entries.older..).map(|entry| Arc::clone(&entry.content)).collect()
    }

    /// The same with older ones that are kept for the log.
    pub fn for_log(&self) -> Vec<Arc<T>> {
        self.ring.lock().list.iter().map(|entry| Arc::clone(&entry.content)).collect()
    }

    /// Tells whoever waits of an entry; under the lock, so that nobody is told of what was there when it joined.
    fn tell(&self, entry: &Arc<T>) {
        let watchers = &self.share.watchers;
        if watchers.count() > 0 {
            watchers.tell(self.id(), self.share.max_entries, entry.method_and_path(), entry);
        }
    }

    /// What came after an index, oldest first, and what is known of what is gone. What comes later is news for the watcher.
    pub fn after(&self, index: u64, watcher: Option<&Watcher<T>>) -> Since<T> {
        let entries = self.ring.lock();
        if let Some(watcher) = watcher {
            watcher.join(self.id());
        }
        let from = entries.list.partition_point(|entry| entry.index <= index).max(entries.older);
        Since {
            entries: entries.list.range(from..).map(|entry| Arc::clone(&entry.content)).collect(),
            evicted_to: entries.evicted_to,
            tally: entries.tally(),
        }
    }

    /// What is new for a watcher, with the place of its journal in the order of joining, whether there was more than could
    /// be kept, and how this journal stands just then.
    pub fn news(&self, watcher: &Watcher<T>) -> (Vec<(usize, JournalChange<T>)>, bool, Tally) {
        let entries = self.ring.lock();
        let (news, lost) = watcher.take();
        (news, lost, entries.tally())
    }

    /// What tells it from all other journals.
    fn id(&self) -> usize {
        Arc::as_ptr(&self.ring).addr()
    }

    /// A number that rises with every entry that comes, is answered or is purged.
    pub fn changes(&self) -> u64 {
        self.ring.lock().changes
    }

    /// Number of entries kept.
    pub fn len(&self) -> usize {
        self.ring.lock().list.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Index of the newest entry that was dropped for room; 0 if none was since the last purge.
    pub fn evicted_to(&self) -> u64 {
        self.ring.lock().evicted_to
    }

    /// Entries that were dropped for room since the last purge.
    pub fn evicted(&self) -> u64 {
        self.ring.lock().evicted
    }

    /// Deletes all entries.
    pub fn purge(&self) {
        let gone = {
            let mut entries = self.ring.lock();
            entries.bytes = 0;
            entries.older = 0;
            entries.evicted_to = 0;
            entries.evicted = 0;
            entries.pushed = 0;
            entries.purges += 1;
            entries.changes += 1;
            entries.settle();
            self.share.watchers.purged(self.id(), self.share.last_index());
            std::mem::take(&mut entries.list)
        };
        drop(gone);
    }
}

impl<T> Ring<T> {
    fn lock(&self) -> std::sync::MutexGuard<'_, Entries<T>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops the oldest entry, also for the log.
    fn evict(&self, entries: &mut Entries<T>) -> Option<Entry<T>> {
        if entries.older == 0 {
            self.retire(entries);
        }
        let gone = entries.list.pop_front()?;
        entries.older -= 1;
        entries.bytes -= gone.bytes;
        Some(gone)
    }

    /// Drops the oldest entry for all but the log.
    fn retire(&self, entries: &mut Entries<T>) {
        let Some(index) = entries.list.get(entries.older).map(|entry| entry.index) else { return };
        entries.older += 1;
        entries.evicted_to = index;
        entries.evicted += 1;
        self.share.evicted.fetch_add(1, Ordering::Relaxed);
    }
}

impl<T> Entries<T> {
    fn tally(&self) -> Tally {
        let last = self.list.back().map_or(0, |entry| entry.index);
        Tally { last, pushed: self.pushed, purges: self.purges }
    }

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

    impl Indexed for u64 {
        fn set_index(&self, _: u64) {}

        fn method_and_path(&self) -> (&str, &str) {
            ("GET", "/")
        }
    }

    #[test]
    fn the_oldest_go_first_by_count_and_over_all_journals_by_bytes() {
        const KB: usize = 1 << 10;
        let memory = MemoryBudget::new(1000 * KB, 500 * KB);
        let share = Arc::new(JournalShare::new(3, 3, &memory));
        let (journal, other) = (Journal::new(&share), Journal::new(&Arc::new(JournalShare::new(3, 3, &memory))));
        let contents = |journal: &Journal<u64>| journal.snapshot().iter().map(|e| **e).collect::<Vec<_>>();
        for at in 0..5 {
            journal.push(10 * KB, at, Arc::new(at));
        }
        assert_eq!(contents(&journal), [2, 3, 4]);
        other.push(200 * KB, 5, Arc::new(5));
        other.push(290 * KB, 6, Arc::new(6));
        assert_eq!((contents(&journal), contents(&other)), (vec![4], vec![5, 6]));
        assert_eq!((journal.len(), journal.evicted_to(), share.evicted()), (1, 4, 4));
        other.push(600 * KB, 7, Arc::new(7));
        assert!(journal.snapshot().is_empty() && other.snapshot().is_empty(), "one that fits nowhere is not kept");
        let index = journal.push(100 * KB, 8, Arc::new(8));
        journal.answered(index, 10 * KB, &Arc::new(8));
        journal.purge();
        assert_eq!((journal.push(KB, 9, Arc::new(9)), journal.evicted_to()), (index + 1, 0), "no index is used again");
        drop((journal, other));
        assert_eq!(memory.used(), 0);
    }
}
