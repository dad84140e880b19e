//! What rules can look at in a request: each feature is a target and modifier of a Mockoon rule, with the value that
//! the rule would find.

use std::collections::BTreeMap;

use super::exchange::Exchange;
use super::json_text::{Kind, Step, scalars, unquoted};
use super::secrets::{REDACTED, REDACTED_IN_URL};
use super::shape::{self, Endpoint};
use crate::environment::model::RuleTarget;
use crate::js::number;

/// Places of a body that are looked at.
const MAX_PLACES: usize = 100;
/// Bytes of a value that a rule compares.
const MAX_VALUE: usize = 500;
/// Bytes of a body that is compared as a whole.
const MAX_WHOLE: usize = 4_000;

/// Where a feature is, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FeatureSource {
    Params,
    Query,
    Body,
    Header,
    Cookie,
    /// The body as one text.
    WholeBody,
    /// Path and query as they were sent.
    Url,
}

/// One thing that a rule can look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Feature {
    pub(super) place: FeatureSource,
    /// Name or path within the place.
    pub(super) modifier: String,
}

/// What a request has, without what is empty.
pub(super) type Features = BTreeMap<Feature, String>;

impl FeatureSource {
    pub(super) fn target(self) -> RuleTarget {
        match self {
            Self::Params => RuleTarget::Params,
            Self::Query => RuleTarget::Query,
            Self::Body | Self::WholeBody => RuleTarget::Body,
            Self::Header => RuleTarget::Header,
            Self::Cookie => RuleTarget::Cookie,
            Self::Url => RuleTarget::Path,
        }
    }
}

/// The features of requests to one endpoint. `hosts`: whether the host tells them apart.
pub(super) fn of_all(exchanges: &[&Exchange], endpoint: &Endpoint, hosts: bool) -> Vec<Features> {
    let mut all: Vec<Features> = exchanges.iter().map(|exchange| of(exchange, endpoint, hosts)).collect();
    // Of a secret only its presence is known: then its presence is all that is compared.
    let redacted: Vec<Feature> = all
        .iter()
        .flatten()
        .filter(|(_, value)| value.contains(REDACTED) || value.contains(REDACTED_IN_URL))
        .map(|(feature, _)| feature.clone())
        .collect();
    for features in &mut all {
        for feature in &redacted {
            if let Some(value) = features.get_mut(feature) {
                REDACTED.clone_into(value);
            }
        }
    }
    all
}

fn of(exchange: &Exchange, endpoint: &Endpoint, hosts: bool) -> Features {
    let mut features = Features::new();
    let mut note = |place: FeatureSource, modifier: &str, value: String| {
        if !value.is_empty() && value.len() <= MAX_VALUE {
            features.insert(Feature { place, modifier: modifier.to_owned() }, value);
        }
    };
    for (name, value) in endpoint.parameters(&exchange.path()) {
        note(FeatureSource::Params, &name, value);
    }
    for (name, value) in fields(exchange.query()) {
        note(FeatureSource::Query, &name, value);
    }
    for (name, value) in &exchange.request.headers {
        if is_telling(name, value) || hosts && name == "host" {
            note(FeatureSource::Header, name, value.clone());
        }
    }
    for pair in exchange.request.header("cookie").unwrap_or_default().split(';') {
        if let Some((name, value)) = pair.trim().split_once('=').filter(|(name, _)| is_plain(name)) {
            note(FeatureSource::Cookie, name, value.to_owned());
        }
    }
    let body = String::from_utf8_lossy(&exchange.request.body);
    if exchange.request.says_json() {
        for (path, value) in places(&body) {
            note(FeatureSource::Body, &path, value);
        }
    } else if exchange.request.says_form() {
        for (name, value) in fields(&body) {
            note(FeatureSource::Body, &name, value);
        }
    }
    if !body.is_empty() && body.len() <= MAX_WHOLE && exchange.request.media_type() != "multipart/form-data" {
        features.insert(Feature { place: FeatureSource::WholeBody, modifier: String::new() }, body.into_owned());
    }
    features.insert(Feature { place: FeatureSource::Url, modifier: String::new() }, collapsed(&exchange.target));
    features
}

/// Path and query as rules see them: every run of slashes is one.
fn collapsed(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// The fields of a query or form that have one value; `a[b]` is the path `a.b`.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut all: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        let path = name.replace("][", ".").replace('[', ".").replace(']', "");
        if path.split('.').all(is_plain) && !(name.contains('.')) {
            let value = Some(value.into_owned());
            all.entry(path).and_modify(|before| *before = None).or_insert(value);
        }
    }
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The scalars of a JSON text by their paths, as rules print them.
fn places(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    scalars(text, |path, at, kind| {
        let names: Option<Vec<String>> = path
            .iter()
            .map(|step| match step {
                Step::Key(key) => is_plain(key).then(|| key.clone()),
                Step::Index(index) => Some(index.to_string()),
            })
            .collect();
        if let Some(names) = names.filter(|names| !names.is_empty())
            && let Some(value) = text.get(at).and_then(|raw| printed(raw, kind))
        {
            found.push((names.join("."), value));
        }
        found.len() < MAX_PLACES
    });
    found
}

/// A scalar as JavaScript prints it; `null` is no value.
fn printed(raw: &str, kind: Kind) -> Option<String> {
    match kind {
        Kind::String => unquoted(raw),
        Kind::Word if matches!(raw, "true" | "false") => Some(raw.to_owned()),
        Kind::Word => raw.parse::<f64>().ok().map(|n| number::to_str(n).to_string()),
    }
}

/// Whether a name means itself in a modifier.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Headers that say who sent a request, over what and when, but not what is wanted.
const TELLING_NOTHING: &[&str] = &[
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "baggage",
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "date",
    "dnt",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "max-forwards",
    "origin",
    "postman-token",
    "pragma",
    "priority",
    "proxy-connection",
    "referer",
    "request-id",
    "sentry-trace",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "uber-trace-id",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
    "x-client-data",
    "x-correlation-id",
    "x-real-ip",
    "x-request-id",
    "x-request-start",
    "x-trace-id",
];

/// Beginnings of the names of such headers.
const TELLING_NOTHING_BEGINS: &[&str] =
    &[":", "sec-", "x-forwarded-", "x-b3-", "x-amzn-", "x-datadog-", "x-sidemock-", "x-mockoon-", "x-envoy-", "cf-"];

/// Whether an answer may depend on a header.
fn is_telling(name: &str, value: &str) -> bool {
    !TELLING_NOTHING.contains(&name)
        && !TELLING_NOTHING_BEGINS.iter().any(|start| name.starts_with(start))
        && (name == "content-type" && !value.starts_with("multipart/")
            || !shape::is_id(value) && name != "content-type")
}
