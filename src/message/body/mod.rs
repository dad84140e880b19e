//! Request bodies, parsed by content type. What cannot be parsed stays `Undefined`.

pub mod coding;
pub mod form;
pub mod multipart;
pub mod xml;

use crate::budget;
use crate::js::{Value, json};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const XML: [&str; 3] = ["application/xml", "application/soap+xml", "text/xml"];

/// The body of an HTTP request: `bytes` as received and the same as text. Its values are charged for the rest of the
/// request; `Undefined` once the budget is exceeded.
pub fn parse(bytes: &[u8], body: &str, content_type: Option<&str>) -> Value {
    let mark = budget::mark();
    let value = parse_as(bytes, body, content_type);
    budget::pin(mark);
    value
}

fn parse_as(bytes: &[u8], body: &str, content_type: Option<&str>) -> Value {
    let Some(content_type) = content_type else { return Value::Undefined };
    let lower = content_type.to_lowercase();
    if is_json(&lower) {
        parse_json(body)
    } else if lower.contains(FORM) {
        form::parse(body)
    } else if lower.contains(MULTIPART) {
        multipart::parse(bytes, content_type)
    } else if is_xml(&lower) {
        xml::parse(body)
    } else {
        Value::Undefined
    }
}

/// A message received over a WebSocket, parsed by the content type of the handshake (as it was spelt);
/// text stays text. The message is not empty.
pub fn parse_message(message: &str, content_type: Option<&str>) -> Value {
    match content_type {
        Some(content_type) if is_json(content_type) => parse_json(message),
        Some(content_type) if is_xml(content_type) => xml::parse(message),
        _ => Value::from(message),
    }
}

/// Whether a content type announces JSON: `application/json` as it is, or in any case a vendor type `application/…+json`.
pub fn is_json(content_type: &str) -> bool {
    let lower = content_type.to_ascii_lowercase();
    let vendor = || lower.split_once("application/").is_some_and(|(_, subtype)| subtype.contains("+json"));
    content_type.contains(JSON) || vendor()
}

fn is_xml(content_type: &str) -> bool {
    XML.iter().any(|known| content_type.contains(known))
}

fn parse_json(body: &str) -> Value {
    json::parse(body).unwrap_or_default()
}

/// The text of a percent-encoded string (`decodeURIComponent`), `None` where JavaScript throws.
pub(super) fn decode_uri_component(s: &str) -> Option<String> {
    let bytes = s.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        if *first != b'%' {
            out.push(*first);
            rest = tail;
            continue;
        }
        let [high, low, after @ ..] = tail else { return None };
        let (high, low) = (char::from(*high).to_digit(16)?, char::from(*low).to_digit(16)?);
        out.push(u8::try_from(high * 16 + low).ok()?);
        rest = after;
    }
    // An escape must spell a whole character on its own: a continuation byte cannot come from elsewhere
    // because everything unescaped is whole characters already.
    String::from_utf8(out).ok()
}
