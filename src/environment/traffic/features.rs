//! What rules can look at in a request: each feature is a target and modifier of a Mockoon rule, with the value that
//! the rule would find.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::Exchange;
use super::fields::{self, Found, is_plain};
use super::secrets::{REDACTED, REDACTED_IN_URL};
use super::shape::{self, Endpoint};
use crate::environment::model::RuleTarget;

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
pub(super) type Features = BTreeMap<Feature, Found>;

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
    let is_secret =
        |value: &Found| matches!(value, Found::Text(text) if text.contains(REDACTED) || text.contains(REDACTED_IN_URL));
    let redacted: Vec<Feature> =
        all.iter().flatten().filter(|(_, value)| is_secret(value)).map(|(feature, _)| feature.clone()).collect();
    for features in &mut all {
        for feature in &redacted {
            if let Some(value) = features.get_mut(feature) {
                *value = Found::Text(REDACTED.to_owned());
            }
        }
    }
    see_characters(&mut all);
    // A header that holds nothing but ids tells nothing, be it there or not.
    let told = |(feature, value): (&Feature, &Found)| matches!(value, Found::Text(_)).then(|| feature.clone());
    let told: BTreeSet<Feature> = all.iter().flatten().filter_map(told).collect();
    for features in &mut all {
        features.retain(|feature, _| feature.place != FeatureSource::Header || told.contains(feature));
    }
    all
}

/// In a text where others have a list, rules find its characters.
fn see_characters(all: &mut [Features]) {
    let parts: BTreeSet<(Feature, Feature, Option<usize>)> = all
        .iter()
        .flat_map(BTreeMap::keys)
        .filter_map(|part| {
            let (whole, step) = part.modifier.rsplit_once('.')?;
            let at: Option<usize> = step.parse().ok();
            (at.is_some() || step == "length")
                .then(|| (Feature { place: part.place, modifier: whole.to_owned() }, part.clone(), at))
        })
        .collect();
    for features in all {
        for (whole, part, at) in &parts {
            let Some(Found::Text(text)) = features.get(whole) else { continue };
            let seen = match at {
                None => Some(text.encode_utf16().count().to_string()),
                Some(at) => text.chars().nth(*at).map(String::from),
            };
            if let Some(seen) = seen.filter(|_| !features.contains_key(part)) {
                features.insert(part.clone(), Found::Other(vec![seen]));
            }
        }
    }
}

fn of(exchange: &Exchange, endpoint: &Endpoint, hosts: bool) -> Features {
    let request = &exchange.request;
    let mut features = Features::new();
    let mut note = |place: FeatureSource, modifier: &str, value: Found| {
        let value = match value {
            Found::Text(text) if text.is_empty() => return,
            Found::Text(text) if text.len() > MAX_VALUE => Found::Other(Vec::new()),
            value => value,
        };
        features.entry(Feature { place, modifier: modifier.to_owned() }).or_insert(value);
    };
    for (name, value) in endpoint.parameters(&exchange.path()) {
        note(FeatureSource::Params, &name, Found::Text(value));
    }
    for (name, value) in fields::of_form(exchange.query()) {
        note(FeatureSource::Query, &name, value);
    }
    for (name, value) in &request.headers {
        if is_telling(name, value) || hosts && name == "host" {
            let times = request.headers.iter().filter(|(other, _)| other == name).count();
            let is_text = times == 1 && is_word(name, value);
            let value = if is_text { Found::Text(value.clone()) } else { Found::Other(Vec::new()) };
            note(FeatureSource::Header, name, value);
        }
    }
    for pair in request.header("cookie").unwrap_or_default().split(';') {
        if let Some((name, value)) = pair.trim().split_once('=').filter(|(name, _)| is_plain(name)) {
            note(FeatureSource::Cookie, name, Found::Text(value.to_owned()));
        }
    }
    let body = String::from_utf8_lossy(&request.body);
    let is_multipart = request.media_type() == "multipart/form-data";
    let fields = match () {
        () if request.says_json() => fields::of_json(&body),
        () if request.says_form() => fields::of_form(&body),
        () if is_multipart => fields::of_multipart(request),
        () => fields::Fields::new(),
    };
    for (path, value) in fields {
        note(FeatureSource::Body, &path, value);
    }
    if !body.is_empty() && body.len() <= MAX_WHOLE && !is_multipart {
        let whole = Feature { place: FeatureSource::WholeBody, modifier: String::new() };
        features.insert(whole, Found::Text(body.into_owned()));
    }
    let url = Feature { place: FeatureSource::Url, modifier: String::new() };
    features.insert(url, Found::Text(collapsed(&exchange.target)));
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
    "device-memory",
    "dnt",
    "downlink",
    "dpr",
    "ect",
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
    "rtt",
    "save-data",
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
    "viewport-width",
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
    let tells_nothing = TELLING_NOTHING.contains(&name)
        || TELLING_NOTHING_BEGINS.iter().any(|start| name.starts_with(start))
        || name == "content-type" && value.starts_with("multipart/");
    !tells_nothing
}

/// Whether the value of a header is one that others send as well, and no id.
fn is_word(name: &str, value: &str) -> bool {
    let is_short_number = value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = || {
        let parts: Vec<&str> = value.split('-').collect();
        parts.iter().map(|part| part.len()).eq([4, 2, 2])
            && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(name, "content-type" | "host")
        || name.contains("version")
        || is_short_number
        || is_date()
        || !shape::is_id(value)
}
