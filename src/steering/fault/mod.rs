//! A fault: which requests it is for, how often, and what becomes of their answers.
//!
//! `read` makes a [`Definition`] of a JSON object; `decide` says what happens to the n-th request that it matches, which
//! depends on nothing else; `latency` draws how long it takes. A [`Fault`] is a definition in one space, with counts of its
//! own. How an answer is broken on its way is the server's matter.

mod decide;
mod latency;
mod read;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::{Item, Lifetime};
use crate::matching::Matcher;
use crate::memory::Share;

pub use latency::Latency;
pub use read::{FaultError, SCHEMA};

/// Decisions that are shown.
const SHOWN_DECISIONS: u64 = 10_000;

/// What becomes of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// The connection is reset.
    Reset,
    /// The connection is closed without an answer.
    Close,
    /// No answer comes.
    Hang,
    /// This part of the body comes, from 0 to 1, then the connection is closed.
    Truncate(f64),
    /// Something comes that is no HTTP.
    Garbage,
    /// This part of the body comes in chunks, from 0 to 1, and then something that is no chunk.
    MalformedChunk(f64),
    /// The body comes slowly.
    Dribble {
        /// In so many parts
        chunks: usize,
        /// over this time.
        over: Duration,
    },
    /// This status comes in the place of the route's answer.
    Status {
        /// 100 to 999.
        status: u16,
        /// Headers that go with it.
        headers: Vec<(String, String)>,
    },
}

impl Kind {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Close => "close",
            Self::Hang => "hang",
            Self::Truncate(_) => "truncate",
            Self::Garbage => "garbage",
            Self::MalformedChunk(_) => "malformed-chunk",
            Self::Dribble { .. } => "dribble",
            Self::Status { .. } => "status",
        }
    }

    /// Whether the client gets something else than the route's answer, or not all of it.
    pub fn breaks(&self) -> bool {
        !matches!(self, Self::Dribble { .. })
    }

    /// Whether nothing of the route's answer is sent, not even its status.
    pub fn sends_nothing(&self) -> bool {
        matches!(self, Self::Reset | Self::Close | Self::Hang | Self::Garbage)
    }

    /// Whether it comes in the place of the route's answer: the route does not run.
    pub fn is_an_answer(&self) -> bool {
        matches!(self, Self::Status { .. })
    }
}

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
    /// Matches so far.
    matched: Mutex<u64>,
    /// What it takes of the memory; nothing where the companion file brought it.
    share: Option<Share>,
}

impl Fault {
    /// A fault that begins now; without a share it is one of the companion file.
    pub fn new(definition: Arc<Definition>, share: Option<Share>) -> Self {
        let lifetime = Lifetime::new(definition.times, definition.ttl);
        Self { id: uuid::Uuid::new_v4().to_string(), definition, lifetime, matched: Mutex::new(0), share }
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
        let mut matched = self.matched.lock().unwrap_or_else(PoisonError::into_inner);
        *matched += 1;
        let number = *matched;
        // Claimed under the lock: what happens to a match depends on those before it, and on none behind.
        let happens = self.definition.would_happen(number) && self.lifetime.claim();
        happens.then(|| Decided { number, delay: self.definition.delay(number) })
    }

    /// Matches so far.
    pub fn matched(&self) -> u64 {
        *self.matched.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }
}
