//! Data buckets at run time: one cell per bucket, one lock per cell, values shared with readers.

use std::sync::{Arc, Mutex, PoisonError};

use crate::js::{Str, Value};

/// A bucket's current content.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// The value: parsed JSON, or a string where the text is not JSON.
    pub value: Value,
    /// Whether the text has been rendered (false while it waits for a request).
    pub parsed: bool,
    /// Whether the rendered text was JSON.
    pub valid_json: bool,
}

/// A data bucket. Readers get a shared snapshot; writers change it under the bucket's lock.
#[derive(Debug)]
pub struct Bucket {
    /// Identity over reloads.
    pub uuid: Str,
    /// Short id.
    pub id: Str,
    /// Display name.
    pub name: Str,
    /// Lower-case name, for look-ups.
    pub name_lower: String,
    cell: Mutex<Content>,
}

impl Bucket {
    /// A bucket with this content.
    pub fn new(uuid: &str, id: &str, name: &str, content: Content) -> Self {
        Self {
            uuid: uuid.into(),
            id: id.into(),
            name: name.into(),
            name_lower: name.to_lowercase(),
            cell: Mutex::new(content),
        }
    }

    /// A snapshot of the content (cheap: the value is shared).
    pub fn content(&self) -> Content {
        self.lock().clone()
    }

    /// A snapshot of the value.
    pub fn value(&self) -> Value {
        self.lock().value.clone()
    }

    /// Whether the text has been rendered.
    pub fn is_parsed(&self) -> bool {
        self.lock().parsed
    }

    /// Replaces the whole content.
    pub fn set(&self, content: Content) {
        *self.lock() = content;
    }

    /// Changes the content under the lock: one read-modify-write is one step for everybody else.
    pub fn update<R>(&self, change: impl FnOnce(&mut Content) -> R) -> R {
        change(&mut self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Content> {
        self.cell.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bucket a template means: exact id, or a name that contains the text (any case), first wins.
pub fn find<'a>(buckets: &'a [Arc<Bucket>], id_or_name: &str) -> Option<&'a Arc<Bucket>> {
    let lower = id_or_name.to_lowercase();
    buckets.iter().find(|b| b.id == id_or_name || b.name_lower.contains(&lower))
}
