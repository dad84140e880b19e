//! The routes of a large environment, compiled on all cores: a start waits for them.

use std::sync::Arc;

use crate::budget::together;
use crate::routing::Table;

use super::super::compiled::{CompiledRoute, RouteSlot, RouteTarget};
use super::listing::{entries_by, table_of};
use super::{Compiler, RoutePaths};

/// Fewer routes are compiled before there is a thread for them.
const LEAST: usize = 1_000;

/// Bytes that a route takes.
const ROOM: usize = 1 << 10;

/// So many pieces for each thread, because they do not take equally long.
const PIECES: usize = 2;

/// Once it is known which paths lead to which route, the table does not wait for the rest of the routes.
enum Task<'a, 'p> {
    Table,
    Routes(Compiler<'a>, &'p [(usize, RoutePaths)]),
}

enum Done {
    Table(Table<RouteTarget>),
    Routes(Vec<Arc<CompiledRoute>>),
}

impl Compiler<'_> {
    /// Compiles the routes at these positions, none of which is there twice, and makes the table of them; does nothing where
    /// they are few, or where they depend on others.
    pub(super) fn at_once(&mut self, positions: &[usize]) -> Option<Table<RouteTarget>> {
        let is_start = self.previous.is_none() && self.given.is_none() && !self.cells.are_shared();
        let parts = together::parts(positions.len(), LEAST);
        if parts < 2 || !is_start {
            return None;
        }
        let paths = self.paths_at_once(positions, parts);
        let pieces = paths.chunks(paths.len().div_ceil(parts * PIECES).max(1));
        let pieces = pieces.map(|piece| Task::Routes(self.another(), piece));
        let source = self.environment;
        let done = together::each([Task::Table].into_iter().chain(pieces).collect(), |task| match task {
            Task::Table => {
                let entries = paths.iter().enumerate().filter_map(|(index, (position, paths))| {
                    let route = source.routes.get(*position)?;
                    Some(entries_by(route, &paths.pattern, &paths.crud, index))
                });
                Done::Table(table_of(source, entries.flatten()))
            }
            Task::Routes(mut compiler, piece) => {
                together::make_room(piece.len() * ROOM);
                let routes = piece.iter().filter_map(|(position, paths)| compiler.route(*position, paths.clone()));
                Done::Routes(routes.map(Arc::new).collect())
            }
        });
        let mut table = None;
        for done in done {
            match done {
                Done::Table(done) => table = Some(done),
                Done::Routes(routes) => self.routes.extend(routes),
            }
        }
        table
    }

    /// What leads to the routes at these positions, with those positions; each route has its place among them.
    fn paths_at_once(&mut self, positions: &[usize], parts: usize) -> Vec<(usize, RoutePaths)> {
        let pieces = positions.chunks(positions.len().div_ceil(parts)).map(|piece| (self.another(), piece));
        let found = together::each(pieces.collect(), |(mut compiler, piece)| {
            let paths = piece.iter().map(|position| (*position, compiler.paths(*position)));
            (paths.collect::<Vec<_>>(), compiler.warnings)
        });
        let mut all = Vec::with_capacity(positions.len());
        for (piece, warnings) in found {
            self.warnings.extend(warnings);
            for (position, paths) in piece {
                let place = u32::try_from(all.len()).ok().filter(|_| paths.is_some());
                self.slots.get_mut(position).into_iter().for_each(|slot| {
                    *slot = place.map_or(RouteSlot::NeverMatches, RouteSlot::At);
                });
                all.extend(paths.map(|paths| (position, paths)));
            }
        }
        all
    }
}
