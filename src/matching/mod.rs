//! The match object: which requests are meant. One form for finding, verifying, explaining, faults and recordings.
//!
//! A [`Matcher`] is compiled once, from the JSON object of the admin API or from its query form ([`query`]). Its rules are
//! the environment file's own rule objects and are judged by the engine that chooses responses, so that whatever a rule
//! means in a file it means here. Everything that is said must hold; what is not said is not looked at.

mod condition;
mod path;
pub mod query;
mod read;

use std::cell::OnceCell;

use crate::js::{Str, Value};
use crate::message::Request;
use crate::rules::compile::Text;
use crate::rules::extraction::ExtractionCache;
use crate::rules::{RuleError, Subject};
use crate::state::{Interest, PathInterest};
use crate::template::RenderContext;

use condition::Condition;
use path::PathCondition;
pub use read::{MatchError, SCHEMA, route_name};

/// A match object, compiled.
#[derive(Default)]
pub struct Matcher {
    /// In upper case.
    method: Option<Str>,
    path: Option<PathCondition>,
    /// Paths that are not meant.
    other_path: Option<PathCondition>,
    route: Option<RouteCondition>,
    response: Option<TextCondition>,
    statuses: Vec<StatusCondition>,
    /// Whether these statuses are those that are not meant.
    other_statuses: bool,
    /// The status as a text.
    status: Option<TextCondition>,
    outcome: Option<TextCondition>,
    session: Option<TextCondition>,
    trace_id: Option<TextCondition>,
    proxied: Option<bool>,
    conditions: Vec<Condition>,
    /// Whether one condition is enough.
    any_condition: bool,
    /// The object as it was given.
    source: serde_json::Value,
    /// Bytes that it takes beside the text of that, about.
    weight: usize,
}

/// Which route.
enum RouteCondition {
    /// None at all.
    None,
    /// By uuid, or by method and endpoint as they are declared.
    Named(Box<TextCondition>),
}

/// A text, and how it is compared.
struct TextCondition {
    rule: Text,
    test: Test,
    invert: bool,
}

/// How a text is compared.
enum Test {
    Equals,
    Regex(crate::js::regex::Regex),
    Present,
}

/// A status, or a class of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StatusCondition {
    Is(u16),
    /// `2xx` is 2.
    Class(u16),
}

/// What is known of a request that may be meant.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// The request with its body, as far as that was kept.
    pub request: &'a Request,
    /// Whether the body is all there was.
    pub is_whole: bool,
    /// Parameters of the route that answered.
    pub params: &'a Value,
    /// The route and response that answered.
    pub origin: Option<OriginNames<'a>>,
    /// The status that was sent, once there is one.
    pub status: Option<u16>,
    /// How it was answered, once it is known.
    pub outcome: Option<&'a str>,
    /// The session.
    pub session: Option<&'a str>,
    /// The trace.
    pub trace_id: Option<&'a str>,
    /// Whether it was forwarded, once it is known.
    pub proxied: Option<bool>,
    /// Its number on the route that answered; 0 where that is not known.
    pub number: u64,
}

/// Names of a route and response.
#[derive(Debug, Clone, Copy)]
pub struct OriginNames<'a> {
    /// Uuid of the route.
    pub route: &'a str,
    /// Its method, as written.
    pub method: &'a str,
    /// Its endpoint, as written.
    pub endpoint: &'a str,
    /// The same behind the environment's prefix.
    pub path: &'a str,
    /// Uuid of the response.
    pub response: &'a str,
    /// Its label.
    pub label: &'a str,
}

/// Whether a request is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It cannot be known: a body of which a part is gone decides it.
    Unknown,
}

/// A part of a match object that a request does not meet.
#[derive(Debug, Clone)]
pub struct Failed {
    /// `method`, `path`, `rules[0]: body order.sku`, ...
    pub part: String,
    /// How it is compared.
    pub operator: &'static str,
    /// What is wanted.
    pub expected: String,
    /// What there is, secrets not yet redacted.
    pub actual: Value,
}

impl Matcher {
    /// Bytes that it takes beside the text that it was given as, about.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// The object as it was given.
    pub fn source(&self) -> &serde_json::Value {
        &self.source
    }

    /// The route that it names, where it is one name and no pattern: a uuid, or method and endpoint.
    pub fn named_route(&self) -> Option<&str> {
        match self.route.as_ref()? {
            RouteCondition::Named(wanted) if matches!(wanted.test, Test::Equals) => Some(wanted.rule.source()),
            RouteCondition::Named(_) | RouteCondition::None => None,
        }
    }

    /// Whether it can be judged before there is an answer.
    pub fn is_of_request(&self) -> bool {
        self.response.is_none() && self.statuses.is_empty() && self.outcome.is_none() && self.proxied.is_none()
    }

    /// Whether requests of a session, or of the base, can be meant.
    pub fn is_of_session(&self, session: Option<&str>) -> bool {
        self.session.as_ref().is_none_or(|wanted| wanted.is(session))
    }

    /// What requests have in common that may be meant.
    pub fn interest(&self) -> Interest {
        let path = self.path.as_ref().map_or(PathInterest::Any, PathCondition::interest);
        Interest { method: self.method.as_ref().map(Str::to_string), path }
    }

