//! `helpers`: drawing from what the template hands over, and texts after patterns.

use super::Method::{self, Call};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::{datatype, expression, range, regexp, slug, symbols};
use crate::js::{Object, Value, number, object, text as js_text};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("fake", Call(fake)),
    ("slugify", Call(slugify)),
    ("replaceSymbols", Call(replace_symbols)),
    ("replaceCreditCardSymbols", Call(replace_credit_card_symbols)),
    ("fromRegExp", Call(from_reg_exp)),
    ("shuffle", Call(shuffle)),
    ("uniqueArray", Call(unique_array)),
    ("mustache", Call(mustache)),
    ("maybe", Call(maybe)),
    ("objectKey", Call(object_key)),
    ("objectValue", Call(object_value)),
    ("objectEntry", Call(object_entry)),
    ("arrayElement", Call(array_element)),
    ("weightedArrayElement", Call(weighted_array_element)),
    ("arrayElements", Call(array_elements)),
    ("enumValue", Call(enum_value)),
    ("rangeToNumber", Call(range_to_number)),
    ("multiple", Call(multiple)),
];

const EMPTY: Fault = Fault::Faker("Cannot get value from empty dataset.");

fn undefined_property(value: &Value, property: &str) -> Fault {
    Fault::Script(format!("Cannot read properties of {} (reading '{property}')", value.to_str()))
}

fn not_a_function(what: &str) -> Fault {
    Fault::Script(format!("{what} is not a function"))
}

/// An argument, `undefined` when there is none.
fn argument(args: &[Value], index: usize) -> Value {
    args.get(index).cloned().unwrap_or_default()
}

fn fake(g: &mut Generator, args: &[Value]) -> Drawn {
    let template = match argument(args, 0) {
        template @ Value::String(_) => template,
        choices => element_of(g, &choices)?,
    };
    match template {
        Value::String(template) => text(expression::fill(g, &template)?),
        Value::Undefined | Value::Null => Err(undefined_property(&template, "search")),
        _ => Err(not_a_function("r.search")),
    }
}

fn slugify(_: &mut Generator, args: &[Value]) -> Drawn {
    match argument(args, 0) {
        Value::Undefined => text(""),
        Value::String(s) => text(slug::slugify(&s)),
        Value::Null => Err(undefined_property(&Value::Null, "normalize")),
        _ => Err(not_a_function("e.normalize")),
    }
}

fn replace_symbols(g: &mut Generator, args: &[Value]) -> Drawn {
    match argument(args, 0) {
        Value::String(format) => text(symbols::replace_symbols(g, &format)?),
        Value::Null => Err(undefined_property(&Value::Null, "length")),
        Value::Array(items) if !items.is_empty() => Err(not_a_function("e.charAt")),
        _ => text(""),
    }
}

fn replace_credit_card_symbols(g: &mut Generator, args: &[Value]) -> Drawn {
    let format = match argument(args, 0) {
        Value::Undefined => "6453-####-####-####-###L".into(),
        Value::String(format) => format,
        Value::Null => return Err(undefined_property(&Value::Null, "length")),
        Value::Array(items) if !items.is_empty() => return Err(not_a_function("e.charAt")),
        _ => return text(""),
    };
    let symbol = match argument(args, 1) {
        Value::Undefined => "#".into(),
        other => other.to_str(),
    };
    text(symbols::credit_card(g, &format, &symbol)?)
}

fn from_reg_exp(g: &mut Generator, args: &[Value]) -> Drawn {
    match argument(args, 0) {
        Value::String(pattern) => text(regexp::from_pattern(g, &pattern)?),
        // Anything else is searched by its text, and only fails where something is found.
        other if regexp::is_pattern(&other.to_str()) => Err(not_a_function("e.slice")),
        other => Ok(other),
    }
}

/// What `[...value]` has; `None` for what cannot be iterated.
fn items_of(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) => Some(items.to_vec()),
        Value::String(s) => Some(s.chars().map(|c| Value::from(c.to_string())).collect()),
        _ => None,
    }
}

