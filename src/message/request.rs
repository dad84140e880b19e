//! The request as rules and templates see it.
//!
//! Making one costs a few moves; query, cookies, headers and body are parsed when somebody first asks,
//! and then kept. A WebSocket handshake is a request too: each message it brings is a copy of the
//! handshake that shares the parsed head and carries the message as its body.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, Method, Version};

use super::target::as_sent;
use super::{body, cookies, headers, query};
use crate::js::{Str, Value};

/// Who sent the request, and over what.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// Address of the client's end of the connection.
    pub remote: SocketAddr,
    /// Whether the connection is encrypted.
    pub tls: bool,
}

/// One request. `Clone` is cheap: the head and what was parsed of it are shared.
#[derive(Clone)]
pub struct Request {
    head: Arc<Head>,
    params: Value,
    original_path: Str,
    body: Arc<Body>,
}

/// How the reference wrapped the request, which decides some accessors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    WebSocket,
}

struct Head {
    kind: Kind,
    method: Method,
    version: Version,
    target: Str,
    url: Str,
    header_map: HeaderMap,
    peer: Peer,
    headers: OnceLock<Value>,
    cookies: OnceLock<Value>,
    query: OnceLock<Value>,
}

struct Body {
    bytes: Bytes,
    is_message: bool,
    text: OnceLock<Str>,
    value: OnceLock<Value>,
}

impl Body {
    fn new(bytes: Bytes, is_message: bool) -> Arc<Self> {
        Arc::new(Self { bytes, is_message, text: OnceLock::new(), value: OnceLock::new() })
    }
}

impl Request {
    /// An HTTP request with its whole body.
    pub fn new(parts: Parts, body: Bytes, peer: Peer) -> Self {
        Self::with_kind(Kind::Http, parts, body, peer, Str::new_static("*"))
    }

    /// The request that opened a WebSocket connection to the route declared as `endpoint`.
    pub fn handshake(parts: Parts, peer: Peer, endpoint: &str) -> Self {
        let path = if endpoint.starts_with('/') { Str::new(endpoint) } else { Str::from(format!("/{endpoint}")) };
        Self::with_kind(Kind::WebSocket, parts, Bytes::new(), peer, path)
    }

    fn with_kind(kind: Kind, mut parts: Parts, body: Bytes, peer: Peer, original_path: Str) -> Self {
        let target = if parts.version == Version::HTTP_2 {
            // Only HTTP/2 tells the host in the target of every request.
            if let (None, Some(authority)) = (parts.headers.get(HOST), parts.uri.authority()) {
                parts.headers.extend(authority.as_str().parse().ok().map(|host| (HOST, host)));
            }
            Str::new(as_sent(parts.uri.path_and_query().map_or("/", |target| target.as_str())))
        } else if parts.uri.scheme().is_none()
            && let Some(target) = parts.uri.path_and_query()
        {
            Str::new(as_sent(target.as_str()))
        } else {
            Str::new(as_sent(&parts.uri.to_string()))
        };
        let url = if kind == Kind::Http { collapse_slashes(&target) } else { target.clone() };
        let head = Head {
            kind,
            method: parts.method,
            version: parts.version,
            target,
            url,
            header_map: parts.headers,
            peer,
            headers: OnceLock::new(),
            cookies: OnceLock::new(),
            query: OnceLock::new(),
        };
        Self { head: Arc::new(head), params: Value::empty_object(), original_path, body: Body::new(body, false) }
    }

    /// The same handshake with a message received over the connection as its body; an empty message
    /// leaves the body as it is.
    pub fn with_message(&self, message: impl Into<Bytes>) -> Self {
        let message = message.into();
        let body = if message.is_empty() { self.body.clone() } else { Body::new(message, true) };
        Self { body, ..self.clone() }
    }

    /// The same request with another parsed body; its text stays.
    pub fn with_body(&self, value: Value) -> Self {
        let Body { bytes, is_message, text, .. } = &*self.body;
        let body =
            Body { bytes: bytes.clone(), is_message: *is_message, text: text.clone(), value: OnceLock::from(value) };
        Self { body: Arc::new(body), ..self.clone() }
    }

    /// The same request with the parameters of a candidate route.
    pub fn with_params(mut self, params: Value) -> Self {
        self.set_params(params);
        self
    }

    /// Sets the parameters of the route that is being considered (an object).
    pub fn set_params(&mut self, params: Value) {
        self.params = params;
    }

    /// Takes the body away (for the journal, which keeps bytes but not what was parsed of them).
    pub fn take_body(&mut self) -> Bytes {
        static EMPTY: OnceLock<Arc<Body>> = OnceLock::new();
        if self.body.bytes.is_empty() {
            return Bytes::new();
        }
        let bytes = self.body.bytes.clone();
        self.body = Arc::clone(EMPTY.get_or_init(|| Body::new(Bytes::new(), false)));
        bytes
    }

    /// HTTP method as sent (`GET`).
    pub fn method(&self) -> &str {
        self.head.method.as_str()
    }

    /// The same as [`Request::method`], typed.
    pub fn http_method(&self) -> &Method {
        &self.head.method
    }

