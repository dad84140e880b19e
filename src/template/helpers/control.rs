//! repeat, switch/case/default, setVar and getVar.

use std::cell::Cell;

use super::{Call, Helper, HelperResult, Needs};
use crate::faker::Faker;
use crate::js::{Object, Str, Value, text};
use crate::template::RenderError;

const NO_BLOCK: &str = "options.fn is not a function";

fn error(message: impl Into<Str>) -> HelperResult {
    Err(RenderError::new(message))
}

/// V8's words for reading or setting a property of something that has none.
fn no_property(verb: &str, gerund: &str, of: &Value, name: &str) -> HelperResult {
    error(format!("Cannot {verb} properties of {} ({gerund} '{name}')", of.to_str()))
}

/// A whole number between two, both included, as the reference draws it.
fn random_int(faker: &Faker, min: f64, max: f64) -> f64 {
    (faker.chance() * (max - min + 1.0) + min).floor()
}

fn repeat(call: &mut Call) -> HelperResult {
    let total = match call.args {
        [count] => count.clone(),
        [min, max] => Value::Number(random_int(call.rendering.step.faker(), min.to_number(), max.to_number())),
        _ => return error("The repeat helper requires a numeric param"),
    };
    let count = total.to_number();
    let comma = !matches!(call.named("comma"), Some(Value::Bool(false)));
    if count > 0.0 && !call.is_block() {
        return error(NO_BLOCK);
    }
    let frame = call.frame().sibling();
    let this = call.this();
    let start = call.out().len();
    let turn = Cell::new(0.0);
    let begin = || {
        let i = turn.get();
        if i < count {
            frame.iteration(i, i == count - 1.0, Some(&total));
            turn.set(i + 1.0);
        }
        i < count
    };
    let end = |out: &mut String| {
        if !comma {
            return;
        }
        let ends_in_space = out.bytes().next_back().is_some_and(|byte| !byte.is_ascii_graphic());
        if ends_in_space && out.len() > start {
            let content = text::trim_end(out.get(start..).unwrap_or_default());
            out.truncate(start + content.len());
        }
        let has_comma = out.len() > start && out.ends_with(',');
        if turn.get() < count && !has_comma {
            out.push(',');
        } else if turn.get() == count && has_comma {
            out.pop();
        }
        out.push('\n');
    };
    call.print_turns(this, &frame, begin, end)?;
    call.leave(&frame);
    Ok(Value::Undefined)
}

/// The options object, which `switch`, `case` and `default` pass to their block as its context.
fn options(call: &Call) -> Value {
    let hash: Object = call.hash.iter().cloned().collect();
    let mut options = Object::with_capacity(2);
    options.insert("name", Value::String(call.name().clone()));
    options.insert("hash", Value::object(hash));
    Value::object(options)
}

fn print_block(call: &mut Call) -> HelperResult {
    if !call.is_block() {
        return error(NO_BLOCK);
    }
    let options = options(call);
    call.print(&options)?;
    Ok(Value::Undefined)
}

fn switch(call: &mut Call) -> HelperResult {
    // With a missing or a second argument the reference takes the wrong one for its options.
    match call.args {
        [_] => {}
        [] => return no_property("read", "reading", &Value::Undefined, "data"),
        [_, other, ..] if other.is_nullish() => return no_property("read", "reading", other, "data"),
        _ => return no_property("set", "setting", &Value::Undefined, "found"),
    }
    call.set_data("found", Value::Bool(false))?;
    call.store("switchValue", call.plain(0))?;
    print_block(call)
}

fn case(call: &mut Call) -> HelperResult {
    if call.args.is_empty() {
        return no_property("read", "reading", &Value::Undefined, "data");
    }
    if call.arg(0).strict_eq(&call.data("switchValue")) && !call.data("found").truthy() {
        call.set_data("found", Value::Bool(true))?;
        return print_block(call);
    }
    Ok(Value::Undefined)
}

fn default(call: &mut Call) -> HelperResult {
    match call.args {
        [] => {}
        [other, ..] if other.is_nullish() => return no_property("read", "reading", other, "data"),
        _ => return no_property("read", "reading", &Value::Undefined, "found"),
    }
    if call.data("found").truthy() {
        return Ok(Value::String(Str::default()));
    }
    call.remove_data("switchValue");
    print_block(call)
}

fn set_var(call: &mut Call) -> HelperResult {
    if call.args.len() >= 2 {
        call.store(&call.plain(0).to_str(), call.plain(1))?;
    }
    Ok(Value::Undefined)
}

fn get_var(call: &mut Call) -> HelperResult {
    Ok(if call.args.is_empty() { Value::Undefined } else { call.data(&call.plain(0).to_str()) })
}

/// The helpers of this file.
pub const HELPERS: &[Helper] = &[
    Helper::new("repeat", Needs::Nothing, repeat),
    Helper::new("switch", Needs::Nothing, switch),
    Helper::new("case", Needs::Nothing, case),
    Helper::new("default", Needs::Nothing, default),
    Helper::new("setVar", Needs::Nothing, set_var),
    Helper::new("getVar", Needs::Nothing, get_var),
];
