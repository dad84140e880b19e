//! What is sent where a schema bounds the values, and what a document gives: as it is, also where it looks like a template.

use std::sync::LazyLock;

use regex::Regex;

use crate::js::{Object, Value, number};

/// Up to this integers are generated where nothing is said.
const LARGEST: f64 = 99_999.0;
/// Beyond this a number is not written in digits alone.
const MOST_DIGITS: f64 = 1e15;
/// Below this, too, and so close values come to a bound that they must not reach.
const LEAST_DIGITS: f64 = 1e-6;
/// The most letters or items that are generated, however many are asked for.
const MOST: f64 = 100.0;

/// Whether a text calls Mockoon's helpers: other templates are somebody else's.
pub(super) fn is_for_mockoon(text: &str) -> bool {
    static HELPER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let with_arguments = "faker|oneOf|someOf|body|bodyRaw|queryParam|queryParamRaw|urlParam|header|cookie|data|dataRaw|repeat|getVar|setVar|now|dateTimeShift|array|object|concat|int|float|switch|len|stringify";
        Regex::new(&format!(r#"\{{\{{\{{?[~#]?\s*(?:({with_arguments})\s+['"(\d]|(uuid|guid|objectId|hostname|baseUrl|method|ip)\s*\}}\}})"#)).ok()
    });
    text.contains("{{") && HELPER.as_ref().is_some_and(|helper| helper.is_match(text))
}

/// A value whose texts come out of a template as they are, unless they were written for Mockoon.
pub(super) fn escaped(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains("{{") => Value::str(escaped_text(&text)),
        Value::Array(items) => Value::array(items.iter().cloned().map(escaped).collect()),
        Value::Object(object) => {
            let mut copy = Object::with_capacity(object.len());
            for (key, value) in object.iter() {
                copy.insert(escaped_text(key), escaped(value.clone()));
            }
            Value::object(copy)
        }
        other => other,
    }
}

/// Braces that open a template are printed by one, with the backslashes before them, which would mean something there.
fn escaped_text(text: &str) -> String {
    static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\\*\{\{").ok());
    match OPENING.as_ref() {
        Some(opening) if !is_for_mockoon(text) => opening.replace_all(text, "{{{concat '$0'}}}").into_owned(),
        _ => text.to_owned(),
    }
}

/// The first of these values as it is, where a helper that picks one could not write them.
pub(super) fn choice(values: &[Value]) -> Option<Value> {
    let is_hard = |value: &Value| value.as_str().is_some_and(|text| text.contains(['\'', '\\']));
    values.iter().any(is_hard).then(|| values.first().cloned().map(escaped)).flatten()
}

/// A value of this type where the schema says more of it than its type; `None` where it does not, or where any will do.
pub(super) fn within_bounds(kind: &str, schema: &Value) -> Option<Value> {
    match kind {
        "integer" | "number" => number_within(schema, kind == "integer"),
        "string" => text_within(schema),
        _ => None,
    }
}

fn text_within(schema: &Value) -> Option<Value> {
    let fixed = match schema.get("format").as_str().unwrap_or_default() {
        "date-time" => "{{dateTimeShift date=(faker 'date.recent' 365)}}",
        "time" => "{{time '00:00' '23:59' 'HH:mm:ss'}}Z",
        "ipv4" => "{{faker 'internet.ipv4'}}",
        "ipv6" => "{{faker 'internet.ipv6'}}",
        "uri" | "url" => "{{faker 'internet.url'}}",
        "hostname" => "{{faker 'internet.domainName'}}",
        "" | "password" | "byte" | "binary" => {
            let shortest = schema.get("minLength").as_number().filter(|least| *least >= 1.0)?;
            return Some(Value::str(format!("{{{{faker 'string.alpha' {}}}}}", shortest.min(MOST).ceil())));
        }
        _ => return None,
    };
    Some(Value::str(fixed))
}

fn number_within(schema: &Value, is_whole: bool) -> Option<Value> {
    let is_plain = |bound: &f64| *bound == 0.0 || (LEAST_DIGITS..MOST_DIGITS).contains(&bound.abs());
    let bound = |key: &str| schema.get(key).as_number().filter(is_plain);
    // A truth value beside the bound, or a bound of its own since 3.1.
    let exclusive = |key: &str| (schema.get(key).truthy(), bound(key));
    let (is_above, above) = exclusive("exclusiveMinimum");
    let (is_below, below) = exclusive("exclusiveMaximum");
    let is_fraction = schema.get("format").as_str().is_some_and(|format| matches!(format, "float" | "double"));
    let step = |bound: f64| if is_whole { 1.0 } else { LEAST_DIGITS * bound.abs().max(1.0) };
    let least = above.or(bound("minimum")).map(|least| if is_above { least + step(least) } else { least });
    let most = below.or(bound("maximum")).map(|most| if is_below { most - step(most) } else { most });
    if least.is_none() && most.is_none() {
        return None;
    }
    let low = least
        .unwrap_or_else(|| if most.is_some_and(|most| most < 0.0) { most.unwrap_or_default() - LARGEST } else { 0.0 });
    let high = most.unwrap_or(if low < LARGEST { LARGEST } else { low + LARGEST });
    if let Some(multiple) = bound("multipleOf").filter(|multiple| *multiple > 0.0) {
        return Some(Value::Number((low / multiple).ceil() * multiple));
    }
    let has_whole = low.ceil() <= high.floor();
    let (generator, low, high) = if is_whole || (has_whole && !is_fraction) {
        ("number.int", low.ceil(), high.floor())
    } else {
        ("number.float", low, high)
    };
    if low >= high {
        return Some(Value::Number(low));
    }
    let (low, high) = (number::to_str(low), number::to_str(high));
    Some(Value::str(format!("{{{{faker '{generator}' max={high} min={low}}}}}")))
}

/// How many items a list gets.
pub(super) fn item_count(schema: &Value) -> usize {
    let bound = |key: &str| schema.get(key).as_number();
    if bound("maxItems").is_some_and(|most| most < 1.0) {
        return 0;
    }
    bound("minItems").unwrap_or_default().clamp(1.0, MOST).ceil() as usize
}
