//! The values of one property of all items, so that a filter is judged without visiting the items.

use std::cell::Cell;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use crate::budget;
use crate::js::object_path::Path;
use crate::js::{Str, Value};

/// The values at a path, item by item.
pub(super) enum Column {
    /// All are finite numbers.
    Numbers(Box<[f64]>),
    /// No more than 256 different ones, none of them an object.
    Few {
        /// Which value each item has.
        codes: Box<[u8]>,
        /// The values, and which items have them.
        values: Vec<(Value, Vec<u32>)>,
    },
    /// Neither: the items have to be visited.
    Other,
}

/// The finite numbers that pass a filter: those from `low` to `high`, or all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    /// The lowest number inside.
    pub(super) low: f64,
    /// The highest number inside.
    pub(super) high: f64,
    /// Whether those outside pass.
    pub(super) outside: bool,
}

impl Column {
    pub(super) fn new(items: &[Value], path: &Path) -> Self {
        // Once exceeded, the budget ends the list; what was made in part is not kept.
        if budget::work(items.len() as u64).is_err() {
            return Self::Other;
        }
        let mut places = path.places();
        let numbers: Option<_> = items
            .iter()
            .map(|item| path.seek(item, &mut places).as_number().filter(|n| n.is_finite()))
            .collect::<Option<Box<[f64]>>>();
        numbers.map(Self::Numbers).or_else(|| Self::few(items, path)).unwrap_or(Self::Other)
    }

    fn few(items: &[Value], path: &Path) -> Option<Self> {
        let mut places = path.places();
        let mut values: Vec<(Value, Vec<u32>)> = Vec::new();
        let mut known: HashMap<(Discriminant<Value>, Str), u8> = HashMap::new();
        let mut codes = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            budget::work(8).ok()?;
            let value = path.seek(item, &mut places);
            if matches!(*value, Value::Array(_) | Value::Object(_) | Value::Safe(_) | Value::Date(_)) {
                return None;
            }
            let key = (discriminant(&*value), value.to_str());
            let code = match known.get(&key) {
                Some(code) => *code,
                None => {
                    let code = u8::try_from(values.len()).ok()?;
                    known.insert(key, code);
                    values.push((value.into_owned(), Vec::new()));
                    code
                }
            };
            if let Some((_, places)) = values.get_mut(usize::from(code)) {
                places.push(u32::try_from(index).ok()?);
            }
            codes.push(code);
        }
        Some(Self::Few { codes: codes.into(), values })
    }
}

/// The items that have passed all filters so far.
pub(super) enum FilteredItems {
    /// As many as there are.
    All(usize),
    /// The items at these indexes, in order.
    These(Vec<u32>),
}

impl FilteredItems {
    /// Keeps what passes one more filter: `passes` says so of each item's own value among these.
    pub(super) fn retain<T: Copy>(&mut self, values: &[T], passes: impl Fn(T) -> bool) {
        match self {
            Self::These(indexes) => {
                // Each is written to where the next that passes belongs: without a branch, since nobody can foresee them.
                let mut kept = 0;
                let cells = Cell::from_mut(indexes.as_mut_slice()).as_slice_of_cells();
                for cell in cells {
                    let index = cell.get();
                    if let (Some(value), Some(slot)) = (values.get(index as usize), cells.get(kept)) {
                        slot.set(index);
                        kept += usize::from(passes(*value));
                    }
                }
                indexes.truncate(kept);
            }
            Self::All(length) => {
                let mut indexes = Vec::with_capacity(*length);
                indexes.extend((0..*length as u32).zip(values).filter(|(_, value)| passes(**value)).map(|(i, _)| i));
                *self = Self::These(indexes);
            }
        }
    }

    /// The indexes, in order.
    pub(super) fn into_indexes(self) -> Vec<u32> {
        match self {
            Self::All(length) => (0..length as u32).collect(),
            Self::These(indexes) => indexes,
        }
    }
}

impl Interval {
    /// No number at all.
    pub(super) const NONE: Self = Self { low: f64::INFINITY, high: f64::NEG_INFINITY, outside: false };

    /// Whether a finite number passes.
    pub(super) fn passes(self, n: f64) -> bool {
        ((n >= self.low) & (n <= self.high)) != self.outside
    }
}
