//! WebSocket routes. STUB.

use std::sync::Arc;

use http::header::{self, HeaderMap};
use http::request::Parts;
use hyper::upgrade::OnUpgrade;
use warp::reply::Response;

use crate::message::Peer;
use crate::runtime::{EnvironmentHandle, Generation};

/// Whether a request asks for a WebSocket.
pub fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.get(header::UPGRADE).is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Accepts a WebSocket.
pub async fn accept(
    _handle: &Arc<EnvironmentHandle>,
    _generation: &Arc<Generation>,
    _parts: Parts,
    _peer: Peer,
    _upgrade: Option<OnUpgrade>,
) -> Response {
    let mut response = Response::new("No WebSocket route found for this path".into());
    *response.status_mut() = http::StatusCode::NOT_FOUND;
    response
}
