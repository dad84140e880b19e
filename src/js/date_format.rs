//! date-fns' `format` in English and UTC, with the additional week-year and day-of-year tokens allowed.

use super::date::{self, Civil, DAY_MS, days_from_civil};
use super::number;

/// Why a format gives no text; the messages are those of JavaScript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The date is not valid.
    #[error("Invalid time value")]
    InvalidTime,
    /// A letter outside quotes that is no token.
    #[error("Format string contains an unescaped latin alphabet character `{0}`")]
    Unescaped(char),
    /// The format is empty: date-fns stumbles over it.
    #[error("Cannot read properties of null (reading 'map')")]
    Empty,
}

/// `format(date, pattern)`; see [`Pattern`] for one that is used more than once.
///
/// # Errors
/// When the date is invalid, the pattern is empty or has a letter that is no token.
pub fn format(ms: f64, pattern: &str) -> Result<String, FormatError> {
    if !ms.is_finite() {
        return Err(FormatError::InvalidTime);
    }
    let mut out = String::with_capacity(32);
    Pattern::compile(pattern)?.write(ms, &mut out)?;
    Ok(out)
}

/// A compiled pattern.
pub struct Pattern {
    parts: Vec<Part>,
}

enum Part {
    /// Prints as it is.
    Text(String),
    /// A token and its first letter.
    Token(char, String),
}

impl Pattern {
    /// Cuts a pattern into tokens.
    ///
    /// # Errors
    /// When the pattern is empty or has a letter that is no token.
    pub fn compile(pattern: &str) -> Result<Self, FormatError> {
        let pattern = expand_long_forms(pattern)?;
        let mut parts: Vec<Part> = Vec::new();
        for token in tokens(&pattern, Grammar::Short) {
            let mut text = String::new();
            match token.chars().next() {
                Some('\'') if token == "''" => text.push('\''),
                Some('\'') => push_unquoted(token, &mut text),
                Some(letter) if is_token_letter(letter) => {
                    parts.push(Part::Token(letter, token.to_owned()));
                    continue;
                }
                Some(letter) if letter.is_ascii_alphabetic() => return Err(FormatError::Unescaped(letter)),
                _ => text.push_str(token),
            }
            match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text),
                _ => parts.push(Part::Text(text)),
            }
        }
        Ok(Self { parts })
    }

    /// Appends the date in this format.
    ///
    /// # Errors
    /// When the date is invalid.
    pub fn write(&self, ms: f64, out: &mut String) -> Result<(), FormatError> {
        if !ms.is_finite() {
            return Err(FormatError::InvalidTime);
        }
        let moment = Moment { ms, civil: date::civil(ms) };
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Token(letter, token) => moment.write(*letter, token, out),
            }
        }
        Ok(())
    }
}

/// Which tokens a pattern is cut into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grammar {
    /// Runs of `P` and `p` only: they stand for whole patterns.
    Long,
    /// Runs of one letter, and a letter with `o` for ordinals.
    Short,
}

/// Replaces `P`, `pp`, `PPPpp` ... by the patterns they stand for; line breaks outside quotes get lost.
fn expand_long_forms(pattern: &str) -> Result<String, FormatError> {
    let mut out = String::with_capacity(pattern.len() + 16);
    for token in tokens(pattern, Grammar::Long) {
        match token.as_bytes().first() {
            Some(b'P') => push_date_form(token, &mut out),
            Some(b'p') => out.push_str(time_form(token.len())),
            _ => out.push_str(token),
        }
    }
    if out.is_empty() { Err(FormatError::Empty) } else { Ok(out) }
}

fn push_date_form(token: &str, out: &mut String) {
    let dates = token.bytes().take_while(|b| *b == b'P').count();
    out.push_str(match dates {
        1 => "MM/dd/yyyy",
        2 => "MMM d, y",
        3 => "MMMM do, y",
        _ => "EEEE, MMMM do, y",
    });
    let times = token.len() - dates;
    if times > 0 {
        out.push_str(if dates <= 2 { ", " } else { " 'at' " });
        out.push_str(time_form(times));
    }
}

fn time_form(length: usize) -> &'static str {
    match length {
        1 => "h:mm a",
        2 => "h:mm:ss a",
        3 => "h:mm:ss a z",
        _ => "h:mm:ss a zzzz",
    }
}

/// Cuts a pattern into tokens, quoted texts, pairs of quotes and single characters; line breaks are skipped.
fn tokens(pattern: &str, grammar: Grammar) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(['\n', '\r', '\u{2028}', '\u{2029}']);
        let first = rest.chars().next()?;
        let length = match first {
            '\'' => quoted_length(rest),
            _ if grammar == Grammar::Long => long_length(rest, first),
            _ => short_length(rest, first),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        Some(token)
    })
}

