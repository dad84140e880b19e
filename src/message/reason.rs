//! Reason phrases as Node knows them.

use http::StatusCode;

/// The phrase where it is another than [`StatusCode::canonical_reason`]'s; `unknown` where Node has none either.
pub fn of_node(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        203 => Some("Non-Authoritative Information"),
        418 => Some("I'm a Teapot"),
        509 => Some("Bandwidth Limit Exceeded"),
        _ if status.canonical_reason().is_none() => Some("unknown"),
        _ => None,
    }
}

/// The phrase that is sent with a status, and that the journal shows.
pub fn phrase(status: StatusCode) -> &'static str {
    of_node(status).or_else(|| status.canonical_reason()).unwrap_or_default()
}
