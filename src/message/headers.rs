//! Request headers as Node's `IncomingMessage` and Express' `req.get` show them.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::js::{Object, Str, Value};

/// Headers of which Node keeps the first line only.
const FIRST_WINS: [&str; 18] = [
    "age",
    "authorization",
    "content-length",
    "content-type",
    "etag",
    "expires",
    "from",
    "host",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "proxy-authorization",
    "referer",
    "retry-after",
    "server",
    "user-agent",
];

/// `req.get(name)` of Express: any case, `referrer` and `referer` are the same header.
pub(super) fn express_header(map: &HeaderMap, name: &str) -> Option<Str> {
    if name.eq_ignore_ascii_case("referer") || name.eq_ignore_ascii_case("referrer") {
        let referrer = joined(map, "referrer").filter(|v| !v.is_empty());
        return referrer.or_else(|| joined(map, "referer"));
    }
    joined(map, name)
}

/// The header's lines joined as Node joins them; `set-cookie`, an array there, as `String(array)`.
pub(super) fn joined(map: &HeaderMap, name: &str) -> Option<Str> {
    let mut lines = map.get_all(name).iter();
    let first = decode(lines.next()?);
    let value = if is_first_wins(name) {
        first
    } else {
        let separator = if name.eq_ignore_ascii_case("cookie") {
            "; "
        } else if name.eq_ignore_ascii_case("set-cookie") {
            ","
        } else {
            ", "
        };
        lines.fold(first, |all, line| Str::from(format!("{all}{separator}{}", decode(line))))
    };
    (!is_dropped(name, &value)).then_some(value)
}

/// `req.headers`: names in lower case and in order of their first appearance.
pub(super) fn to_object(map: &HeaderMap) -> Value {
    let mut object = Object::with_capacity(map.keys_len());
    for name in map.keys() {
        let value = if name == HeaderName::from_static("set-cookie") {
            Some(Value::array(map.get_all(name).iter().map(|line| Value::String(decode(line))).collect()))
        } else {
            joined(map, name.as_str()).map(Value::String)
        };
        if let Some(value) = value {
            object.insert(name.as_str(), value);
        }
    }
    Value::object(object)
}

fn is_first_wins(name: &str) -> bool {
    FIRST_WINS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The reference deletes `Expect: 100-continue` before anybody sees it.
fn is_dropped(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("expect") && value.to_ascii_lowercase().contains("100-continue")
}

/// Header bytes are Latin-1 to Node.
fn decode(value: &HeaderValue) -> Str {
    match value.to_str() {
        Ok(ascii) => Str::new(ascii),
        Err(_) => value.as_bytes().iter().map(|b| char::from(*b)).collect(),
    }
}
