//! What was last read from a store or written to it, as far as there is room: a part that finds none is fetched again.

use std::collections::HashMap;

use super::part::StatePart;
use super::room::{Room, StateBudget};

/// Bytes of a value in memory for each of its text, about.
const PER_BYTE: usize = 4;
/// Bytes of a part beside its value, about.
const BASE_WEIGHT: usize = 128;

/// What parts held, each with the version of it.
pub(super) struct PartCache<T> {
    parts: HashMap<StatePart, Entry<T>>,
    bytes: usize,
    room: Room,
}

struct Entry<T> {
    version: String,
    held: T,
    bytes: usize,
}

impl<T> PartCache<T> {
    /// Nothing, with room for what the budget allows.
    pub(super) fn within(budget: &StateBudget) -> Self {
        Self { parts: HashMap::new(), bytes: 0, room: budget.room() }
    }

    /// What a part held last, and the version of that.
    pub(super) fn get(&self, part: StatePart) -> Option<(&str, &T)> {
        self.parts.get(&part).map(|entry| (entry.version.as_str(), &entry.held))
    }

    /// A part holds this now, in so many bytes of text. Without room for it nothing is known of the part.
    pub(super) fn insert(&mut self, part: StatePart, version: String, held: T, text: usize) {
        self.forget(|known| *known == part);
        let bytes = BASE_WEIGHT + PER_BYTE * text;
        if self.room.reserve(self.bytes + bytes).is_ok() {
            self.parts.insert(part, Entry { version, held, bytes });
            self.bytes += bytes;
        }
        self.room.settle(self.bytes);
    }

    /// Forgets the parts that are so.
    pub(super) fn forget(&mut self, is_over: impl Fn(&StatePart) -> bool) {
        let gone: usize = self.parts.extract_if(|part, _| is_over(part)).map(|(_, entry)| entry.bytes).sum();
        self.bytes -= gone;
        self.room.settle(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemoryBudget;

    #[test]
    fn keeps_as_much_as_there_is_room_for_and_gives_it_back() {
        let memory = MemoryBudget::default();
        let budget = StateBudget::new(10_000, &memory);
        let mut cache = PartCache::within(&budget);
        cache.insert(StatePart::Globals, "1".into(), "old", 1_000);
        cache.insert(StatePart::Overlay, "1".into(), "small", 10);
        let used = memory.used();
        cache.insert(StatePart::Globals, "2".into(), "large", 3_000);
        assert_eq!(cache.get(StatePart::Globals), None, "what it held before is of no use");
        assert_eq!(cache.get(StatePart::Overlay), Some(("1", &"small")));
        cache.insert(StatePart::Globals, "3".into(), "new", 1_000);
        assert_eq!((cache.get(StatePart::Globals), memory.used()), (Some(("3", &"new")), used));
        cache.forget(|_| true);
        assert_eq!(memory.used(), 0);
    }
}
