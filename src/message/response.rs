//! A response in the making, with the semantics of Express's `res.set`, `res.append` and `res.send`.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::js::buffer_encoding::BufferEncoding;
use crate::js::text;

use super::number;
use super::text_body::TextBody;

/// `text/html; charset=utf-8`, what Express sends when nothing else is said.
pub const TEXT_HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// `text/plain; charset=utf-8`, the type of error texts.
pub const TEXT_PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
/// `application/json; charset=utf-8`.
pub const APPLICATION_JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Headers that many responses have, and what they weigh.
#[derive(Debug)]
pub struct SharedHeaders {
    map: HeaderMap,
    weight: usize,
}

impl From<HeaderMap> for SharedHeaders {
    fn from(map: HeaderMap) -> Self {
        Self { weight: weigh(&map), map }
    }
}

fn weigh(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

/// Headers of a finished response: shared when they were prepared at load.
#[derive(Debug, Clone)]
pub enum Headers {
    /// Prepared at load.
    Shared(Arc<SharedHeaders>),
    /// Made for this response.
    Owned(HeaderMap),
}

impl Headers {
    /// The map.
    pub fn map(&self) -> &HeaderMap {
        match self {
            Self::Shared(shared) => &shared.map,
            Self::Owned(map) => map,
        }
    }

    /// Bytes of all names and values.
    pub fn weight(&self) -> usize {
        match self {
            Self::Shared(shared) => shared.weight,
            Self::Owned(map) => weigh(map),
        }
    }

    /// The map to give away.
    pub fn into_map(self) -> HeaderMap {
        match self {
            Self::Shared(shared) => shared.map.clone(),
            Self::Owned(map) => map,
        }
    }
}

/// What the response depends on beside itself: method and conditional headers of the request.
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'a> {
    /// Whether the method is GET or HEAD.
    pub safe: bool,
    /// Headers of the request.
    pub headers: &'a HeaderMap,
}

/// A response with a body in memory.
#[derive(Debug, Clone)]
pub struct Response {
    /// Status, 100 to 999.
    pub status: u16,
    /// Headers.
    pub headers: Headers,
    /// Body as sent.
    pub body: Bytes,
    /// Body as it was before transcoding and before the status took it away: what the journal keeps.
    pub text: Bytes,
    /// Whether the head goes out in UTF-8: Node writes it together with a short text, in the encoding of the text. All other
    /// heads are Latin-1.
    pub utf8_head: bool,
}

/// Texts of so many units and more are written apart from their heads.
const LONG_TEXT: usize = 1_000;

/// The content type set by the user is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaTypeError {
    /// The type itself is malformed.
    #[error("invalid media type")]
    Type,
    /// A parameter is malformed.
    #[error("invalid parameter format")]
    Parameter,
}

/// A response while headers are still being set.
#[derive(Debug, Clone)]
pub struct ResponseDraft {
    /// Status so far.
    pub status: u16,
    /// Headers so far.
    pub headers: HeaderMap,
}

impl Default for ResponseDraft {
    fn default() -> Self {
        Self { status: 200, headers: HeaderMap::with_capacity(8) }
    }
}

impl ResponseDraft {
    /// `res.set`: replaces; a content type of text or JSON without a charset gets one.
    pub fn set(&mut self, name: HeaderName, value: HeaderValue) {
        let value = if name == header::CONTENT_TYPE { with_default_charset(value) } else { value };
        self.headers.insert(name, value);
    }

    /// `res.append` for `Set-Cookie`, `res.set` for anything else.
    pub fn set_or_append(&mut self, name: HeaderName, value: HeaderValue) {
        if name == header::SET_COOKIE {
            self.headers.append(name, value);
        } else {
            self.set(name, value);
        }
    }

    /// `res.send(text)`, transcoded when the content type names a charset.
    ///
    /// # Errors
    /// When the content type is not one; the draft then still serves for the error text.
    pub fn send_text(&mut self, content: TextBody, conditions: &Conditions<'_>) -> Result<Response, MediaTypeError> {
        let mut utf8_head = false;
        let charset = match self.headers.get(header::CONTENT_TYPE) {
            None => {
                utf8_head = is_short(&content.text());
                self.headers.insert(header::CONTENT_TYPE, TEXT_HTML);
                None
            }
            // A value that became empty is none for Express.
            Some(value) if value.is_empty() => {
                utf8_head = is_short(&content.text());
                self.headers.insert(header::CONTENT_TYPE, TEXT_HTML);
                None
            }
            // What most inline bodies are, and what is made of most others.
            Some(value) if value.as_bytes().ends_with(b"; charset=utf-8") => None,
            Some(value) => {
                let charset = explicit_charset(value.as_bytes());
                if charset.is_none() {
                    utf8_head = is_short(&content.text());
                    let value = with_utf8(value.as_bytes())?;
                    self.headers.insert(header::CONTENT_TYPE, value);
                }
                charset
            }
        };
        let text = content.into_wire();
        let body = charset.and_then(|charset| encode(&text, &charset)).unwrap_or_else(|| text.clone());
        let response = self.send_bytes(body, conditions);
        Ok(Response { text, utf8_head, ..response })
    }

