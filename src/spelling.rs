//! How settings and the admin API spell durations, what somebody meant who misspelt a name, and texts of others in lines of
//! ours.

use std::borrow::Cow;
use std::fmt::Write as _;
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

/// The text without what would end a line, begin a colour or turn the direction: clients write paths and, by templates,
/// messages, and must not be able to write lines.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_forging) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_forging(c) {
            // Writing to a string does not fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown.into()
}

fn is_forging(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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

    #[test]
    fn no_text_ends_a_line_or_colours_it() {
        for (text, shown) in [
            ("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"),
            ("\u{1b}[31mred\u{9b}0m\u{7f}", "\\u001b[31mred\\u009b0m\\u007f"),
            ("\u{85}\u{2028}\u{2029}\u{202e}\u{2066}", "\\u0085\\u2028\\u2029\\u202e\\u2066"),
            ("é日本 \u{a0}", "é日本 \u{a0}"),
        ] {
            assert_eq!(on_one_line(text), shown);
        }
    }
}
