//! Properties in JavaScript's order.

use std::ops::Range;

use super::View;
use crate::js::{Str, Value};

/// Own properties in order.
pub struct Iter<'o> {
    view: View<'o>,
    /// Slots in order, where that is not how they stand.
    order: Option<Vec<u32>>,
    left: Range<usize>,
}

impl<'o> Iter<'o> {
    pub(super) fn new(view: View<'o>) -> Self {
        let order = match view {
            View::Pairs(_) => None,
            View::Shaped(shape, _) => shape.order(),
        };
        Self { view, order, left: 0..view.len() }
    }

    #[inline]
    fn property(&self, place: usize) -> Option<(&'o Str, &'o Value)> {
        let slot = match &self.order {
            Some(order) => *order.get(place)? as usize,
            None => place,
        };
        self.view.property(slot)
    }
}

impl<'o> Iterator for Iter<'o> {
    type Item = (&'o Str, &'o Value);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let place = self.left.next()?;
        self.property(place)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let place = self.left.next_back()?;
        self.property(place)
    }
}

impl ExactSizeIterator for Iter<'_> {}
