//! Changing an object: in place where nobody else holds it and the room is enough, in a copy otherwise.

use std::mem;
use std::sync::Arc;

use triomphe::ThinArc;

use super::{Names, Object, SHAPED_FROM, Shape, View, integer_key};
use crate::js::{Str, Value};

/// How many properties an object has room for once it gets its first.
const FIRST_ROOM: usize = 4;

impl Object {
    /// Sets a property: in place if it is there, else at its place in JavaScript's order.
    pub fn insert(&mut self, key: impl Into<Str>, value: Value) {
        let key = key.into();
        let view = self.view();
        if let Some(place) = view.find(&key) {
            let slot = view.slot(place);
            self.write(0, |_, slots| {
                if let Some(own) = slots.get_mut(slot) {
                    *own = value;
                }
            });
            return;
        }
        let count = view.len();
        match view {
            View::Pairs(_) if count + 1 >= SHAPED_FROM => self.name_apart(2 * count),
            View::Shaped(..) if count < SHAPED_FROM => self.name_within(count + FIRST_ROOM),
            _ => {}
        }
        match self.view() {
            View::Pairs(slots) => {
                let place = place_of_new(slots, count, &key);
                self.write(2 * count + 2, |_, slots| {
                    if let Some(behind) = slots.get_mut(2 * place..2 * count + 2) {
                        behind.rotate_right(2);
                        if let [name, own, ..] = behind {
                            (*name, *own) = (Value::String(key), value);
                        }
                    }
                });
            }
            View::Shaped(..) => self.write(count + 1, |names, slots| {
                if let (Some(shape), Some(own)) = (names, slots.get_mut(count)) {
                    Arc::make_mut(shape).push(key);
                    *own = value;
                }
            }),
        }
    }

    /// Removes a property and returns its value; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let view = self.view();
        let (place, count) = (view.find(key)?, view.len());
        let mut removed = None;
        self.write(0, |names, slots| {
            let width = if names.is_some() { 1 } else { 2 };
            if let Some(shape) = names {
                Arc::make_mut(shape).remove(place);
            }
            if let Some(behind) = slots.get_mut(width * place..width * count) {
                behind.rotate_left(width);
                let freed = behind.len() - width;
                removed = behind.get_mut(freed..).and_then(|own| {
                    let value = own.last_mut().map(mem::take);
                    own.fill(Value::Undefined);
                    value
                });
            }
        });
        removed
    }

    /// Works on the own property of that name, if there is one; without it nothing is copied.
    pub fn change<R>(&mut self, key: &str, work: impl FnOnce(&mut Value) -> R) -> Option<R> {
        let view = self.view();
        let slot = view.slot(view.find(key)?);
        let mut result = None;
        self.write(0, |_, slots| result = slots.get_mut(slot).map(work));
        result
    }

    /// Works on each own property.
    pub fn change_each(&mut self, work: impl FnMut(&mut Value)) {
        let count = self.len();
        self.write(0, |names, slots| match names {
            Some(_) => slots.iter_mut().take(count).for_each(work),
            None => slots.iter_mut().skip(1).step_by(2).take(count).for_each(work),
        });
    }

    /// Lets go of the properties; if nobody else holds them, what is heavy of them moves to `open`.
    pub(in crate::js) fn take_apart(&mut self, open: &mut Vec<Value>) -> bool {
        let Some(mut slots) = self.0.take() else { return false };
        slots.with_arc_mut(|shared| match triomphe::Arc::get_mut(shared) {
            Some(own) => {
                open.extend(own.slice_mut().iter_mut().map(mem::take).filter(Value::is_heavy));
                true
            }
            None => false,
        })
    }

    /// Names between the values become a shape.
    fn name_apart(&mut self, capacity: usize) {
        let mut shape = Shape::with_capacity(capacity);
        let mut slots = Vec::with_capacity(capacity);
        for (key, value) in self.iter() {
            shape.push(key.clone());
            slots.push(value.clone());
        }
        slots.resize(capacity, Value::Undefined);
        *self = Self::shaped_with_room(Arc::new(shape), slots);
    }

    /// A shape, which others may have too, becomes names between the values.
    fn name_within(&mut self, capacity: usize) {
        let mut slots = Vec::with_capacity(2 * capacity);
        for (key, value) in self.iter() {
            slots.extend([Value::String(key.clone()), value.clone()]);
        }
        slots.resize(2 * capacity, Value::Undefined);
        *self = Self::paired(slots.into_iter());
    }

    fn shaped_with_room(shape: Arc<Shape>, slots: Vec<Value>) -> Self {
        Self(Some(ThinArc::from_header_and_iter(Some(shape), slots.into_iter())))
    }

    /// Works on slots that are nobody else's, at least `room` of them.
    fn write(&mut self, room: usize, work: impl FnOnce(&mut Names, &mut [Value])) {
        let fits = self.0.as_mut().is_some_and(|slots| {
            slots.slice.len() >= room && slots.with_arc_mut(|shared| triomphe::Arc::is_unique(shared))
        });
        if !fits {
            self.move_out(room);
        }
        if let Some(slots) = &mut self.0 {
            slots.with_arc_mut(|shared| {
                if let Some(own) = triomphe::Arc::get_mut(shared) {
                    let mut names = own.header_mut().take();
                    work(&mut names, own.slice_mut());
                    *own.header_mut() = names;
                }
            });
        }
    }

    /// Moves to slots of its own with room for more.
    fn move_out(&mut self, room: usize) {
        let Some(slots) = &mut self.0 else {
            *self = Self::with_slots(None, room.max(2 * FIRST_ROOM));
            return;
        };
        let held = slots.slice.len();
        let capacity = if room > held { room.max(2 * held) } else { held };
        let moved = slots.with_arc_mut(|shared| match triomphe::Arc::get_mut(shared) {
            Some(own) => {
                let names = own.header_mut().take();
                let old = own.slice_mut();
                let slot = |i| old.get_mut(i).map(mem::take).unwrap_or_default();
                ThinArc::from_header_and_iter(names, (0..capacity).map(slot))
            }
            None => {
                let old = shared.slice();
                let slot = |i| old.get(i).cloned().unwrap_or_default();
                ThinArc::from_header_and_iter(shared.header().clone(), (0..capacity).map(slot))
            }
        });
        self.0 = Some(moved);
    }
}

/// Where a new property belongs among `count` pairs.
fn place_of_new(slots: &[Value], count: usize, key: &str) -> usize {
    let Some(number) = integer_key(key) else { return count };
    let names = slots.chunks_exact(2).map_while(|pair| pair.first().and_then(Value::as_str));
    names.map_while(integer_key).take_while(|other| *other < number).count()
}
