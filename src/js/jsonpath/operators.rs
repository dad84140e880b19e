//! The operators of filters and scripts.

use std::cmp::Ordering;

use super::script_value::{Js, type_of};
use crate::js::{Value, number};

/// `op argument`
pub(super) fn unary(op: &str, argument: Js) -> Value {
    match op {
        "!" => Value::Bool(!argument.truthy()),
        "typeof" => Value::from(type_of(&argument)),
        "void" => Value::Undefined,
        "-" => Value::Number(-argument.operand().to_number()),
        "~" => Value::Number(f64::from(!number::to_int32(argument.operand().to_number()))),
        _ => Value::Number(argument.operand().to_number()),
    }
}

/// `left op right`, for the operators that need both.
pub(super) fn binary(op: &str, left: Js, right: Js) -> Value {
    if let "===" | "!==" = op {
        return Value::Bool(strict_eq(&left, &right) == (op == "==="));
    }
    let (left, right) = (left.operand(), right.operand());
    match op {
        "==" => Value::Bool(left.loose_eq(&right)),
        "!=" => Value::Bool(!left.loose_eq(&right)),
        "<" => Value::Bool(left.compare(&right) == Some(Ordering::Less)),
        ">" => Value::Bool(left.compare(&right) == Some(Ordering::Greater)),
        "<=" => Value::Bool(matches!(left.compare(&right), Some(Ordering::Less | Ordering::Equal))),
        ">=" => Value::Bool(matches!(left.compare(&right), Some(Ordering::Greater | Ordering::Equal))),
        "+" => add(&left, &right),
        _ => Value::Number(arithmetic(op, left.to_number(), right.to_number())),
    }
}

fn strict_eq(left: &Js, right: &Js) -> bool {
    match (left, right) {
        (Js::Value(a), Js::Value(b)) => a.strict_eq(b),
        (Js::Regex(a), Js::Regex(b)) => std::sync::Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// Adds numbers; as soon as one side is text (or an object, which becomes text) it joins.
fn add(left: &Value, right: &Value) -> Value {
    let textual = |v: &Value| matches!(v, Value::String(_)) || (v.is_typeof_object() && !matches!(v, Value::Null));
    if textual(left) || textual(right) {
        let mut out = left.to_str().to_string();
        right.write_str(&mut out);
        return Value::from(out);
    }
    Value::Number(left.to_number() + right.to_number())
}

fn arithmetic(op: &str, a: f64, b: f64) -> f64 {
    let shift = || number::to_int32(b) as u32 & 31;
    match op {
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "%" => a % b,
        "|" => f64::from(number::to_int32(a) | number::to_int32(b)),
        "^" => f64::from(number::to_int32(a) ^ number::to_int32(b)),
        "&" => f64::from(number::to_int32(a) & number::to_int32(b)),
        "<<" => f64::from(number::to_int32(a).wrapping_shl(shift())),
        ">>" => f64::from(number::to_int32(a).wrapping_shr(shift())),
        ">>>" => f64::from((number::to_int32(a) as u32).wrapping_shr(shift())),
        _ => f64::NAN,
    }
}
