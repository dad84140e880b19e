//! The file: folders by first segment, routes from the concrete to the open, large bodies in data buckets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::answer::TrafficResponse;
use super::content::{self, Written};
use super::exchange::Exchange;
use super::naming;
use super::routes::{Call, Planned, PlannedResponse, plan};
use super::rules::literal;
use super::shape;
use crate::environment::defaults;
use crate::environment::model::{
    BodyType, ChildKind, DataBucket, Environment, Folder, FolderChild, Header, ResponseMode, Route, RouteResponse,
    RuleOperator,
};
use crate::environment::reader::ROUTE_METHODS;
use crate::js::json;

/// Bytes from which on a JSON body is a data bucket.
const LARGE_BODY: usize = 10_000;

/// How an environment is made.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    /// Its name.
    pub(crate) name: String,
    /// Whether segments that vary like ids become parameters.
    pub(crate) generalize: bool,
}

/// An environment, and what could not become part of it.
#[derive(Debug)]
pub(crate) struct Generated {
    /// The environment.
    pub(crate) environment: Environment,
    /// Requests by the reason that they are left out, with their number.
    pub(crate) left_out: BTreeMap<String, usize>,
    /// Which of the exchanges it is made of.
    pub(crate) used: Vec<usize>,
}

/// The environment that answers as was recorded, of decoded exchanges in the order that they happened.
pub(crate) fn environment(exchanges: &[&Exchange], style: &Style) -> Generated {
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut used = Vec::new();
    for (at, exchange) in exchanges.iter().enumerate() {
        match unfit(exchange) {
            None => used.push(at),
            Some(reason) => *left_out.entry(reason).or_default() += 1,
        }
    }
    let kept: Vec<&Exchange> = used.iter().filter_map(|at| exchanges.get(*at)).copied().collect();
    let environment = Writer::default().environment(planned(&kept, style.generalize), style);
    Generated { environment, left_out, used }
}

/// What an environment is called that was recorded from these: the host that most of them went to.
pub(crate) fn host(exchanges: &[&Exchange]) -> String {
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for exchange in exchanges {
        let host = exchange.origin.split_once("://").map_or("", |(_, host)| host);
        *hosts.entry(host).or_default() += 1;
    }
    let most = hosts.into_iter().filter(|(host, _)| !host.is_empty()).max_by_key(|(_, count)| *count);
    most.map_or_else(|| "Recorded".to_owned(), |(host, _)| host.to_owned())
}

/// Why an exchange has no place in a file.
fn unfit(exchange: &Exchange) -> Option<String> {
    let method = exchange.method.to_ascii_lowercase();
    if !ROUTE_METHODS.contains(&method.as_str()) || matches!(method.as_str(), "" | "all") {
        return Some(format!("Mockoon has no routes for the method {}", exchange.method));
    }
    if !exchange.target.starts_with('/') {
        return Some("its target is no path".to_owned());
    }
    // Below 200 an answer is yet to come.
    (!(200..=999).contains(&exchange.status)).then(|| format!("its status {} is no final answer", exchange.status))
}

fn planned(exchanges: &[&Exchange], generalize: bool) -> Vec<Planned> {
    let paths: Vec<String> = exchanges.iter().map(|exchange| exchange.path()).collect();
    let endpoints = shape::endpoints(&paths.iter().map(String::as_str).collect::<Vec<_>>(), generalize);
    let hosts: BTreeSet<&str> = exchanges.iter().filter_map(|exchange| exchange.request.header("host")).collect();
    let mut groups: Vec<((&str, shape::Endpoint), Vec<Call<'_>>)> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (exchange, endpoint) in exchanges.iter().zip(endpoints) {
        let key = (exchange.method.to_ascii_uppercase(), endpoint.written().to_ascii_lowercase());
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(((exchange.method.as_str(), endpoint), Vec::new()));
            groups.len() - 1
        });
        if let Some((_, calls)) = groups.get_mut(at) {
            calls.push(Call { exchange, answer: TrafficResponse::of(exchange) });
        }
    }
    let routes =
        groups.into_iter().flat_map(|((method, endpoint), calls)| plan(method, &endpoint, calls, hosts.len() > 1));
    let mut routes: Vec<Planned> = routes.collect();
    // A stable sort: what is as open as another keeps its place behind it.
    routes.sort_by_key(|route| route.endpoint.openness());
    routes
}

