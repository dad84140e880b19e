//! The handle of a served environment: the current generation, and what no reload touches.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use serde_json::json;
use tokio::sync::{Semaphore, watch};

use crate::environment::model::Environment;
use crate::faker::{Draws, Faker};
use crate::js::Str;
use crate::state::journal::JournalShare;
use crate::state::{
    Audience, BroadcastChannels, Bus, Closing, EnvironmentMetrics, Image, Journal, Presence, SessionEnd, SpacesError,
    State, StateError, Step,
};
use crate::steering::fault::Definition;
use crate::template::{Scope, Site, World};

use super::client::Client;
use super::declared::{DeclaredFaults, DeclaredSnapshot};
use super::event::{Event, News};
use super::file_templates::FileTemplates;
use super::hops::Hops;
use super::last_reload::ReloadNote;
use super::neighbours::{Neighbour, NeighbouringRoute};
use super::recordings::Recordings;
use super::replicas::Replicas;
use super::space::{self, Attached, Origin, SessionStart, Space, Spaces};
use super::{Carry, CompiledEnvironment, Generation, Options, Snapshot, Transaction, TransactionLog, bucket_render};

/// Generations that are kept, the current one included.
const KEPT_GENERATIONS: usize = 4;

/// Removed routes and responses that are still known.
const MAX_REMOVED: usize = 4_096;

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
    /// What templates share: environment variables, bounds.
    pub world: World,
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
    /// Room for what these hold, in bytes, and how much there is in all.
    pub callback_bytes: (Arc<Semaphore>, u32),
    /// Requests that are forwarded.
    pub hops: Hops,
    client: OnceLock<Client>,
    address: Mutex<Option<SocketAddr>>,
    /// Open WebSockets.
    pub websockets: Presence,
    /// Exchanges that wait for something.
    pub exchanges: Presence,
    /// Listeners of broadcasting WebSocket routes.
    pub channels: BroadcastChannels,
    /// Listeners of what is pushed.
    pub audience: Audience,
    /// Bounds and numbers of the journals of all spaces.
    pub journal: Arc<JournalShare>,
    /// What is being recorded, and has been.
    pub recordings: Recordings,
}

