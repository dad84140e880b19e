//! Where the items of a bucket keep their ids, and how an item is found by its id.

use super::id_template;
use crate::js::object_path::Path;
use crate::js::{Str, Value, number};

/// A route's `crudKey`, prepared when the environment is loaded.
#[derive(Debug, Clone)]
pub struct CrudKey {
    /// Where an id is looked for: dots cannot be escaped here.
    lookup: Path,
    /// The same if it is one plain name.
    name: Option<Str>,
    /// Where an id is put.
    path: Path,
    template: Option<String>,
}

impl CrudKey {
    /// A key together with the bucket's text, which may hold the template of new ids.
    pub fn new(crud_key: &str, bucket_text: &str) -> Self {
        Self {
            lookup: Path::dotted(crud_key),
            name: (!crud_key.is_empty() && !crud_key.contains('.')).then(|| crud_key.into()),
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
    pub(super) fn position(&self, items: &[Value], id: &str) -> Option<usize> {
        let wanted = Wanted::new(id);
        items.iter().enumerate().position(|(index, item)| match item {
            Value::Object(object) if self.name.is_some() => {
                self.name.as_ref().and_then(|name| object.get(name)).is_some_and(|id| wanted.is(id))
            }
            Value::Object(_) | Value::Array(_) | Value::Safe(_) | Value::Date(_) => wanted.is(&self.lookup.get(item)),
            _ => wanted.index == index as f64,
        })
    }
}

/// An id of a path, compared with ids of items by their text, without writing numbers out.
struct Wanted<'a> {
    text: &'a str,
    /// The only number that prints as this text.
    number: Option<f64>,
    index: f64,
}

impl<'a> Wanted<'a> {
    fn new(text: &'a str) -> Self {
        let number = number::from_str(text);
        let index = number::parse_int(text);
        Self {
            text,
            number: (number::to_str(number) == text).then_some(number),
            index: if index.is_nan() { 0.0 } else { index },
        }
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