    /// What it says without looking at the request's body; `None` where its rules decide.
    pub fn judge_head(&self, candidate: &Candidate<'_>) -> Option<Verdict> {
        let fits = self.heads_match(candidate)
            && self.path.as_ref().is_none_or(|path| path.matches(candidate.request.path()).is_some());
        match fits {
            false => Some(Verdict::No),
            true => self.conditions.is_empty().then_some(Verdict::Yes),
        }
    }

    /// Whether the request is meant. What rules read from the state is read in `rendering`.
    ///
    /// # Errors
    /// A rule that cannot be judged.
    pub fn judge(&self, candidate: &Candidate<'_>, rendering: &RenderContext<'_>) -> Result<Verdict, RuleError> {
        if !self.heads_match(candidate) {
            return Ok(Verdict::No);
        }
        let Some(params) = self.params(candidate) else { return Ok(Verdict::No) };
        if self.conditions.is_empty() {
            return Ok(Verdict::Yes);
        }
        let request = candidate.request.clone().with_params(params);
        let subject = Subject::new(RenderContext { request: Some(&request), ..*rendering }, candidate.number, None);
        let cache = ExtractionCache::none();
        let mut unknown = false;
        for condition in &self.conditions {
            if !candidate.is_whole && condition.rule().looks_at_body() {
                unknown = true;
                continue;
            }
            let holds = condition.holds(&subject, &cache)?;
            if holds == self.any_condition {
                return Ok(if self.any_condition { Verdict::Yes } else { Verdict::No });
            }
        }
        Ok(match (unknown, self.any_condition) {
            (true, _) => Verdict::Unknown,
            (false, true) => Verdict::No,
            (false, false) => Verdict::Yes,
        })
    }

    /// Everything but path and rules.
    fn heads_match(&self, candidate: &Candidate<'_>) -> bool {
        let said =
            |wanted: &Option<TextCondition>, text: Option<&str>| wanted.as_ref().is_none_or(|wanted| wanted.is(text));
        self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(candidate.request.method()))
            && self.route.as_ref().is_none_or(|route| route.is(candidate))
            && self.response.as_ref().is_none_or(|wanted| {
                let names = candidate.origin.map(|origin| [origin.response, origin.label]);
                wanted.is_any(names.as_ref().map_or(&[][..], |names| &names[..]))
            })
            && self.other_path.as_ref().is_none_or(|path| path.matches(candidate.request.path()).is_none())
            && self.is_status(candidate.status)
            && said(&self.outcome, candidate.outcome)
            && said(&self.session, candidate.session)
            && said(&self.trace_id, candidate.trace_id)
            && self.proxied.is_none_or(|proxied| candidate.proxied == Some(proxied))
    }

    fn is_status(&self, status: Option<u16>) -> bool {
        let is_listed = status.is_some_and(|status| {
            self.statuses.iter().any(|wanted| match wanted {
                StatusCondition::Is(number) => *number == status,
                StatusCondition::Class(class) => *class == status / 100,
            })
        });
        (self.statuses.is_empty() || is_listed != self.other_statuses)
            && self.status.as_ref().is_none_or(|wanted| {
                let text = status.map(|status| status.to_string());
                wanted.is(text.as_deref())
            })
    }

    /// The parameters that rules see: those of the match object's own path; `None` where that does not match.
    fn params(&self, candidate: &Candidate<'_>) -> Option<Value> {
        match &self.path {
            None => Some(candidate.params.clone()),
            Some(pattern) => pattern.matches(candidate.request.path()).map(|params| params.into()),
        }
    }

    /// What the request does not meet, in the order of the object.
    pub fn failed(&self, candidate: &Candidate<'_>, rendering: &RenderContext<'_>) -> Vec<Failed> {
        let mut failed = Vec::new();
        let request = candidate.request;
        let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        let mut say = |part: &str, operator: &'static str, expected: String, actual: Value| {
            failed.push(Failed { part: part.to_owned(), operator, expected, actual });
        };
        if let Some(method) = &self.method
            && !method.eq_ignore_ascii_case(request.method())
        {
            say("method", "equals", method.to_string(), request.method().into());
        }
        if let Some(path) = &self.path
            && path.matches(request.path()).is_none()
        {
            say("path", "matches", path.shown().to_owned(), request.path().into());
        }
        if let Some(path) = &self.other_path
            && path.matches(request.path()).is_some()
        {
            say("path", "matches", format!("not {}", path.shown()), request.path().into());
        }
        if let Some(route) = &self.route
            && !route.is(candidate)
        {
            let actual = candidate.origin.map_or(Value::Null, |origin| declared(&origin).into());
            say("route", route.operator(), route.shown(), actual);
        }
        if let Some(response) = &self.response {
            let names = candidate.origin.map(|origin| [origin.response, origin.label]);
            if !response.is_any(names.as_ref().map_or(&[][..], |names| &names[..])) {
                say("response", response.operator(), response.shown(), text(candidate.origin.map(|o| o.response)));
            }
        }
        if !self.is_status(candidate.status) {
            let actual = candidate.status.map_or(Value::Null, |status| Value::Number(f64::from(status)));
            say("status", "equals", self.source["status"].to_string(), actual);
        }
        let texts = [
            ("outcome", &self.outcome, candidate.outcome),
            ("session", &self.session, candidate.session),
            ("traceId", &self.trace_id, candidate.trace_id),
        ];
        for (part, wanted, actual) in texts {
            if let Some(wanted) = wanted.as_ref().filter(|wanted| !wanted.is(actual)) {
                say(part, wanted.operator(), wanted.shown(), text(actual));
            }
        }
        if let Some(proxied) = self.proxied.filter(|proxied| candidate.proxied != Some(*proxied)) {
            say("proxied", "equals", proxied.to_string(), candidate.proxied.map_or(Value::Null, Value::from));
        }
        failed.extend(self.failed_conditions(candidate, rendering));
        failed
    }

    fn failed_conditions(&self, candidate: &Candidate<'_>, rendering: &RenderContext<'_>) -> Vec<Failed> {
        let params = self.params(candidate).unwrap_or_else(|| candidate.params.clone());
        let request = candidate.request.clone().with_params(params);
        let subject = Subject::new(RenderContext { request: Some(&request), ..*rendering }, candidate.number, None);
        let cache = ExtractionCache::none();
        let judged = self.conditions.iter().enumerate();
        let judged = judged.filter(|(_, condition)| candidate.is_whole || !condition.rule().looks_at_body());
        let held: Vec<(usize, &Condition, bool)> =
            judged.map(|(i, condition)| (i, condition, condition.holds(&subject, &cache).unwrap_or(false))).collect();
        if self.any_condition && held.iter().any(|(_, _, holds)| *holds) {
            return Vec::new();
        }
        let failed = held.into_iter().filter(|(_, _, holds)| !holds);
        failed
            .map(|(i, condition, _)| {
                let rule = condition.rule();
                Failed {
                    part: format!("rules[{i}]: {}", rule.place_name()),
                    operator: rule.operator_name(),
                    expected: rule.value.source().to_string(),
                    actual: condition.actual(&subject),
                }
            })
            .collect()
    }
}

