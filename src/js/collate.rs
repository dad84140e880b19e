//! `String.prototype.localeCompare` and `Array.prototype.sort`, as V8 has them.

use std::cmp::Ordering;

use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;

use crate::budget;

/// Of all collations only this one is in the program.
static ROOT: CollatorBorrowed<'static> = CollatorBorrowed::new_root(CollatorOptions::default());

/// `a.localeCompare(b)` in Node's default locale: the root collation, cases and accents told apart.
pub fn locale_compare(a: &str, b: &str) -> Ordering {
    // Once exceeded, the budget ends the sort: all texts are the same then.
    if budget::work(8 + (a.len().min(b.len()) as u64 >> 1)).is_err() {
        return Ordering::Equal;
    }
    ROOT.compare(a, b)
}

/// From this many items on, the items are merged in runs instead of inserted one by one.
const MERGE_FROM: usize = 64;

/// `array.sort(compare)`: stable, and the same comparisons as V8 for less than 64 items, so that a
/// comparison that contradicts itself (numbers with texts among them) gives the same order.
///
/// # Errors
/// What `compare` raises.
pub fn sort<T: Clone, E>(items: &mut Vec<T>, compare: &mut impl FnMut(&T, &T) -> Result<Ordering, E>) -> Result<(), E> {
    if items.len() >= MERGE_FROM {
        let mut left = std::mem::take(items);
        let mut right = left.split_off(left.len() / 2);
        sort(&mut left, compare)?;
        sort(&mut right, compare)?;
        *items = merge(left, right, compare)?;
        return Ok(());
    }
    let run = first_run(items, compare)?;
    for start in run..items.len() {
        let position = insertion_point(items, start, compare)?;
        if let Some(moved) = items.get_mut(position..=start) {
            moved.rotate_right(1);
        }
    }
    Ok(())
}

/// Length of the ordered run at the start; a descending one is turned round.
fn first_run<T, E>(items: &mut [T], compare: &mut impl FnMut(&T, &T) -> Result<Ordering, E>) -> Result<usize, E> {
    let [first, second, ..] = &*items else { return Ok(items.len()) };
    let descending = compare(second, first)? == Ordering::Less;
    let mut length = 2;
    while let (Some(current), Some(previous)) = (items.get(length), items.get(length - 1)) {
        if (compare(current, previous)? == Ordering::Less) != descending {
            break;
        }
        length += 1;
    }
    if descending && let Some(run) = items.get_mut(..length) {
        run.reverse();
    }
    Ok(length)
}

fn insertion_point<T, E>(
    items: &[T],
    start: usize,
    compare: &mut impl FnMut(&T, &T) -> Result<Ordering, E>,
) -> Result<usize, E> {
    let (mut left, mut right) = (0, start);
    while left < right {
        let middle = left + (right - left) / 2;
        let (Some(pivot), Some(other)) = (items.get(start), items.get(middle)) else { break };
        if compare(pivot, other)? == Ordering::Less {
            right = middle;
        } else {
            left = middle + 1;
        }
    }
    Ok(left)
}

fn merge<T, E>(
    left: Vec<T>,
    right: Vec<T>,
    compare: &mut impl FnMut(&T, &T) -> Result<Ordering, E>,
) -> Result<Vec<T>, E> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let smaller = if compare(b, a)? == Ordering::Less { right.next() } else { left.next() };
        merged.extend(smaller);
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_texts_as_node_does() {
        let mut texts = vec![
            "Éclair", "zebra", "Zebra", "apple", "Apple", "9", "10", "_x", "", "a b", "a-b", "ab", "aB", "日", "あ",
            "côté", "coté", "côte", "cote", "ß", "ss", "ae", "æ",
        ];
        let sorted: Result<(), ()> = sort(&mut texts, &mut |a, b| Ok(locale_compare(a, b)));
        assert!(sorted.is_ok());
        assert_eq!(
            texts,
            [
                "", "_x", "10", "9", "a b", "a-b", "ab", "aB", "ae", "æ", "apple", "Apple", "cote", "coté", "côte",
                "côté", "Éclair", "ss", "ß", "zebra", "Zebra", "あ", "日",
            ]
        );
    }

    #[test]
    fn sorts_with_a_comparison_that_contradicts_itself_as_v8_does() {
        // [3, '10', 2, null, true, 'x'] compared by subtraction.
        let mut items = vec![3.0, 10.0, 2.0, 0.0, 1.0, f64::NAN];
        let sorted: Result<(), ()> =
            sort(&mut items, &mut |a: &f64, b: &f64| Ok((a - b).partial_cmp(&0.0).unwrap_or(Ordering::Equal)));
        assert!(sorted.is_ok());
        assert_eq!(format!("{items:?}"), "[0.0, 1.0, 2.0, 3.0, 10.0, NaN]");
    }

    #[test]
    fn sorts_long_lists_stably() {
        let mut items: Vec<(i32, usize)> = (0..1000).map(|i| ((i * 7919) % 10, i as usize)).collect();
        let sorted: Result<(), ()> = sort(&mut items, &mut |a, b| Ok(a.0.cmp(&b.0)));
        assert!(sorted.is_ok());
        assert!(items.windows(2).all(|w| w[0] < w[1]));
    }
}
