//! JSONPath in the dialect of the npm package `jsonpath-plus`, results unwrapped (`wrap: false`) and filters
//! run by its restricted evaluator (`eval: 'safe'`).
//!
//! A path is cut into steps once ([`Query::compile`]); [`trace`] walks the data along them.

mod evaluate;
mod expression;
mod methods;
mod operators;
mod script_value;
mod steps;
mod trace;

use super::Value;
use super::outline::Name;
use crate::budget::Exceeded;
use steps::Step;

/// What a query or one of its scripts throws; the message shows where the reference lets it surface.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JsonPathError(pub String);

impl From<Exceeded> for JsonPathError {
    fn from(exceeded: Exceeded) -> Self {
        Self(exceeded.to_string())
    }
}

impl JsonPathError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// A compiled JSONPath.
#[derive(Debug)]
pub struct Query {
    steps: Vec<Step>,
    /// The names, where every step is one.
    names: Option<Box<[Name]>>,
}

impl Query {
    /// Cuts a path into steps. Never fails: what is wrong in a script shows when it runs.
    pub fn compile(path: &str) -> Self {
        let steps = steps::parse(path);
        let names = if steps.len() <= trace::MAX_DEPTH { steps.iter().map(Step::name).collect() } else { None };
        Self { steps, names }
    }

    /// The names to follow, where the path consists of nothing else.
    pub fn names(&self) -> Option<&[Name]> {
        self.names.as_deref()
    }

    /// What the path leads to: `Undefined` for nothing, the value itself where at most one was asked for,
    /// an array of values otherwise.
    pub fn find(&self, data: &Value) -> Result<Value, JsonPathError> {
        trace::find(&self.steps, data)
    }
}

/// Compiles and runs a path.
pub fn search(data: &Value, path: &str) -> Result<Value, JsonPathError> {
    Query::compile(path).find(data)
}

#[cfg(test)]
mod tests;
