//! All routes of an environment, indexed: candidates come in first-match order at a cost that does not grow with
//! the number of routes.
//!
//! A table that follows another one shares its index: routes that are gone are crossed out, and those that came are
//! in a small index of their own, each with the place that it has among the others. So the change of one route among
//! thousands does not index the others anew.

mod revision;

use std::borrow::Cow;
use std::sync::Arc;

use super::index::{CandidateLists, Index};
use super::matcher::RouteMatcher;
use super::shape::index_key;
use super::{Params, Pattern};
use crate::environment::path_text::one_spelling;

pub use revision::Revision;

/// Routes with what they lead to, in first-match order.
#[derive(Debug)]
pub struct Table<T> {
    base: Arc<Index>,
    /// What the routes of `base` lead to; `None` where they are gone.
    targets: Vec<Option<T>>,
    /// Routes that came later, if any did.
    later: Option<Box<Later<T>>>,
    /// Whether paths are brought into one spelling before they are compared; those of the entries are in it.
    any_spelling: bool,
}

/// Routes that came later than those of the base, in first-match order.
#[derive(Debug)]
struct Later<T> {
    index: Index,
    /// For each the number of the route of the base that it comes before; these numbers do not fall.
    places: Vec<usize>,
    targets: Vec<T>,
}

/// A route that matches.
pub struct Candidate<'t, T> {
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
        let entries = entries.into_iter().map(|(matcher, target)| (matcher, Some(target)));
        let (mut matchers, mut targets): (Vec<_>, Vec<_>) = entries.unzip();
        matchers.shrink_to_fit();
        targets.shrink_to_fit();
        Self { base: Arc::new(Index::new(matchers)), targets, later: None, any_spelling: false }
    }

    /// Compares paths in one spelling, whatever was written by its letter or by its number.
    pub fn in_any_spelling(self, any_spelling: bool) -> Self {
        Self { any_spelling, ..self }
    }

    /// Number of routes.
    pub fn len(&self) -> usize {
        let later = self.later.as_ref().map_or(0, |later| later.targets.len());
        self.targets.iter().flatten().count() + later
    }

    /// Whether there is no route.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The routes that match, in first-match order, found one by one as they are asked for. The path has no query
    /// and no double slashes.
    pub fn candidates<'t>(&'t self, method: &'t str, path: &'t str) -> Candidates<'t, T> {
        let path = if self.any_spelling { one_spelling(path) } else { Cow::Borrowed(path) };
        let folded = index_key(&path);
        let base = self.base.find(&folded);
        let later = self.later.as_deref().map(|later| Box::new((later, later.index.find(&folded))));
        Candidates { table: self, method, path, base, later }
    }
}

/// See [`Table::candidates`].
#[derive(Debug)]
pub struct Candidates<'t, T> {
    table: &'t Table<T>,
    method: &'t str,
    path: Cow<'t, str>,
    base: CandidateLists<'t>,
    later: Option<Box<(&'t Later<T>, CandidateLists<'t>)>>,
}

impl<'t, T> Candidates<'t, T> {
    /// The next route that may match.
    fn next_entry(&mut self) -> Option<(&'t RouteMatcher, &'t T)> {
        loop {
            if let Some(later) = &mut self.later
                && let (later, found) = &mut **later
                && let Some(number) = found.first()
                && let Some(place) = later.places.get(number as usize)
                && self.base.first().is_none_or(|base| *place <= base as usize)
            {
                let number = found.take()?;
                return later.index.matchers().get(number).zip(later.targets.get(number));
            }
            let number = self.base.take()?;
            if let Some(Some(target)) = self.table.targets.get(number) {
                return self.table.base.matchers().get(number).map(|matcher| (matcher, target));
            }
        }
    }
}

impl<'t, T> Iterator for Candidates<'t, T> {
    type Item = Candidate<'t, T>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (matcher, target) = self.next_entry()?;
            if matcher.method.matches(self.method)
                && let Some(params) = matcher.pattern.matches(&self.path)
            {
                return Some(Candidate { pattern: &matcher.pattern, target, params });
            }
        }
    }
}

#[cfg(test)]
mod tests;
