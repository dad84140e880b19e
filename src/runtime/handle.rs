//! The handle of a served environment: the current generation, and what no reload touches.

mod beginning;
mod spaces;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use arc_swap::ArcSwap;
use tokio::sync::watch;

use crate::environment::model::Environment;
use crate::faker::Faker;
use crate::js::Str;
use crate::memory::Shortage;
use crate::state::{CellId, Journal, SpacesError, State};

use super::charges::Charges;
use super::declared::{Declared, DeclaredFaults, DeclaredSnapshot};
use super::former::FormerGenerations;
use super::last_reload::ReloadNote;
use super::neighbours::{Neighbour, NeighbouringRoute};
use super::replicas::Replicas;
use super::shared::{self, Shared};
use super::space::{self, Space, Spaces};
use super::{CarryOver, CompiledEnvironment, Generation, Transaction};

/// Removed routes and responses that are still known.
const MAX_REMOVED: usize = 4_096;

/// A served environment.
pub struct EnvironmentHandle {
    /// The file it came from; `None` for the embedded demo.
    file: Mutex<Option<Arc<Path>>>,
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
    former: Arc<FormerGenerations>,
    /// One swap at a time: compiling takes over from the generation it replaces.
    swapping: Mutex<()>,
    /// Whether a space holds what belongs to definitions that are gone.
    left_behind: AtomicBool,
    /// Number of the current generation.
    changes: watch::Sender<u64>,
    mounted: Mutex<Option<Mounted>>,
    /// Uuids of routes and responses that calls have removed, the newest last.
    removed: Mutex<VecDeque<Str>>,
    on_renamed: OnceLock<OnRenamed>,
}

/// Told the name that an environment has from now on.
type OnRenamed = Box<dyn Fn(&str) + Send + Sync>;

/// What an environment is read from.
#[derive(Clone)]
pub struct Mounted {
    /// Where it says that it listens, whatever the settings say.
    pub hostname: String,
    /// The same, the port.
    pub port: u16,
    /// Reads it again; the error says why it cannot be served.
    pub read: Arc<dyn Fn() -> Result<Reread, String> + Send + Sync>,
}

