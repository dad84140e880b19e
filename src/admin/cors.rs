//! CORS of the admin API: closed, but for the origins the operator lists.

use http::header::{self, HeaderMap, HeaderValue};

/// The headers for this request: none unless its origin is allowed.
pub fn headers(allowed: &[String], request: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let origin = if allowed.iter().any(|o| o == "*") {
        HeaderValue::from_static("*")
    } else {
        match request.get(header::ORIGIN) {
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
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With"),
    );
    headers
}
