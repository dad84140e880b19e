//! From the JSON object to the matcher.

use serde_json::{Map, Value};

use super::condition::Condition;
use super::path::PathCondition;
use super::{Matcher, RouteCondition, StatusCondition, Test, TextCondition};
use crate::budget::{self, Exceeded};
use crate::environment::model::{self, RuleOperator, RuleTarget};
use crate::js::Str;
use crate::js::regex::{self, Regex};
use crate::routing::Pattern;
use crate::rules::compile::Text;
use crate::rules::extraction::ExtractionSlots;
use crate::rules::{self, Rule};

/// The JSON Schema of the object; names of keys and rules are checked by it before they come here.
pub const SCHEMA: &str = r##"{
    "type": "object", "title": "match object", "additionalProperties": false,
    "description": "all of it must hold",
    "properties": {
        "method": {"type": "string"},
        "path": {"type": "string", "description": "in the syntax of endpoints, prefix included"},
        "route": {"type": ["string", "null"], "description": "a uuid, or \"POST /orders/:id\" as declared; null: no route"},
        "response": {"type": "string", "description": "a uuid or a label"},
        "status": {"anyOf": [
            {"title": "a status", "type": "integer", "minimum": 100, "maximum": 999},
            {"title": "a class such as \"2xx\"", "type": "string", "pattern": "^([1-9]xx|[1-9][0-9][0-9])$", "description": "a status or a class such as \"2xx\""},
            {"title": "a list of these", "type": "array", "minItems": 1, "items": {"anyOf": [
                {"title": "a status", "type": "integer", "minimum": 100, "maximum": 999},
                {"title": "a class such as \"2xx\"", "type": "string", "pattern": "^([1-9]xx|[1-9][0-9][0-9])$", "description": "a status or a class such as \"2xx\""}
            ]}}
        ]},
        "outcome": {"type": "string", "enum": ["default", "rule", "sequential", "random", "crud", "file", "stub", "forced", "websocket", "proxied", "preflight", "not-found", "error", "fault"]},
        "session": {"type": "string", "pattern": "^[A-Za-z0-9._~:-]{1,128}$", "description": "the id of a session"},
        "traceId": {"type": "string"},
        "proxied": {"type": "boolean"},
        "rules": {"type": "array", "maxItems": 1000, "items": {
            "type": "object", "additionalProperties": false, "required": ["target"],
            "properties": {
                "target": {"type": "string", "enum": ["body", "query", "header", "cookie", "params", "path", "method", "request_number", "global_var", "data_bucket", "templating"]},
                "modifier": {"type": "string"},
                "value": {"type": "string"},
                "invert": {"type": "boolean"},
                "operator": {"$ref": "#/components/schemas/RuleOperator"}
            }
        }},
        "rulesOperator": {"type": "string", "enum": ["AND", "OR"]}
    }
}"##;

/// How a request may have been answered, as [`SCHEMA`] has it.
pub(super) const OUTCOMES: [&str; 14] = [
    "default",
    "rule",
    "sequential",
    "random",
    "crud",
    "file",
    "stub",
    "forced",
    "websocket",
    "proxied",
    "preflight",
    "not-found",
    "error",
    "fault",
];

/// Bytes of a matcher without its rules and texts.
const MATCHER: usize = 1_200;
/// Bytes of a rule as it was given, beside its texts.
const GIVEN_RULE: usize = 900;
/// What the budget takes for a byte that is charged.
const DOUBLED: usize = 2;

/// Why an object is no match object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MatchError {
    /// Where, below the object: `.rules[0].value`.
    pub path: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Matcher {
    /// Compiles an object that is as [`SCHEMA`] says; anything else of it is not looked at.
    ///
    /// # Errors
    /// A path that can never match, a regular expression that is none, or no room for what the object is compiled to.
    pub fn read(object: &Value) -> Result<Self, MatchError> {
        let mut weight = MATCHER;
        charge(MATCHER, "")?;
        let text = |key: &str| object[key].as_str();
        let path = text("path").map(read_path);
        let method = text("method").map(read_method).transpose()?;
        let route = match object.get("route") {
            None => None,
            Some(Value::String(route)) => {
                Some(RouteCondition::Named(Box::new(TextCondition::equals(&route_name(route)))))
            }
            Some(_) => Some(RouteCondition::None),
        };
        let statuses = match &object["status"] {
            Value::Null => Vec::new(),
            Value::Array(list) => list.iter().filter_map(status).collect(),
            one => status(one).into_iter().collect(),
        };
        let mut conditions = Vec::new();
        for (i, rule) in object["rules"].as_array().into_iter().flatten().enumerate() {
            let (rule, heavy) = read_rule(rule, i)?;
            conditions.push(Condition::Rule(rule));
            weight += heavy;
        }
        Ok(Self {
            method,
            path: path.transpose()?,
            other_path: None,
            route,
            response: text("response").map(TextCondition::equals),
            statuses,
            other_statuses: false,
            status: None,
            outcome: text("outcome").map(TextCondition::equals),
            session: text("session").map(TextCondition::equals),
            trace_id: text("traceId").map(|id| TextCondition::equals(&id.to_ascii_lowercase())),
            proxied: object["proxied"].as_bool(),
            conditions,
            any_condition: text("rulesOperator") == Some("OR"),
            source: object.clone(),
            weight,
        })
    }

    /// One that means every request.
    pub fn any() -> Self {
        Self { source: Value::Object(Map::new()), ..Self::default() }
    }
}

