//! Texts. Positions and lengths count UTF-16 units, as in JavaScript.

use super::super::{Call, RenderError};
use super::support::{empty, is_bare_object, nested, no_method, parameter, to_string};
use super::{Helper, HelperResult, Needs};
use crate::budget::{self, Growth};
use crate::js::{Str, Value, number, text};

/// V8 makes no text longer than this.
const MAX_LENGTH: f64 = 536_870_888.0;

/// A method of texts that changes their case, for any text and for one of ASCII.
struct Case {
    method: &'static str,
    any: fn(&str) -> String,
    ascii: fn(&mut str),
}

fn change_case(call: &mut Call<'_, '_>, case: &Case) -> HelperResult {
    if call.args.is_empty() {
        return empty();
    }
    match call.plain(0) {
        Value::String(s) => {
            // A letter may take three times its bytes in the other case, and some work.
            budget::work(s.len() as u64)?;
            if !s.is_ascii() {
                let changed = (case.any)(&s);
                budget::bytes(changed.len())?;
                return Ok(Value::from(changed));
            }
            budget::bytes(s.len())?;
            call.compose(|out| {
                let start = out.len();
                out.push_str(&s);
                out.get_mut(start..).map(case.ascii);
                Ok(())
            })
        }
        other => Err(no_method(&other, "text", case.method)),
    }
}

fn lowercase(call: &mut Call<'_, '_>) -> HelperResult {
    change_case(call, &Case { method: "toLowerCase", any: str::to_lowercase, ascii: str::make_ascii_lowercase })
}

fn uppercase(call: &mut Call<'_, '_>) -> HelperResult {
    change_case(call, &Case { method: "toUpperCase", any: str::to_uppercase, ascii: str::make_ascii_uppercase })
}

fn concat(call: &mut Call<'_, '_>) -> HelperResult {
    if let Some(Value::Array(_)) = call.args.first() {
        let mut items = Vec::new();
        for argument in call.args {
            match argument {
                Value::Array(more) => {
                    budget::make(argument.own_weight())?;
                    items.extend_from_slice(more);
                }
                other => items.push(other.clone()),
            }
        }
        return nested(Value::array(items));
    }
    let args = call.args;
    let texts = args.iter().map(|argument| argument.as_str().map_or(0, str::len)).sum::<usize>();
    // The text is copied when it becomes a value.
    budget::make(2 * texts)?;
    call.compose(|out| {
        out.reserve(texts);
        for argument in args {
            let start = out.len();
            if let Value::String(text) = argument {
                out.push_str(text);
            } else {
                argument.write_str(out);
                budget::make(2 * (out.len() - start))?;
            }
        }
        Ok(())
    })
}

fn split(call: &mut Call<'_, '_>) -> HelperResult {
    let separator = call.arg(1).as_str().filter(|s| !s.is_empty()).unwrap_or(" ");
    match call.plain(0) {
        Value::String(s) if !s.is_empty() => {
            budget::scan(s.len())?;
            let mut parts = Vec::new();
            for part in s.split(separator) {
                budget::make(size_of::<Value>() + part.len())?;
                parts.push(Value::from(part));
            }
            Ok(Value::array(parts))
        }
        _ => empty(),
    }
}

fn substr(call: &mut Call<'_, '_>) -> HelperResult {
    let value = parameter(call, 0);
    let s = if is_bare_object(value) { Str::default() } else { to_string(value)? };
    budget::scan(s.len())?;
    let size = text::len_utf16(&s) as f64;
    let start = number::to_integer(optional_number(parameter(call, 1)).unwrap_or(0.0));
    let start = if start < 0.0 { (size + start).max(0.0) } else { start.min(size) };
    let length = optional_number(parameter(call, 2)).map_or(size, number::to_integer);
    let end = start + length.clamp(0.0, size - start);
    budget::make(if s.is_ascii() { (end - start) as usize } else { 4 * s.len() })?;
    Ok(Value::String(text::slice_utf16(&s, start as usize, end as usize)))
}

/// The number of an optional position: objects and missing arguments count as left out.
fn optional_number(value: &Value) -> Option<f64> {
    if value.is_undefined() || is_bare_object(value) { None } else { Some(number::from_str(&value.to_str())) }
}

/// The text to look for: objects and missing arguments count as the empty text.
fn needle(value: &Value) -> Str {
    if value.is_undefined() || is_bare_object(value) { Str::default() } else { value.to_str() }
}

fn includes(call: &mut Call<'_, '_>) -> HelperResult {
    let (s, search) = (needle(parameter(call, 0)), needle(parameter(call, 1)));
    budget::scan(s.len() + search.len())?;
    Ok(Value::Bool(text::index_of(&s, &search, 0).is_some()))
}

fn index_of(call: &mut Call<'_, '_>) -> HelperResult {
    let value = parameter(call, 0);
    let s = if is_bare_object(value) { Str::default() } else { to_string(value)? };
    let search = needle(parameter(call, 1));
    budget::scan(s.len() + search.len())?;
    let from = optional_number(parameter(call, 2)).map_or(0.0, number::to_integer).max(0.0);
    let position = text::index_of(&s, &search, from as usize);
    Ok(Value::Number(position.map_or(-1.0, |i| i as f64)))
}

