//! The generations before the one that serves: what recorded requests were answered by. Those that hold memory give way
//! to what needs it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::budget::background;
use crate::memory::Yielding;

use super::Generation;

/// Generations that are kept beside the current one.
const KEPT: usize = 3;

/// The last few, the newest last, each with the time (milliseconds since the epoch) when it ceased to serve.
#[derive(Default)]
pub(super) struct FormerGenerations(Mutex<VecDeque<(u64, Arc<Generation>)>>);

impl FormerGenerations {
    fn all(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<Generation>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps one that ceases to serve.
    pub(super) fn push(&self, generation: Arc<Generation>) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut all = self.all();
        all.push_back((u64::try_from(now.as_millis()).unwrap_or(u64::MAX), generation));
        let over = if all.len() > KEPT { all.pop_front() } else { None };
        drop(all);
        over.into_iter().for_each(|(_, generation)| let_go(generation));
    }

    /// The one of this number.
    pub(super) fn find(&self, number: u64) -> Option<Arc<Generation>> {
        self.all().iter().map(|(_, generation)| generation).find(|generation| generation.number == number).cloned()
    }
}

impl Yielding for FormerGenerations {
    fn oldest(&self) -> Option<u64> {
        self.all().iter().find(|(_, generation)| generation.charges.holds_any()).map(|(at, _)| *at)
    }

    fn give_way(&self) {
        let mut all = self.all();
        let position = all.iter().position(|(_, generation)| generation.charges.holds_any());
        let given = position.and_then(|position| all.remove(position));
        drop(all);
        // Not under the lock: it may be large.
        given.into_iter().for_each(|(_, generation)| let_go(generation));
    }
}

/// Drops a generation that nobody else holds, piece by piece.
fn let_go(generation: Arc<Generation>) {
    let Some(Generation { compiled, .. }) = Arc::into_inner(generation) else { return };
    for route in compiled.routes {
        drop(route);
        background::small_piece();
    }
    for route in Arc::into_inner(compiled.source).into_iter().flat_map(|source| source.routes) {
        drop(route);
        background::small_piece();
    }
}
