//! A JavaScript array: items that are shared until somebody writes.

use std::ops::Deref;
use std::sync::Arc;

use super::{Value, release};

/// The items of an array value. Clones share them; [`Array::make_mut`] copies what is shared.
#[derive(Clone, Default)]
pub struct Array(Option<Arc<Vec<Value>>>);

impl Array {
    /// An array that is equal to no other.
    pub fn new(items: Vec<Value>) -> Self {
        Self(Some(Arc::new(items)))
    }

    /// `[]` for what is never compared by identity: it takes no room, and is not even equal to itself.
    pub const fn nowhere() -> Self {
        Self(None)
    }

    /// Identity: where the items are while somebody holds them.
    pub fn address(&self) -> Option<usize> {
        self.0.as_ref().map(|items| Arc::as_ptr(items).addr())
    }

    /// The items, to change in place. They are copied first when they are shared.
    pub fn make_mut(&mut self) -> &mut Vec<Value> {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// Takes the items out if nobody else holds them.
    pub(super) fn take_own(&mut self) -> Option<Vec<Value>> {
        self.0.take().and_then(Arc::into_inner)
    }
}

impl Deref for Array {
    type Target = [Value];

    #[inline]
    fn deref(&self) -> &[Value] {
        self.0.as_ref().map_or(&[], |items| items)
    }
}

impl Drop for Array {
    // Apart, as that of an object.
    #[inline(never)]
    fn drop(&mut self) {
        if let Some(items) = self.0.take() {
            release::shallow(items, |items| Value::Array(Self(Some(items))).release());
        }
    }
}
