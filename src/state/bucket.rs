//! What a data bucket is.
//!
//! A [`Bucket`] belongs to a compiled environment and never changes: its names, its identity over reloads, and the
//! content that every space begins with. What requests make of it is a [`Content`] in a space.

use std::sync::Arc;

use super::CellId;
use super::content::Content;
use crate::js::Str;

/// A data bucket of an environment.
#[derive(Debug)]
pub struct Bucket {
    /// Its place in spaces; another one when its definition changes.
    pub cell: CellId,
    /// Uuid in the file.
    pub uuid: Str,
    /// Short id.
    pub id: Str,
    /// Display name.
    pub name: Str,
    /// Lower-case name, for look-ups.
    pub name_lower: String,
    /// The content before any request.
    pub initial: Arc<Content>,
    /// Whether that was generated: another process may have begun with other content.
    pub is_generated: bool,
}

impl Bucket {
    /// A bucket with this content to begin with.
    pub fn new(cell: CellId, uuid: &str, id: &str, name: &str, initial: Content) -> Self {
        Self {
            cell,
            uuid: uuid.into(),
            id: id.into(),
            name: name.into(),
            name_lower: name.to_lowercase(),
            initial: Arc::new(initial),
            is_generated: false,
        }
    }

    /// Whether it has these names.
    pub fn is_called(&self, uuid: &str, id: &str, name: &str) -> bool {
        self.uuid == uuid && self.id == id && self.name == name
    }

    /// The same bucket by other names.
    pub fn renamed(&self, uuid: &str, id: &str, name: &str) -> Self {
        Self {
            cell: self.cell,
            uuid: uuid.into(),
            id: id.into(),
            name: name.into(),
            name_lower: name.to_lowercase(),
            initial: Arc::clone(&self.initial),
            is_generated: self.is_generated,
        }
    }

    /// The same, marked where its content was generated.
    #[must_use]
    pub fn generated(mut self, is_generated: bool) -> Self {
        self.is_generated = is_generated;
        self
    }
}

/// The bucket a template means: exact id, or a name that contains the text (any case), first wins.
pub fn find<'a>(buckets: &'a [Arc<Bucket>], id_or_name: &str) -> Option<&'a Bucket> {
    let lower = id_or_name.to_lowercase();
    buckets.iter().find(|b| b.id == id_or_name || b.name_lower.contains(&lower)).map(Arc::as_ref)
}
