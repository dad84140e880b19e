//! What a data bucket holds, in the environment and in each space that has changed it.

use std::any::Any;
use std::sync::{Arc, OnceLock};

use self::at_rest::{AtRest, Common};
use super::items::Items;
use super::room::weigh;
use crate::js::{Str, Value};

mod at_rest;

/// Lists longer than this are kept in chunks, so that a change copies a chunk and not the list.
const CHUNKED_FROM: usize = 64;

/// The content of a bucket. Clones share everything; a change copies what it changes.
#[derive(Debug, Clone, Default)]
pub struct Content {
    data: Data,
    notes: Notes,
    /// Bytes of the value, once they are counted: whoever changes it counts on.
    weight: OnceLock<usize>,
    /// Of these so many at the most are its own, where it has the others in common with what its bucket begins with; else all.
    own: Option<usize>,
    /// Room of what it has in common with snapshots.
    common: Option<Common>,
    /// The same as snapshots keep it, while one does.
    at_rest: AtRest,
    /// The highest id of arrays among its items, which JSON cannot show.
    hidden_id: Option<f64>,
    /// Whether the text has been rendered (false while it waits for a request).
    pub parsed: bool,
    /// Whether the rendered text was JSON.
    pub valid_json: bool,
    /// Whether all of it comes from the environment's file: no client had a say in it.
    pub is_of_file: bool,
}

/// What readers have worked out about a content. A clone has it too, until it is changed.
#[derive(Debug, Clone, Default)]
struct Notes(OnceLock<Arc<dyn Any + Send + Sync>>);

/// How the value is kept.
#[derive(Debug, Clone)]
enum Data {
    /// A long list.
    Items {
        items: Items,
        /// The same as one array, once somebody has asked for it.
        whole: OnceLock<Value>,
    },
    /// Anything else.
    Value(Value),
}

impl Default for Data {
    fn default() -> Self {
        Self::Value(Value::Undefined)
    }
}

impl Data {
    /// Bytes of one item with its places in the chunk and in the array.
    fn item_weight(item: &Value) -> usize {
        size_of::<Value>() + weigh(item)
    }

    fn weight(&self) -> usize {
        match self {
            Self::Items { items, .. } => items.iter().map(Self::item_weight).sum(),
            Self::Value(value) => weigh(value),
        }
    }

    fn new(value: Value) -> Self {
        match &value {
            Value::Array(list) if list.len() > CHUNKED_FROM => {
                Self::Items { items: Items::new(list), whole: OnceLock::from(value) }
            }
            _ => Self::Value(value),
        }
    }
}

impl Content {
    /// Parsed JSON (`valid_json`), or the text that is no JSON.
    pub fn parsed(value: Value, valid_json: bool) -> Self {
        Self { data: Data::new(value), parsed: true, valid_json, ..Self::default() }
    }

    /// The text of a bucket that waits for a request.
    pub fn waiting(text: Str) -> Self {
        Self { data: Data::Value(Value::String(text)), is_of_file: true, ..Self::default() }
    }

    /// The value; of a long list an array is made when it is first asked for after a change.
    pub fn value(&self) -> &Value {
        match &self.data {
            Data::Items { items, whole } => whole.get_or_init(|| Value::array(items.to_vec())),
            Data::Value(value) => value,
        }
    }

