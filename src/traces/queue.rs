//! Spans that wait for the exporter, bounded in number and in bytes.
//!
//! A thread puts its spans into a shard of its own, so that threads do not wait for each other: a record of a fixed size, and
//! its texts behind those of the others. The exporter takes a whole shard out and leaves an empty one. Room for a shard is
//! a share of the memory budget; where there is none, spans are dropped.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::memory::{MemoryBudget, Share, Shortage};

use super::span::{Record, TEXTS};

/// More threads than these share shards.
const SHARDS: usize = 4;
/// The part of the memory budget that may wait here.
const PART: usize = 16;
/// Spans, and bytes of text, that a shard has room for at first.
const FIRST_SPANS: usize = 16;
const FIRST_TEXTS: usize = 1_024;

/// The queue.
pub(super) struct Queue {
    shards: [Mutex<Shard>; SHARDS],
    memory: MemoryBudget,
    /// Spans that wait, and bytes of these.
    spans: AtomicUsize,
    bytes: AtomicUsize,
    max_spans: usize,
    max_bytes: usize,
}

/// A shard: spans of a few threads.
pub(super) struct Shard {
    records: Vec<Record>,
    texts: Vec<u8>,
    share: Share,
    /// The record, and the text, that is taken next.
    next: usize,
    text_at: usize,
}

/// How many spans wait now that one more does.
pub(super) type Waiting = usize;

