//! Verifying: whether what was expected of the requests of a scope came about, waited for if it may still come.
//!
//! Whoever waits is told by the journal of what may be meant, not woken by a timer, and looks only at that. The wait ends as
//! soon as the verdict cannot change any more.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::runtime::{EnvironmentHandle, Space};

use super::expectation::Standing;
use super::seen::Seen;
use super::verdict::Inquiry;
pub use super::verdict::{Closest, Finding, MAX_WAITERS, Question, Verification, VerifyError};

/// The longest that a call may wait.
pub const MAX_WAIT: Duration = Duration::from_secs(60);

/// Answers a question about the requests of some spaces; `everywhere`: of those that begin meanwhile too.
///
/// # Errors
/// See [`VerifyError`].
pub async fn verify(
    handle: &Arc<EnvironmentHandle>,
    mut spaces: Vec<Arc<Space>>,
    everywhere: bool,
    question: &Question,
) -> Result<Verification, VerifyError> {
    let began = Instant::now();
    let interests = || question.expectation.interests();
    let waits = question.within.map(|within| (within, handle.shared.journal.watch(MAX_WAITERS, interests())));
    let Some((within, Some(watcher))) = waits else {
        let inquiry = Inquiry { handle, spaces: &spaces, everywhere, question };
        let (seen, _) = Seen::now(inquiry, None).await?;
        // What cannot change any more needs no place among those who wait.
        let is_final = matches!(seen.standing(question), Standing::Holds | Standing::Fails);
        if waits.is_some() && !is_final {
            return Err(VerifyError::TooManyWaiters);
        }
        return seen.verdict(inquiry, began, None).await;
    };
    if everywhere {
        watcher.follow_others();
    }
    let deadline = began + within.min(MAX_WAIT);
    let mut last_match = began;
    let session = spaces.first().filter(|space| space.session.is_some()).cloned();
    let session = session.as_ref();
    let (mut seen, mut is_fresh) =
        Seen::now(Inquiry { handle, spaces: &spaces, everywhere, question }, Some(&watcher)).await?;
    loop {
        if is_fresh {
            last_match = Instant::now();
        }
        let standing = seen.standing(question);
        let settled = question.settle.filter(|_| seen.settles(question)).map(|settle| last_match + settle);
        let now = Instant::now();
        let end = settled.map_or(deadline, |settled| settled.min(deadline));
        let is_over = session.is_some_and(|session| session.has_ended()) || handle.shared.shutdown.is_triggered();
        if matches!(standing, Standing::Holds | Standing::Fails) || now >= end || is_over {
            let ended = session.is_some_and(|session| session.has_ended());
            let inquiry = Inquiry { handle, spaces: &spaces, everywhere, question };
            return seen.verdict(inquiry, began, ended.then_some("the session has ended")).await;
        }
        let session_end = async {
            match session {
                Some(session) => session.until_ended().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = watcher.woken() => {}
            () = sleep_until(end) => {}
            () = session_end => {}
            () = handle.shared.shutdown.wait() => {}
        }
        if watcher.others_have_news() {
            let known: HashSet<_> = spaces.iter().map(Arc::as_ptr).collect();
            let begun: Vec<_> =
                handle.spaces.all().into_iter().filter(|one| !known.contains(&Arc::as_ptr(one))).collect();
            spaces.extend(begun);
        }
        is_fresh = seen.look(Inquiry { handle, spaces: &spaces, everywhere, question }, &watcher).await?;
    }
}
