//! The query form of a match object, for one line of curl:
//! `method=POST&path=/orders&status=2xx&header.X-Api=v1&body.items.0.sku=~^A`.
//!
//! A value is compared as `equals`; `~x` is a regular expression, `!x` is not equal, `*` is present, be it empty, and a
//! leading `\` takes the rest literally.

use serde_json::{Map, Value, json};

use super::read::{MatchError, OUTCOMES, read_path};
use super::{Matcher, RouteCondition, TextCondition};
use crate::rules::compile::Text;

/// Parameters that stand for keys of the object, with a line for the documents.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("method", "the method"),
    ("path", "the path, in the syntax of endpoints"),
    ("route", "a uuid, or \"POST /orders/:id\" as declared; null for no route"),
    ("response", "a uuid or a label"),
    ("status", "a status, or a class such as 2xx; several with commas"),
    ("outcome", "how it was answered"),
    ("traceId", "the trace"),
    ("proxied", "true or false"),
    ("body", "the body as text"),
];

/// Beginnings of parameters that name a place in the request, with a line for the documents.
pub const PLACES: &[(&str, &str)] = &[
    ("header.", "a header by its name"),
    ("query.", "a query parameter"),
    ("params.", "a parameter of the path"),
    ("cookie.", "a cookie"),
    ("body.", "a place in the body, as object path or JSONPath"),
];

/// Compiles the parameters of a query that belong to a match object; gives the others back.
///
/// # Errors
/// A parameter whose value cannot be, by name.
pub fn read(pairs: Vec<(String, String)>) -> Result<(Matcher, Vec<(String, String)>), MatchError> {
    let mut object = Map::new();
    let mut rules = Vec::new();
    // The parameters that the rules are of, and whether they ask for presence alone.
    let mut ruling: Vec<(String, bool)> = Vec::new();
    let mut others = Vec::new();
    let mut compared: Vec<(String, String)> = Vec::new();
    let (mut other_path, mut shown_path, mut other_statuses) = (None, None, false);
    for (name, value) in pairs {
        let place = PLACES.iter().find_map(|(start, _)| {
            let rest = name.strip_prefix(start).filter(|rest| !rest.is_empty())?;
            Some((start.trim_end_matches('.'), rest))
        });
        let asks_for_presence = place.is_some() && value.trim_start_matches('!') == "*";
        let mut add = |rule: Value| {
            rules.push(rule);
            ruling.push((name.clone(), asks_for_presence));
        };
        if let Some((target, modifier)) = place {
            add(rule(target, modifier, &value));
        } else if name == "body" {
            add(rule("body", "", &value));
        } else {
            match name.as_str() {
                "status" if value.trim_start_matches('!') == "*" || value.trim_start_matches('!').starts_with('~') => {
                    compared.push((name, value));
                }
                "status" => {
                    object.insert(name, statuses(value.trim_start_matches('!'))?);
                    other_statuses = value.starts_with('!');
                }
                "proxied" if matches!(value.as_str(), "true" | "!false" | "false" | "!true") => {
                    object.insert(name, Value::Bool(matches!(value.as_str(), "true" | "!false")));
                }
                "proxied" => return Err(wrong(&name, "expected true or false")),
                "route" if value == "null" => {
                    object.insert(name, Value::Null);
                }
                "method" | "path" if !is_special(&value) => {
                    object.insert(name, Value::String(literal(&value).to_owned()));
                }
                "method" => add(rule("method", "", &value.to_ascii_lowercase())),
                "path" if value.starts_with("!/") => {
                    other_path = Some(read_path(&value[1..])?);
                    shown_path = Some(value);
                }
                "path" => add(rule("path", "", &value)),
                "outcome" if !is_special(&value) && !OUTCOMES.contains(&literal(&value)) => {
                    return Err(wrong(&name, &format!("expected one of {}, not \"{value}\"", OUTCOMES.join(", "))));
                }
                "route" | "response" | "outcome" | "traceId" => compared.push((name, value)),
                _ => others.push((name, value)),
            }
        }
    }
    object.insert("rules".to_owned(), Value::Array(rules));
    let named = |MatchError { path, message }| {
        let rule = path.strip_prefix(".rules[").and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
        let of_rule = rule.and_then(|i| ruling.get(i)).map(|(name, _)| name.as_str());
        wrong(of_rule.unwrap_or_else(|| path.trim_start_matches('.')), &message)
    };
    let mut matcher = Matcher::read(&Value::Object(object.clone())).map_err(named)?;
    (matcher.other_path, matcher.other_statuses) = (other_path, other_statuses);
    let conditions = std::mem::take(&mut matcher.conditions).into_iter().zip(&ruling);
    matcher.conditions =
        conditions.map(|(condition, (_, asks_for_presence))| condition.of_query(*asks_for_presence)).collect();
    for (name, value) in compared {
        let is_route = name == "route";
        let wanted = match (is_route, value.split_once(' ')) {
            (true, _) if value == "!null" => TextCondition::of_query("*").map_err(|reason| wrong(&name, &reason))?,
            (true, Some((method, endpoint))) if !is_special(&value) => {
                TextCondition::equals(&format!("{} /{}", method.to_ascii_uppercase(), endpoint.trim_start_matches('/')))
            }
            _ => TextCondition::of_query(&value).map_err(|reason| wrong(&name, &reason))?,
        };
        object.insert(name.clone(), Value::String(value));
        match name.as_str() {
            "route" => matcher.route = Some(RouteCondition::Named(Box::new(wanted))),
            "response" => matcher.response = Some(wanted),
            "outcome" => matcher.outcome = Some(wanted),
            "status" => matcher.status = Some(wanted),
            _ => matcher.trace_id = Some(wanted),
        }
    }
    if let Some(path) = shown_path {
        object.insert("path".to_owned(), Value::String(path));
    }
    if object["rules"].as_array().is_some_and(Vec::is_empty) {
        object.remove("rules");
    }
    matcher.source = Value::Object(object);
    Ok((matcher, others))
}

