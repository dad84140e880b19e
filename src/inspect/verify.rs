//! Verifying: whether what was expected of the requests of a scope came about, waited for if it may still come.
//!
//! Whoever waits is woken by the journal, not by a timer, and looks only at what is new. The wait ends as soon as the
//! verdict cannot change any more.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::matching::Verdict;
use crate::rules::RuleError;
use crate::runtime::{EnvironmentHandle, Space, Transaction};
use crate::state::StoreError;

use super::expectation::{Expectation, Judged, Standing};
use super::{Entry, seeing};

/// The longest that a call may wait.
pub const MAX_WAIT: Duration = Duration::from_secs(60);
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

/// Whether it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
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
    pub answer: Answer,
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

/// Answers a question about the requests of some spaces.
///
/// # Errors
/// See [`VerifyError`].
pub async fn verify(
    handle: &Arc<EnvironmentHandle>,
    spaces: &[Arc<Space>],
    question: &Question,
) -> Result<Verification, VerifyError> {
    let began = Instant::now();
    let mut seen = Seen::new(question.since);
    let Some(within) = question.within else {
        seen.look(handle, spaces, question).await?;
        return seen.verdict(handle, spaces, question, began, None).await;
    };
    let watcher = handle.shared.journal.watch(MAX_WAITERS).ok_or(VerifyError::TooManyWaiters)?;
    let deadline = began + within.min(MAX_WAIT);
    let mut last_match = began;
    let session = spaces.first().filter(|space| space.session.is_some());
    loop {
        let changed = watcher.changed();
        if seen.look(handle, spaces, question).await? {
            last_match = Instant::now();
        }
        let standing = question.expectation.standing(&seen.judged(), seen.lost);
        let settled = question.settle.filter(|_| standing == Standing::HoldsSoFar).map(|settle| last_match + settle);
        let now = Instant::now();
        let end = settled.map_or(deadline, |settled| settled.min(deadline));
        let is_over = session.is_some_and(|session| session.has_ended()) || handle.shared.closing.is_announced();
        if matches!(standing, Standing::Holds | Standing::Fails) || now >= end || is_over {
            let ended = session.is_some_and(|session| session.has_ended());
            return seen.verdict(handle, spaces, question, began, ended.then_some("the session has ended")).await;
        }
        let session_end = async {
            match session {
                Some(session) => session.until_ended().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = changed => {}
            () = sleep_until(end) => {}
            () = session_end => {}
            () = handle.shared.closing.wait() => {}
        }
    }
}

/// What a question has seen so far.
struct Seen {
    since: u64,
    /// Of each space, by its place in the scope: up to where it was looked at, and how often it was purged.
    spaces: HashMap<usize, (u64, u64)>,
    /// Judged requests by index, in order.
    requests: Vec<(u64, Judged)>,
    /// Requests that wait for their answer, with their space.
    pending: Vec<(usize, Arc<Transaction>)>,
    /// Whether requests were dropped before they were looked at.
    lost: bool,
}

impl Seen {
    fn new(since: u64) -> Self {
        Self { since, spaces: HashMap::new(), requests: Vec::new(), pending: Vec::new(), lost: false }
    }

    /// Looks at what is new; whether something of it is meant.
    async fn look(
        &mut self,
        handle: &EnvironmentHandle,
        spaces: &[Arc<Space>],
        question: &Question,
    ) -> Result<bool, VerifyError> {
        let before = question.expectation.matched(&self.judged());
        let mut fresh: Vec<(usize, Arc<Transaction>)> = std::mem::take(&mut self.pending);
        for (place, space) in spaces.iter().enumerate() {
            let (to, purges) = self.spaces.get(&place).copied().unwrap_or((self.since, u64::MAX));
            let since = space.attached.journal.after(to);
            if purges != u64::MAX && purges != since.purges {
                // Whatever was seen before is said to be forgotten.
                self.requests.clear();
                fresh.retain(|(other, _)| *other != place);
            }
            self.lost |= since.evicted_to > to;
            let to = since.entries.last().map_or(to, |last| last.index());
            self.spaces.insert(place, (to, since.purges));
            fresh.extend(since.entries.into_iter().map(|entry| (place, entry)));
        }
        let mut looked_at = Vec::new();
        for (place, transaction) in fresh {
            if transaction.answered().is_none() {
                self.pending.push((place, Arc::clone(&transaction)));
                if question.answered {
                    continue;
                }
            }
            looked_at.push(Entry::new(transaction));
        }
        let matchers = question.expectation.matchers();
        let judged = seeing(handle, spaces, |scope| {
            let judge = |entry: &Entry| matchers.iter().map(|matcher| entry.judge(matcher, scope)).collect();
            looked_at.iter().map(judge).collect::<Result<Vec<Judged>, RuleError>>()
        });
        for (entry, judged) in looked_at.iter().zip(judged.await??) {
            match self.requests.binary_search_by_key(&entry.index(), |(index, _)| *index) {
                Ok(at) => self.requests[at].1 = judged,
                Err(at) => self.requests.insert(at, (entry.index(), judged)),
            }
        }
        Ok(question.expectation.matched(&self.judged()) > before)
    }

    fn judged(&self) -> Vec<Judged> {
        self.requests.iter().map(|(_, judged)| judged.clone()).collect()
    }

    async fn verdict(
        &self,
        handle: &EnvironmentHandle,
        spaces: &[Arc<Space>],
        question: &Question,
        began: Instant,
        ended: Option<&str>,
    ) -> Result<Verification, VerifyError> {
        let judged = self.judged();
        let answer = match question.expectation.standing(&judged, self.lost) {
            Standing::Holds | Standing::HoldsSoFar => Answer::Holds,
            Standing::FailsSoFar | Standing::Fails => Answer::Fails,
            Standing::Unknown => Answer::Unknown,
        };
        let closest = match answer {
            Answer::Holds => Vec::new(),
            _ => self.closest(handle, spaces, question).await?,
        };
        let hint = ended.map(str::to_owned).or_else(|| self.hint(handle, spaces, question, answer));
        Ok(Verification {
            answer,
            matched: question.expectation.matched(&judged),
            total: judged.len(),
            waited: began.elapsed(),
            cursor: self.spaces.values().map(|(to, _)| *to).max().unwrap_or(0).max(self.since),
            closest,
            hint,
        })
    }

    /// The requests that are not meant and fail the least.
    async fn closest(
        &self,
        handle: &EnvironmentHandle,
        spaces: &[Arc<Space>],
        question: &Question,
    ) -> Result<Vec<Closest>, VerifyError> {
        const MOST: usize = 3;
        let meant = |index: u64| {
            let at = self.requests.binary_search_by_key(&index, |(index, _)| *index).ok();
            at.is_some_and(|at| self.requests[at].1.contains(&Verdict::Yes))
        };
        let mut others = Entry::all(spaces);
        others.retain(|entry| entry.index() > self.since && !meant(entry.index()));
        let matchers = question.expectation.matchers();
        let failed = seeing(handle, spaces, |scope| {
            let least = |entry: &Entry| {
                let failed = matchers.iter().map(|matcher| entry.failed(matcher, scope));
                failed.min_by_key(Vec::len).unwrap_or_default()
            };
            others.iter().map(least).collect::<Vec<_>>()
        });
        let failed = failed.await?;
        let mut closest: Vec<Closest> =
            others.into_iter().zip(failed).map(|(entry, failed)| Closest { entry, failed }).collect();
        closest.sort_by_key(|one| (one.failed.len(), std::cmp::Reverse(one.entry.index())));
        closest.truncate(MOST);
        Ok(closest)
    }

    fn hint(
        &self,
        handle: &EnvironmentHandle,
        spaces: &[Arc<Space>],
        question: &Question,
        answer: Answer,
    ) -> Option<String> {
        match answer {
            Answer::Holds => None,
            Answer::Unknown if self.lost => Some(
                "requests of this scope were dropped for room before they were looked at; raise MOCKOON_JOURNAL_ENTRIES or \
                 MOCKOON_MAX_TRANSACTION_LOG_BYTES, ask earlier, or use since"
                    .to_owned(),
            ),
            Answer::Unknown => Some(
                "the bodies of some requests were cut, and the verdict hangs on them; raise \
                 MOCKOON_MAX_TRANSACTION_LOG_BYTES"
                    .to_owned(),
            ),
            Answer::Fails => {
                let elsewhere = handle.spaces.all().into_iter().any(|space| {
                    !spaces.iter().any(|own| Arc::ptr_eq(own, &space)) && !space.attached.journal.is_empty()
                });
                let waits = !self.pending.is_empty() && question.answered;
                match () {
                    () if waits => Some("requests that wait for their answer were not counted (when: answered)".to_owned()),
                    () if self.requests.is_empty() && elsewhere => Some(
                        "no request came in this scope, but some came in others; name the session by ?session=ID, or look at \
                         all by ?session=*"
                            .to_owned(),
                    ),
                    () if self.requests.is_empty() => Some("no request has come at all".to_owned()),
                    () => None,
                }
            }
        }
    }
}
