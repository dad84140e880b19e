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

use super::collector::{Collector, Failure, Pieces};
use super::otlp::Resource;
use super::piece::Taken;
use super::variables::{Protocol, TraceOptions};
use super::{ExportState, json};
use crate::masking;
use crate::memory::Share;

/// Attempts to send a batch.
const ATTEMPTS: u32 = 5;
/// The longest wait before the second attempt; it doubles with each one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Why the task looks at the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WakeReason {
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
    shared: Arc<ExportState>,
    stop: watch::Receiver<bool>,
    resource: Resource,
    /// How batches are written.
    protocol: Protocol,
    /// Whether somebody has said, or the collector has shown, that it reads that.
    is_sure: bool,
    /// What was taken out of the queue and is not yet sent.
    taken: Vec<Taken>,
    /// Whether the last batch was taken: a change is logged.
    is_taken: bool,
}

/// Spans on their way.
struct Batch {
    pieces: Pieces,
    count: u64,
    /// Memory for it in another spelling.
    _share: Share,
}

impl Exporter {
    /// A task that empties the queue until `stop` says so.
    pub(super) fn new(options: TraceOptions, shared: Arc<ExportState>, stop: watch::Receiver<bool>) -> Self {
        let resource = Resource::new(&options.resource);
        let (protocol, is_sure) = (options.protocol.unwrap_or_default(), options.protocol.is_some());
        Self { options, shared, stop, resource, protocol, is_sure, taken: Vec::new(), is_taken: true }
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
                () = sleep(self.options.delay) => WakeReason::Time,
                () = self.shared.full.notified() => WakeReason::Full,
                _ = self.stop.wait_for(|stop| *stop) => WakeReason::End,
            };
            while let Some(batch) = self.batch(wake) {
                let is_whole = batch.count == self.options.batch as u64;
                self.send(&collector, batch).await;
                // What has come meanwhile waits for others again.
                if !is_whole && wake != WakeReason::End {
                    break;
                }
            }
            match wake {
                WakeReason::Full => {}
                WakeReason::Time => self.shared.queue.rest(),
                WakeReason::End => return,
            }
        }
    }

    /// What waits, as far as it fits into a batch; less than a whole one only if it has waited long enough.
    fn batch(&mut self, wake: WakeReason) -> Option<Batch> {
        let waiting = self.shared.queue.waiting();
        if waiting == 0 || (wake == WakeReason::Full && waiting < self.options.batch) {
            return None;
        }
        while self.taken.iter().map(|taken| taken.ahead().0).sum::<usize>() < self.options.batch
            && let Some(taken) = self.shared.queue.take()
        {
            self.taken.push(taken);
        }
        // Without room in memory they go on waiting.
        let most: usize = self.taken.iter().map(|taken| taken.ahead().1).sum();
        let share = self.shared.memory.take(self.weight() * most).ok()?;
        let (mut count, mut bytes, mut spans) = (0, 0, Vec::with_capacity(self.taken.len()));
        for taken in &mut self.taken {
            let next = taken.next(self.options.batch - count);
            (count, bytes) = (count + next.0, bytes + next.1.len());
            spans.push(masking::blanked(next.1));
        }
        let head = Bytes::from(self.resource.head(bytes));
        let pieces = Pieces::from_iter([head].into_iter().chain(spans));
        self.shared.queue.forget(count);
        (count > 0).then_some(Batch { pieces, count: count as u64, _share: share })
    }

    /// Bytes that are held for one of a batch while it is written in another spelling; as it is it is there already.
    fn weight(&self) -> usize {
        match self.protocol {
            Protocol::Json => 1 + json::TIMES,
            Protocol::Protobuf => usize::from(self.options.compresses),
        }
    }

    /// Sends a batch, a few times if need be.
    async fn send(&mut self, collector: &Collector, batch: Batch) {
        self.deliver(collector, &batch.pieces, batch.count).await;
        drop(batch);
        // Others are written where these were.
        for done in self.taken.extract_if(.., |taken| taken.is_done()) {
            self.shared.queue.give_back(done);
        }
    }

    /// A batch as it is sent.
    async fn body(&self, batch: &Pieces) -> Pieces {
        let (batch, is_json, compresses) = (batch.clone(), self.protocol == Protocol::Json, self.options.compresses);
        if !is_json && !compresses {
            return batch;
        }
        let rewrite = move || {
            let batch = batch.concat();
            let batch = if is_json { json::of(&batch) } else { batch };
            Bytes::from(if compresses { compressed(&batch) } else { batch })
        };
        // Where nobody waits for it.
        Pieces::from(tokio::task::spawn_blocking(rewrite).await.unwrap_or_default())
    }

    async fn deliver(&mut self, collector: &Collector, batch: &Pieces, count: u64) {
        let deadline = Instant::now() + self.options.export_timeout;
        let mut body = self.body(batch).await;
        for attempt in 1..=ATTEMPTS {
            let mut sent = collector.send(self.protocol, body.clone()).await;
            if let Err(failure) = &sent
                && !self.is_sure
                && failure.may_be_of_the_protocol()
            {
                self.protocol = Protocol::Json;
                body = self.body(batch).await;
                sent = collector.send(self.protocol, body.clone()).await;
                if sent.is_err() {
                    self.protocol = Protocol::Protobuf;
                    body = self.body(batch).await;
                }
            }
            let failure = match sent {
                Ok(refused) => {
                    self.settle_protocol();
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

    /// The collector has taken a batch: it reads what it was sent.
    fn settle_protocol(&mut self) {
        let was_sure = std::mem::replace(&mut self.is_sure, true);
        if !was_sure && self.protocol == Protocol::Json {
            let endpoint = self.options.shown_endpoint();
            tracing::info!("{endpoint} reads no Protobuf; OTEL_EXPORTER_OTLP_PROTOCOL=http/json says so at once");
        }
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

/// The same body in gzip.
fn compressed(body: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    // A vector takes everything.
    let _ = out.write_all(body);
    out.finish().unwrap_or_default()
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
