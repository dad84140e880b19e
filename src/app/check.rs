//! `MOCKOON_CHECK`: loads everything, listens nowhere, and reports what a start would meet.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::environment::check as environment_check;
use crate::environment::load::Loaded;
use crate::environment::model::{Callback, Environment, Header, ResponseMode, Route, RouteKind, RouteResponse};
use crate::environment::remote::Remote;
use crate::environment::route_tree;
use crate::environment::warning::{Warning, WarningKind, repaired, summed};
use crate::routing::Pattern;
use crate::settings::{self, Settings};
use crate::template::Template;
use crate::traces::TraceOptions;

use super::candidate::Candidate;
use super::error::{StartError, describe};
use super::read::{MountedEnvironments, SPECIAL, read_all, refuse_same_port, special_files};
use super::try_start::try_start;
use super::{fetch, front, overrides_of, shared_ports};

/// What a check found.
#[derive(Debug)]
pub struct CheckReport {
    /// The report, for people.
    pub text: String,
    /// The exit code: 0 where a start would succeed, as far as settings and files decide.
    pub code: u8,
}

/// Loads everything that the settings name and reports on it, with what a start would log as warnings; `ignored` is said of
/// the variables themselves.
pub fn check(settings: &Settings, ignored: &[settings::Warning]) -> CheckReport {
    let remote = Remote::default();
    let fetched = fetch::fetch_now(settings, &remote);
    let MountedEnvironments { candidates, left_alone, error } = match fetched {
        Ok(()) => read_all(settings, &remote),
        Err(error) => MountedEnvironments { error: Some(error), ..MountedEnvironments::default() },
    };
    let mut warnings: Vec<String> = ignored.iter().map(ToString::to_string).collect();
    warnings.extend(of_traces());
    let special = special_files(settings).into_iter();
    warnings.extend(special.map(|file| format!("{}: skipped: {SPECIAL}", file.display())));
    warnings.extend(front::problems(settings, candidates.iter().map(Candidate::tenant).collect()));
    warnings.extend(settings.absent_directories());
    warnings.extend(settings.spare(candidates.len()).map(|spare| spare.to_string()));
    let settled = settings.check_files().map_err(StartError::Settings);
    let mut error = error
        .or_else(|| refuse_same_port(&candidates, settings).err())
        .or_else(|| shared_ports::refuse(settings, &candidates).err());
    if settled.is_ok() && error.is_none() {
        match try_start(settings, &candidates) {
            Ok(warning) => warnings.extend(warning),
            Err(refused) => error = Some(refused),
        }
    }
    let errors: Vec<StartError> = settled.err().into_iter().chain(error).collect();
    let alone = left_alone.iter().map(|(file, reason)| format!("{}: left alone: {reason}", file.display()));
    warnings.extend(alone);
    let mut text = String::new();
    for error in &errors {
        error.to_string().lines().for_each(|line| entry(&mut text, "error", line));
    }
    for warning in &warnings {
        entry(&mut text, "warning", warning);
    }
    let verdict = if errors.is_empty() { "ready to start" } else { "cannot be started" };
    report(&mut text, &candidates, settings, warnings.len(), verdict);
    CheckReport { text, code: code(&errors) }
}

/// That of the first error: settings are as wrong as for a start, all else is of environments here.
fn code(errors: &[StartError]) -> u8 {
    match errors.first().map(StartError::exit_code) {
        None => 0,
        Some(settings @ 64) => settings,
        Some(_) => 65,
    }
}

/// What a start says of OpenTelemetry's variables.
fn of_traces() -> Vec<String> {
    let (options, warnings) = TraceOptions::from_vars(settings::process_vars());
    let of_file = options.and_then(|options| options.certificate_warning());
    warnings.iter().map(ToString::to_string).chain(of_file).collect()
}

fn entry(text: &mut String, kind: &str, message: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{kind}: {message}");
}

/// A paragraph on each candidate, and a summary that counts these earlier warnings too.
fn report(text: &mut String, candidates: &[Candidate], settings: &Settings, mut warnings: usize, verdict: &str) {
    let overrides = overrides_of(settings);
    let mut routes = 0;
    for (position, candidate) in candidates.iter().enumerate() {
        let environment = &candidate.loaded.environment;
        let found = findings(&candidate.loaded, settings);
        let address = overrides.apply(position, &candidate.declared());
        let place = if overrides.listens(&address) {
            format!("on port {}", address.port)
        } else {
            "at the front door".to_owned()
        };
        let _ = writeln!(
            text,
            "{}: \"{}\" {place}, {} routes",
            describe(candidate.file.as_deref()),
            environment.name,
            environment.routes.len()
        );
        for warning in summed(&found) {
            let _ = writeln!(text, "  warning: {warning}");
        }
        let more_repairs = candidate.loaded.repairs_total - candidate.loaded.repairs.len();
        if more_repairs > 0 {
            let _ = writeln!(text, "  warning: and {more_repairs} more repairs");
        }
        routes += environment.routes.len();
        warnings += found.len() + more_repairs;
    }
    let _ = writeln!(text, "{} environments, {routes} routes, {warnings} warnings: {verdict}", candidates.len());
}

/// Everything worth knowing about one file.
fn findings(loaded: &Loaded, settings: &Settings) -> Vec<Warning> {
    let mut found: Vec<Warning> = repaired(&loaded.repairs).collect();
    found.extend(loaded.warnings.iter().cloned());
    found.extend(environment_check::findings(&loaded.environment));
    found.extend(routing(&loaded.environment, &settings.disable_routes));
    found.extend(templates(&loaded.environment));
    found
}

