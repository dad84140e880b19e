//! What lives as long as an environment is served, over all reloads, and is nobody's state.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::json;
use tokio::sync::Semaphore;

use crate::faker::Draws;
use crate::js::Str;
use crate::state::journal::JournalShare;
use crate::state::space::now_ms;
use crate::state::{
    BroadcastChannels, Bus, EnvVars, EnvironmentMetrics, InFlight, SessionEnd, ShutdownSignal, State, Step, Subscribers,
};
use crate::template::BaseUrl;

use super::client::Client;
use super::event::{AdminEvent, PublishedEvent};
use super::file_contents::FileContents;
use super::file_templates::FileTemplates;
use super::hops::Hops;
use super::recordings::Recordings;
use super::space::Space;
use super::{CompiledEnvironment, Options, Transaction, TransactionLog};

/// Callbacks that may be sent at once.
const MAX_CALLBACKS: usize = 256;
/// Callbacks that may wait for their latency to pass, those being sent included.
const MAX_WAITING_CALLBACKS: usize = 8_192;
/// Bytes that these may hold together, and not more than a quarter of the memory budget.
const MAX_WAITING_CALLBACK_BYTES: usize = 64 << 20;

/// What lives as long as the environment is served, over all reloads.
pub struct Shared {
    /// Operator settings.
    pub options: Options,
    /// Environment variables of the process.
    pub env_vars: Arc<EnvVars>,
    /// Event stream.
    pub bus: Bus<PublishedEvent>,
    /// The same events but for requests, for subscribers who look at the journal themselves.
    pub bus_without_requests: Bus<PublishedEvent>,
    /// Counters for `/metrics`.
    pub metrics: EnvironmentMetrics,
    /// One line per transaction.
    pub transaction_log: TransactionLog,
    /// Raised when the environment is about to end.
    pub shutdown: ShutdownSignal,
    /// Templated files, compiled.
    pub file_templates: FileTemplates,
    /// Small files, in memory.
    pub file_contents: FileContents,
    /// Room for callbacks being sent.
    pub callbacks_in_flight: Arc<Semaphore>,
    /// Room for callbacks not yet done.
    pub callbacks_waiting: Arc<Semaphore>,
    /// Room for what these hold, in bytes, and how much there is in all.
    pub callback_bytes: (Arc<Semaphore>, u32),
    /// Requests that are forwarded.
    pub hops: Hops,
    client: OnceLock<Client>,
    address: Mutex<Option<SocketAddr>>,
    /// Open WebSockets.
    pub websockets: InFlight,
    /// Exchanges that wait for something.
    pub exchanges: InFlight,
    /// Listeners of broadcasting WebSocket routes.
    pub channels: BroadcastChannels,
    /// Listeners of what is pushed.
    pub subscribers: Subscribers,
    /// Bounds and numbers of the journals of all spaces.
    pub journal: Arc<JournalShare<Transaction>>,
    /// What is being recorded, and has been.
    pub recordings: Recordings,
}

impl Shared {
    /// Nothing has happened yet.
    pub fn new(options: Options, env_vars: Arc<EnvVars>, log: TransactionLog) -> Self {
        let journal = Arc::new(JournalShare::new(options.journal_entries, options.max_logs, &options.memory));
        let file_contents = FileContents::new(&options.memory);
        let recordings = Recordings::new(options.max_recording_bytes);
        let callback_bytes = MAX_WAITING_CALLBACK_BYTES.min(options.memory.limit() / 4);
        Self {
            options,
            env_vars,
            bus: Bus::default(),
            bus_without_requests: Bus::default(),
            metrics: EnvironmentMetrics::default(),
            transaction_log: log,
            shutdown: ShutdownSignal::default(),
            file_templates: FileTemplates::default(),
            file_contents,
            callbacks_in_flight: Arc::new(Semaphore::new(MAX_CALLBACKS)),
            callbacks_waiting: Arc::new(Semaphore::new(MAX_WAITING_CALLBACKS)),
            callback_bytes: (Arc::new(Semaphore::new(callback_bytes)), callback_bytes as u32),
            hops: Hops::default(),
            client: OnceLock::new(),
            address: Mutex::default(),
            websockets: InFlight::default(),
            exchanges: InFlight::default(),
            channels: BroadcastChannels::default(),
            subscribers: Subscribers::default(),
            journal,
            recordings,
        }
    }

    /// Whether the listener speaks TLS. `baseUrl` goes by the environment's wish alone, as in the reference.
    pub fn over_tls(&self, base_url: &BaseUrl) -> bool {
        base_url.tls && !self.options.disable_tls
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

    /// Records an answered request of this weight in its space, logs it, tells subscribers. One that was recorded when it
    /// was received is not recorded again: it has grown.
    pub fn record(&self, space: &Space, served: &CompiledEnvironment, bytes: usize, transaction: Arc<Transaction>) {
        self.announce(space, &transaction, bytes);
        self.transaction_log.send(&transaction, &served.source);
        match transaction.index() {
            0 => space.attached.journal.push(bytes, transaction.received_ms, transaction),
            index => {
                space.attached.journal.answered(index, bytes, &transaction);
                index
            }
        };
    }

    /// Tells subscribers that a request of this weight has been answered.
    pub fn announce(&self, space: &Space, transaction: &Arc<Transaction>, bytes: usize) {
        if self.bus.subscribers() > 0 {
            self.bus.send(&PublishedEvent::new(space.session.clone(), AdminEvent::answered(transaction, bytes)));
        }
    }

    /// Tells subscribers of a space, present and future, that buckets have been generated.
    pub fn announce_buckets(&self, space: &Space, compiled: &CompiledEnvironment, step: &Step<'_>) {
        let list: Vec<_> = compiled
            .buckets
            .iter()
            .map(|bucket| {
                let content = step.bucket(bucket);
                json!({
                    "uuid": bucket.uuid.as_str(), "id": bucket.id.as_str(), "name": bucket.name.as_str(),
                    "parsed": content.parsed, "validJson": content.valid_json,
                })
            })
            .collect();
        // A step that lacks something is done again when it sees what there is.
        if step.is_lacking() {
            return;
        }
        let event =
            PublishedEvent::new(space.session.clone(), AdminEvent::Buckets(serde_json::Value::from(list).to_string()));
        self.send(&event);
        space.attached.keep_bucket_event(event);
    }

    /// Ends what was there for a session that is over, and tells subscribers.
    pub(super) fn session_ended(&self, session: &Str, why: SessionEnd) {
        self.recordings.stop_those_of(session, now_ms());
        if self.subscribers() > 0 {
            self.send(&PublishedEvent::new(Some(session.clone()), AdminEvent::SessionEnded(session.clone(), why)));
        }
    }

    /// Sends an event that is about no request.
    fn send(&self, event: &Arc<PublishedEvent>) {
        self.bus.send(event);
        self.bus_without_requests.send(event);
    }

    /// How many subscribe to events.
    pub fn subscribers(&self) -> usize {
        self.bus.subscribers() + self.bus_without_requests.subscribers()
    }
}

/// Tells subscribers of the base what loading an environment has generated.
pub(super) fn announce_generated(shared: &Shared, base: &Space, compiled: &CompiledEnvironment) {
    if base.state.remote().is_none() {
        return shared.announce_buckets(base, compiled, &Step::reading(&base.state));
    }
    let generated = State::new(base.state.faker.fork(Draws::default()), 0.0);
    shared.announce_buckets(base, compiled, &Step::reading(&generated));
}
