//! Sessions that replicas have in common: what is known of one is kept beside its space, for as long as that.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::outbox::UpdateKind;
use super::{Replicas, scripts};
use crate::faker::Draws;
use crate::js::Str;
use crate::runtime::space::{Attached, Origin};
use crate::runtime::{EnvironmentHandle, Snapshot, Space};
use crate::state::space::now_ms;
use crate::state::{Journal, State, StoreError};

/// What is known of a session.
#[derive(Serialize, Deserialize)]
struct SessionRecord {
    /// Milliseconds that it may be idle.
    ttl: u64,
    /// Milliseconds since the epoch.
    created: f64,
    /// What its clock is ahead of the real one, in milliseconds.
    ahead: f64,
    /// The seed of its buckets, where they were generated anew.
    seed: Option<u32>,
    /// Where its fake data began, if a seed decides on it.
    draws: Option<String>,
}

impl Replicas {
    /// The keys of a session.
    pub(super) fn session_keys(&self, id: &str) -> [String; 4] {
        let [known, origin] = self.about(id);
        [self.keys.space(Some(id)), known, origin, self.steering_key(Some(id))]
    }

    fn about(&self, id: &str) -> [String; 2] {
        [self.keys.key(&format!("about:{id}")), self.keys.key(&format!("origin:{id}"))]
    }

    /// The session of this id that another replica has started; one that starts now if there is none and it may.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn meet(
        &self,
        handle: &EnvironmentHandle,
        id: &str,
        may_start: bool,
    ) -> Result<Option<Arc<Space>>, StoreError> {
        let ttl = millis(handle.spaces.limits().ttl);
        let starting = SessionRecord { ttl, created: now_ms(), ahead: 0.0, seed: None, draws: None };
        let starting = if may_start { serde_json::to_string(&starting).unwrap_or_default() } else { String::new() };
        let [about, origin] = self.about(id);
        let mut script = scripts::meet().key(about);
        script.key(origin).key(self.steering_key(Some(id))).arg(&starting).arg(ttl);
        let (known, origin, is_steered): (String, String, bool) = self.store.run(&script).await?;
        if known.is_empty() {
            return Ok(None);
        }
        let is_new = known == starting;
        let foreign = || StoreError::Foreign(format!("the session {id}"));
        let known: SessionRecord = serde_json::from_str(&known).map_err(|_| foreign())?;
        let origin = match known.seed {
            _ if !origin.is_empty() => Origin::Snapshot(Arc::new(Snapshot::from_text(&origin).ok_or_else(foreign)?)),
            Some(seed) => Origin::Seeded(seed),
            None => Origin::Beginning,
        };
        let draws = known.draws.as_deref().and_then(Draws::from_text);
        let draws = draws.unwrap_or_else(|| handle.current().compiled.beginning.draws.clone());
        let faker = handle.spaces.base().state.faker.fork(draws);
        let ttl = Duration::from_millis(known.ttl);
        let state = State::resting(faker, known.ahead, self.remote(Some(id), Some(ttl)));
        let attached = Attached::new(Journal::new(&handle.shared.journal), origin);
        let space = Space::new(Some(Str::new(id)), state, attached, Some(ttl)).made_at(known.created);
        let meet = |space| {
            let added = handle.spaces.session_or(id, || space);
            if is_new { handle.started(added) } else { added.space }
        };
        if is_steered || !handle.declared_faults().is_empty() {
            return self.steer_met(handle, space, meet).await.map(Some);
        }
        Ok(Some(meet(space)))
    }

    /// Makes a session that has just started here one of all replicas; false where another one has its id.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn start(&self, space: &Space, clock_ahead: f64) -> Result<bool, StoreError> {
        let Some(id) = &space.session else { return Ok(true) };
        let ttl = space.ttl.map_or(u64::MAX >> 12, millis);
        let seed = match space.attached.origin {
            Origin::Seeded(seed) => Some(seed),
            _ => None,
        };
        let draws = space.state.began_draws().to_text();
        let known = SessionRecord { ttl, created: space.created_ms, ahead: clock_ahead, seed, draws };
        let origin = match &space.attached.origin {
            Origin::Snapshot(snapshot) => snapshot.to_text(),
            _ => String::new(),
        };
        let [about, began] = self.about(id);
        let mut script = scripts::start().key(about);
        script.key(began).arg(serde_json::to_string(&known).unwrap_or_default()).arg(origin).arg(ttl);
        let is_new: bool = self.store.run(&script).await?;
        if is_new {
            self.outbox.tell(Some(id.clone()), UpdateKind::Started);
        }
        Ok(is_new)
    }

    /// Ends a session on all replicas; whether it is known somewhere.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn end(&self, id: &str) -> Result<bool, StoreError> {
        let is_known = self.forget(id).await?;
        self.outbox.tell(Some(Str::new(id)), UpdateKind::Ended);
        Ok(is_known)
    }

    /// Forgets what the store has of a session; whether it had anything.
    pub(super) async fn forget(&self, id: &str) -> Result<bool, StoreError> {
        let mut script = scripts::forget().prepare_invoke();
        for key in self.session_keys(id) {
            script.key(key);
        }
        Ok(self.store.run::<u64>(&script).await? > 0)
    }

    /// How many buckets of a session are no longer as they were at the beginning.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn changed_buckets(&self, id: &str) -> Result<usize, StoreError> {
        self.store.run(&scripts::changed_buckets().key(self.keys.space(Some(id)))).await
    }

    /// Takes over the snapshots of all replicas.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn fetch_snapshots(&self, handle: &EnvironmentHandle) -> Result<(), StoreError> {
        let texts: std::collections::HashMap<String, String> =
            self.store.run(&scripts::all().key(self.keys.key("snapshots"))).await?;
        for (name, _) in handle.spaces.all_snapshots() {
            if !texts.contains_key(&name) {
                handle.spaces.forget_snapshot(&name);
            }
        }
        for (name, text) in texts {
            let snapshot = Snapshot::from_text(&text);
            let snapshot = snapshot.ok_or_else(|| StoreError::Foreign(format!("the snapshot {name}")))?;
            let is_known = handle.spaces.snapshot(&name).is_some_and(|known| known.created_ms == snapshot.created_ms);
            if is_known {
                continue;
            }
            match snapshot.within(&self.budget) {
                // There cannot be more than a replica allowed.
                Ok(snapshot) => drop(handle.spaces.keep_snapshot(&name, snapshot)),
                Err(error) => tracing::warn!("the snapshot \"{name}\" of another replica is not kept here: {error}"),
            }
        }
        Ok(())
    }

    /// Makes a snapshot of this replica, or that it is gone, one of all.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn keep_snapshot(&self, handle: &EnvironmentHandle, name: &str) -> Result<(), StoreError> {
        let text = handle.spaces.snapshot(name).map(|snapshot| snapshot.to_text()).unwrap_or_default();
        let mut script = scripts::put().key(self.keys.key("snapshots"));
        script.arg(name).arg(text);
        self.store.run::<()>(&script).await
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX >> 12).max(1)
}
