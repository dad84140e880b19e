//! Spans that wait for the exporter, bounded in number and in bytes.
//!
//! A thread writes its spans into a shard of its own, so that threads do not wait for each other, one behind the other as
//! they stand in a batch. The exporter takes all spans of a shard out and leaves room for others. That is a share of the
//! memory budget; where there is none, spans are dropped.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::memory::{MemoryBudget, Share, Shortage};

use super::context::SpanContext;
use super::otlp::{self, LatestServer};
use super::span::Ended;
use super::times::Times;

/// More threads than these share shards.
const SHARDS: usize = 4;
/// The part of the memory budget that may wait here.
const PART: usize = 16;
/// Bytes that a shard has room for at first.
const FIRST: usize = 8 << 10;

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

/// Where a few threads write their spans.
struct Shard {
    room: Room,
    server: LatestServer,
}

/// Spans, and the share of the memory that they take.
pub(super) struct Room {
    spans: Vec<u8>,
    share: Share,
}

/// Spans that were taken out.
pub(super) struct Taken {
    spans: Bytes,
    share: Share,
    /// Where the span begins that comes next.
    next: usize,
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
    #[inline]
    pub(super) fn waiting(&self) -> Waiting {
        self.spans.load(Ordering::Relaxed)
    }

    /// Adds a span; `None` when there is no room for it. Whoever adds one has asked before
    /// whether there is room: bytes may be too many by the spans that are added at the same time.
    #[inline]
    pub(super) fn push(&self, context: &SpanContext, times: Times, ended: &Ended<'_>) -> Option<Waiting> {
        let waiting = self.spans.fetch_add(1, Ordering::Relaxed) + 1;
        let is_in = waiting <= self.max_spans && self.write(context, times, ended).is_some();
        if !is_in {
            self.forget(1, 0);
        }
        is_in.then_some(waiting)
    }

    #[inline]
    fn write(&self, context: &SpanContext, times: Times, ended: &Ended<'_>) -> Option<()> {
        let mut shard = lock(self.shards.get(shard())?);
        let size = shard.push(context, times, ended).ok()?;
        // Before anybody can take the shard, and say that they do not wait any longer.
        self.bytes.fetch_add(size, Ordering::Relaxed);
        Some(())
    }

    /// Takes the spans of a shard that has any, and leaves `spare` in their place.
    pub(super) fn take(&self, spare: &mut Option<Room>) -> Option<Taken> {
        self.shards.iter().find_map(|shard| {
            let mut shard = lock(shard);
            let has_any = !shard.room.spans.is_empty();
            has_any.then(|| {
                let usual = shard.room.spans.capacity();
                let empty = spare.take().unwrap_or_else(|| Room::of(usual, &self.memory));
                let Room { spans, share } = std::mem::replace(&mut shard.room, empty);
                Taken { spans: spans.into(), share, next: 0 }
            })
        })
    }

    /// Nothing is going on: room that nobody uses is given back.
    pub(super) fn rest(&self) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            if shard.room.spans.is_empty() && shard.room.share.held() > 0 {
                shard.room = Room::new(&self.memory);
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
        Self { room: Room::new(memory), server: LatestServer::default() }
    }

    /// Adds a span; says how many bytes it takes.
    #[inline]
    fn push(&mut self, context: &SpanContext, times: Times, ended: &Ended<'_>) -> Result<usize, Shortage> {
        let (length, room) = (self.room.spans.len(), otlp::room(ended, &self.server));
        if self.room.spans.capacity() - length < room {
            self.room.grow(room)?;
        }
        otlp::write(context, times, ended, &mut self.server, &mut self.room.spans);
        Ok(self.room.spans.len() - length)
    }
}

impl Room {
    fn new(memory: &MemoryBudget) -> Self {
        Self { spans: Vec::new(), share: memory.share() }
    }

    /// Room for so many bytes, as far as there is memory.
    fn of(bytes: usize, memory: &MemoryBudget) -> Self {
        let mut room = Self::new(memory);
        if room.share.grow(bytes).is_ok() {
            room.spans.reserve_exact(bytes);
        }
        room
    }

    /// Makes room for so many more bytes: twice as much as there was.
    #[cold]
    fn grow(&mut self, room: usize) -> Result<(), Shortage> {
        let more = self.spans.capacity().max(FIRST).max(room);
        self.share.grow(more)?;
        self.spans.reserve_exact(self.spans.capacity() - self.spans.len() + more);
        Ok(())
    }
}

