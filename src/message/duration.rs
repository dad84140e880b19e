//! Durations as people write them: `250ms`, `10s`, `1m`, `2h`.

use std::time::Duration;

/// Reads a whole number and its unit; only zero needs none.
pub fn parse(text: &str) -> Option<Duration> {
    let unit = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (amount, unit) = text.split_at(unit);
    let amount: u64 = amount.parse().ok()?;
    match unit.trim() {
        "ms" => Some(Duration::from_millis(amount)),
        "s" => Some(Duration::from_secs(amount)),
        "m" => amount.checked_mul(60).map(Duration::from_secs),
        "h" => amount.checked_mul(3600).map(Duration::from_secs),
        "" if amount == 0 => Some(Duration::ZERO),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_amounts_with_units_only() {
        for (text, milliseconds) in [
            ("250ms", Some(250)),
            ("10s", Some(10_000)),
            ("1m", Some(60_000)),
            ("2h", Some(7_200_000)),
            ("0", Some(0)),
            ("10", None),
            ("-1s", None),
            ("1.5s", None),
            ("", None),
            ("s", None),
            ("18446744073709551615h", None),
        ] {
            assert_eq!(parse(text), milliseconds.map(Duration::from_millis), "{text}");
        }
    }
}