fn not_iterable() -> Fault {
    Fault::script("e is not iterable")
}

fn shuffle(g: &mut Generator, args: &[Value]) -> Drawn {
    Options::of(args.get(1), "inplace")?;
    let mut items = items_of(&argument(args, 0)).ok_or_else(not_iterable)?;
    shuffle_items(g, &mut items);
    Ok(Value::array(items))
}

/// Fisher and Yates, from the end.
pub(super) fn shuffle_items<T>(g: &mut Generator, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        let other = g.int(0.0, last as f64) as usize;
        items.swap(last, other);
    }
}

fn unique_array(g: &mut Generator, args: &[Value]) -> Drawn {
    let Value::Array(items) = argument(args, 0) else { return Ok(Value::array(Vec::new())) };
    let mut unique: Vec<Value> = Vec::with_capacity(items.len());
    for item in items.iter() {
        let both_nan =
            |other: &Value| matches!((other, item), (Value::Number(a), Value::Number(b)) if a.is_nan() && b.is_nan());
        if !unique.iter().any(|other| other.strict_eq(item) || both_nan(other)) {
            unique.push(item.clone());
        }
    }
    shuffle_items(g, &mut unique);
    let count = number::to_integer(argument(args, 1).to_number()).max(0.0);
    unique.truncate(count as usize);
    Ok(Value::array(unique))
}

fn mustache(_: &mut Generator, args: &[Value]) -> Drawn {
    let template = argument(args, 0);
    if template.is_nullish() {
        return text("");
    }
    let data = argument(args, 1);
    let Some(data) = data.as_object().filter(|data| !data.is_empty()) else { return Ok(template) };
    let Value::String(template) = template else { return Err(not_a_function("e.replace")) };
    let mut out = template.to_string();
    for (key, value) in data.iter() {
        out = out.replace(&format!("{{{{{key}}}}}"), &value.to_str());
    }
    text(out)
}

fn maybe(g: &mut Generator, args: &[Value]) -> Drawn {
    if datatype::weighted(g, args.get(1))? { Err(not_a_function("e")) } else { Ok(Value::Undefined) }
}

/// `Object.keys(value)`.
fn keys_of(value: &Value) -> Drawn<Vec<Value>> {
    match value {
        Value::Undefined | Value::Null => Err(Fault::script("Cannot convert undefined or null to object")),
        Value::Object(object) => Ok(object.keys().map(|key| Value::String(key.clone())).collect()),
        Value::Array(items) => Ok((0..items.len()).map(|i| Value::from(i.to_string())).collect()),
        Value::String(s) => Ok((0..js_text::len_utf16(s)).map(|i| Value::from(i.to_string())).collect()),
        _ => Ok(Vec::new()),
    }
}

fn draw_key(g: &mut Generator, object: &Value) -> Drawn {
    let keys = keys_of(object)?;
    let index = g.index(keys.len())?;
    keys.get(index).cloned().ok_or(EMPTY)
}

fn object_key(g: &mut Generator, args: &[Value]) -> Drawn {
    draw_key(g, &argument(args, 0))
}

fn object_value(g: &mut Generator, args: &[Value]) -> Drawn {
    let object = argument(args, 0);
    let key = draw_key(g, &object)?;
    Ok(object.get(&key.to_str()))
}

fn object_entry(g: &mut Generator, args: &[Value]) -> Drawn {
    let object = argument(args, 0);
    let key = draw_key(g, &object)?;
    let value = object.get(&key.to_str());
    Ok(Value::array(vec![key, value]))
}

fn enum_value(g: &mut Generator, args: &[Value]) -> Drawn {
    let object = argument(args, 0);
    let mut keys = keys_of(&object)?;
    keys.retain(|key| key.to_number().is_nan());
    let index = g.index(keys.len())?;
    keys.get(index).map(|key| object.get(&key.to_str())).ok_or(EMPTY)
}