/// What is known while the parts of a file are written.
#[derive(Default)]
struct Writer {
    buckets: Vec<DataBucket>,
    /// Number of routes by method and endpoint, to tell those of one endpoint apart.
    routes: BTreeMap<(String, String), usize>,
}

impl Writer {
    fn environment(mut self, planned: Vec<Planned>, style: &Style) -> Environment {
        let mut environment = defaults::environment();
        let mut folders: Vec<Folder> = Vec::new();
        // The open ones at last, wherever their folder stands.
        let (mut children, mut open) = (Vec::new(), Vec::new());
        for route in planned {
            let folder = route.endpoint.folder().map(str::to_owned);
            let route = self.route(route);
            let child = FolderChild { uuid: route.uuid.clone(), kind: ChildKind::Route };
            environment.routes.push(Arc::new(route));
            let Some(name) = folder else {
                open.push(child);
                continue;
            };
            let known = folders.iter_mut().find(|folder| folder.name.eq_ignore_ascii_case(&name));
            if let Some(folder) = known {
                Arc::make_mut(&mut folder.children).push(child);
                continue;
            }
            let uuid = naming::uuid(&[b"folder", name.to_ascii_lowercase().as_bytes()]);
            children.push(FolderChild { uuid: uuid.as_str().into(), kind: ChildKind::Folder });
            folders.push(Folder { uuid: uuid.into(), name: name.into(), children: Arc::new(vec![child]) });
        }
        children.extend(open);
        let routes: Vec<&[u8]> = environment.routes.iter().map(|route| route.uuid.as_bytes()).collect();
        environment.uuid =
            naming::uuid(&[&[b"environment".as_slice(), style.name.as_bytes()], routes.as_slice()].concat());
        environment.name = style.name.clone();
        environment.folders = folders;
        environment.root_children = Arc::new(children);
        environment.data = self.buckets;
        environment
    }

    fn route(&mut self, planned: Planned) -> Route {
        let endpoint = planned.endpoint.written();
        let number = self.routes.entry((planned.method.clone(), endpoint.clone())).or_default();
        *number += 1;
        let number = number.to_be_bytes();
        let uuid = naming::uuid(&[b"route", planned.method.as_bytes(), endpoint.as_bytes(), &number]);
        let total = planned.responses.len();
        let has_default = planned.responses.iter().any(|response| response.is_default);
        let responses = planned.responses.into_iter().enumerate().map(|(at, response)| {
            let label = match planned.mode {
                Some(ResponseMode::Sequential) => format!("{} ({} of {total})", label(&response), at + 1),
                _ => label(&response),
            };
            let is_default = response.is_default || !has_default && at == 0;
            let mut written = self.response(response.answer, &endpoint, &planned.method);
            written.uuid = naming::uuid(&[b"response", uuid.as_bytes(), &at.to_be_bytes()]).into();
            written.label = naming::label(&label).into();
            written.default = is_default;
            written.rules = response.rules.into();
            written.rules_operator = response.operator;
            Arc::new(written)
        });
        let responses = responses.collect();
        let documentation = match planned.requests {
            0 => "For whatever was not recorded".to_owned(),
            1 => "Recorded from 1 request".to_owned(),
            requests => format!("Recorded from {requests} requests"),
        };
        Route {
            uuid: uuid.into(),
            documentation: documentation.into(),
            method: planned.method.into(),
            endpoint: endpoint.into(),
            responses,
            response_mode: planned.mode,
            ..defaults::route()
        }
    }

