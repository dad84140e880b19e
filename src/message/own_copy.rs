//! A head in memory of its own.
//!
//! hyper's texts are slices of the buffer that it reads a connection into, 8 to 16 KiB. A head in the journal would keep that
//! whole buffer, and hyper would allocate another one for the next request.

use std::mem;

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, HeaderValue, Uri};

/// A longer head (bytes) has its buffer nearly to itself, and is left where it is.
const LONG: usize = 4 << 10;

/// Copies target and header values out of the buffer that they are slices of. Names are in memory of their own already.
pub(super) fn own_copy(uri: &mut Uri, headers: &mut HeaderMap) {
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let length = target + authority + headers.values().map(HeaderValue::len).sum::<usize>();
    if length > LONG {
        return;
    }
    let mut all = Vec::with_capacity(length);
    all.extend_from_slice(uri.path_and_query().map_or("", PathAndQuery::as_str).as_bytes());
    all.extend_from_slice(uri.authority().map_or("", Authority::as_str).as_bytes());
    headers.values().for_each(|value| all.extend_from_slice(value.as_bytes()));
    let mut copies = Bytes::from(all);

    // What was valid there is valid here; should a text be refused all the same, the slice stays.
    if uri.scheme().is_none() && uri.authority().is_none() {
        if let Ok(copy) = Uri::from_maybe_shared(copies.split_to(target)) {
            *uri = copy;
        }
    } else {
        own_parts(uri, &mut copies, (target, authority));
    }
    for value in headers.values_mut() {
        if let Ok(mut copy) = HeaderValue::from_maybe_shared(copies.split_to(value.len())) {
            copy.set_sensitive(value.is_sensitive());
            *value = copy;
        }
    }
}

/// The same for a target with a scheme or a host; the copies begin with so many bytes of its path and of its host.
fn own_parts(uri: &mut Uri, copies: &mut Bytes, (target, authority): (usize, usize)) {
    let mut parts = mem::take(uri).into_parts();
    if let Some(slice) = &mut parts.path_and_query
        && let Ok(copy) = PathAndQuery::from_maybe_shared(copies.split_to(target))
    {
        *slice = copy;
    }
    if let Some(slice) = &mut parts.authority
        && let Ok(copy) = Authority::from_maybe_shared(copies.split_to(authority))
    {
        *slice = copy;
    }
    *uri = Uri::from_parts(parts).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(fields: &[(&'static str, &[u8])]) -> HeaderMap {
        let field = |(name, value): &(&'static str, &[u8])| {
            ((*name).try_into().expect("a name"), HeaderValue::from_bytes(value).expect("a value"))
        };
        fields.iter().map(field).collect::<Vec<(http::HeaderName, _)>>().into_iter().collect()
    }

    #[test]
    fn a_copy_is_the_same() {
        let fields: [(&str, &[u8]); 5] =
            [("host", b"a:3000"), ("x-a", b""), ("x-b", b"\xff\x80\t~"), ("x-b", b"two"), ("cookie", b"a=b; c=d")];
        for target in
            ["/", "*", "/a%20b//c?x=1&y", "http://user@host:80/a?b", "https://[::1]", "host:443", "/\u{e9}?\u{e9}"]
        {
            for length in [0, LONG] {
                let uri = Uri::from_maybe_shared(Bytes::from(target)).expect(target);
                let long = vec![b'x'; length];
                let fields = headers(&[&fields[..], &[("x-long", &long)]].concat());
                let (mut copied, mut own) = (uri.clone(), fields.clone());
                own_copy(&mut copied, &mut own);
                assert_eq!((copied.to_string(), &copied, &own), (uri.to_string(), &uri, &fields), "{target}");
            }
        }
    }

    #[test]
    fn what_is_sensitive_stays_so() {
        let mut own = headers(&[("cookie", b"a"), ("host", b"b")]);
        own.get_mut("cookie").into_iter().for_each(|value| value.set_sensitive(true));
        own_copy(&mut Uri::from_static("/"), &mut own);
        assert!(own["cookie"].is_sensitive() && !own["host"].is_sensitive());
    }
}
