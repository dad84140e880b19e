//! The places of a request that the rules of a route look at. There are few, many rules look at the same ones, and each is
//! read once.

use std::cell::OnceCell;

use crate::environment::model::RuleTarget;
use crate::js::{Str, Value};

/// As many places of a route are remembered.
const MOST: usize = 64;

/// The places that the rules of a route name, numbered.
#[derive(Default)]
pub struct ExtractionSlots {
    names: Vec<(RuleTarget, Str)>,
}

impl ExtractionSlots {
    /// The number of a place, if it is one whose value cannot change while the rules of one request are judged.
    pub fn number(&mut self, target: RuleTarget, modifier: Option<&Str>) -> Option<usize> {
        use RuleTarget::{Body, Cookie, Header, Params, Query};
        let modifier = modifier.filter(|modifier| !modifier.is_empty())?;
        if !matches!(target, Body | Query | Header | Cookie | Params) {
            return None;
        }
        let known = self.names.iter().position(|(of, name)| *of == target && name == modifier);
        known.or_else(|| {
            (self.names.len() < MOST).then(|| {
                self.names.push((target, modifier.clone()));
                self.names.len() - 1
            })
        })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

/// What was found at the places of a route, for one request.
pub struct ExtractionCache(Box<[OnceCell<Value>]>);

impl ExtractionCache {
    /// For so many slots.
    pub fn new(slots: usize) -> Self {
        Self((0..slots).map(|_| OnceCell::new()).collect())
    }

    /// What was found for a slot before.
    pub fn known(&self, number: usize) -> Option<&Value> {
        self.0.get(number)?.get()
    }

    /// What is known of a slot.
    pub fn slot(&self, number: usize) -> Option<&OnceCell<Value>> {
        self.0.get(number)
    }
}
