//! How often a fault matched and happened.
//!
//! Where replicas count matches together, how often it has happened follows from how often it matched: nobody has to count
//! that, too.

use super::Definition;

/// Counts of a fault.
#[derive(Default)]
pub(super) struct Tally {
    /// Matches so far.
    pub(super) matched: u64,
    /// Of the first so many matches, so many were meant.
    meant: (u64, u64),
}

impl Tally {
    /// Whether the match of this number is among those that it happens to.
    pub(super) fn happens(&mut self, definition: &Definition, number: u64) -> bool {
        definition.would_happen(number)
            && definition.times.is_none_or(|times| self.meant(definition, number - 1) < times)
    }

    /// How often it has happened.
    pub(super) fn happened(&mut self, definition: &Definition) -> u64 {
        self.meant(definition, self.matched).min(definition.times.unwrap_or(u64::MAX))
    }

    /// How many of the first matches are meant. Numbers that rise are looked at once.
    fn meant(&mut self, definition: &Definition, first: u64) -> u64 {
        let (looked_at, meant) = if first < self.meant.0 { (0, 0) } else { self.meant };
        let more = (looked_at + 1..=first).filter(|number| definition.would_happen(*number)).count();
        let meant = meant + more as u64;
        if first > self.meant.0 {
            self.meant = (first, meant);
        }
        meant
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::super::Fault;
    use super::*;

    #[test]
    fn replicas_that_count_together_decide_as_one_process_does() {
        let object = json!({"fault": {"type": "reset"}, "probability": 0.4, "after": 3, "times": 9, "seed": 3});
        let definition = Arc::new(Definition::read(&object).map_err(|error| error.message).unwrap());
        let fault = |nth| Fault::declared(Arc::clone(&definition), nth);
        let (one, replicas) = (fault(0), [fault(0), fault(0)]);
        let alone: Vec<_> = (0..60).map(|_| one.decide()).collect();
        let together: Vec<_> =
            (1..=60).map(|number| replicas[usize::from(number % 3 == 0)].decide_at(number)).collect();
        assert_eq!(together, alone);
        for fault in replicas {
            fault.note_matched(60);
            assert_eq!((fault.decisions(), fault.matched()), (one.decisions(), one.matched()));
            assert_eq!(fault.lifetime.used(), one.lifetime.used());
            assert_eq!(fault.decide_at(7), alone[6], "one that comes late");
        }
        assert!(one.id == fault(0).id && one.id != fault(1).id);
    }
}
