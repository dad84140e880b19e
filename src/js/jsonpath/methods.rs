//! The methods scripts can call on strings, arrays, numbers and regular expressions.

use std::sync::Arc;

use super::script_value::{Js, relative, slice};
use crate::budget::{self, Exceeded, Growth};
use crate::js::regex::{self, Captures, Regex};
use crate::js::{Str, Value, number, text};

const STRING: &[&str] = &[
    "at",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "concat",
    "endsWith",
    "includes",
    "indexOf",
    "lastIndexOf",
    "match",
    "padEnd",
    "padStart",
    "repeat",
    "replace",
    "replaceAll",
    "search",
    "slice",
    "split",
    "startsWith",
    "substr",
    "substring",
    "toLowerCase",
    "toString",
    "toUpperCase",
    "trim",
    "trimEnd",
    "trimStart",
    "valueOf",
];
const ARRAY: &[&str] =
    &["at", "concat", "flat", "includes", "indexOf", "join", "lastIndexOf", "reverse", "slice", "toString"];
const NUMBER: &[&str] = &["toFixed", "toString", "valueOf"];
const OTHER: &[&str] = &["toString", "valueOf", "hasOwnProperty"];
const REGEX: &[&str] = &["test", "exec", "toString"];

/// The method of that name, if the object has one.
pub(super) fn find(this: &Js, name: &str) -> Option<&'static str> {
    let names = match this {
        Js::Value(Value::String(_)) => STRING,
        Js::Value(Value::Array(_)) => ARRAY,
        Js::Value(Value::Number(_)) => NUMBER,
        Js::Value(_) => OTHER,
        Js::Regex(_) => REGEX,
        Js::Method(..) => &[],
    };
    names.iter().chain(OTHER).find(|n| **n == name).copied()
}

/// `this.name(...args)`
pub(super) fn call(this: &Js, name: &str, args: &[Js]) -> Result<Js, String> {
    let mark = budget::mark();
    // Most methods look at each unit of their texts or items, some keep a copy on the way.
    let lengths = args.iter().chain([this]).map(|js| match js {
        Js::Value(value) => value.own_weight(),
        _ => 0,
    });
    let length: usize = lengths.sum();
    budget::bytes(2 * length).and_then(|()| budget::work(length as u64 >> 2)).map_err(over)?;
    let result = run(this, name, args)?;
    let made = if let Js::Value(value) = &result { value.own_weight() } else { 0 };
    budget::settle(mark, isize::try_from(made).unwrap_or(isize::MAX));
    Ok(result)
}

fn over(exceeded: Exceeded) -> String {
    exceeded.to_string()
}

fn run(this: &Js, name: &str, args: &[Js]) -> Result<Js, String> {
    let this = match this {
        Js::Value(value) => value,
        Js::Regex(regex) => return regex_method(regex, name, args).map(Js::Value),
        Js::Method(..) => return Ok(Value::Undefined.into()),
    };
    match (this, name) {
        (this, "valueOf") => Ok(this.clone()),
        (Value::Number(n), "toFixed") => {
            Ok(Value::from(format!("{n:.*}", number_arg(args, 0, 0.0).clamp(0.0, 100.0) as usize)))
        }
        (this, "hasOwnProperty") => Ok(Value::Bool(!this.get(&text_arg(args, 0)).is_undefined())),
        (Value::String(s), name) => string_method(s, name, args),
        (Value::Array(items), name) => array_method(this, items, name, args),
        (this, _) => Ok(Value::String(this.to_str())),
    }
    .map(Js::Value)
}

fn text_arg(args: &[Js], i: usize) -> Str {
    args.get(i).map_or(Str::new_static("undefined"), Js::to_str)
}

fn number_arg(args: &[Js], i: usize, default: f64) -> f64 {
    match args.get(i) {
        None | Some(Js::Value(Value::Undefined)) => default,
        Some(arg) => number::to_integer(arg.clone().operand().to_number()),
    }
}

