//! A space: the home of everything a request can change.
//!
//! Each environment has one base space, any number of sessions, and snapshots, which are spaces at rest. All of them
//! begin with what the compiled environment holds and keep only what has become different, so that one nobody has
//! written to weighs next to nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, MutexGuard, watch};

use super::part::{StatePart, StateParts};
use super::remote::Remote;
use super::room::{NoRoom, Room, StateBudget};
use super::{CellId, Cells, Counters, Image};
use crate::faker::{Draws, Faker};
use crate::js::Str;

/// The right to change a space. While one step has it, nobody else commits there.
pub type Turn<'s> = MutexGuard<'s, ()>;

/// The cells of a space, and the turn by which they are changed.
pub struct State {
    cells: ArcSwap<Cells>,
    turn: Mutex<()>,
    /// Request numbers of routes.
    pub counters: Counters,
    /// Uses of what steers it, where replicas count them together. Going back to an image leaves them alone.
    pub(super) used: Counters,
    /// Source of fake data, which has the clock of the space: with a seed its draws belong to the space.
    pub faker: Faker,
    /// What its clock said when it began; `None` for the real one.
    clock_began: Option<f64>,
    room: Room,
    /// Where it rests, unless it is here.
    remote: Option<Arc<Remote>>,
    /// Where its draws began, if it rests elsewhere: a step that lacks them has drawn from a copy that is worth nothing.
    pub(super) began_draws: Draws,
    /// Which parts of it are here; `None` for all.
    held: Option<StateParts>,
}

impl State {
    /// A state as nobody has changed it.
    pub fn new(faker: Faker, clock_ahead: f64) -> Self {
        faker.set_ahead(clock_ahead);
        Self {
            cells: ArcSwap::default(),
            turn: Mutex::default(),
            counters: Counters::default(),
            used: Counters::default(),
            faker,
            clock_began: (clock_ahead != 0.0).then(|| now_ms() + clock_ahead),
            room: StateBudget::default().room(),
            remote: None,
            began_draws: Draws::default(),
            held: None,
        }
    }

    /// The same, with room for as much as the budget of all states allows.
    #[must_use]
    pub fn within(self, budget: &StateBudget) -> Self {
        Self { room: budget.room(), ..self }
    }

    /// Makes sure that there is room for cells of so many bytes, which may become the state's.
    pub(super) fn reserve(&self, bytes: usize) -> Result<(), NoRoom> {
        self.room.reserve(bytes)
    }

    /// Gives back room that was reserved for cells that did not become the state's.
    pub(super) fn settle(&self) {
        self.room.settle(self.cells.load().weight());
    }

    /// A state that rests in a store: nothing of it is here.
    pub fn resting(faker: Faker, clock_ahead: f64, remote: Remote) -> Self {
        let (held, began_draws) = (Some(StateParts::default()), faker.draws());
        Self { remote: Some(Arc::new(remote)), began_draws, held, ..Self::new(faker, clock_ahead) }
    }

    /// Parts of a state that rests in a store, for one transaction to work on.
    pub(super) fn working(&self, image: Image, held: StateParts) -> Self {
        let faker = self.faker.fork(image.draws);
        Self {
            cells: ArcSwap::from_pointee(image.cells),
            counters: Counters::new(image.numbers),
            used: Counters::new(image.used),
            held: Some(held),
            room: self.remote.as_ref().map_or_else(StateBudget::default, |remote| remote.budget.clone()).room(),
            ..Self::new(faker, self.clock_ahead())
        }
    }

    /// Where its draws began; those of one in memory have not gone on before it is asked.
    pub fn began_draws(&self) -> Draws {
        if self.remote.is_some() { self.began_draws.clone() } else { self.faker.draws() }
    }

    /// Where it rests, unless it is in memory.
    pub fn remote(&self) -> Option<&Arc<Remote>> {
        self.remote.as_ref()
    }

    /// Whether it is what a transaction works on.
    pub(super) fn is_working(&self) -> bool {
        self.held.is_some() && self.remote.is_none()
    }

    /// Whether it rests in a store, or is a part of one that does.
    pub(super) fn is_shared(&self) -> bool {
        self.held.is_some()
    }

    /// Whether a part of it is elsewhere.
    pub(super) fn lacks(&self, part: StatePart) -> bool {
        self.held.as_ref().is_some_and(|held| !held.hold(part))
    }

    /// The cells at this moment.
    pub fn cells(&self) -> Cells {
        Cells::clone(&self.cells.load())
    }

    /// Replaces the cells; only who has the turn may.
    pub(super) fn store(&self, cells: Cells) {
        let weight = cells.weight();
        self.cells.store(Arc::new(cells));
        self.room.settle(weight);
    }

    /// Waits for the turn.
    pub async fn turn(&self) -> Turn<'_> {
        self.turn.lock().await
    }

    /// The turn, if nobody has it or waits for it.
    pub fn try_turn(&self) -> Option<Turn<'_>> {
        self.turn.try_lock().ok()
    }

    /// Everything at this moment. Consistent when the caller has the turn.
    pub fn image(&self) -> Image {
        let (numbers, used) = (self.counters.snapshot(), self.used.snapshot());
        Image { cells: self.cells(), numbers, used, draws: self.faker.draws() }
    }

    /// Goes back to an image.
    pub fn restore(&self, image: Image, _: &Turn<'_>) {
        self.counters.restore(image.numbers);
        self.faker.go_on_from(image.draws);
        self.store(image.cells);
    }

    /// Forgets cells of definitions that are gone.
    pub fn retain(&self, is_there: impl Fn(CellId) -> bool, _: &Turn<'_>) {
        if let Some(remote) = &self.remote {
            remote.retain(&is_there);
        }
        self.counters.retain(&is_there);
        let mut cells = self.cells();
        if cells.retain(is_there) {
            self.store(cells);
        }
    }

    /// Milliseconds since the epoch, by the space's clock.
    pub fn now_ms(&self) -> f64 {
        now_ms() + self.clock_ahead()
    }

    /// What its clock is ahead of the real one, in milliseconds.
    pub fn clock_ahead(&self) -> f64 {
        self.faker.ahead()
    }

    /// Puts its clock back to what it said at the beginning. One that replicas share goes on: they would not agree.
    pub fn put_clock_back(&self) {
        if let (Some(began), None) = (self.clock_began, &self.remote) {
            self.faker.set_ahead(began - now_ms());
        }
    }
}