/// `POST /orders/:id`, as the file declares it.
pub fn declared(origin: &OriginNames<'_>) -> String {
    named(origin.method, origin.endpoint)
}

/// The name of a route by its method and endpoint.
pub fn named(method: &str, endpoint: &str) -> String {
    format!("{} /{}", method.to_ascii_uppercase(), endpoint.trim_start_matches('/'))
}

impl RouteCondition {
    fn is(&self, candidate: &Candidate<'_>) -> bool {
        // A CRUD route declares no method and answers several: it is called by that of the request.
        let with_method = |origin: OriginNames<'_>| match origin.method {
            "" => [origin.endpoint, origin.path].map(|path| named(candidate.request.method(), path)),
            method => [origin.endpoint, origin.path].map(|path| named(method, path)),
        };
        match self {
            Self::None => candidate.origin.is_none(),
            Self::Named(wanted) => {
                let names = candidate.origin.map(|origin| {
                    let [declared, shown] = with_method(origin);
                    [origin.route.to_owned(), declared, shown]
                });
                let names: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
                wanted.is_any(&names)
            }
        }
    }

    fn operator(&self) -> &'static str {
        match self {
            Self::None => "null",
            Self::Named(wanted) => wanted.operator(),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::None => "no route".to_owned(),
            Self::Named(wanted) => wanted.shown(),
        }
    }
}

impl TextCondition {
    fn is(&self, text: Option<&str>) -> bool {
        let holds = match (&self.test, text) {
            (Test::Present, text) => text.is_some(),
            (_, None) => false,
            (Test::Equals, Some(text)) => self.rule.source() == text,
            (Test::Regex(regex), Some(text)) => regex.is_match(text).unwrap_or(false),
        };
        holds != self.invert
    }

    /// Whether one of several names is it.
    fn is_any(&self, names: &[&str]) -> bool {
        let bare = |name: &&str| self.is(Some(name)) != self.invert;
        let names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        names.iter().any(bare) != self.invert
    }

    fn operator(&self) -> &'static str {
        match self.test {
            Test::Equals => "equals",
            Test::Regex(_) => "regex",
            Test::Present => "present",
        }
    }

    fn shown(&self) -> String {
        format!("{}{}", if self.invert { "not " } else { "" }, self.rule.source())
    }
}

/// A request whose kept body is put back for rules to look at; made when it is first needed.
pub struct WithBody<'a> {
    head: &'a Request,
    body: &'a bytes::Bytes,
    whole: OnceCell<Request>,
}

impl<'a> WithBody<'a> {
    /// A recorded head and what was kept of its body.
    pub fn new(head: &'a Request, body: &'a bytes::Bytes) -> Self {
        Self { head, body, whole: OnceCell::new() }
    }

    /// The request.
    pub fn get(&self) -> &Request {
        self.whole.get_or_init(|| {
            let mut request = self.head.clone();
            request.set_body(self.body.clone());
            request
        })
    }
}

#[cfg(test)]
mod tests;
