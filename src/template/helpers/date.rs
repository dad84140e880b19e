//! Dates and times. What is drawn at random comes from faker, so that a seed reaches it.

use super::super::program::{Expr, List};
use super::super::{Call, RenderError};
use super::faker::draw_with;
use super::prepared::Prepared;
use super::support::{empty, hash_of_first, no_method};
use super::{Helper, HelperResult, Needs};
use crate::budget;
use crate::js::date_format::Pattern;
use crate::js::date_parse::{self, make_date, time_clip};
use crate::js::{Value, date, date_format, number};

/// Format where a helper is given none.
const ISO_WITH_OFFSET: &str = "yyyy-MM-dd'T'HH:mm:ss.SSSxxx";

fn format(ms: f64, pattern: &str) -> HelperResult {
    // A letter may stand for a whole date.
    budget::make(40 * pattern.len())?;
    budget::work(2 * pattern.len() as u64)?;
    date_format::format(ms, pattern).map(Value::from).map_err(|e| RenderError::new(e.to_string()))
}

/// The format in a call's arguments, where it is written there.
fn prepare_format(args: &List<Expr, Value>, at: usize) -> Option<Prepared> {
    Pattern::compile(args.literal(at)?.as_str()?).ok().map(Prepared::Date)
}

/// As [`format`], with the call's format where that was compiled with the template.
fn format_prepared(call: &mut Call<'_, '_>, ms: f64, pattern: &str) -> HelperResult {
    let Some(Prepared::Date(pattern)) = call.prepared else { return format(ms, pattern) };
    call.compose(|out| pattern.write(ms, out)).map_err(|e| RenderError::new(e.to_string()))
}

/// `new Date(value)`, as milliseconds.
fn to_date(value: &Value) -> f64 {
    match value {
        Value::Date(ms) => *ms,
        Value::String(s) => date_parse::parse(s),
        Value::Array(_) | Value::Object(_) | Value::Safe(_) => date_parse::parse(&value.to_str()),
        other => time_clip(other.to_number()),
    }
}

fn now(call: &mut Call<'_, '_>) -> HelperResult {
    let pattern = call.args.first().and_then(Value::as_str);
    format_prepared(call, call.rendering.step.now_ms(), pattern.unwrap_or(ISO_WITH_OFFSET))
}

fn date_format(call: &mut Call<'_, '_>) -> HelperResult {
    let ms = match call.plain(0) {
        Value::String(s) => date_parse::parse(&s),
        Value::Date(ms) => ms,
        _ => return empty(),
    };
    match call.plain(1) {
        Value::String(pattern) => format_prepared(call, ms, &pattern),
        _ => empty(),
    }
}

fn is_valid_date(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(Value::Bool(!call.args.is_empty() && !to_date(&call.plain(0)).is_nan()))
}

