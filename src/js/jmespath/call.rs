//! What a function is called with, and what every part of a search gives back.

use super::parser::Node;
use crate::budget::Exceeded;
use crate::js::Value;

/// The value, or the package's message.
pub(super) type JmesPathResult = Result<Value, String>;

/// An argument of a function.
pub(super) enum Argument<'a> {
    Value(Value),
    /// `&expression`
    Expression(&'a Node),
}

/// The budget is exceeded: no message of the package, but nothing is found either.
pub(super) fn over(exceeded: Exceeded) -> String {
    exceeded.to_string()
}