impl Queue {
    /// Room for so many spans, as far as a part of the budget holds them.
    pub(super) fn new(max_spans: usize, memory: MemoryBudget) -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::new(Shard::new(&memory))),
            spans: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            max_spans,
            max_bytes: memory.limit() / PART,
            memory,
        }
    }

    /// Whether there is room for a span.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.waiting() < self.max_spans && self.bytes.load(Ordering::Relaxed) < self.max_bytes
    }

    /// Spans that wait.
    pub(super) fn waiting(&self) -> Waiting {
        self.spans.load(Ordering::Relaxed)
    }

    /// Adds a span; `None` when there is no room for it.
    #[inline]
    pub(super) fn push(&self, record: Record, texts: [&str; TEXTS]) -> Option<Waiting> {
        let size = size_of(&texts);
        let waiting = self.spans.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes = self.bytes.fetch_add(size, Ordering::Relaxed) + size;
        let is_in = waiting <= self.max_spans
            && bytes <= self.max_bytes
            && self.shards.get(shard()).is_some_and(|shard| lock(shard).push(record, texts).is_ok());
        if !is_in {
            self.forget(1, size);
        }
        is_in.then_some(waiting)
    }

    /// Takes a shard out that has spans, and leaves `spare` in its place.
    pub(super) fn take(&self, spare: &mut Option<Shard>) -> Option<Shard> {
        self.shards.iter().find_map(|shard| {
            let mut shard = lock(shard);
            let has_any = !shard.records.is_empty();
            has_any.then(|| {
                let empty = spare.take().unwrap_or_else(|| Shard::new(&self.memory));
                std::mem::replace(&mut *shard, empty)
            })
        })
    }

    /// Nothing is going on: room that nobody uses is given back.
    pub(super) fn rest(&self) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            if shard.records.is_empty() && shard.share.held() > 0 {
                *shard = Shard::new(&self.memory);
            }
        }
    }

    /// So many spans of so many bytes do not wait any longer.
    pub(super) fn forget(&self, spans: usize, bytes: usize) {
        self.spans.fetch_sub(spans, Ordering::Relaxed);
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Shard {
    fn new(memory: &MemoryBudget) -> Self {
        Self { records: Vec::new(), texts: Vec::new(), share: memory.share(), next: 0, text_at: 0 }
    }

    #[inline]
    fn push(&mut self, record: Record, texts: [&str; TEXTS]) -> Result<(), Shortage> {
        let length: usize = texts.iter().map(|text| text.len()).sum();
        if self.records.len() == self.records.capacity() || self.texts.capacity() - self.texts.len() < length {
            self.grow(length)?;
        }
        self.records.push(record);
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            self.texts.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    /// Makes room for one more span with so much text: twice as much as there was.
    #[cold]
    fn grow(&mut self, length: usize) -> Result<(), Shortage> {
        if self.records.len() == self.records.capacity() {
            let more = self.records.capacity().max(FIRST_SPANS);
            self.share.grow(more * std::mem::size_of::<Record>())?;
            self.records.reserve_exact(more);
        }
        if self.texts.capacity() - self.texts.len() < length {
            let more = self.texts.capacity().max(FIRST_TEXTS).max(length);
            self.share.grow(more)?;
            self.texts.reserve_exact(self.texts.capacity() - self.texts.len() + more);
        }
        Ok(())
    }

    /// The next span with its texts, and its size.
    pub(super) fn next(&mut self) -> Option<(&Record, [&[u8]; TEXTS], usize)> {
        let record = self.records.get(self.next)?;
        self.next += 1;
        let mut at = self.text_at;
        let texts = record.lengths.map(|length| {
            let from = at;
            at += length as usize;
            self.texts.get(from..at).unwrap_or_default()
        });
        let size = std::mem::size_of::<Record>() + at - self.text_at;
        self.text_at = at;
        Some((record, texts, size))
    }

    /// The same shard without its spans: its room is kept.
    pub(super) fn emptied(mut self) -> Self {
        self.records.clear();
        self.texts.clear();
        (self.next, self.text_at) = (0, 0);
        self
    }
}

#[inline]
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes of a span with these texts.
fn size_of(texts: &[&str; TEXTS]) -> usize {
    std::mem::size_of::<Record>() + texts.iter().map(|text| text.len()).sum::<usize>()
}

/// The shard of this thread.
#[inline]
fn shard() -> usize {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static SHARD: Cell<Option<usize>> = const { Cell::new(None) };
    }
    SHARD.get().unwrap_or_else(|| {
        let shard = THREADS.fetch_add(1, Ordering::Relaxed) % SHARDS;
        SHARD.set(Some(shard));
        shard
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::ids::{SpanId, TraceId};
    use super::super::span::{Failure, Kind};
    use super::*;

    fn push(queue: &Queue, texts: [&str; TEXTS]) -> Option<Waiting> {
        let record = Record {
            trace_id: TraceId::new(0, 1),
            span_id: SpanId::random(),
            parent: None,
            parent_is_remote: false,
            began: Instant::now(),
            took: Duration::ZERO,
            flags: 1,
            kind: Kind::Server,
            status: 200,
            failure: Failure::None,
            is_https: false,
            outcome: "",
            environment: None,
            answering: None,
            lengths: texts.map(|text| text.len() as u32),
        };
        queue.push(record, texts)
    }

    #[test]
    fn what_comes_out_is_what_went_in_and_no_more_than_fits() {
        let queue = Queue::new(3, MemoryBudget::default());
        for (at, path) in ["/a", "", "/ccc"].into_iter().enumerate() {
            assert_eq!(push(&queue, ["GET", path, "h", "", "more"]), Some(at + 1));
        }
        assert_eq!((queue.has_room(), push(&queue, ["GET", "/d", "", "", ""]), queue.waiting()), (false, None, 3));
        let mut shard = queue.take(&mut None).unwrap();
        let (mut paths, mut bytes) = (Vec::new(), 0);
        while let Some((_, texts, size)) = shard.next() {
            assert_eq!([texts[0], texts[2], texts[3], texts[4]], [&b"GET"[..], b"h", b"", b"more"]);
            paths.push(texts[1].to_owned());
            bytes += size;
        }
        assert_eq!(paths, [&b"/a"[..], b"", b"/ccc"]);
        queue.forget(3, bytes);
        assert_eq!((queue.waiting(), queue.bytes.load(Ordering::Relaxed)), (0, 0));
        assert!(queue.take(&mut Some(shard.emptied())).is_none());
    }

    #[test]
    fn it_is_a_part_of_the_memory_budget_and_gives_it_back() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let queue = Queue::new(65_536, memory.clone());
        let path = "x".repeat(100);
        let taken = std::iter::from_fn(|| push(&queue, ["GET", &path, "", "", ""])).count();
        assert!((100..700).contains(&taken), "{taken}");
        // Room grows by doubling.
        assert!(memory.used() > 0 && memory.used() <= 2 * memory.limit() / PART, "{}", memory.used());
        drop(queue.take(&mut None));
        queue.rest();
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn threads_do_not_lose_spans_to_each_other() {
        let queue = Queue::new(10_000, MemoryBudget::default());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..1_000).for_each(|_| assert!(push(&queue, ["GET", "/", "", "", ""]).is_some())));
            }
        });
        let mut count = 0;
        while let Some(mut shard) = queue.take(&mut None) {
            count += std::iter::from_fn(|| shard.next().map(drop)).count();
        }
        assert_eq!((count, queue.waiting()), (8_000, 8_000));
    }
}