fn run_length(text: &str, c: char) -> usize {
    text.len() - text.trim_start_matches(c).len()
}

fn long_length(text: &str, first: char) -> usize {
    match first {
        'P' => {
            let dates = run_length(text, 'P');
            dates + run_length(text.get(dates..).unwrap_or_default(), 'p')
        }
        'p' => run_length(text, 'p'),
        other => other.len_utf8(),
    }
}

fn short_length(text: &str, first: char) -> usize {
    if "yYQqMLwIdDecihHKkms".contains(first) && text.as_bytes().get(1) == Some(&b'o') {
        2
    } else if first.is_ascii_alphanumeric() || first == '_' {
        run_length(text, first)
    } else {
        first.len_utf8()
    }
}

/// Length of a pair of quotes, or of a quoted text: it ends at a single quote or with the pattern.
fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'\'') {
        return 2;
    }
    let mut at = 1;
    while at < bytes.len() {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\''), Some(b'\'')) => at += 2,
            (Some(b'\''), _) => return at + 1,
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

fn push_unquoted(token: &str, out: &mut String) {
    let inner = token.strip_prefix('\'').unwrap_or(token);
    out.push_str(&inner.strip_suffix('\'').unwrap_or(inner).replace("''", "'"));
}

fn is_token_letter(c: char) -> bool {
    "GyYRuQqMLwIdDEeciabBhHKkmsSXxOztT".contains(c)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A valid date with its civil parts.
struct Moment {
    ms: f64,
    civil: Civil,
}

impl Moment {
    /// Appends what a token stands for.
    // Within the loop over tokens, what any of them needs would be worked out for each date.
    #[inline(never)]
    fn write(&self, letter: char, token: &str, out: &mut String) {
        let c = &self.civil;
        let length = token.len();
        let ordinal = length == 2 && token.ends_with('o');
        let number =
            |n: i64, out: &mut String| if ordinal { push_ordinal(n, out) } else { push_padded(n, length, out) };
        let hour = i64::from(c.hour);
        match letter {
            'G' => out.push_str(era(c.year, length)),
            'y' if length == 2 && !ordinal => push_padded(year_of_era(c.year) % 100, 2, out),
            'y' => number(year_of_era(c.year), out),
            'Y' if length == 2 && !ordinal => push_padded(year_of_era(self.week_year()) % 100, 2, out),
            'Y' => number(year_of_era(self.week_year()), out),
            'R' => push_padded(self.iso_week_year(), length, out),
            'u' => push_padded(c.year, length, out),
            'Q' | 'q' => push_quarter(i64::from(c.month.div_ceil(3)), length, ordinal, out),
            'M' | 'L' => match length {
                1 | 2 => number(i64::from(c.month), out),
                _ => out.push_str(name(&MONTHS, c.month as usize - 1, length, 3)),
            },
            'w' => number(self.week(), out),
            'I' => number(self.iso_week(), out),
            'd' => number(i64::from(c.day), out),
            'D' => number(self.day_number() - days_from_civil(c.year, 1, 1) + 1, out),
            'E' => out.push_str(day_name(c.weekday, length.max(3))),
            'e' | 'c' if length <= 2 => number(i64::from(c.weekday) + 1, out),
            'i' if length <= 2 => number((i64::from(c.weekday) + 6) % 7 + 1, out),
            'e' | 'c' | 'i' => out.push_str(day_name(c.weekday, length)),
            'a' => out.push_str(half_day(if c.hour < 12 { &AM } else { &PM }, length)),
            'b' => out.push_str(match c.hour {
                0 if length == 5 => "mi",
                0 => "midnight",
                12 if length == 5 => "n",
                12 => "noon",
                1..12 => half_day(&AM, length),
                _ => half_day(&PM, length),
            }),
            'B' => out.push_str(match c.hour {
                17.. => "in the evening",
                12.. => "in the afternoon",
                4.. => "in the morning",
                _ => "at night",
            }),
            'h' => number((hour + 11) % 12 + 1, out),
            'H' => number(hour, out),
            'K' => number(hour % 12, out),
            'k' => number(if hour == 0 { 24 } else { hour }, out),
            'm' => number(i64::from(c.minute), out),
            's' => number(i64::from(c.second), out),
            'S' => push_fraction(c.milli, length, out),
            'X' => out.push('Z'),
            'x' => out.push_str(match length {
                1 => "+00",
                2 | 4 => "+0000",
                _ => "+00:00",
            }),
            'O' | 'z' => out.push_str(if length <= 3 { "GMT+0" } else { "GMT+00:00" }),
            't' => push_padded((self.ms / 1000.0).trunc() as i64, length, out),
            'T' => push_padded(self.ms as i64, length, out),
            _ => {}
        }
    }

    /// Days since the epoch.
    fn day_number(&self) -> i64 {
        (self.ms / DAY_MS).floor() as i64
    }

    /// The year whose weeks this day is counted in; weeks start on Sunday, January 1st is in the first.
    fn week_year(&self) -> i64 {
        if self.day_number() >= first_sunday(self.civil.year + 1) { self.civil.year + 1 } else { self.civil.year }
    }

    fn week(&self) -> i64 {
        (self.day_number() - first_sunday(self.week_year())).div_euclid(7) + 1
    }

    /// The ISO year: weeks start on Monday, January 4th is in the first.
    fn iso_week_year(&self) -> i64 {
        let (year, day) = (self.civil.year, self.day_number());
        if day >= first_monday(year + 1) {
            year + 1
        } else if day >= first_monday(year) {
            year
        } else {
            year - 1
        }
    }

    fn iso_week(&self) -> i64 {
        (self.day_number() - first_monday(self.iso_week_year())).div_euclid(7) + 1
    }
}

/// The Sunday on or before January 1st (day 0 was a Thursday).
fn first_sunday(year: i64) -> i64 {
    let day = days_from_civil(year, 1, 1);
    day - (day + 4).rem_euclid(7)
}

/// The Monday on or before January 4th.
fn first_monday(year: i64) -> i64 {
    let day = days_from_civil(year, 1, 4);
    day - (day + 3).rem_euclid(7)
}

/// Years before 1 AD count backwards from 1 BC.
fn year_of_era(year: i64) -> i64 {
    if year > 0 { year } else { 1 - year }
}

fn era(year: i64, length: usize) -> &'static str {
    match (year > 0, length) {
        (true, 1..=3) => "AD",
        (false, 1..=3) => "BC",
        (true, 5) => "A",
        (false, 5) => "B",
        (true, _) => "Anno Domini",
        (false, _) => "Before Christ",
    }
}