/// A method, in any case.
fn read_method(method: &str) -> Result<Str, MatchError> {
    match http::Method::from_bytes(method.as_bytes()) {
        Ok(_) => Ok(Str::from(method.to_ascii_uppercase())),
        Err(_) => {
            let message = format!("expected one method such as GET, without blanks, not \"{method}\"");
            Err(MatchError { path: ".method".to_owned(), message })
        }
    }
}

/// A path in the syntax of endpoints.
pub(super) fn read_path(path: &str) -> Result<PathCondition, MatchError> {
    Pattern::compile("", path.trim_start_matches('/'))
        .map(PathCondition::new)
        .map_err(|error| MatchError { path: ".path".to_owned(), message: format!("the path never matches: {error}") })
}

/// `post orders/:id` as the file's route would be shown; a uuid stays what it is.
pub fn route_name(text: &str) -> String {
    match text.split_once(char::is_whitespace) {
        Some((method, endpoint)) => {
            format!("{} /{}", method.to_ascii_uppercase(), endpoint.trim().trim_start_matches('/'))
        }
        None => text.to_owned(),
    }
}

fn status(value: &Value) -> Option<StatusCondition> {
    match value {
        Value::String(text) => match text.strip_suffix("xx") {
            Some(class) => class.parse().ok().map(StatusCondition::Class),
            None => text.parse().ok().map(StatusCondition::Is),
        },
        number => number.as_f64().map(|number| StatusCondition::Is(number as u16)),
    }
}

/// Charges what something is about to weigh.
fn charge(weight: usize, path: &str) -> Result<(), MatchError> {
    let refused = |exceeded: Exceeded| MatchError { path: path.to_owned(), message: exceeded.to_string() };
    budget::make(weight / DOUBLED).map_err(refused)
}

/// The rule, and what it weighs.
fn read_rule(rule: &Value, i: usize) -> Result<(Rule, usize), MatchError> {
    let text = |key: &str| Str::new(rule[key].as_str().unwrap_or_default());
    let word = |key: &str, default: &str| Value::from(rule[key].as_str().unwrap_or(default));
    let operator: RuleOperator = serde_json::from_value(word("operator", "equals")).unwrap_or(RuleOperator::Equals);
    let source = model::Rule {
        target: serde_json::from_value(word("target", "body")).unwrap_or(RuleTarget::Body),
        modifier: text("modifier"),
        value: text("value"),
        invert: rule["invert"].as_bool().unwrap_or(false),
        operator,
    };
    let weight = GIVEN_RULE + rules::weight::weight(&source);
    charge(weight, &format!(".rules[{i}]"))?;
    let compiled = Rule::new(&source, &mut ExtractionSlots::default());
    match compiled.invalid_regex() {
        None => Ok((compiled, weight)),
        Some(reason) => Err(MatchError { path: format!(".rules[{i}].value"), message: reason }),
    }
}

impl TextCondition {
    /// Exactly this text.
    pub(super) fn equals(text: &str) -> Self {
        Self { rule: Text::new(text), test: Test::Equals, invert: false }
    }

    /// The query form: `~regex`, `!not`, `*` for present, `\literal`.
    ///
    /// # Errors
    /// A regular expression that is none.
    pub(super) fn of_query(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self { test: Test::Present, ..Self::equals(text) });
        }
        if let Some(rest) = text.strip_prefix('\\') {
            return Ok(Self::equals(rest));
        }
        if let Some(rest) = text.strip_prefix('!') {
            return Self::of_query(rest).map(|wanted| Self { invert: !wanted.invert, ..wanted });
        }
        match text.strip_prefix('~') {
            Some(pattern) => {
                charge(regex::weight(pattern), "").map_err(|error| error.message)?;
                let regex = Regex::new(pattern, "").map_err(|error| error.to_string())?;
                Ok(Self { test: Test::Regex(regex), ..Self::equals(pattern) })
            }
            None => Ok(Self::equals(text)),
        }
    }
}
