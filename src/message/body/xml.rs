//! XML bodies.

use crate::js::Value;

/// The document in its compact shape.
pub fn parse(_body: &str) -> Value {
    Value::Undefined
}