/// The argument as a regular expression, made of its text where it is none.
fn regex_arg(args: &[Js]) -> Result<Arc<Regex>, String> {
    match args.first() {
        Some(Js::Regex(regex)) => Ok(regex.clone()),
        None | Some(Js::Value(Value::Undefined)) => regex::kept("", "").map_err(|e| e.to_string()),
        Some(other) => regex::kept(&other.to_str(), "").map_err(|e| e.to_string()),
    }
}

/// What a match shows: itself and its groups.
fn match_array(found: &Captures) -> Value {
    let groups = found.groups().iter().map(|group| group.as_deref().map_or(Value::Undefined, Value::from));
    Value::array(groups.collect())
}

fn regex_method(regex: &Regex, name: &str, args: &[Js]) -> Result<Value, String> {
    let text = text_arg(args, 0);
    match name {
        "test" => regex.is_match(&text).map(Value::Bool).map_err(|e| e.to_string()),
        "exec" => Ok(regex.captures(&text).map_err(|e| e.to_string())?.map_or(Value::Null, |c| match_array(&c))),
        _ => Ok(Value::from(regex.to_string())),
    }
}

fn string_method(s: &Str, name: &str, args: &[Js]) -> Result<Value, String> {
    let len = text::len_utf16(s);
    let unit = |at: f64| (at >= 0.0 && at < len as f64).then(|| slice(s, at as usize, at as usize + 1));
    let refuse_regex = |method| match args.first() {
        Some(Js::Regex(_)) => {
            Err(format!("First argument to String.prototype.{method} must not be a regular expression"))
        }
        _ => Ok(text_arg(args, 0)),
    };
    Ok(match name {
        "at" => {
            let at = number_arg(args, 0, 0.0);
            unit(if at < 0.0 { at + len as f64 } else { at }).unwrap_or_default()
        }
        "charAt" => unit(number_arg(args, 0, 0.0)).unwrap_or_else(|| Value::from("")),
        "charCodeAt" => {
            let at = number_arg(args, 0, 0.0);
            let found = (at >= 0.0).then(|| text::to_units(s).get(at as usize).copied()).flatten();
            Value::Number(found.map_or(f64::NAN, f64::from))
        }
        "codePointAt" => {
            let at = number_arg(args, 0, 0.0);
            let rest = (at >= 0.0).then(|| text::slice_utf16(s, at as usize, len));
            rest.and_then(|r| r.chars().next())
                .map_or(Value::Undefined, |c| Value::Number(text::carried(c).map_or(f64::from(c as u32), f64::from)))
        }
        "concat" => {
            let mut out = s.to_string();
            args.iter().for_each(|arg| out.push_str(&arg.to_str()));
            Value::from(out)
        }
        "startsWith" => {
            let needle = refuse_regex("startsWith")?;
            let from = number_arg(args, 1, 0.0).clamp(0.0, len as f64) as usize;
            Value::Bool(text::slice_utf16(s, from, len).starts_with(needle.as_str()))
        }
        "endsWith" => {
            let needle = refuse_regex("endsWith")?;
            let end = number_arg(args, 1, len as f64).clamp(0.0, len as f64) as usize;
            Value::Bool(text::slice_utf16(s, 0, end).ends_with(needle.as_str()))
        }
        "includes" => {
            let needle = refuse_regex("includes")?;
            let from = number_arg(args, 1, 0.0).clamp(0.0, len as f64) as usize;
            Value::Bool(text::index_of(s, &needle, from).is_some())
        }
        "indexOf" => {
            let from = number_arg(args, 1, 0.0).clamp(0.0, len as f64) as usize;
            Value::Number(text::index_of(s, &text_arg(args, 0), from).map_or(-1.0, |i| i as f64))
        }
        "lastIndexOf" => {
            let found = s.rfind(text_arg(args, 0).as_str()).and_then(|i| s.get(..i));
            Value::Number(found.map_or(-1.0, |before| text::len_utf16(before) as f64))
        }
        "match" => {
            let regex = regex_arg(args)?;
            if regex.flags().contains('g') {
                let all = regex.find_all(s).map_err(|e| e.to_string())?;
                let all: Vec<Value> = all.into_iter().map(Value::from).collect();
                if all.is_empty() { Value::Null } else { Value::array(all) }
            } else {
                regex.captures(s).map_err(|e| e.to_string())?.map_or(Value::Null, |c| match_array(&c))
            }
        }
        "search" => {
            let found = regex_arg(args)?.find(s).map_err(|e| e.to_string())?;
            Value::Number(found.map_or(-1.0, |range| range.start as f64))
        }
        "padStart" | "padEnd" => pad(s, len, name == "padStart", args)?,
        "repeat" => {
            let count = number_arg(args, 0, 0.0);
            if count < 0.0 || count.is_infinite() {
                return Err(format!("Invalid count value: {}", text_arg(args, 0)));
            }
            budget::make((count * s.len() as f64) as usize).map_err(over)?;
            Value::from(s.repeat(count as usize))
        }
        "replace" | "replaceAll" => replace(s, name == "replaceAll", args)?,
        "slice" => {
            let start = relative(number_arg(args, 0, 0.0), len);
            slice(s, start, relative(number_arg(args, 1, len as f64), len))
        }
        "substring" => {
            let clamp = |n: f64| n.clamp(0.0, len as f64) as usize;
            let (a, b) = (clamp(number_arg(args, 0, 0.0)), clamp(number_arg(args, 1, len as f64)));
            slice(s, a.min(b), a.max(b))
        }
        "substr" => {
            let start = relative(number_arg(args, 0, 0.0), len);
            let count = number_arg(args, 1, len as f64).clamp(0.0, len as f64) as usize;
            slice(s, start, start.saturating_add(count).min(len))
        }
        "split" => split(s, args)?,
        "toLowerCase" => Value::from(s.to_lowercase()),
        "toUpperCase" => Value::from(s.to_uppercase()),
        "trim" => Value::from(text::trim(s)),
        "trimEnd" => Value::from(text::trim_end(s)),
        "trimStart" => Value::from(s.trim_start_matches(text::is_js_space)),
        _ => Value::String(s.clone()),
    })
}

