//! Counters behind `/metrics`: plain atomics, touched once per request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the latency histogram, in seconds.
pub const LATENCY_BUCKETS: [f64; 12] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// The same in nanoseconds.
const BOUNDS: [u64; LATENCY_BUCKETS.len()] = {
    let mut bounds = [0; LATENCY_BUCKETS.len()];
    let mut i = 0;
    while i < bounds.len() {
        bounds[i] = (LATENCY_BUCKETS[i] * 1e9) as u64;
        i += 1;
    }
    bounds
};

/// Requests of one route (or of what is no route) by status class.
#[derive(Debug, Default)]
pub struct RouteMetrics {
    classes: [AtomicU64; 6],
}

impl RouteMetrics {
    /// Counts an answer with this status.
    pub fn count(&self, status: u16) {
        // What ended without a status is no 1xx.
        let class = if status == 0 { 5 } else { usize::from(status / 100).clamp(1, 6) - 1 };
        self.classes[class].fetch_add(1, Ordering::Relaxed);
    }

    /// Answers by status class: label (`2xx`; beyond 5xx `other`) and count, zeroes left out.
    pub fn classes(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        const LABELS: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "other"];
        LABELS.iter().zip(&self.classes).map(|(l, c)| (*l, c.load(Ordering::Relaxed))).filter(|(_, n)| *n > 0)
    }
}

/// Counters of one environment.
#[derive(Debug, Default)]
pub struct EnvironmentMetrics {
    latency: [AtomicU64; LATENCY_BUCKETS.len() + 1],
    latency_micros: AtomicU64,
    /// Requests that no route answered.
    pub unmatched: RouteMetrics,
    /// Requests to the admin API.
    pub admin: RouteMetrics,
    /// Requests that were forwarded.
    pub proxied: RouteMetrics,
    /// Requests whose client left before it had the whole answer.
    pub aborted: AtomicU64,
    /// Open connections.
    pub connections: AtomicU64,
    /// Open WebSockets.
    pub websockets: AtomicU64,
    /// Clients of event streams of the mock.
    pub event_streams: AtomicU64,
    /// Callbacks that got an answer.
    pub callbacks_sent: AtomicU64,
    /// Callbacks that failed or were dropped.
    pub callbacks_failed: AtomicU64,
    /// Reloads that were taken.
    pub reloads_ok: AtomicU64,
    /// Reloads that were refused.
    pub reloads_failed: AtomicU64,
    /// Seconds since the epoch of the last reload that was taken.
    pub reloaded_at: AtomicU64,
}

impl EnvironmentMetrics {
    /// Records how long an answer took.
    pub fn observe(&self, took: Duration) {
        let nanos = took.as_nanos() as u64;
        let slot = BOUNDS.iter().position(|bound| nanos <= *bound).unwrap_or(BOUNDS.len());
        self.latency[slot].fetch_add(1, Ordering::Relaxed);
        self.latency_micros.fetch_add(nanos / 1_000, Ordering::Relaxed);
    }

    /// Cumulative histogram: counts per bound, total count, sum in seconds.
    pub fn histogram(&self) -> (Vec<u64>, u64, f64) {
        let mut total = 0;
        let cumulative = self
            .latency
            .iter()
            .map(|slot| {
                total += slot.load(Ordering::Relaxed);
                total
            })
            .collect();
        (cumulative, total, self.latency_micros.load(Ordering::Relaxed) as f64 / 1e6)
    }
}