/// The filling that brings a text to a length, and the text itself.
fn padding(call: &Call<'_, '_>) -> Result<(Str, String), RenderError> {
    let s = call.arg(0).to_str();
    let filler = if call.args.len() == 3 { call.arg(2).to_str() } else { Str::new_static(" ") };
    let length = if call.args.len() >= 2 { number::to_integer(call.arg(1).to_number()) } else { 0.0 };
    let missing = length - text::len_utf16(&s) as f64;
    if missing <= 0.0 || filler.is_empty() {
        return Ok((s, String::new()));
    }
    if length > MAX_LENGTH {
        return Err(RenderError::new("Invalid string length"));
    }
    let missing = missing as usize;
    if filler.is_ascii() {
        budget::make(s.len() + missing)?;
        let whole = filler.repeat(missing / filler.len());
        let rest = filler.get(..missing % filler.len()).unwrap_or_default();
        return Ok((s, whole + rest));
    }
    // Units, and up to three bytes for each of them.
    budget::make(s.len() + 5 * missing)?;
    budget::work(missing as u64)?;
    let units: Vec<u16> = text::to_units(&filler).into_iter().cycle().take(missing).collect();
    Ok((s, text::from_units(&units)))
}

fn pad_start(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.is_empty() {
        return empty();
    }
    padding(call).map(|(s, padding)| Value::from(padding + &s))
}

fn pad_end(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.is_empty() {
        return empty();
    }
    padding(call).map(|(s, padding)| Value::from(format!("{s}{padding}")))
}

/// Replaces the first `limit` occurrences; in the replacement `$$`, `$&`, `` $` `` and `$'` have JavaScript's meaning.
fn replace_up_to(call: &Call<'_, '_>, limit: usize) -> HelperResult {
    if call.args.len() < 3 {
        return empty();
    }
    let (Value::String(input), Value::String(search), Value::String(replacement)) =
        (call.plain(0), call.plain(1), call.plain(2))
    else {
        return empty();
    };
    if search.is_empty() {
        return Ok(Value::String(input));
    }
    budget::make(input.len())?;
    let mut out = String::with_capacity(input.len());
    let mut growth = Growth::from(input.len());
    let mut end = 0;
    for (at, found) in input.match_indices(search.as_str()).take(limit) {
        out.push_str(input.get(end..at).unwrap_or_default());
        end = at + found.len();
        expand(&replacement, &input, at, end, &mut out, &mut growth)?;
    }
    out.push_str(input.get(end..).unwrap_or_default());
    budget::bytes(out.len().saturating_sub(input.len()))?;
    Ok(Value::from(out))
}

fn expand(
    replacement: &str,
    input: &str,
    start: usize,
    end: usize,
    out: &mut String,
    growth: &mut Growth,
) -> Result<(), RenderError> {
    let mut rest = replacement;
    while let Some(dollar) = rest.find('$') {
        out.push_str(rest.get(..dollar).unwrap_or_default());
        let inserted = match rest.as_bytes().get(dollar + 1) {
            Some(b'$') => Some("$"),
            Some(b'&') => input.get(start..end),
            Some(b'`') => input.get(..start),
            Some(b'\'') => input.get(end..),
            _ => None,
        };
        out.push_str(inserted.unwrap_or("$"));
        growth.to(out.len())?;
        rest = rest.get(dollar + if inserted.is_some() { 2 } else { 1 }..).unwrap_or_default();
    }
    out.push_str(rest);
    growth.to(out.len())?;
    Ok(())
}

fn replace(call: &mut Call<'_, '_>) -> HelperResult {
    replace_up_to(call, 1)
}

fn replace_all(call: &mut Call<'_, '_>) -> HelperResult {
    replace_up_to(call, usize::MAX)
}

fn newline(_: &mut Call<'_, '_>) -> HelperResult {
    Ok(Value::from("\n"))
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("lowercase", Needs::Nothing, lowercase).of_plain(),
    Helper::new("uppercase", Needs::Nothing, uppercase).of_plain(),
    Helper::new("concat", Needs::Nothing, concat),
    Helper::new("split", Needs::Nothing, split),
    Helper::new("substr", Needs::Nothing, substr),
    Helper::new("includes", Needs::Nothing, includes),
    Helper::new("indexOf", Needs::Nothing, index_of),
    Helper::new("padStart", Needs::Nothing, pad_start),
    Helper::new("padEnd", Needs::Nothing, pad_end),
    Helper::new("replace", Needs::Nothing, replace).of_plain(),
    Helper::new("replaceAll", Needs::Nothing, replace_all).of_plain(),
    Helper::new("newline", Needs::Nothing, newline),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_know_the_match_and_its_surroundings() {
        for (replacement, expected) in
            [("[$&]", "[b]"), ("$$1", "$1"), ("$`", "a"), ("$'", "c"), ("$1$<x>$", "$1$<x>$"), ("é$&é", "ébé")]
        {
            let mut out = String::new();
            expand(replacement, "abc", 1, 2, &mut out, &mut Growth::from(0)).expect("within the budget");
            assert_eq!(out, expected);
        }
    }
}
