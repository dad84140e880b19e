//! What compiling takes over from the generation before: a route whose definition is the same object, in an environment
//! where all that it depends on is the same. An edit of one route among thousands compiles that one.

use std::ops::Range;
use std::sync::Arc;

use crate::environment::model::{Environment, Route, RouteKind};
use crate::environment::route_tree;
use crate::js::Str;
use crate::routing::{CrudRoute, Pattern};

use super::compiled::{CompiledEnvironment, CompiledRoute, RouteSlot};

/// The generation before, beside the environment that is being compiled.
pub(super) struct Reuse<'a> {
    previous: &'a CompiledEnvironment,
    now: &'a Environment,
    /// So many routes at the beginning of both lists are the same objects.
    head: usize,
    /// What is added to a position behind these to have the one before; both lists end alike.
    shift: isize,
    /// Whether the paths of routes are made in the same way.
    same_paths: bool,
    /// Whether all else is the same that routes are compiled with.
    same_rest: bool,
}

impl<'a> Reuse<'a> {
    pub(super) fn new(previous: &'a CompiledEnvironment, now: &'a Environment) -> Self {
        let before = &*previous.source;
        let pairs = before.routes.iter().zip(&now.routes);
        let head = pairs.take_while(|(before, now)| Arc::ptr_eq(before, now)).count();
        let same_paths = before.endpoint_prefix == now.endpoint_prefix;
        let same_rest = same_paths
            && before.latency == now.latency
            && before.headers == now.headers
            && before.callbacks == now.callbacks
            && before.data.len() == now.data.len()
            && before.data.iter().zip(&now.data).all(|(before, now)| {
                same_text(&before.value, &now.value) && before.id == now.id && before.name == now.name
            });
        let shift = before.routes.len() as isize - now.routes.len() as isize;
        Self { previous, now, head, shift, same_paths, same_rest }
    }

    /// The route at a position as it was compiled before, if it would be compiled to the same now.
    pub(super) fn route(&self, position: usize) -> Option<&'a Arc<CompiledRoute>> {
        let before = self.before(position).filter(|_| self.same_rest)?;
        self.now.routes.get(position).filter(|now| Arc::ptr_eq(&before.definition, now)).map(|_| before)
    }

    /// The pattern of the route at a position, if one was compiled for this endpoint.
    pub(super) fn pattern(&self, position: usize, route: &Route) -> Option<&'a Arc<Pattern>> {
        let before = self.before(position).filter(|_| self.same_paths)?;
        (before.definition.endpoint == route.endpoint).then_some(&before.pattern)
    }

    /// The nine routes of the CRUD route at a position, if they were made for this endpoint.
    pub(super) fn crud(&self, position: usize, route: &Route) -> Option<&'a [CrudRoute]> {
        let before = self.before(position).filter(|_| self.same_paths)?;
        (before.kind == RouteKind::Crud && before.definition.endpoint == route.endpoint).then_some(&before.crud)
    }

    /// The positions of the routes that are others, where nothing else has changed that other routes depend on: neither
    /// what they are compiled with nor their order, without the routes that `disabled` names.
    pub(super) fn in_place(&self, disabled: &[String]) -> Option<Range<usize>> {
        let before = &*self.previous.source;
        let behind = before.routes.iter().rev().zip(self.now.routes.iter().rev());
        let tail = behind.take_while(|(before, now)| Arc::ptr_eq(before, now)).count();
        let others = self.head..(self.now.routes.len() - tail.min(self.now.routes.len() - self.head));
        let same = self.same_rest && route_tree::is_same_order(before, self.now, disabled, others.clone());
        same.then_some(others)
    }

    /// What was compiled of the route that a position is aligned with.
    fn before(&self, position: usize) -> Option<&'a Arc<CompiledRoute>> {
        let position = if position < self.head { position } else { position.checked_add_signed(self.shift)? };
        match self.previous.slots.get(position)? {
            RouteSlot::At(index) => self.previous.routes.get(*index as usize),
            RouteSlot::Uncompiled | RouteSlot::NeverMatches => None,
        }
    }
}

/// Whether two texts are the same; one that is shared is not read.
pub(super) fn same_text(a: &Str, b: &Str) -> bool {
    a.len() == b.len() && (a.as_ptr() == b.as_ptr() || a == b)
}
