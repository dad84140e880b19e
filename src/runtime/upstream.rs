//! The server that requests without a route go to, prepared from the environment's proxy settings.

use std::fmt;

use bytes::Bytes;
use http::Uri;
use http::header::HeaderValue;
use http::uri::PathAndQuery;
use url::Url;

use crate::environment::credentials::without_credentials;
use crate::environment::model::Environment;
use crate::message::target::needs_stand_in;

use super::Options;

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The server, for connecting.
    pub origin: Uri,
    /// Path and query, if they are not in `raw`.
    path: PathAndQuery,
    /// Path and query with characters that no [`Uri`] has.
    pub raw: Option<String>,
}

impl Address {
    /// Path and query as the request line has them.
    pub fn target(&self) -> Uri {
        Uri::from(self.path.clone())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, authority) = (self.origin.scheme_str(), self.origin.authority());
        let target = self.raw.as_deref().unwrap_or(self.path.as_str());
        write!(f, "{}://{}{target}", scheme.unwrap_or_default(), authority.map_or("", |authority| authority.as_str()))
    }
}

/// Where unmatched requests are forwarded.
pub struct Upstream {
    /// `proxyHost` as it is written, without credentials; error texts show it.
    pub shown: String,
    /// The `Host` that the upstream is called by.
    pub host: HeaderValue,
    /// `scheme://authority` for connecting; `None` where that is no address.
    uri: Option<Uri>,
    /// The same as it is shown.
    origin: String,
    /// What every path is joined to.
    path: String,
    /// The beginning that is cut off paths, with its slash.
    prefix: Option<String>,
}

impl Upstream {
    /// The upstream of an environment whose proxy mode is on and whose host is a URL.
    pub fn new(environment: &Environment, options: &Options) -> Option<Self> {
        if !options.proxy.unwrap_or(environment.proxy_mode) {
            return None;
        }
        let shown = environment.proxy_host.trim();
        let url = Url::parse(shown).ok()?;
        let scheme = if url.scheme() == "https" { "https" } else { "http" };
        let host = url.host_str().unwrap_or_default();
        let rest = shown.split_once("://").map_or("", |(_, rest)| rest);
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
        let path = path.split('#').next().unwrap_or_default();
        let port = authority.rsplit_once(':').map(|(_, port)| port).filter(|port| port.parse::<u16>().is_ok());
        let authority = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let cuts = environment.proxy_remove_prefix && !environment.endpoint_prefix.is_empty();
        let origin = format!("{scheme}://{authority}");
        Some(Self {
            shown: without_credentials(&environment.proxy_host).into_owned(),
            host: HeaderValue::from_str(&authority).ok()?,
            uri: origin.parse().ok(),
            origin,
            path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
            prefix: cuts.then(|| format!("/{}", environment.endpoint_prefix)),
        })
    }

    /// The request's path and query without the prefix.
    pub fn rewrite<'u>(&self, url: &'u str) -> &'u str {
        self.prefix.as_deref().and_then(|prefix| url.strip_prefix(prefix)).unwrap_or(url)
    }

    /// The address of a rewritten path and query; `None` when they do not make one.
    pub fn address(&self, url: &str) -> Option<Address> {
        if let Some(path) = self.plain(url) {
            return Some(Address { origin: self.uri.clone()?, path, raw: None });
        }
        let url = normalise(url);
        let (path, query) = match url.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (url.as_str(), None),
        };
        let mut joined = String::with_capacity(self.path.len() + path.len() + 1);
        let slash = if path.is_empty() { "" } else { "/" };
        for c in self.path.chars().chain(slash.chars()).chain(path.chars()) {
            if c != '/' || !joined.ends_with('/') {
                joined.push(c);
            }
        }
        // http-proxy collapses slashes, then gives the first address within the path its slashes back.
        let joined = joined.replacen("http:/", "http://", 1).replacen("https:/", "https://", 1);
        let target = match query {
            Some(query) => format!("{joined}?{query}"),
            None => joined,
        };
        if target.bytes().any(needs_stand_in) {
            return Some(Address {
                origin: self.uri.clone()?,
                path: PathAndQuery::from_static("/"),
                raw: Some(target),
            });
        }
        Some(Address { origin: self.uri.clone()?, path: target.parse().ok()?, raw: None })
    }

    /// A path and query that are sent as they are: nothing comes before them, and nothing in them is normalised.
    fn plain(&self, url: &str) -> Option<PathAndQuery> {
        let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%');
        let (path, query) = url.split_at(url.find('?').unwrap_or(url.len()));
        let segments = path.strip_prefix('/')?;
        let is_plain = self.path == "/"
            && !segments.starts_with('/')
            && !segments.contains("//")
            && segments.bytes().all(|byte| is_usual(byte) || byte == b'/')
            && query.bytes().all(|byte| is_usual(byte) || matches!(byte, b'?' | b'=' | b'&' | b'+' | b',' | b':'));
        if !is_plain {
            return None;
        }
        PathAndQuery::from_maybe_shared(Bytes::copy_from_slice(url.as_bytes())).ok()
    }

    /// Host and port for connecting, as Node's errors show them.
    pub fn shown_address(&self) -> String {
        let (scheme, authority) = self.origin.split_once("://").unwrap_or_default();
        let host = self.hostname();
        let after =
            authority.get(authority.len().min(authority.find(host).unwrap_or(0) + host.len())..).unwrap_or_default();
        match after.trim_start_matches(']').strip_prefix(':') {
            Some(port) => format!("{host}:{port}"),
            None => format!("{host}:{}", if scheme == "https" { 443 } else { 80 }),
        }
    }

    /// The host's name or address alone, IPv6 without its brackets.
    pub fn hostname(&self) -> &str {
        let authority = self.origin.split_once("://").map_or("", |(_, authority)| authority);
        match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => authority.split(':').next().unwrap_or_default(),
        }
    }
}

