//! The request as rules and templates see it.
//!
//! Making one costs a few moves; query, cookies, headers and body are parsed when somebody first asks,
//! and then kept. A WebSocket handshake is a request too: each message it brings is a copy of the
//! handshake that shares the parsed head and carries the message as its body.

mod entrance;
mod head;

pub(super) use head::Head;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Method, Uri, Version};

use head::{HeaderSection, Kind};

use super::fields::Fields;
use super::{HeaderKey, body, cookies, headers, query};
use crate::budget;
use crate::js::outline::Outline;
use crate::js::path::ValuePath;
use crate::js::{Str, Value};

static NO_BYTES: Bytes = Bytes::new();

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
    /// `Undefined` as long as no route with parameters is considered.
    params: Value,
    original_path: Str,
    /// Where it came through a front door: what that took off the path.
    entrance: Option<Str>,
    /// Whether a client of IPv4 is shown as such, though the listener is one for IPv6.
    shows_ipv4: bool,
    /// `None`: no bytes; what they parse to is kept with the head then.
    body: Option<Arc<Body>>,
}

struct Body {
    bytes: Bytes,
    /// What was sent, where that is compressed.
    sent: Option<Bytes>,
    is_message: bool,
    text: OnceLock<Str>,
    value: OnceLock<Value>,
    /// `None` where the body is no array or object in JSON.
    outline: OnceLock<Option<Outline>>,
    is_too_much: AtomicBool,
}

impl Body {
    /// Parses the body or a part of it, and remembers if that was too much.
    fn parse<T>(&self, parse: impl FnOnce() -> T) -> T {
        let had_room = budget::check().is_ok();
        let parsed = parse();
        if had_room && budget::check().is_err() {
            self.is_too_much.store(true, Ordering::Relaxed);
        }
        parsed
    }

    fn new(bytes: Bytes, sent: Option<Bytes>, is_message: bool) -> Arc<Self> {
        Arc::new(Self {
            bytes,
            sent,
            is_message,
            text: OnceLock::new(),
            value: OnceLock::new(),
            outline: OnceLock::new(),
            is_too_much: AtomicBool::new(false),
        })
    }
}

impl Request {
    /// An HTTP request; one whose body has not been read yet gets it later ([`Request::set_body`]).
    pub fn new(parts: Parts, body: Bytes, peer: Peer) -> Self {
        let mut request = Self::of(Arc::new(Head::new(parts, peer)));
        request.set_body(body);
        request
    }

    /// The request with this head, and without a body so far.
    pub(super) fn of(head: Arc<Head>) -> Self {
        Self {
            head,
            params: Value::Undefined,
            original_path: Str::new_static("*"),
            entrance: None,
            shows_ipv4: false,
            body: None,
        }
    }

    /// This request as the one that opened a WebSocket connection to the route declared as `endpoint`.
    pub fn handshake(&self, endpoint: &str) -> Self {
        let from = &self.head;
        let mut head = Head {
            kind: Kind::WebSocket,
            method: from.method.clone(),
            version: from.version,
            uri: from.uri.clone(),
            target: from.target.clone(),
            url: None,
            path: 0,
            section: Arc::new(HeaderSection::of(from.header_map().clone())),
            peer: from.peer,
            query: OnceLock::new(),
            session: OnceLock::new(),
        };
        head.path = query::split_target(head.target()).0.len();
        let original_path =
            if endpoint.starts_with('/') { Str::new(endpoint) } else { Str::from(format!("/{endpoint}")) };
        let (entrance, shows_ipv4) = (self.entrance.clone(), self.shows_ipv4);
        Self { head: Arc::new(head), params: Value::Undefined, original_path, entrance, shows_ipv4, body: None }
    }

    /// Gives the request its body, as it was read.
    pub fn set_body(&mut self, bytes: Bytes) {
        self.body = (!bytes.is_empty()).then(|| Body::new(bytes, None, false));
    }

    /// Gives the request what its compressed body is for rules and templates.
    pub fn set_decoded_body(&mut self, bytes: Bytes) {
        self.body = Some(Body::new(bytes, Some(self.sent_body().clone()), false));
    }

    /// The same handshake with a message received over the connection as its body; an empty message
    /// leaves the body as it is.
    pub fn with_message(&self, message: impl Into<Bytes>) -> Self {
        let message = message.into();
        let body = if message.is_empty() { self.body.clone() } else { Some(Body::new(message, None, true)) };
        Self { body, ..self.clone() }
    }

    /// The same request with another parsed body; its text stays.
    pub fn with_body(&self, value: Value) -> Self {
        let is_message = self.body.as_ref().is_some_and(|body| body.is_message);
        let text = OnceLock::from(self.string_body());
        let (value, outline) = (OnceLock::from(value), OnceLock::from(None));
        let body = Body {
            bytes: self.body_bytes().clone(),
            sent: self.body.as_ref().and_then(|body| body.sent.clone()),
            is_message,
            text,
            value,
            outline,
            is_too_much: AtomicBool::new(false),
        };
        Self { body: Some(Arc::new(body)), ..self.clone() }
    }

