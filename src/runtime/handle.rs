//! The handle of a served environment: the current generation, and what no reload touches.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use arc_swap::ArcSwap;
use bytes::Bytes;
use serde_json::json;
use tokio::sync::{Semaphore, watch};

use crate::environment::model::Environment;
use crate::state::{Bus, Closing, EnvironmentMetrics, Journal, Presence, Rooms};
use crate::template::{Scope, Site, World};

use super::client::Client;
use super::file_templates::FileTemplates;
use super::{Carry, CompiledEnvironment, Generation, Options, Transaction, TransactionLog, bucket_render};

/// Bucket events kept for replay to new subscribers.
const MAX_BUCKET_EVENTS: usize = 1_000;

/// Callbacks that may be sent at once.
const MAX_CALLBACKS: usize = 256;
/// Callbacks that may wait for their latency to pass, those being sent included.
const MAX_WAITING_CALLBACKS: usize = 8_192;
/// Bytes that these may hold together.
pub const MAX_WAITING_CALLBACK_BYTES: u32 = 64 << 20;

/// Transactions up to this weight are held for slow subscribers; heavier ones only while the journal holds them.
const HELD_BYTES: usize = 64 * 1024;

/// What subscribers of the admin API's event stream get.
pub enum News {
    /// A request has been answered.
    Transaction(Arc<Transaction>),
    /// The same, of so much weight that the journal alone holds it: gone when the journal has dropped it.
    Heavy(Weak<Transaction>),
    /// Buckets have been generated: the JSON list of their states.
    Buckets(String),
}

/// News on their way to all subscribers, written out once.
pub struct Event {
    news: News,
    written: OnceLock<Bytes>,
}

impl Event {
    fn new(news: News) -> Arc<Self> {
        Arc::new(Self { news, written: OnceLock::new() })
    }

    /// The news as `write` writes them: the first subscriber writes, the others copy a handle. Heavy ones are not
    /// kept. `None`: they are gone.
    pub fn written(&self, write: impl FnOnce(&News) -> Option<Bytes>) -> Option<Bytes> {
        if matches!(self.news, News::Heavy(_)) {
            return write(&self.news);
        }
        Some(self.written.get_or_init(|| write(&self.news).unwrap_or_default()).clone())
    }
}

/// What lives as long as the environment is served, over all reloads.
pub struct Shared {
    /// Operator settings.
    pub options: Options,
    /// What templates share: variables, fake data, bounds.
    pub world: World,
    /// Recorded transactions.
    pub journal: Journal<Transaction>,
    /// Event stream.
    pub bus: Bus<Event>,
    /// Counters for `/metrics`.
    pub metrics: EnvironmentMetrics,
    /// One line per transaction.
    pub transaction_log: TransactionLog,
    /// Raised when the environment is about to end.
    pub closing: Closing,
    /// Templated files, compiled.
    pub file_templates: FileTemplates,
    /// Room for callbacks being sent.
    pub callbacks_in_flight: Arc<Semaphore>,
    /// Room for callbacks not yet done.
    pub callbacks_waiting: Arc<Semaphore>,
    /// Room for what these hold, in bytes.
    pub callback_bytes: Arc<Semaphore>,
    client: OnceLock<Client>,
    address: Mutex<Option<SocketAddr>>,
    /// Open WebSockets.
    pub websockets: Presence,
    /// Listeners of broadcasting WebSocket routes.
    pub rooms: Rooms,
    bucket_events: Mutex<Vec<Arc<Event>>>,
}

impl Shared {
    /// Fresh state.
    pub fn new(options: Options, world: World, journal: Journal<Transaction>, log: TransactionLog) -> Self {
        Self {
            options,
            world,
            journal,
            bus: Bus::default(),
            metrics: EnvironmentMetrics::default(),
            transaction_log: log,
            closing: Closing::default(),
            file_templates: FileTemplates::default(),
            callbacks_in_flight: Arc::new(Semaphore::new(MAX_CALLBACKS)),
            callbacks_waiting: Arc::new(Semaphore::new(MAX_WAITING_CALLBACKS)),
            callback_bytes: Arc::new(Semaphore::new(MAX_WAITING_CALLBACK_BYTES as usize)),
            client: OnceLock::new(),
            address: Mutex::default(),
            websockets: Presence::default(),
            rooms: Rooms::default(),
            bucket_events: Mutex::default(),
        }
    }

    /// Whether the listener speaks TLS. `baseUrl` goes by the environment's wish alone, as in the reference.
    pub fn over_tls(&self, site: &Site) -> bool {
        site.tls && !self.options.disable_tls
    }