/// What Node's `url.parse` makes of a path: backslashes before the query are slashes. An `@` before the query or a
/// beginning without a slash make it look closer: then it takes a scheme off and escapes what does not belong into a URL.
fn normalise(url: &str) -> String {
    let query = url.find('?').unwrap_or(url.len());
    let (path, query) = url.split_at(query);
    let url = path.replace('\\', "/") + query;
    if url.starts_with('/') && !path.contains('@') {
        return url;
    }
    let is_scheme = |scheme: &str| {
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-'))
    };
    let url = url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)).map_or(url.as_str(), |(_, rest)| rest);
    let mut escaped = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '"' | '\'' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                escaped.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load;

    fn upstream(host: &str, prefix: &str) -> Option<Upstream> {
        let text = format!(
            r#"{{"proxyMode": true, "proxyHost": "{host}", "proxyRemovePrefix": true, "endpointPrefix": "{prefix}"}}"#
        );
        let loaded = load::load_bytes("test", text.as_bytes()).unwrap();
        Upstream::new(&loaded.environment, &Options::default())
    }

    #[test]
    fn paths_are_joined_to_that_of_the_host() {
        for (host, url, address) in [
            ("http://up", "/a?b=1", "http://up/a?b=1"),
            ("http://up/", "/a//b?x=//", "http://up/a/b?x=//"),
            ("http://up/base", "/a", "http://up/base/a"),
            ("http://up/base/", "/", "http://up/base/"),
            ("https://Up.Example:443/base?q=1", "/a?r", "https://up.example:443/base?q=1/a?r"),
            ("http://user:secret@[::1]:81", "/a\\b@<", "http://[::1]:81/a/b@%3C"),
            ("http://up#x", "/p?", "http://up/p?"),
            ("http://up", "/to/https:/x", "http://up/to/https://x"),
            ("http://up/base", "http:/h/a?<", "http://up/base/h/a?%3C"),
            ("http://up", "<a>", "http://up/%3Ca%3E"),
        ] {
            let made = upstream(host, "").unwrap().address(url).unwrap();
            assert_eq!((made.to_string().as_str(), &made.raw), (address, &None), "{host} {url}");
        }
    }

    #[test]
    fn what_no_uri_has_stays_as_it_is() {
        for (host, url, origin, raw) in [
            ("http://up", "/a<b>'c", "http://up/", "/a<b>'c"),
            ("https://up/base/", "/a?x=\"<", "https://up/", "/base/a?x=\"<"),
            ("http://up", "/a\\b?x=@\\<", "http://up/", "/a/b?x=@\\<"),
        ] {
            let made = upstream(host, "").unwrap().address(url).unwrap();
            assert_eq!((made.origin.to_string().as_str(), made.raw.as_deref()), (origin, Some(raw)), "{host} {url}");
        }
    }

    #[test]
    fn the_prefix_is_cut_literally_and_wherever_the_name_goes_on() {
        let upstream = upstream("http://up", "v1.0").unwrap();
        for (url, rewritten) in [("/v1.0/a", "/a"), ("/v1.0x/a", "x/a"), ("/V1.0/a", "/V1.0/a"), ("/v1.0", "")] {
            assert_eq!(upstream.rewrite(url), rewritten);
        }
        assert_eq!(upstream.address("x/a").unwrap().to_string(), "http://up/x/a");
        assert_eq!(upstream.address("").unwrap().to_string(), "http://up/");
    }

    #[test]
    fn the_host_is_called_as_it_is_written() {
        for (host, called, address) in [
            ("http://UP:80/x", "up:80", "up:80"),
            ("https://up", "up", "up:443"),
            ("http://[::1]:8080", "[::1]:8080", "::1:8080"),
        ] {
            let upstream = upstream(host, "").unwrap();
            assert_eq!((upstream.host.to_str().unwrap(), upstream.shown_address().as_str()), (called, address));
        }
        assert!(upstream("not a url", "").is_none());
    }
}
