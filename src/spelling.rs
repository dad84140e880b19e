//! How settings and the admin API spell durations, and what somebody meant who misspelt a name.

use std::time::Duration;

/// `10s`, `250ms`, `1m`, `2h`.
pub fn duration(text: &str) -> Option<Duration> {
    let unit = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (amount, unit) = text.split_at(unit);
    let amount = amount.parse::<u64>().ok()?;
    match unit.trim() {
        "ms" => Some(Duration::from_millis(amount)),
        "s" => Some(Duration::from_secs(amount)),
        "m" => amount.checked_mul(60).map(Duration::from_secs),
        "h" => amount.checked_mul(3600).map(Duration::from_secs),
        "" if amount == 0 => Some(Duration::ZERO),
        _ => None,
    }
}

/// The known name that a name resembles: at most two letters added, dropped or changed, or the same in another case.
pub fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let length = name.chars().count();
    // What is longer or shorter by more is not near: a name may be as long as a client likes.
    let distances = known.filter(|known| known.chars().count().abs_diff(length) <= 2).map(|known| {
        let same = name.eq_ignore_ascii_case(known);
        (if same { 0 } else { distance(name, known) }, known)
    });
    // Of short names anything is at most two letters away.
    let near = |(distance, known): &(usize, &str)| *distance <= 2 && *distance < known.chars().count().max(1);
    distances.filter(near).min().map(|(_, known)| known)
}

/// Levenshtein distance.
/// Letters to add, drop or change that make one text of the other.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != *y)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations() {
        for (text, millis) in [("250ms", Some(250)), ("5s", Some(5_000)), ("1m", Some(60_000)), ("2h", Some(7_200_000))]
        {
            assert_eq!(duration(text).map(|d| d.as_millis()), millis, "{text}");
        }
        for text in ["", "5", "s", "1.5s", "-1s", "99999999999999999999s", "5 minutes"] {
            assert_eq!(duration(text), None, "{text}");
        }
        assert_eq!(duration("0"), Some(Duration::ZERO));
    }

    #[test]
    fn knows_what_was_meant() {
        let known = || ["count", "within", "settle", "id"].into_iter();
        for (name, meant) in [
            ("coutn", Some("count")),
            ("Within", Some("within")),
            ("setle", Some("settle")),
            ("xy", None),
            ("path", None),
        ] {
            assert_eq!(nearest(name, known()), meant, "{name}");
        }
    }
}