    /// The same request with the parameters of a candidate route.
    pub fn with_params(mut self, params: Value) -> Self {
        self.set_params(params);
        self
    }

    /// Sets the parameters of the route that is being considered: an object, `Undefined` for none.
    pub fn set_params(&mut self, params: Value) {
        self.params = params;
    }

    /// Takes the body away (for the journal, which keeps bytes but not what was parsed of them).
    pub fn take_body(&mut self) -> Bytes {
        let Some(body) = self.body.take() else { return Bytes::new() };
        Arc::try_unwrap(body).map_or_else(|shared| shared.bytes.clone(), |own| own.bytes)
    }

    /// The bytes of the body, decoded, for the last who looks at them: moved where nobody else holds them.
    pub fn give_body(&mut self) -> Bytes {
        let Some(body) = &mut self.body else { return Bytes::new() };
        match Arc::get_mut(body) {
            Some(own) => std::mem::take(&mut own.bytes),
            None => body.bytes.clone(),
        }
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
        let mut peer = self.head.peer;
        if self.shows_ipv4 {
            peer.remote.set_ip(peer.remote.ip().to_canonical());
        }
        peer
    }

    /// Whether it came over an encrypted connection.
    #[inline]
    pub fn is_encrypted(&self) -> bool {
        self.head.peer.tls
    }

    /// The request target as it came (`req.originalUrl`).
    pub fn original_url(&self) -> &str {
        self.head.target()
    }

    /// The request target as the HTTP parser took it apart.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// `req.url`: path and query with duplicate slashes collapsed.
    pub fn url(&self) -> &str {
        self.head.url.as_deref().unwrap_or_else(|| self.head.target())
    }

    /// The path of [`Request::url`], still percent-encoded.
    pub fn path(&self) -> &str {
        let url = self.url();
        url.get(..self.head.path).unwrap_or(url)
    }

    /// Declared path of the matched route as rules see it: `*` for an HTTP request (the reference
    /// dispatches from one Express route), the endpoint with a slash in front for a WebSocket.
    pub fn original_path(&self) -> &str {
        &self.original_path
    }

    /// The headers as they came.
    pub fn header_map(&self) -> &HeaderMap {
        &self.head.section.map
    }

    /// The headers, if they say which trace it belongs to.
    #[inline]
    pub fn traced_headers(&self) -> Option<&HeaderMap> {
        self.head.section.fields.traced.then_some(&self.head.section.map)
    }

    /// What the connection goes by.
    pub fn fields(&self) -> &Fields {
        &self.head.section.fields
    }

    /// Bytes of its head, about.
    pub fn head_bytes(&self) -> usize {
        self.head.target().len() + self.head.section.fields.weight
    }

    /// The id of the session that its head names, `Some(None)` if it names none; `None` until somebody has
    /// [looked](Request::names_session).
    pub fn session(&self) -> Option<&Option<Str>> {
        self.head.session.get()
    }

    /// Says which session its head names. All environments look in the same places.
    pub fn names_session(&self, id: Option<Str>) {
        // Who looks at the same time finds the same.
        let _ = self.head.session.set(id);
    }

    /// `req.get(name)`: header by name in any case, several joined as Node does; `referrer` = `referer`.
    /// A WebSocket handshake knows its headers by their lower-case name only.
    pub fn header(&self, name: &str) -> Option<Str> {
        match self.head.kind {
            Kind::Http => headers::express_header(&self.head.section.map, name),
            Kind::WebSocket if name.bytes().any(|b| b.is_ascii_uppercase()) => None,
            Kind::WebSocket => headers::joined(&self.head.section.map, name),
        }
    }

    /// [`Request::header`] by a name that was read before.
    pub fn header_by(&self, key: &HeaderKey) -> Option<Str> {
        match self.head.kind {
            Kind::Http => key.find(&self.head.section.map),
            Kind::WebSocket => self.header(key.name()),
        }
    }

    /// `req.headers`: lower-case names to joined values (`set-cookie` an array), as Node builds it.
    pub fn headers(&self) -> &Value {
        self.head.section.headers.get_or_init(|| headers::to_object(&self.head.section.map))
    }

    /// `req.cookies` as cookie-parser makes it; a WebSocket handshake has the reference's own simpler parser.
    pub fn cookies(&self) -> &Value {
        self.head.section.cookies.get_or_init(|| {
            let line = headers::joined(&self.head.section.map, "cookie").unwrap_or_default();
            match self.head.kind {
                Kind::Http => cookies::parse(&line),
                Kind::WebSocket => cookies::parse_handshake(&line),
            }
        })
    }

