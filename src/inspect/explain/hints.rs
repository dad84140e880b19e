//! The usual mistakes, in a sentence each.

use std::sync::Arc;

use crate::exchange::record::is_below_admin;
use crate::js::json;
use crate::routing::decode;
use crate::runtime::neighbours::{Neighbour, NeighbouringRoute};
use crate::runtime::{CompiledRoute, EnvironmentHandle};

use super::case::Case;
use super::nearby::Nearby;
use super::rule;

/// What a request of another method would be.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

const MALFORMED: &str = "a % in the path begins no character of UTF-8: it answers 500 before a route is looked for";
const ADMIN: &str = "paths that begin with /mockoon-admin are the admin API's: routes are looked for only where it has no such \
                     resource and the token is given";

/// All that apply, the likeliest first.
pub(super) fn all(
    handle: &EnvironmentHandle,
    case: &Case<'_>,
    chosen: Option<(&CompiledRoute, usize)>,
    nearest: &[Nearby],
) -> Vec<String> {
    let mut hints = Vec::new();
    match chosen {
        None if decode::path_is_malformed(case.request.path()) => hints.push(MALFORMED.to_owned()),
        None => {
            hints.extend(is_below_admin(case.request).then(|| ADMIN.to_owned()));
            hints.extend(prefix(case));
            hints.extend(method(case));
            hints.extend(slash(case));
            hints.extend(nearest.iter().filter_map(|near| {
                let hint = near.hint.as_ref().filter(|_| near.distance < 1.0)?;
                Some(format!("{} {}: {hint}", near.method, near.endpoint))
            }));
            hints.extend(elsewhere(handle, case));
        }
        Some((route, response)) => {
            hints.extend(shadowed(case, route));
            hints.extend(rules(case, route, response));
        }
    }
    hints.extend(content_type(case));
    if !case.known.is_whole {
        hints.push(
            "only the beginning of the request's body was kept (MOCKOON_MAX_TRANSACTION_LOG_BYTES): whether rules on the \
             body hold cannot be known any more"
                .to_owned(),
        );
    }
    hints
}

/// Why a route that matches does not answer.
pub(super) fn falls_back(route: &CompiledRoute) -> String {
    let (method, path) = (route.definition.method.to_ascii_uppercase(), &route.path);
    format!("{method} {path} matches, but it is in fallback mode, and the rules of none of its responses hold")
}

/// The route that answers a path, as people name it.
fn answering(case: &Case<'_>, method: &str, path: &str) -> Option<String> {
    let candidate = case.compiled.table.candidates(method, path).next()?;
    let route = case.compiled.routes.get(candidate.target.route)?;
    Some(format!("{method} {}", route.path))
}

fn prefix(case: &Case<'_>) -> Option<String> {
    let prefix = case.compiled.source.endpoint_prefix.trim_matches('/');
    if prefix.is_empty() {
        return None;
    }
    let (method, path) = (case.request.method(), case.request.path());
    let doubled = format!("/{prefix}/{prefix}/");
    if path.starts_with(&doubled) {
        let once = path.replacen(&format!("/{prefix}"), "", 1);
        return answering(case, method, &once)
            .map(|route| format!("the prefix /{prefix} is there twice; {route} is meant?"));
    }
    let with = format!("/{prefix}{path}");
    answering(case, method, &with).map(|route| format!("the prefix /{prefix} is missing; {route} is meant?"))
}

fn method(case: &Case<'_>) -> Option<String> {
    let request = case.request;
    let others = METHODS.into_iter().filter(|other| *other != request.method());
    let fitting: Vec<String> = others.filter_map(|other| answering(case, other, request.path())).collect();
    if fitting.is_empty() {
        return None;
    }
    Some(format!("another method is declared for this path: {}, not {}", fitting.join(", "), request.method()))
}

fn slash(case: &Case<'_>) -> Option<String> {
    let (method, path) = (case.request.method(), case.request.path());
    let (other, what) = match path.strip_suffix('/') {
        Some(bare) => (bare.to_owned(), "without its trailing slash"),
        None => (format!("{path}/"), "with a trailing slash"),
    };
    answering(case, method, &other).map(|route| format!("{what} the path would be {route}"))
}

/// A route of another environment that would answer.
fn elsewhere(handle: &EnvironmentHandle, case: &Case<'_>) -> Option<String> {
    let is_self = |other: &Arc<dyn Neighbour>| std::ptr::addr_eq(Arc::as_ptr(other), handle);
    let others = handle.shared.options.neighbours.all().into_iter().filter(|other| !is_self(other));
    let method = case.request.method();
    let found = others.filter_map(|other| other.answering(method, case.request.path())).next()?;
    let NeighbouringRoute { environment, port, path } = found;
    Some(format!("the environment \"{environment}\" (port {port}) has {method} {path}"))
}

/// Later routes that match as well, and never get their turn.
fn shadowed(case: &Case<'_>, chosen: &CompiledRoute) -> Option<String> {
    let candidates = case.compiled.table.candidates(case.request.method(), case.request.path());
    let routes = candidates.filter_map(|candidate| case.compiled.routes.get(candidate.target.route));
    let later: Vec<String> = routes
        .skip_while(|route| !std::ptr::eq(&***route, chosen))
        .skip(1)
        .map(|route| format!("{} {}", route.definition.method.to_ascii_uppercase(), route.path))
        .collect();
    if later.is_empty() {
        return None;
    }
    let by = format!("{} {}", chosen.definition.method.to_ascii_uppercase(), chosen.path);
    Some(format!("{} matches as well and is shadowed by the earlier {by}", later.join(", ")))
}

/// What nearly holds of the responses that were not chosen.
fn rules(case: &Case<'_>, route: &CompiledRoute, chosen: usize) -> Vec<String> {
    let mut hints = Vec::new();
    if route.chooser.disables_rules() {
        if route.chooser.has_rules() {
            hints.push("the route has rules, and its mode, DISABLE_RULES, lets none of them count".to_owned());
        }
        return hints;
    }
    let subject = case.subject(0);
    let others = (0..route.responses.len()).filter(|i| *i != chosen);
    for i in others {
        let failing = route.chooser.rule_set(i).into_iter().flat_map(|set| &set.rules);
        for failed in failing.filter(|one| !case.is_beyond(one) && rule::holds(one, &subject) != Ok(true)) {
            if let Some(hint) = rule::hint(failed, &subject) {
                hints.push(format!("response {}, {}: {hint}", i + 1, failed.place_name()));
            }
        }
    }
    hints
}

/// JSON that is sent as something else.
fn content_type(case: &Case<'_>) -> Option<String> {
    let request = case.request;
    let sent = request.header("content-type").map(|text| text.to_string()).unwrap_or_default();
    let bytes = request.body_bytes();
    let looks_like_json = matches!(bytes.first(), Some(b'{' | b'['));
    if !looks_like_json || sent.to_ascii_lowercase().contains("json") {
        return None;
    }
    json::parse(&request.string_body()).ok()?;
    let sent = if sent.is_empty() { "none".to_owned() } else { format!("\"{sent}\"") };
    Some(format!(
        "the body is JSON, but its Content-Type is {sent}: rules and templates see text; send application/json"
    ))
}
