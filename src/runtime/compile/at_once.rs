//! The routes of a large environment, compiled on all cores: a start waits for them.

use std::sync::Arc;

use crate::budget::together;
use crate::routing::Table;

use super::super::compiled::{CompiledRoute, RouteSlot, RouteTarget};
use super::listing::{Entry, entries_by, table_of};
use super::{Compiler, RoutePaths};

/// Fewer routes are compiled before there is a thread for them.
const LEAST: usize = 1_000;

/// Bytes that a route takes.
const ROOM: usize = 1 << 10;

/// So many pieces for each thread, because they do not take equally long.
const PIECES: usize = 2;

/// Some of the routes, with who compiles them.
struct Piece<'a> {
    compiler: Compiler<'a>,
    /// What leads to the routes at these positions of the model, if anything does.
    paths: Vec<(usize, Option<RoutePaths>)>,
    /// The same for the table; the first route of the piece is number 0.
    entries: Vec<Entry>,
}

/// What is done once all paths are known.
enum Task<'a> {
    Table(Vec<Entry>),
    Routes(Box<Piece<'a>>),
}

enum Done {
    Table(Table<RouteTarget>),
    Routes(Vec<Arc<CompiledRoute>>, Vec<String>),
}

impl<'a> Compiler<'a> {
    /// Compiles the routes at these positions, none of which is there twice, and makes the table of them; does nothing where
    /// they are few, or where they depend on others.
    pub(super) fn at_once(&mut self, positions: &[usize]) -> Option<Table<RouteTarget>> {
        let is_start = self.previous.is_none() && self.given.is_none() && !self.cells.are_shared();
        let threads = together::parts(positions.len(), LEAST);
        if threads < 2 || !is_start {
            return None;
        }
        let source = self.environment;
        let done = together::each(self.tasks(positions, threads * PIECES), |task| match task {
            Task::Table(entries) => Done::Table(table_of(source, entries.into_iter())),
            Task::Routes(piece) => {
                let Piece { mut compiler, paths, .. } = *piece;
                together::make_room(paths.len() * ROOM);
                let routes = paths.into_iter().filter_map(|(position, paths)| compiler.route(position, paths?));
                let routes = routes.map(Arc::new).collect();
                Done::Routes(routes, compiler.warnings)
            }
        });
        let mut table = None;
        for done in done {
            match done {
                Done::Table(done) => table = Some(done),
                Done::Routes(routes, warnings) => {
                    self.routes.extend(routes);
                    self.warnings.extend(warnings);
                }
            }
        }
        table
    }

    /// What is to be done for the routes at these positions, whose places are settled here. The table comes first, because it
    /// takes longest.
    fn tasks(&mut self, positions: &[usize], pieces: usize) -> Vec<Task<'a>> {
        let pieces = positions.chunks(positions.len().div_ceil(pieces)).map(|piece| (self.another(), piece));
        let pieces = together::each(pieces.collect(), |(compiler, positions)| Piece::new(compiler, positions));
        let (mut entries, mut place) = (Vec::new(), 0);
        let mut tasks = Vec::with_capacity(pieces.len() + 1);
        for mut piece in pieces {
            let further = |(matcher, target): Entry| (matcher, RouteTarget { route: place + target.route, ..target });
            entries.extend(std::mem::take(&mut piece.entries).into_iter().map(further));
            for (position, paths) in &piece.paths {
                let at = u32::try_from(place).ok().filter(|_| paths.is_some());
                if let Some(slot) = self.slots.get_mut(*position) {
                    *slot = at.map_or(RouteSlot::NeverMatches, RouteSlot::At);
                }
                place += usize::from(paths.is_some());
            }
            tasks.push(Task::Routes(Box::new(piece)));
        }
        tasks.insert(0, Task::Table(entries));
        tasks
    }
}

impl<'a> Piece<'a> {
    fn new(mut compiler: Compiler<'a>, positions: &[usize]) -> Self {
        let source = compiler.environment;
        let (mut entries, mut place) = (Vec::with_capacity(positions.len()), 0);
        let paths = positions.iter().map(|position| {
            let paths = compiler.paths(*position);
            if let Some((route, paths)) = source.routes.get(*position).zip(paths.as_ref()) {
                entries.extend(entries_by(route, &paths.pattern, &paths.crud, place));
                place += 1;
            }
            (*position, paths)
        });
        let paths = paths.collect();
        Self { compiler, paths, entries }
    }
}
