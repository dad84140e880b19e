//! What comes before a request's body, and what was parsed of it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use http::header::HOST;
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Uri, Version};

use super::super::fields::Fields;
use super::super::target::as_sent;
use super::Peer;
use crate::js::{Str, Value};

/// How the reference wrapped the request, which decides some accessors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Http,
    WebSocket,
}

/// What comes before the body, and what was parsed of it. Requests of one connection that say the same share it.
#[derive(Clone)]
pub(in crate::message) struct Head {
    pub(super) kind: Kind,
    pub(super) method: Method,
    pub(super) version: Version,
    pub(super) uri: Uri,
    /// The target as it came, where that is not path and query of `uri`.
    pub(super) target: Option<Str>,
    /// `req.url`, where it is not the target.
    pub(super) url: Option<Str>,
    /// Bytes of the path at the beginning of `req.url`.
    pub(super) path: usize,
    pub(super) section: Arc<HeaderSection>,
    pub(super) peer: Peer,
    pub(super) query: OnceLock<Value>,
    pub(super) session: OnceLock<Option<Str>>,
}

/// The fields of a head, and what was parsed of them. Heads of one connection that have the same share them.
#[derive(Clone)]
pub(in crate::message) struct HeaderSection {
    pub(super) map: HeaderMap,
    pub(super) fields: Fields,
    pub(super) headers: OnceLock<Value>,
    pub(super) cookies: OnceLock<Value>,
    pub(super) empty_body: OnceLock<Value>,
    /// The host of its header, where a front door has looked.
    pub(super) host: OnceLock<Option<Str>>,
}

impl HeaderSection {
    /// Of these fields.
    pub(super) fn of(map: HeaderMap) -> Self {
        Self::new(Fields::of(&map), map)
    }

    fn new(fields: Fields, map: HeaderMap) -> Self {
        Self {
            map,
            fields,
            headers: OnceLock::new(),
            cookies: OnceLock::new(),
            empty_body: OnceLock::new(),
            host: OnceLock::new(),
        }
    }

    /// The same with other values of the fields of these numbers, in order, none of which a connection goes by. No name
    /// comes twice.
    fn with(&self, values: Vec<(usize, HeaderValue)>) -> Self {
        let mut map = self.map.clone();
        let mut weight = self.fields.weight;
        let mut values = values.into_iter().peekable();
        for (number, value) in map.values_mut().enumerate() {
            if let Some((_, other)) = values.next_if(|(changed, _)| *changed == number) {
                weight = (weight + other.len()).saturating_sub(value.len());
                *value = other;
            }
        }
        Self::new(Fields { weight, ..self.fields }, map)
    }
}

impl Head {
    /// Of an HTTP request.
    pub(in crate::message) fn new(mut parts: Parts, peer: Peer) -> Self {
        let (headers, uri, version) = (&mut parts.headers, &parts.uri, parts.version);
        if version == Version::HTTP_2
            // Only HTTP/2 tells the host in the target of every request.
            && let (None, Some(authority)) = (headers.get(HOST), uri.authority())
        {
            headers.extend(authority.as_str().parse().ok().map(|host| (HOST, host)));
        }
        let section = Arc::new(HeaderSection::of(std::mem::take(headers)));
        let Parts { method, uri, version, .. } = parts;
        let mut head = Self {
            kind: Kind::Http,
            method,
            version,
            target: None,
            uri,
            url: None,
            path: 0,
            section,
            peer,
            query: OnceLock::new(),
            session: OnceLock::new(),
        };
        head.read_target();
        head
    }

    /// The same with another target, if there is one, and other values of the fields of these numbers, in order.
    pub(in crate::message) fn with(&self, target: Option<PathAndQuery>, values: Vec<(usize, HeaderValue)>) -> Self {
        let section = match values.is_empty() {
            true => Arc::clone(&self.section),
            false => Arc::new(self.section.with(values)),
        };
        let mut head = Self {
            kind: self.kind,
            method: self.method.clone(),
            version: self.version,
            target: None,
            uri: target.map_or_else(|| self.uri.clone(), Uri::from),
            url: None,
            path: 0,
            section,
            peer: self.peer,
            query: OnceLock::new(),
            session: OnceLock::new(),
        };
        head.read_target();
        head
    }

    pub(in crate::message) fn method(&self) -> &Method {
        &self.method
    }

    pub(in crate::message) fn version(&self) -> Version {
        self.version
    }

    pub(in crate::message) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(in crate::message) fn header_map(&self) -> &HeaderMap {
        &self.section.map
    }

    pub(super) fn target(&self) -> &str {
        match &self.target {
            Some(target) => target,
            None => self.uri.path_and_query().map_or("/", |target| target.as_str()),
        }
    }

    /// Takes its target anew from `uri`.
    pub(super) fn read_target(&mut self) {
        let uri = &self.uri;
        let is_origin_form =
            self.version == Version::HTTP_2 || (uri.scheme().is_none() && uri.path_and_query().is_some());
        self.target = if is_origin_form {
            let target = uri.path_and_query().map_or("/", |target| target.as_str());
            // Borrowed: it is what was sent.
            Some(as_sent(target)).filter(|sent| matches!(sent, Cow::Owned(_))).map(Str::from)
        } else {
            Some(Str::new(as_sent(&uri.to_string())))
        };
        self.url = collapse_slashes(self.target());
        let url = self.url.as_deref().unwrap_or_else(|| self.target());
        self.path = memchr::memchr(b'?', url.as_bytes()).unwrap_or(url.len());
    }
}

/// Every run of slashes as one, over the whole target as the reference does it (the query included); `None` when
/// there is nothing to do.
pub(super) fn collapse_slashes(target: &str) -> Option<Str> {
    if !has_double_slash(target.as_bytes()) {
        return None;
    }
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    Some(Str::from(out))
}

fn has_double_slash(target: &[u8]) -> bool {
    // Most targets are short: looking at each pair takes less than looking for slashes.
    const SHORT: usize = 32;
    if target.len() > SHORT {
        return memchr::memchr_iter(b'/', target).any(|slash| target.get(slash + 1) == Some(&b'/'));
    }
    target.windows(2).any(|pair| pair == b"//")
}
