//! A piece of the queue: spans, one behind the other as they stand in a batch, in memory that does not grow. Threads
//! [write](Piece) into it, and the exporter [sends](Taken) it from where it lies.

use bytes::Bytes;

use crate::memory::{MemoryBudget, Share, Shortage};

use super::otlp;

/// A piece to be written.
pub(super) struct Piece {
    spans: Vec<u8>,
    count: usize,
    share: Share,
}

impl Piece {
    /// One with room for so many bytes.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub(super) fn new(bytes: usize, memory: &MemoryBudget) -> Result<Self, Shortage> {
        Ok(Self { share: memory.take(bytes)?, spans: Vec::with_capacity(bytes), count: 0 })
    }

    /// One without any room.
    pub(super) fn none(memory: &MemoryBudget) -> Self {
        Self { share: memory.share(), spans: Vec::new(), count: 0 }
    }

    /// Bytes that there is still room for.
    #[inline]
    pub(super) fn room(&self) -> usize {
        self.spans.capacity() - self.spans.len()
    }

    /// Bytes of the whole piece.
    pub(super) fn size(&self) -> usize {
        self.share.held()
    }

    /// Whether no span is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a span, for which there is room, as it is written behind the others.
    #[inline(always)]
    pub(super) fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.spans);
        self.count += 1;
    }
}

/// A piece to be sent.
pub(super) struct Taken {
    spans: Bytes,
    /// Where the span begins that comes next, and how many come.
    next: usize,
    count: usize,
    share: Share,
}

impl From<Piece> for Taken {
    fn from(Piece { spans, count, share }: Piece) -> Self {
        Self { spans: spans.into(), next: 0, count, share }
    }
}

impl Taken {
    /// How many spans still come, and their bytes.
    pub(super) fn ahead(&self) -> (usize, usize) {
        (self.count, self.spans.len() - self.next)
    }

    /// The next spans, no more than so many, and how many these are.
    pub(super) fn next(&mut self, most: usize) -> (usize, Bytes) {
        let rest = self.spans.slice(self.next..);
        let count = self.count.min(most);
        // Only where some stay has anybody to look where they begin.
        let bytes = if count == self.count { rest.len() } else { length(&rest, count) };
        self.next += bytes;
        self.count -= count;
        (count, rest.slice(..bytes))
    }

    /// Whether none comes any more.
    pub(super) fn is_done(&self) -> bool {
        self.count == 0
    }

    /// The piece without its spans, if nobody holds any of them.
    pub(super) fn emptied(mut self) -> Option<Piece> {
        self.spans.is_unique().then(|| {
            // One byte is kept: bytes that hold none give their room away.
            self.spans.truncate(1);
            let mut spans = Vec::from(self.spans);
            spans.clear();
            Piece { spans, count: 0, share: self.share }
        })
    }
}

/// Bytes of the first ones of these spans.
fn length(spans: &[u8], count: usize) -> usize {
    (0..count).fold(0, |bytes, _| {
        let rest = spans.get(bytes..).unwrap_or_default();
        (bytes + otlp::first_len(rest).unwrap_or(rest.len())).min(spans.len())
    })
}
