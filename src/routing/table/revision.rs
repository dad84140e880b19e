//! A table that follows another one.

use std::ops::Range;
use std::sync::Arc;

use super::super::index::Index;
use super::super::matcher::RouteMatcher;
use super::{Later, Table};

/// So many routes beside the index of the others are found as fast as those.
const MAX_LATER: usize = 256;

/// How routes become others: a range of them goes, and others come in their place.
pub struct Revision<T> {
    /// What goes, by the places that the routes had in first-match order.
    pub gone: Range<usize>,
    /// What comes, in first-match order.
    pub come: Vec<(RouteMatcher, T)>,
}

impl<T: Copy> Table<T> {
    /// The table after a change. `place` tells where the route that a target leads to had its place in first-match order
    /// (several targets may lead to one route), `moved` makes the target of a route behind the change one that leads there.
    ///
    /// `None` where too much has changed since the index was made, or the targets are not in the order of their places:
    /// then a table is to be built anew.
    pub fn revised(&self, revision: Revision<T>, place: impl Fn(&T) -> usize, moved: impl Fn(T) -> T) -> Option<Self> {
        let Revision { gone, come } = revision;
        if !self.targets.iter().flatten().map(&place).is_sorted() {
            return None;
        }
        let after = |target: T| match place(&target) {
            at if at < gone.start => Some(target),
            at if at < gone.end => None,
            _ => Some(moved(target)),
        };
        let is_behind = |target: &T| place(target) >= gone.end;
        let targets: Vec<Option<T>> = self.targets.iter().map(|target| target.and_then(after)).collect();
        let behind = self.targets.iter().position(|target| target.as_ref().is_some_and(is_behind));
        let behind = behind.unwrap_or(self.targets.len());

        let mut later = Vec::new();
        let mut come = Some(come);
        if let Some(before) = &self.later {
            if !before.targets.iter().map(&place).is_sorted() {
                return None;
            }
            let entries = before.index.matchers().iter().zip(&before.places).zip(&before.targets);
            for ((matcher, before_number), target) in entries {
                if is_behind(target) {
                    let stand_before = behind.min(*before_number);
                    later.extend(come.take().into_iter().flatten().map(|(matcher, to)| (matcher, stand_before, to)));
                }
                if let Some(target) = after(*target) {
                    later.push((matcher.clone(), *before_number, target));
                }
            }
        }
        later.extend(come.into_iter().flatten().map(|(matcher, to)| (matcher, behind, to)));

        let crossed_out = targets.iter().filter(|target| target.is_none()).count();
        if later.len() > MAX_LATER || crossed_out > MAX_LATER + targets.len() / 2 {
            return None;
        }
        Some(Self {
            base: Arc::clone(&self.base),
            targets,
            later: Later::new(later).map(Box::new),
            any_spelling: self.any_spelling,
        })
    }
}

impl<T> Later<T> {
    fn new(entries: Vec<(RouteMatcher, usize, T)>) -> Option<Self> {
        let mut matchers = Vec::with_capacity(entries.len());
        let (places, targets): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .map(|(matcher, place, target)| {
                matchers.push(matcher);
                (place, target)
            })
            .unzip();
        (!matchers.is_empty()).then(|| Self { index: Index::new(matchers), places, targets })
    }
}
