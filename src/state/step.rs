//! One synchronous step of a request on its space.
//!
//! JavaScript let nothing come between the reads and writes of one rendering. Here a step of a route that writes holds
//! its space's turn, works on a copy of the cells, and [commits](Step::commit) the copy as a whole; a step that is dropped
//! instead has changed nothing. A step that only reads sees the cells as they were when it first looked. One that looks
//! at nothing costs nothing.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::cells::overlay_weight;
use super::part::StatePart;
use super::room::weigh;
use super::{Bucket, CellId, Cells, Content, Image, NoRoom, State, Turn};
use crate::budget;
use crate::faker::Faker;
use crate::js::{Object, Str, Value};

/// Why a value does not get into the state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// The step was begun by something that was not expected to write.
    #[error("{0} cannot be changed here")]
    ReadOnly(String),
    /// The value nests too deeply.
    #[error("{place} cannot hold a value that is nested deeper than {levels} levels")]
    TooDeep {
        /// The bucket or variable.
        place: String,
        /// The bound.
        levels: usize,
    },
    /// There is no room for more.
    #[error("{place} cannot grow: {reason}")]
    Full {
        /// The bucket or variable.
        place: String,
        /// Who has the room.
        reason: NoRoom,
    },
}

/// The most levels that a value in the state may nest.
pub const MAX_NESTING: usize = 500;

/// Reads and writes of one step.
pub struct Step<'s> {
    state: &'s State,
    /// The cells as this step sees them, once it has looked.
    cells: RefCell<Option<Cells>>,
    turn: Option<Turn<'s>>,
    changed: Cell<bool>,
    /// Whether there was no room for something: then nothing of the step remains.
    is_refused: Cell<bool>,
    /// Parts that it looked at and that are not here.
    missing: RefCell<Vec<StatePart>>,
}

impl<'s> Step<'s> {
    /// A step that reads.
    pub fn reading(state: &'s State) -> Self {
        Self {
            state,
            cells: RefCell::new(None),
            turn: None,
            changed: Cell::new(false),
            is_refused: Cell::new(false),
            missing: RefCell::new(Vec::new()),
        }
    }

    /// A step that may write, once its turn has come, or one that reads.
    pub async fn begin(state: &'s State, writes: bool) -> Self {
        if writes { Self::writing(state, state.turn().await) } else { Self::reading(state) }
    }

    /// A step that may write.
    pub fn writing(state: &'s State, turn: Turn<'s>) -> Self {
        Self { turn: Some(turn), ..Self::reading(state) }
    }

    /// Whether the step may write.
    pub fn may_write(&self) -> bool {
        self.turn.is_some()
    }

