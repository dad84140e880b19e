//! The values that requests change: variables, buckets, the overlay of environment variables.

use std::collections::HashMap;
use std::sync::Arc;

use super::room::weigh;
use super::{CellId, Content};
use crate::js::{Object, Str, Value};

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
        self.weights[1] += content.own_weight();
        let buckets = Arc::make_mut(&mut self.buckets);
        match buckets.binary_search_by_key(&cell, |(id, _)| *id) {
            Ok(at) => {
                let before = std::mem::replace(&mut buckets[at].1, content);
                self.weights[1] = self.weights[1].saturating_sub(before.own_weight());
            }
            Err(at) => buckets.insert(at, (cell, content)),
        }
    }

    /// Forgets the buckets that are gone; false when there were none of these.
    pub fn retain(&mut self, is_there: impl Fn(CellId) -> bool) -> bool {
        let any = self.buckets.iter().any(|(cell, _)| !is_there(*cell));
        if any {
            Arc::make_mut(&mut self.buckets).retain(|(cell, _)| is_there(*cell));
            self.weights[1] = self.buckets.iter().map(|(_, content)| content.own_weight()).sum();
        }
        any
    }
}
