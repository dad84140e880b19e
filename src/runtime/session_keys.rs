//! Which session a request belongs to: the first session key that it carries.

use http::header::{COOKIE, HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;

use crate::js::Str;
use crate::message::Request;
use crate::message::fields::length_bit;
use crate::state::SessionLimits;
use crate::traces::context::{TRACEPARENT, trace_id};

/// The header that names a session.
pub const SESSION_HEADER: HeaderName = HeaderName::from_static("x-sidemock-session");
/// The member of W3C baggage that does.
pub const SESSION_BAGGAGE: &str = "sidemock-session";
/// W3C baggage.
pub const BAGGAGE: HeaderName = HeaderName::from_static("baggage");
/// Why a secret is no id.
pub const SECRET_ID: &str =
    "the id of a session is shown wherever the session is, and this one holds a secret of this server; send another";
/// Characters of an id.
const MAX_ID: usize = 128;
/// Bytes of baggage that are read.
const MAX_BAGGAGE: usize = 8_192;

/// What becomes of requests by their session (`MOCKOON_SESSIONS`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionMode {
    /// An unknown id starts a session.
    #[default]
    Implicit,
    /// An unknown id answers 404.
    Declared,
    /// A request without an id answers 428.
    Required,
    /// There are no sessions.
    Off,
}

/// The modes by the names that settings give them.
pub const SESSION_MODES: &[(&str, SessionMode)] = &[
    ("implicit", SessionMode::Implicit),
    ("declared", SessionMode::Declared),
    ("required", SessionMode::Required),
    ("off", SessionMode::Off),
];

/// Where a session's id may stand (`MOCKOON_SESSION_KEYS`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionKey {
    /// `header:NAME`
    Header(HeaderName),
    /// `baggage:NAME`: a member of W3C baggage.
    Baggage(String),
    /// `query:NAME`
    Query(String),
    /// `cookie:NAME`
    Cookie(String),
    /// `traceparent`: the trace id, where a session of that id has been started.
    Traceparent,
}

impl std::str::FromStr for SessionKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "traceparent" {
            return Ok(Self::Traceparent);
        }
        let known = || format!("\"{text}\" is none of header:NAME, baggage:NAME, query:NAME, cookie:NAME, traceparent");
        let (kind, name) = text.split_once(':').filter(|(_, name)| !name.is_empty()).ok_or_else(known)?;
        Ok(match kind {
            "header" => Self::Header(HeaderName::from_bytes(name.as_bytes()).map_err(|_| known())?),
            "baggage" => Self::Baggage(name.to_owned()),
            "query" => Self::Query(name.to_owned()),
            "cookie" => Self::Cookie(name.to_owned()),
            _ => return Err(known()),
        })
    }
}

impl std::fmt::Display for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header:{name}"),
            Self::Baggage(name) => write!(f, "baggage:{name}"),
            Self::Query(name) => write!(f, "query:{name}"),
            Self::Cookie(name) => write!(f, "cookie:{name}"),
            Self::Traceparent => f.write_str("traceparent"),
        }
    }
}

impl SessionKey {
    /// What a client sends so that a request belongs to a session: the name of a header, or `query`, and its value.
    /// `None` where ids are not a client's to choose.
    pub fn sent(&self, id: &str) -> Option<(&str, String)> {
        match self {
            Self::Header(name) => Some((name.as_str(), id.to_owned())),
            Self::Baggage(name) => Some(("baggage", format!("{name}={id}"))),
            Self::Cookie(name) => Some(("cookie", format!("{name}={id}"))),
            Self::Query(name) => Some(("query", format!("{name}={id}"))),
            Self::Traceparent => None,
        }
    }
}

/// Settings of sessions.
#[derive(Debug, Clone)]
pub struct SessionOptions {
    /// What becomes of requests by their session.
    pub mode: SessionMode,
    /// How many sessions there may be, and how long they last unused.
    pub limits: SessionLimits,
    keys: Vec<SessionKey>,
    /// The [`length_bit`]s of the names of headers that may hold an id: most requests have none of these.
    header_lengths: u64,
    any_query: bool,
}

