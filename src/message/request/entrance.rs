//! Requests that come through a front door, where host and path have led to the environment.
//!
//! The environment sees an origin-form target and the host that was meant, and without the prefix that a row takes off;
//! `baseUrl` says what the client called.

use std::sync::{Arc, OnceLock};

use http::header::{HOST, HeaderValue};
use http::uri::PathAndQuery;
use http::{Uri, Version};

use super::{Head, HeaderSection, Request};
use crate::js::Str;

impl Request {
    /// The host that is meant: of the target, else of the header.
    pub fn authority(&self) -> Option<&str> {
        match self.head.uri.authority() {
            Some(authority) => Some(authority.as_str()),
            None => self.head.section.host.get_or_init(|| self.host_of_header().map(Str::new)).as_deref(),
        }
    }

    fn host_of_header(&self) -> Option<&str> {
        self.head.section.map.get(HOST)?.to_str().ok()
    }

    /// What a front door took off the path (mostly nothing); `None` where the request came by another way.
    pub fn entrance(&self) -> Option<&str> {
        self.entrance.as_deref()
    }

    /// Where the client found what answers, as far as it can be known: `http://payments:8080`.
    pub fn origin_at_front(&self) -> Option<String> {
        let stripped = self.entrance()?;
        let host = self.host_of_header().filter(|host| !host.is_empty())?;
        let scheme = if self.head.peer.tls { "https" } else { "http" };
        Some(format!("{scheme}://{host}{stripped}"))
    }

    /// Comes in through a front door: the target loses its host, which wins over the header.
    pub fn enter_front(&mut self) {
        self.entrance = Some(Str::new_static(""));
        if self.head.uri.authority().is_some() {
            self.lose_host_of_target();
        }
    }

    fn lose_host_of_target(&mut self) {
        let head = self.own_head();
        let Some(authority) = head.uri.authority() else { return };
        let host = authority.as_str();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        if let Ok(host) = HeaderValue::from_str(host) {
            let mut map = head.header_map().clone();
            map.insert(HOST, host);
            head.section = Arc::new(HeaderSection::of(map));
            head.session = OnceLock::new();
        }
        if head.version != Version::HTTP_2 {
            let target = head.uri.path_and_query().map_or("", PathAndQuery::as_str);
            if let Some(target) = origin_form(target) {
                head.set_target(target);
            }
        }
    }

    /// Shows a client of IPv4 as a listener for IPv4 alone does.
    pub fn show_ipv4(&mut self) {
        self.shows_ipv4 = true;
    }

    /// Takes so many bytes off the path, which end at a segment.
    pub fn strip(&mut self, bytes: usize) {
        let head = self.own_head();
        let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let (Some(stripped), Some(rest)) = (target.get(..bytes), target.get(bytes..)) else { return };
        let stripped = Str::new(stripped);
        if let Some(rest) = origin_form(rest) {
            head.set_target(rest);
            self.entrance = Some(stripped);
        }
    }

    /// The head to be changed: a copy where others have it, too.
    fn own_head(&mut self) -> &mut Head {
        Arc::make_mut(&mut self.head)
    }
}

/// What remains of a target, with the slash that every path begins with.
fn origin_form(rest: &str) -> Option<PathAndQuery> {
    if rest.starts_with('/') { rest.parse().ok() } else { format!("/{rest}").parse().ok() }
}

impl Head {
    fn set_target(&mut self, path: PathAndQuery) {
        let mut parts = std::mem::take(&mut self.uri).into_parts();
        parts.path_and_query = Some(path);
        if self.version != Version::HTTP_2 {
            (parts.scheme, parts.authority) = (None, None);
        }
        // Scheme, authority and path were parts of a target before.
        self.uri = Uri::from_parts(parts).unwrap_or_default();
        self.query = OnceLock::new();
        self.session = OnceLock::new();
        self.read_target();
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::message::Peer;

    fn request(target: &str, host: &str, version: Version) -> Request {
        let request = http::Request::builder().uri(target).version(version).header(HOST, host).body(()).unwrap();
        let peer = Peer { remote: ([127, 0, 0, 1], 1).into(), tls: false };
        Request::new(request.into_parts().0, Bytes::new(), peer)
    }

    #[test]
    fn a_host_in_the_target_wins_and_goes() {
        for (target, host, meant, url, seen) in [
            ("/a?b=c", "x:80", "x:80", "/a?b=c", "x:80"),
            ("http://me:pw@y:81/a?b=c", "x", "me:pw@y:81", "/a?b=c", "y:81"),
            ("http://y", "x", "y", "/", "y"),
            ("http://y?q=1", "x", "y", "/?q=1", "y"),
            ("*", "x", "x", "*", "x"),
        ] {
            let mut request = request(target, host, Version::HTTP_11);
            assert_eq!(request.authority(), Some(meant), "{target}");
            assert_eq!(request.entrance(), None);
            request.enter_front();
            assert_eq!((request.url(), request.entrance()), (url, Some("")), "{target}");
            assert_eq!((request.original_url(), request.header("host").as_deref()), (url, Some(seen)), "{target}");
        }
        let mut request = request("https://y/a", "x", Version::HTTP_2);
        request.enter_front();
        assert_eq!(
            (request.path(), request.authority(), request.header("Host").as_deref()),
            ("/a", Some("y"), Some("y"))
        );
    }

    #[test]
    fn a_prefix_is_taken_off_up_to_the_next_segment() {
        for (target, bytes, url) in [
            ("/legacy/a?b=c", 7, "/a?b=c"),
            ("/legacy", 7, "/"),
            ("/legacy/", 7, "/"),
            ("/legacy?b", 7, "/?b"),
            ("//legacy//a", 8, "/a"),
            ("/legacy/\u{F73C}b\u{F73E}", 7, "/<b>"),
        ] {
            for (target, version) in
                [(target.to_owned(), Version::HTTP_11), (format!("http://h{target}"), Version::HTTP_2)]
            {
                let mut request = request(&target, "h:1", version);
                request.enter_front();
                request.strip(bytes);
                let path = url.split('?').next().unwrap();
                assert_eq!((request.url(), request.path()), (url, path), "{target}");
                let origin = request.origin_at_front();
                assert!(origin.as_deref().is_some_and(|origin| origin.ends_with("/legacy")), "{target} {origin:?}");
            }
        }
    }
}
