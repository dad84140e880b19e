//! What must not be kept: credentials in headers, cookies, queries and bodies, replaced before an exchange is stored.
//!
//! [`names`] knows by name what is a secret, [`bodies`] finds such names in JSON, forms, multipart bodies and XML, and
//! [`PATTERNS`] what shows by its form that it is one, wherever it stands. The operator adds headers, places in bodies
//! ([`body_path`]) and patterns.

mod bodies;
mod body_path;
mod names;

use std::borrow::Cow;
use std::sync::LazyLock;

use bytes::Bytes;
use regex::{Regex, RegexSet};

use super::exchange::{Exchange, Message};
use crate::masking;
use body_path::BodyPath;

/// What stands where a secret was.
pub(crate) const REDACTED: &str = "[REDACTED]";
/// The same in a query.
pub(crate) const REDACTED_IN_URL: &str = "%5BREDACTED%5D";

/// What is a secret by its form; the first group stays.
const PATTERNS: &[&str] = &[
    // JSON Web Tokens.
    r"()(?-u:\b)eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    r"(?i)((?-u:\b)bearer\s+)[A-Za-z0-9._~+/=-]{12,}",
    r"(?i)((?-u:\b)basic\s+)[A-Za-z0-9+/]{16,}={0,2}",
    // Keys of AWS, GitHub, GitLab, Slack, Stripe, Google, and of those who took their form over.
    r"()(?-u:\b)(?:AKIA|ASIA)[0-9A-Z]{16}(?-u:\b)",
    r"()(?-u:\b)gh[pousr]_[A-Za-z0-9]{20,}",
    r"()(?-u:\b)github_pat_[A-Za-z0-9_]{20,}",
    r"()(?-u:\b)glpat-[A-Za-z0-9_-]{20,}",
    r"()(?-u:\b)xox[abeoprs]-[A-Za-z0-9-]{10,}",
    r"()(?-u:\b)[prs]k_(?:live|test)_[A-Za-z0-9]{10,}",
    r"()(?-u:\b)sk-[A-Za-z0-9_-]{20,}",
    r"()(?-u:\b)AIza[0-9A-Za-z_-]{35}",
    r"()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----",
    // User and password in an address.
    r#"((?-u:\b)[a-z][a-z0-9+.-]*://)[^/\s:@"'<>]+:[^/\s@"'<>]+@"#,
];

/// What is replaced beside what always is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    /// Names in lower case.
    headers: Vec<String>,
    /// Query parameters, in lower case.
    parameters: Vec<String>,
    body: Vec<BodyPath>,
    patterns: Vec<Regex>,
}

/// What the operator asks for cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct SecretsError {
    /// Where it stands, below the object: `.body[0]`.
    pub(crate) path: String,
    /// What is wrong, and what would be right.
    pub(crate) message: String,
}

impl Secrets {
    /// What always is replaced, these headers, these places of bodies (`$.card`, `$.cards[*].number`, `$..pin`), and what
    /// these regular expressions find.
    ///
    /// # Errors
    /// A place or an expression that cannot be read.
    pub(crate) fn new(headers: &[String], body: &[String], patterns: &[String]) -> Result<Self, SecretsError> {
        let error = |list: &str, at: usize, message: String| SecretsError { path: format!(".{list}[{at}]"), message };
        let body = body.iter().enumerate().map(|(at, text)| {
            BodyPath::parse(text).ok_or_else(|| {
                error(
                    "body",
                    at,
                    format!("expected a place such as $.card, $.cards[*].number or $..pin, not \"{text}\""),
                )
            })
        });
        let patterns = patterns.iter().enumerate().map(|(at, text)| {
            Regex::new(text).map_err(|reason| error("patterns", at, format!("not a regular expression: {reason}")))
        });
        Ok(Self {
            headers: lower(headers),
            parameters: Vec::new(),
            body: body.collect::<Result<_, _>>()?,
            patterns: patterns.collect::<Result<_, _>>()?,
        })
    }

    /// The same with the headers and query parameters that the operator redacts everywhere.
    #[must_use]
    pub(crate) fn beside(mut self, headers: &[String], parameters: &[String]) -> Self {
        self.headers.extend(lower(headers));
        self.parameters.extend(lower(parameters));
        self
    }

    /// Replaces the secrets of an exchange whose bodies are decoded.
    pub(crate) fn redact(&self, exchange: &mut Exchange) {
        let target = self.url(&exchange.target);
        // Also where names of parameters stand, and escaped.
        exchange.target = masking::masked_as(&target, REDACTED_IN_URL).into_owned();
        self.message(&mut exchange.request);
        self.message(&mut exchange.response);
    }

    fn message(&self, message: &mut Message) {
        for (name, value) in &mut message.headers {
            *value = self.header(name, value);
        }
        if !message.body.is_empty()
            && let Some(body) = self.body(message)
        {
            message.body = body;
        }
    }

