//! A fault: which requests it is for, how often, and what becomes of their answers.
//!
//! `kind` has the kinds of faults, one row each; `read` makes a [`Definition`] of a JSON object; `decide` says what happens
//! to the n-th request that it matches, which depends on nothing else; `latency` draws how long it takes. A [`Fault`] is a
//! definition in one space, with counts of its own. How an answer is broken on its way is the server's matter.

mod decide;
mod error;
mod kind;
mod latency;
mod read;
mod tally;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Item, Lifetime};
use crate::matching::Matcher;
use crate::memory::Share;
use crate::state::CellId;
use tally::Tally;

pub use error::FaultError;
pub use kind::{Kind, SCHEMA as KIND_SCHEMA};
pub use latency::Latency;
pub use read::SCHEMA;

/// Decisions that are shown.
const SHOWN_DECISIONS: u64 = 10_000;

/// A fault as it was asked for. Everything that decides stands here, and nothing that changes.
pub struct Definition {
    /// Which requests.
    pub matcher: Matcher,
    /// What becomes of their answers; `None` where they are late only.
    pub kind: Option<Kind>,
    /// How late they are.
    pub latency: Option<Latency>,
    /// How probable it is, from 0 to 1.
    pub probability: f64,
    /// What decisions and latencies are drawn from.
    pub seed: u64,
    /// So many matches pass first.
    pub after: u64,
    /// It happens at most so often.
    pub times: Option<u64>,
    /// It is there for so long.
    pub ttl: Option<Duration>,
    /// Decisions of another run, which this one repeats.
    pub replay: Option<String>,
    /// A digest of what it does and to which requests.
    digest: u64,
    /// The object, as it was given.
    pub source: Value,
}

/// A fault that has been decided on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decided {
    /// The number of the match, from 1.
    pub number: u64,
    /// How late the answer is.
    pub delay: Duration,
}

/// A fault in a space.
pub struct Fault {
    /// Its id.
    pub id: String,
    /// What it is.
    pub definition: Arc<Definition>,
    lifetime: Lifetime,
    /// What its matches are counted by where replicas count them together.
    cell: CellId,
    tally: Mutex<Tally>,
    /// What it takes of the memory; nothing where the companion file brought it.
    share: Option<Share>,
}

impl Fault {
    /// A fault that begins now.
    pub fn new(definition: Arc<Definition>, share: Share) -> Self {
        let lifetime = Lifetime::new(definition.times, definition.ttl);
        Self::called(Uuid::new_v4().to_string(), definition, lifetime, Some(share))
    }

    /// A fault of an id that no other has.
    pub fn called(id: String, definition: Arc<Definition>, lifetime: Lifetime, share: Option<Share>) -> Self {
        Self { cell: CellId::of(&id, 0), id, definition, lifetime, tally: Mutex::default(), share }
    }

    /// A fault of the companion file that begins now, the `nth` of those that are alike. It has the same id in every process.
    pub fn declared(definition: Arc<Definition>, nth: usize) -> Self {
        let digest =
            Sha256::new().chain_update(nth.to_be_bytes()).chain_update(definition.source.to_string()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        let id = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
        let lifetime = Lifetime::new(definition.times, definition.ttl);
        Self::called(id, definition, lifetime, None)
    }

    /// Whether the companion file brought it.
    pub fn is_of_companion(&self) -> bool {
        self.share.is_none()
    }

    /// Counts a match; what happens to it, if anything does.
    pub fn decide(&self) -> Option<Decided> {
        if self.lifetime.is_over() {
            return None;
        }
        let mut tally = self.tally();
        tally.matched += 1;
        let number = tally.matched;
        // Claimed under the lock: what happens to a match depends on those before it, and on none behind.
        let happens = self.definition.would_happen(number) && self.lifetime.claim();
        happens.then(|| Decided { number, delay: self.definition.delay(number) })
    }

    /// What would happen to the next match, as far as matches are counted here; nothing is counted.
    pub fn foresee(&self) -> Option<Decided> {
        let number = self.matched() + 1;
        let happens = self.lifetime.is_in_force() && self.definition.would_happen(number);
        happens.then(|| Decided { number, delay: self.definition.delay(number) })
    }

    /// What happens to the match of this number, which replicas have counted together.
    pub fn decide_at(&self, number: u64) -> Option<Decided> {
        let mut tally = self.tally();
        tally.matched = tally.matched.max(number);
        let happens = tally.happens(&self.definition, number);
        self.lifetime.note_used(tally.happened(&self.definition));
        happens.then(|| Decided { number, delay: self.definition.delay(number) })
    }

    /// Notes how often it matched at all replicas.
    pub fn note_matched(&self, matched: u64) {
        let mut tally = self.tally();
        tally.matched = matched;
        self.lifetime.note_used(tally.happened(&self.definition));
    }

    /// Matches so far.
    pub fn matched(&self) -> u64 {
        self.tally().matched
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The decisions so far, a `0` or `1` a match; of a long run the beginning.
    pub fn decisions(&self) -> String {
        self.definition.decisions(self.matched().min(SHOWN_DECISIONS))
    }
}

impl Item for Fault {
    fn id(&self) -> &str {
        &self.id
    }

    fn cell(&self) -> CellId {
        self.cell
    }

    fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }
}
