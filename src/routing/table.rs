//! All routes of an environment, indexed: candidates come in first-match order at a cost that does not grow with
//! the number of routes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::shape::{Shape, index_key};
use super::trie::{Entries, EntryLists, Trie};
use super::{Params, Pattern};
use crate::environment::path_text::one_spelling;
use crate::js::Str;

/// Methods that a route answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodMatch {
    /// `all`.
    Any,
    /// This one, in any case.
    Is(Str),
}

impl MethodMatch {
    /// From the `method` field of a route.
    pub fn of(method: &str) -> Self {
        if method == "all" { Self::Any } else { Self::Is(method.into()) }
    }

    /// Whether the route answers requests with this method.
    pub fn matches(&self, method: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Is(name) => name.eq_ignore_ascii_case(method),
        }
    }
}

/// What a request must look like to reach a route.
#[derive(Debug, Clone)]
pub struct RouteMatcher {
    /// Methods.
    pub method: MethodMatch,
    /// Paths.
    pub pattern: Arc<Pattern>,
}

/// Routes with what they lead to, in first-match order.
#[derive(Debug)]
pub struct Table<T> {
    entries: Vec<(RouteMatcher, T)>,
    /// Entries by folded path without parameters.
    fixed: HashMap<Str, Entries, RandomState>,
    /// Entries with parameters.
    trie: Trie,
    /// Whether paths are brought into one spelling before they are compared; those of the entries are in it.
    any_spelling: bool,
}

/// A route that matches.
pub struct Candidate<'t, T> {
    /// Place in first-match order.
    pub index: usize,
    /// The declared path and more.
    pub pattern: &'t Pattern,
    /// What the route leads to.
    pub target: &'t T,
    /// Parameters of the path.
    pub params: Params,
}

impl<T> Table<T> {
    /// Indexes routes given in first-match order.
    pub fn build(entries: impl IntoIterator<Item = (RouteMatcher, T)>) -> Self {
        let mut table = Self {
            entries: entries.into_iter().collect(),
            fixed: HashMap::default(),
            trie: Trie::default(),
            any_spelling: false,
        };
        for (index, (matcher, _)) in table.entries.iter().enumerate() {
            for shape in matcher.pattern.shapes() {
                match shape {
                    Shape::Static(path) => table.fixed.entry(path).or_default().add(index),
                    Shape::Segments { segments, open } => table.trie.insert(segments, open, index),
                }
            }
        }
        table.fixed.shrink_to_fit();
        table
    }

    /// Whether it was built from these very routes: patterns are compared by their address.
    pub fn is_of(&self, entries: &[(RouteMatcher, T)]) -> bool
    where
        T: PartialEq,
    {
        let same = |((a, to), (b, now)): (&(RouteMatcher, T), &(RouteMatcher, T))| {
            Arc::ptr_eq(&a.pattern, &b.pattern) && a.method == b.method && to == now
        };
        self.entries.len() == entries.len() && self.entries.iter().zip(entries).all(same)
    }

    /// Compares paths in one spelling, whatever was written by its letter or by its number.
    pub fn in_any_spelling(self, any_spelling: bool) -> Self {
        Self { any_spelling, ..self }
    }

    /// Number of routes.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no route.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the routes lead to, in order.
    pub fn targets(&self) -> impl ExactSizeIterator<Item = &T> {
        self.entries.iter().map(|(_, target)| target)
    }

    /// The routes that match, in first-match order, found one by one as they are asked for. The path has no query
    /// and no double slashes.
    pub fn candidates<'t>(&'t self, method: &'t str, path: &'t str) -> Candidates<'t, T> {
        let path = if self.any_spelling { one_spelling(path) } else { Cow::Borrowed(path) };
        let folded = index_key(&path);
        let exact = self.fixed.get(&*folded).map_or(&[][..], Entries::as_slice);
        let bare = folded.strip_suffix('/').and_then(|p| self.fixed.get(p)).map_or(&[][..], Entries::as_slice);
        let mut others = EntryLists::new();
        self.trie.find(&folded, &mut others);
        Candidates { table: self, method, path, fixed: [exact, bare], others }
    }
}

/// See [`Table::candidates`].
#[derive(Debug)]
pub struct Candidates<'t, T> {
    table: &'t Table<T>,
    method: &'t str,
    path: Cow<'t, str>,
    /// Ascending lists of entries that may match, consumed from the front.
    fixed: [&'t [usize]; 2],
    others: EntryLists<'t>,
}

impl<T> Candidates<'_, T> {
    /// The lowest entry that has not been tried, out of all lists that have it.
    fn next_entry(&mut self) -> Option<usize> {
        let heads = self.fixed.iter().chain(&self.others).filter_map(|list| list.first());
        let lowest = *heads.min()?;
        for list in self.fixed.iter_mut().chain(&mut self.others) {
            if let Some((first, rest)) = list.split_first()
                && *first == lowest
            {
                *list = rest;
            }
        }
        Some(lowest)
    }
}

impl<'t, T> Iterator for Candidates<'t, T> {
    type Item = Candidate<'t, T>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let index = self.next_entry()?;
            let Some((matcher, target)) = self.table.entries.get(index) else { continue };
            if matcher.method.matches(self.method)
                && let Some(params) = matcher.pattern.matches(&self.path)
            {
                return Some(Candidate { index, pattern: &matcher.pattern, target, params });
            }
        }
    }
}

#[cfg(test)]
mod tests;