impl Taken {
    /// How many spans come next, no more than so many, and their bytes.
    pub(super) fn ahead(&self, most: usize) -> (usize, usize) {
        let rest = self.spans.get(self.next..).unwrap_or_default();
        let (mut count, mut bytes) = (0, 0);
        while count < most
            && let Some(length) = otlp::first_len(rest.get(bytes..).unwrap_or_default())
        {
            bytes += length;
            count += 1;
        }
        (count, bytes)
    }

    /// The spans of the next bytes, no more than so many.
    pub(super) fn next(&mut self, most: usize) -> Bytes {
        let from = self.next;
        self.next = from.saturating_add(most).min(self.spans.len());
        self.spans.slice(from..self.next)
    }

    /// Whether none comes any more.
    pub(super) fn is_done(&self) -> bool {
        self.next == self.spans.len()
    }

    /// The room without its spans, if nobody holds any of them.
    pub(super) fn emptied(mut self) -> Option<Room> {
        self.spans.is_unique().then(|| {
            // One byte is kept: bytes that hold none give their room away.
            self.spans.truncate(1);
            let mut spans = Vec::from(self.spans);
            spans.clear();
            Room { spans, share: self.share }
        })
    }
}

#[inline]
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
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
    use std::time::Duration;

    use super::super::ids::{SpanId, TraceId};
    use super::*;

    fn push(queue: &Queue, path: &str) -> Option<Waiting> {
        let context = SpanContext {
            trace_id: TraceId::new(0, 1),
            span_id: SpanId::random(),
            parent: None,
            flags: 1,
            continues: false,
        };
        let ended = Ended { method: "GET", path, ..Ended::default() };
        if queue.has_room() { queue.push(&context, Times::until(1, Duration::ZERO), &ended) } else { None }
    }

    #[test]
    fn what_comes_out_is_what_went_in_and_no_more_than_fits() {
        let queue = Queue::new(3, MemoryBudget::default());
        for (at, path) in ["/a", "/bb", "/ccc"].into_iter().enumerate() {
            assert_eq!(push(&queue, path), Some(at + 1));
        }
        assert_eq!((queue.has_room(), push(&queue, "/d"), queue.waiting()), (false, None, 3));
        let mut shard = queue.take(&mut None).unwrap();
        let (two, all) = (shard.ahead(2), shard.ahead(9));
        assert_eq!((two.0, all.0, all.1), (2, 3, queue.bytes.load(Ordering::Relaxed)));
        let holds = |spans: &[u8], path: &str| spans.windows(path.len()).any(|part| part == path.as_bytes());
        let first = shard.next(two.1);
        assert!(holds(&first, "/a") && holds(&first, "/bb") && !holds(&first, "/ccc") && !shard.is_done());
        let last = shard.ahead(9);
        assert!((last.0, two.1 + last.1) == (1, all.1) && holds(&shard.next(last.1), "/ccc") && shard.is_done());
        queue.forget(3, all.1);
        assert_eq!((queue.waiting(), queue.bytes.load(Ordering::Relaxed)), (0, 0));
        assert!(queue.take(&mut None).is_none() && shard.emptied().is_none(), "somebody holds some");
    }

    #[test]
    fn it_is_a_part_of_the_memory_budget_and_gives_it_back() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let queue = Queue::new(65_536, memory.clone());
        let path = "x".repeat(100);
        let taken = std::iter::from_fn(|| push(&queue, &path)).count();
        assert!((100..700).contains(&taken), "{taken}");
        // Room grows by doubling.
        assert!(memory.used() > 0 && memory.used() <= 2 * memory.limit() / PART, "{}", memory.used());
        let room = queue.take(&mut None).unwrap().emptied().unwrap();
        assert!(room.spans.is_empty() && room.spans.capacity() >= memory.limit() / PART && memory.used() > 0);
        drop(room);
        queue.rest();
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn threads_do_not_lose_spans_to_each_other() {
        let queue = Queue::new(10_000, MemoryBudget::default());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..1_000).for_each(|_| assert!(push(&queue, "/").is_some())));
            }
        });
        let mut count = 0;
        while let Some(shard) = queue.take(&mut None) {
            count += shard.ahead(usize::MAX).0;
        }
        assert_eq!((count, queue.waiting()), (8_000, 8_000));
    }
}
