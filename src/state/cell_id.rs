//! The name of a place in spaces: what a bucket's content or a route's number is found by, over reloads and in every
//! process that has the same definition.

use std::sync::atomic::{AtomicU64, Ordering};

/// The place of a bucket or of a route's number in spaces. Each version of a definition has its own; what did not change
/// over a reload keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId(u64);

impl CellId {
    /// One that nobody had before.
    pub fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The one of a definition, the same in every process that has the definition; `nth` tells those apart that are defined
    /// alike.
    pub fn of(definition: &str, nth: usize) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        context.update(&nth.to_be_bytes());
        context.update(definition.as_bytes());
        let digest = context.finish();
        let first = digest.as_ref().iter().take(8);
        Self(first.fold(0, |id, byte| (id << 8) | u64::from(*byte)))
    }

    /// Reads what it is written as.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 16 { u64::from_str_radix(text, 16).ok().map(Self) } else { None }
    }
}

impl std::fmt::Display for CellId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
