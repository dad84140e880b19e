//! The values of one property of all items, so that a filter is judged without visiting the items.

use std::cell::Cell;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use crate::budget;
use crate::js::object_path::Path;
use crate::js::{Str, Value};

/// The values at a path, item by item.
pub(super) enum Column {
    /// All are finite numbers: their [`rank`]s.
    Numbers(Box<[u64]>),
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

/// Numbers that pass a filter: those from `low` to `high`, or all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    /// The lowest number inside.
    pub(super) low: f64,
    /// The highest number inside.
    pub(super) high: f64,
    /// Whether those outside pass.
    pub(super) outside: bool,
}

/// The ranks that pass a filter: so many from the first on, and on from zero behind the highest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranks {
    first: u64,
    further: u64,
}

/// A whole number for each number but NaN, in the order of the numbers. Both zeros have one.
fn rank(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
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
            .map(|item| path.seek(item, &mut places).as_number().filter(|n| n.is_finite()).map(rank))
            .collect::<Option<Box<[u64]>>>();
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

    /// The ranks of what passes, and perhaps of numbers that are not finite.
    pub(super) fn ranks(self) -> Ranks {
        let (low, high) = (rank(self.low), rank(self.high));
        match (low <= high, self.outside) {
            (true, false) => Ranks { first: low, further: high - low },
            (true, true) => Ranks { first: high + 1, further: low.wrapping_sub(high).wrapping_sub(2) },
            // No finite number has rank 0.
            (false, false) => Ranks { first: 0, further: 0 },
            (false, true) => Ranks { first: 0, further: u64::MAX },
        }
    }
}

impl Ranks {
    /// Whether a rank is among them.
    #[inline]
    pub(super) fn has(self, rank: u64) -> bool {
        rank.wrapping_sub(self.first) <= self.further
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ODD: [f64; 9] =
        [0.0, -0.0, 1.0, -1.0, f64::MIN_POSITIVE, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY];

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            any::<f64>().prop_filter("a number", |n| !n.is_nan()),
            prop::sample::select(&ODD[..]),
            (-3i8..4).prop_map(f64::from)
        ]
    }

    proptest! {
        #[test]
        fn ranks_are_in_the_order_of_numbers(a in number(), b in number()) {
            prop_assert_eq!(rank(a).cmp(&rank(b)), a.partial_cmp(&b).expect("no NaN"));
        }

        #[test]
        fn ranks_say_what_an_interval_says(low in number(), high in number(), outside: bool, n in number()) {
            prop_assume!(n.is_finite());
            let interval = Interval { low, high, outside };
            prop_assert_eq!(interval.ranks().has(rank(n)), (low..=high).contains(&n) != outside);
        }
    }
}