/// The pairs of a query, decoded.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let decode =
        |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decode(k), decode(v))).collect()
}

fn is_special(value: &str) -> bool {
    value == "*" || value.starts_with(['~', '!'])
}

fn literal(value: &str) -> &str {
    value.strip_prefix('\\').unwrap_or(value)
}

fn rule(target: &str, modifier: &str, value: &str) -> Value {
    let (invert, value) = match value.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    let (operator, invert, value) = match value {
        "*" => ("null", !invert, ""),
        value => match value.strip_prefix('~') {
            Some(pattern) => ("regex", invert, pattern),
            None => ("equals", invert, literal(value)),
        },
    };
    json!({"target": target, "modifier": modifier, "value": escaped(value), "operator": operator, "invert": invert})
}

/// Values of rules are templates; what a query says is text.
fn escaped(value: &str) -> String {
    let means_itself = Text::new(value).constant().is_some_and(|constant| constant == value);
    if means_itself { value.to_owned() } else { value.replace("{{", "\\{{") }
}

fn statuses(value: &str) -> Result<Value, MatchError> {
    let read = |text: &str| {
        let is_class = matches!(text.as_bytes(), [b'1'..=b'9', b'x', b'x']);
        let number = text.parse::<u16>().ok().filter(|number| (100..=999).contains(number));
        match number {
            Some(number) => Ok(Value::from(number)),
            None if is_class => Ok(Value::from(text)),
            None => Err(wrong("status", "expected a status such as 200, or a class such as 2xx")),
        }
    };
    let list: Result<Vec<Value>, MatchError> = value.split(',').map(|text| read(text.trim())).collect();
    list.map(Value::Array)
}

fn wrong(name: &str, message: &str) -> MatchError {
    MatchError { path: String::new(), message: format!("{name}: {message}") }
}