impl Shared {
    /// Nothing has happened yet.
    pub fn new(options: Options, world: World, log: TransactionLog) -> Self {
        let journal = Arc::new(JournalShare::new(options.journal_entries, &options.memory));
        let recordings = Recordings::new(options.max_recording_bytes);
        let callback_bytes = MAX_WAITING_CALLBACK_BYTES.min(options.memory.limit() / 4);
        Self {
            options,
            world,
            bus: Bus::default(),
            metrics: EnvironmentMetrics::default(),
            transaction_log: log,
            closing: Closing::default(),
            file_templates: FileTemplates::default(),
            callbacks_in_flight: Arc::new(Semaphore::new(MAX_CALLBACKS)),
            callbacks_waiting: Arc::new(Semaphore::new(MAX_WAITING_CALLBACKS)),
            callback_bytes: (Arc::new(Semaphore::new(callback_bytes)), callback_bytes as u32),
            hops: Hops::default(),
            client: OnceLock::new(),
            address: Mutex::default(),
            websockets: Presence::default(),
            exchanges: Presence::default(),
            channels: BroadcastChannels::default(),
            audience: Audience::default(),
            journal,
            recordings,
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

    /// Records an answered request of this weight in its space, logs it, tells subscribers. One that was recorded when it
    /// was received is not recorded again: it has grown.
    pub fn record(&self, space: &Space, served: &CompiledEnvironment, bytes: usize, transaction: Arc<Transaction>) {
        self.announce(space, &transaction, bytes);
        self.transaction_log.send(&transaction, &served.source);
        match transaction.index() {
            0 => space.attached.journal.push(bytes, transaction.received_ms, transaction),
            index => {
                space.attached.journal.grow(index, bytes);
                self.journal.note_change();
                index
            }
        };
    }

    /// Tells subscribers that a request of this weight has been answered.
    pub fn announce(&self, space: &Space, transaction: &Arc<Transaction>, bytes: usize) {
        if self.bus.subscribers() > 0 {
            self.bus.send(&Event::new(space.session.clone(), News::answered(transaction, bytes)));
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
        let event = Event::new(space.session.clone(), News::Buckets(serde_json::Value::from(list).to_string()));
        self.bus.send(&event);
        space.attached.keep_bucket_event(event);
    }

    /// Tells subscribers that a session is over.
    fn announce_end(&self, session: &Str, why: SessionEnd) {
        if self.bus.subscribers() > 0 {
            self.bus.send(&Event::new(Some(session.clone()), News::SessionEnded(session.clone(), why)));
        }
    }
}

/// Tells subscribers of the base what loading an environment has generated.
fn announce_generated(shared: &Shared, base: &Space, compiled: &CompiledEnvironment) {
    if base.state.remote().is_none() {
        return shared.announce_buckets(base, compiled, &Step::reading(&base.state));
    }
    let generated = State::new(base.state.faker.fork(Draws::default()), 0.0);
    shared.announce_buckets(base, compiled, &Step::reading(&generated));
}

/// A served environment.
pub struct EnvironmentHandle {
    /// The file it came from; `None` for the embedded demo.
    pub file: Option<PathBuf>,
    /// What no reload touches, beside the spaces.
    pub shared: Arc<Shared>,
    /// What requests change.
    pub spaces: Spaces,
    /// What came of the newest content of the file.
    pub last_reload: ReloadNote,
    /// Faults that are declared beside the file.
    declared: DeclaredFaults,
    /// What its companion has it begin with.
    beginning: DeclaredSnapshot,
    /// The other processes that serve it, where the state is shared with them.
    pub replicas: Option<Replicas>,
    current: ArcSwap<Generation>,
    /// The generations before, the newest last: what recorded requests were answered by.
    former: Mutex<VecDeque<Arc<Generation>>>,
    /// One swap at a time: compiling takes over from the generation it replaces.
    swapping: Mutex<()>,
    /// Number of the current generation.
    changes: watch::Sender<u64>,
    mounted: Mutex<Option<Mounted>>,
    /// Uuids of routes and responses that calls have removed, the newest last.
    removed: Mutex<VecDeque<Str>>,
}

/// What an environment is read from.
#[derive(Clone)]
pub struct Mounted {
    /// Where it says that it listens, whatever the settings say.
    pub hostname: String,
    /// The same, the port.
    pub port: u16,
    /// Reads it again: the environment and the hash of its content, or why there is none.
    pub read: Arc<dyn Fn() -> Result<(Environment, String), String> + Send + Sync>,
}

/// Why a session is not started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// There is one already.
    #[error(transparent)]
    Spaces(#[from] SpacesError),
}

impl Neighbour for EnvironmentHandle {
    fn answering(&self, method: &str, path: &str) -> Option<NeighbouringRoute> {
        let generation = self.current();
        let compiled = &generation.compiled;
        let candidate = compiled.table.candidates(method, path).next()?;
        let route = compiled.routes.get(candidate.target.route)?;
        Some(NeighbouringRoute {
            environment: compiled.source.name.to_string(),
            port: compiled.source.port,
            path: route.path.to_string(),
        })
    }
}

impl EnvironmentHandle {
    /// Compiles the first generation. `faker` is the source of fake data of the base space.
    pub fn new(file: Option<PathBuf>, shared: Shared, faker: Faker, environment: Environment, hash: String) -> Self {
        let compiled = CompiledEnvironment::new(Arc::new(environment), &shared, &faker, None, Carry::All);
        let replicas = Replicas::of(&shared.options, &compiled.source);
        let state = match &replicas {
            Some(replicas) => State::resting(faker, 0.0, replicas.remote(None, None)),
            None => State::new(faker, 0.0).within(&shared.options.state),
        };
        let base = space::base(state, Journal::new(&shared.journal));
        if let (None, Some(turn)) = (&replicas, base.state.try_turn()) {
            base.state.restore(compiled.beginning.clone(), &turn);
        }
        if !compiled.buckets.is_empty() {
            announce_generated(&shared, &base, &compiled);
        }
        let shared = Arc::new(shared);
        let told = Arc::clone(&shared);
        let on_end = move |session: &Str, why| told.announce_end(session, why);
        Self {
            file,
            last_reload: ReloadNote::default(),
            spaces: Spaces::new(base, shared.options.sessions.limits, Box::new(on_end)),
            replicas,
            shared,
            declared: DeclaredFaults::default(),
            beginning: DeclaredSnapshot::default(),
            current: ArcSwap::from_pointee(Generation { number: 1, hash, compiled }),
            former: Mutex::default(),
            swapping: Mutex::new(()),
            changes: watch::Sender::new(1),
            mounted: Mutex::default(),
            removed: Mutex::default(),
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

    /// A generation by its number, while it is among the last few.
    pub fn generation(&self, number: u64) -> Option<Arc<Generation>> {
        let current = self.current();
        if current.number == number {
            return Some(current);
        }
        let former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        former.iter().find(|generation| generation.number == number).cloned()
    }

    /// Compiles the environment beside the running generation, then swaps; returns the new generation. Spaces keep what
    /// belongs to definitions that did not change.
    pub fn swap(&self, environment: Environment, hash: String, carry: Carry) -> Arc<Generation> {
        match self.edit(carry, |_| Ok::<_, Infallible>((environment, hash))) {
            Ok(generation) => generation,
            Err(never) => match never {},
        }
    }

    /// As [`Self::swap`], with an environment and its hash that are made from the generation that serves; nobody else
    /// swaps meanwhile.
    ///
    /// # Errors
    /// Those of `make`; nothing is changed then.
    pub fn edit<E>(
        &self,
        carry: Carry,
        make: impl FnOnce(&Generation) -> Result<(Environment, String), E>,
    ) -> Result<Arc<Generation>, E> {
        let _one_at_a_time = self.swapping.lock().unwrap_or_else(PoisonError::into_inner);
        let previous = self.current();
        let (environment, hash) = make(&previous)?;
        let base = self.spaces.base();
        let faker = &base.state.faker;
        let compiled = CompiledEnvironment::new(Arc::new(environment), &self.shared, faker, Some(&previous), carry);
        let regenerated = compiled.buckets.iter().any(|b| !previous.compiled.buckets.iter().any(|p| Arc::ptr_eq(p, b)));
        let generation = Arc::new(Generation { number: previous.number + 1, hash, compiled });
        self.current.store(generation.clone());
        {
            let mut former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
            former.push_back(Arc::clone(&previous));
            if former.len() >= KEPT_GENERATIONS {
                former.pop_front();
            }
        }
        self.rebase(&previous, &generation);
        if regenerated {
            announce_generated(&self.shared, base, &generation.compiled);
        }
        self.changes.send_replace(generation.number);
        self.shared.journal.note_change();
        Ok(generation)
    }

    /// What would serve after a swap; nothing is changed.
    pub(super) fn compile_beside(
        &self,
        previous: &Generation,
        environment: Environment,
        carry: Carry,
    ) -> CompiledEnvironment {
        let faker = &self.spaces.base().state.faker;
        let faker = faker.fork(faker.draws());
        CompiledEnvironment::new(Arc::new(environment), &self.shared, &faker, Some(previous), carry)
    }

    /// Tells where the environment is read from, to go back to it.
    pub fn read_from(&self, mounted: Mounted) {
        *self.mounted.lock().unwrap_or_else(PoisonError::into_inner) = Some(mounted);
    }

    /// Where the environment is read from.
    pub fn mounted(&self) -> Option<Mounted> {
        self.mounted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes that calls have removed a route or response.
    pub fn note_removed(&self, uuid: &str) {
        let mut removed = self.removed.lock().unwrap_or_else(PoisonError::into_inner);
        if removed.len() >= MAX_REMOVED {
            removed.pop_front();
        }
        removed.push_back(uuid.into());
    }

    /// Whether calls have removed a route or response of this uuid.
    pub fn was_removed(&self, uuid: &str) -> bool {
        self.removed.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|removed| removed == uuid)
    }

    /// Lets go of what belongs to definitions that are gone. A space whose turn is taken is looked at with the next reload:
    /// nobody asks for these cells any more.
    fn rebase(&self, previous: &Generation, generation: &Generation) {
        if previous.compiled.has_cells_of(&generation.compiled) {
            return;
        }
        let cells = generation.compiled.cells();
        for space in self.spaces.all() {
            if let Some(turn) = space.state.try_turn() {
                space.state.retain(|cell| cells.contains(&cell), &turn);
            }
        }
    }

    /// Records a request that waits for its answer, or one that is in no log.
    pub fn receive(&self, space: &Arc<Space>, bytes: usize, transaction: Arc<Transaction>) {
        match &self.replicas {
            None => {
                space.attached.journal.push(bytes, transaction.received_ms, transaction);
            }
            Some(replicas) => replicas.outbox.received(space, bytes, transaction),
        }
    }

    /// Records an answered request; see [`Shared::record`]. What replicas share gets its index from their stream.
    pub fn record(
        &self,
        space: &Arc<Space>,
        served: &CompiledEnvironment,
        bytes: usize,
        transaction: Arc<Transaction>,
    ) {
        let Some(replicas) = &self.replicas else { return self.shared.record(space, served, bytes, transaction) };
        self.shared.announce(space, &transaction, bytes);
        self.shared.transaction_log.send(&transaction, &served.source);
        replicas.outbox.answered(space, bytes, transaction);
    }

    /// Forgets what was recorded in a space.
    pub fn purge_journal(&self, space: &Space) {
        match &self.replicas {
            None => space.attached.journal.purge(),
            Some(replicas) => replicas.purge_journal(space),
        }
    }

    /// The session of this id, also one that another replica has started; one that starts now if there is none and it may.
    pub async fn find_session(&self, id: &str, may_start: bool) -> Option<Arc<Space>> {
        if let Some(found) = self.spaces.session(id) {
            return Some(found);
        }
        if let Some(replicas) = &self.replicas
            && let Ok(found) = replicas.meet(self, id, may_start).await
        {
            return found;
        }
        may_start.then(|| self.session_or_start(id))
    }

    /// Starts a session.
    ///
    /// # Errors
    /// When there is one with its id.
    pub fn start_session(&self, start: SessionStart) -> Result<Arc<Space>, SessionError> {
        Ok(self.spaces.add(self.session_of(start))?)
    }

    /// The session of this id; it starts now if there is none.
    pub fn session_or_start(&self, id: &str) -> Arc<Space> {
        self.spaces.session_or(id, || self.session_of(SessionStart { id: Str::new(id), ..SessionStart::default() }))
    }

    fn session_of(&self, start: SessionStart) -> Space {
        let generation = self.current();
        let base = &self.spaces.base().state.faker;
        let origin = match (start.origin, start.faker_seed) {
            (Origin::Beginning, Some(seed)) => Origin::Seeded(seed),
            (origin, _) => origin,
        };
        let mut image = self.image_of(&origin, &generation);
        if let Some(seed) = start.faker_seed.filter(|_| !matches!(origin, Origin::Seeded(_))) {
            image.draws = Draws::seeded(seed);
        }
        let ttl = start.ttl.unwrap_or(self.spaces.limits().ttl);
        let faker = base.fork(image.draws.clone());
        let state = match &self.replicas {
            Some(replicas) => State::resting(faker, start.clock_ahead, replicas.remote(Some(&start.id), Some(ttl))),
            None => State::new(faker, start.clock_ahead).within(&self.shared.options.state),
        };
        if let (None, Some(turn)) = (&self.replicas, state.try_turn()) {
            state.restore(image, &turn);
        }
        let attached = Attached::new(Journal::new(&self.shared.journal), origin);
        let declared = self.declared.now();
        if !declared.is_empty() {
            attached.steer().declare(&declared);
        }
        Space::new(Some(start.id), state, attached, Some(ttl))
    }

    /// Makes a space that has just started what it begins with, where that is not what all begin with.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn begin(&self, space: &Space, step: &Step<'_>) -> Result<(), StateError> {
        let draws = space.state.faker.draws();
        let begins_as_the_file = matches!(space.attached.origin, Origin::Beginning) && !self.begins_otherwise();
        if begins_as_the_file && draws.is_none() {
            return Ok(());
        }
        let image = self.image_of(&space.attached.origin, &self.current());
        step.restore(Image { draws, ..image })
    }

    /// What a space of this origin begins with.
    fn image_of(&self, origin: &Origin, generation: &Generation) -> Image {
        let compiled = &generation.compiled;
        match origin {
            Origin::Beginning => match self.beginning.now() {
                Some(snapshot) => snapshot.image(compiled),
                None => compiled.beginning.clone(),
            },
            Origin::Snapshot(snapshot) => snapshot.image(compiled),
            Origin::Seeded(seed) => {
                let state = State::new(self.spaces.base().state.faker.fork(Draws::seeded(*seed)), 0.0);
                if let Some(turn) = state.try_turn() {
                    let step = Step::writing(&state, turn);
                    self.generate_buckets(compiled, &step);
                    step.commit();
                }
                state.image()
            }
        }
    }

    /// A snapshot of the space that a step works on.
    pub fn snapshot_of(&self, step: &Step<'_>) -> Snapshot {
        Snapshot::new(step.image(), &self.current().compiled)
    }

    /// Makes a space what a snapshot says.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn restore(&self, space: &Space, snapshot: &Snapshot, step: &Step<'_>) -> Result<(), StateError> {
        let generation = self.current();
        let mut image = snapshot.image(&generation.compiled);
        // The overlay of a snapshot is part of it; draws of another seed are not.
        if image.draws.is_none() {
            image.draws = step.faker().draws();
        }
        step.restore(image)?;
        self.shared.announce_buckets(space, &generation.compiled, step);
        Ok(())
    }

    /// Makes a session what it was when it began; its journal is emptied.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn reset(&self, space: &Space, step: &Step<'_>) -> Result<(), StateError> {
        let generation = self.current();
        step.restore(self.image_of(&space.attached.origin, &generation))?;
        self.purge_journal(space);
        self.reset_steering(space);
        self.shared.announce_buckets(space, &generation.compiled, step);
        Ok(())
    }

    /// Forgets the stubs, forced responses and faults of a space; declared faults begin anew.
    pub fn reset_steering(&self, space: &Space) {
        if let Some(steering) = space.attached.steering() {
            steering.reset(&self.declared.now());
        }
    }

    /// Has the base and all sessions begin with this snapshot of a companion from now on; whether it is another one than
    /// before. A base that nobody has worked on begins so at once.
    pub fn begin_with(&self, snapshot: Option<Snapshot>, text: Option<String>) -> bool {
        let is_new = self.beginning.replace(snapshot, text);
        let base = &self.spaces.base().state;
        if let (true, None, Some(turn)) = (is_new && self.current().number == 1, &self.replicas, base.try_turn()) {
            base.restore(self.image_of(&Origin::Beginning, &self.current()), &turn);
        }
        is_new
    }

    /// Makes the base what it begins with now.
    pub async fn begin_again(&self) {
        let base = self.spaces.base();
        if self.replicas.is_none() {
            let turn = base.state.turn().await;
            base.state.restore(self.image_of(&Origin::Beginning, &self.current()), &turn);
        }
    }

    /// Whether it begins with a snapshot of its companion.
    pub fn begins_otherwise(&self) -> bool {
        self.beginning.now().is_some()
    }

    /// Has these faults, and no others, declared in all spaces.
    pub fn declare_faults(&self, definitions: Vec<Definition>) {
        let declared = self.declared.replace(definitions);
        for space in self.spaces.all() {
            if !declared.is_empty() || space.attached.steering().is_some() {
                space.attached.steer().declare(&declared);
            }
        }
    }

    /// Generates all buckets of a space anew from their texts.
    pub fn purge_buckets(&self, space: &Space, step: &Step<'_>) {
        let generation = self.current();
        if generation.compiled.buckets.is_empty() {
            return;
        }
        self.generate_buckets(&generation.compiled, step);
        self.shared.announce_buckets(space, &generation.compiled, step);
    }

    /// Generates all buckets: each may refer to those before it.
    fn generate_buckets(&self, compiled: &CompiledEnvironment, step: &Step<'_>) {
        for (i, (bucket, source)) in compiled.buckets.iter().zip(compiled.bucket_sources.iter()).enumerate() {
            let buckets = compiled.buckets.get(..i).unwrap_or_default();
            let (world, site) = (&self.shared.world, &compiled.site);
            let scope = Scope { world, step, site, buckets, request: None, status: None };
            let content = bucket_render::initial(source, &scope);
            if let Err(error) = step.set_bucket(bucket, Arc::new(content)) {
                tracing::error!("{error}");
            }
        }
    }
}
