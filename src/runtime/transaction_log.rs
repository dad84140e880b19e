//! One log line per transaction, formatted and written by a thread of its own: the request path only
//! drops a small record into a bounded queue.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock, Weak};

use super::{Outcome, Transaction, transaction};
use crate::environment::model::Environment;
use crate::js::Str;
use crate::routing::nearest::nearest_of;

/// Lines that may wait to be written; beyond that they are dropped and counted.
const QUEUE: usize = 8_192;

/// Lines that wait: a queue that knows its bound keeps room for all of them, which is most of a megabyte.
static WAITING: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Log lines lost because the log could not be written as fast as requests came.
pub fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// Who a line is from.
#[derive(Debug)]
pub struct Label {
    /// Name of the environment.
    pub name: String,
    /// Its uuid.
    pub uuid: String,
}

/// The transaction log of one environment.
pub struct TransactionLog {
    label: Arc<Label>,
    whole: bool,
}

/// What a line needs: no bodies and no headers, so that a full queue weighs little.
struct Line {
    label: Arc<Label>,
    method: Str,
    target: Str,
    status: u16,
    proxied: bool,
    trace_id: Option<Str>,
    /// What served, where no route matched: the line names the one that comes nearest.
    unmatched: Option<Weak<Environment>>,
    /// The transaction, where lines carry it and the journal still has it.
    whole: Option<Weak<Transaction>>,
}

impl TransactionLog {
    /// A log under this label; `whole` writes the transaction itself into each line (`MOCKOON_LOG_TRANSACTION`).
    pub fn new(label: Label, whole: bool) -> Self {
        Self { label: Arc::new(label), whole }
    }

    /// Who the lines are from.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// Whether lines carry whole transactions.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Queues the line of a transaction that this environment served; does nothing when the level is off.
    pub fn send(&self, transaction: &Arc<Transaction>, environment: &Arc<Environment>) {
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let Some(answered) = transaction.answered() else { return };
        let line = Line {
            label: self.label.clone(),
            method: transaction.request.method().into(),
            target: transaction.target().into_owned().into(),
            status: answered.sent.status,
            proxied: answered.sent.proxied,
            trace_id: transaction.trace_id().as_deref().map(Str::new),
            unmatched: (answered.outcome == Outcome::NotFound).then(|| Arc::downgrade(environment)),
            whole: self.whole.then(|| Arc::downgrade(transaction)),
        };
        let Some(queue) = queue() else { return };
        if WAITING.fetch_add(1, Ordering::Relaxed) >= QUEUE || queue.send(line).is_err() {
            WAITING.fetch_sub(1, Ordering::Relaxed);
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The queue to the writing thread, which starts with the first line.
fn queue() -> Option<&'static Sender<Line>> {
    static WRITER: OnceLock<Option<Sender<Line>>> = OnceLock::new();
    WRITER
        .get_or_init(|| {
            let (sender, receiver) = channel();
            let spawned = std::thread::Builder::new().name("transaction-log".into()).spawn(move || write(&receiver));
            spawned.is_ok().then_some(sender)
        })
        .as_ref()
}

/// The route that comes nearest, as people name it.
fn nearest(line: &Line) -> Option<String> {
    let environment = line.unmatched.as_ref().and_then(Weak::upgrade)?;
    let path = line.target.split(['?', '#']).next().unwrap_or_default();
    let (route, _) = nearest_of(&environment, &line.method, path, 1).into_iter().next()?;
    Some(format!("{} {}", route.method.to_ascii_uppercase(), route.path))
}

fn write(lines: &Receiver<Line>) {
    while let Ok(line) = lines.recv() {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        let mut json = None;
        if let Some(transaction) = line.whole.as_ref().and_then(Weak::upgrade) {
            let mut text = String::new();
            transaction.write_json(&mut text);
            json = Some(text);
        }
        tracing::info!(
            environmentName = %line.label.name,
            environmentUUID = %line.label.uuid,
            requestMethod = %line.method,
            requestPath = transaction::url_of(&line.target).0,
            requestProxied = line.proxied,
            responseStatus = line.status,
            traceId = line.trace_id.as_deref(),
            nearestRoute = nearest(&line),
            transaction = json,
            "Transaction recorded"
        );
    }
}
