//! What a question about requests has seen so far of the journals of its scope.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::time::Instant;

use crate::matching::Verdict;
use crate::rules::RuleError;
use crate::runtime::{Space, Transaction};
use crate::state::journal::Tally;
use crate::state::{JournalChange, Watcher};

use super::expectation::{Judged, Standing};
use super::lack::{self, MissingStep};
use super::verdict::{Finding, Inquiry, Question, Verification, VerifyError};
use super::{Entry, with_rule_state};

/// What a question has seen so far.
pub(super) struct Seen {
    /// Of each space in the order of the scope.
    positions: Vec<JournalPosition>,
    /// Requests that matter to the expectation, by index: their space, and how they are judged.
    indices: Vec<(u64, usize)>,
    judged: Vec<Judged>,
    /// Requests that wait for their answer, with their space.
    pending: BTreeMap<u64, usize>,
}

/// What was seen of a space.
struct JournalPosition {
    /// Only requests after this index count.
    after: u64,
    /// Requests of the first look, and how the journal stood then.
    first: (u64, Tally),
    /// How it stands.
    tally: Tally,
    /// Whether requests were dropped before they were looked at.
    lost: bool,
}

impl JournalPosition {
    /// Requests that came since the beginning or the last purge.
    fn total(&self) -> u64 {
        let (first, then) = self.first;
        if self.tally.purges == then.purges { first + self.tally.pushed - then.pushed } else { self.tally.pushed }
    }
}

impl Seen {
    /// What the journals have now; with a watcher what comes later is news. Whether something of it is meant.
    pub(super) async fn now(
        asked: Inquiry<'_>,
        watcher: Option<&Watcher<Transaction>>,
    ) -> Result<(Self, bool), VerifyError> {
        let (indices, judged, pending) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut seen = Self { positions: Vec::new(), indices, judged, pending };
        let since = asked.question.since;
        let mut fresh = Vec::new();
        for space in asked.spaces {
            seen.join(space, since, watcher, &mut fresh);
        }
        let is_meant = seen.judge(asked, fresh).await?;
        Ok((seen, is_meant))
    }

    /// What the journal of one space more has.
    fn join(
        &mut self,
        space: &Space,
        since: u64,
        watcher: Option<&Watcher<Transaction>>,
        fresh: &mut Vec<(usize, Arc<Transaction>)>,
    ) {
        let found = space.attached.journal.after(since, watcher);
        let (at, first) = (self.positions.len(), (found.entries.len() as u64, found.tally));
        let lost = found.evicted_to > since;
        self.positions.push(JournalPosition { after: since, first, tally: found.tally, lost });
        fresh.extend(found.entries.into_iter().map(|entry| (at, entry)));
    }

    /// Looks at what is new, also in spaces that have joined the scope at its end; whether something of it is meant.
    pub(super) async fn look(
        &mut self,
        asked: Inquiry<'_>,
        watcher: &Watcher<Transaction>,
    ) -> Result<bool, VerifyError> {
        let mut fresh = Vec::new();
        for (at, space) in asked.spaces.iter().enumerate() {
            if at == self.positions.len() {
                self.join(space, asked.question.since, Some(watcher), &mut fresh);
                continue;
            }
            let (news, lost, tally) = space.attached.journal.news(watcher);
            self.positions[at].tally = tally;
            for (position, news) in news {
                match news {
                    JournalChange::Entry(entry) => fresh.push((position, entry)),
                    JournalChange::Purged(to) => {
                        fresh.retain(|(of, _)| *of != position);
                        self.forget(position, to);
                    }
                }
            }
            // Whose they were is not known any more.
            self.positions.iter_mut().for_each(|position| position.lost |= lost);
        }
        self.judge(asked, fresh).await
    }

    /// A purge: whatever was seen of a space is said to be forgotten, and what was dropped before matters no more.
    fn forget(&mut self, position: usize, to: u64) {
        self.positions[position].after = to;
        self.positions[position].lost = false;
        self.pending.retain(|_, of| *of != position);
        let mut kept = self.indices.iter().map(|(_, of)| *of != position);
        self.judged.retain(|_| kept.next().unwrap_or(true));
        self.indices.retain(|(_, of)| *of != position);
    }

    async fn judge(
        &mut self,
        asked: Inquiry<'_>,
        mut fresh: Vec<(usize, Arc<Transaction>)>,
    ) -> Result<bool, VerifyError> {
        let Inquiry { question, .. } = asked;
        fresh.retain(|(position, transaction)| {
            let index = transaction.index();
            let is_answered = transaction.answered().is_some();
            let counts = index > self.positions[*position].after;
            match counts && !is_answered {
                true => self.pending.insert(index, *position),
                false => self.pending.remove(&index),
            };
            counts && (is_answered || !question.answered)
        });
        if fresh.is_empty() {
            return Ok(false);
        }
        let before = question.expectation.matched(&self.judged);
        let entries: Vec<Entry> = fresh.iter().map(|(_, transaction)| Entry::new(Arc::clone(transaction))).collect();
        let matchers = question.expectation.matchers();
        let judged = with_rule_state(asked.handle, asked.spaces, |rendering| {
            let judge = |entry: &Entry| matchers.iter().map(|matcher| entry.judge(matcher, rendering)).collect();
            entries.iter().map(judge).collect::<Result<Vec<Judged>, RuleError>>()
        });
        for ((position, transaction), judged) in fresh.iter().zip(judged.await??) {
            let index = transaction.index();
            let matters = question.expectation.minds_others() || judged.iter().any(|verdict| *verdict != Verdict::No);
            match (self.indices.binary_search_by_key(&index, |(index, _)| *index), matters) {
                (Ok(at), true) => self.judged[at] = judged,
                (Ok(at), false) => {
                    self.indices.remove(at);
                    self.judged.remove(at);
                }
                (Err(at), true) => {
                    self.indices.insert(at, (index, *position));
                    self.judged.insert(at, judged);
                }
                (Err(_), false) => {}
            }
        }
        Ok(question.expectation.matched(&self.judged) > before)
    }

