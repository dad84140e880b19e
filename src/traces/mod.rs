//! Traces: a span for each request that is answered and for each that is sent to others, exported as OTLP over HTTP.
//!
//! The standard variables alone switch them on ([`TraceOptions::from_vars`]). A request that comes in gets a [`Started`]
//! span, which knows the caller's trace ([`context`]) and whether it is sampled ([`sampler`]). When it ends it becomes a
//! [`Span`] in a bounded queue. A task of its own ([`exporter`]) empties the queue in batches ([`otlp`]) to the collector
//! ([`collector`]): no request waits for it, and what does not fit into the queue is dropped and counted.
//!
//! The client is our own because all of OTLP that is needed here is one JSON document and one POST.

mod collector;
pub mod context;
mod exporter;
mod otlp;
mod sampler;
mod span;
mod tls;
mod variables;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use rand::RngExt;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

use context::{SpanId, TraceId};
use exporter::Exporter;
use sampler::Sampler;

pub use span::{Kind, Span, SpanName, Started};
pub use variables::{TraceOptions, VariableWarning, is_variable};

/// How long the last spans may take to get out when the program ends.
const FLUSH_WITHIN: Duration = Duration::from_secs(3);

/// Makes spans, and hands those that are sampled to the exporter.
pub struct Tracer {
    sampler: Sampler,
    queue: mpsc::Sender<Span>,
    /// Spans from which on the exporter does not wait any longer.
    batch: usize,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// What tracer and exporter both look at.
#[derive(Default)]
struct Shared {
    /// There are enough spans for a batch.
    full: Notify,
    exported: AtomicU64,
    dropped: AtomicU64,
}

impl fmt::Debug for Tracer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracer").field("sampler", &self.sampler).finish_non_exhaustive()
    }
}

impl Tracer {
    /// Starts the exporter on this runtime.
    pub fn start(options: TraceOptions, runtime: &Handle) -> Arc<Self> {
        let (queue, spans) = mpsc::channel(options.queue);
        let shared = Arc::new(Shared::default());
        let stop = watch::Sender::new(false);
        let (sampler, batch) = (options.sampler, options.batch);
        let exporter = Exporter::new(options, spans, Arc::clone(&shared), stop.subscribe());
        let task = Mutex::new(Some(runtime.spawn(exporter.run())));
        Arc::new(Self { sampler, queue, batch, shared, stop, task })
    }

    /// The span of a request with these headers begins.
    pub fn accept(self: &Arc<Self>, headers: &HeaderMap) -> Started {
        let parent = context::parent(headers);
        let trace_id = parent.as_ref().map_or_else(|| TraceId(drawn()), |parent| parent.trace_id);
        let sampled = self.sampler.samples(trace_id, parent.as_ref().map(context::Parent::is_sampled));
        Started::new(Arc::clone(self), trace_id, parent, sampled)
    }

    /// Whether there is room for a span; one that has none is dropped before anything is made of it.
    fn has_room(&self) -> bool {
        let has_room = self.queue.capacity() > 0;
        if !has_room {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
        has_room
    }

    /// Hands a span over that has ended; drops it when too many wait.
    fn export(&self, span: Span) {
        if self.queue.try_send(span).is_err() {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if self.queue.max_capacity() - self.queue.capacity() >= self.batch {
            self.shared.full.notify_one();
        }
    }

    /// Spans that the collector has taken.
    pub fn exported(&self) -> u64 {
        self.shared.exported.load(Ordering::Relaxed)
    }

    /// Spans that were lost: too many waited, or the collector did not take them.
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }

    /// Sends what still waits, once, and ends the exporter; gives up after a few seconds.
    pub async fn flush(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && tokio::time::timeout(FLUSH_WITHIN, task).await.is_err()
        {
            tracing::warn!("the last spans were given up: the collector did not take them within {FLUSH_WITHIN:?}");
        }
    }
}

/// A random number that is not 0, which is no id.
fn drawn<T>() -> T
where
    T: Default + PartialEq,
    rand::distr::StandardUniform: rand::distr::Distribution<T>,
{
    loop {
        let id: T = rand::rng().random();
        if id != T::default() {
            return id;
        }
    }
}

/// The id of a new span.
fn new_span_id() -> SpanId {
    SpanId(drawn())
}
