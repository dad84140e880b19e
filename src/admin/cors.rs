//! CORS of the admin API: closed, but for the origins the operator lists.

use http::header::{self, HeaderMap, HeaderValue};

use crate::message::Request;

use super::{PREFIX, x};

/// What pages may send, as the reference has it.
const ALLOWED: HeaderValue =
    HeaderValue::from_static("Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With");
/// The same with what calls of ours take.
const ALLOWED_BY_US: HeaderValue = HeaderValue::from_static(
    "Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With, X-Sidemock-Session, If-Match, \
     If-None-Match",
);
/// Names of which one has to be asked for before more is allowed than the reference allows.
const OURS: [&str; 3] = ["x-sidemock-session", "if-match", "if-none-match"];
/// What pages may read of answers of ours.
const EXPOSED: HeaderValue = HeaderValue::from_static("ETag, Location, Retry-After, Allow, X-Sidemock-State");

/// The headers for this request: none unless its origin is allowed.
pub fn headers(allowed: &[String], request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let origin = if allowed.iter().any(|o| o == "*") {
        HeaderValue::from_static("*")
    } else {
        match request.header_map().get(header::ORIGIN) {
            Some(origin) if allowed.iter().any(|o| o.as_bytes() == origin.as_bytes()) => origin.clone(),
            _ => return headers,
        }
    };
    if origin != "*" {
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"),
    );
    let below = request.uri().path().get(PREFIX.len()..).unwrap_or_default();
    let is_ours = x::is_ours(below);
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        if is_ours || asks_for_ours(request) { ALLOWED_BY_US } else { ALLOWED },
    );
    if is_ours {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    headers
}

/// Whether a preflight asks for a header that only calls of ours take.
fn asks_for_ours(request: &Request) -> bool {
    let asked = request.header_map().get(header::ACCESS_CONTROL_REQUEST_HEADERS);
    let names = asked.and_then(|value| value.to_str().ok()).unwrap_or_default();
    names.split(',').any(|name| OURS.iter().any(|ours| name.trim().eq_ignore_ascii_case(ours)))
}