    /// How it stands.
    pub(super) fn standing(&self, question: &Question) -> Standing {
        question.expectation.standing(&self.judged, self.has_lost())
    }

    /// Whether the verdict is given when nothing more comes for a while.
    pub(super) fn settles(&self, question: &Question) -> bool {
        question.expectation.settles(&self.judged, self.has_lost())
    }

    /// Whether requests were dropped before they were looked at.
    fn has_lost(&self) -> bool {
        self.positions.iter().any(|position| position.lost)
    }

    /// The verdict on what was seen.
    pub(super) async fn verdict(
        &self,
        asked: Inquiry<'_>,
        began: Instant,
        ended: Option<&str>,
    ) -> Result<Verification, VerifyError> {
        let Inquiry { question, .. } = asked;
        let answer = match self.standing(question) {
            Standing::Holds | Standing::HoldsSoFar => Finding::Holds,
            Standing::FailsSoFar | Standing::Fails => Finding::Fails,
            Standing::Unknown => Finding::Unknown,
        };
        let missing = question.expectation.missing_step(&self.judged).filter(|_| answer == Finding::Fails);
        let missing = missing.map(|(step, after)| {
            let after = after.and_then(|at| self.indices.get(at)).map_or(0, |(index, _)| *index);
            MissingStep { step, after }
        });
        let closest = match answer {
            Finding::Holds => Vec::new(),
            _ => lack::closest(asked, missing.as_ref(), |index| self.is_meant(index)).await?,
        };
        let waiting = if question.answered { self.pending.len() } else { 0 };
        let total = self.positions.iter().map(JournalPosition::total).sum::<u64>() as usize;
        let total = total.saturating_sub(waiting);
        let hint = match ended {
            Some(ended) => Some(ended.to_owned()),
            None => self.hint(asked, (answer, total), missing.as_ref()).await?,
        };
        // What comes next is later than the end of the journal, whatever was asked for.
        let end = asked.handle.shared.journal.last_index();
        let cursor = self.positions.iter().map(|position| position.tally.last.max(position.after.min(end))).max();
        Ok(Verification {
            answer,
            matched: question.expectation.matched(&self.judged),
            total,
            waited: began.elapsed(),
            cursor: cursor.unwrap_or(end),
            closest,
            hint,
        })
    }

    /// Whether a request is one of those that are meant.
    fn is_meant(&self, index: u64) -> bool {
        let at = self.indices.binary_search_by_key(&index, |(index, _)| *index).ok();
        at.is_some_and(|at| self.judged[at].contains(&Verdict::Yes))
    }

    /// What to think of, if there is something.
    async fn hint(
        &self,
        asked: Inquiry<'_>,
        (answer, total): (Finding, usize),
        missing: Option<&MissingStep>,
    ) -> Result<Option<String>, VerifyError> {
        let Inquiry { handle, spaces, question, .. } = asked;
        let hint = match answer {
            Finding::Holds => return Ok(lack::out_of_scope(asked)),
            Finding::Unknown if self.has_lost() => {
                "requests of this scope were dropped for room before they were looked at; raise MOCKOON_JOURNAL_ENTRIES or \
                 MOCKOON_MAX_TRANSACTION_LOG_BYTES, ask earlier, or use since"
            }
            Finding::Unknown => {
                "the bodies of some requests were cut, and the verdict hangs on them; raise \
                 MOCKOON_MAX_TRANSACTION_LOG_BYTES"
            }
            Finding::Fails if !self.pending.is_empty() && question.answered => {
                "requests that wait for their answer were not counted (when: answered)"
            }
            Finding::Fails => {
                let lacks = question.expectation.lacks(&self.judged);
                let mut hints: Vec<String> =
                    missing.map(|missing| missing.told(&question.expectation)).into_iter().collect();
                let surplus = question.expectation.surplus(&self.judged).into_iter();
                let surplus: Vec<u64> = surplus.filter_map(|at| Some(self.indices.get(at)?.0)).collect();
                hints.extend(lack::too_many(&surplus));
                hints.extend(lack::misread(&question.expectation));
                if lacks && let Some(there) = lack::elsewhere(asked).await? {
                    hints.push(there);
                } else if let Some(not_here) = lack::out_of_scope(asked) {
                    hints.push(not_here);
                } else if let Some(before) = lack::before_since(asked, lacks, total == 0).await? {
                    hints.push(before);
                } else if total == 0 {
                    let is_other = |space: &Arc<Space>| {
                        !spaces.iter().any(|own| Arc::ptr_eq(own, space)) && !space.attached.journal.is_empty()
                    };
                    hints.push(match handle.spaces.all().iter().any(is_other) {
                        true => "no request came in this scope, but some came in others; name the session by ?session=ID, or \
                                 look at all by ?session=*"
                            .to_owned(),
                        false => "no request has come at all".to_owned(),
                    });
                }
                return Ok((!hints.is_empty()).then(|| hints.join("; ")));
            }
        };
        Ok(Some(hint.to_owned()))
    }
}
