//! The spaces of an environment: sessions that start, what each space begins with, and how it goes back to that.

use std::sync::Arc;

use crate::faker::Draws;
use crate::js::Str;
use crate::state::{Added, Image, Journal, State, StateError, Step};
use crate::steering::fault::Definition;
use crate::template::RenderContext;

use super::super::replicas::outbox::UpdateKind;
use super::super::space::{Attached, Origin, SessionStart, Space};
use super::super::{CompiledEnvironment, Generation, Snapshot, bucket_render};
use super::{EnvironmentHandle, SessionError};

impl EnvironmentHandle {
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

    /// Tells the other replicas in which sessions somebody listens here: these are not idle.
    pub fn tell_listeners(&self) {
        let Some(replicas) = &self.replicas else { return };
        for space in self.spaces.all().into_iter().filter(|space| space.is_to_be_told()) {
            replicas.outbox.tell(space.session.clone(), UpdateKind::Heard);
        }
    }

    /// Starts a session.
    ///
    /// # Errors
    /// When there is one with its id.
    pub fn start_session(&self, start: SessionStart) -> Result<Arc<Space>, SessionError> {
        Ok(self.started(self.spaces.add(self.session_of(start))?))
    }

    /// The session of this id, for who only reads: where there is none, one as it would begin, that nobody else sees. One
    /// that rests on a store is there once it has begun, and so it begins.
    pub async fn session_to_read(&self, id: &str) -> Arc<Space> {
        match self.find_session(id, self.replicas.is_some()).await {
            Some(found) => found,
            None => Arc::new(self.session_of(SessionStart { id: Str::new(id), ..SessionStart::default() })),
        }
    }

    /// The session of this id; it starts now if there is none.
    pub fn session_or_start(&self, id: &str) -> Arc<Space> {
        let start = SessionStart { id: Str::new(id), ..SessionStart::default() };
        self.started(self.spaces.session_or(id, || self.session_of(start)))
    }

    /// A session that has started here. One that had to go for it ends on all replicas.
    pub(in crate::runtime) fn started(&self, added: Added<Attached>) -> Arc<Space> {
        if let (Some(replicas), Some(_)) = (&self.replicas, &added.evicted) {
            replicas.outbox.tell(added.evicted, UpdateKind::Evicted);
        }
        added.space
    }

    fn session_of(&self, start: SessionStart) -> Space {
        let generation = self.current();
        let base = &self.spaces.base().state.faker;
        let origin = match (start.origin, start.faker_seed) {
            (Origin::Beginning, Some(seed)) => Origin::Seeded(seed),
            (Origin::Beginning, None) if start.clock_ahead != 0.0 && self.generates(&generation.compiled) => {
                Origin::Seeded(base.seed().unwrap_or_else(rand::random))
            }
            (origin, _) => origin,
        };
        let mut image = self.image_of(&origin, start.clock_ahead, &generation);
        match (start.faker_seed, &origin) {
            (Some(seed), Origin::Beginning | Origin::Snapshot(_)) => image.draws = Draws::seeded(seed),
            // That seed is of its buckets alone.
            (None, Origin::Seeded(_)) => image.draws = generation.compiled.beginning.draws.clone(),
            _ => {}
        }
        let ttl = start.ttl.unwrap_or(self.spaces.limits().ttl);
        let faker = base.fork(image.draws.clone());
        let state = match &self.replicas {
            Some(replicas) => State::resting(faker, start.clock_ahead, replicas.remote(Some(&start.id), Some(ttl))),
            None => State::new(faker, start.clock_ahead).within(&self.shared.options.state),
        };
        let attached = Attached::new(Journal::new(&self.shared.journal), origin);
        attached.begins_with(&image.cells, &generation.compiled);
        if let (None, Some(turn)) = (&self.replicas, state.try_turn()) {
            state.restore(image, &turn);
        }
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
        let draws = space.state.began_draws();
        let begins_as_the_file = matches!(space.attached.origin, Origin::Beginning) && !self.begins_otherwise();
        if begins_as_the_file && draws.is_none() {
            return Ok(());
        }
        let image = self.image_of(&space.attached.origin, space.state.clock_ahead(), &self.current());
        step.restore(Image { draws, ..image })
    }

    /// Whether what spaces begin with is generated by its file.
    fn generates(&self, compiled: &CompiledEnvironment) -> bool {
        !self.begins_otherwise() && compiled.buckets.iter().any(|bucket| bucket.is_generated)
    }

