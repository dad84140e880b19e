//! The values that requests change: variables, buckets, the overlay of environment variables.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Content;
use crate::js::{Object, Str};

/// The place of a bucket or of a route's number in spaces. Each version of a definition has its own; what did not change
/// over a reload keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId(u64);

impl CellId {
    /// One that nobody had before.
    pub fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// One consistent state of a space. Clones are three handles; who changes one copies what it changes.
#[derive(Clone, Default)]
pub struct Cells {
    /// Global variables.
    pub globals: Object,
    /// Environment variables that were set here.
    pub overlay: Arc<HashMap<Str, Str>>,
    /// Contents of buckets that are no longer what they were at the beginning, in the order of their ids.
    pub buckets: Arc<Vec<(CellId, Arc<Content>)>>,
}

impl Cells {
    /// The content of a bucket, if it is no longer the initial one.
    pub fn bucket(&self, cell: CellId) -> Option<&Arc<Content>> {
        let at = self.buckets.binary_search_by_key(&cell, |(id, _)| *id).ok()?;
        self.buckets.get(at).map(|(_, content)| content)
    }

    /// Sets the content of a bucket.
    pub fn set_bucket(&mut self, cell: CellId, content: Arc<Content>) {
        let buckets = Arc::make_mut(&mut self.buckets);
        match buckets.binary_search_by_key(&cell, |(id, _)| *id) {
            Ok(at) => buckets[at].1 = content,
            Err(at) => buckets.insert(at, (cell, content)),
        }
    }

    /// Forgets the buckets that are gone; false when there were none of these.
    pub fn retain(&mut self, is_there: impl Fn(CellId) -> bool) -> bool {
        let any = self.buckets.iter().any(|(cell, _)| !is_there(*cell));
        if any {
            Arc::make_mut(&mut self.buckets).retain(|(cell, _)| is_there(*cell));
        }
        any
    }
}