    /// What readers keep beside this very content. There are notes of one type: `None` where there are others.
    pub fn notes<T: Default + Send + Sync + 'static>(&self) -> Option<&T> {
        self.notes.0.get_or_init(|| Arc::new(T::default())).downcast_ref()
    }

    /// Bytes of the value, about.
    pub(super) fn weight(&self) -> usize {
        *self.weight.get_or_init(|| self.data.weight())
    }

    /// The bytes that it takes beside what it has in common with the beginning of its bucket, at the most.
    pub(super) fn own_weight(&self) -> usize {
        self.own.unwrap_or_else(|| self.weight())
    }

    /// The same content for a space that is about to change it: whatever that leaves alone stays what others have too.
    pub(super) fn for_a_change(initial: &Arc<Self>) -> Self {
        // Counted once for all spaces.
        initial.weight();
        Self { own: Some(0), ..Self::clone(initial) }
    }

    /// So many bytes are new, so many are gone. Whether these were its own nobody knows.
    fn count(&mut self, new: usize, gone: usize) {
        let weight = (self.weight() + new).saturating_sub(gone);
        self.weight = OnceLock::from(weight);
        self.own = self.own.map(|own| (own + new).min(weight));
    }

    /// A change copies so many bytes that it has in common with others.
    fn count_copy(&mut self, position: Option<usize>) {
        if let (Some(own), Data::Items { items, .. }) = (&mut self.own, &self.data) {
            *own += items.copied_by_change(position, *own == 0);
        }
    }

    /// What is about to be changed has no notes, and is not the file's any more.
    fn data_mut(&mut self) -> &mut Data {
        (self.notes, self.at_rest) = (Notes::default(), AtRest::default());
        self.is_of_file = false;
        &mut self.data
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        match &self.data {
            Data::Items { .. } => true,
            Data::Value(value) => value.is_array(),
        }
    }

    /// The items of an array, to be looked at one by one.
    pub fn items(&self) -> Option<impl Iterator<Item = &Value>> {
        let (long, short) = match &self.data {
            Data::Items { items, .. } => (Some(items.iter()), None),
            Data::Value(Value::Array(items)) => (None, Some(items.iter())),
            Data::Value(_) => return None,
        };
        Some(long.into_iter().flatten().chain(short.into_iter().flatten()))
    }

    /// How many items an array has.
    pub fn length(&self) -> Option<usize> {
        match &self.data {
            Data::Items { items, whole } => match whole.get() {
                Some(whole) => whole.as_array().map(<[Value]>::len),
                None => Some(items.length()),
            },
            Data::Value(value) => value.as_array().map(<[Value]>::len),
        }
    }

    /// The item of an array at a position.
    pub fn item(&self, position: usize) -> Option<&Value> {
        match &self.data {
            Data::Items { items, whole } => match whole.get() {
                Some(whole) => whole.as_array()?.get(position),
                None => items.get(position),
            },
            Data::Value(value) => value.as_array()?.get(position),
        }
    }

    /// Replaces the value.
    pub fn set(&mut self, value: Value) {
        *self.data_mut() = Data::new(value);
        self.is_all_its_own();
    }

    /// Changes the value in place, whatever it is; of a long list everything is looked at.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Value) -> R) -> R {
        let result = self.change_uncounted(change);
        self.is_all_its_own();
        result
    }

    /// The highest id that was given to an array among the items.
    pub fn hidden_id(&self) -> Option<f64> {
        self.hidden_id
    }

    /// Notes the id that was given to an item in which it cannot be put, an array.
    pub fn hide_id(&mut self, id: f64) {
        self.hidden_id = Some(self.hidden_id.map_or(id, |highest| highest.max(id)));
    }

    /// It has nothing in common with others any more, and is to be weighed anew.
    fn is_all_its_own(&mut self) {
        self.hidden_id = None;
        (self.weight, self.own, self.common) = (OnceLock::new(), None, None);
    }

    /// The same for a change of a part that says how many bytes are new, and how many are gone.
    pub fn change_part<R>(&mut self, change: impl FnOnce(&mut Value) -> (R, usize, usize)) -> R {
        self.weight();
        let (result, new, gone) = self.change_uncounted(change);
        // The list or the object itself is another one.
        let list = match &self.data {
            Data::Items { items, .. } => items.length() * size_of::<Value>(),
            Data::Value(value) => value.own_weight(),
        };
        self.count(new, gone);
        self.own = self.own.map(|own| own + list);
        result
    }

    fn change_uncounted<R>(&mut self, change: impl FnOnce(&mut Value) -> R) -> R {
        let mut value = match std::mem::take(self.data_mut()) {
            Data::Items { items, whole } => whole.into_inner().unwrap_or_else(|| Value::array(items.to_vec())),
            Data::Value(value) => value,
        };
        let result = change(&mut value);
        self.data = Data::new(value);
        result
    }

    /// Appends items to an array; false when it is none.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Value>) -> bool {
        let mut new = 0;
        let more = more.into_iter().inspect(|item| new += Data::item_weight(item));
        self.weight();
        self.count_copy(None);
        match self.data_mut() {
            Data::Items { items, whole } => {
                whole.take();
                more.for_each(|item| items.push(item));
            }
            Data::Value(Value::Array(list)) => {
                list.make_mut().extend(more);
                if list.len() > CHUNKED_FROM {
                    self.data = Data::new(Value::Array(list.clone()));
                }
            }
            Data::Value(_) => return false,
        }
        self.count(new, 0);
        true
    }

    /// Removes an item of an array.
    pub fn remove(&mut self, position: usize) {
        let gone = self.items().and_then(|mut items| items.nth(position)).map_or(0, Data::item_weight);
        self.count_copy(Some(position));
        self.count(0, gone);
        match self.data_mut() {
            Data::Items { items, whole } => {
                whole.take();
                items.remove(position);
            }
            Data::Value(Value::Array(list)) if position < list.len() => {
                list.make_mut().remove(position);
            }
            Data::Value(_) => {}
        }
    }

    /// Changes an item of an array in place; `None` when there is no such item.
    pub fn change_item<R>(&mut self, position: usize, change: impl FnOnce(&mut Value) -> R) -> Option<R> {
        self.weight();
        self.count_copy(Some(position));
        let (result, new, gone) = self.change_item_uncounted(position, |item| {
            let gone = weigh(item);
            let result = change(item);
            (result, weigh(item), gone)
        })?;
        self.count(new, gone);
        Some(result)
    }

    fn change_item_uncounted<R>(&mut self, position: usize, change: impl FnOnce(&mut Value) -> R) -> Option<R> {
        match self.data_mut() {
            Data::Items { items, whole } => {
                whole.take();
                items.get_mut(position).map(change)
            }
            Data::Value(Value::Array(list)) => list.make_mut().get_mut(position).map(change),
            Data::Value(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(count: usize) -> Vec<Value> {
        (0..count).map(Value::from).collect()
    }

    #[derive(Debug, Clone)]
    enum Change {
        Extend(Vec<u8>),
        Remove(usize),
        Set(usize, u8),
        Read,
        Whole(u8),
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..40).prop_map(Change::Extend),
            (0usize..200).prop_map(Change::Remove),
            (0usize..200, any::<u8>()).prop_map(|(at, to)| Change::Set(at, to)),
            Just(Change::Read),
            any::<u8>().prop_map(Change::Whole),
        ]
    }

    #[test]
    fn what_it_has_in_common_with_the_beginning_is_not_its_own() {
        let text = || Value::from("x".repeat(1_000));
        let initial = Arc::new(Content::parsed(Value::array((0..1_000).map(|_| text()).collect()), true));
        let mut content = Content::for_a_change(&initial);
        assert_eq!((content.own_weight(), content.weight()), (0, initial.weight()));
        content.change_item(500, |item| *item = text());
        content.extend([text()]);
        content.remove(3);
        let few = content.own_weight();
        assert!((2_000..40_000).contains(&few), "{few}");
        let before = content.clone();
        for _ in 0..100 {
            // As a step does it: on a clone of what the space has.
            content = content.clone();
            content.change_item(500, |item| *item = text());
        }
        let own = content.own_weight() - before.own_weight();
        assert!((100_000..110_000).contains(&own), "{own}: who changes one item again and again may seem to have more");
        for _ in 0..2_000 {
            content.change_item(500, |item| *item = text());
        }
        let (own, all) = (content.own_weight(), content.weight());
        assert!((all..all + 40_000).contains(&own), "but never more than all of it: {own} of {all}");
        content.set(Value::array(vec![text()]));
        assert_eq!(content.own_weight(), content.weight());
    }

    proptest! {
        #[test]
        fn ends_up_like_a_list_and_leaves_older_clones_alone(
            length in 0usize..150,
            changes in proptest::collection::vec(change(), 0..30),
        ) {
            let mut model: Vec<f64> = (0..length).map(|n| n as f64).collect();
            let mut content = Content::parsed(Value::array(numbers(length)), true);
            let mut before = Vec::new();
            for change in changes {
                before.push((content.clone(), model.clone()));
                match change {
                    Change::Extend(more) => {
                        model.extend(more.iter().map(|n| f64::from(*n)));
                        content.extend(more.iter().map(|n| Value::from(f64::from(*n))));
                    }
                    Change::Remove(at) => {
                        if at < model.len() {
                            model.remove(at);
                        }
                        content.remove(at);
                    }
                    Change::Set(at, to) => {
                        if let Some(slot) = model.get_mut(at) {
                            *slot = f64::from(to);
                        }
                        content.change_item(at, |item| *item = f64::from(to).into());
                    }
                    Change::Read => {
                        content.value();
                    }
                    Change::Whole(to) => {
                        model.insert(0, f64::from(to));
                        content.change(|value| {
                            if let Some(items) = value.array_mut() {
                                items.insert(0, f64::from(to).into());
                            }
                        });
                    }
                }
                before.push((content.clone(), model.clone()));
            }
            for (content, model) in before {
                let items: Vec<f64> = content.items().unwrap().filter_map(Value::as_number).collect();
                prop_assert_eq!(&items, &model);
                let whole: Vec<f64> = content.value().as_array().unwrap().iter().filter_map(Value::as_number).collect();
                prop_assert_eq!(&whole, &model);
            }
        }
    }
}
