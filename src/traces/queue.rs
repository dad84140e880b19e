//! Spans that wait for the exporter, bounded in number and in bytes.
//!
//! A thread writes its spans into a shard of its own, so that threads do not wait for each other, one behind the other as
//! they stand in a batch, piece by piece: nothing that is written is moved again. The exporter takes the pieces out. They
//! are shares of the memory budget; where there is none, spans are dropped.

use std::cell::Cell;
use std::collections::VecDeque;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::memory::MemoryBudget;

use super::context::SpanContext;
use super::otlp::{self, LatestServer};
use super::piece::{Piece, Taken};
use super::span::Ended;
use super::times::Times;

/// More threads than these share shards.
const SHARDS: usize = 4;
/// The part of the memory budget that may wait here.
const PART: usize = 16;
/// Bytes of a piece, where the budget is not a small one. Memory of this size is still had from the budget's reserve.
const PIECE: usize = 32 << 10;
/// Pieces that are kept for later ones while spans come.
const SPARES: usize = 16;

/// The queue.
pub(super) struct Queue {
    shards: [Mutex<Shard>; SHARDS],
    /// Empty pieces, for whoever has filled one.
    spares: Mutex<Vec<Piece>>,
    memory: MemoryBudget,
    /// Spans that wait.
    spans: AtomicUsize,
    max_spans: usize,
    /// Bytes of the shards' pieces.
    bytes: AtomicUsize,
    max_bytes: usize,
    /// Bytes of a usual piece.
    piece: usize,
}

/// Where a few threads write their spans.
struct Shard {
    /// Where the next one is written; at first, and when it was taken, there is no room in it.
    piece: Piece,
    full: VecDeque<Piece>,
    server: LatestServer,
}

/// How many spans wait now that one more does.
pub(super) type Waiting = usize;

impl Queue {
    /// Room for so many spans, as far as a part of the budget holds them.
    pub(super) fn new(max_spans: usize, memory: MemoryBudget) -> Self {
        let max_bytes = memory.limit() / PART;
        Self {
            shards: std::array::from_fn(|_| Mutex::new(Shard::new(&memory))),
            spares: Mutex::default(),
            spans: AtomicUsize::new(0),
            max_spans,
            bytes: AtomicUsize::new(0),
            max_bytes,
            piece: PIECE.min(max_bytes / (2 * SHARDS)),
            memory,
        }
    }

    /// Whether there is room for a span.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.waiting() < self.max_spans
    }

    /// Spans that wait.
    #[inline]
    pub(super) fn waiting(&self) -> Waiting {
        self.spans.load(Ordering::Relaxed)
    }

    /// Adds a span; `None` when there is no room for it.
    #[inline(always)]
    pub(super) fn push(&self, context: &SpanContext, times: Times, ended: &Ended<'_>) -> Option<Waiting> {
        // Before anybody can take it, and say that it does not wait any longer.
        let waiting = self.spans.fetch_add(1, Ordering::Relaxed) + 1;
        let is_in = waiting <= self.max_spans && self.write(context, times, ended).is_some();
        if !is_in {
            self.forget(1);
        }
        is_in.then_some(waiting)
    }

    #[inline(always)]
    fn write(&self, context: &SpanContext, times: Times, ended: &Ended<'_>) -> Option<()> {
        let shard = &mut *lock(self.shards.get(shard())?);
        let room = otlp::room(ended, &shard.server);
        if shard.piece.room() < room {
            self.turn(shard, room)?;
        }
        shard.piece.write(|spans| otlp::write(context, times, ended, &mut shard.server, spans));
        Some(())
    }

    /// Begins a new piece with room for so many bytes; `None` where there is no memory for it.
    #[cold]
    fn turn(&self, shard: &mut Shard, room: usize) -> Option<()> {
        let bytes = self.piece.max(room);
        if self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes > self.max_bytes {
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
            return None;
        }
        let spare = if bytes == self.piece { lock(&self.spares).pop() } else { None };
        let Some(next) = spare.or_else(|| Piece::new(bytes, &self.memory).ok()) else {
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
            return None;
        };
        let full = mem::replace(&mut shard.piece, next);
        if !full.is_empty() {
            shard.full.push_back(full);
        }
        Some(())
    }

    /// Takes the oldest piece of a shard that has any.
    pub(super) fn take(&self) -> Option<Taken> {
        let piece = self.shards.iter().find_map(|shard| {
            let mut shard = lock(shard);
            let begun = |shard: &mut Shard| {
                (!shard.piece.is_empty()).then(|| mem::replace(&mut shard.piece, Piece::none(&self.memory)))
            };
            shard.full.pop_front().or_else(|| begun(&mut shard))
        })?;
        self.bytes.fetch_sub(piece.size(), Ordering::Relaxed);
        Some(piece.into())
    }

    /// Others may write where these spans were.
    pub(super) fn give_back(&self, done: Taken) {
        let Some(piece) = done.emptied().filter(|piece| piece.size() == self.piece) else { return };
        let mut spares = lock(&self.spares);
        if spares.len() < SPARES {
            spares.push(piece);
        }
    }

    /// Nothing is going on: room that nobody uses is given back.
    pub(super) fn rest(&self) {
        *lock(&self.spares) = Vec::new();
    }

    /// So many spans do not wait any longer.
    pub(super) fn forget(&self, spans: usize) {
        self.spans.fetch_sub(spans, Ordering::Relaxed);
    }
}

