//! Which replicas there are, and what each of them has done of what we told it.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{Replicas, scripts};
use crate::state::StoreError;

/// Who has said nothing for so long (milliseconds) is not waited for.
const MAX_SILENCE: u64 = 10_000;
/// How long others have to do what we told.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Replicas that are remembered.
const MAX_REMEMBERED: usize = 4_096;

impl Replicas {
    /// Says that a replica is here, or is not; the ids of all that are.
    async fn note(&self, id: &str, is_here: bool) -> Result<Vec<String>, StoreError> {
        let mut script = scripts::present().key(self.keys.key("replicas"));
        script.arg(id).arg(u8::from(is_here)).arg(MAX_SILENCE);
        self.store.run(&script).await
    }

    /// Says that we are here, or that we go.
    pub(super) async fn is_here(&self, are_we: bool) -> Result<(), StoreError> {
        self.note(&self.id, are_we).await.map(|_| ())
    }

    /// Waits until all replicas have done what this one has told them to do. One that does not answer is waited for once:
    /// it is gone, or does it when it is back, and says then that it is here.
    pub async fn agreed(&self) {
        let wanted = self.outbox.last_for_all();
        if wanted <= self.agreed_to.load(Ordering::Acquire) {
            return;
        }
        let Ok(mut others) = self.note(&self.id, true).await else { return };
        others.retain(|other| *other != self.id);
        let has_done = |seen: &HashMap<String, u64>, one: &String| seen.get(one).is_some_and(|at| *at >= wanted);
        let mut seen = self.seen.subscribe();
        let by_all = seen.wait_for(|seen| others.iter().all(|one| has_done(seen, one)));
        if tokio::time::timeout(PATIENCE, by_all).await.is_err() {
            let late: Vec<&String> = others.iter().filter(|one| !has_done(&self.seen.borrow(), one)).collect();
            for one in late {
                // Where the store is away nobody waits anyway.
                let _ = self.note(one, false).await;
            }
        }
        // Who comes after this begins with all of it, and never says that it has seen it.
        self.agreed_to.fetch_max(wanted, Ordering::AcqRel);
    }

    /// Another has done what we told under this number, and all before.
    pub(super) fn was_seen(&self, by: &str, number: u64) {
        self.seen.send_modify(|seen| {
            if seen.len() >= MAX_REMEMBERED {
                seen.clear();
            }
            let latest = seen.entry(by.to_owned()).or_default();
            *latest = number.max(*latest);
        });
    }

    /// We have what steers the spaces.
    pub(super) fn has_joined(&self) {
        self.is_joined.store(true, Ordering::Release);
        self.store.announce();
    }

    /// Whether we have taken over what steers the spaces, since we began.
    pub fn is_joined(&self) -> bool {
        self.is_joined.load(Ordering::Acquire)
    }
}