    /// Protocol version of the request line.
    pub fn version(&self) -> Version {
        self.head.version
    }

    /// Whether this is a WebSocket handshake or a message received over one.
    pub fn is_websocket(&self) -> bool {
        self.head.kind == Kind::WebSocket
    }

    /// Who sent the request.
    pub fn peer(&self) -> Peer {
        self.head.peer
    }

    /// The request target as it came (`req.originalUrl`).
    pub fn original_url(&self) -> &str {
        &self.head.target
    }

    /// `req.url`: path and query with duplicate slashes collapsed.
    pub fn url(&self) -> &str {
        &self.head.url
    }

    /// The path of [`Request::url`], still percent-encoded.
    pub fn path(&self) -> &str {
        query::split_target(&self.head.url).0
    }

    /// Declared path of the matched route as rules see it: `*` for an HTTP request (the reference
    /// dispatches from one Express route), the endpoint with a slash in front for a WebSocket.
    pub fn original_path(&self) -> &str {
        &self.original_path
    }

    /// The headers as they came.
    pub fn header_map(&self) -> &HeaderMap {
        &self.head.header_map
    }

    /// `req.get(name)`: header by name in any case, several joined as Node does; `referrer` = `referer`.
    /// A WebSocket handshake knows its headers by their lower-case name only.
    pub fn header(&self, name: &str) -> Option<Str> {
        match self.head.kind {
            Kind::Http => headers::express_header(&self.head.header_map, name),
            Kind::WebSocket if name.bytes().any(|b| b.is_ascii_uppercase()) => None,
            Kind::WebSocket => headers::joined(&self.head.header_map, name),
        }
    }

    /// `req.headers`: lower-case names to joined values (`set-cookie` an array), as Node builds it.
    pub fn headers(&self) -> &Value {
        self.head.headers.get_or_init(|| headers::to_object(&self.head.header_map))
    }

    /// `req.cookies` as cookie-parser makes it; a WebSocket handshake has the reference's own simpler parser.
    pub fn cookies(&self) -> &Value {
        self.head.cookies.get_or_init(|| {
            let line = headers::joined(&self.head.header_map, "cookie").unwrap_or_default();
            match self.head.kind {
                Kind::Http => cookies::parse(&line),
                Kind::WebSocket => cookies::parse_handshake(&line),
            }
        })
    }

    /// `req.query` as Express (qs) parses it; flat, as Node's `querystring` does, for a WebSocket handshake.
    pub fn query(&self) -> &Value {
        self.head.query.get_or_init(|| {
            let text = query::split_target(&self.head.target).1;
            match self.head.kind {
                Kind::Http => query::parse(text, &query::EXPRESS),
                Kind::WebSocket => query::parse_flat(text),
            }
        })
    }

    /// Route parameters.
    pub fn params(&self) -> &Value {
        &self.params
    }

    /// `request.body`: the parsed body (JSON, form, multipart, XML by content type), `Undefined` when not parsed.
    pub fn body(&self) -> &Value {
        self.body.value.get_or_init(|| {
            let content_type = headers::joined(&self.head.header_map, "content-type");
            if self.body.is_message {
                body::parse_message(&self.string_body(), content_type.as_deref())
            } else {
                body::parse(&self.body.bytes, &self.string_body(), content_type.as_deref())
            }
        })
    }

    /// The raw body.
    pub fn body_bytes(&self) -> &Bytes {
        &self.body.bytes
    }

    /// `request.stringBody`: the raw body as UTF-8 (lossy).
    pub fn string_body(&self) -> Str {
        self.body.text.get_or_init(|| Str::from(String::from_utf8_lossy(&self.body.bytes))).clone()
    }

    /// `req.hostname`: the `Host` header without its port (with it for a WebSocket handshake).
    pub fn hostname(&self) -> Option<Str> {
        let host = headers::joined(&self.head.header_map, "host")?;
        if self.head.kind == Kind::WebSocket {
            return Some(host);
        }
        if host.is_empty() {
            return None;
        }
        // The colons of an IPv6 literal are inside its brackets.
        let from = if host.starts_with('[') { host.find(']').map_or(0, |i| i + 1) } else { 0 };
        match host.get(from..).and_then(|rest| rest.find(':')) {
            Some(colon) => host.get(..from + colon).map(Str::new),
            None => Some(host),
        }
    }

    /// `req.ip`: the address of the client's end of the connection, IPv4 without its IPv6 wrapping.
    /// A WebSocket handshake believes `X-Forwarded-For`.
    pub fn ip(&self) -> Str {
        let forwarded = match self.head.kind {
            Kind::Http => None,
            Kind::WebSocket => headers::joined(&self.head.header_map, "x-forwarded-for").filter(|v| !v.is_empty()),
        };
        forwarded.unwrap_or_else(|| Str::from(self.head.peer.remote.ip().to_canonical().to_string()))
    }
}

/// Every run of slashes as one, over the whole target as the reference does it (the query included).
fn collapse_slashes(target: &Str) -> Str {
    if !target.contains("//") {
        return target.clone();
    }
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    Str::from(out)
}

#[cfg(test)]
mod tests;
