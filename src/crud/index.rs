//! What reads of a list have in common: where ids are, properties as columns, the order by a property, JSON of items.
//!
//! FilteredItems beside a bucket's content until the content changes, and made only by the second read since: where reads and
//! writes alternate, nothing is made in vain. A few of each kind are kept, so that requests for ever new names cannot
//! fill the memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::column::Column;
use super::sort::Order;
use crate::budget;
use crate::js::object_path::Path;
use crate::js::{Str, Value, json};

/// Shorter lists are gone through faster than anything is looked up.
const MIN_ITEMS: usize = 32;
/// `crudKey`s whose ids are kept.
const MAX_KEYS: usize = 2;
/// Properties that are kept as columns: five or eight bytes for each item.
const MAX_COLUMNS: usize = 8;
/// Properties whose order is kept, in either direction: eight bytes for each item.
const MAX_ORDERS: usize = 4;
/// Bytes that the JSON of items may take.
const MAX_TEXT: usize = 1 << 20;

/// The place of the first item with an id, by the id's text.
pub(super) type Ids = HashMap<Str, usize>;

/// What is known of one content of a bucket.
#[derive(Default)]
pub(super) struct Index {
    read: AtomicUsize,
    ids: Recent<Ids>,
    columns: Recent<Column>,
    ascending: Recent<Option<Order>>,
    descending: Recent<Option<Order>>,
    texts: OnceLock<Texts>,
}

impl Index {
    /// Counts a read of these items: the index itself where it is worth to be used.
    pub(super) fn worth(&self, items: &[Value]) -> Option<&Self> {
        (items.len() >= MIN_ITEMS && self.read.fetch_add(1, Ordering::Relaxed) > 0).then_some(self)
    }

    /// The ids behind a `crudKey`.
    pub(super) fn ids(&self, crud_key: &str, make: impl FnOnce() -> Ids) -> Arc<Ids> {
        self.ids.get(crud_key, MAX_KEYS, make)
    }

    /// The values at a dotted path of the items.
    pub(super) fn column(&self, items: &[Value], path: &str) -> Arc<Column> {
        self.columns.get(path, MAX_COLUMNS, || Column::new(items, &Path::dotted(path)))
    }

    /// The order of the items by a property, if they have a proper one.
    pub(super) fn order(&self, items: &[Value], property: &str, descending: bool) -> Arc<Option<Order>> {
        let orders = if descending { &self.descending } else { &self.ascending };
        orders.get(property, MAX_ORDERS, || Order::new(items, property, descending))
    }

    /// JSON of the items.
    pub(super) fn texts(&self, items: &[Value]) -> &Texts {
        self.texts.get_or_init(|| Texts::new(items.len()))
    }
}

/// The few things that were asked for last, by name.
struct Recent<T>(Mutex<Vec<(Str, Arc<T>)>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Recent<T> {
    fn get(&self, name: &str, most: usize, make: impl FnOnce() -> T) -> Arc<T> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |kept: &mut Vec<(Str, Arc<T>)>| {
            let at = kept.iter().position(|(known, _)| known == name)?;
            kept[..=at].rotate_right(1);
            kept.first().map(|(_, thing)| thing.clone())
        };
        if let Some(thing) = find(&mut lock()) {
            return thing;
        }
        // Made without the lock: whoever asks for something else does not wait for this.
        let made = Arc::new(make());
        if budget::check().is_err() {
            // Perhaps a part only.
            return made;
        }
        let mut kept = lock();
        find(&mut kept).unwrap_or_else(|| {
            kept.truncate(most - 1);
            kept.insert(0, (name.into(), made.clone()));
            made
        })
    }
}

/// JSON of items, kept as far as there is room.
pub(super) struct Texts {
    items: Box<[OnceLock<Box<str>>]>,
    room: AtomicUsize,
}

impl Texts {
    fn new(items: usize) -> Self {
        let slots = items * size_of::<OnceLock<Box<str>>>();
        let room = MAX_TEXT.saturating_sub(slots);
        let items = if room == 0 { 0 } else { items };
        Self { items: (0..items).map(|_| OnceLock::new()).collect(), room: AtomicUsize::new(room) }
    }

    /// How long the JSON of the item at this place is, 0 if it is not kept yet.
    pub(super) fn length(&self, place: usize) -> usize {
        self.items.get(place).and_then(OnceLock::get).map_or(0, |text| text.len())
    }

    /// Appends the JSON of the item at this place.
    pub(super) fn write(&self, place: usize, item: &Value, out: &mut String) {
        let slot = self.items.get(place);
        if let Some(text) = slot.and_then(OnceLock::get) {
            out.push_str(text);
            return;
        }
        let start = out.len();
        json::write(item, out);
        let whole = out.get(start..).filter(|_| budget::check().is_ok());
        let Some((slot, text)) = slot.zip(whole) else { return };
        let spend = |room: usize| room.checked_sub(text.len());
        if self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok() {
            slot.get_or_init(|| text.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_read_and_short_lists_use_none() {
        let index = Index::default();
        let items = vec![Value::Null; MIN_ITEMS];
        assert!(index.worth(&items).is_none());
        assert!(index.worth(&items).is_some());
        assert!(index.worth(&items[1..]).is_none());
    }

    #[test]
    fn what_was_asked_for_last_is_kept() {
        let recent = Recent::<u8>::default();
        let made = |name, value| *recent.get(name, 2, || value);
        assert_eq!([made("a", 1), made("b", 2), made("a", 3), made("c", 4)], [1, 2, 1, 4]);
        assert_eq!([made("a", 5), made("c", 6), made("b", 7)], [1, 4, 7]);
    }

    #[test]
    fn texts_stay_in_their_room() {
        let long = Value::from("x".repeat(MAX_TEXT / 2));
        let texts = Texts::new(3);
        for _ in 0..2 {
            let mut out = String::new();
            texts.write(0, &long, &mut out);
            texts.write(1, &long, &mut out);
            texts.write(2, &Value::Null, &mut out);
            texts.write(9, &Value::Null, &mut out);
            assert_eq!(out.len(), MAX_TEXT + 4 + 8);
        }
        let kept: Vec<bool> = texts.items.iter().map(|slot| slot.get().is_some()).collect();
        assert_eq!(kept, [true, false, true]);
        assert!(Texts::new(MAX_TEXT).items.is_empty());
    }
}
