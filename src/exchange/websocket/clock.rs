//! The clock of a stream, whether a connection has its own or all clients of a route share it.

use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior};

/// Ticks after each interval, never in a hurry to make up for ticks that were missed.
pub fn ticking(interval: Duration) -> Interval {
    let mut clock = tokio::time::interval_at(Instant::now() + interval, interval);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    clock
}
