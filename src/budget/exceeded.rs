//! How a budget is exceeded: what clients read, and what the metrics count.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How a budget was exceeded; the texts are what clients read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// Too much work.
    #[error("time budget of {} exceeded", Seconds(*.0))]
    Time(Duration),
    /// Too many bytes alive.
    #[error("memory budget of {0} bytes exceeded")]
    Bytes(usize),
    /// Nested too deeply.
    #[error("nesting budget of {0} levels exceeded")]
    Depth(u32),
    /// Others hold too much of the process's memory.
    #[error("the memory budget of {0} bytes is in use (MOCKOON_MEMORY_BUDGET)")]
    Memory(usize),
}

/// The words for how budgets are exceeded.
const CAUSES: [&str; 4] = ["time", "bytes", "depth", "memory"];

/// Budgets exceeded since the start, by cause.
static COUNTS: [AtomicU64; CAUSES.len()] = [const { AtomicU64::new(0) }; CAUSES.len()];

/// How many budgets were exceeded since the start, by cause.
pub fn exceeded_counts() -> impl Iterator<Item = (&'static str, u64)> {
    CAUSES.iter().zip(&COUNTS).map(|(cause, count)| (*cause, count.load(Ordering::Relaxed)))
}

impl Exceeded {
    /// What was exceeded, in a word.
    pub fn cause(self) -> &'static str {
        CAUSES[self.position()]
    }

    /// Counts it for the metrics.
    pub(super) fn count(self) {
        COUNTS[self.position()].fetch_add(1, Ordering::Relaxed);
    }

    fn position(self) -> usize {
        match self {
            Self::Time(_) => 0,
            Self::Bytes(_) => 1,
            Self::Depth(_) => 2,
            Self::Memory(_) => 3,
        }
    }
}

/// A duration as settings write it: `1s`, `250ms`.
struct Seconds(Duration);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let millis = self.0.as_millis();
        if millis.is_multiple_of(1_000) { write!(f, "{}s", millis / 1_000) } else { write!(f, "{millis}ms") }
    }
}