    /// `sendError`: a text with this status, or the one already set.
    pub fn send_error(&mut self, message: &str, status: Option<u16>, conditions: &Conditions<'_>) -> Response {
        self.headers.insert(header::CONTENT_TYPE, TEXT_PLAIN);
        if let Some(status) = status {
            self.status = status;
        }
        let response = self.send_bytes(Bytes::from(text::to_wire(message).into_owned()), conditions);
        Response { utf8_head: is_short(message), ..response }
    }

    /// The end of `res.send`: length, freshness, and what some statuses lose.
    pub fn send_bytes(&mut self, mut body: Bytes, conditions: &Conditions<'_>) -> Response {
        let text = body.clone();
        let headers = &mut self.headers;
        headers.insert(header::CONTENT_LENGTH, number::header_value(body.len()));
        if conditions.safe
            && (matches!(self.status, 200..=299) || self.status == 304)
            && is_fresh(conditions.headers, headers)
        {
            self.status = 304;
        }
        match self.status {
            204 | 304 => {
                headers.remove(header::CONTENT_TYPE);
                headers.remove(header::CONTENT_LENGTH);
                headers.remove(header::TRANSFER_ENCODING);
                body = Bytes::new();
            }
            205 => {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
                headers.remove(header::TRANSFER_ENCODING);
                body = Bytes::new();
            }
            _ => {}
        }
        Response { status: self.status, headers: Headers::Owned(std::mem::take(headers)), body, text, utf8_head: false }
    }
}

/// Whether a text is one that Node writes together with the head.
fn is_short(text: &str) -> bool {
    !text.is_empty() && (text.len() < LONG_TEXT || text.encode_utf16().take(LONG_TEXT).count() < LONG_TEXT)
}

/// `res.set('Content-Type', ...)` of Express 4: text, JavaScript and JSON types get `; charset=utf-8`.
pub fn with_default_charset(value: HeaderValue) -> HeaderValue {
    let bytes = value.as_bytes();
    if find_charset(bytes).is_some() {
        return value;
    }
    let kind = bytes.split(|b| *b == b';').next().unwrap_or_default();
    let textual = kind.starts_with(b"text/")
        || kind.starts_with(b"application/javascript")
        || kind.starts_with(b"application/json");
    if !textual {
        return value;
    }
    HeaderValue::from_bytes(&[bytes, b"; charset=utf-8"].concat()).unwrap_or(value)
}

/// Where `; charset =` stands in a content type, and where its value begins.
fn find_charset(value: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(semicolon) = memchr::memchr(b';', &value[from..]) {
        let mut at = from + semicolon + 1;
        while value.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if value[at..].get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"charset")) {
            let mut end = at + 7;
            while value.get(end).is_some_and(u8::is_ascii_whitespace) {
                end += 1;
            }
            if value.get(end) == Some(&b'=') {
                return Some(end + 1);
            }
        }
        from += semicolon + 1;
    }
    None
}

/// The charset a content type names, in lower case.
fn explicit_charset(value: &[u8]) -> Option<String> {
    let at = find_charset(value)?;
    let rest = String::from_utf8_lossy(&value[at..]);
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('"').unwrap_or(rest);
    let end = rest.find([';', '"']).unwrap_or(rest.len());
    Some(rest[..end].trim().to_ascii_lowercase())
}

