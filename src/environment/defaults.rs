//! What a new environment, route or response looks like. The values themselves stand in the rows
//! of the schema ([`super::repair`]): a default is what an empty object is repaired to.

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
