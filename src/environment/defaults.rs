//! What a new environment, route or response looks like. The values themselves stand in the rows
//! of the schema ([`super::reader`]): a default is what an empty object is repaired to.

use super::document::{Document, Members};
use super::model::{Environment, Route, RouteResponse};
use super::reader::{self, RepairLog, fields};

/// An environment without routes.
pub fn environment() -> Environment {
    reader::read_document(nothing(), &mut RepairLog::silent())
}

/// A plain GET route without responses.
pub fn route() -> Route {
    fields::object(nothing(), &mut RepairLog::silent(), reader::route_fields)
}

/// A response with status 200 and an empty JSON object as its body.
pub fn response() -> RouteResponse {
    fields::object(nothing(), &mut RepairLog::silent(), reader::response_fields)
}

fn nothing() -> Document {
    Document::Object(Members::new())
}
