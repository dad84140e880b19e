//! Which fields of an object have been read, in its text and among its members.

use std::collections::HashSet;

/// The most fields that an object is asked for.
const MOST_FIELDS: usize = 24;

/// Keys of members, nothing is allocated for them.
#[derive(Default)]
pub(super) struct Taken {
    keys: [&'static str; MOST_FIELDS],
    count: usize,
}

impl Taken {
    pub(super) fn is_full(&self) -> bool {
        self.count == self.keys.len()
    }

    pub(super) fn push(&mut self, key: &'static str) {
        if let Some(place) = self.keys.get_mut(self.count) {
            *place = key;
            self.count += 1;
        }
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.keys.iter().take(self.count).any(|taken| *taken == key)
    }
}

/// A set of positions in a list; nothing is allocated for the first 64.
#[derive(Default)]
pub(super) struct PositionSet {
    first: u64,
    rest: HashSet<usize>,
}

impl PositionSet {
    pub(super) fn insert(&mut self, place: usize) {
        if place < 64 {
            self.first |= 1 << place;
        } else {
            self.rest.insert(place);
        }
    }

    pub(super) fn contains(&self, place: usize) -> bool {
        if place < 64 { self.first & (1 << place) != 0 } else { self.rest.contains(&place) }
    }
}
