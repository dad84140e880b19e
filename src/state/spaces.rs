//! All spaces of an environment: the base, sessions by id, snapshots by name.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use foldhash::fast::RandomState;

use tokio::sync::Notify;

use super::Space;
use super::space::now_millis;
use crate::js::Str;

/// Snapshots that an environment may have.
pub const MAX_SNAPSHOTS: usize = 64;

/// Names that are remembered when what they named is gone.
const MAX_PAST_NAMES: usize = 4_096;

/// Names of what is gone: it has existed, so that deleting it again is no mistake.
#[derive(Default)]
struct PastNames(Mutex<VecDeque<Str>>);

impl PastNames {
    fn add(&self, name: Str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.push_back(name);
        if names.len() > MAX_PAST_NAMES {
            names.pop_front();
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|former| former == name)
    }
}

/// Bounds of the sessions of an environment.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// Sessions at a time; beyond it the idlest goes (`MOCKOON_MAX_SESSIONS`).
    pub count: usize,
    /// How long a session may be idle (`MOCKOON_SESSION_TTL`).
    pub ttl: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { count: 1_000, ttl: Duration::from_secs(600) }
    }
}

/// Why something is not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpacesError {
    /// There is a session with this id.
    #[error("the session \"{0}\" exists already")]
    SessionExists(Str),
    /// There are as many snapshots as there may be.
    #[error("there are {MAX_SNAPSHOTS} snapshots already; delete one first")]
    TooManySnapshots,
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// Somebody asked for it.
    Deleted,
    /// Nobody used it for too long.
    Idle,
    /// It was the idlest when there were too many.
    Crowded,
}

impl SessionEnd {
    /// The word that events have for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Idle => "idle",
            Self::Crowded => "too-many-sessions",
        }
    }
}

/// A session that is there now.
pub struct Added<X> {
    /// The session's, old or new.
    pub space: Arc<Space<X>>,
    /// The id of the idlest, which had to go for it.
    pub evicted: Option<Str>,
}

/// Told when a session is over.
type OnEnd = Box<dyn Fn(&Str, SessionEnd) + Send + Sync>;

/// The spaces. `X` is what upper floors keep in each, `S` is what a snapshot is.
pub struct Spaces<X, S> {
    base: Arc<Space<X>>,
    sessions: RwLock<Sessions<X>>,
    snapshots: Mutex<BTreeMap<String, Arc<S>>>,
    limits: SessionLimits,
    /// Ids of the latest sessions that are over.
    past_sessions: PastNames,
    /// Names of the latest snapshots that are forgotten.
    past_snapshots: PastNames,
    on_end: OnEnd,
    /// Rung when a session is added.
    added: Notify,
    /// Sessions that were made since the start.
    pub created: AtomicU64,
    /// Sessions that went because they were idle or too many.
    pub evicted: AtomicU64,
}

type Sessions<X> = HashMap<Str, Arc<Space<X>>, RandomState>;

impl<X, S> Spaces<X, S> {
    /// A base space without sessions or snapshots; `on_end` is told of every session that is over.
    pub fn new(base: Space<X>, limits: SessionLimits, on_end: OnEnd) -> Self {
        Self {
            base: Arc::new(base),
            sessions: RwLock::default(),
            snapshots: Mutex::default(),
            limits,
            past_sessions: PastNames::default(),
            past_snapshots: PastNames::default(),
            on_end,
            added: Notify::new(),
            created: AtomicU64::new(0),
            evicted: AtomicU64::new(0),
        }
    }

    /// The space of requests without a session.
    pub fn base(&self) -> &Arc<Space<X>> {
        &self.base
    }

    /// Bounds of the sessions.
    pub fn limits(&self) -> SessionLimits {
        self.limits
    }

    /// The session of this id, if it is there and has not been idle for too long.
    pub fn session(&self, id: &str) -> Option<Arc<Space<X>>> {
        let found = self.read().get(id).cloned()?;
        if is_idle(&found, now_millis()) {
            self.sweep();
            return None;
        }
        Some(found)
    }

    /// The same, which is used now.
    pub fn visit(&self, id: &str) -> Option<Arc<Space<X>>> {
        let now = now_millis();
        let found = self.read().get(id).filter(|space| !is_idle(space, now)).cloned()?;
        found.touch_at(now);
        Some(found)
    }