impl Default for SessionOptions {
    fn default() -> Self {
        let keys = vec![SessionKey::Header(SESSION_HEADER), SessionKey::Baggage(SESSION_BAGGAGE.to_owned())];
        Self::new(SessionMode::default(), keys, SessionLimits::default())
    }
}

/// What a request says of its session.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It names no session.
    None,
    /// It belongs to this session.
    Session(Str),
    /// It belongs to this session if there is one, else it says nothing.
    Registered(Str),
    /// It names a session by something that is no id.
    Invalid(String),
}

impl SessionOptions {
    /// Where a session's id may stand, the first one first.
    pub fn keys(&self) -> &[SessionKey] {
        &self.keys
    }

    /// Where a session's id may stand, for a message: as the setting writes it.
    pub fn places(&self) -> String {
        self.keys.iter().map(SessionKey::to_string).collect::<Vec<_>>().join(" or ")
    }

    /// Sessions by these keys, the first that a request carries counts.
    pub fn new(mode: SessionMode, keys: Vec<SessionKey>, limits: SessionLimits) -> Self {
        let header_lengths = keys.iter().fold(0, |bits, key| match key {
            SessionKey::Header(name) => bits | length_bit(name.as_str().len()),
            SessionKey::Baggage(_) => bits | length_bit(BAGGAGE.as_str().len()),
            SessionKey::Cookie(_) => bits | length_bit(COOKIE.as_str().len()),
            SessionKey::Traceparent => bits | length_bit(TRACEPARENT.as_str().len()),
            SessionKey::Query(_) => bits,
        });
        let any_query = keys.iter().any(|key| matches!(key, SessionKey::Query(_)));
        Self { mode, limits, keys, header_lengths, any_query }
    }

    /// What the request says.
    pub fn claim(&self, request: &Request) -> Claim {
        if !self.may_claim(request) {
            return Claim::None;
        }
        if let Some(known) = request.session() {
            return known.clone().map_or(Claim::None, Claim::Session);
        }
        let claim = self.first_claim(request);
        match &claim {
            Claim::None => request.names_session(None),
            Claim::Session(id) => request.names_session(Some(id.clone())),
            Claim::Registered(_) | Claim::Invalid(_) => {}
        }
        claim
    }

    fn first_claim(&self, request: &Request) -> Claim {
        self.keys.iter().map(|key| key.claim(request)).find(|claim| *claim != Claim::None).unwrap_or(Claim::None)
    }

    /// Whether a request may carry a key: a glance, so that those without sessions do not pay for them.
    fn may_claim(&self, request: &Request) -> bool {
        let may_carry = self.header_lengths & request.fields().name_lengths != 0
            || (self.any_query && request.uri().query().is_some());
        may_carry && self.mode != SessionMode::Off
    }
}

impl SessionKey {
    fn claim(&self, request: &Request) -> Claim {
        let headers = request.header_map();
        match self {
            // One by one: a look-up would read a name that is not a usual one letter by letter.
            Self::Header(name) => {
                headers.iter().find(|(other, _)| *other == name).map_or(Claim::None, |(_, value)| {
                    // What is no text is no id either; mostly it is ASCII, which is told sooner.
                    let text =
                        value.to_str().ok().or_else(|| str::from_utf8(value.as_bytes()).ok()).unwrap_or_default();
                    explicit(text.trim(), name.as_str())
                })
            }
            Self::Query(name) => match request.query().get(name) {
                crate::js::Value::String(text) => explicit(&text, name),
                _ => Claim::None,
            },
            Self::Cookie(name) => lenient(request.cookies().get(name).as_str()),
            Self::Baggage(name) => lenient(baggage_member(headers, name).as_deref()),
            Self::Traceparent => trace_id(headers).map_or(Claim::None, |id| Claim::Registered(Str::new(id))),
        }
    }
}

/// An id that somebody chose for us: a wrong one is an error.
fn explicit(text: &str, place: &str) -> Claim {
    if is_id(text) {
        return Claim::Session(Str::new(text));
    }
    Claim::Invalid(format!("{place}: a session id is 1 to {MAX_ID} characters of A-Z a-z 0-9 . _ ~ : -"))
}

