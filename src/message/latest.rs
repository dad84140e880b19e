//! The heads of a connection, in memory of their own.
//!
//! hyper's texts are slices of the buffer that it reads a connection into, 8 to 16 KiB. A head in the journal would keep that
//! whole buffer, and hyper would allocate another one for the next request. A connection says the same in nearly all its
//! requests: a head that says what the one before said is that head, with all that was parsed of it, and one that says some
//! of it shares that.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue};

use super::request::Head;
use super::{Peer, Request};

/// A longer text (bytes) has its buffer nearly to itself, and is left where it is.
const LONG: usize = 4 << 10;
/// A head with more header fields than this is not kept for the next one.
const FIELDS: usize = 32;

/// The latest head of a connection.
#[derive(Default)]
pub struct Latest(Mutex<Option<Arc<Head>>>);

impl Clone for Latest {
    /// For another connection, where nothing has been said.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Latest {
    /// The request that has just been read from the connection, without its body.
    #[inline]
    pub fn request(&self, mut parts: Parts, peer: Peer) -> Request {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = latest.as_ref().filter(|known| is_said_again(known, &parts)) {
            return Request::of(Arc::clone(known));
        }
        own_copy(&mut parts, latest.as_deref());
        let is_small = parts.headers.len() <= FIELDS && parts.headers.values().all(|value| value.len() <= LONG);
        let is_small = is_small && is_short(&parts);
        let head = Arc::new(Head::new(parts, peer));
        *latest = is_small.then(|| Arc::clone(&head));
        Request::of(head)
    }

