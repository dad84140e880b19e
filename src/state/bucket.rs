//! Data buckets at run time: one cell per bucket, one lock per cell, values shared with readers.

use std::any::Any;
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
    cell: Mutex<Cell>,
}

/// What the lock protects.
#[derive(Debug, Default)]
struct Cell {
    content: Content,
    /// What readers have worked out about this very content.
    notes: Option<Arc<dyn Any + Send + Sync>>,
}

impl Bucket {
    /// A bucket with this content.
    pub fn new(uuid: &str, id: &str, name: &str, content: Content) -> Self {
        Self {
            uuid: uuid.into(),
            id: id.into(),
            name: name.into(),
            name_lower: name.to_lowercase(),
            cell: Mutex::new(Cell { content, notes: None }),
        }
    }

    /// A snapshot of the content (cheap: the value is shared).
    pub fn content(&self) -> Content {
        self.lock().content.clone()
    }

    /// A snapshot of the content with notes on it, which are empty after every change. A bucket has notes of one type:
    /// asking for another throws away what there is.
    pub fn content_with_notes<T: Default + Send + Sync + 'static>(&self) -> (Content, Arc<T>) {
        let mut cell = self.lock();
        if let Some(Ok(notes)) = cell.notes.clone().map(|notes| notes.downcast()) {
            return (cell.content.clone(), notes);
        }
        let notes = Arc::<T>::default();
        cell.notes = Some(notes.clone());
        (cell.content.clone(), notes)
    }

    /// A snapshot of the value.
    pub fn value(&self) -> Value {
        self.lock().content.value.clone()
    }

    /// Whether the text has been rendered.
    pub fn is_parsed(&self) -> bool {
        self.lock().content.parsed
    }

    /// Replaces the whole content.
    pub fn set(&self, content: Content) {
        *self.lock() = Cell { content, notes: None };
    }

    /// Changes the content under the lock: one read-modify-write is one step for everybody else.
    pub fn update<R>(&self, change: impl FnOnce(&mut Content) -> R) -> R {
        let mut cell = self.lock();
        cell.notes = None;
        change(&mut cell.content)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cell> {
        self.cell.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bucket a template means: exact id, or a name that contains the text (any case), first wins.
pub fn find<'a>(buckets: &'a [Arc<Bucket>], id_or_name: &str) -> Option<&'a Arc<Bucket>> {
    let lower = id_or_name.to_lowercase();
    buckets.iter().find(|b| b.id == id_or_name || b.name_lower.contains(&lower))
}