fn array_element(g: &mut Generator, args: &[Value]) -> Drawn {
    element_of(g, &argument(args, 0))
}

/// `helpers.arrayElement` of anything that has, or has not, a length.
pub(super) fn element_of(g: &mut Generator, value: &Value) -> Drawn {
    if value.is_nullish() {
        return Err(undefined_property(value, "length"));
    }
    let count = value.get("length").to_number();
    if count == 0.0 {
        return Err(EMPTY);
    }
    let index = if count > 1.0 { super::number::between(g, 0.0, count - 1.0, 1.0)? } else { 0.0 };
    Ok(value.get(&number::to_str(index)))
}

fn weighted_array_element(g: &mut Generator, args: &[Value]) -> Drawn {
    let items = argument(args, 0);
    if items.is_nullish() {
        return Err(undefined_property(&items, "length"));
    }
    let Value::Array(items) = items else { return Err(not_a_function("e.every")) };
    let weighted: Vec<(usize, f64)> = items.iter().map(|item| item.get("weight").to_number()).enumerate().collect();
    if weighted.is_empty() || weighted.iter().any(|(_, weight)| weight.is_nan() || *weight <= 0.0) {
        return Err(Fault::Faker("weightedArrayElement expects an array of { weight, value } objects."));
    }
    let index = g.weighted(&weighted)?;
    Ok(items.get(index).map(|item| item.get("value")).unwrap_or_default())
}

fn array_elements(g: &mut Generator, args: &[Value]) -> Drawn {
    let value = argument(args, 0);
    if value.is_nullish() {
        return Err(undefined_property(&value, "length"));
    }
    let Some(mut items) = items_of(&value) else {
        // Without a length nothing is too much: only who wants nothing gets by without items.
        let nothing = argument(args, 1).as_number().is_some_and(|wanted| wanted <= 0.0);
        return if nothing { Ok(Value::array(Vec::new())) } else { Err(not_iterable()) };
    };
    if items.is_empty() {
        return Ok(Value::array(items));
    }
    let wanted = match argument(args, 1) {
        Value::Undefined | Value::Null => super::number::between(g, 1.0, items.len() as f64, 1.0)?,
        range => range::draw(g, &range)?,
    };
    if wanted.is_nan() {
        return Ok(Value::array(items));
    }
    if wanted >= items.len() as f64 {
        shuffle_items(g, &mut items);
        return Ok(Value::array(items));
    }
    let first = items.len() - range::length(wanted)?;
    for last in (first..items.len()).rev() {
        let other = g.int(0.0, last as f64) as usize;
        items.swap(last, other);
    }
    Ok(Value::array(items.split_off(first)))
}

fn range_to_number(g: &mut Generator, args: &[Value]) -> Drawn {
    range::draw(g, &argument(args, 0)).map(Value::Number)
}

fn multiple(g: &mut Generator, args: &[Value]) -> Drawn {
    let count = match Options::of(args.get(1), "count")?.get("count") {
        Value::Undefined | Value::Null => 3,
        range => range::count(g, &range)?,
    };
    match argument(args, 0) {
        _ if count == 0 => Ok(Value::array(Vec::new())),
        Value::Undefined => Ok(Value::array(vec![Value::Undefined; count])),
        other => Err(not_a_function(&describe(&other))),
    }
}

/// How V8 calls a value that it could not call.
fn describe(value: &Value) -> String {
    match value {
        Value::Object(_) => "#<Object>".to_owned(),
        Value::Array(_) => "[object Array]".to_owned(),
        other => other.to_str().to_string(),
    }
}

/// An object of texts.
pub(super) fn record(fields: &[(&str, Value)]) -> Value {
    let mut object: Object = object::Object::with_capacity(fields.len());
    for (key, value) in fields {
        object.insert(*key, value.clone());
    }
    object.into()
}
