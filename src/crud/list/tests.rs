use proptest::prelude::*;

use super::*;

/// `Array.prototype.slice` by the book, on a counted array.
fn sliced(length: usize, start: f64, end: f64) -> Vec<usize> {
    let relative = |p: f64| {
        let p = if p.is_nan() { 0.0 } else { p.trunc() };
        if p < 0.0 { (length as f64 + p).max(0.0) } else { p.min(length as f64) }
    };
    let (start, end) = (relative(start), relative(end));
    (0..length).filter(|i| (*i as f64) >= start && (*i as f64) < end).collect()
}

fn query(limit: &str, page: &str) -> Value {
    Value::object([("limit", Value::from(limit)), ("page", Value::from(page))].into_iter().collect())
}

#[test]
fn odd_numbers_fall_back() {
    for (limit, page, range) in [
        ("3", "2", 3..6),
        ("0", "x", 0..10),
        ("", "", 0..10),
        (" 4px", "1.9", 0..4),
        ("-2", "1", 0..10),
        ("5", "-1", 2..7),
        ("5", "0", 0..5),
        ("1e3", "1", 0..1),
        (&"9".repeat(400), "1", 0..12),
        (&"9".repeat(400), "2", 12..12),
    ] {
        assert_eq!(ListQuery::of(&query(limit, page)).part(12), range, "{limit} {page}");
    }
    assert_eq!(ListQuery::default().part(12), 0..12);
}

proptest! {
    #[test]
    fn pages_are_slices(length in 0usize..40, limit in -50i32..50, page in -10i32..10) {
        let (l, p) = (if limit == 0 { 10 } else { limit }, if page == 0 { 1 } else { page });
        let query = query(&limit.to_string(), &page.to_string());
        let range = ListQuery::of(&query).part(length);
        prop_assert_eq!(
            range.collect::<Vec<_>>(),
            sliced(length, f64::from((p - 1) * l), f64::from(p * l))
        );
    }

    #[test]
    fn slices_never_leave_the_list(length in 0usize..9, start in any::<f64>(), end in any::<f64>()) {
        prop_assert_eq!(slice(length, start, end).collect::<Vec<_>>(), sliced(length, start, end));
    }
}
