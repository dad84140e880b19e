//! The names of an object's properties, apart from the values: objects of one kind share one shape.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use hashbrown::HashTable;

use super::integer_key;
use crate::js::Str;

/// From this many names on, lookups go through a hash index; below it a scan is faster.
pub(super) const INDEX_FROM: usize = 24;

/// Names come from clients, so how they hash is each process's secret.
static HASHES: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Names without repetition. A property's slot is the place of its name here and of its value in the object.
#[derive(Clone, Default)]
pub(in crate::js) struct Shape {
    /// As inserted.
    names: Vec<Str>,
    /// Slots of the integer-like names, which come first in ascending order. Apart, so that any order of insertion
    /// costs the same.
    integers: BTreeMap<u32, u32>,
    /// Slots by name, once there are many.
    index: Option<HashTable<u32>>,
}

impl Shape {
    /// No names yet, and room for `count`.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { names: Vec::with_capacity(count), ..Self::default() }
    }

    /// The shape of these names in the order of insertion; `None` if one occurs twice.
    pub(in crate::js) fn of(names: &[Str]) -> Option<Self> {
        let mut shape = Self::with_capacity(names.len());
        for name in names {
            if shape.find(name).is_some() {
                return None;
            }
            shape.push(name.clone());
        }
        Some(shape)
    }

    /// The names by slot.
    #[inline]
    pub(in crate::js) fn names(&self) -> &[Str] {
        &self.names
    }

    /// The slot of that name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => {
                let is_it = |slot: &u32| self.names.get(*slot as usize).is_some_and(|own| own == name);
                index.find(HASHES.hash_one(name), is_it).map(|slot| *slot as usize)
            }
            None => self.names.iter().position(|own| own == name),
        }
    }

    /// Slots in JavaScript's order; `None` where that is the order of insertion.
    pub(super) fn order(&self) -> Option<Vec<u32>> {
        if self.integers.is_empty() {
            return None;
        }
        let others = (0u32..).zip(&self.names).filter(|(_, name)| integer_key(name).is_none());
        Some(self.integers.values().copied().chain(others.map(|(slot, _)| slot)).collect())
    }

    /// Adds a name that is not there.
    pub(super) fn push(&mut self, name: Str) {
        let slot = self.names.len() as u32;
        if let Some(number) = integer_key(&name) {
            self.integers.insert(number, slot);
        }
        self.names.push(name);
        match &mut self.index {
            Some(index) => enter(index, &self.names, slot),
            None if self.names.len() >= INDEX_FROM => self.reindex(),
            None => {}
        }
    }

    /// Removes the name of a slot; later ones move up.
    pub(super) fn remove(&mut self, slot: usize) {
        if slot >= self.names.len() {
            return;
        }
        self.names.remove(slot);
        let integers = (0u32..).zip(&self.names).filter_map(|(slot, name)| integer_key(name).map(|n| (n, slot)));
        self.integers = integers.collect();
        self.reindex();
    }

    fn reindex(&mut self) {
        self.index = None;
        if self.names.len() >= INDEX_FROM {
            let index = self.index.insert(HashTable::with_capacity(self.names.len()));
            for slot in 0..self.names.len() as u32 {
                enter(index, &self.names, slot);
            }
        }
    }
}

fn enter(index: &mut HashTable<u32>, names: &[Str], slot: u32) {
    let hash = |slot: &u32| names.get(*slot as usize).map_or(0, |name| HASHES.hash_one(name.as_str()));
    index.insert_unique(hash(&slot), slot, hash);
}