/// A setter of `Date` with its getter: `date.setX(date.getX() + n)`.
type Shift = (&'static str, &'static str, &'static str, fn(f64, f64) -> f64);

/// In the order in which they apply: the named argument, what it calls, and what that does.
const SHIFTS: &[Shift] = &[
    ("days", "getDate", "setDate", |ms, n| shift_civil(ms, 0.0, 0.0, n)),
    ("months", "getMonth", "setMonth", |ms, n| shift_civil(ms, 0.0, n, 0.0)),
    ("years", "getFullYear", "setFullYear", |ms, n| shift_civil(ms, n, 0.0, 0.0)),
    ("hours", "getHours", "setHours", |ms, n| time_clip(ms + n * 3_600_000.0)),
    ("minutes", "getMinutes", "setMinutes", |ms, n| time_clip(ms + n * 60_000.0)),
    ("seconds", "getSeconds", "setSeconds", |ms, n| time_clip(ms + n * 1000.0)),
];

/// Adds to the parts of a civil date; days that a month does not have run over into the next.
fn shift_civil(ms: f64, years: f64, months: f64, days: f64) -> f64 {
    if !ms.is_finite() {
        return f64::NAN;
    }
    let c = date::civil(ms);
    let month = f64::from(c.month) - 1.0 + months;
    time_clip(make_date(c.year as f64 + years, month, f64::from(c.day) + days, ms.rem_euclid(date::DAY_MS)))
}

fn date_time_shift(call: &mut Call<'_, '_>) -> HelperResult {
    // Anything that is no object takes the place of the options and hides the named arguments.
    let hash = match call.args.first() {
        Some(value) if !value.is_typeof_object() => Value::Undefined,
        _ => hash_of_first(call)?,
    };
    let mut shifted = match hash.get("date").unwrap_safe() {
        Value::Undefined => Value::Date(call.rendering.step.now_ms()),
        Value::String(s) => Value::Date(date_parse::parse(&s)),
        other => other,
    };
    for (name, getter, setter, shift) in SHIFTS {
        let n = number::parse_int(&hash.get(name).to_str());
        if n.is_nan() {
            continue;
        }
        match &mut shifted {
            Value::Date(ms) => *ms = shift(*ms, n),
            other => {
                let method = if other.is_nullish() { setter } else { getter };
                return Err(no_method(other, "dateToShift", method));
            }
        }
    }
    let pattern = hash.get("format").unwrap_safe();
    format(to_date(&shifted), pattern.as_str().unwrap_or(ISO_WITH_OFFSET))
}

/// A moment between two, drawn by faker; its complaints about the two reach the template.
fn between(call: &Call<'_, '_>, from: &str, to: &str) -> HelperResult {
    let bound = |name: &str, text: &str| match date_parse::parse(text) {
        ms if ms.is_nan() => Err(RenderError::new(format!("Invalid {name} date: {text}"))),
        ms => Ok(ms),
    };
    let (from, to) = (bound("from", from)?, bound("to", to)?);
    if from > to {
        return Err(RenderError::new("`from` date must be before `to` date."));
    }
    draw_with(call, "date.between", [("from", Value::Date(from)), ("to", Value::Date(to))])
}

fn random_date(call: &mut Call<'_, '_>) -> HelperResult {
    let (Value::String(from), Value::String(to)) = (call.plain(0), call.plain(1)) else { return empty() };
    let drawn = between(call, &from, &to)?;
    match call.arg(2) {
        Value::String(pattern) if call.args.len() == 3 => format(to_date(&drawn), pattern),
        _ => Ok(drawn.to_str().into()),
    }
}

fn random_time(call: &mut Call<'_, '_>) -> HelperResult {
    let (mut from, mut to, mut pattern) = ("00:00:00", "23:59:00", "");
    if let (Value::String(first), Value::String(second)) = (call.arg(0), call.arg(1)) {
        (from, to) = (first, second);
        if call.args.len() == 3 {
            pattern = call.arg(2).as_str().unwrap_or_default();
        }
    }
    let drawn = between(call, &format!("1970-01-01T{from}"), &format!("1970-01-01T{to}"))?;
    format(to_date(&drawn), if pattern.is_empty() { "HH:mm" } else { pattern })
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("now", Needs::Nothing, now).preparing(|args, _| prepare_format(args, 0)),
    Helper::new("dateFormat", Needs::Nothing, date_format).preparing(|args, _| prepare_format(args, 1)).of_plain(),
    Helper::new("dateTimeShift", Needs::Nothing, date_time_shift),
    Helper::new("isValidDate", Needs::Nothing, is_valid_date).of_plain(),
    Helper::new("date", Needs::Nothing, random_date),
    Helper::new("time", Needs::Nothing, random_time),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_run_over_into_the_next_month() {
        let ms = date_parse::parse;
        for (name, n, from, to) in [
            ("days", 29.0, "2024-01-31T10:20:30.400Z", "2024-02-29T10:20:30.400Z"),
            ("months", 1.0, "2024-01-31", "2024-03-02"),
            ("months", -13.0, "2024-01-31", "2022-12-31"),
            ("years", 1.0, "2024-02-29", "2025-03-01"),
            ("hours", -25.0, "2024-01-01", "2023-12-30T23:00:00Z"),
            ("seconds", 1.0, "2024-12-31T23:59:59Z", "2025-01-01"),
        ] {
            let (.., shift) = SHIFTS.iter().find(|(known, ..)| *known == name).expect("known");
            assert_eq!(shift(ms(from), n), ms(to), "{name} {n} {from}");
        }
    }
}