    /// What a space of this origin begins with, whose clock is so much (milliseconds) ahead of the real one.
    pub(super) fn image_of(&self, origin: &Origin, clock_ahead: f64, generation: &Generation) -> Image {
        let compiled = &generation.compiled;
        match origin {
            Origin::Beginning => beginning_of(self.beginning.now().as_deref(), compiled),
            Origin::Snapshot(snapshot) => beginning_of(Some(snapshot), compiled),
            Origin::Seeded(seed) => {
                let state = State::new(self.spaces.base().state.faker.fork(Draws::seeded(*seed)), clock_ahead);
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
        space.state.put_clock_back();
        let image = self.image_of(&space.attached.origin, space.state.clock_ahead(), &generation);
        space.attached.begins_with(&image.cells, &generation.compiled);
        step.restore(image)?;
        space.count_anew();
        match &self.replicas {
            None => space.attached.journal.purge(),
            Some(replicas) => replicas.tell_reset(space),
        }
        self.reset_steering(space);
        self.shared.announce_buckets(space, &generation.compiled, step);
        Ok(())
    }

    /// Puts what a space holds back to where a seed had it at the beginning, draws included; the environment variables stay.
    /// Whether a seed decides.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn start_seed_again(&self, space: &Space, step: &Step<'_>) -> Result<bool, StateError> {
        let generation = self.current();
        let mut image = self.image_of(&space.attached.origin, space.state.clock_ahead(), &generation);
        if image.draws.is_none() {
            return Ok(false);
        }
        image.cells.set_overlay(Arc::clone(step.image().cells.overlay()));
        space.attached.begins_with(&image.cells, &generation.compiled);
        step.restore(image)?;
        self.shared.announce_buckets(space, &generation.compiled, step);
        Ok(true)
    }

    /// Forgets the stubs, forced responses and faults of a space; declared faults begin anew. Those that replicas share are
    /// forgotten by [`Replicas::unsteer`](crate::runtime::replicas::Replicas::unsteer).
    pub fn reset_steering(&self, space: &Space) {
        if let (None, Some(steering)) = (&self.replicas, space.attached.steering()) {
            steering.reset(&self.declared.now());
        }
    }

    /// Whether it begins with a snapshot of its companion.
    pub fn begins_otherwise(&self) -> bool {
        self.beginning.now().is_some()
    }

    /// The faults that are declared.
    pub(in crate::runtime) fn declared_faults(&self) -> Arc<[Arc<Definition>]> {
        self.declared.now()
    }

    /// Makes all buckets of a space what they were when it began: those of a snapshot as they are there, others generated
    /// anew from their texts.
    pub fn purge_buckets(&self, space: &Space, step: &Step<'_>) {
        let generation = self.current();
        let compiled = &generation.compiled;
        if compiled.buckets.is_empty() {
            return;
        }
        let origin = &space.attached.origin;
        if matches!(origin, Origin::Beginning) && !self.begins_otherwise() {
            self.generate_buckets(compiled, step);
        } else {
            let image = self.image_of(origin, space.state.clock_ahead(), &generation);
            for bucket in compiled.buckets.iter() {
                let content = image.cells.bucket(bucket.cell).unwrap_or(&bucket.initial);
                if let Err(error) = step.set_bucket(bucket, Arc::clone(content)) {
                    self.report(&error);
                }
            }
        }
        space.attached.begins_with_buckets(compiled.buckets.iter().map(|bucket| step.bucket(bucket)));
        self.shared.announce_buckets(space, compiled, step);
    }

    /// Generates all buckets: each may refer to those before it.
    fn generate_buckets(&self, compiled: &CompiledEnvironment, step: &Step<'_>) {
        for (i, (bucket, source)) in compiled.buckets.iter().zip(compiled.bucket_sources.iter()).enumerate() {
            let buckets = compiled.buckets.get(..i).unwrap_or_default();
            let (env_vars, base_url) = (&self.shared.env_vars, &compiled.base_url);
            let rendering = RenderContext { env_vars, step, base_url, buckets, request: None, status: None };
            let content = bucket_render::initial(source, &rendering);
            if let Err(error) = step.set_bucket(bucket, Arc::new(content)) {
                self.report(&error);
            }
        }
    }

    fn report(&self, error: &StateError) {
        let label = self.shared.transaction_log.label();
        tracing::error!(environmentName = label.name, environmentUUID = label.uuid, "{error}");
    }
}

/// What an environment begins with, by its file or by a snapshot. One that says nothing of draws leaves them to the seed.
pub(super) fn beginning_of(snapshot: Option<&Snapshot>, compiled: &CompiledEnvironment) -> Image {
    let Some(snapshot) = snapshot else { return compiled.beginning.clone() };
    let mut image = snapshot.image(compiled);
    if image.draws.is_none() {
        image.draws = compiled.beginning.draws.clone();
    }
    image
}
