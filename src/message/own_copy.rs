//! A head in memory of its own.
//!
//! hyper's texts are slices of the buffer that it reads a connection into, 8 to 16 KiB. A head in the journal would keep that
//! whole buffer, and hyper would allocate another one for the next request. A connection says the same in nearly all its
//! requests, so what one before has said is shared with it, which costs less than the buffers did.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderValue, Uri};

/// A longer text (bytes) has its buffer nearly to itself, and is left where it is.
const LONG: usize = 4 << 10;
/// So many header fields of a request are compared with those of the one before.
const FIELDS: usize = 32;

/// What the latest requests of a connection have said.
#[derive(Default)]
pub struct Latest(Mutex<Said>);

#[derive(Default)]
struct Said {
    uri: Uri,
    /// Values of header fields, by their places.
    values: Vec<HeaderValue>,
}

impl Clone for Latest {
    /// For another connection, where nothing has been said.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Latest {
    /// Takes target and header values out of the buffer that they are slices of. Names of headers are in memory of their
    /// own already. What was valid is valid again; should a text be refused all the same, the slice stays.
    pub fn own_copy(&self, parts: &mut Parts) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Said { uri, values } = &mut *said;
        // Other forms of targets are rare.
        if let (None, None, Some(target)) = (parts.uri.scheme(), parts.uri.authority(), parts.uri.path_and_query())
            && target.as_str().len() <= LONG
        {
            if uri.path_and_query() != Some(target)
                && let Ok(copy) = PathAndQuery::from_str(target.as_str())
            {
                *uri = copy.into();
            }
            if uri.path_and_query() == Some(target) {
                parts.uri = uri.clone();
            }
        }
        for (place, value) in parts.headers.values_mut().enumerate() {
            let is_next = place < FIELDS && place == values.len();
            match values.get_mut(place) {
                Some(known) if known == value && known.is_sensitive() == value.is_sensitive() => *value = known.clone(),
                _ if value.len() > LONG => {}
                known => {
                    let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) else { continue };
                    copy.set_sensitive(value.is_sensitive());
                    value.clone_from(&copy);
                    match known {
                        Some(known) => *known = copy,
                        None if is_next => values.push(copy),
                        None => {}
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName};

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
            for (target, fields) in
                [(targets[round % targets.len()], heads[round % heads.len()]), (targets[0], heads[0])]
            {
                let mut next = parts(target, fields);
                latest.own_copy(&mut next);
                let alone = parts(target, fields);
                assert_eq!(next.uri.to_string(), alone.uri.to_string());
                assert_eq!((&next.uri, &next.headers), (&alone.uri, &alone.headers));
                assert_eq!(sensitive(&next.headers), sensitive(&alone.headers));
            }
        }
    }
}
