//! What a new environment, route or response looks like, and new identities. The values themselves stand in the rows
//! of the schema ([`super::repair`]): a default is what an empty object is repaired to.

use std::hash::{DefaultHasher, Hash, Hasher};

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

/// A random uuid for something that has none. It says so by its version, so that nobody takes it for an identity over
/// reloads: see [`is_made_up`].
pub fn new_uuid() -> String {
    uuid::Builder::from_custom_bytes(rand::random()).into_uuid().to_string()
}

/// Whether a uuid was made up by [`new_uuid`]: Mockoon's own are of version 4, these of version 8.
pub fn is_made_up(uuid: &str) -> bool {
    uuid.len() == 36 && uuid.as_bytes().get(14) == Some(&b'8')
}

/// The short id of a data bucket or callback: four digits of base 36, the same for the same texts.
pub fn short_id_of(texts: &[&str]) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    let mut rest = hasher.finish();
    let mut digit = || {
        let digit = DIGITS.get((rest % 36) as usize);
        rest /= 36;
        digit.map_or('0', |byte| char::from(*byte))
    };
    [digit(), digit(), digit(), digit()].into_iter().collect()
}
