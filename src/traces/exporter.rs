//! The task that takes spans out of the queue and sends them in batches. A collector that is dead, slow or full costs
//! spans, which are counted, and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use rand::RngExt;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::Shared;
use super::collector::{Collector, Failure};
use super::otlp::Encoder;
use super::span::Span;
use super::variables::TraceOptions;

/// Attempts to send a batch.
const ATTEMPTS: u32 = 5;
/// The longest wait before the second attempt; it doubles with each one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The task.
pub(super) struct Exporter {
    options: TraceOptions,
    spans: mpsc::Receiver<Span>,
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    encoder: Encoder,
    /// Whether the last batch was taken: a change is logged.
    is_taken: bool,
}

impl Exporter {
    /// A task that empties this queue until `stop` says so.
    pub(super) fn new(
        options: TraceOptions,
        spans: mpsc::Receiver<Span>,
        shared: Arc<Shared>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let encoder = Encoder::new(&options.resource);
        Self { options, spans, shared, stop, encoder, is_taken: true }
    }

    /// Sends what comes. Once it is to stop, what is there is sent as well.
    pub(super) async fn run(mut self) {
        let collector = match Collector::new(&self.options) {
            Ok(collector) => collector,
            Err(failure) => {
                // Without a receiver every span counts as dropped.
                tracing::warn!("no traces are exported to {}: {failure}", self.options.shown_endpoint());
                return;
            }
        };
        loop {
            let is_last = tokio::select! {
                () = sleep(self.options.delay) => false,
                () = self.shared.full.notified() => false,
                _ = self.stop.wait_for(|stop| *stop) => true,
            };
            while let Some(batch) = self.batch() {
                self.send(&collector, &batch).await;
            }
            if is_last {
                return;
            }
        }
    }

    /// What waits, as far as it fits into a batch.
    fn batch(&mut self) -> Option<Vec<Span>> {
        let mut batch = Vec::new();
        while batch.len() < self.options.batch
            && let Ok(span) = self.spans.try_recv()
        {
            batch.push(span);
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Sends a batch, a few times if need be.
    async fn send(&mut self, collector: &Collector, batch: &[Span]) {
        let body = Bytes::from(self.encoder.encode(batch));
        let count = batch.len() as u64;
        let deadline = Instant::now() + self.options.export_timeout;
        for attempt in 1..=ATTEMPTS {
            let failure = match collector.send(body.clone()).await {
                Ok(refused) => {
                    let refused = refused.min(count);
                    add(&self.shared.exported, count - refused);
                    add(&self.shared.dropped, refused);
                    return self.say(None);
                }
                Err(failure) => failure,
            };
            let pause = pause(&failure, attempt);
            let is_over = attempt == ATTEMPTS || !failure.may_pass() || Instant::now() + pause > deadline;
            self.say(Some(&failure));
            if is_over || self.is_stopped_within(pause).await {
                break;
            }
        }
        add(&self.shared.dropped, count);
    }

    /// Waits, unless the program ends: then nobody has time for another attempt.
    async fn is_stopped_within(&mut self, pause: Duration) -> bool {
        tokio::time::timeout(pause, self.stop.wait_for(|stop| *stop)).await.is_ok()
    }

    /// Logs when the collector begins to fail, and when it is back.
    fn say(&mut self, failure: Option<&Failure>) {
        let endpoint = self.options.shown_endpoint();
        match failure {
            Some(failure) if self.is_taken => tracing::warn!(
                "{endpoint} does not take spans: {failure}; what cannot be kept is counted in sidemock_spans_dropped_total"
            ),
            None if !self.is_taken => tracing::info!("{endpoint} takes spans again"),
            _ => {}
        }
        self.is_taken = failure.is_none();
    }
}

fn add(counter: &AtomicU64, count: u64) {
    counter.fetch_add(count, Ordering::Relaxed);
}

/// How long to wait after an attempt: as the collector says, else a random part of a time that doubles.
fn pause(failure: &Failure, attempt: u32) -> Duration {
    if let Failure::Status { retry_after: Some(wanted), .. } = failure {
        return *wanted;
    }
    let longest = FIRST_PAUSE * 2u32.saturating_pow(attempt - 1);
    longest.mul_f64(rand::rng().random_range(0.5..=1.0))
}
