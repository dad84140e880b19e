//! A stub: a route for now, before or behind those of the file.
//!
//! It is compiled against the generation that serves, and again when another one does: prefix, headers, buckets and
//! callbacks are always the file's of today. Its request number is its own and goes on over reloads.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Item, Lifetime};
use crate::environment::model::Route;
use crate::memory::Share;
use crate::state::{CellId, RouteMetrics};

/// Where a stub stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StubPosition {
    /// Before the file's routes, and before older stubs.
    First,
    /// Behind them, and behind older stubs.
    Last,
}

impl StubPosition {
    /// Its name in the admin API.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
        }
    }
}

/// A stub. `C` is what it is compiled to.
pub struct Stub<C> {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub position: StubPosition,
    /// How long it is there.
    pub lifetime: Lifetime,
    /// Its definition, whole.
    pub route: Route,
    /// The place of its request number in its space, and of its uses.
    pub cell: CellId,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
    compiled: Mutex<Option<(u64, Arc<C>)>>,
    /// What it takes of the memory.
    _share: Share,
}

impl<C> Stub<C> {
    /// A stub of an id that no other has.
    pub fn new(id: String, route: Route, position: StubPosition, lifetime: Lifetime, share: Share) -> Self {
        Self {
            cell: CellId::of(&id, 0),
            id,
            position,
            lifetime,
            route,
            metrics: Arc::default(),
            compiled: Mutex::default(),
            _share: share,
        }
    }

    /// What it is compiled to beside the generation of this number.
    pub fn compiled(&self, generation: u64, compile: impl FnOnce(&Self) -> C) -> Arc<C> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((number, compiled)) = &*compiled
            && *number == generation
        {
            return Arc::clone(compiled);
        }
        let made = Arc::new(compile(self));
        // Requests that began with an older generation do not undo what newer ones need.
        if compiled.as_ref().is_none_or(|(number, _)| *number < generation) {
            *compiled = Some((generation, Arc::clone(&made)));
        }
        made
    }
}

impl<C> Item for Stub<C> {
    fn id(&self) -> &str {
        &self.id
    }

    fn cell(&self) -> CellId {
        self.cell
    }

    fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }
}
