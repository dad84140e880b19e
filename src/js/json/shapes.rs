//! The kinds of objects seen in one text, so that the items of a list share the names of their properties.

use std::hash::BuildHasher;
use std::sync::Arc;

use crate::js::Str;
use crate::js::object::Shape;

/// Objects before this one keep names of their own: small texts do without the tables.
const TABLES_FROM: usize = 16;
/// Kinds that are remembered at a time; each has one place that it may take.
const KINDS: usize = 128;
/// Objects with more names than this are dictionaries, no kind.
const MAX_NAMES: usize = 256;

/// What was seen so far.
#[derive(Default)]
pub(super) struct Shapes {
    seen: usize,
    tables: Option<Box<Tables>>,
}

struct Tables {
    /// By the hash of all names.
    kinds: [Kind; KINDS],
    /// By where the first name stands and how it begins.
    expected: [Option<Arc<Shape>>; KINDS],
    hashes: foldhash::fast::RandomState,
}

#[derive(Clone, Default)]
struct Kind {
    hash: u64,
    /// Made when a second object of the kind comes.
    shape: Option<Arc<Shape>>,
}

impl Shapes {
    /// The kind of object that may begin here, by its depth and the text behind the first quote. Its names stand in a
    /// text as they are.
    #[inline]
    pub(super) fn expected(&self, depth: usize, first: &[u8]) -> Option<Arc<Shape>> {
        let tables = self.tables.as_ref()?;
        tables.expected.get(place_of(depth, first)).cloned().flatten()
    }

    /// The shape of an object with these names, if it was worth making one.
    pub(super) fn of(&mut self, depth: usize, names: &[Str]) -> Option<Arc<Shape>> {
        self.seen += 1;
        if self.seen < TABLES_FROM || names.len() > MAX_NAMES {
            return None;
        }
        let tables = self.tables.get_or_insert_with(|| {
            let kinds = std::array::from_fn(|_| Kind::default());
            Box::new(Tables { kinds, expected: std::array::from_fn(|_| None), hashes: <_>::default() })
        });
        let hash = tables.hashes.hash_one(names);
        let kind = tables.kinds.get_mut(hash as usize % KINDS)?;
        let shape = match &kind.shape {
            Some(shape) if kind.hash == hash && shape.names() == names => Arc::clone(shape),
            None if kind.hash == hash => {
                let shape = Arc::new(Shape::of(names)?);
                Arc::clone(kind.shape.insert(shape))
            }
            _ => {
                *kind = Kind { hash, shape: None };
                return None;
            }
        };
        if let Some(first) = names.first()
            && names.iter().all(|name| super::is_plain(name))
            && let Some(expected) = tables.expected.get_mut(place_of(depth, first.as_bytes()))
        {
            *expected = Some(Arc::clone(&shape));
        }
        Some(shape)
    }
}

/// Where the kind is expected whose first name begins with these bytes, the closing quote not included.
#[inline]
fn place_of(depth: usize, first: &[u8]) -> usize {
    let beginning = first.iter().take(4).take_while(|byte| **byte != b'"');
    beginning.fold(depth, |place, byte| place.wrapping_mul(31).wrapping_add(usize::from(*byte))) % KINDS
}
