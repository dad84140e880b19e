//! How long a stub, a forced response or a fault is there: so many uses, so much time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::state::space::now_ms;
use crate::state::{CellId, Step};

/// Uses and time.
#[derive(Debug)]
pub struct Lifetime {
    /// How often it may be used; `None`: without end.
    pub times: Option<u64>,
    /// How long it is there; `None`: as long as its space.
    pub ttl: Option<Duration>,
    /// When it came, in milliseconds since the epoch.
    pub created_ms: f64,
    over_at: Option<Instant>,
    used: AtomicU64,
}

impl Lifetime {
    /// One that begins now.
    pub fn new(times: Option<u64>, ttl: Option<Duration>) -> Self {
        // A time that no clock reaches is none.
        let over_at = ttl.and_then(|ttl| Instant::now().checked_add(ttl));
        Self { times, ttl, created_ms: now_ms(), over_at, used: AtomicU64::new(0) }
    }

    /// One that began before, in another process (milliseconds since the epoch).
    pub fn since(created_ms: f64, times: Option<u64>, ttl: Option<Duration>) -> Self {
        let age = Duration::from_millis((now_ms() - created_ms).max(0.0) as u64);
        let over_at = ttl.and_then(|ttl| Instant::now().checked_add(ttl.saturating_sub(age)));
        Self { created_ms, over_at, ..Self::new(times, ttl) }
    }

    /// Uses it once in a step, if that is still possible. On a space that replicas share it is used when the step is
    /// committed, which counts it under the cell; one without end is counted by whoever tells the replicas.
    pub fn claim_in(&self, step: &Step<'_>, cell: CellId) -> bool {
        if !step.is_shared() {
            return self.claim();
        }
        let Some(times) = self.times.filter(|_| !self.is_over()) else { return !self.is_over() };
        let used = step.used(cell);
        if used < times {
            step.count_use(cell);
        } else {
            self.used.fetch_max(used, Ordering::Relaxed);
        }
        used < times
    }

    /// Uses it once, if that is still possible. Never too often, however many ask at once.
    pub fn claim(&self) -> bool {
        if self.is_over() {
            return false;
        }
        match self.times {
            None => {
                self.used.fetch_add(1, Ordering::Relaxed);
                true
            }
            Some(times) => {
                let next = |used| (used < times).then_some(used + 1);
                self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
            }
        }
    }

    /// Notes how often all replicas have used it.
    pub fn note_used(&self, used: u64) {
        self.used.store(used, Ordering::Relaxed);
    }

    /// How often it was used.
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// How often it may still be used; `None`: without end.
    pub fn remaining(&self) -> Option<u64> {
        self.times.map(|times| times.saturating_sub(self.used()))
    }

    /// Whether its time has passed.
    pub fn is_over(&self) -> bool {
        self.over_at.is_some_and(|at| at <= Instant::now())
    }

    /// Whether it may still be used.
    pub fn is_in_force(&self) -> bool {
        self.remaining() != Some(0) && !self.is_over()
    }

    /// When its time passes, in milliseconds since the epoch; `None` for never.
    pub fn expires_ms(&self) -> Option<f64> {
        self.ttl.map(|ttl| self.created_ms + ttl.as_millis() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_used_exactly_as_often_as_it_may_be() {
        let lifetime = Lifetime::new(Some(1_000), None);
        let claimed: usize = std::thread::scope(|scope| {
            let claim = || (0..500).filter(|_| lifetime.claim()).count();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(claim)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!((claimed, lifetime.remaining(), lifetime.is_in_force()), (1_000, Some(0), false));
    }

    #[test]
    fn ends_with_its_time() {
        assert!(!Lifetime::new(None, Some(Duration::ZERO)).claim());
        assert!(Lifetime::new(None, Some(Duration::MAX)).claim());
        assert!(!Lifetime::new(Some(0), None).claim());
        let once = Lifetime::new(Some(1), None);
        assert!(once.claim() && !once.claim());
        let day = Duration::from_secs(86_400);
        assert!(Lifetime::since(now_ms() - 1e3, None, Some(day)).claim());
        assert!(!Lifetime::since(now_ms() - 1e3, None, Some(Duration::from_millis(900))).claim());
    }
}
