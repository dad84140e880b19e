//! The functions of JMESPath on strings. Positions count UTF-16 units.

use super::call::{JmesPathResult, over};
use crate::budget::{self, Growth};
use crate::js::{Str, Value, text};

/// `name(subject, ...arguments)`
pub(super) fn call(name: &str, subject: &Str, arguments: &[Value]) -> JmesPathResult {
    // Most functions look at each unit of the text, some keep two bytes for it on the way.
    let length = subject.len() + arguments.iter().map(Value::own_weight).sum::<usize>();
    budget::bytes(2 * length).and_then(|()| budget::work(length as u64 >> 2)).map_err(over)?;
    let string = |i: usize| arguments.get(i).map(Value::to_str);
    let number = |i: usize| arguments.get(i).and_then(Value::as_number);
    Ok(match name {
        "contains" => match arguments.first() {
            Some(Value::String(part)) => Value::Bool(subject.contains(part.as_str())),
            _ => Value::Null,
        },
        "ends_with" => Value::Bool(subject.ends_with(string(0).unwrap_or_default().as_str())),
        "starts_with" => Value::Bool(subject.starts_with(string(0).unwrap_or_default().as_str())),
        "find_first" | "find_last" => {
            find(subject, &string(0).unwrap_or_default(), number(1), number(2), name == "find_last")?
        }
        "join" => {
            let parts: Vec<Str> =
                arguments.first().and_then(Value::as_array).unwrap_or_default().iter().map(Value::to_str).collect();
            let joined = parts.iter().map(|part| part.len() + subject.len()).sum();
            budget::make(joined).map_err(over)?;
            Value::from(parts.join(subject.as_str()))
        }
        "length" => Value::from(subject.chars().count()),
        "lower" => Value::from(subject.to_lowercase()),
        "upper" => Value::from(subject.to_uppercase()),
        "reverse" => Value::from(subject.chars().rev().collect::<String>()),
        "pad_left" | "pad_right" => pad(name, subject, number(0), string(1))?,
        "replace" => replace(subject, &string(0).unwrap_or_default(), &string(1).unwrap_or_default(), number(2))?,
        "split" => split(subject, &string(0).unwrap_or_default(), number(1))?,
        "trim" | "trim_left" | "trim_right" => {
            let list = string(0).unwrap_or_default();
            let cut = |c: char| {
                if list.is_empty() { text::is_js_space(c) || c == '\u{85}' } else { list.contains(c) }
            };
            let left = if name == "trim_right" { subject } else { subject.trim_start_matches(cut) };
            Value::from(if name == "trim_left" { left } else { left.trim_end_matches(cut) })
        }
        _ => Value::Null,
    })
}

fn integer(n: f64) -> Result<f64, String> {
    if n.floor() == n { Ok(n) } else { Err("invalid-value: expecting an integer.".to_owned()) }
}

fn count(n: f64) -> Result<usize, String> {
    if n >= 0.0 && n.floor() == n {
        Ok(n.min(usize::MAX as f64) as usize)
    } else {
        Err("invalid-value: expecting a non-negative integer.".to_owned())
    }
}

fn find(subject: &str, part: &str, start: Option<f64>, end: Option<f64>, last: bool) -> JmesPathResult {
    if subject.is_empty() || part.is_empty() {
        return Ok(Value::Null);
    }
    let units = text::to_units(subject);
    let length = units.len() as f64;
    // Zero is as good as not given.
    let given = |n: Option<f64>, default: f64| integer(n.filter(|n| *n != 0.0 && !n.is_nan()).unwrap_or(default));
    let start = given(start, 0.0)?.max(0.0);
    let end = given(end, length)?.min(length);
    let end = if end < 0.0 { (end + length).max(0.0) } else { end };
    let part = text::to_units(part);
    let searched = units.get(start.min(length) as usize..end as usize).unwrap_or_default();
    let mut windows = searched.windows(part.len());
    let is_found = |w: &[u16]| w == part;
    // A window may differ in its last unit only.
    let units = searched.len().saturating_mul(part.len());
    budget::work(units as u64 >> 4).map_err(over)?;
    let found = if last { windows.rposition(is_found) } else { windows.position(is_found) };
    Ok(found.map_or(Value::Null, |i| Value::Number(i as f64 + start)))
}