/// An id in something that others write to, too: a wrong one is none.
fn lenient(text: Option<&str>) -> Claim {
    text.filter(|text| is_id(text)).map_or(Claim::None, |text| Claim::Session(Str::new(text)))
}

/// Whether a text is an id of a session.
pub fn is_id(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b':' | b'-'))
}

/// The first id that a member of W3C baggage holds, over all its headers.
fn baggage_member(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut room = MAX_BAGGAGE;
    for value in headers.get_all(BAGGAGE) {
        room = room.checked_sub(value.len())?;
        let Ok(list) = value.to_str() else { continue };
        let found = list.split(',').find_map(|member| {
            let (key, rest) = member.split_once('=')?;
            if key.trim() != name {
                return None;
            }
            let value = rest.split(';').next().unwrap_or_default().trim();
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned()).filter(|value| is_id(value))
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::message::Peer;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn reads_baggage_as_w3c_writes_it() {
        for (lines, found) in [
            (&[("baggage", "sidemock-session=t42")][..], Some("t42")),
            (&[("baggage", "a=1, sidemock-session = t%2D1 ;ttl=5;x , b=2")], Some("t-1")),
            (&[("baggage", "a=1"), ("baggage", "sidemock-session=second")], Some("second")),
            (&[("baggage", "xsidemock-session=1,sidemock-sessions=2")], None),
            (&[("baggage", "sidemock-session=a%20b,sidemock-session=good")], Some("good")),
            (&[("baggage", "sidemock-session=a%20b"), ("baggage", "sidemock-session=good")], Some("good")),
            (&[("baggage", "sidemock-session")], None),
        ] {
            assert_eq!(baggage_member(&headers(lines), SESSION_BAGGAGE).as_deref(), found, "{lines:?}");
        }
        let long = format!("a={},sidemock-session=t", "x".repeat(MAX_BAGGAGE));
        let long: HeaderMap = [(BAGGAGE, long.parse().unwrap())].into_iter().collect();
        assert_eq!(baggage_member(&long, SESSION_BAGGAGE), None, "more than anybody may send");
    }

    #[test]
    fn knows_ids() {
        for (text, good) in [("a", true), ("A.z_0~:-", true), ("", false), ("a b", false), ("ä", false), ("a/b", false)]
        {
            assert_eq!(is_id(text), good, "{text}");
        }
        assert!(is_id(&"x".repeat(128)) && !is_id(&"x".repeat(129)));
    }

    #[test]
    fn a_header_is_found_however_long_its_name() {
        let peer = Peer { remote: ([127, 0, 0, 1], 1).into(), tls: false };
        for length in [1, 18, 63, 64, 65, 200] {
            let name = HeaderName::from_bytes("x".repeat(length).as_bytes()).unwrap();
            let keys = vec![SessionKey::Header(name.clone())];
            let options = SessionOptions::new(SessionMode::Implicit, keys, SessionLimits::default());
            let request = |name: HeaderName| {
                let parts = http::Request::builder().header(name, "id").body(()).unwrap().into_parts().0;
                Request::new(parts, Bytes::new(), peer)
            };
            assert_eq!(options.claim(&request(name)), Claim::Session(Str::new("id")), "{length}");
            let other = HeaderName::from_bytes("y".repeat(length).as_bytes()).unwrap();
            assert_eq!(options.claim(&request(other)), Claim::None, "{length}");
        }
    }

    #[test]
    fn reads_keys_as_settings_write_them() {
        for (text, key) in [
            ("header:X-Test", Ok(SessionKey::Header(HeaderName::from_static("x-test")))),
            ("query:s", Ok(SessionKey::Query("s".to_owned()))),
            ("traceparent", Ok(SessionKey::Traceparent)),
        ] {
            assert_eq!(text.parse::<SessionKey>(), key);
        }
        for text in ["header:", "x", "header:a b", "body:x"] {
            assert!(text.parse::<SessionKey>().is_err(), "{text}");
        }
    }
}
