//! What reads of a list have in common: where ids are, properties as columns, the order by a property, JSON of items.
//!
//! Kept beside a bucket's content until the content changes, and made only where it is worth it: by the second list since,
//! and of ids once so many items were looked at in vain that the places of all of them cost no more. Where reads and
//! writes alternate, nothing is made in vain, and many reads at a time make a thing once. A few of each kind are kept, so
//! that requests for ever new names cannot fill the memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use foldhash::fast::RandomState;

use super::column::Column;
use super::sort::Order;
use crate::budget;
use crate::js::object_path::Path;
use crate::js::{Str, Value, json};
use crate::message::text_body::TextBody;

/// Shorter lists are gone through faster than anything is looked up.
const MIN_ITEMS: usize = 32;
/// Noting the place of an item costs as much as looking at so many.
const PLACE: usize = 8;
/// `crudKey`s whose ids are kept.
const MAX_KEYS: usize = 2;
/// Properties that are kept as columns: five or eight bytes for each item.
const MAX_COLUMNS: usize = 8;
/// Properties whose order is kept, in either direction: eight bytes for each item.
const MAX_ORDERS: usize = 4;
/// Bytes that the JSON of items may take.
const MAX_TEXT: usize = 1 << 20;

/// Where items are by their ids.
#[derive(Default)]
pub(super) struct Ids {
    /// The place of the first item with an id, by the id's text.
    pub(super) places: HashMap<Str, usize, RandomState>,
    /// Whether there are items that go by their index, because they are no objects.
    pub(super) any_by_index: bool,
}

/// What is known of one content of a bucket.
#[derive(Default)]
pub(super) struct Index {
    read: AtomicUsize,
    /// Items that were looked at for their ids.
    looked_at: AtomicUsize,
    ids: Recent<Ids>,
    columns: Recent<Column>,
    ascending: Recent<Option<Order>>,
    descending: Recent<Option<Order>>,
    texts: OnceLock<Texts>,
}

impl Index {
    /// Counts a read of so many items: the index itself where it is worth to be used.
    pub(super) fn worth(&self, length: usize) -> Option<&Self> {
        (length >= MIN_ITEMS && self.read.fetch_add(1, Ordering::Relaxed) > 0).then_some(self)
    }

    /// The ids behind a `crudKey` of so many items, unless it is cheaper to go through them, or somebody makes them just now.
    pub(super) fn ids(&self, length: usize, crud_key: &str, make: impl FnOnce() -> Ids) -> Option<Arc<Ids>> {
        let is_worth = length >= MIN_ITEMS && self.looked_at.load(Ordering::Relaxed) >= PLACE * length;
        is_worth.then(|| self.ids.get(crud_key, MAX_KEYS, make)).flatten()
    }

    /// So many items were looked at for their ids.
    pub(super) fn count_looks(&self, items: usize) {
        self.looked_at.fetch_add(items, Ordering::Relaxed);
    }

    /// The values at a dotted path of the items, unless somebody makes them just now.
    pub(super) fn column(&self, items: &[Value], path: &str) -> Option<Arc<Column>> {
        self.columns.get(path, MAX_COLUMNS, || Column::new(items, &Path::dotted(path)))
    }

    /// The order of the items by a property, if they have a proper one, unless somebody makes it just now.
    pub(super) fn order(&self, items: &[Value], property: &str, descending: bool) -> Option<Arc<Option<Order>>> {
        let orders = if descending { &self.descending } else { &self.ascending };
        orders.get(property, MAX_ORDERS, || Order::new(items, property, descending))
    }

    /// JSON of so many items.
    pub(super) fn texts(&self, length: usize) -> &Texts {
        self.texts.get_or_init(|| Texts::new(length))
    }
}

/// The few things that were asked for last, by name.
struct Recent<T> {
    kept: Mutex<Vec<(Str, Arc<T>)>>,
    is_made: AtomicBool,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { kept: Mutex::default(), is_made: AtomicBool::new(false) }
    }
}

