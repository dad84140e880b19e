//! Fake data: `faker` itself, and the older helpers that stand for one of its methods each.

use std::sync::LazyLock;

use regex::Regex;

use super::super::program::{Expr, List, Named};
use super::super::{Call, RenderError};
use super::prepared::Prepared;
use super::{Helper, HelperResult, Needs};
use crate::faker::Faker;
use crate::js::{Object, Str, Value, json, number};

/// What the messages about a wrong method name end with, before the line.
const EXAMPLES: &str = "(valid: \"location.zipCode\", \"date.past\", etc) line";

/// The largest integer that a double counts up to.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Calls a method of faker. Where faker refuses its arguments this is the empty text.
pub(super) fn draw(call: &Call<'_, '_>, method: &str, args: &[Value]) -> HelperResult {
    call.rendering.step.faker().call(method, args).map_err(|e| RenderError::new(e.0))
}

/// Calls a method of faker with an object of options.
pub(super) fn draw_with<const N: usize>(
    call: &Call<'_, '_>,
    method: &str,
    options: [(&str, Value); N],
) -> HelperResult {
    let options: Object = options.into_iter().collect();
    draw(call, method, &[options.into()])
}

fn faker(call: &mut Call<'_, '_>) -> HelperResult {
    if let Some(Prepared::Draw(method, args)) = call.prepared {
        let faker = call.rendering.step.faker();
        if call.prints()
            && let Some(method) = method.text()
        {
            faker.write(method, call.out());
            return Ok(Value::Undefined);
        }
        return faker.draw(*method, args).map_err(|e| RenderError::new(e.0));
    }
    let name = match call.args.first().map(Value::unwrap_safe) {
        None => Str::default(),
        Some(Value::String(name)) => name,
        Some(_) => {
            return Err(RenderError::new(format!("Faker method name must be a string {EXAMPLES} {}", call.line)));
        }
    };
    if name.is_empty() {
        return Err(RenderError::new(format!("Faker method name is missing {EXAMPLES} {}", call.line)));
    }
    if !is_method_name(&name) || !Faker::has(&name) {
        return Err(RenderError::new(format!("{name} is not a valid Faker method {EXAMPLES} {}", call.line)));
    }
    draw(call, &name, &arguments(call.args, call.hash)?)
}

/// What `faker` hands on: the arguments behind the name, and the named ones as an object.
fn arguments(args: &[Value], hash: &[(Str, Value)]) -> Result<Vec<Value>, RenderError> {
    let mut arguments = Vec::with_capacity(args.len());
    for argument in args.iter().skip(1) {
        arguments.push(match argument {
            Value::String(text) if text.starts_with('{') && text.ends_with('}') => options_text(text)?,
            other => other.clone(),
        });
    }
    if !hash.is_empty() {
        arguments.push(hash.iter().cloned().collect::<Object>().into());
    }
    Ok(arguments)
}

/// The method and the arguments of a call of `faker` that is always the same.
fn prepare(args: &List<Expr, Value>, hash: &Named) -> Option<Prepared> {
    let (List::Ready(args), List::Ready(hash)) = (args, hash) else { return None };
    let name = args.first()?.as_str().filter(|name| is_method_name(name))?;
    let method = Faker::method(name)?;
    let arguments = arguments(args, hash).ok()?;
    // What is drawn from nested arguments would be the same object each time.
    let flat = !arguments.iter().any(|argument| argument.nests_deeper_than(0));
    flat.then_some(Prepared::Draw(method, arguments))
}

/// Whether a name has the form `module.method`.
fn is_method_name(name: &str) -> bool {
    let Some((module, method)) = name.split_once('.') else { return false };
    let named = |s: &str, allowed: fn(&u8) -> bool| !s.is_empty() && s.as_bytes().iter().all(allowed);
    named(module, u8::is_ascii_alphabetic) && named(method, u8::is_ascii_alphanumeric)
}

/// Options written as a text: JSON whose keys may lack their quotes.
fn options_text(text: &str) -> HelperResult {
    static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"['"]?([a-zA-Z0-9_]+)['"]?:"#).ok());
    let plain = text.replace('\\', "");
    let quoted = KEY.as_ref().map_or_else(|| plain.as_str().into(), |key| key.replace_all(&plain, "\"$1\": "));
    json::parse(&quoted).map_err(|_| RenderError::new(format!("Error in parsing object argument {text}")))
}

/// The limits that `int` and `float` are given; only numbers count.
fn limits(call: &Call<'_, '_>, default: (f64, f64)) -> (f64, f64) {
    let limit = |i: usize, default: f64| call.arg(i).as_number().unwrap_or(default);
    (limit(0, default.0), limit(1, default.1))
}

fn too_small(max: f64, min: f64) -> RenderError {
    RenderError::new(format!("Max {} should be greater than min {}.", number::to_str(max), number::to_str(min)))
}

