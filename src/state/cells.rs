//! The values that requests change: variables, buckets, the overlay of environment variables.

use std::collections::HashMap;
use std::sync::Arc;

use super::room::{NoRoom, Room, StateBudget, weigh};
use super::{CellId, Content};
use crate::js::{Object, Str, Value};

/// One consistent state of a space. Clones are three handles; who changes one copies what it changes.
#[derive(Clone, Default)]
pub struct Cells {
    /// Global variables.
    globals: Object,
    /// Bytes of the variables, of the contents below, and of the overlay.
    weights: [usize; 3],
    /// Environment variables that were set here.
    overlay: Arc<HashMap<Str, Str>>,
    /// Contents of buckets that are no longer what they were at the beginning, in the order of their ids.
    buckets: Arc<Vec<(CellId, Arc<Content>)>>,
    /// Room that the variables took which it began with, where a snapshot kept them.
    _began_with: Option<Arc<Room>>,
}

/// Bytes of an entry of the overlay, about.
pub(super) fn overlay_weight(name: &str, value: &str) -> usize {
    VARIABLE + name.len() + value.len()
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
        let [globals, _, overlay] = self.weights;
        Self { buckets: Arc::default(), weights: [globals, 0, overlay], ..self.clone() }
    }

    /// The variables of it as a snapshot keeps them, with so many bytes more: whoever goes back to them holds their room.
    ///
    /// # Errors
    /// When there is none.
    pub fn at_rest(&self, budget: &StateBudget, more: usize) -> Result<Self, NoRoom> {
        let variables = self.without_buckets();
        let _began_with = Some(budget.take(variables.weight() + more)?);
        Ok(Self { _began_with, ..variables })
    }

    /// Environment variables that were set here.
    pub fn overlay(&self) -> &Arc<HashMap<Str, Str>> {
        &self.overlay
    }

    /// Sets all of them.
    pub fn set_overlay(&mut self, overlay: Arc<HashMap<Str, Str>>) {
        self.weights[2] = overlay.iter().map(|(name, value)| overlay_weight(name, value)).sum();
        self.overlay = overlay;
    }

    /// Sets one of them.
    pub(super) fn set_overlaid(&mut self, name: Str, value: Str) {
        let new = overlay_weight(&name, &value);
        let before = Arc::make_mut(&mut self.overlay).insert(name.clone(), value);
        let gone = before.map_or(0, |before| overlay_weight(&name, &before));
        self.weights[2] = (self.weights[2] + new).saturating_sub(gone);
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
