//! Spaces of an environment: what the state knows of them, and what serving adds.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use crate::js::Str;
use crate::state::{self, Bucket, Cells, Content, Journal, State};
use crate::steering::Steering;

use super::compiled::CompiledEnvironment;
use super::event::PublishedEvent;
use super::generation::Generation;
use super::snapshot::Snapshot;
use super::transaction::Transaction;

/// Bucket events kept for replay to new subscribers.
const MAX_BUCKET_EVENTS: usize = 1_000;

/// A space with its view on the journal.
pub type Space = state::Space<Attached>;

/// One who listens in a space.
pub type SpaceListener = state::Listener<Attached>;

/// All spaces of an environment.
pub type Spaces = state::Spaces<Attached, Snapshot>;

/// What serving keeps in a space.
pub struct Attached {
    /// Recorded exchanges.
    pub journal: Journal<Transaction>,
    /// What the space goes back to when it is reset.
    pub origin: Origin,
    /// Stubs, forced responses and faults, once there have been any.
    steering: OnceLock<Box<Steering<Generation>>>,
    bucket_events: Mutex<Vec<Arc<PublishedEvent>>>,
    /// What buckets began with that began otherwise than those of the environment. It keeps none of them.
    beginnings: Mutex<Vec<Weak<Content>>>,
}

/// What a space began as.
#[derive(Clone, Default)]
pub enum Origin {
    /// The environment as it was loaded.
    #[default]
    Beginning,
    /// The same, with buckets generated anew by a seed for fake data, and by the clock of the space.
    Seeded(u32),
    /// A snapshot.
    Snapshot(Arc<Snapshot>),
}

/// What a session is asked to be.
#[derive(Clone, Default)]
pub struct SessionStart {
    /// Its id.
    pub id: Str,
    /// How long it may be idle; the setting's time if nothing is said.
    pub ttl: Option<Duration>,
    /// What it begins as.
    pub origin: Origin,
    /// A seed for its fake data.
    pub faker_seed: Option<u32>,
    /// What its clock is ahead of the real one, in milliseconds.
    pub clock_ahead: f64,
}

impl Attached {
    /// Nothing yet.
    pub fn new(journal: Journal<Transaction>, origin: Origin) -> Self {
        Self {
            journal,
            origin,
            steering: OnceLock::new(),
            bucket_events: Mutex::default(),
            beginnings: Mutex::default(),
        }
    }

    /// Stubs, forced responses and faults; `None` where there never were any, which is all that a request pays then.
    pub fn steering(&self) -> Option<&Steering<Generation>> {
        self.steering.get().map(Box::as_ref)
    }

    /// The same, made when it is first needed.
    pub fn steer(&self) -> &Steering<Generation> {
        self.steering.get_or_init(Box::default)
    }

    /// Bucket events so far, oldest first.
    pub fn bucket_events(&self) -> Vec<Arc<PublishedEvent>> {
        self.bucket_events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes the cells that the space begins with.
    pub(super) fn begins_with(&self, cells: &Cells, compiled: &CompiledEnvironment) {
        self.begins_with_buckets(compiled.buckets.iter().filter_map(|bucket| cells.bucket(bucket.cell).cloned()));
    }

    /// Notes contents of buckets that the space begins with.
    pub(super) fn begins_with_buckets(&self, contents: impl Iterator<Item = Arc<Content>>) {
        let contents = contents.map(|content| Arc::downgrade(&content)).collect();
        *self.beginnings.lock().unwrap_or_else(PoisonError::into_inner) = contents;
    }

    /// Whether a bucket of the space has another content than it began with.
    pub fn is_changed(&self, bucket: &Bucket, content: &Arc<Content>) -> bool {
        let beginnings = self.beginnings.lock().unwrap_or_else(PoisonError::into_inner);
        let is_beginning = beginnings.iter().any(|beginning| beginning.as_ptr() == Arc::as_ptr(content));
        !is_beginning && !bucket.initial.is_same_as(content)
    }

    pub(super) fn keep_bucket_event(&self, event: Arc<PublishedEvent>) {
        let mut events = self.bucket_events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() >= MAX_BUCKET_EVENTS {
            events.remove(0);
        }
        events.push(event);
    }
}

/// The space of requests without a session.
pub(super) fn base(state: State, journal: Journal<Transaction>) -> Space {
    Space::new(None, state, Attached::new(journal, Origin::Beginning), None)
}
