//! A JavaScript object: own string keys, integer-like keys first in ascending order, the others as inserted.
//!
//! Most objects are items of a list and have a few properties, so what counts is the room that these take: one
//! allocation with the values in a row. Their names are a [`Shape`] that all objects of a kind share, or, where an object
//! is the only one of its kind, stand between the values. An object without properties takes no room at all.

mod iter;
mod shape;
mod write;

pub use iter::Iter;
pub(super) use shape::Shape;

use std::sync::Arc;

use triomphe::ThinArc;

use super::{Str, Value, release};

/// From this many properties on, names are apart from the values, where they can have an index.
pub(super) const SHAPED_FROM: usize = shape::INDEX_FROM;

/// Where the names are: in a shape, whose slots are those of the values, or `None`: each in front of its value, in
/// JavaScript's order. Slots behind the last property are `undefined`, names included.
type Names = Option<Arc<Shape>>;

/// Properties in JavaScript's order. Clones share them until somebody writes.
#[derive(Clone, Default)]
pub struct Object(Option<ThinArc<Names, Value>>);

/// The value of an integer-like key ("0", "17", not "017" or "4294967295"): these come first, in numeric order.
pub fn integer_key(key: &str) -> Option<u32> {
    let bytes = key.as_bytes();
    let first = *bytes.first()?;
    if !first.is_ascii_digit() || bytes.len() > 10 || (first == b'0' && bytes.len() > 1) {
        return None;
    }
    key.parse::<u32>().ok().filter(|n| *n != u32::MAX)
}

/// The properties as they lie in memory.
#[derive(Clone, Copy)]
enum View<'o> {
    /// Names and values in turn.
    Pairs(&'o [Value]),
    /// Values by the shape's slots.
    Shaped(&'o Shape, &'o [Value]),
}

impl<'o> View<'o> {
    #[inline]
    fn len(self) -> usize {
        match self {
            Self::Pairs(slots) => {
                let free = slots.chunks_exact(2).rev().take_while(|pair| !matches!(pair, [Value::String(_), _]));
                slots.len() / 2 - free.count()
            }
            Self::Shaped(shape, _) => shape.names().len(),
        }
    }

    #[inline]
    fn property(self, place: usize) -> Option<(&'o Str, &'o Value)> {
        match self {
            Self::Pairs(slots) => match slots.get(2 * place..) {
                Some([Value::String(name), value, ..]) => Some((name, value)),
                _ => None,
            },
            Self::Shaped(shape, slots) => Some((shape.names().get(place)?, slots.get(place)?)),
        }
    }

    /// The place of a property among the others as they lie.
    #[inline]
    fn find(self, name: &str) -> Option<usize> {
        match self {
            Self::Pairs(slots) => {
                slots.chunks_exact(2).position(|pair| matches!(pair, [Value::String(own), _] if own == name))
            }
            Self::Shaped(shape, _) => shape.find(name),
        }
    }

    /// The slot of the value at a place.
    fn slot(self, place: usize) -> usize {
        match self {
            Self::Pairs(_) => 2 * place + 1,
            Self::Shaped(..) => place,
        }
    }
}

impl Object {
    /// An object without properties.
    pub const fn new() -> Self {
        Self(None)
    }

    /// An empty object with room for `count` properties.
    pub fn with_capacity(count: usize) -> Self {
        match count {
            0 => Self::new(),
            1..SHAPED_FROM => Self::with_slots(None, 2 * count),
            _ => Self::with_slots(Some(Arc::new(Shape::with_capacity(count))), count),
        }
    }

    fn with_slots(names: Names, slots: usize) -> Self {
        Self(Some(ThinArc::from_header_and_iter(names, (0..slots).map(|_| Value::Undefined))))
    }

    /// An object of a known kind: a value for each of the shape's slots.
    pub(super) fn shaped(shape: Arc<Shape>, values: impl ExactSizeIterator<Item = Value>) -> Self {
        debug_assert_eq!(shape.names().len(), values.len());
        Self(Some(ThinArc::from_header_and_iter(Some(shape), values)))
    }

    /// An object of its own kind: names and values in turn, without repetition, in JavaScript's order, and fewer
    /// than [`SHAPED_FROM`].
    pub(super) fn paired(slots: impl ExactSizeIterator<Item = Value>) -> Self {
        Self(Some(ThinArc::from_header_and_iter(None, slots)))
    }

    /// An object of its own kind: names, none of them twice or a number, and values in turn.
    pub fn of_slots(slots: impl ExactSizeIterator<Item = Value>) -> Self {
        match slots.len() / 2 {
            0 => Self::new(),
            1..SHAPED_FROM => Self::paired(slots),
            _ => {
                let slots: Vec<Value> = slots.collect();
                slots.chunks_exact(2).filter_map(|pair| Some((pair.first()?.to_str(), pair.last()?.clone()))).collect()
            }
        }
    }

    /// The same object, equal to itself and to no other: one without properties gets a place of its own.
    pub(super) fn settled(self) -> Self {
        if self.0.is_some() { self } else { Self::with_slots(None, 0) }
    }

    /// Another object with the same properties.
    pub fn copied(&self) -> Self {
        let Some(slots) = &self.0 else { return Self::new() };
        Self(Some(ThinArc::from_header_and_iter(slots.header.header.clone(), slots.slice.iter().cloned())))
    }

    /// Identity: where the properties are while somebody holds them.
    pub fn address(&self) -> Option<usize> {
        self.0.as_ref().map(|slots| slots.as_ptr().addr())
    }

    #[inline]
    fn view(&self) -> View<'_> {
        match &self.0 {
            None => View::Pairs(&[]),
            Some(slots) => match &slots.header.header {
                None => View::Pairs(&slots.slice),
                Some(shape) => View::Shaped(shape, &slots.slice),
            },
        }
    }

    /// Number of own properties.
    pub fn len(&self) -> usize {
        self.view().len()
    }

    /// Whether there is no own property.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The own property of that name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self.view() {
            View::Pairs(slots) => slots.chunks_exact(2).find_map(|pair| match pair {
                [Value::String(own), value] if own == key => Some(value),
                _ => None,
            }),
            View::Shaped(shape, slots) => slots.get(shape.find(key)?),
        }
    }

    /// The own property of that name, looked for first at the place where the last one was found: objects of a list
    /// mostly have their properties in the same order.
    pub fn get_near(&self, key: &str, place: &mut usize) -> Option<&Value> {
        let view = self.view();
        match view.property(*place) {
            Some((found, value)) if found == key => Some(value),
            _ => {
                *place = view.find(key)?;
                view.property(*place).map(|(_, value)| value)
            }
        }
    }

    /// Whether the object has that own property.
    pub fn contains_key(&self, key: &str) -> bool {
        self.view().find(key).is_some()
    }

    /// Own properties in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter::new(self.view())
    }

    /// Own keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Str> {
        self.iter().map(|(key, _)| key)
    }

    /// Own values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }
}

impl Drop for Object {
    // Apart: most values that are dropped are no objects, and pass by in a few instructions then.
    #[inline(never)]
    fn drop(&mut self) {
        if let Some(slots) = self.0.take() {
            release::shallow(slots, |slots| Value::Object(Self(Some(slots))).release());
        }
    }
}

impl<K: Into<Str>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(iter: I) -> Self {
        let iter = iter.into_iter();
        let mut object = Self::with_capacity(iter.size_hint().0);
        for (key, value) in iter {
            object.insert(key, value);
        }
        object
    }
}

#[cfg(test)]
mod tests;
