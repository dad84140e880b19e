//! Traces: a span for each request that is answered and for each that is sent to others, exported as OTLP over HTTP.
//!
//! The standard variables alone switch them on ([`TraceOptions::from_vars`]). A request that comes in carries a
//! [`Seed`] of eight bytes, of which its span is made when somebody asks for it: it knows the caller's trace
//! ([`context`]) and whether it is sampled ([`sampler`]). When it ends, it is written ([`otlp`]) as it will be sent, into a
//! bounded queue ([`queue`]); what all spans of an answer say is written once ([`labels`]), and then copied. A task of its
//! own ([`exporter`]) sends what waits to the collector ([`collector`]): no request waits for it, and what does not fit
//! into the queue is dropped and counted.
//!
//! The client is our own because all of OTLP that is needed here is one message of Protobuf ([`protobuf`]) and one POST.
//! Receivers that want JSON get the same message in another spelling ([`json`]).

mod collector;
pub mod context;
mod exporter;
mod ids;
mod json;
mod labels;
mod otlp;
mod piece;
mod protobuf;
mod queue;
mod sampler;
mod span;
mod times;
mod tls;
mod variables;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderMap;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::masking;
use crate::memory::MemoryBudget;

use exporter::Exporter;
use queue::Queue;
use sampler::Sampler;

pub use context::SpanContext;
pub use ids::{Seed, TraceId, TraceText};
pub use labels::{Attributes, Failure, Labels, LazyLabels};
pub use span::{Ended, Kind, Started};
pub use times::Times;
pub use variables::{TraceOptions, VariableWarning, is_variable};

/// How long the last spans may take to get out when the program ends.
const FLUSH_WITHIN: Duration = Duration::from_secs(3);

/// Remembers what authorises at the collector, so that it is shown nowhere; the scheme before it is none of it.
fn learn_credentials(value: &str) {
    masking::learn(value.rsplit(' ').next().unwrap_or(value));
}

/// Makes spans, and hands those that are sampled to the exporter.
pub struct Tracer {
    sampler: Sampler,
    /// Whether spans are children of their callers, and what they cause is told of them.
    propagates: bool,
    /// Makes the ids of this process other ones than those of others.
    salt: u64,
    /// Spans from which on the exporter does not wait any longer.
    batch: usize,
    shared: Arc<ExportState>,
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// What tracer and exporter both look at.
struct ExportState {
    queue: Queue,
    /// Whose shares queue and batches are.
    memory: MemoryBudget,
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
    /// Starts the exporter on this runtime; what waits for it is a share of this memory.
    pub fn start(options: TraceOptions, runtime: &Handle, memory: &MemoryBudget) -> Arc<Self> {
        options.headers.values().filter_map(|value| value.to_str().ok()).for_each(learn_credentials);
        let shared = Arc::new(ExportState {
            queue: Queue::new(options.queue, memory.clone()),
            memory: memory.clone(),
            full: Notify::new(),
            exported: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        });
        let stop = watch::Sender::new(false);
        let (sampler, batch, propagates) = (options.sampler, options.batch, options.propagates);
        let exporter = Exporter::new(options, Arc::clone(&shared), stop.subscribe());
        let task = Mutex::new(Some(runtime.spawn(exporter.run())));
        Arc::new(Self { sampler, propagates, salt: rand::random(), batch, shared, stop, task })
    }

    /// The ids of a new span.
    #[inline]
    pub fn seed(&self) -> Seed {
        Seed::random()
    }

    /// The span with these ids, of a request with these headers if there is a `traceparent` among them.
    #[inline]
    pub fn span(&self, seed: Seed, headers: Option<&HeaderMap>) -> SpanContext {
        let parent = self.parent(headers);
        let trace_id = parent.as_ref().map_or_else(|| seed.trace_id(self.salt), |parent| parent.trace_id);
        let sampled = self.sampler.samples(trace_id, parent.as_ref().map(context::Parent::is_sampled));
        SpanContext {
            trace_id,
            span_id: seed.span_id(),
            flags: context::flags(parent.as_ref(), sampled),
            continues: parent.is_some(),
            parent: parent.map(|parent| parent.span_id),
        }
    }

    /// The same span, which began then, for others below it.
    pub fn started(self: &Arc<Self>, seed: Seed, headers: Option<&HeaderMap>, began: Instant) -> Started {
        let span = self.span(seed, headers);
        Started::new(Arc::clone(self), span, headers.and_then(|headers| span.state(headers)), began)
    }

    /// The id of the trace that such a span begins; `None` where it belongs to that of the caller.
    #[inline]
    pub fn own_trace_id(&self, seed: Seed, headers: Option<&HeaderMap>) -> Option<TraceId> {
        self.parent(headers).is_none().then(|| seed.trace_id(self.salt))
    }

    #[inline]
    fn parent(&self, headers: Option<&HeaderMap>) -> Option<context::Parent> {
        headers.filter(|_| self.propagates).and_then(context::parent)
    }

    /// Whether a span is to be exported: it is sampled, and not too many wait already. One that has no room is counted as
    /// dropped, before anything is made of it.
    #[inline]
    pub fn wants(&self, span: &SpanContext) -> bool {
        if !span.is_sampled() {
            return false;
        }
        let has_room = self.shared.queue.has_room();
        if !has_room {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
        has_room
    }

    /// Hands a span over that has ended; drops it when too many wait. Inlined to its end: what is known of a span is not
    /// put together in memory to be taken apart at once.
    #[inline(always)]
    pub fn export(&self, span: &SpanContext, times: Times, ended: &Ended<'_>) {
        match self.shared.queue.push(span, times, ended) {
            // Once is enough: whoever is told looks again when it has sent a batch.
            Some(waiting) if waiting == self.batch => self.shared.full.notify_one(),
            Some(_) => {}
            None => drop(self.shared.dropped.fetch_add(1, Ordering::Relaxed)),
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