    /// The HTTP client, made when it is first needed.
    pub fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::new(&self.options))
    }

    /// Where the environment listens, once it does.
    pub fn address(&self) -> Option<SocketAddr> {
        *self.address.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells where the environment listens.
    pub fn listens_on(&self, address: SocketAddr) {
        *self.address.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
    }

    /// Bucket events so far, oldest first.
    pub fn bucket_events(&self) -> Vec<Arc<Event>> {
        self.bucket_events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Records a transaction of this weight, logs it, tells subscribers.
    pub fn record(&self, bytes: usize, transaction: Transaction) {
        let transaction = Arc::new(transaction);
        if self.bus.subscribers() > 0 {
            let news = if bytes <= HELD_BYTES {
                News::Transaction(transaction.clone())
            } else {
                News::Heavy(Arc::downgrade(&transaction))
            };
            self.bus.send(&Event::new(news));
        }
        self.transaction_log.send(&transaction);
        self.journal.push(bytes, transaction.timestamp_ms, transaction);
    }

    /// Tells subscribers, present and future, that buckets have been generated.
    pub fn announce_buckets(&self, compiled: &CompiledEnvironment) {
        let list: Vec<_> = compiled
            .buckets
            .iter()
            .map(|bucket| {
                let content = bucket.content();
                json!({
                    "uuid": bucket.uuid.as_str(), "id": bucket.id.as_str(), "name": bucket.name.as_str(),
                    "parsed": content.parsed, "validJson": content.valid_json,
                })
            })
            .collect();
        let event = Event::new(News::Buckets(serde_json::Value::from(list).to_string()));
        self.bus.send(&event);
        let mut events = self.bucket_events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() >= MAX_BUCKET_EVENTS {
            events.remove(0);
        }
        events.push(event);
    }
}

/// A served environment.
pub struct EnvironmentHandle {
    /// The file it came from; `None` for the embedded demo.
    pub file: Option<PathBuf>,
    /// State over reloads.
    pub shared: Arc<Shared>,
    current: ArcSwap<Generation>,
    /// One swap at a time: compiling takes over cells of the generation it replaces.
    swapping: Mutex<()>,
    /// Number of the current generation.
    changes: watch::Sender<u64>,
}

impl EnvironmentHandle {
    /// Compiles the first generation.
    pub fn new(file: Option<PathBuf>, shared: Shared, environment: Environment, hash: String) -> Self {
        let compiled = CompiledEnvironment::new(Arc::new(environment), &shared, None, Carry::All);
        if !compiled.buckets.is_empty() {
            shared.announce_buckets(&compiled);
        }
        Self {
            file,
            shared: Arc::new(shared),
            current: ArcSwap::from_pointee(Generation { number: 1, hash, compiled }),
            swapping: Mutex::new(()),
            changes: watch::Sender::new(1),
        }
    }

    /// Tells connections that outlive their request about new generations.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// The generation that serves now; a request keeps the one it began with.
    pub fn current(&self) -> Arc<Generation> {
        self.current.load_full()
    }

    /// Compiles the environment beside the running generation, then swaps; returns the new generation.
    pub fn swap(&self, environment: Environment, hash: String, carry: Carry) -> Arc<Generation> {
        let _one_at_a_time = self.swapping.lock().unwrap_or_else(PoisonError::into_inner);
        let previous = self.current();
        let compiled = CompiledEnvironment::new(Arc::new(environment), &self.shared, Some(&previous), carry);
        let regenerated = compiled.buckets.iter().any(|b| !previous.compiled.buckets.iter().any(|p| Arc::ptr_eq(p, b)));
        if regenerated {
            self.shared.announce_buckets(&compiled);
        }
        let generation = Arc::new(Generation { number: previous.number + 1, hash, compiled });
        self.current.store(generation.clone());
        self.changes.send_replace(generation.number);
        generation
    }

    /// Resets the request numbers of all routes.
    pub fn reset_counters(&self) {
        for route in &self.current().compiled.routes {
            route.counter.reset();
        }
    }

    /// Generates all buckets anew from their texts.
    pub fn purge_buckets(&self) {
        let generation = self.current();
        let compiled = &generation.compiled;
        if compiled.buckets.is_empty() {
            return;
        }
        let scope =
            Scope { world: &self.shared.world, site: &compiled.site, buckets: &[], request: None, status: None };
        let fresh = bucket_render::make_all(&compiled.source.data, &compiled.bucket_sources, &scope);
        for (bucket, fresh) in compiled.buckets.iter().zip(fresh) {
            bucket.set(fresh.content());
        }
        self.shared.announce_buckets(compiled);
    }
}
