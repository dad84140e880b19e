//! What a verification that fails lacks, for people: the step that is missing, the session that has the requests, the
//! requests that came nearest.

use std::sync::Arc;

use crate::matching::{Failed, Matcher, Verdict};
use crate::runtime::Space;
use crate::spelling;

use super::expectation::Expectation;
use super::verdict::{Closest, Inquiry, VerifyError};
use super::{Entry, with_rule_state};

/// Requests that are told.
const MOST: usize = 3;

/// A step of a sequence that did not come in its turn.
pub(super) struct MissingStep {
    /// Its position.
    pub(super) step: usize,
    /// Index of the request that the step before was; 0 where it is the first that is missing.
    pub(super) after: u64,
}

impl MissingStep {
    /// The step in a sentence.
    pub(super) fn told(&self, expectation: &Expectation) -> String {
        let matchers = expectation.matchers();
        let (number, count) = (self.step + 1, matchers.len());
        let wanted = matchers.get(self.step).map_or_else(String::new, |matcher| format!(" {}", matcher.source()));
        match self.after {
            0 => format!("step {number} of {count} is missing: no request was{wanted}"),
            after => format!("step {number} of {count} is missing: no request after #{after} was{wanted} in its turn"),
        }
    }
}

/// The requests that are not meant and fail the least; of a sequence those that are not the missing step.
pub(super) async fn closest(
    asked: Inquiry<'_>,
    missing: Option<&MissingStep>,
    is_meant: impl Fn(u64) -> bool,
) -> Result<Vec<Closest>, VerifyError> {
    let all = asked.question.expectation.matchers();
    let mut others = Entry::all(asked.spaces);
    others.retain(|entry| entry.index() > asked.question.since);
    let matchers = match missing {
        Some(missing) => {
            if others.iter().any(|entry| entry.index() > missing.after) {
                others.retain(|entry| entry.index() > missing.after);
            }
            all.get(missing.step..=missing.step).unwrap_or(all)
        }
        None => {
            others.retain(|entry| !is_meant(entry.index()));
            all
        }
    };
    let failed = with_rule_state(asked.handle, asked.spaces, |scope| {
        let least = |entry: &Entry| {
            let failed = matchers.iter().map(|matcher| entry.failed(matcher, scope));
            failed.min_by_key(Vec::len).unwrap_or_default()
        };
        others.iter().map(least).collect::<Vec<_>>()
    });
    let failed = failed.await?;
    let mut closest: Vec<Closest> =
        others.into_iter().zip(failed).map(|(entry, failed)| Closest { entry, failed }).collect();
    // What is the missing step and came before its turn fails nothing.
    closest.retain(|one| missing.is_none() || !one.failed.is_empty());
    closest.sort_by_cached_key(|one| (one.failed.len(), far(&one.failed), std::cmp::Reverse(one.entry.index())));
    closest.truncate(MOST);
    Ok(closest)
}

/// Which requests are too many, in a sentence.
pub(super) fn too_many(indices: &[u64]) -> Option<String> {
    let first: Vec<String> = indices.iter().take(MOST).map(|index| format!("#{index}")).collect();
    let more = match indices.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!indices.is_empty()).then(|| format!("too many are meant: {}{more}", first.join(", ")))
}

/// What an expectation says that hardly anybody means, in sentences.
pub(super) fn misread(expectation: &Expectation) -> Vec<String> {
    if matches!(expectation, Expectation::Only(matchers) if matchers.is_empty()) {
        return vec!["only: [] allows no request at all; list what may come".to_owned()];
    }
    let with_query = expectation.matchers().iter().find_map(|matcher| {
        let path = matcher.source()["path"].as_str()?;
        let (before, query) = path.split_once('?')?;
        let name = query.split(['=', '&']).next().filter(|name| !name.is_empty() && query.contains('='))?;
        Some(format!(
            "the path \"{path}\" has a query in it, and a path is matched without one: say path {before}, and \
             query.{name}=... in the query of the call, or a rule with target query and modifier {name}"
        ))
    });
    with_query.into_iter().collect()
}

/// A session that a match names and that nobody looks at, so that it says nothing, in a sentence.
pub(super) fn out_of_scope(asked: Inquiry<'_>) -> Option<String> {
    if asked.everywhere {
        return None;
    }
    let is_looked_at =
        |matcher: &&Matcher| asked.spaces.iter().any(|space| matcher.is_of_session(space.session.as_deref()));
    let matchers = asked.question.expectation.matchers();
    let session = &matchers.iter().find(|matcher| !is_looked_at(matcher))?.source()["session"];
    let scope = match asked.spaces.first().and_then(|space| space.session.as_deref()) {
        Some(id) => format!("the session \"{id}\""),
        None => "the base".to_owned(),
    };
    Some(format!(
        "the match says session {session}, but only requests of {scope} are looked at, so that none can be meant; name the \
         session by ?session= in the call, or look at all by ?session=*"
    ))
}

/// What `since` leaves out, in a sentence: requests that are meant where some are lacking, or all that came.
pub(super) async fn before_since(asked: Inquiry<'_>, lacks: bool, is_all: bool) -> Result<Option<String>, VerifyError> {
    let since = asked.question.since;
    let mut entries = Entry::all(asked.spaces);
    entries.retain(|entry| entry.index() <= since);
    let Some(newest) = entries.iter().map(Entry::index).max() else { return Ok(None) };
    let count = if lacks { meant(asked, &entries).await? } else { 0 };
    Ok(match (count, is_all) {
        (0, false) => None,
        (0, true) => Some(format!("no request has come after #{since}; the newest one of this scope is #{newest}")),
        (1, _) => Some(format!("one such request came before: since={since} leaves it out")),
        (count, _) => Some(format!("{count} such requests came before: since={since} leaves them out")),
    })
}

/// How many of these requests are meant.
async fn meant(asked: Inquiry<'_>, entries: &[Entry]) -> Result<usize, VerifyError> {
    let matchers = asked.question.expectation.matchers();
    let count = with_rule_state(asked.handle, asked.spaces, |scope| {
        let is_meant =
            |entry: &&Entry| matchers.iter().any(|matcher: &Matcher| entry.judge(matcher, scope) == Ok(Verdict::Yes));
        entries.iter().filter(is_meant).count()
    });
    Ok(count.await?)
}

/// Where else requests are that are meant, in a sentence.
pub(super) async fn elsewhere(asked: Inquiry<'_>) -> Result<Option<String>, VerifyError> {
    let is_own = |space: &Arc<Space>| asked.spaces.iter().any(|own| Arc::ptr_eq(own, space));
    for space in asked.handle.spaces.all().into_iter().filter(|space| !is_own(space)) {
        let mut entries = Entry::all(std::slice::from_ref(&space));
        entries.retain(|entry| entry.index() > asked.question.since);
        if entries.is_empty() {
            continue;
        }
        let count = meant(asked, &entries).await?;
        if count > 0 {
            let requests = if count == 1 { "one such request".to_owned() } else { format!("{count} such requests") };
            return Ok(Some(match &space.session {
                Some(id) => format!(
                    "the session \"{id}\" has {requests}; name it by ?session={id}, or look at all by ?session=*"
                ),
                None => format!("the base has {requests}; leave the session out, or look at all by ?session=*"),
            }));
        }
    }
    Ok(None)
}

/// How far what there was is from what was expected, of paths and values that fail: the fewest letters to change.
fn far(failed: &[Failed]) -> usize {
    const LONGEST: usize = 64;
    let start = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let letters = |one: &Failed| spelling::distance(&start(&one.expected), &start(&one.actual.to_str()));
    failed.iter().map(letters).sum()
}
