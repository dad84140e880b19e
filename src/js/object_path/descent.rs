//! Down into a value to change what is deep in it, and back up again.
//!
//! What is gone into is taken out of what holds it meanwhile: a list of owners instead of a call for each level, and
//! copies only of what others hold too.

use std::borrow::Cow;
use std::mem;

use smallvec::SmallVec;

use crate::js::{Value, object::integer_key};

/// A place in a value.
pub(crate) struct Descent<'p> {
    /// What is at the place.
    pub(crate) at: Value,
    holders: SmallVec<[(Value, Cow<'p, str>); 4]>,
}

impl<'p> Descent<'p> {
    /// Takes the whole value, which [`Descent::back`] gives back.
    pub(crate) fn into(data: &mut Value) -> Self {
        Self { at: mem::take(data), holders: SmallVec::new() }
    }

    /// Goes on to an own property; stays and copies nothing where there is none.
    pub(crate) fn enter(&mut self, key: impl Into<Cow<'p, str>>) -> bool {
        let key = key.into();
        let child = match &mut self.at {
            Value::Object(object) => object.change(&key, mem::take),
            Value::Array(items) => match integer_key(&key) {
                Some(index) if (index as usize) < items.len() => {
                    items.make_mut().get_mut(index as usize).map(mem::take)
                }
                _ => None,
            },
            _ => None,
        };
        let Some(child) = child else { return false };
        self.holders.push((mem::replace(&mut self.at, child), key));
        true
    }

    /// The whole value, with everything back where it was.
    pub(crate) fn back(self) -> Value {
        let mut value = self.at;
        for (mut holder, key) in self.holders.into_iter().rev() {
            match &mut holder {
                Value::Object(object) => {
                    object.change(&key, |slot| *slot = value);
                }
                Value::Array(items) => {
                    let slot = integer_key(&key).and_then(|index| items.make_mut().get_mut(index as usize));
                    if let Some(slot) = slot {
                        *slot = value;
                    }
                }
                _ => {}
            }
            value = holder;
        }
        value
    }
}
