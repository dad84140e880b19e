//! What a new environment, route or response looks like, and new identities. The values themselves stand in the rows
//! of the schema ([`super::repair`]): a default is what an empty object is repaired to.

use rand::RngExt as _;

use super::document::{Document, Members};
use super::model::{Environment, Route, RouteResponse};
use super::repair::{self, RepairLog, fields};

/// An environment without routes.
pub fn environment() -> Environment {
    repair::repair(nothing(), &mut RepairLog::silent())
}

/// A plain GET route without responses.
pub fn route() -> Route {
    fields::object(nothing(), &mut RepairLog::silent(), repair::route_fields)
}

/// A response with status 200 and an empty JSON object as its body.
pub fn response() -> RouteResponse {
    fields::object(nothing(), &mut RepairLog::silent(), repair::response_fields)
}

fn nothing() -> Document {
    Document::Object(Members::new())
}

/// A random uuid.
pub fn new_uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The short id of a data bucket or callback: four digits of base 36.
pub fn new_short_id() -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut rng = rand::rng();
    let mut digit = || DIGITS.get(rng.random_range(0..DIGITS.len())).map_or('0', |byte| char::from(*byte));
    [digit(), digit(), digit(), digit()].into_iter().collect()
}
