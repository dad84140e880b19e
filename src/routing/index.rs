//! Routes found by the path of a request: those without parameters by a hash, the others by their segments.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::entries::Entries;
use super::matcher::RouteMatcher;
use super::shape::Shape;
use super::trie::{EntryLists, Trie};
use crate::budget::background;
use crate::js::Str;

/// Routes in first-match order, by the paths that they may match.
#[derive(Debug)]
pub(super) struct Index {
    matchers: Vec<RouteMatcher>,
    /// Entries by folded path without parameters.
    fixed: HashMap<Str, Entries, RandomState>,
    /// Entries with parameters.
    trie: Trie,
}

impl Index {
    pub(super) fn new(matchers: Vec<RouteMatcher>) -> Self {
        let (mut fixed, mut trie) = (HashMap::<_, Entries, _>::default(), Trie::default());
        for (number, matcher) in (0..).zip(&matchers) {
            background::small_piece();
            for shape in matcher.pattern.shapes() {
                match shape {
                    Shape::Static(path) => fixed.entry(path).or_default().add(number),
                    Shape::Segments { segments, open } => trie.insert(segments, open, number),
                }
            }
        }
        fixed.shrink_to_fit();
        Self { matchers, fixed, trie }
    }

    /// The routes, by their numbers.
    pub(super) fn matchers(&self) -> &[RouteMatcher] {
        &self.matchers
    }

    /// What may match a folded path.
    pub(super) fn find(&self, folded: &str) -> CandidateLists<'_> {
        let exact = self.fixed.get(folded).map_or(&[][..], Entries::as_slice);
        let bare = folded.strip_suffix('/').and_then(|path| self.fixed.get(path)).map_or(&[][..], Entries::as_slice);
        let mut others = EntryLists::new();
        if !self.trie.is_empty() {
            self.trie.find(folded, &mut others);
        }
        CandidateLists { fixed: [exact, bare], others }
    }
}

/// Ascending lists of routes that may match, consumed from the front.
#[derive(Debug)]
pub(super) struct CandidateLists<'t> {
    fixed: [&'t [u32]; 2],
    others: EntryLists<'t>,
}

impl CandidateLists<'_> {
    /// The lowest number that has not been taken, out of all lists that have it.
    pub(super) fn first(&self) -> Option<u32> {
        self.fixed.iter().chain(&self.others).filter_map(|list| list.first()).min().copied()
    }

    /// Takes that number.
    pub(super) fn take(&mut self) -> Option<usize> {
        let lowest = self.first()?;
        for list in self.fixed.iter_mut().chain(&mut self.others) {
            if let Some((first, rest)) = list.split_first()
                && *first == lowest
            {
                *list = rest;
            }
        }
        Some(lowest as usize)
    }
}