fn int(call: &mut Call<'_, '_>) -> HelperResult {
    let (min, max) = limits(call, (0.0, MAX_SAFE_INTEGER));
    if max.floor() < min.ceil() {
        let (low, high) = (number::to_str(min), number::to_str(max));
        return Err(if max >= min {
            RenderError::new(format!("No suitable integer value between {low} and {high} found."))
        } else {
            too_small(max, min)
        });
    }
    draw_with(call, "number.int", [("min", min.into()), ("max", max.into())])
}

fn float(call: &mut Call<'_, '_>) -> HelperResult {
    let (min, max) = limits(call, (0.0, 1.0));
    if max < min {
        return Err(too_small(max, min));
    }
    draw_with(call, "number.float", [("min", min.into()), ("max", max.into())])
}

fn lorem(call: &mut Call<'_, '_>) -> HelperResult {
    match call.arg(0) {
        count @ Value::Number(_) => draw(call, "lorem.sentence", std::slice::from_ref(count)),
        _ => draw(call, "lorem.sentence", &[]),
    }
}

fn title(call: &mut Call<'_, '_>) -> HelperResult {
    match call.arg(0) {
        sex @ Value::String(_) => draw(call, "person.prefix", std::slice::from_ref(sex)),
        _ => draw(call, "person.prefix", &[]),
    }
}

fn hex_color(call: &mut Call<'_, '_>) -> HelperResult {
    draw_with(call, "color.rgb", [("format", "hex".into()), ("casing", "lower".into())])
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("faker", Needs::Nothing, faker).preparing(prepare),
    Helper::new("int", Needs::Nothing, int),
    Helper::new("float", Needs::Nothing, float),
    Helper::new("lorem", Needs::Nothing, lorem),
    Helper::new("title", Needs::Nothing, title),
    Helper::new("hexColor", Needs::Nothing, hex_color),
    Helper::new("boolean", Needs::Nothing, |call| draw(call, "datatype.boolean", &[])),
    Helper::new("city", Needs::Nothing, |call| draw(call, "location.city", &[])),
    Helper::new("color", Needs::Nothing, |call| draw(call, "color.human", &[])),
    Helper::new("company", Needs::Nothing, |call| draw(call, "company.name", &[])),
    Helper::new("country", Needs::Nothing, |call| draw(call, "location.country", &[])),
    Helper::new("countryCode", Needs::Nothing, |call| draw(call, "location.countryCode", &[])),
    Helper::new("domain", Needs::Nothing, |call| draw(call, "internet.domainName", &[])),
    Helper::new("email", Needs::Nothing, |call| draw(call, "internet.email", &[])),
    Helper::new("firstName", Needs::Nothing, |call| draw(call, "person.firstName", &[])),
    Helper::new("lastName", Needs::Nothing, |call| draw(call, "person.lastName", &[])),
    Helper::new("guid", Needs::Nothing, |call| draw(call, "string.uuid", &[])),
    Helper::new("uuid", Needs::Nothing, |call| draw(call, "string.uuid", &[])),
    Helper::new("ipv4", Needs::Nothing, |call| draw(call, "internet.ipv4", &[])),
    Helper::new("ipv6", Needs::Nothing, |call| draw(call, "internet.ipv6", &[])),
    Helper::new("lat", Needs::Nothing, |call| draw(call, "location.latitude", &[])),
    Helper::new("long", Needs::Nothing, |call| draw(call, "location.longitude", &[])),
    Helper::new("objectId", Needs::Nothing, |call| draw(call, "database.mongodbObjectId", &[])),
    Helper::new("phone", Needs::Nothing, |call| draw(call, "phone.number", &[])),
    Helper::new("postcode", Needs::Nothing, |call| draw(call, "location.zipCode", &[])),
    Helper::new("zipcode", Needs::Nothing, |call| draw(call, "location.zipCode", &[])),
    Helper::new("street", Needs::Nothing, |call| draw(call, "location.streetAddress", &[])),
    Helper::new("tld", Needs::Nothing, |call| draw(call, "internet.domainSuffix", &[])),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_options_whose_keys_have_no_quotes() {
        for (text, json) in [
            ("{min: 1, max: 5}", Some(r#"{"min":1,"max":5}"#)),
            (r#"{\"min\": 1}"#, Some(r#"{"min":1}"#)),
            ("{'a':\"x\"}", Some(r#"{"a":"x"}"#)),
            ("{}", Some("{}")),
            ("{a:}", None),
            ("{a: 'x'}", None),
        ] {
            let read = options_text(text);
            assert_eq!(read.ok().and_then(|v| json::stringify(&v)).as_deref(), json, "{text}");
        }
    }

    #[test]
    fn names_are_two_words_with_a_dot() {
        for (name, valid) in
            [("a.b", true), ("location.zipCode2", true), ("a", false), ("a.", false), ("a1.b", false), ("a.b.c", false)]
        {
            assert_eq!(is_method_name(name), valid, "{name}");
        }
    }
}