/// The text in the charset, as Node's buffers encode it; `None` for UTF-8 and for what they do not know.
fn encode(text: &Bytes, charset: &str) -> Option<Bytes> {
    let units = std::str::from_utf8(text).map(text::to_units);
    BufferEncoding::of(charset).map(|encoding| encoding.encode(units.unwrap_or_default().into_iter()).into())
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+.^_`|~-".contains(&byte)
}

/// A content type with its charset set to UTF-8, parsed and printed as npm's content-type does:
/// lower-case type, parameters sorted by name.
fn with_utf8(value: &[u8]) -> Result<HeaderValue, MediaTypeError> {
    let text = String::from_utf8_lossy(value);
    let (kind, rest) = match text.find(';') {
        Some(at) => (text[..at].trim(), &text[at..]),
        None => (text.trim(), ""),
    };
    let valid = kind
        .split_once('/')
        .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && a.bytes().chain(b.bytes()).all(is_token));
    if !valid {
        return Err(MediaTypeError::Type);
    }
    let mut parameters = parameters(rest).ok_or(MediaTypeError::Parameter)?;
    parameters.retain(|(name, _)| name != "charset");
    parameters.push(("charset".to_owned(), "utf-8".to_owned()));
    parameters.sort();
    let mut out = kind.to_ascii_lowercase();
    for (name, value) in &parameters {
        out.push_str("; ");
        out.push_str(name);
        out.push('=');
        if !value.is_empty() && value.bytes().all(is_token) {
            out.push_str(value);
        } else {
            out.push('"');
            for c in value.chars() {
                if matches!(c, '"' | '\\') {
                    out.push('\\');
                }
                out.push(c);
            }
            out.push('"');
        }
    }
    HeaderValue::from_str(&out).map_err(|_| MediaTypeError::Parameter)
}

/// Parameters `; name=value; name="quoted"` to the very end of the text.
fn parameters(mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix(';')?.trim_start_matches([' ', '\t']);
        let end = rest.bytes().position(|b| !is_token(b))?;
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start_matches([' ', '\t']).strip_prefix('=')?.trim_start_matches([' ', '\t']);
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut chars = quoted.char_indices();
            loop {
                let (at, c) = chars.next()?;
                match c {
                    '"' => {
                        rest = &quoted[at + 1..];
                        break;
                    }
                    '\\' => value.push(chars.next()?.1),
                    c => value.push(c),
                }
            }
        } else {
            let end = rest.bytes().position(|b| !is_token(b)).unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            value.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        if name.is_empty() {
            return None;
        }
        rest = rest.trim_start_matches([' ', '\t']);
        out.retain(|(n, _)| *n != name);
        out.push((name, value));
    }
    Some(out)
}

/// Whether the client's copy is still good, by the rules of npm's `fresh`.
fn is_fresh(request: &HeaderMap, response: &HeaderMap) -> bool {
    let modified_since = request.get(header::IF_MODIFIED_SINCE);
    let none_match = request.get(header::IF_NONE_MATCH);
    if modified_since.is_none() && none_match.is_none() {
        return false;
    }
    let no_cache = request
        .get(header::CACHE_CONTROL)
        .is_some_and(|v| v.as_bytes().split(|b| *b == b',').any(|part| part.trim_ascii() == b"no-cache"));
    if no_cache {
        return false;
    }
    if let Some(none_match) = none_match
        && none_match.as_bytes() != b"*"
    {
        let Some(etag) = response.get(header::ETAG).map(HeaderValue::as_bytes) else { return false };
        let bare = |tag: &[u8]| tag.strip_prefix(b"W/").map_or_else(|| tag.to_vec(), <[u8]>::to_vec);
        let matches =
            none_match.as_bytes().split(|b| *b == b',').map(<[u8]>::trim_ascii).any(|tag| {
                tag == etag || (bare(tag) == bare(etag) && (tag.starts_with(b"W/") != etag.starts_with(b"W/")))
            });
        if !matches {
            return false;
        }
    }
    if let Some(since) = modified_since {
        let date = |v: &HeaderValue| v.to_str().ok().and_then(|s| httpdate::parse_http_date(s).ok());
        let last = response.get(header::LAST_MODIFIED).and_then(date);
        return matches!((last, date(since)), (Some(last), Some(since)) if last <= since);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(kind: Option<&str>, body: &str) -> Result<(Option<String>, Vec<u8>), MediaTypeError> {
        let mut draft = ResponseDraft::default();
        if let Some(kind) = kind {
            draft.set(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
        }
        let request = HeaderMap::new();
        let response = draft.send_text(body.to_owned().into(), &Conditions { safe: true, headers: &request })?;
        let kind = response.headers.map().get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap().to_owned());
        Ok((kind, response.body.to_vec()))
    }

    #[test]
    fn a_charset_is_added_or_honoured() {
        for (given, sent) in [
            (None, "text/html; charset=utf-8"),
            (Some("text/plain"), "text/plain; charset=utf-8"),
            (Some("application/XML"), "application/xml; charset=utf-8"),
            (Some("application/xml; b=2; a=\"x y\""), "application/xml; a=\"x y\"; b=2; charset=utf-8"),
            (Some("application/json;charset=latin1"), "application/json;charset=latin1"),
        ] {
            assert_eq!(send(given, "x").unwrap().0.as_deref(), Some(sent));
        }
        assert_eq!(send(Some("text/plain; charset=latin1"), "é").unwrap().1, [0xE9]);
        assert_eq!(send(Some("text/plain; charset=\"utf-16le\""), "é").unwrap().1, [0xE9, 0]);
    }

    #[test]
    fn a_malformed_type_is_an_error() {
        assert_eq!(send(Some("nonsense"), "x").unwrap_err(), MediaTypeError::Type);
        assert_eq!(send(Some("a/b; c"), "x").unwrap_err(), MediaTypeError::Parameter);
    }
}