/// What is mounted, read again.
pub struct Reread {
    /// The environment.
    pub environment: Environment,
    /// The hash of its content.
    pub hash: String,
    /// What its companion declares.
    pub declared: Declared,
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
        let compiled = CompiledEnvironment::new(Arc::new(environment), &shared, &faker, None, CarryOver::All);
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
            shared::announce_generated(&shared, &base, &compiled);
        }
        let former = Arc::<FormerGenerations>::default();
        let yielding: Weak<FormerGenerations> = Arc::downgrade(&former);
        shared.options.memory.register(yielding);
        let shared = Arc::new(shared);
        let told = Arc::clone(&shared);
        let on_end = move |session: &Str, why| told.session_ended(session, why);
        Self {
            file: Mutex::new(file.map(Arc::from)),
            last_reload: ReloadNote::default(),
            spaces: Spaces::new(base, shared.options.sessions.limits, Box::new(on_end)),
            replicas,
            shared,
            declared: DeclaredFaults::default(),
            beginning: DeclaredSnapshot::default(),
            current: ArcSwap::from_pointee(Generation { number: 1, hash, compiled, charges: Charges::default() }),
            former,
            swapping: Mutex::new(()),
            left_behind: AtomicBool::new(false),
            changes: watch::Sender::new(1),
            mounted: Mutex::default(),
            removed: Mutex::default(),
            on_renamed: OnceLock::new(),
        }
    }

    /// The file it came from; `None` for the embedded demo.
    pub fn file(&self) -> Option<Arc<Path>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes that its file has another name from now on.
    pub fn set_file(&self, file: &Path) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::from(file));
    }

    /// Says who is told when somebody gives the environment another name.
    pub fn tell_renamed(&self, told: impl Fn(&str) + Send + Sync + 'static) {
        // Whoever serves it says so once.
        let _ = self.on_renamed.set(Box::new(told));
    }

    /// Notes that somebody has given it the name that it has now.
    pub fn note_renamed(&self) {
        if let Some(told) = self.on_renamed.get() {
            told(&self.current().compiled.source.name);
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
        self.former.find(number)
    }

    /// Compiles the environment of the file beside the running generation, then swaps; returns the new generation. Spaces
    /// keep what belongs to definitions that did not change.
    pub fn swap(&self, environment: Environment, hash: String, carry_over: CarryOver) -> Arc<Generation> {
        match self.read_again(carry_over, |_| Ok::<_, Infallible>((environment, hash))) {
            Ok(generation) => generation,
            Err(never) => match never {},
        }
    }

    /// As [`Self::swap`], once `make` has looked at the generation that serves.
    ///
    /// # Errors
    /// Those of `make`; nothing is changed then.
    pub fn read_again<E>(
        &self,
        carry_over: CarryOver,
        make: impl FnOnce(&Generation) -> Result<(Environment, String), E>,
    ) -> Result<Arc<Generation>, E> {
        self.replace(carry_over, |previous| {
            let (environment, hash) = make(previous)?;
            let charges = Charges::of_file(&environment, previous.charged());
            Ok((environment, hash, charges))
        })
    }

    /// As [`Self::swap`], with an environment and its hash that a client makes from the generation that serves; nobody
    /// else swaps meanwhile.
    ///
    /// # Errors
    /// Those of `make`, and when there is no room in memory; nothing is changed then.
    pub fn edit<E: From<Shortage>>(
        &self,
        carry_over: CarryOver,
        make: impl FnOnce(&Generation) -> Result<(Environment, String), E>,
    ) -> Result<Arc<Generation>, E> {
        self.replace(carry_over, |previous| {
            let (environment, hash) = make(previous)?;
            let charges = Charges::of(&environment, previous.charged(), &self.shared.options.memory)?;
            Ok((environment, hash, charges))
        })
    }

    fn replace<E>(
        &self,
        carry_over: CarryOver,
        make: impl FnOnce(&Generation) -> Result<(Environment, String, Charges), E>,
    ) -> Result<Arc<Generation>, E> {
        let _one_at_a_time = self.swapping.lock().unwrap_or_else(PoisonError::into_inner);
        let previous = self.current();
        let (environment, hash, charges) = make(&previous)?;
        let base = self.spaces.base();
        let faker = &base.state.faker;
        let compiled =
            CompiledEnvironment::new(Arc::new(environment), &self.shared, faker, Some(&previous), carry_over);
        let regenerated = compiled.buckets.iter().any(|b| !previous.compiled.buckets.iter().any(|p| Arc::ptr_eq(p, b)));
        let generation = Arc::new(Generation { number: previous.number + 1, hash, compiled, charges });
        self.current.store(generation.clone());
        self.former.push(Arc::clone(&previous));
        self.rebase(&previous, &generation);
        if regenerated {
            shared::announce_generated(&self.shared, base, &generation.compiled);
        }
        self.changes.send_replace(generation.number);
        self.shared.journal.wake();
        Ok(generation)
    }

    /// What would serve after a swap; nothing is changed.
    pub(super) fn compile_beside(
        &self,
        previous: &Generation,
        environment: Environment,
        carry_over: CarryOver,
    ) -> CompiledEnvironment {
        let faker = &self.spaces.base().state.faker;
        let faker = faker.fork(faker.draws());
        CompiledEnvironment::new(Arc::new(environment), &self.shared, &faker, Some(previous), carry_over)
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
        // Under the lock of swaps, as all that looks at it.
        if self.left_behind.swap(false, Ordering::Relaxed) {
            let cells = generation.compiled.cells();
            return self.retain_cells(|cell| cells.contains(&cell));
        }
        let gone = previous.compiled.cells_gone(&generation.compiled);
        if !gone.is_empty() {
            self.retain_cells(|cell| !gone.contains(&cell));
        }
    }

    fn retain_cells(&self, is_there: impl Fn(CellId) -> bool) {
        for space in self.spaces.all() {
            match space.state.try_turn() {
                Some(turn) => space.state.retain(&is_there, &turn),
                None => self.left_behind.store(true, Ordering::Relaxed),
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
}
