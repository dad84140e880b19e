//! Finding requests in the journals.

use std::sync::Arc;

use crate::matching::{Matcher, Verdict};
use crate::rules::RuleError;
use crate::runtime::{EnvironmentHandle, Space};
use crate::template::RenderContext;

use super::Entry;

/// Which of the requests that are meant.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// How many at the most.
    pub limit: usize,
    /// Only later ones than this index.
    pub since: u64,
    /// Oldest first.
    pub ascending: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 20, since: 0, ascending: false }
    }
}

/// What was found.
pub struct FoundEntries {
    /// The page.
    pub entries: Vec<Entry>,
    /// How many are meant in all.
    pub total: usize,
    /// What `since` goes on from: after all that was looked at, or after a page that begins at the oldest.
    pub cursor: u64,
    /// Entries of these spaces that were dropped for room.
    pub evicted: u64,
    /// Entries of which a part of the body is gone that would decide.
    pub undecided: usize,
}

/// Finds the requests of some spaces that a match object means.
///
/// # Errors
/// A rule that cannot be judged.
pub fn find(
    handle: &EnvironmentHandle,
    spaces: &[Arc<Space>],
    matcher: &Matcher,
    page: Page,
    rendering: &RenderContext<'_>,
) -> Result<FoundEntries, RuleError> {
    // Read before the entries: what comes in between is found again and not missed.
    let cursor = handle.shared.journal.last_index();
    let mut entries = Vec::new();
    let mut undecided = 0;
    for entry in Entry::all(spaces).into_iter().filter(|entry| entry.index() > page.since) {
        match entry.judge(matcher, rendering)? {
            Verdict::Yes => entries.push(entry),
            Verdict::No => {}
            Verdict::Unknown => undecided += 1,
        }
    }
    let total = entries.len();
    if !page.ascending {
        entries.reverse();
    }
    // A page that begins at the oldest is gone on with from its end.
    let cursor = match entries.get(page.limit.wrapping_sub(1)) {
        Some(last) if page.ascending && total > page.limit => last.index(),
        _ => cursor,
    };
    entries.truncate(page.limit);
    let evicted = spaces.iter().map(|space| space.attached.journal.evicted()).sum();
    Ok(FoundEntries { entries, total, cursor, evicted, undecided })
}