    fn response(&mut self, answer: TrafficResponse, endpoint: &str, method: &str) -> RouteResponse {
        let message = super::Message { headers: answer.headers, body: answer.body };
        let content::Text { text, written } = content::text(&message);
        let mut headers: Vec<Header> = message
            .headers
            .iter()
            .map(|(name, value)| Header { key: naming::header(name).into(), value: literal(value).into() })
            .collect();
        if let Some(charset) = written.charset() {
            let value = message.type_with_charset(charset);
            headers.retain(|header| !header.key.eq_ignore_ascii_case("content-type"));
            headers.insert(0, Header { key: "Content-Type".into(), value: literal(&value).into() });
        }
        let response = RouteResponse {
            status_code: f64::from(answer.status),
            headers: headers.into(),
            body: Default::default(),
            ..defaults::response()
        };
        // Others are not what a JSON document is read as.
        let is_utf8 = matches!(written, Written::Utf8 | Written::Anew);
        if is_utf8 && let Some(id) = self.bucket(&text, endpoint, method) {
            return RouteResponse { body_type: BodyType::Databucket, databucket_id: id.into(), ..response };
        }
        // The reference's template parser refuses some characters that no text has.
        let disable_templating = !is_utf8 || text.contains("{{") || text.contains('\0');
        RouteResponse { disable_templating, body: text.into_owned().into(), ..response }
    }

    /// The id of the data bucket for a large body; `None` where it would not be sent as it is: a bucket is a template, and
    /// is written anew as JSON.
    fn bucket(&mut self, text: &str, endpoint: &str, method: &str) -> Option<String> {
        if text.len() < LARGE_BODY || text.contains("{{") {
            return None;
        }
        if let Some(known) = self.buckets.iter().find(|bucket| bucket.value == text) {
            return Some(known.id.to_string());
        }
        let value = json::parse(text).ok().filter(|value| value.is_typeof_object())?;
        if json::stringify(&value).as_deref() != Some(text) {
            return None;
        }
        let used = |id: &str| self.buckets.iter().any(|bucket| bucket.id == id);
        let print = naming::fingerprint(&[text.as_bytes()]);
        let mut ids = (0..print.len().saturating_sub(3)).filter_map(|at| print.get(at..at + 4));
        let id = ids.find(|id| !used(id))?.to_owned();
        let (base, mut name, mut number) = (format!("{} /{endpoint}", method.to_ascii_uppercase()), String::new(), 0);
        while name.is_empty() || self.buckets.iter().any(|bucket| bucket.name == name) {
            number += 1;
            name = if number == 1 { base.clone() } else { format!("{base} ({number})") };
        }
        self.buckets.push(DataBucket {
            uuid: naming::uuid(&[b"bucket", text.as_bytes()]).into(),
            id: id.as_str().into(),
            name: name.into(),
            documentation: Default::default(),
            value: text.into(),
        });
        Some(id)
    }
}

/// What a response is called: its reason, and when it is given.
fn label(response: &PlannedResponse) -> String {
    let reason = naming::reason(response.answer.status);
    let rules = response.rules.iter().map(|rule| {
        let modifier = if rule.modifier.is_empty() { "the whole" } else { rule.modifier.as_str() };
        match (rule.operator, rule.invert) {
            (RuleOperator::Null, false) => format!("no {modifier}"),
            (RuleOperator::Null, true) => format!("with {modifier}"),
            (RuleOperator::Regex, _) => {
                let values = rule.value.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$"));
                format!("{modifier} = {}", values.unwrap_or(&rule.value))
            }
            _ => format!("{modifier} = {}", rule.value),
        }
    });
    let rules: Vec<String> = rules.collect();
    match rules.is_empty() {
        true => reason.to_owned(),
        false => format!("{reason}: {}", rules.join(", ")).trim_start_matches(": ").to_owned(),
    }
}