    /// Whether the latest head is kept; one that is too large is not.
    pub fn is_kept(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The request whose head says what the latest said; `None` where that is not kept.
    pub fn again(&self) -> Option<Request> {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        latest.as_ref().map(|known| Request::of(Arc::clone(known)))
    }

    /// The same with another target, if there is one, and with other values of the fields of these numbers, in order. It is
    /// the latest then.
    pub fn again_but(&self, target: Option<PathAndQuery>, values: Vec<(usize, HeaderValue)>) -> Option<Request> {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = latest.as_mut()?;
        if target.is_some() || !values.is_empty() {
            *known = Arc::new(known.with(target, values));
        }
        Some(Request::of(Arc::clone(known)))
    }
}

/// Whether a head says the same as the one before.
fn is_said_again(known: &Head, parts: &Parts) -> bool {
    parts.method == *known.method()
        && parts.version == known.version()
        && parts.uri.path_and_query() == known.uri().path_and_query()
        && (parts.uri.scheme(), parts.uri.authority()) == (known.uri().scheme(), known.uri().authority())
        && parts.headers.len() == known.header_map().len()
        && parts
            .headers
            .iter()
            .zip(known.header_map())
            .all(|((name, value), (known_name, known_value))| name == known_name && is_same(value, known_value))
}

/// Whether the target is short enough to be kept.
fn is_short(parts: &Parts) -> bool {
    parts.uri.path_and_query().is_none_or(|target| target.as_str().len() <= LONG)
}

fn is_same(value: &HeaderValue, known: &HeaderValue) -> bool {
    value == known && value.is_sensitive() == known.is_sensitive()
}

/// Takes target and header values out of the buffer that they are slices of, or those of the head before where it says the
/// same. Names of headers are in memory of their own already. What was valid is valid again; should a text be refused all
/// the same, the slice stays.
fn own_copy(parts: &mut Parts, known: Option<&Head>) {
    // Other forms of targets are rare.
    if let (None, None, Some(target)) = (parts.uri.scheme(), parts.uri.authority(), parts.uri.path_and_query())
        && target.as_str().len() <= LONG
    {
        match known {
            Some(known) if known.uri().path_and_query() == Some(target) && known.uri().authority().is_none() => {
                parts.uri = known.uri().clone();
            }
            _ => {
                if let Ok(copy) = PathAndQuery::from_str(target.as_str()) {
                    parts.uri = copy.into();
                }
            }
        }
    }
    let mut known = known.map(Head::header_map).map(HeaderMap::values);
    for value in parts.headers.values_mut() {
        match known.as_mut().and_then(Iterator::next) {
            Some(known) if is_same(value, known) => *value = known.clone(),
            _ if value.len() > LONG => {}
            _ => {
                let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) else { continue };
                copy.set_sensitive(value.is_sensitive());
                *value = copy;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderName, Uri};

    use super::*;

    type Fields<'a> = &'a [(&'static str, &'a [u8])];

    fn parts(target: &'static str, fields: Fields<'_>) -> Parts {
        let mut parts = http::Request::new(()).into_parts().0;
        parts.uri = Uri::from_maybe_shared(Bytes::from(target)).expect(target);
        for (name, value) in fields {
            let mut value = HeaderValue::from_bytes(value).expect("a value");
            value.set_sensitive(*name == "authorization");
            parts.headers.append(HeaderName::from_static(name), value);
        }
        parts
    }

    fn peer() -> Peer {
        Peer { remote: ([127, 0, 0, 1], 1).into(), tls: false }
    }

    fn sensitive(headers: &HeaderMap) -> Vec<bool> {
        headers.values().map(HeaderValue::is_sensitive).collect()
    }

    #[test]
    fn a_request_is_what_it_would_be_without_one_before() {
        let long = vec![b'x'; LONG + 1];
        let heads: [Fields<'_>; 5] = [
            &[("host", b"a:3000"), ("x-a", b""), ("x-b", b"\xff\x80\t~"), ("x-b", b"two"), ("authorization", b"c")],
            &[("host", b"a:3000"), ("authorization", b"c"), ("x-b", b"two")],
            &[("host", b"b"), ("x-a", b"c"), ("cookie", &long)],
            &[("host", b"b"), ("authorization", b"c"), ("cookie", &long), ("x-b", b"d")],
            &[],
        ];
        let targets = ["/", "*", "/a%20b//c?x=1&y", "/a", "/a?", "http://user@host:80/a?b", "http://HOST/", "host:443"];
        let latest = Latest::default();
        for round in 0..targets.len() * heads.len() {
            for (target, fields) in [
                (targets[round % targets.len()], heads[round % heads.len()]),
                (targets[0], heads[0]),
                (targets[0], heads[0]),
            ] {
                let (next, alone) = (latest.request(parts(target, fields), peer()), parts(target, fields));
                assert_eq!(next.uri().to_string(), alone.uri.to_string());
                assert_eq!((next.uri(), next.header_map()), (&alone.uri, &alone.headers));
                assert_eq!(sensitive(next.header_map()), sensitive(&alone.headers));
            }
        }
    }

    #[test]
    fn only_what_says_the_same_is_the_same() {
        let latest = Latest::default();
        let head = |target, fields| latest.request(parts(target, fields), peer());
        let fields: Fields<'_> = &[("host", b"a"), ("x", b"1"), ("x", b"2")];
        let first = head("/a?b=c", fields);
        assert!(std::ptr::eq(first.query(), head("/a?b=c", fields).query()));
        let others: [(&'static str, Fields<'_>); 6] = [
            ("/a?b=d", fields),
            ("http://a/a?b=d", fields),
            ("/a?b=d", &[("host", b"a"), ("x", b"2"), ("x", b"1")]),
            ("/a?b=d", &[("host", b"a"), ("x", b"2")]),
            ("/a?b=d", &[("host", b"a"), ("y", b"2")]),
            ("/a?b=c", fields),
        ];
        for (target, fields) in others {
            let other = head(target, fields);
            assert!(!std::ptr::eq(first.query(), other.query()), "{target} {fields:?}");
            assert_eq!(other.header_map(), &parts(target, fields).headers);
        }
        // Of these nothing is kept.
        let long = vec![b'x'; LONG + 1];
        let many: Vec<(&'static str, &[u8])> = vec![("x", b"1"); FIELDS + 1];
        for fields in [&many[..], &[("x", &long)]] {
            assert!(!std::ptr::eq(head("/", fields).query(), head("/", fields).query()));
        }
    }

    #[test]
    fn another_target_and_other_values_make_another_request() {
        let latest = Latest::default();
        assert!(latest.again().is_none() && latest.again_but(None, Vec::new()).is_none());
        let first = latest.request(parts("/a?b=c", &[("host", b"a"), ("x", b"1"), ("cookie", b"c=d")]), peer());
        let fields = first.headers().clone();
        for (target, values, expected) in [
            (None, vec![], "/a?b=c {\"host\":\"a\",\"x\":\"1\",\"cookie\":\"c=d\"} {\"c\":\"d\"} {\"b\":\"c\"}"),
            (Some("/e?f"), vec![], "/e?f {\"host\":\"a\",\"x\":\"1\",\"cookie\":\"c=d\"} {\"c\":\"d\"} {\"f\":\"\"}"),
            (None, vec![(1, "22")], "/e?f {\"host\":\"a\",\"x\":\"22\",\"cookie\":\"c=d\"} {\"c\":\"d\"} {\"f\":\"\"}"),
            (
                Some("//g"),
                vec![(1, "1"), (2, "h=i")],
                "//g {\"host\":\"a\",\"x\":\"1\",\"cookie\":\"h=i\"} {\"h\":\"i\"} {}",
            ),
        ] {
            let values = values.into_iter().map(|(number, value)| (number, HeaderValue::from_static(value))).collect();
            let next = latest.again_but(target.map(|target| target.parse().expect(target)), values).expect("a head");
            let said = [next.headers(), next.cookies(), next.query()].map(|value| format!("{value:?}"));
            assert_eq!(format!("{} {}", next.original_url(), said.join(" ")), expected);
            let anew = super::super::fields::Fields::of(next.header_map());
            assert_eq!(format!("{:?}", next.fields()), format!("{anew:?}"));
            assert!(std::ptr::eq(next.query(), latest.again().expect("a head").query()));
        }
        assert_eq!(format!("{:?}", first.headers()), format!("{fields:?}"), "who asked before has what it was");
    }
}