fn name(route: &Route) -> String {
    let method = match route.kind {
        RouteKind::Crud => "CRUD".to_owned(),
        RouteKind::Ws => "WS".to_owned(),
        RouteKind::Http => route.method.to_uppercase(),
    };
    format!("route {method} /{}", route.endpoint)
}

/// Routes that can never match, and routes that an earlier one hides.
fn routing(environment: &Environment, disabled: &[String]) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut hidden_by: HashMap<(String, String), &Route> = HashMap::new();
    let order = route_tree::rest_order(environment, disabled)
        .into_iter()
        .chain(route_tree::websocket_order(environment, disabled));
    // Both orders have all routes in folders.
    let mut seen = HashSet::new();
    let order = order.filter(|index| seen.insert(*index));
    for route in order.filter_map(|index| environment.routes.get(index)) {
        if let Err(error) = Pattern::compile(&environment.endpoint_prefix, &route.endpoint) {
            let text = format!("{} ({}) never matches: {error}", name(route), route.uuid);
            found.push(Warning::new(WarningKind::NeverMatches, text));
            continue;
        }
        let path = shape(&route.endpoint);
        let key = |method: &str| (method.to_owned(), path.clone());
        let kind = match route.kind {
            RouteKind::Http => route.method.as_str(),
            RouteKind::Crud => "crud",
            RouteKind::Ws => "ws",
        };
        let all = (route.kind == RouteKind::Http).then(|| hidden_by.get(&key("all"))).flatten();
        match all.or_else(|| hidden_by.get(&key(kind))) {
            Some(earlier) => {
                let text = format!("{} is never reached: {} answers first", name(route), name(earlier));
                found.push(Warning::new(WarningKind::NeverReached, text));
            }
            None if answers_always(route) => {
                hidden_by.insert(key(kind), route);
            }
            None => {}
        }
    }
    found
}

/// Whether no request goes on to the next route that matches.
fn answers_always(route: &Route) -> bool {
    route.kind != RouteKind::Http
        || (route.response_mode != Some(ResponseMode::Fallback) && !route.responses.is_empty())
}

/// An endpoint without what makes no difference to matching: case, names of parameters, a trailing slash.
fn shape(endpoint: &str) -> String {
    // In quotes a name may hold anything; without them it ends before a dot.
    let is_name = |name: &str| match name.strip_prefix('"') {
        Some(quoted) => quoted.find('"') == Some(quoted.len() - 1),
        None => name.chars().all(|c| c.is_alphanumeric() || c == '_'),
    };
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) if is_name(name) => ":".to_owned(),
        _ => segment.to_lowercase(),
    };
    endpoint.trim_end_matches('/').split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Templates that do not parse, and helpers that nobody knows.
fn templates(environment: &Environment) -> Vec<Warning> {
    let mut found = Findings::default();
    found.headers("the environment", &environment.headers);
    for bucket in &environment.data {
        found.look(&format!("data bucket \"{}\"", bucket.name), "value", &bucket.value);
    }
    for callback in &environment.callbacks {
        found.callback(callback);
    }
    for route in &environment.routes {
        let route_name = name(route);
        for (index, response) in route.responses.iter().enumerate() {
            found.response(&format!("{route_name}, response {}", index + 1), response);
        }
    }
    found.list
}

#[derive(Default)]
struct Findings {
    list: Vec<Warning>,
}

impl Findings {
    fn response(&mut self, place: &str, response: &RouteResponse) {
        if !response.disable_templating {
            self.look(place, "body", &response.body);
        }
        self.look(place, "file path", &response.file_path);
        self.headers(place, &response.headers);
        for rule in &response.rules {
            self.look(place, "rule", &rule.modifier);
            self.look(place, "rule", &rule.value);
        }
    }

    fn callback(&mut self, callback: &Callback) {
        let place = format!("callback \"{}\"", callback.name);
        self.look(&place, "uri", &callback.uri);
        self.look(&place, "body", &callback.body);
        self.look(&place, "file path", &callback.file_path);
        self.headers(&place, &callback.headers);
    }

    fn headers(&mut self, place: &str, headers: &[Header]) {
        for header in headers {
            self.look(place, &format!("header {}", header.key), &header.value);
        }
    }

    fn look(&mut self, place: &str, part: &str, source: &str) {
        if !source.contains("{{") {
            return;
        }
        let template = Template::compile(source);
        if let Some(error) = template.error() {
            let reason = error.to_string();
            let line = reason.lines().next().unwrap_or_default();
            let text = format!("{place}: the {part} is no template: {line}");
            self.list.push(Warning::new(WarningKind::Template, text));
        }
        let unknown: HashSet<&str> = template.unknown_helpers().map(|helper| helper.as_str()).collect();
        let mut unknown: Vec<&str> = unknown.into_iter().collect();
        unknown.sort_unstable();
        for helper in unknown {
            let text = format!("{place}: the {part} calls the unknown helper \"{helper}\"");
            self.list.push(Warning::new(WarningKind::Helper, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_that_match_the_same_have_the_same_shape() {
        for (a, b, same) in [
            ("users/:id", "Users/:name/", true),
            ("users/:id", "users/:id?", false),
            (":id.json", ":id", false),
            (r#"a/:"id.value""#, "a/:id", true),
            (r#"a/:"id-1"/b"#, "a/:id/b", true),
            (r#"a/:"id".json"#, "a/:id", false),
            ("a/b", "a/c", false),
            ("a/*", "a/*", true),
        ] {
            assert_eq!(shape(a) == shape(b), same, "{a} {b}");
        }
    }
}