    /// The value of a header as it may be kept; the name in lower case.
    pub(crate) fn header(&self, name: &str, value: &str) -> String {
        if self.headers.iter().any(|known| known == name) {
            return REDACTED.to_owned();
        }
        // First, because what is redacted may cut them in two: the name of a cookie stays.
        let value = &*masking::masked(value);
        match name {
            "authorization" | "proxy-authorization" => match value.split_once(' ') {
                Some((scheme, _)) => format!("{scheme} {REDACTED}"),
                None => REDACTED.to_owned(),
            },
            "cookie" => value.split(';').map(named_only).collect::<Vec<_>>().join("; "),
            "set-cookie" => match value.split_once(';') {
                Some((cookie, attributes)) => format!("{};{attributes}", named_only(cookie)),
                None => named_only(value),
            },
            "location" | "referer" | "content-location" | "link" => self.url(value),
            name if names::is_secret(name) => REDACTED.to_owned(),
            _ => self.plain(value).into_owned(),
        }
    }

    /// A URL or its path and query, without the values of secret parameters.
    pub(crate) fn url(&self, url: &str) -> String {
        let Some((path, query)) = url.split_once('?') else { return self.path(url).into_owned() };
        let pairs: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) if !value.is_empty() && self.is_secret_parameter(&decoded(name)) => {
                    format!("{name}={REDACTED_IN_URL}")
                }
                Some((name, value)) => match self.plain(&decoded(value)) {
                    Cow::Owned(_) => format!("{name}={REDACTED_IN_URL}"),
                    Cow::Borrowed(_) => pair.to_owned(),
                },
                None => pair.to_owned(),
            })
            .collect();
        format!("{}?{}", self.path(path), pairs.join("&"))
    }

    /// A path, or an address without its query; a secret may stand escaped in it.
    fn path<'t>(&self, path: &'t str) -> Cow<'t, str> {
        let unescaped = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let shown = self.plain(path);
        if !path.contains('%') || self.plain(&unescaped(&shown)) == unescaped(&shown) {
            return shown;
        }
        let segment = |text: &str| match self.plain(&unescaped(text)) {
            Cow::Owned(_) => REDACTED_IN_URL.to_owned(),
            Cow::Borrowed(_) => text.to_owned(),
        };
        let shown = shown.split('/').map(segment).collect::<Vec<_>>().join("/");
        match self.plain(&unescaped(&shown)) == unescaped(&shown) {
            true => shown.into(),
            // It reaches over several segments.
            false => format!("/{REDACTED_IN_URL}").into(),
        }
    }

    fn is_secret_parameter(&self, name: &str) -> bool {
        // Also a part of it: `voucher[0]`, `voucher.0`.
        let whole = name.split(['[', '.']).next().unwrap_or_default();
        self.parameters.iter().any(|secret| secret.eq_ignore_ascii_case(whole)) || self.is_secret_field(name)
    }

    /// Whether a field of a form or query of this name is secret.
    fn is_secret_field(&self, name: &str) -> bool {
        names::is_secret(name) || self.body.iter().any(|place| place.is_field(name))
    }

    /// A text in which what looks like a secret is replaced; borrowed where there is none.
    pub(crate) fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        // One look at the text says which are there, mostly none.
        static KNOWN: LazyLock<(RegexSet, Vec<Regex>)> = LazyLock::new(|| {
            let each = PATTERNS.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect();
            (RegexSet::new(PATTERNS).unwrap_or_else(|_| RegexSet::empty()), each)
        });
        let (set, each) = &*KNOWN;
        let known = set.matches(text).into_iter().filter_map(|at| each.get(at));
        let mut out = masking::masked(text);
        let all = known.map(|pattern| (pattern, "${1}")).chain(self.patterns.iter().map(|p| (p, "")));
        for (pattern, stays) in all {
            if let Cow::Owned(replaced) = pattern.replace_all(&out, format!("{stays}{REDACTED}")) {
                out = Cow::Owned(replaced);
            }
        }
        out
    }

    /// The body without secrets; `None` where it has none.
    pub(crate) fn body(&self, message: &Message) -> Option<Bytes> {
        let Ok(text) = std::str::from_utf8(&message.body) else {
            // Text fields between files that are none.
            let replaced = bodies::in_multipart(message, |name| self.is_secret_field(name));
            return masking::masked_bytes(replaced.as_ref().unwrap_or(&message.body)).map(Bytes::from).or(replaced);
        };
        let replaced = if message.says_form() {
            Some(bodies::in_form(text, |name| self.is_secret_field(name), |value| self.plain(value).into_owned()))
        } else if message.media_type() == "multipart/form-data" {
            bodies::in_multipart(message, |name| self.is_secret_field(name))
                .map(|body| String::from_utf8_lossy(&body).into_owned())
        } else {
            bodies::in_json(text, &self.body).or_else(|| bodies::in_other(text, |name| self.is_secret_field(name)))
        };
        let text = replaced.as_deref().unwrap_or(text);
        match self.plain(text) {
            Cow::Owned(text) => Some(text.into()),
            Cow::Borrowed(_) => replaced.map(Bytes::from),
        }
    }
}

fn lower(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_ascii_lowercase()).collect()
}

/// `sid=abc` as `sid=[REDACTED]`
fn named_only(cookie: &str) -> String {
    match cookie.split_once('=') {
        Some((name, value)) if !value.is_empty() => format!("{}={REDACTED}", name.trim()),
        _ => cookie.trim().to_owned(),
    }
}

/// A name or value of an encoded form.
fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests;
