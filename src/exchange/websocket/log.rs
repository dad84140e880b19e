//! Log lines in the reference's words.

use std::fmt::Display;

use tracing::{error, info};

use crate::js::Str;
use crate::message::Request;

use super::view::RouteView;

/// What the lines of one connection have in common.
pub struct Tag {
    connection: String,
    url: Str,
    route: Str,
    endpoint: Str,
}

impl Tag {
    /// The tag of a new connection.
    pub fn new(view: &RouteView, request: &Request) -> Self {
        let route = view.route();
        let url = Str::new(request.url().split('?').next().unwrap_or_default());
        let connection = uuid::Uuid::new_v4().to_string();
        Self { connection, url, route: route.definition.uuid.clone(), endpoint: route.definition.endpoint.clone() }
    }
}

/// A connection has been opened.
pub fn opened(view: &RouteView, tag: &Tag) {
    let label = view.handle.shared.transaction_log.label();
    info!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        websocketUuid = tag.connection,
        url = tag.url.as_str(),
        routeUUID = tag.route.as_str(),
        "New WebSocket connection"
    );
}

/// A message has come in; its text is logged where whole transactions are.
pub fn received(view: &RouteView, tag: &Tag, text: &str) {
    let log = &view.handle.shared.transaction_log;
    info!(
        environmentName = log.label().name,
        environmentUUID = log.label().uuid,
        websocketUuid = tag.connection,
        url = tag.url.as_str(),
        routeUUID = tag.route.as_str(),
        messageData = log.is_whole().then_some(text),
        "WebSocket message received"
    );
}

/// A connection has ended.
pub fn closed(view: &RouteView, tag: &Tag, code: u16, reason: &str) {
    let label = view.handle.shared.transaction_log.label();
    info!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        websocketUuid = tag.connection,
        code,
        reason,
        "WebSocket closed"
    );
}

/// A binary message has come in.
pub fn unsupported(view: &RouteView, tag: &Tag) {
    failed(view, Some(tag), "Unsupported content received from websocket: ");
}

/// The connection has failed.
pub fn connection_error(view: &RouteView, tag: &Tag, error: &dyn Display) {
    failed(view, Some(tag), &format!("Web socket serving error: {error}"));
}

/// A response could not be chosen or made.
pub fn serving_error(view: &RouteView, error: &dyn Display) {
    failed(view, None, &format!("Web socket serving error: {error}"));
}

/// A file could not be sent.
pub fn file_error(view: &RouteView, error: &dyn Display) {
    failed(view, None, &format!("Error while serving the file content: {error}"));
}

fn failed(view: &RouteView, tag: Option<&Tag>, message: &str) {
    let label = view.handle.shared.transaction_log.label();
    let route = view.route();
    error!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        websocketUuid = tag.map(|tag| tag.connection.as_str()),
        routeUUID = route.definition.uuid.as_str(),
        routePath = tag.map_or(&route.definition.endpoint, |tag| &tag.endpoint).as_str(),
        "{message}"
    );
}
