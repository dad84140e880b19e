//! Handlebars' own helpers: if, unless, each, with, lookup, log, and what a block does whose name is no helper.
//!
//! Blocks print right into the output and return nothing.

use super::{Call, Helper, HelperResult, Needs};
use crate::budget;
use crate::js::{Str, Value};
use crate::template::RenderError;
use crate::template::loop_var::LoopVar;

/// `Utils.isEmpty`: falsy but not 0, or an array without items.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Number(n) => n.is_nan(),
        other => !other.truthy(),
    }
}

fn error(message: impl Into<Str>) -> HelperResult {
    Err(RenderError::new(message))
}

fn choose(call: &mut Call, positive: bool, name: &str) -> HelperResult {
    let [condition] = call.args else {
        return error(format!("#{name} requires exactly one argument"));
    };
    let include_zero = call.named("includeZero").is_some_and(Value::truthy);
    let holds = !((!include_zero && !condition.truthy()) || is_empty(condition));
    if !call.is_block() {
        return error(if holds { "options.fn is not a function" } else { "options.inverse is not a function" });
    }
    let this = call.this();
    if holds == positive {
        call.print(this)?
    } else {
        call.print_inverse(this)?
    }
    Ok(Value::Undefined)
}

fn if_(call: &mut Call) -> HelperResult {
    choose(call, true, "if")
}

fn unless(call: &mut Call) -> HelperResult {
    choose(call, false, "unless")
}

fn with(call: &mut Call) -> HelperResult {
    let [context] = call.args else {
        return error("#with requires exactly one argument");
    };
    let empty = is_empty(context);
    if !call.is_block() {
        return error(if empty { "options.inverse is not a function" } else { "fn is not a function" });
    }
    if empty {
        let this = call.this();
        call.print_inverse(this)?;
    } else {
        let frame = call.frame();
        call.print_with(context, frame, Some(std::slice::from_ref(context)))?;
    }
    Ok(Value::Undefined)
}

fn each(call: &mut Call) -> HelperResult {
    let (items, blocks) = match call.args {
        [] => return error("Must pass iterator to #each"),
        [items] => (items, call.is_block()),
        // The reference takes the second argument for its options, in which it finds no block.
        [_, options, ..] if !options.truthy() => return error("Must pass iterator to #each"),
        [items, ..] => (items, false),
    };
    if !blocks {
        let some = match items {
            Value::Array(items) => !items.is_empty(),
            Value::Object(object) => !object.is_empty(),
            Value::Safe(_) => true,
            _ => false,
        };
        return error(if some { "fn is not a function" } else { "inverse is not a function" });
    }
    let items = items.clone();
    iterate(call, &items)?;
    Ok(Value::Undefined)
}

/// Prints the block once per item, or its inverse when there is none.
fn iterate(call: &mut Call, items: &Value) -> Result<(), RenderError> {
    let frame = call.frame().child();
    let count = match items {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                let key = Value::from(i);
                step(call, &frame, item, key, i, items.len())?;
            }
            items.len()
        }
        Value::Object(object) => {
            for (i, (name, item)) in object.iter().enumerate() {
                let key = Value::String(name.clone());
                step(call, &frame, item, key, i, object.len())?;
            }
            object.len()
        }
        Value::Safe(inner) => {
            let key = Value::String(Str::new_static("string"));
            step(call, &frame, inner, key, 0, 1)?;
            1
        }
        _ => 0,
    };
    call.leave(&frame);
    if count == 0 {
        let this = call.this();
        call.print_inverse(this)?;
    }
    Ok(())
}

fn step(
    call: &mut Call,
    frame: &crate::template::frame::Frame<'_>,
    item: &Value,
    key: Value,
    index: usize,
    count: usize,
) -> Result<(), RenderError> {
    budget::work(1)?;
    frame.iteration(index as f64, index + 1 == count, None);
    frame.set_loop_var(LoopVar::Key, key.clone());
    call.print_with(item, frame, Some(&[item.clone(), key]))
}

/// What a block does whose name is no helper but has this value (`blockHelperMissing`).
///
/// # Errors
/// What the block's own rendering raises.
pub fn missing(call: &mut Call, value: &Value) -> HelperResult {
    match value {
        Value::Bool(true) => call.print(call.context())?,
        Value::Bool(false) | Value::Undefined | Value::Null => call.print_inverse(call.context())?,
        Value::Array(items) if items.is_empty() => call.print_inverse(call.context())?,
        Value::Array(_) => iterate(call, value)?,
        other => {
            let frame = call.frame();
            call.print_with(other, frame, Some(&[]))?;
        }
    }
    Ok(Value::Undefined)
}

fn lookup(call: &mut Call) -> HelperResult {
    match call.args {
        [] => error("Cannot read properties of undefined (reading 'lookupProperty')"),
        [object, ..] if !object.truthy() => Ok(object.clone()),
        [_] => error("Cannot read properties of undefined (reading 'lookupProperty')"),
        [object, field] => Ok(object.get(&field.to_str())),
        [_, _, options, ..] if options.is_nullish() => {
            error(format!("Cannot read properties of {} (reading 'lookupProperty')", options.to_str()))
        }
        _ => error("options.lookupProperty is not a function"),
    }
}

fn log(call: &mut Call) -> HelperResult {
    let message = call.args.iter().map(Value::to_str).collect::<Vec<_>>().join(" ");
    budget::make(message.len())?;
    let environment = call.rendering.base_url;
    tracing::info!(
        environmentName = environment.environment_name.as_str(),
        environmentUUID = environment.environment_uuid.as_str(),
        line = call.line,
        "template: {message}"
    );
    Ok(Value::Undefined)
}

/// The helpers of this file.
pub const HELPERS: &[Helper] = &[
    Helper::new("if", Needs::Nothing, if_),
    Helper::new("unless", Needs::Nothing, unless),
    Helper::new("each", Needs::Nothing, each),
    Helper::new("with", Needs::Nothing, with),
    Helper::new("lookup", Needs::Nothing, lookup),
    Helper::new("log", Needs::Nothing, log),
];
