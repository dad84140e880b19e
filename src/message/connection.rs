//! Header fields that speak of one connection (RFC 9110, 7.6.1): they say nothing about the next one, and how an answer
//! is framed is for the sender to say.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Says how long a connection may be idle.
pub const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// Whether a field of this name speaks of one connection, whatever `Connection` names.
pub fn is_of_the_connection(name: &HeaderName) -> bool {
    // Most names are others and known by a number.
    *name == header::CONNECTION
        || *name == header::TRANSFER_ENCODING
        || *name == header::UPGRADE
        || *name == header::TE
        || *name == header::TRAILER
        || *name == KEEP_ALIVE
        || *name == PROXY_CONNECTION
}

/// The names that `Connection` gives, but for the one that [is of the connection](is_of_the_connection) anyway and stands
/// there mostly.
pub fn named(headers: &HeaderMap) -> Vec<HeaderName> {
    let values = headers.get_all(header::CONNECTION).iter();
    let tokens = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    tokens
        .filter(|token| !token.eq_ignore_ascii_case(b"keep-alive"))
        .filter_map(|token| HeaderName::from_bytes(token).ok())
        .collect()
}

/// Whether a `Transfer-Encoding` has `chunked` in it.
pub fn is_chunked(value: &HeaderValue) -> bool {
    value.as_bytes().split(|byte| *byte == b',').any(|coding| coding.trim_ascii().eq_ignore_ascii_case(b"chunked"))
}