fn pad(s: &str, len: usize, at_start: bool, args: &[Js]) -> Result<Value, String> {
    let target = number_arg(args, 0, 0.0);
    // Units, and up to three bytes for each of them.
    budget::make((5.0 * target.max(0.0)) as usize).map_err(over)?;
    let filler = match args.get(1) {
        None | Some(Js::Value(Value::Undefined)) => Str::new_static(" "),
        Some(filler) => filler.to_str(),
    };
    let missing = (target.max(0.0) as usize).saturating_sub(len);
    let units: Vec<u16> = text::to_units(&filler).into_iter().cycle().take(missing).collect();
    let filler = text::from_units(&units);
    Ok(Value::from(if at_start { format!("{filler}{s}") } else { format!("{s}{filler}") }))
}

fn replace(s: &str, all: bool, args: &[Js]) -> Result<Value, String> {
    let by = text_arg(args, 1);
    let Some(Js::Regex(regex)) = args.first() else {
        let needle = text_arg(args, 0);
        let times = if all { s.matches(needle.as_str()).count() } else { 1 };
        budget::make(s.len() + times.saturating_mul(by.len())).map_err(over)?;
        return Ok(Value::from(if all {
            s.replace(needle.as_str(), &by)
        } else {
            s.replacen(needle.as_str(), &by, 1)
        }));
    };
    let global = regex.flags().contains('g');
    if all && !global {
        return Err("String.prototype.replaceAll called with a non-global RegExp argument".to_owned());
    }
    let s = regex.prepare(s);
    let mut out = String::new();
    let mut growth = Growth::from(0);
    let mut done = 0;
    for range in regex.ranges(&s, if global { usize::MAX } else { 1 }).map_err(|e| e.to_string())? {
        out.push_str(s.get(done..range.start).unwrap_or_default());
        let matched = s.get(range.clone()).unwrap_or_default();
        budget::make(by.matches("$&").count().saturating_mul(matched.len())).map_err(over)?;
        out.push_str(&by.replace("$&", matched));
        growth.to(out.len()).map_err(over)?;
        done = range.end;
    }
    out.push_str(s.get(done..).unwrap_or_default());
    Ok(Value::from(regex::join_pairs(&out)))
}

