//! A step on a space, wherever it rests.
//!
//! In memory a step is done once, on the cells themselves. On a space that rests in a store it is a transaction: the parts
//! that it looks at are fetched, the step is done on these alone, and what it changed is written if the parts are still as
//! they were; if not, it is done again on what they have become. A step that looks at a part that was not fetched has seen
//! nothing of worth: the part is fetched too, and the step is done again. One that looks at nothing asks nobody.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::part::{StatePart, StateParts};
use super::remote::{self, Beginning, Commit, Ticket};
use super::store::StoreError;
use super::{State, Step};

/// How often a transaction is tried.
const MAX_ATTEMPTS: usize = 10;
/// From this conflict on others let it pass.
const URGENT_FROM: usize = 2;
/// How long to let others pass.
const PAUSE: Duration = Duration::from_millis(1);
/// How long a transaction may take in all.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a step may ask for more. Each time it has seen more, so that it comes to an end.
const MAX_FETCHES: usize = 64;

/// What became of a step.
pub enum Attempt<R> {
    /// It is done.
    Done(R),
    /// It has looked at parts that were not there.
    Missing(Vec<StatePart>),
}

impl State {
    /// Does a step. `work` makes the step on the state that it is given ([`State::own_step`]), commits it there, and may be
    /// called several times: what it does elsewhere must not matter until the end. `parts` are what it is expected to
    /// look at, and in the end what it did look at.
    ///
    /// # Errors
    /// When the store is unavailable, or others are always faster. In memory there are none.
    pub async fn transact<R>(
        &self,
        beginning: Beginning<'_>,
        parts: &mut StateParts,
        mut work: impl FnMut(&State) -> Attempt<R>,
    ) -> Result<R, StoreError> {
        let Some(remote) = self.remote() else {
            let attempt = work(self);
            return match attempt {
                Attempt::Done(result) => Ok(result),
                Attempt::Missing(_) => Err(StoreError::Conflicts),
            };
        };
        if parts.is_empty() {
            match work(self) {
                Attempt::Done(result) => return Ok(result),
                Attempt::Missing(missing) => parts.extend(missing),
            }
        }
        // A session may have a seed of its own.
        let draws = if self.faker.is_seeded() { &self.began_draws } else { beginning.draws };
        let beginning = Beginning { draws, ..beginning };
        // Who only reads is in nobody's way.
        let _turn = if parts.are_changed { Some(remote.turn.lock().await) } else { None };
        let mut loaded = remote.load(parts, beginning).await?;
        let (mut attempts, mut fetches) = (0, 0);
        let mut ticket = Ticket::draw();
        let began = Instant::now();
        while attempts < MAX_ATTEMPTS && fetches < MAX_FETCHES && began.elapsed() < PATIENCE {
            let working = self.working(loaded.image.clone(), loaded.parts.clone());
            match work(&working) {
                Attempt::Missing(missing) => {
                    fetches += 1;
                    parts.extend(missing);
                    loaded = remote.load(parts, beginning).await?;
                }
                Attempt::Done(result) => {
                    let now = working.image();
                    if !remote::is_changed(&loaded, &now) {
                        return Ok(result);
                    }
                    parts.are_changed = true;
                    match remote.commit(&loaded, &now, &ticket, beginning).await? {
                        Commit::Done => return Ok(result),
                        Commit::Conflict(fresh) => {
                            attempts += 1;
                            ticket.is_urgent = attempts >= URGENT_FROM;
                            loaded = *fresh;
                        }
                        Commit::NotYet => {
                            tokio::time::sleep(PAUSE).await;
                            loaded = remote.load(parts, beginning).await?;
                        }
                    }
                }
            }
        }
        remote.store().metrics.given_up.fetch_add(1, Ordering::Relaxed);
        Err(StoreError::Conflicts)
    }

    /// A step of a transaction on the state that it was given.
    pub fn own_step(&self) -> Step<'_> {
        match self.try_turn() {
            Some(turn) if self.is_working() => Step::writing(self, turn),
            _ => Step::reading(self),
        }
    }
}
