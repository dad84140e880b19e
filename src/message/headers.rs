//! Request headers as Node's `IncomingMessage` and Express' `req.get` show them.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, ValueIter};

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

/// The name of a header that is looked up often: read once.
#[derive(Debug)]
pub struct HeaderKey {
    /// As written.
    name: Str,
    /// `None` where no header can have that name, and where one lookup is not enough.
    key: Option<HeaderName>,
}

impl HeaderKey {
    /// A name in any case.
    pub fn new(name: &str) -> Self {
        let two_names = name.eq_ignore_ascii_case("referer") || name.eq_ignore_ascii_case("referrer");
        Self { name: name.into(), key: HeaderName::from_bytes(name.as_bytes()).ok().filter(|_| !two_names) }
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// [`express_header`] by this name.
    pub(super) fn find(&self, map: &HeaderMap) -> Option<Str> {
        match &self.key {
            // As many names as lines: each came once.
            Some(key) if map.len() == map.keys_len() => {
                map.get(key).map(decode).filter(|value| !is_dropped(key.as_str(), value))
            }
            Some(key) => join(map.get_all(key).iter(), key.as_str()),
            None => express_header(map, &self.name),
        }
    }
}

/// The header's lines joined as Node joins them; `set-cookie`, an array there, as `String(array)`.
pub(super) fn joined(map: &HeaderMap, name: &str) -> Option<Str> {
    join(map.get_all(name).iter(), name)
}

fn join(mut lines: ValueIter<'_, HeaderValue>, name: &str) -> Option<Str> {
    let first = decode(lines.next()?);
    let value = if let Some(second) = lines.next()
        && !is_first_wins(name)
    {
        let separator = if name.eq_ignore_ascii_case("cookie") {
            "; "
        } else if name.eq_ignore_ascii_case("set-cookie") {
            ","
        } else {
            ", "
        };
        let join = |all, line| Str::from(format!("{all}{separator}{}", decode(line)));
        lines.fold(join(first, second), join)
    } else {
        first
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
