//! The values that requests change: variables, buckets, the overlay of environment variables.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Content;
use super::room::weigh;
use crate::js::{Object, Str, Value};

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

    /// The one of a definition, the same in every process that has the definition; `nth` tells those apart that are defined
    /// alike.
    pub fn of(definition: &str, nth: usize) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        context.update(&nth.to_be_bytes());
        context.update(definition.as_bytes());
        let digest = context.finish();
        let first = digest.as_ref().iter().take(8);
        Self(first.fold(0, |id, byte| (id << 8) | u64::from(*byte)))
    }

    /// Reads what it is written as.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 16 { u64::from_str_radix(text, 16).ok().map(Self) } else { None }
    }
}

impl std::fmt::Display for CellId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// One consistent state of a space. Clones are three handles; who changes one copies what it changes.
#[derive(Clone, Default)]
pub struct Cells {
    /// Global variables.
    globals: Object,
    /// Bytes of the variables, and of the contents below.
    weights: [usize; 2],
    /// Environment variables that were set here.
    pub overlay: Arc<HashMap<Str, Str>>,
    /// Contents of buckets that are no longer what they were at the beginning, in the order of their ids.
    buckets: Arc<Vec<(CellId, Arc<Content>)>>,
}

/// Bytes of a variable beside its name and value, about.
const VARIABLE: usize = 64;

impl Cells {
    /// Bytes of variables and buckets, about.
    pub(super) fn weight(&self) -> usize {
        self.weights.iter().sum()
    }

    /// The same without any bucket that is different from the beginning.
    pub fn without_buckets(&self) -> Self {
        Self { buckets: Arc::default(), weights: [self.weights[0], 0], ..self.clone() }
    }

    /// All variables.
    pub fn globals(&self) -> &Object {
        &self.globals
    }

    /// Sets all variables.
    pub fn set_globals(&mut self, globals: Object) {
        self.globals = globals;
        self.weigh_globals();
    }

    /// Bytes of a variable, about.
    pub(super) fn variable_weight(name: &str, value: &Value) -> usize {
        VARIABLE + name.len() + weigh(value)
    }

    /// Sets a variable.
    pub(super) fn set_global(&mut self, name: Str, value: Value) {
        let gone = self.globals.get(&name).map_or(0, |before| Self::variable_weight(&name, before));
        self.weights[0] = (self.weights[0] + Self::variable_weight(&name, &value)).saturating_sub(gone);
        self.globals.insert(name, value);
    }

    /// Changes each variable in place.
    pub(super) fn change_globals(&mut self, change: impl FnMut(&mut Value)) {
        self.globals.change_each(change);
        self.weigh_globals();
    }

    fn weigh_globals(&mut self) {
        self.weights[0] = self.globals.iter().map(|(name, value)| Self::variable_weight(name, value)).sum();
    }

    /// Contents of buckets that are no longer the initial ones.
    pub(super) fn buckets(&self) -> &[(CellId, Arc<Content>)] {
        &self.buckets
    }

    /// The content of a bucket, if it is no longer the initial one.
    pub fn bucket(&self, cell: CellId) -> Option<&Arc<Content>> {
        let at = self.buckets.binary_search_by_key(&cell, |(id, _)| *id).ok()?;
        self.buckets.get(at).map(|(_, content)| content)
    }

    /// Sets the content of a bucket.
    pub fn set_bucket(&mut self, cell: CellId, content: Arc<Content>) {
        self.weights[1] += content.weight();
        let buckets = Arc::make_mut(&mut self.buckets);
        match buckets.binary_search_by_key(&cell, |(id, _)| *id) {
            Ok(at) => {
                let before = std::mem::replace(&mut buckets[at].1, content);
                self.weights[1] = self.weights[1].saturating_sub(before.weight());
            }
            Err(at) => buckets.insert(at, (cell, content)),
        }
    }

    /// Forgets the buckets that are gone; false when there were none of these.
    pub fn retain(&mut self, is_there: impl Fn(CellId) -> bool) -> bool {
        let any = self.buckets.iter().any(|(cell, _)| !is_there(*cell));
        if any {
            Arc::make_mut(&mut self.buckets).retain(|(cell, _)| is_there(*cell));
            self.weights[1] = self.buckets.iter().map(|(_, content)| content.weight()).sum();
        }
        any
    }
}