    /// The right to change the space, if the step has it.
    pub fn turn(&self) -> Option<&Turn<'s>> {
        self.turn.as_ref()
    }

    /// The state that it works on.
    pub fn state(&self) -> &'s State {
        self.state
    }

    /// Source of fake data.
    pub fn faker(&self) -> &'s Faker {
        if self.state.faker.is_seeded() {
            self.see(StatePart::Draws);
        }
        &self.state.faker
    }

    /// Notes that a part is looked at.
    fn see(&self, part: StatePart) {
        if self.state.lacks(part) {
            self.missing.borrow_mut().push(part);
        }
    }

    /// Whether the step has looked at parts that are not here: it has seen nothing of worth.
    pub fn is_lacking(&self) -> bool {
        !self.missing.borrow().is_empty()
    }

    /// The parts that it has looked at and that are not here.
    pub fn missing(&self) -> Vec<StatePart> {
        self.missing.take()
    }

    /// Everything as the step sees it.
    pub fn image(&self) -> Image {
        self.see(StatePart::All);
        Image { cells: self.look(|cells| cells.clone()), ..self.state.image() }
    }

    /// Goes back to an image.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn restore(&self, image: Image) -> Result<(), StateError> {
        self.see(StatePart::All);
        match &self.turn {
            Some(turn) => {
                self.cells.replace(None);
                self.state.restore(image, turn);
                Ok(())
            }
            None if self.is_lacking() => Ok(()),
            None => Err(StateError::ReadOnly("the state".to_owned())),
        }
    }

    /// Milliseconds since the epoch, by the space's clock.
    pub fn now_ms(&self) -> f64 {
        self.state.now_ms()
    }

    fn look<R>(&self, look: impl FnOnce(&mut Cells) -> R) -> R {
        look(self.cells.borrow_mut().get_or_insert_with(|| self.state.cells()))
    }

    fn change<R>(
        &self,
        at: StatePart,
        place: &dyn Fn() -> String,
        change: impl FnOnce(&mut Cells) -> R,
    ) -> Result<R, StateError> {
        self.see(at);
        // What is elsewhere is changed when it is here: then the step is done again.
        if self.turn.is_none() && !self.is_lacking() {
            return Err(StateError::ReadOnly(place()));
        }
        self.changed.set(true);
        Ok(self.look(change))
    }

    /// Makes sure that there is room for a value instead of another one; their bytes.
    fn reserve(&self, new: usize, gone: usize, place: &dyn Fn() -> String) -> Result<(), StateError> {
        if new <= gone || self.turn.is_none() {
            return Ok(());
        }
        let held = self.look(|cells| cells.weight());
        self.state.reserve(held + new - gone).map_err(|reason| {
            self.is_refused.set(true);
            StateError::Full { place: place(), reason }
        })
    }

    /// All global variables.
    pub fn globals(&self) -> Object {
        self.see(StatePart::Globals);
        self.look(|cells| cells.globals().clone())
    }

    /// A global variable.
    pub fn global(&self, name: &str) -> Option<Value> {
        self.see(StatePart::Globals);
        self.look(|cells| cells.globals().get(name).cloned())
    }

    /// Sets a global variable.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn set_global(&self, name: impl Into<Str>, value: Value) -> Result<(), StateError> {
        let name = name.into();
        let place = || format!("the global variable \"{name}\"");
        fits(0, &value, &place)?;
        let gone = self.look(|cells| cells.globals().get(&name).map_or(0, weigh));
        self.reserve(Cells::variable_weight(&name, &value), gone, &place)?;
        self.change(StatePart::Globals, &place, |cells| cells.set_global(name.clone(), value))
    }

    /// Deletes all global variables.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn purge_globals(&self) -> Result<(), StateError> {
        self.change(StatePart::Globals, &|| "global variables".to_owned(), |cells| cells.set_globals(Object::new()))
    }

    /// Puts the new state of changed values in the place of the old, in all variables: (address before, value now).
    pub fn follow(&self, changed: &[(usize, Value)]) {
        let now = |value: &Value| {
            let address = value.address()?;
            changed.iter().find(|(old, _)| *old == address).map(|(_, now)| now.clone())
        };
        self.look(|cells| {
            if cells.globals().values().any(|value| now(value).is_some()) {
                cells.change_globals(|value| {
                    if let Some(now) = now(value) {
                        *value = now;
                    }
                });
            }
        });
    }

    /// An environment variable that was set in this space.
    pub fn overlay(&self, name: &str) -> Option<Str> {
        self.see(StatePart::Overlay);
        self.look(|cells| cells.overlay().get(name).cloned())
    }

    /// Sets an environment variable for this space.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn set_overlay(&self, name: impl Into<Str>, value: impl Into<Str>) -> Result<(), StateError> {
        let (name, value) = (name.into(), value.into());
        let place = || format!("the environment variable \"{name}\"");
        let gone = self.look(|cells| cells.overlay().get(&name).map_or(0, |before| overlay_weight(&name, before)));
        self.reserve(overlay_weight(&name, &value), gone, &place)?;
        self.change(StatePart::Overlay, &place, |cells| cells.set_overlaid(name.clone(), value))
    }

    /// The content of a bucket.
    pub fn bucket(&self, bucket: &Bucket) -> Arc<Content> {
        self.see(StatePart::Bucket(bucket.cell));
        self.look(|cells| Arc::clone(cells.bucket(bucket.cell).unwrap_or(&bucket.initial)))
    }

    /// Replaces the content of a bucket.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn set_bucket(&self, bucket: &Bucket, content: Arc<Content>) -> Result<(), StateError> {
        let gone = self.look(|cells| cells.bucket(bucket.cell).map_or(0, |content| content.own_weight()));
        self.reserve(content.own_weight(), gone, &|| named(bucket))?;
        self.change(StatePart::Bucket(bucket.cell), &|| named(bucket), |cells| cells.set_bucket(bucket.cell, content))
    }

    /// Changes the content of a bucket. What this step has changed before is changed in place.
    ///
    /// # Errors
    /// See [`StateError`].
    pub fn update_bucket<R>(&self, bucket: &Bucket, change: impl FnOnce(&mut Content) -> R) -> Result<R, StateError> {
        let mut content = self.bucket(bucket);
        if Arc::ptr_eq(&content, &bucket.initial) {
            content = Arc::new(Content::for_a_change(&content));
        }
        // Until it is put back nobody else of this step holds it.
        let place = || named(bucket);
        let cell = StatePart::Bucket(bucket.cell);
        self.change(cell, &place, |cells| cells.set_bucket(bucket.cell, Arc::default()))?;
        let result = change(Arc::make_mut(&mut content));
        self.reserve(content.own_weight(), 0, &place)?;
        self.change(cell, &place, |cells| cells.set_bucket(bucket.cell, content))?;
        Ok(result)
    }

    /// Refuses a value that nests too deeply for a place so many levels down in a bucket.
    ///
    /// # Errors
    /// [`StateError::TooDeep`].
    pub fn fits_bucket(bucket: &Bucket, level: usize, value: &Value) -> Result<(), StateError> {
        fits(level, value, &|| named(bucket))
    }

    /// Starts all request numbers again at 1.
    pub fn reset_numbers(&self) {
        self.see(StatePart::All);
        self.state.counters.restore(Default::default());
    }

    /// The number of the next request to a route, from 1.
    pub fn next_number(&self, route: CellId) -> u64 {
        self.see(StatePart::Number(route));
        self.state.counters.next(route)
    }

    /// Counts a request to a route; gives its number, where that is here. A number that is elsewhere is not counted here:
    /// nothing asked for it.
    pub fn count(&self, route: CellId) -> Option<u64> {
        (!self.state.lacks(StatePart::Number(route))).then(|| self.state.counters.count(route))
    }

    /// As [`Step::commit`], unless the step went beyond its request's budget, or there was no room: then nothing of it
    /// remains. Whether it was committed.
    pub fn commit_within_budget(self) -> bool {
        let holds = budget::check().is_ok() && !self.is_refused.get();
        if holds {
            self.commit();
        } else {
            self.state.settle();
        }
        holds
    }

    /// Whether the space rests in a store, where replicas share it.
    pub fn is_shared(&self) -> bool {
        self.state.is_shared()
    }

    /// How often something was used that replicas count together.
    pub fn used(&self, cell: CellId) -> u64 {
        self.see(StatePart::Used(cell));
        self.state.used.next(cell) - 1
    }

    /// Counts a use of it. One that is counted elsewhere is counted when it is here: then the step is done again.
    pub fn count_use(&self, cell: CellId) {
        self.see(StatePart::Used(cell));
        if !self.state.lacks(StatePart::Used(cell)) {
            self.state.used.count(cell);
        }
    }

    /// Makes the changes of the step those of the space.
    pub fn commit(self) {
        if self.is_refused.get() {
            self.state.settle();
        } else if self.changed.get()
            && let Some(cells) = self.cells.into_inner()
        {
            self.state.store(cells);
        }
    }
}

fn named(bucket: &Bucket) -> String {
    format!("the data bucket \"{}\"", if bucket.name.is_empty() { &bucket.id } else { &bucket.name })
}

fn fits(level: usize, value: &Value, place: &dyn Fn() -> String) -> Result<(), StateError> {
    if level > MAX_NESTING || value.nests_deeper_than(MAX_NESTING - level) {
        return Err(StateError::TooDeep { place: place(), levels: MAX_NESTING });
    }
    Ok(())
}
