//! `datatype`: booleans.

use super::Method::{self, Call};
use super::fault::Drawn;
use super::generator::Generator;
use super::options::Options;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[("boolean", Call(boolean))];

fn boolean(g: &mut Generator, args: &[Value]) -> Drawn {
    weighted(g, args.first()).map(Value::Bool)
}

/// `datatype.boolean` with an argument as the template gave it.
pub(super) fn weighted(g: &mut Generator, argument: Option<&Value>) -> Drawn<bool> {
    let probability = Options::or_number(argument, "probability")?.number("probability", 0.5);
    // Not a number is neither too small nor too big: something is drawn, and it is not below.
    if probability.is_nan() {
        g.next();
        return Ok(false);
    }
    Ok(g.chance(probability))
}
