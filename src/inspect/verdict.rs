//! What is asked of the requests of a scope, and the verdict.

use std::sync::Arc;
use std::time::Duration;

use crate::rules::RuleError;
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::StoreError;

use super::Entry;
use super::expectation::Expectation;

/// Calls that may wait at once, per environment.
pub const MAX_WAITERS: usize = 256;

/// What is asked.
pub struct Question {
    /// What is expected.
    pub expectation: Expectation,
    /// How long it may take to come about; `None`: it has to be so now.
    pub within: Option<Duration>,
    /// How long nothing more may come that is meant, before a verdict that could still change is given.
    pub settle: Option<Duration>,
    /// Only later requests than this index.
    pub since: u64,
    /// Only requests that have their answer.
    pub answered: bool,
}

/// A question, and where it is asked.
#[derive(Clone, Copy)]
pub(super) struct Inquiry<'a> {
    pub(super) handle: &'a EnvironmentHandle,
    pub(super) spaces: &'a [Arc<Space>],
    /// Whether these are all there are, and will be.
    pub(super) everywhere: bool,
    pub(super) question: &'a Question,
}

/// Whether it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// It is.
    Holds,
    /// It is not.
    Fails,
    /// It cannot be known.
    Unknown,
}

/// The verdict, and what it stands on.
pub struct Verification {
    /// Whether it is so.
    pub answer: Finding,
    /// Requests that are meant.
    pub matched: usize,
    /// Requests that were looked at.
    pub total: usize,
    /// How long was waited.
    pub waited: Duration,
    /// What `since` skips all that was looked at.
    pub cursor: u64,
    /// Requests that nearly are meant, the nearest first.
    pub closest: Vec<Closest>,
    /// What to think of, if there is something.
    pub hint: Option<String>,
}

/// A request that nearly is meant.
pub struct Closest {
    /// The request.
    pub entry: Entry,
    /// What it does not meet.
    pub failed: Vec<crate::matching::Failed>,
}

/// Why there is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Too many wait already.
    #[error("{MAX_WAITERS} calls wait already in this environment; ask again when some have ended, or without within")]
    TooManyWaiters,
    /// A rule cannot be judged.
    #[error("{0}")]
    Rule(String),
    /// Rules look at a state that cannot be seen.
    #[error(transparent)]
    State(#[from] StoreError),
}

impl From<RuleError> for VerifyError {
    fn from(error: RuleError) -> Self {
        Self::Rule(error.to_string())
    }
}
