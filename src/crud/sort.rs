//! `sort=` and `order=`, in the order that V8 gives.
//!
//! Items without the property compare as equal to everything, which is no proper order: what comes out then depends
//! on the algorithm. Short lists go through the same steps as in V8 (a run, then binary insertion); runs of longer
//! lists are merged stably, as V8 does wherever the order is a proper one.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use wide::u8x16;

use crate::budget;
use crate::js::{Str, Value};

/// Lists up to here are one run.
const MIN_MERGE: usize = 64;

/// Sorts indexes of items by a property (not nested) of the items, or by items that are no objects themselves.
pub(super) fn sort(items: &[Value], indexes: &mut [u32], property: &str, descending: bool) {
    let mut place = 0;
    let mut entries: Vec<Entry> =
        indexes.iter().filter_map(|i| Some((sort_key(items.get(*i as usize)?, property, &mut place), *i))).collect();
    let precedes = |a: &Value, b: &Value| {
        let order = a.compare(b);
        order == Some(if descending { Ordering::Greater } else { Ordering::Less })
    };
    let min_run = min_run_length(entries.len());
    let mut start = 0;
    let mut runs = Vec::new();
    while let Some(rest) = entries.get_mut(start..).filter(|rest| !rest.is_empty()) {
        let run = first_run(rest, &precedes);
        let length = run.max(min_run.min(rest.len()));
        if let Some(chunk) = rest.get_mut(..length) {
            insert_rest(chunk, run, &precedes);
        }
        start += length;
        runs.push(length);
    }
    for (index, (_, sorted)) in indexes.iter_mut().zip(merge_runs(entries, runs, &precedes)) {
        *index = sorted;
    }
}

/// The items in the order of a property: any part of them is in the order of the whole.
pub(super) struct Order {
    /// The items' indexes in order.
    items: Box<[u32]>,
    /// The place of each item among them.
    places: Box<[u32]>,
}

impl Order {
    /// `None` unless the values have a proper order, all texts or all numbers: sorting is then stable in both directions.
    pub(super) fn new(items: &[Value], property: &str, descending: bool) -> Option<Self> {
        let mut place = 0;
        let mut entries = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            entries.push((sort_key(item, property, &mut place), u32::try_from(index).ok()?));
        }
        let texts = entries.iter().all(|(key, _)| matches!(key, Value::String(_)));
        let numbers = || entries.iter().all(|(key, _)| !matches!(key, Value::String(_)) && !key.to_number().is_nan());
        if !texts && !numbers() {
            return None;
        }
        entries.sort_unstable_by(|(a, i), (b, j)| {
            let ascending = a.compare(b).unwrap_or(Ordering::Equal);
            let order = if descending { ascending.reverse() } else { ascending };
            order.then(i.cmp(j))
        });
        let items: Box<[u32]> = entries.into_iter().map(|(_, index)| index).collect();
        let mut places = vec![0; items.len()];
        for (place, item) in (0..).zip(&items) {
            if let Some(slot) = places.get_mut(*item as usize) {
                *slot = place;
            }
        }
        Some(Self { items, places: places.into() })
    }

    /// The part `page` of some of the items, in order.
    pub(super) fn page(&self, indexes: &[u32], page: Range<usize>) -> Vec<u32> {
        let item = |place: u32| self.items.get(place as usize).copied();
        if indexes.len() < self.items.len() / 64 {
            let places = indexes.iter().filter_map(|index| self.places.get(*index as usize).copied());
            let mut places: Vec<u32> = places.collect();
            places.sort_unstable();
            return places.get(page).unwrap_or_default().iter().filter_map(|place| item(*place)).collect();
        }
        // A byte for each item in order, set for those that are there.
        let mut there = vec![0; self.items.len().next_multiple_of(TOGETHER)];
        for index in indexes {
            if let Some(place) = self.places.get(*index as usize)
                && let Some(byte) = there.get_mut(*place as usize)
            {
                *byte = 1;
            }
        }
        let (mut before, wanted) = (page.start, page.len());
        let mut found = Vec::with_capacity(wanted);
        let (chunks, _) = there.as_chunks::<TOGETHER>();
        for (bytes, first) in chunks.iter().zip((0..).step_by(TOGETHER)) {
            let mut bits = u8x16::new(*bytes).simd_eq(u8x16::ONE).to_bitmask();
            if before > 0 {
                let here = bits.count_ones() as usize;
                if here <= before {
                    before -= here;
                    continue;
                }
                for _ in 0..std::mem::take(&mut before) {
                    take_lowest(&mut bits);
                }
            }
            while bits != 0 {
                if found.len() == wanted {
                    return found;
                }
                if let Some(item) = item(first + take_lowest(&mut bits)) {
                    found.push(item);
                }
            }
        }
        found
    }
}

/// Places in order that are looked at together.
const TOGETHER: usize = 16;

/// The place of the lowest bit that is set, which is not set any more then.
fn take_lowest(bits: &mut u32) -> u32 {
    let place = bits.trailing_zeros();
    *bits &= bits.wrapping_sub(1);
    place
}

