//! What is kept of a request and its answer.

use bytes::Bytes;

/// Bytes that every exchange weighs beside its texts.
const BASE_WEIGHT: usize = 256;
/// Bytes that every header weighs beside its texts.
const HEADER_WEIGHT: usize = 48;

/// A request and its answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Exchange {
    /// When the request came, in milliseconds since the epoch.
    pub(crate) started_ms: f64,
    /// Milliseconds until the answer.
    pub(crate) took_ms: f64,
    /// In upper case.
    pub(crate) method: String,
    /// `http://host:port`.
    pub(crate) origin: String,
    /// Path and query as they were sent.
    pub(crate) target: String,
    /// The request.
    pub(crate) request: Message,
    /// Status of the answer.
    pub(crate) status: u16,
    /// The answer.
    pub(crate) response: Message,
}

/// Headers and body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Message {
    /// Headers in the order of the wire; names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Bytes,
}

impl Exchange {
    /// The path, still encoded, with runs of slashes as one.
    pub(crate) fn path(&self) -> String {
        let mut path = String::with_capacity(self.target.len());
        for c in self.target.split(['?', '#']).next().unwrap_or_default().chars() {
            if c != '/' || !path.ends_with('/') {
                path.push(c);
            }
        }
        path
    }

    /// The query without its question mark.
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// `GET /orders?page=2`
    pub(crate) fn shown(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// Bytes that keeping it takes.
    pub(crate) fn weight(&self) -> usize {
        let message = |message: &Message| {
            let texts: usize = message.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
            texts + message.headers.len() * HEADER_WEIGHT + message.body.len()
        };
        BASE_WEIGHT + self.target.len() + self.origin.len() + message(&self.request) + message(&self.response)
    }
}

impl Message {
    /// The first header of this name (in lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The content type without parameters, in lower case; empty without one.
    pub(crate) fn media_type(&self) -> String {
        let line = self.header("content-type").unwrap_or_default();
        line.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A parameter of the content type, without quotes.
    pub(crate) fn type_parameter(&self, name: &str) -> Option<&str> {
        let line = self.header("content-type")?;
        line.split(';').skip(1).find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// The content type with this charset in the place of its own.
    pub(crate) fn type_with_charset(&self, charset: &str) -> String {
        let line = match self.header("content-type") {
            Some(line) if !self.media_type().is_empty() => line,
            _ => "application/octet-stream",
        };
        let is_charset =
            |part: &&str| part.split_once('=').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case("charset"));
        let parts: Vec<&str> = line.split(';').filter(|part| !is_charset(part)).map(str::trim).collect();
        format!("{}; charset={charset}", parts.join("; "))
    }

    /// Whether the content type says JSON.
    pub(crate) fn says_json(&self) -> bool {
        let media_type = self.media_type();
        media_type == "application/json" || media_type.starts_with("application/") && media_type.ends_with("+json")
    }

    /// Whether the content type says an encoded form.
    pub(crate) fn says_form(&self) -> bool {
        self.media_type() == "application/x-www-form-urlencoded"
    }
}
