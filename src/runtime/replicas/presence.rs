//! Which replicas there are, and what each of them has done of what we told it.

use std::sync::atomic::Ordering;

use redis::ScriptInvocation;

use super::{Replicas, scripts};
use crate::state::StoreError;

/// Who has said nothing for so long (milliseconds) is not waited for.
const MAX_SILENCE: u64 = 3_000;
/// Replicas that are remembered.
const MAX_REMEMBERED: usize = 4_096;

impl Replicas {
    fn ask_who_is_here(&self, are_we: bool) -> ScriptInvocation<'static> {
        let mut script = scripts::present().key(self.keys.key("replicas"));
        script.arg(&self.id).arg(u8::from(are_we)).arg(MAX_SILENCE);
        script
    }

    /// Says that we are here, or that we go.
    pub(super) async fn is_here(&self, are_we: bool) -> Result<(), StoreError> {
        self.store.run::<Vec<String>>(&self.ask_who_is_here(are_we)).await.map(|_| ())
    }

    /// The ids of all replicas that are here.
    pub(super) async fn present(&self) -> Result<Vec<String>, StoreError> {
        self.store.run(&self.ask_who_is_here(true)).await
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
