//! `application/x-www-form-urlencoded` bodies.

use crate::js::Value;
use crate::message::query::{self, Options};

/// How the reference calls qs for form bodies.
const FORM: Options = Options { depth: 10, array_limit: 20, allow_prototypes: false };

/// The fields of a form, nested as their names say.
pub fn parse(body: &str) -> Value {
    query::parse(body, &FORM)
}