fn pad(name: &str, subject: &str, width: Option<f64>, padding: Option<Str>) -> JmesPathResult {
    let padding = padding.filter(|p| !p.is_empty()).unwrap_or(Str::new_static(" "));
    if text::len_utf16(&padding) > 1 {
        return Err(format!(
            "invalid value, {name} expects its 'pad' parameter to be a valid string with a single codepoint"
        ));
    }
    let width = count(width.unwrap_or(0.0))?;
    budget::make(width.saturating_mul(padding.len())).map_err(over)?;
    if subject.is_empty() {
        return Ok(Value::from(""));
    }
    let filler = padding.repeat(width.saturating_sub(text::len_utf16(subject)));
    Ok(Value::from(if name == "pad_left" { format!("{filler}{subject}") } else { format!("{subject}{filler}") }))
}

/// Replaces everywhere, or `times` times the first occurrence (what was put in before included).
fn replace(subject: &str, part: &str, by: &str, times: Option<f64>) -> JmesPathResult {
    let Some(times) = times.filter(|n| !n.is_nan()) else {
        if part.is_empty() {
            let units = text::to_units(subject);
            budget::make(units.len().saturating_mul(size_of::<String>() + by.len() + 4)).map_err(over)?;
            let parts: Vec<String> = units.iter().map(|unit| text::from_units(&[*unit])).collect();
            return Ok(Value::from(parts.join(by)));
        }
        let grown = subject.matches(part).count().saturating_mul(by.len());
        budget::make(subject.len() + grown).map_err(over)?;
        return Ok(Value::from(subject.replace(part, by)));
    };
    let mut out = subject.to_owned();
    for _ in 0..count(times)? {
        let Some(at) = out.find(part) else { break };
        let (before, rest) = out.split_at(at);
        let after = rest.get(part.len()..).unwrap_or_default();
        let mark = budget::mark();
        let filled = expand(by, part, before, after)?;
        budget::make(out.len() + filled.len()).map_err(over)?;
        out = format!("{before}{filled}{after}");
        budget::settle(mark, 0);
    }
    Ok(Value::from(out))
}

/// The replacement with JavaScript's patterns filled in: `$$`, `$&`, and what stands before and after.
fn expand(by: &str, matched: &str, before: &str, after: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut growth = Growth::from(0);
    let mut chars = by.chars().peekable();
    while let Some(c) = chars.next() {
        let filled = match (c, chars.peek()) {
            ('$', Some('$')) => "$",
            ('$', Some('&')) => matched,
            ('$', Some('`')) => before,
            ('$', Some('\'')) => after,
            _ => {
                out.push(c);
                continue;
            }
        };
        chars.next();
        out.push_str(filled);
        growth.to(out.len()).map_err(over)?;
    }
    Ok(out)
}

fn split(subject: &str, separator: &str, times: Option<f64>) -> JmesPathResult {
    if subject.is_empty() && separator.is_empty() {
        return Ok(Value::array(Vec::new()));
    }
    let count_of_parts =
        if separator.is_empty() { text::len_utf16(subject) } else { 1 + subject.matches(separator).count() };
    budget::make(count_of_parts.saturating_mul(size_of::<String>() + size_of::<Value>()) + subject.len())
        .map_err(over)?;
    let parts: Vec<String> = if separator.is_empty() {
        text::to_units(subject).iter().map(|unit| text::from_units(&[*unit])).collect()
    } else {
        subject.split(separator).map(str::to_owned).collect()
    };
    let Some(times) = times else { return Ok(Value::array(parts.into_iter().map(Value::from).collect())) };
    let times = count(times)?;
    if times == 0 {
        return Ok(Value::array(vec![Value::from(subject)]));
    }
    let (kept, rest) = parts.split_at(times.min(parts.len()));
    let mut out: Vec<Value> = kept.iter().map(|part| Value::from(part.as_str())).collect();
    out.push(Value::from(rest.join(separator)));
    Ok(Value::array(out))
}
