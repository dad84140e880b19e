//! Cells of definitions where the state is shared with other processes: each of them finds the same.

use std::collections::HashMap;

use crate::environment::is_made_up;
use crate::environment::model::{DataBucket, Route};
use crate::state::CellId;

use super::options::Options;
use super::sameness::stripped;

/// The cells that an environment has given out so far; new ones for all where the state is in memory.
#[derive(Debug)]
pub struct SharedCells {
    is_shared: bool,
    /// How often a definition came.
    seen: HashMap<CellId, usize>,
}

impl SharedCells {
    /// Those of an environment.
    pub fn of(options: &Options) -> Self {
        Self { is_shared: options.store.is_some(), seen: HashMap::new() }
    }

    /// Whether they follow from the definitions, in their order.
    pub fn are_shared(&self) -> bool {
        self.is_shared
    }

    /// The cell of a bucket's content.
    pub fn of_bucket(&mut self, bucket: &DataBucket) -> CellId {
        // What it is known by, and what it begins with; it may be renamed.
        let known_by = if !is_made_up(&bucket.uuid) {
            &bucket.uuid
        } else if bucket.id.is_empty() {
            &bucket.name
        } else {
            &bucket.id
        };
        self.next(|| format!("bucket\0{known_by}\0{}", bucket.value))
    }

    /// The cell of a route's request number.
    pub fn of_route(&mut self, route: &Route) -> CellId {
        self.next(|| format!("route\0{}", serde_json::to_string(&stripped(route)).unwrap_or_default()))
    }

    fn next(&mut self, definition: impl FnOnce() -> String) -> CellId {
        if !self.is_shared {
            return CellId::fresh();
        }
        let definition = definition();
        let nth = self.seen.entry(CellId::of(&definition, 0)).or_default();
        *nth += 1;
        CellId::of(&definition, *nth - 1)
    }
}
