//! When spans begin and end, as the collector is told.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// When a span began, and how long it took.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Nanoseconds since the epoch.
    began: u64,
    took: u64,
}

impl Times {
    /// Of a span that has ended at this moment (nanoseconds since the epoch).
    #[inline]
    pub fn until(moment: u64, took: Duration) -> Self {
        let took = nanos(took);
        Self { began: moment.saturating_sub(took), took }
    }

    /// When it began, in nanoseconds since the epoch.
    #[inline]
    pub(super) fn began(self) -> u64 {
        self.began
    }

    /// When it ended.
    #[inline]
    pub(super) fn ended(self) -> u64 {
        self.began.wrapping_add(self.took)
    }

    /// Of a span that ends now.
    pub(super) fn until_now(began: Instant) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::until(nanos(now), began.elapsed())
    }
}

/// Nanoseconds, which last for some hundred years.
#[inline]
fn nanos(duration: Duration) -> u64 {
    duration.as_secs().wrapping_mul(1_000_000_000).wrapping_add(duration.subsec_nanos().into())
}
