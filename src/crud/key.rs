//! Where the items of a bucket keep their ids, and how an item is found by its id.

use super::id_template;
use super::index::{Ids, Index};
use crate::budget;
use crate::js::object_path::Path;
use crate::js::{Str, Value, number};
use crate::state::Content;

/// A route's `crudKey`, prepared when the environment is loaded.
#[derive(Debug, Clone)]
pub struct CrudKey {
    /// The key as it is written.
    text: Str,
    /// Where an id is looked for: dots cannot be escaped here.
    lookup: Path,
    /// Where an id is put.
    path: Path,
    template: Option<String>,
}

impl CrudKey {
    /// A key together with the bucket's text, which may hold the template of new ids.
    pub fn new(crud_key: &str, bucket_text: &str) -> Self {
        Self {
            text: crud_key.into(),
            lookup: Path::dotted(crud_key),
            path: Path::parse(crud_key),
            template: id_template::extract(bucket_text, crud_key),
        }
    }

    /// The template of new ids, as the bucket's text spells it.
    pub fn id_template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// Where an id is put, and read again by operations that keep it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The place of the first item with this id; items that are no objects go by their index.
    pub(super) fn position<'v>(&self, items: impl IntoIterator<Item = &'v Value>, id: &str) -> Option<usize> {
        let wanted = PathId::new(id);
        let mut places = self.lookup.places();
        // Once exceeded, the budget ends the operation.
        let items = items.into_iter().take_while(|_| budget::work(1).is_ok());
        items.enumerate().position(|(index, item)| {
            if goes_by_id(item) {
                wanted.is(&self.lookup.seek(item, &mut places))
            } else {
                wanted.index == index as f64
            }
        })
    }

    /// The same of a bucket's content, looked up in the ids that its index keeps where it keeps them.
    pub(super) fn position_in(
        &self,
        content: &Content,
        length: usize,
        id: &str,
        index: Option<&Index>,
    ) -> Option<usize> {
        let items = || content.items().into_iter().flatten();
        match index.and_then(|index| index.ids(length, &self.text, || self.ids(items(), length))) {
            Some(ids) => indexed_position(content, id, &ids),
            None => {
                let found = self.position(items(), id);
                index.into_iter().for_each(|index| index.count_looks(found.map_or(length, |position| position + 1)));
                found
            }
        }
    }

    fn ids<'v>(&self, items: impl Iterator<Item = &'v Value>, length: usize) -> Ids {
        let mut places = self.lookup.places();
        let _ = budget::work(8 * length as u64);
        let mut ids = Ids::default();
        ids.places.reserve(length);
        for (position, item) in items.enumerate() {
            if !goes_by_id(item) {
                ids.any_by_index = true;
                continue;
            }
            let id = self.lookup.seek(item, &mut places);
            if !id.is_nullish() {
                ids.places.entry(id.to_str()).or_insert(position);
            }
        }
        ids
    }
}

/// The first item with an id, or with an index where items are no objects.
fn indexed_position(content: &Content, id: &str, ids: &Ids) -> Option<usize> {
    let by_id = ids.places.get(id).copied();
    if !ids.any_by_index {
        return by_id;
    }
    let by_index = Some(number::parse_int(id)).map(|n| if n.is_nan() { 0.0 } else { n }).filter(|n| *n >= 0.0);
    let by_index = by_index.map(|n| n as usize).filter(|n| content.item(*n).is_some_and(|item| !goes_by_id(item)));
    match (by_id, by_index) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Whether an item can have an id; others go by their index.
fn goes_by_id(item: &Value) -> bool {
    matches!(item, Value::Object(_) | Value::Array(_) | Value::Safe(_) | Value::Date(_))
}

/// The only number that prints as this text.
pub(super) fn printing_as(text: &str) -> Option<f64> {
    let number = number::from_str(text);
    (number::to_str(number) == text).then_some(number)
}

/// An id of a path, compared with ids of items by their text, without writing numbers out.
struct PathId<'a> {
    text: &'a str,
    /// The only number that prints as this text.
    number: Option<f64>,
    index: f64,
}

impl<'a> PathId<'a> {
    fn new(text: &'a str) -> Self {
        let index = number::parse_int(text);
        Self { text, number: printing_as(text), index: if index.is_nan() { 0.0 } else { index } }
    }

    fn is(&self, id: &Value) -> bool {
        match id {
            Value::Undefined | Value::Null => false,
            Value::String(text) => text == self.text,
            Value::Number(n) => self.number.is_some_and(|wanted| wanted == *n || (wanted.is_nan() && n.is_nan())),
            other => other.to_str() == self.text,
        }
    }
}