impl<T> Recent<T> {
    fn get(&self, name: &str, most: usize, make: impl FnOnce() -> T) -> Option<Arc<T>> {
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |kept: &mut Vec<(Str, Arc<T>)>| {
            let at = kept.iter().position(|(known, _)| known == name)?;
            kept[..=at].rotate_right(1);
            kept.first().map(|(_, thing)| thing.clone())
        };
        if let Some(thing) = find(&mut lock()) {
            return Some(thing);
        }
        // Made without the lock, and by one only: nobody waits, the others do without.
        if self.is_made.swap(true, Ordering::Acquire) {
            return None;
        }
        let made = Arc::new(make());
        // What a budget has ended is perhaps a part only.
        if budget::check().is_ok() {
            let mut kept = lock();
            kept.truncate(most - 1);
            kept.insert(0, (name.into(), made.clone()));
        }
        self.is_made.store(false, Ordering::Release);
        Some(made)
    }
}

/// JSON of items as it is sent, kept as far as there is room.
pub(super) struct Texts {
    items: Box<[OnceLock<Bytes>]>,
    room: AtomicUsize,
}

impl Texts {
    fn new(items: usize) -> Self {
        let slots = items * size_of::<OnceLock<Bytes>>();
        let room = MAX_TEXT.saturating_sub(slots);
        let items = if room == 0 { 0 } else { items };
        Self { items: (0..items).map(|_| OnceLock::new()).collect(), room: AtomicUsize::new(room) }
    }

    /// How long the JSON of the item at this place is, 0 if it is not kept yet.
    pub(super) fn length(&self, place: usize) -> usize {
        self.kept(place).map_or(0, Bytes::len)
    }

    /// The JSON of the item at this place.
    pub(super) fn of(&self, place: usize, item: &Value) -> TextBody {
        TextBody::Wire(self.kept(place).cloned().unwrap_or_else(|| self.made(place, item)))
    }

    /// Appends the JSON of the item at this place.
    pub(super) fn write(&self, place: usize, item: &Value, out: &mut Vec<u8>) {
        match self.kept(place) {
            Some(text) => out.extend_from_slice(text),
            None => out.extend_from_slice(&self.made(place, item)),
        }
    }

    fn kept(&self, place: usize) -> Option<&Bytes> {
        self.items.get(place).and_then(OnceLock::get)
    }

    fn made(&self, place: usize, item: &Value) -> Bytes {
        let mut text = String::new();
        json::write(item, &mut text);
        // No more than what it takes.
        text.shrink_to_fit();
        let text = TextBody::Made(text).into_wire();
        let spend = |room: usize| room.checked_sub(text.len());
        if let Some(slot) = self.items.get(place)
            && budget::check().is_ok()
            && self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
        {
            slot.get_or_init(|| text.clone());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_read_and_short_lists_use_none() {
        let index = Index::default();
        assert!(index.worth(MIN_ITEMS).is_none());
        assert!(index.worth(MIN_ITEMS).is_some());
        assert!(index.worth(MIN_ITEMS - 1).is_none());
    }

    #[test]
    fn what_was_asked_for_last_is_kept() {
        let recent = Recent::<u8>::default();
        let made = |name, value| *recent.get(name, 2, || value).expect("nobody else makes one");
        assert_eq!([made("a", 1), made("b", 2), made("a", 3), made("c", 4)], [1, 2, 1, 4]);
        assert_eq!([made("a", 5), made("c", 6), made("b", 7)], [1, 4, 7]);
    }

    #[test]
    fn one_makes_a_thing_and_others_do_without() {
        let recent = Recent::<u8>::default();
        let made = recent.get("a", 2, || {
            assert!(recent.get("a", 2, || 2).is_none() && recent.get("b", 2, || 3).is_none());
            1
        });
        assert_eq!((made.as_deref(), recent.get("a", 2, || 4).as_deref()), (Some(&1), Some(&1)));
    }

    #[test]
    fn ids_are_made_once_as_many_items_were_looked_at() {
        let index = Index::default();
        let ids = || index.ids(MIN_ITEMS, "id", Ids::default).is_some();
        index.count_looks(PLACE * MIN_ITEMS - 1);
        assert!(!ids());
        index.count_looks(1);
        assert!(ids() && index.ids(MIN_ITEMS - 1, "id", Ids::default).is_none());
    }

    #[test]
    fn texts_stay_in_their_room() {
        let long = Value::from("x".repeat(MAX_TEXT / 2));
        let texts = Texts::new(3);
        for _ in 0..2 {
            let mut out = Vec::new();
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
