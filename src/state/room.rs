//! How much the states of all spaces together may hold, and what one of them holds of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::budget;
use crate::js::Value;
use crate::memory::{MemoryBudget, Reserve, Share, Shortage};

/// A value is weighed no further (bytes): one whose parts are shared may seem to have no end.
const HEAVIEST: usize = 1 << 30;

/// Bytes of a value with what it holds, about; what is shared counts as often as it is there.
pub(crate) fn weigh(value: &Value) -> usize {
    let weight = size_of::<Value>() + value.weight(HEAVIEST);
    // Once exceeded, the budget ends whatever wanted to write.
    let _ = budget::work(weight as u64 >> 6);
    weight
}

/// What all states together may hold. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct StateBudget {
    states: MemoryBudget,
    memory: MemoryBudget,
}

/// Why a state does not grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRoom {
    /// The states are as large as they may be.
    #[error(
        "buckets, variables and snapshots may take {0} bytes together (MOCKOON_MAX_STATE_BYTES): delete some, or purge the state"
    )]
    States(usize),
    /// Others hold the memory.
    #[error(transparent)]
    Memory(Shortage),
}

impl StateBudget {
    /// So many bytes for all states, as far as the memory of the process goes.
    pub fn new(bytes: usize, memory: &MemoryBudget) -> Self {
        Self { states: MemoryBudget::new(bytes, 0), memory: memory.clone() }
    }

    /// Room for nothing yet.
    pub(super) fn room(&self) -> Room {
        Room(Mutex::new(Shares { of_states: self.states.share(), of_memory: self.memory.share() }))
    }

    /// Room for so many bytes, until the last handle on it is dropped.
    pub(super) fn take(&self, bytes: usize) -> Result<Arc<Room>, NoRoom> {
        let room = self.room();
        room.reserve(bytes)?;
        Ok(Arc::new(room))
    }
}

/// What one state holds of the budget.
#[derive(Debug)]
pub(super) struct Room(Mutex<Shares>);

#[derive(Debug)]
struct Shares {
    of_states: Share,
    of_memory: Share,
}

impl Room {
    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that there is room for so many bytes in all.
    pub(super) fn reserve(&self, bytes: usize) -> Result<(), NoRoom> {
        let mut shares = self.shares();
        let more = bytes.saturating_sub(shares.of_states.held());
        // By what one request adds: what a state holds in all was added by many.
        let reserve = Reserve::of(more);
        shares.of_states.grow_within(more, reserve).map_err(|shortage| match shortage {
            Shortage::Never { budget, .. } | Shortage::Now { budget } => NoRoom::States(budget),
        })?;
        if let Err(shortage) = shares.of_memory.grow_within(more, reserve) {
            shares.of_states.shrink(more);
            return Err(NoRoom::Memory(shortage));
        }
        Ok(())
    }

    /// The state has so many bytes now: gives back what was reserved beyond that.
    pub(super) fn settle(&self, bytes: usize) {
        let mut shares = self.shares();
        let beyond = shares.of_states.held().saturating_sub(bytes);
        shares.of_states.shrink(beyond);
        shares.of_memory.shrink(beyond);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_states_share_what_they_may_hold() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let budget = StateBudget::new(600 << 10, &memory);
        let (one, other) = (budget.room(), budget.room());
        assert_eq!((one.reserve(400 << 10), memory.used()), (Ok(()), 400 << 10));
        assert_eq!(other.reserve(300 << 10), Err(NoRoom::States(600 << 10)));
        assert_eq!(one.reserve(300 << 10), Ok(()), "it has more");
        one.settle(100 << 10);
        assert_eq!((other.reserve(300 << 10), memory.used()), (Ok(()), 400 << 10));
        let taken = memory.take(600 << 10);
        assert!(matches!(other.reserve(500 << 10), Err(NoRoom::Memory(Shortage::Now { .. }))));
        drop((taken, one, other));
        assert_eq!(budget.room().reserve(600 << 10), Ok(()), "a room gives back what it has");
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn what_is_shared_counts_as_often_as_it_is_there() {
        let text = Value::from("x".repeat(1_000));
        assert_eq!(weigh(&text), 1_032);
        assert!(weigh(&Value::array(vec![text.clone(), text])) > 2_064);
        let mut value = Value::from("x".repeat(100));
        for _ in 0..400 {
            value = Value::array(vec![value.clone(), value]);
        }
        assert!(weigh(&value) >= 1 << 30);
    }
}