fn split(s: &str, args: &[Js]) -> Result<Value, String> {
    // At the most a part for every unit.
    budget::make(s.len() * 2).map_err(over)?;
    let parts: Vec<Value> = match args.first() {
        None | Some(Js::Value(Value::Undefined)) => vec![Value::from(s)],
        Some(Js::Regex(regex)) => {
            let s = regex.prepare(s);
            let mut parts = Vec::new();
            let mut done = 0;
            for range in regex.ranges(&s, usize::MAX).map_err(|e| e.to_string())? {
                if !range.is_empty() || (range.start > done && range.end < s.len()) {
                    parts.push(Value::from(regex::join_pairs(s.get(done..range.start).unwrap_or_default())));
                    done = range.end;
                }
            }
            parts.push(Value::from(regex::join_pairs(s.get(done..).unwrap_or_default())));
            parts
        }
        Some(separator) => match separator.to_str().as_str() {
            "" => text::to_units(s).iter().map(|unit| Value::from(text::from_units(&[*unit]))).collect(),
            separator => s.split(separator).map(Value::from).collect(),
        },
    };
    let limit = number_arg(args, 1, f64::from(u32::MAX));
    Ok(Value::array(parts.into_iter().take(limit.max(0.0) as usize).collect()))
}

fn array_method(this: &Value, items: &[Value], name: &str, args: &[Js]) -> Result<Value, String> {
    let sought = || args.first().cloned().map_or(Value::Undefined, Js::into_value);
    let index = |found: Option<usize>| Value::Number(found.map_or(-1.0, |i| i as f64));
    let len = items.len();
    Ok(match name {
        "at" => {
            let at = number_arg(args, 0, 0.0);
            let at = if at < 0.0 { at + len as f64 } else { at };
            if at < 0.0 { Value::Undefined } else { items.get(at as usize).cloned().unwrap_or_default() }
        }
        "concat" => {
            let mut out = items.to_vec();
            for arg in args {
                match arg.clone().into_value() {
                    Value::Array(more) => out.extend(more.iter().cloned()),
                    other => out.push(other),
                }
            }
            Value::array(out)
        }
        "flat" => {
            let count: usize = items.iter().map(|item| item.as_array().map_or(1, <[_]>::len)).sum();
            budget::make(count * size_of::<Value>()).map_err(over)?;
            Value::array(
                items
                    .iter()
                    .flat_map(|item| item.as_array().map_or_else(|| vec![item.clone()], <[_]>::to_vec))
                    .collect(),
            )
        }
        "includes" => {
            let sought = sought();
            let nan = |v: &Value| v.as_number().is_some_and(f64::is_nan);
            Value::Bool(items.iter().any(|item| item.strict_eq(&sought) || (nan(item) && nan(&sought))))
        }
        "indexOf" => {
            let sought = sought();
            index(items.iter().position(|item| item.strict_eq(&sought)))
        }
        "lastIndexOf" => {
            let sought = sought();
            index(items.iter().rposition(|item| item.strict_eq(&sought)))
        }
        "join" => {
            let separator = match args.first() {
                None | Some(Js::Value(Value::Undefined)) => Str::new_static(","),
                Some(separator) => separator.to_str(),
            };
            let mut out = String::new();
            let mut growth = Growth::from(0);
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(&separator);
                }
                if !item.is_nullish() {
                    item.write_str(&mut out);
                }
                growth.to(out.len()).map_err(over)?;
            }
            Value::from(out)
        }
        "reverse" => Value::array(items.iter().rev().cloned().collect()),
        "slice" => {
            let (start, end) =
                (relative(number_arg(args, 0, 0.0), len), relative(number_arg(args, 1, len as f64), len));
            Value::array(items.get(start..end).unwrap_or_default().to_vec())
        }
        _ => Value::String(this.to_str()),
    })
}