impl Shard {
    fn new(memory: &MemoryBudget) -> Self {
        Self { piece: Piece::none(memory), full: VecDeque::new(), server: LatestServer::default() }
    }
}

#[inline]
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn context() -> SpanContext {
        SpanContext {
            trace_id: TraceId::new(0, 1),
            span_id: SpanId::random(),
            parent: None,
            flags: 1,
            continues: false,
        }
    }

    fn push(queue: &Queue, path: &str) -> Option<Waiting> {
        let ended = Ended { path, ..Ended::default() };
        if queue.has_room() { queue.push(&context(), Times::until(1, Duration::ZERO), &ended) } else { None }
    }

    /// All that waits, as the exporter takes it.
    fn drain(queue: &Queue) -> Vec<Taken> {
        std::iter::from_fn(|| queue.take()).collect()
    }

    #[test]
    fn what_comes_out_is_what_went_in_and_no_more_than_fits() {
        let queue = Queue::new(3, MemoryBudget::default());
        for (at, path) in ["/a", "/bb", "/ccc"].into_iter().enumerate() {
            assert_eq!(push(&queue, path), Some(at + 1));
        }
        assert_eq!((queue.has_room(), push(&queue, "/d"), queue.waiting()), (false, None, 3));
        let mut piece = queue.take().unwrap();
        let holds = |spans: &[u8], path: &str| spans.windows(path.len()).any(|part| part == path.as_bytes());
        let (two, first) = piece.next(2);
        assert!(holds(&first, "/a") && holds(&first, "/bb") && !holds(&first, "/ccc") && !piece.is_done());
        let (one, last) = piece.next(9);
        assert!((two, one) == (2, 1) && holds(&last, "/ccc") && piece.is_done());
        queue.forget(3);
        assert_eq!((queue.waiting(), queue.bytes.load(Ordering::Relaxed)), (0, 0));
        assert!(queue.take().is_none() && piece.emptied().is_none(), "somebody holds some");
    }

    #[test]
    fn it_is_a_part_of_the_memory_budget_and_gives_it_back() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let queue = Queue::new(65_536, memory.clone());
        let path = "x".repeat(100);
        for _ in 0..3 {
            let taken = std::iter::from_fn(|| push(&queue, &path)).count();
            assert!((100..700).contains(&taken), "{taken}");
            assert!(memory.used() > 0 && memory.used() <= memory.limit() / PART, "{}", memory.used());
            let mut pieces = drain(&queue);
            assert!(pieces.len() > 1 && queue.bytes.load(Ordering::Relaxed) == 0);
            queue.forget(pieces.iter_mut().map(|piece| piece.next(usize::MAX).0).sum());
            assert_eq!(queue.waiting(), 0);
            pieces.into_iter().for_each(|piece| queue.give_back(piece));
        }
        assert!(memory.used() > 0, "others are written there");
        queue.rest();
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn a_span_that_is_longer_than_a_piece_has_one_of_its_own() {
        let memory = MemoryBudget::new(8 << 20, 0);
        let queue = Queue::new(65_536, memory.clone());
        let attributes = vec![0; 2 * PIECE];
        let long = Ended { attributes: &attributes, ..Ended::default() };
        for at in 1..=2 {
            push(&queue, "/").unwrap();
            assert_eq!(queue.push(&context(), Times::until(1, Duration::ZERO), &long), Some(2 * at));
        }
        assert!(memory.used() < 5 * attributes.len(), "{}", memory.used());
        let mut pieces = drain(&queue);
        let lengths: Vec<_> = pieces.iter_mut().map(|piece| piece.next(9).1.len() > PIECE).collect();
        assert_eq!(lengths, [false, true, false, true]);
        pieces.into_iter().for_each(|piece| queue.give_back(piece));
        assert!(memory.used() <= 2 * PIECE, "those that are longer than others are not kept");
    }

    #[test]
    fn threads_do_not_lose_spans_to_each_other() {
        let queue = Queue::new(10_000, MemoryBudget::default());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..1_000).for_each(|_| assert!(push(&queue, "/").is_some())));
            }
        });
        let count: usize = drain(&queue).iter_mut().map(|piece| piece.next(usize::MAX).0).sum();
        assert_eq!((count, queue.waiting()), (8_000, 8_000));
    }
}