/// What is compared: text in lower case; objects are made primitive once, as each comparison would. `place` is where
/// the last item had the property.
fn sort_key(item: &Value, property: &str, place: &mut usize) -> Value {
    // Once exceeded, the budget ends the list when it is sorted: all keys are the same then.
    if budget::work(4).is_err() {
        return Value::Undefined;
    }
    let key = match item {
        Value::Object(object) => object.get_near(property, place).map_or(Cow::Owned(Value::Undefined), Cow::Borrowed),
        Value::Array(_) | Value::Safe(_) | Value::Date(_) => Cow::Owned(item.get(property)),
        _ => Cow::Borrowed(item),
    };
    match &*key {
        Value::String(text) => {
            let _ = budget::make(text.len());
            Value::String(Str::from(text.to_lowercase()))
        }
        Value::Array(_) | Value::Object(_) | Value::Safe(_) => Value::String(key.to_str()),
        Value::Date(ms) => Value::Number(*ms),
        _ => key.into_owned(),
    }
}

/// What is compared, and the item's index.
type Entry = (Value, u32);

fn min_run_length(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= MIN_MERGE {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// The length of the run at the start, which ascends when this returns.
fn first_run(entries: &mut [Entry], precedes: &impl Fn(&Value, &Value) -> bool) -> usize {
    let mut pairs = entries.windows(2).map(|pair| match pair {
        [a, b] => precedes(&b.0, &a.0),
        _ => false,
    });
    let Some(descending) = pairs.next() else { return entries.len() };
    let run = 2 + pairs.take_while(|falls| *falls == descending).count();
    if descending && let Some(run) = entries.get_mut(..run) {
        run.reverse();
    }
    run
}

/// Inserts the entries behind the sorted run at their places.
fn insert_rest(entries: &mut [Entry], run: usize, precedes: &impl Fn(&Value, &Value) -> bool) {
    for at in run..entries.len() {
        let Some((sorted, [pivot, ..])) = entries.split_at_checked(at) else { return };
        let (mut left, mut right) = (0, at);
        while left < right {
            let middle = left + (right - left) / 2;
            if sorted.get(middle).is_some_and(|entry| precedes(&pivot.0, &entry.0)) {
                right = middle;
            } else {
                left = middle + 1;
            }
        }
        if let Some(range) = entries.get_mut(left..=at) {
            range.rotate_right(1);
        }
    }
}

/// Merges neighbouring runs until one is left.
fn merge_runs(entries: Vec<Entry>, runs: Vec<usize>, precedes: &impl Fn(&Value, &Value) -> bool) -> Vec<Entry> {
    let mut entries = entries.into_iter();
    let mut level: Vec<Vec<Entry>> = runs.iter().map(|length| entries.by_ref().take(*length).collect()).collect();
    while level.len() > 1 {
        let mut merged = Vec::with_capacity(level.len().div_ceil(2));
        let mut runs = level.into_iter();
        while let Some(left) = runs.next() {
            merged.push(match runs.next() {
                Some(right) => merge(left, right, precedes),
                None => left,
            });
        }
        level = merged;
    }
    level.pop().unwrap_or_default()
}

fn merge(left: Vec<Entry>, right: Vec<Entry>, precedes: &impl Fn(&Value, &Value) -> bool) -> Vec<Entry> {
    let mut out = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if precedes(&b.0, &a.0) { right.next() } else { left.next() };
        out.extend(next);
    }
    out.extend(left);
    out.extend(right);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::js::json;

    #[test]
    fn values_that_do_not_compare_end_up_where_v8_leaves_them() {
        let items = json::parse(
            r#"[{"v":3},{"v":null},{"v":"b"},{"v":1},{"v":"a"},{},{"v":2},{"v":"B"},{"v":0},{},{"v":"c"},{"v":10},{"v":"9"}]"#,
        )
        .expect("json");
        let items = items.as_array().expect("array");
        for (descending, order) in [(false, ASCENDING), (true, DESCENDING)] {
            let mut indexes: Vec<u32> = (0..items.len() as u32).collect();
            sort(items, &mut indexes, "v", descending);
            assert_eq!(indexes, order);
        }
    }

    const ASCENDING: [u32; 13] = [1, 3, 0, 4, 2, 5, 8, 6, 7, 9, 12, 10, 11];
    const DESCENDING: [u32; 13] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    proptest! {
        #[test]
        fn long_lists_are_sorted_stably(numbers in prop::collection::vec(0u8..50, 0..400), descending in any::<bool>()) {
            let items: Vec<Value> = numbers.iter().map(|n| Value::Number(f64::from(*n))).collect();
            let mut indexes: Vec<u32> = (0..items.len() as u32).collect();
            let mut expected = indexes.clone();
            sort(&items, &mut indexes, "", descending);
            expected.sort_by_key(|i| if descending { 255 - numbers[*i as usize] } else { numbers[*i as usize] });
            prop_assert_eq!(indexes, expected);
        }

        #[test]
        fn pages_of_a_part_are_in_the_order_of_all(
            numbers in prop::collection::vec((0u8..50, any::<bool>()), 0..400),
            few in any::<bool>(),
            start in 0usize..250,
            length in 0usize..60,
            descending in any::<bool>(),
        ) {
            let items: Vec<Value> = numbers.iter().map(|(n, _)| Value::Number(f64::from(*n))).collect();
            let order = Order::new(&items, "", descending).expect("numbers");
            let part: Vec<u32> =
                (0..items.len() as u32).filter(|i| numbers[*i as usize].1 && !(few && i % 97 != 3)).collect();
            let mut expected = part.clone();
            let key = |i: &u32| numbers[*i as usize].0;
            expected.sort_by_key(|i| if descending { 255 - key(i) } else { key(i) });
            let page = start.min(part.len())..(start + length).min(part.len());
            prop_assert_eq!(order.page(&part, page.clone()), &expected[page]);
        }
    }
}
