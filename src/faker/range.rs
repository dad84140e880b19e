//! Numbers where faker takes a range: a number as it is, or `{ min, max }` to draw from.

use super::fault::{Drawn, Fault};
use super::generator::Generator;
use super::number;
use crate::budget;
use crate::js::Value;

/// The most elements that one call may ask for; the reference stops where its memory does.
const MAX_COUNT: f64 = 16_777_216.0;

/// Bytes that an element takes, about.
const ELEMENT: usize = 16;

/// `helpers.rangeToNumber`: a number as it is, anything else as the arguments of `number.int`.
pub(super) fn draw(g: &mut Generator, range: &Value) -> Drawn<f64> {
    match range {
        Value::Number(n) => Ok(*n),
        other => number::whole(g, Some(other)),
    }
}

/// How often `helpers.multiple` repeats for a range.
pub(super) fn count(g: &mut Generator, range: &Value) -> Drawn<usize> {
    let n = draw(g, range)?;
    length(n)
}

/// `Array.from({ length: n })`: how long that array is.
pub(super) fn length(n: f64) -> Drawn<usize> {
    if n.is_nan() || n <= 0.0 {
        Ok(0)
    } else if n > MAX_COUNT {
        Err(Fault::script("Invalid array length"))
    } else {
        // An element is drawn, and is a character at the least, a value at the most.
        budget::make(n as usize * ELEMENT)?;
        budget::work(n as u64)?;
        Ok(n as usize)
    }
}