    /// Adds a session.
    ///
    /// # Errors
    /// When there is one with its id.
    pub fn add(&self, space: Space<X>) -> Result<Added<X>, SpacesError> {
        self.sweep();
        let id = space.session.clone().unwrap_or_default();
        let space = Arc::new(space);
        let mut evicted = None;
        {
            let mut sessions = self.write();
            if sessions.contains_key(&id) {
                return Err(SpacesError::SessionExists(id));
            }
            if sessions.len() >= self.limits.count {
                let idlest = sessions.values().min_by_key(|space| space.last_seen_ms());
                let idlest = idlest.and_then(|space| space.session.clone());
                evicted = idlest.and_then(|id| sessions.remove(&id));
            }
            sessions.insert(id, Arc::clone(&space));
        }
        self.created.fetch_add(1, Ordering::Relaxed);
        self.added.notify_one();
        if let Some(evicted) = &evicted {
            self.end(evicted, SessionEnd::Crowded);
            self.evicted.fetch_add(1, Ordering::Relaxed);
        }
        Ok(Added { space, evicted: evicted.and_then(|space| space.session.clone()) })
    }

    /// The session of this id; a new one if there is none.
    pub fn session_or(&self, id: &str, make: impl FnOnce() -> Space<X>) -> Added<X> {
        let there = |space| Added { space, evicted: None };
        if let Some(found) = self.session(id) {
            return there(found);
        }
        let made = make();
        self.add(made).unwrap_or_else(|_| {
            // Somebody was faster.
            there(self.read().get(id).cloned().unwrap_or_else(|| Arc::clone(&self.base)))
        })
    }

    /// Ends a session; whether there was one.
    pub fn remove(&self, id: &str) -> bool {
        let removed = self.write().remove(id);
        if let Some(space) = &removed {
            self.end(space, SessionEnd::Deleted);
        }
        removed.is_some()
    }

    /// Whether there was a session of this id that is over.
    pub fn was_session(&self, id: &str) -> bool {
        self.past_sessions.has(id)
    }

    fn end(&self, space: &Space<X>, why: SessionEnd) {
        space.end();
        if let Some(id) = &space.session {
            self.past_sessions.add(id.clone());
            (self.on_end)(id, why);
        }
    }

    /// All sessions, the oldest first.
    pub fn sessions(&self) -> Vec<Arc<Space<X>>> {
        self.sweep();
        let mut all: Vec<_> = self.read().values().cloned().collect();
        all.sort_by(|a, b| a.created_ms.total_cmp(&b.created_ms).then_with(|| a.session.cmp(&b.session)));
        all
    }

    /// How many sessions there are.
    pub fn count(&self) -> usize {
        self.read().len()
    }

    /// The base and all sessions.
    pub fn all(&self) -> Vec<Arc<Space<X>>> {
        let mut all = vec![Arc::clone(&self.base)];
        all.extend(self.read().values().cloned());
        all
    }

    /// Ends the sessions that have been idle for too long.
    pub fn sweep(&self) {
        let now = now_millis();
        if !self.read().values().any(|space| is_idle(space, now)) {
            return;
        }
        let idle: Vec<_> = self.write().extract_if(|_, space| is_idle(space, now)).collect();
        self.evicted.fetch_add(idle.len() as u64, Ordering::Relaxed);
        for (_, space) in idle {
            self.end(&space, SessionEnd::Idle);
        }
    }

    /// Waits until there is a session.
    pub async fn any_session(&self) {
        while self.count() == 0 {
            self.added.notified().await;
        }
    }

    /// The snapshot of this name.
    pub fn snapshot(&self, name: &str) -> Option<Arc<S>> {
        self.snapshots().get(name).cloned()
    }

    /// Names and snapshots in the order of their names.
    pub fn all_snapshots(&self) -> Vec<(String, Arc<S>)> {
        self.snapshots().iter().map(|(name, snapshot)| (name.clone(), Arc::clone(snapshot))).collect()
    }

    /// Keeps a snapshot under a name, in the place of one that has it.
    ///
    /// # Errors
    /// When there are too many.
    pub fn keep_snapshot(&self, name: &str, snapshot: S) -> Result<(), SpacesError> {
        let mut snapshots = self.snapshots();
        if snapshots.len() >= MAX_SNAPSHOTS && !snapshots.contains_key(name) {
            return Err(SpacesError::TooManySnapshots);
        }
        snapshots.insert(name.to_owned(), Arc::new(snapshot));
        Ok(())
    }

    /// Forgets a snapshot; whether there is one, or was.
    pub fn forget_snapshot(&self, name: &str) -> bool {
        if self.snapshots().remove(name).is_some() {
            self.past_snapshots.add(name.into());
            return true;
        }
        self.past_snapshots.has(name)
    }

    fn read(&self) -> RwLockReadGuard<'_, Sessions<X>> {
        self.sessions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Sessions<X>> {
        self.sessions.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn snapshots(&self) -> MutexGuard<'_, BTreeMap<String, Arc<S>>> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_idle<X>(space: &Space<X>, now: u64) -> bool {
    space.expires_ms().is_some_and(|expires| expires <= now)
}