/// Milliseconds since the epoch.
pub fn now_ms() -> f64 {
    now_millis() as f64
}

/// The same as a whole number.
pub fn now_millis() -> u64 {
    // Of two small numbers, because 128 bits take ten times as long to convert.
    let millis = |since: Duration| since.as_secs() * 1_000 + u64::from(since.subsec_millis());
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

/// The same in nanoseconds.
pub fn now_nanos() -> u64 {
    let nanos = |since: Duration| since.as_secs() * 1_000_000_000 + u64::from(since.subsec_nanos());
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, nanos)
}

/// A space. `X` is what upper floors keep in it.
pub struct Space<X> {
    /// Id of the session; `None` for the base.
    pub session: Option<Str>,
    /// Its state.
    pub state: State,
    /// What upper floors keep in it.
    pub attached: X,
    /// How long it may be idle; `None` for ever.
    pub ttl: Option<Duration>,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: f64,
    last_seen_ms: AtomicU64,
    listeners: AtomicUsize,
    requests: AtomicU64,
    unmatched: AtomicU64,
    ended: watch::Sender<bool>,
}

impl<X> Space<X> {
    /// A space that begins now.
    pub fn new(session: Option<Str>, state: State, attached: X, ttl: Option<Duration>) -> Self {
        let now = now_ms();
        Self {
            session,
            state,
            attached,
            ttl,
            created_ms: now,
            last_seen_ms: AtomicU64::new(now as u64),
            listeners: AtomicUsize::new(0),
            requests: AtomicU64::new(0),
            unmatched: AtomicU64::new(0),
            ended: watch::Sender::new(false),
        }
    }

    /// The same space, made at another time (milliseconds since the epoch).
    #[must_use]
    pub fn made_at(mut self, created_ms: f64) -> Self {
        self.created_ms = created_ms;
        self
    }

    /// Notes a request or a call: the session is not idle.
    pub fn touch(&self) {
        self.touch_at(now_millis());
    }

    /// The same at this time (milliseconds since the epoch).
    pub(super) fn touch_at(&self, now: u64) {
        self.last_seen_ms.store(now, Ordering::Relaxed);
    }

    /// When it was last used, in milliseconds since the epoch: now, as long as somebody listens.
    pub fn last_seen_ms(&self) -> u64 {
        if self.is_listened_to() { now_millis() } else { self.last_seen_ms.load(Ordering::Relaxed) }
    }

    /// Counts somebody who listens in it, until that one is dropped.
    pub fn listen(self: &Arc<Self>) -> Listener<X> {
        self.listeners.fetch_add(1, Ordering::AcqRel);
        Listener(Arc::clone(self))
    }

    fn is_listened_to(&self) -> bool {
        self.listeners.load(Ordering::Acquire) > 0
    }

    /// Whether others have to hear that somebody listens in it, before it seems idle to them; then they are told now.
    pub fn is_to_be_told(&self) -> bool {
        let Some(ttl) = self.ttl.filter(|_| self.is_listened_to()) else { return false };
        let silent = now_millis().saturating_sub(self.last_seen_ms.load(Ordering::Relaxed));
        let is_due = u128::from(silent) >= ttl.as_millis() / 3;
        if is_due {
            self.touch();
        }
        is_due
    }

    /// When it goes if nobody uses it, in milliseconds since the epoch; `None` for never.
    pub fn expires_ms(&self) -> Option<u64> {
        Some(self.last_seen_ms() + u64::try_from(self.ttl?.as_millis()).unwrap_or(u64::MAX / 2))
    }

    /// Counts a request, and whether a route matched it.
    pub fn count_request(&self, matched: bool) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if !matched {
            self.unmatched.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts requests from nothing again.
    pub fn count_anew(&self) {
        self.requests.store(0, Ordering::Relaxed);
        self.unmatched.store(0, Ordering::Relaxed);
    }

    /// Requests so far, and how many of them no route matched.
    pub fn requests(&self) -> (u64, u64) {
        (self.requests.load(Ordering::Relaxed), self.unmatched.load(Ordering::Relaxed))
    }

    /// Says that the session is over.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Whether the session is over.
    pub fn has_ended(&self) -> bool {
        *self.ended.borrow()
    }

    /// Waits until the session is over; a base space never is.
    pub async fn until_ended(&self) {
        // An error would mean that the sender is gone, which we hold.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }
}

/// One who listens in a space, to events or messages: as long as that it is not idle.
pub struct Listener<X>(Arc<Space<X>>);

impl<X> Drop for Listener<X> {
    fn drop(&mut self) {
        // First, so that there is no moment at which it seems idle.
        self.0.touch();
        self.0.listeners.fetch_sub(1, Ordering::AcqRel);
    }
}
