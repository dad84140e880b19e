//! The routes of an environment, compiled in their order, and the table of them. After an edit only what is another is
//! compiled, and the table goes on with the index that it has.

use std::ops::Range;
use std::sync::Arc;

use crate::budget::background;
use crate::environment::model::{Environment, PathSpelling, Route, RouteKind};
use crate::environment::route_tree;
use crate::routing::{CrudRoute, MethodMatch, Pattern, Revision, RouteMatcher, Table};

use super::super::compiled::{CompiledEnvironment, CompiledRoute, RouteSlot, RouteTarget};
use super::Compiler;

/// The routes of an environment.
pub(super) struct Routes {
    pub(super) table: Arc<Table<RouteTarget>>,
    pub(super) routes: Vec<Arc<CompiledRoute>>,
    pub(super) slots: Vec<RouteSlot>,
    pub(super) websockets: Vec<(Arc<Pattern>, usize)>,
    pub(super) warnings: Vec<String>,
}

/// What leads to a route in the table.
pub(super) type Entry = (RouteMatcher, RouteTarget);
impl Compiler<'_> {
    /// Compiles the routes.
    pub(super) fn routes(mut self) -> Routes {
        if let Some(routes) = self.in_place() {
            return routes;
        }
        self.warnings.clear();
        self.in_order()
    }

    /// The routes before with others in the place of some, after an edit that has left the order alone.
    fn in_place(&mut self) -> Option<Routes> {
        let previous = self.previous?;
        let others = self.reuse.as_ref()?.in_place(&self.shared.options.disabled_routes)?;
        let mut routes = previous.routes.clone();
        for position in others {
            let slot = previous.slots.get(position)?;
            if let RouteSlot::At(index) = slot {
                let same = self.reuse.as_ref().and_then(|reuse| reuse.route(position)).map(Arc::clone);
                let route = same.or_else(|| self.compiled(position))?;
                *routes.get_mut(*index as usize)? = route;
            } else if matches!(slot, RouteSlot::NeverMatches) {
                // Its warning names it as it is now.
                return None;
            }
        }
        let sockets = previous.websockets.iter();
        let websockets = sockets.map(|(_, index)| Some((Arc::clone(&routes.get(*index)?.pattern), *index)));
        Some(Routes {
            websockets: websockets.collect::<Option<_>>()?,
            table: self.table_after(previous, &routes)?,
            routes,
            slots: previous.slots.clone(),
            warnings: previous.warnings.clone(),
        })
    }

    /// The routes in the order of matching. That of WebSocket routes and that of the others hold all routes of all folders;
    /// each is compiled once.
    fn in_order(mut self) -> Routes {
        let (source, disabled) = (self.environment, &self.shared.options.disabled_routes);
        self.slots = vec![RouteSlot::Uncompiled; source.routes.len()];
        self.routes.reserve_exact(source.routes.len());
        let order = route_tree::rest_order(source, disabled);
        let table = self.at_once(&order);
        let listed: Vec<usize> = order.into_iter().filter_map(|position| self.compile(position)).collect();
        let mut websockets = Vec::new();
        for position in route_tree::websocket_order(source, disabled) {
            let Some(index) = self.compile(position) else { continue };
            websockets.extend(self.routes.get(index).map(|route| (Arc::clone(&route.pattern), index)));
        }
        self.routes.shrink_to_fit();
        // A folder that is referred to twice has its routes twice.
        let is_rising = listed.iter().zip(listed.iter().skip(1)).all(|(one, next)| one < next);
        let previous = self.previous.filter(|_| is_rising);
        let after = || previous.and_then(|previous| self.table_after(previous, &self.routes));
        let table = table.map(Arc::new).or_else(after).unwrap_or_else(|| {
            let routes = listed.iter().filter_map(|index| Some((*index, self.routes.get(*index)?)));
            Arc::new(table_of(source, routes.flat_map(|(index, route)| entries_of(route, index))))
        });
        Routes { table, routes: self.routes, slots: self.slots, websockets, warnings: self.warnings }
    }

    /// The table of routes that follow those of a generation; `None` where too many are others.
    fn table_after(
        &self,
        previous: &CompiledEnvironment,
        now: &[Arc<CompiledRoute>],
    ) -> Option<Arc<Table<RouteTarget>>> {
        let before = &previous.routes;
        let same = |(before, now): &(&Arc<CompiledRoute>, &Arc<CompiledRoute>)| Arc::ptr_eq(before, now);
        let head = before.iter().zip(now).take_while(same).count();
        let tail = before.iter().skip(head).rev().zip(now.iter().skip(head).rev()).take_while(same).count();
        let (gone, come) = (head..before.len() - tail, head..now.len() - tail);
        if previous.source.path_spelling != self.environment.path_spelling {
            return None;
        }
        if gone == come && is_same(entries(before, gone.clone()), entries(now, come.clone())) {
            return Some(Arc::clone(&previous.table));
        }
        let entering = entries(now, come.clone()).collect();
        let further = |target: RouteTarget| RouteTarget { route: target.route + come.len() - gone.len(), ..target };
        let revision = Revision { gone: gone.clone(), come: entering };
        previous.table.revised(revision, |target| target.route, further).map(Arc::new)
    }

    fn compiled(&mut self, position: usize) -> Option<Arc<CompiledRoute>> {
        let paths = self.paths(position)?;
        self.route(position, paths).map(Arc::new)
    }

    /// The place of the route at a position of the model among the compiled routes.
    fn compile(&mut self, position: usize) -> Option<usize> {
        match self.slots.get(position)? {
            RouteSlot::At(index) => return Some(*index as usize),
            RouteSlot::NeverMatches => return None,
            RouteSlot::Uncompiled => {}
        }
        let same = self.reuse.as_ref().and_then(|reuse| reuse.route(position)).map(Arc::clone);
        let route = same.or_else(|| self.compiled(position));
        background::small_piece();
        let index = self.routes.len();
        let slot = if route.is_some() { RouteSlot::At(u32::try_from(index).ok()?) } else { RouteSlot::NeverMatches };
        *self.slots.get_mut(position)? = slot;
        self.routes.push(route?);
        Some(index)
    }
}