    /// `req.query` as Express (qs) parses it; flat, as Node's `querystring` does, for a WebSocket handshake.
    pub fn query(&self) -> &Value {
        self.head.query.get_or_init(|| {
            let text = query::split_target(self.head.target()).1;
            match self.head.kind {
                Kind::Http => query::parse(text, &query::EXPRESS),
                Kind::WebSocket => query::parse_flat(text),
            }
        })
    }

    /// Route parameters.
    pub fn params(&self) -> &Value {
        static NONE: OnceLock<Value> = OnceLock::new();
        match &self.params {
            Value::Undefined => NONE.get_or_init(Value::empty_object),
            params => params,
        }
    }

    /// `request.body`: the parsed body (JSON, form, multipart, XML by content type), `Undefined` when not parsed.
    pub fn body(&self) -> &Value {
        match &self.body {
            None => {
                self.head.section.empty_body.get_or_init(|| body::parse(&NO_BYTES, "", self.content_type().as_deref()))
            }
            Some(body) => body.value.get_or_init(|| {
                // Not `string_body`: a copy that most requests can do without.
                let (text, content_type) = (String::from_utf8_lossy(&body.bytes), self.content_type());
                body.parse(|| {
                    if body.is_message {
                        body::parse_message(&text, content_type.as_deref())
                    } else {
                        body::parse(&body.bytes, &text, content_type.as_deref())
                    }
                })
            }),
        }
    }

    /// Whether the budget was exceeded by parsing the body.
    pub fn is_too_much_to_parse(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.is_too_much.load(Ordering::Relaxed))
    }

    /// What a path finds in the parsed body, read out of the text without building the whole value. `None` where that
    /// cannot be: the body is no array or object in JSON, or the path is not that simple.
    pub fn find_in_body(&self, path: &ValuePath) -> Option<Option<Value>> {
        let body = self.body.as_ref()?;
        if let Some(value) = body.value.get() {
            // The whole was needed before, or is not what the text says.
            return if value.as_array().is_some() || value.as_object().is_some() { path.get(value).ok() } else { None };
        }
        let outline = body.outline.get_or_init(|| {
            let mark = budget::mark();
            let first = body.bytes.iter().find(|b| !b.is_ascii_whitespace());
            let is_compound = matches!(first, Some(b'{' | b'[')) && self.says_json(body);
            let outline = body.parse(|| is_compound.then(|| Outline::read(&body.bytes)).flatten());
            budget::pin(mark);
            outline
        });
        body.parse(|| path.find_in(outline.as_ref()?, &body.bytes))
    }

    /// Whether the content type makes the body be read as JSON.
    fn says_json(&self, body: &Body) -> bool {
        match self.head.section.map.get(CONTENT_TYPE).map(HeaderValue::as_bytes) {
            None => false,
            Some(b"application/json") => true,
            Some(_) if body.is_message => self.content_type().is_some_and(|line| body::is_json(&line)),
            Some(_) => self.content_type().is_some_and(|line| body::is_json(&line.to_lowercase())),
        }
    }

    fn content_type(&self) -> Option<Str> {
        headers::joined(&self.head.section.map, "content-type")
    }

    /// Whether the body was compressed and has been decoded.
    pub fn is_decoded(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.sent.is_some())
    }

    /// The bytes of the body as they were sent.
    pub fn sent_body(&self) -> &Bytes {
        self.body.as_ref().and_then(|body| body.sent.as_ref()).unwrap_or_else(|| self.body_bytes())
    }

    /// The bytes of the body, decoded.
    pub fn body_bytes(&self) -> &Bytes {
        self.body.as_ref().map_or(&NO_BYTES, |body| &body.bytes)
    }

    /// `request.stringBody`: the raw body as UTF-8 (lossy).
    pub fn string_body(&self) -> Str {
        let Some(body) = &self.body else { return Str::default() };
        body.text.get_or_init(|| Str::from(String::from_utf8_lossy(&body.bytes))).clone()
    }

    /// `req.hostname`: the `Host` header without its port (with it for a WebSocket handshake).
    pub fn hostname(&self) -> Option<Str> {
        let host = headers::joined(&self.head.section.map, "host")?;
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

    /// `req.ip`: the address of the client's end of the connection, as the listener has it: IPv4 within IPv6 where that is
    /// what it listens on.
    /// A WebSocket handshake believes `X-Forwarded-For`.
    pub fn ip(&self) -> Str {
        let forwarded = match self.head.kind {
            Kind::Http => None,
            Kind::WebSocket => headers::joined(&self.head.section.map, "x-forwarded-for").filter(|v| !v.is_empty()),
        };
        forwarded.unwrap_or_else(|| Str::from(self.peer().remote.ip().to_string()))
    }
}

#[cfg(test)]
mod tests;