const AM: [&str; 4] = ["AM", "am", "a.m.", "a"];
const PM: [&str; 4] = ["PM", "pm", "p.m.", "p"];

/// The form of a half day's name for a token of this length.
fn half_day(names: &'static [&'static str; 4], length: usize) -> &'static str {
    let [short, lower, wide, narrow] = names;
    match length {
        1 | 2 => short,
        3 => lower,
        5 => narrow,
        _ => wide,
    }
}

fn day_name(weekday: u32, length: usize) -> &'static str {
    name(&DAYS, weekday as usize, if length == 6 { 2 } else { length }, 3)
}

/// A name cut for a token: its first letters for `short` (and for 2), one letter for 5, whole otherwise.
fn name(names: &[&'static str], i: usize, length: usize, short: usize) -> &'static str {
    let name = names.get(i).copied().unwrap_or_default();
    let letters = match length {
        5 => 1,
        2 => 2,
        3 => short,
        _ => name.len(),
    };
    name.get(..letters).unwrap_or(name)
}

fn push_quarter(quarter: i64, length: usize, ordinal: bool, out: &mut String) {
    match length {
        2 if ordinal => push_ordinal(quarter, out),
        1 | 2 => push_padded(quarter, length, out),
        3 => {
            out.push('Q');
            push_padded(quarter, 1, out);
        }
        5 => push_padded(quarter, 1, out),
        _ => {
            push_ordinal(quarter, out);
            out.push_str(" quarter");
        }
    }
}

/// The first `digits` digits of the second's fraction.
fn push_fraction(milli: u32, digits: usize, out: &mut String) {
    let exponent = i32::try_from(digits).unwrap_or(i32::MAX).saturating_sub(3);
    let text = number::to_str((f64::from(milli) * 10f64.powi(exponent)).trunc());
    out.extend(std::iter::repeat_n('0', digits.saturating_sub(text.len())));
    out.push_str(&text);
}

fn push_padded(n: i64, length: usize, out: &mut String) {
    if n < 0 {
        out.push('-');
    }
    let n = n.unsigned_abs();
    if n < 100 && length == 2 {
        // What most parts of a date are.
        let digit = |n: u64| char::from(b'0' + n as u8);
        out.push(digit(n / 10));
        out.push(digit(n % 10));
        return;
    }
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(n);
    for _ in digits.len()..length {
        out.push('0');
    }
    out.push_str(digits);
}

fn push_ordinal(n: i64, out: &mut String) {
    push_padded(n, 1, out);
    let (tens, ones) = (n % 100, n % 10);
    out.push_str(match ones {
        1 if tens != 11 => "st",
        2 if tens != 12 => "nd",
        3 if tens != 13 => "rd",
        _ => "th",
    });
}

#[cfg(test)]
mod tests;