/// The table of what leads to the routes of an environment.
pub(super) fn table_of(source: &Environment, entries: impl Iterator<Item = Entry>) -> Table<RouteTarget> {
    Table::build(entries).in_any_spelling(source.path_spelling == PathSpelling::Any)
}

/// What leads to some of the routes in the table.
fn entries(routes: &[Arc<CompiledRoute>], range: Range<usize>) -> impl Iterator<Item = Entry> {
    let routes = range.filter_map(|index| Some((index, routes.get(index)?)));
    routes.flat_map(|(index, route)| {
        background::small_piece();
        entries_of(route, index)
    })
}

/// What leads to a route in the table; nothing leads to a WebSocket there.
fn entries_of(route: &CompiledRoute, index: usize) -> impl Iterator<Item = Entry> {
    entries_by(&route.definition, &route.pattern, &route.crud, index)
}

/// The same by the paths of the route.
pub(super) fn entries_by(
    definition: &Route,
    pattern: &Arc<Pattern>,
    crud: &[CrudRoute],
    index: usize,
) -> impl Iterator<Item = Entry> {
    let plain = (definition.kind == RouteKind::Http).then(|| {
        let (method, pattern) = (MethodMatch::of(&definition.method), Arc::clone(pattern));
        (RouteMatcher { method, pattern }, RouteTarget { route: index, crud: None })
    });
    // Only a CRUD route has these.
    let crud = crud.iter().map(move |one| {
        let (method, pattern) = (MethodMatch::of(one.method), Arc::clone(&one.pattern));
        (RouteMatcher { method, pattern }, RouteTarget { route: index, crud: Some(one.operation) })
    });
    plain.into_iter().chain(crud)
}

/// Whether two lists lead to the same routes in the same way; patterns are compared by their address.
fn is_same(mut before: impl Iterator<Item = Entry>, mut now: impl Iterator<Item = Entry>) -> bool {
    let same =
        |(a, to): &Entry, (b, now): &Entry| Arc::ptr_eq(&a.pattern, &b.pattern) && a.method == b.method && to == now;
    loop {
        match (before.next(), now.next()) {
            (None, None) => return true,
            (Some(before), Some(now)) if same(&before, &now) => {}
            _ => return false,
        }
    }
}
