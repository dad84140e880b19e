//! The task that takes spans out of the queue and sends them in batches. A collector that is dead, slow or full costs
//! spans, which are counted, and nothing else.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::RngExt;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::Shared;
use super::collector::{Collector, Failure};
use super::otlp::Encoder;
use super::queue::Shard;
use super::variables::TraceOptions;
use crate::memory::Share;

/// Attempts to send a batch.
const ATTEMPTS: u32 = 5;
/// The longest wait before the second attempt; it doubles with each one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Why the task looks at the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wake {
    /// There are enough spans for a batch.
    Full,
    /// Spans have waited long enough for others.
    Time,
    /// The program ends.
    End,
}

/// The task.
pub(super) struct Exporter {
    options: TraceOptions,
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    encoder: Encoder,
    /// What was taken out of the queue and is not yet sent.
    shard: Option<Shard>,
    /// Room for the next one.
    spare: Option<Shard>,
    /// Whether the last batch was taken: a change is logged.
    is_taken: bool,
}

/// Spans on their way.
struct Batch {
    body: Bytes,
    count: u64,
    /// Its room in the memory budget.
    _share: Share,
}

impl Exporter {
    /// A task that empties the queue until `stop` says so.
    pub(super) fn new(options: TraceOptions, shared: Arc<Shared>, stop: watch::Receiver<bool>) -> Self {
        let encoder = Encoder::new(&options.resource);
        Self { options, shared, stop, encoder, shard: None, spare: None, is_taken: true }
    }

    /// Sends what comes. Once it is to stop, what is there is sent as well.
    pub(super) async fn run(mut self) {
        let collector = match Collector::new(&self.options) {
            Ok(collector) => collector,
            Err(failure) => {
                // The queue fills up, and then every span counts as dropped.
                tracing::warn!("no traces are exported to {}: {failure}", self.options.shown_endpoint());
                return;
            }
        };
        loop {
            let wake = tokio::select! {
                () = sleep(self.options.delay) => Wake::Time,
                () = self.shared.full.notified() => Wake::Full,
                _ = self.stop.wait_for(|stop| *stop) => Wake::End,
            };
            while let Some(batch) = self.batch(wake) {
                let is_whole = batch.count == self.options.batch as u64;
                self.send(&collector, batch).await;
                // What has come meanwhile waits for others again.
                if !is_whole && wake != Wake::End {
                    break;
                }
            }
            match wake {
                Wake::Full => {}
                Wake::Time => self.rest(),
                Wake::End => return,
            }
        }
    }

    /// What waits, as far as it fits into a batch; less than a whole one only if it has waited long enough.
    fn batch(&mut self, wake: Wake) -> Option<Batch> {
        let waiting = self.shared.queue.waiting();
        if waiting == 0 || (wake == Wake::Full && waiting < self.options.batch) {
            return None;
        }
        let room = self.encoder.room(waiting.min(self.options.batch));
        // Without room in memory they go on waiting.
        let share = self.shared.memory.take(room).ok()?;
        self.encoder.begin(room);
        let (mut count, mut bytes) = (0, 0);
        while count < self.options.batch {
            if let Some((span, texts, size)) = self.shard.as_mut().and_then(Shard::next) {
                self.encoder.add(span, texts);
                count += 1;
                bytes += size;
                continue;
            }
            if let Some(shard) = self.shard.take() {
                self.spare = Some(shard.emptied());
            }
            self.shard = self.shared.queue.take(&mut self.spare);
            if self.shard.is_none() {
                break;
            }
        }
        self.shared.queue.forget(count, bytes);
        let body = self.encoder.end(count);
        (count > 0).then_some(Batch { body, count: count as u64, _share: share })
    }

    /// Gives room back that was not used lately.
    fn rest(&mut self) {
        self.spare = None;
        self.encoder.rest();
        self.shared.queue.rest();
    }

    /// Sends a batch, a few times if need be.
    async fn send(&mut self, collector: &Collector, Batch { body, count, _share }: Batch) {
        let body = if self.options.compresses { compressed(body).await } else { body };
        self.deliver(collector, &body, count).await;
        self.encoder.reuse(body);
    }

    async fn deliver(&mut self, collector: &Collector, body: &Bytes, count: u64) {
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

/// The same body in gzip, worked out where nobody waits for it.
async fn compressed(body: Bytes) -> Bytes {
    let compress = move || {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        // A vector takes everything.
        let _ = out.write_all(&body);
        out.finish().unwrap_or_default().into()
    };
    tokio::task::spawn_blocking(compress).await.unwrap_or_default()
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
