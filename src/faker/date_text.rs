//! `Date.parse`: ISO 8601, and the forms that V8 takes besides (`Jan 5 2024 10:00`, `2024/01/05`).

use crate::js::date::{DAY_MS, MONTHS, WEEKDAYS, days_from_civil};

/// Milliseconds since the epoch of a text.
pub(super) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    iso(text).or_else(|| legacy(text))
}

/// `YYYY[-MM[-DD]][Thh:mm[:ss[.sss]][Z|±hh:mm]]`, in UTC where no zone is given.
fn iso(text: &str) -> Option<f64> {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(i) => (text.get(..i)?, text.get(i + 1..)),
        None => (text, None),
    };
    let (sign, digits) = match date.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, date.strip_prefix('+').unwrap_or(date)),
    };
    let signed = digits.len() != date.len();
    let mut parts = digits.split('-');
    let year: i64 = fixed(parts.next()?, if signed { 6 } else { 4 })?;
    let month = parts.next().map_or(Some(1), |s| fixed(s, 2))?;
    let day = parts.next().map_or(Some(1), |s| fixed(s, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=days_in(month, year)).contains(&day) {
        return None;
    }
    let midnight = days_from_civil(sign * year, month as u32, day as u32) as f64 * DAY_MS;
    time.map_or(Some(midnight), |time| Some(midnight + iso_time(time)?))
}

/// How many days a month may have at most: V8 lets February 30th and 31st pass into March.
fn days_in(month: i64, _: i64) -> i64 {
    if month == 0 { 0 } else { 31 }
}

fn iso_time(text: &str) -> Option<f64> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(i) => (text.get(..i)?, zone(text.get(i..)?)?),
        None => (text, 0.0),
    };
    Some(clock_ms(clock)? - offset)
}

/// Milliseconds of `Z` or `±hh:mm`.
fn zone(text: &str) -> Option<f64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0.0);
    }
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 {
        return None;
    }
    let number: i64 = fixed(&digits, 4)?;
    Some(sign * ((number / 100) * 60 + number % 100) as f64 * 60_000.0)
}

/// Milliseconds of `hh:mm[:ss[.sss]]`.
fn clock_ms(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = fixed(parts.next()?, 2)?;
    let (second, fraction) = match parts.next() {
        None => (0, 0.0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            if !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.is_empty() {
                return None;
            }
            let millis: f64 = format!("0.{fraction}").parse().ok()?;
            (fixed(whole, 2)?, (millis * 1000.0).floor())
        }
    };
    let in_range = (0..24).contains(&hour) || (hour == 24 && minute == 0 && second == 0 && fraction == 0.0);
    if parts.next().is_some() || !in_range || minute > 59 || second > 59 {
        return None;
    }
    Some(((hour * 60 + minute) * 60 + second) as f64 * 1000.0 + fraction)
}

/// A number of exactly so many digits.
fn fixed(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Words and numbers in any order: a month's name, a day, a year, a clock, a zone.
fn legacy(text: &str) -> Option<f64> {
    let text = text.split('(').next()?.replace(',', " ");
    let (mut month, mut clock, mut offset) = (None, 0.0, 0.0);
    let mut numbers: Vec<i64> = Vec::new();
    for word in text.split_whitespace() {
        if word.contains(':') {
            clock = clock_ms(word)?;
        } else if word.contains('/') || (word.contains('-') && word.starts_with(|c: char| c.is_ascii_digit())) {
            for part in word.split(['/', '-']) {
                numbers.push(part.parse().ok()?);
            }
        } else if let Ok(number) = word.parse() {
            numbers.push(number);
        } else if let Some(position) = named(word, &MONTHS) {
            month = Some(position as i64 + 1);
        } else if let Some(rest) = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")) {
            offset = if rest.is_empty() { 0.0 } else { zone(rest)? };
        } else if word.starts_with(['+', '-']) {
            offset = zone(word)?;
        } else if word.eq_ignore_ascii_case("pm") {
            clock = clock % (DAY_MS / 2.0) + DAY_MS / 2.0;
        } else if word.eq_ignore_ascii_case("am") {
            clock %= DAY_MS / 2.0;
        } else if !word.eq_ignore_ascii_case("z") && named(word, &WEEKDAYS).is_none() {
            return None;
        }
    }
    let (year, month, day) = match (month, numbers.as_slice()) {
        (Some(month), [day, year]) if *day <= 31 => (*year, month, *day),
        (Some(month), [year, day]) => (*year, month, *day),
        (Some(month), [year]) if *year > 31 => (*year, month, 1),
        (Some(month), [day]) => (2001, month, *day),
        (None, [year, month, day]) if *year > 31 => (*year, *month, *day),
        (None, [month, day, year]) => (*year, *month, *day),
        (None, [year, month]) if *year > 31 => (*year, *month, 1),
        (None, [month, day]) => (2001, *month, *day),
        (None, [month @ 1..=12]) => (2001, *month, 1),
        (None, [year @ (0 | 32..=275_000)]) => (*year, 1, 1),
        _ => return None,
    };
    let year = match year {
        0..=49 => year + 2000,
        50..=99 => year + 1900,
        _ => year,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=275_000).contains(&year) {
        return None;
    }
    Some(days_from_civil(year, month as u32, day as u32) as f64 * DAY_MS + clock - offset)
}

/// The position of a name by its first three letters.
fn named(word: &str, names: &[&str]) -> Option<usize> {
    let start = word.get(..3)?;
    word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.').then_some(())?;
    names.iter().position(|name| name.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_v8_reads_them() {
        for (text, ms) in [
            ("2024-01-01", Some(1_704_067_200_000.0)),
            ("2024", Some(1_704_067_200_000.0)),
            ("2024-01-01T10:30:00.250Z", Some(1_704_105_000_250.0)),
            ("2024-01-01T10:30:00+02:00", Some(1_704_097_800_000.0)),
            ("2024-01-01 10:30", Some(1_704_105_000_000.0)),
            ("Jan 1, 2024 10:30", Some(1_704_105_000_000.0)),
            ("Mon Jan 01 2024 10:30:00 GMT+0000 (Coordinated Universal Time)", Some(1_704_105_000_000.0)),
            ("Mon, 01 Jan 2024 10:30:00 GMT", Some(1_704_105_000_000.0)),
            ("5", Some(988_675_200_000.0)),
            ("5/6", Some(989_107_200_000.0)),
            ("99", Some(915_148_800_000.0)),
            ("2024/1/1", Some(1_704_067_200_000.0)),
            ("1/1/2024", Some(1_704_067_200_000.0)),
            ("x", None),
            ("2024-13-01", None),
            ("", None),
        ] {
            assert_eq!(parse(text), ms, "{text}");
        }
    }
}
