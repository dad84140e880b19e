//! One rule against one request: whether it holds, what it found, and what is odd about that.

use crate::environment::model::{RuleOperator, RuleTarget};
use crate::js::Value;
use crate::rules::extraction::ExtractionCache;
use crate::rules::{Rule, Subject, target};
use crate::runtime::redact::Redaction;

use super::super::secrets;

/// Whether a rule holds.
pub(super) fn holds(rule: &Rule, subject: &Subject<'_>) -> Result<bool, String> {
    rule.holds(subject, &ExtractionCache::none()).map_err(|error| error.to_string())
}

/// What a rule found, as it may be shown: what is redacted elsewhere is redacted here.
pub(super) fn shown(rule: &Rule, subject: &Subject<'_>, holds: bool, redaction: &Redaction) -> Value {
    let found = if holds { "as wanted" } else { "differs" };
    match (target::shown(rule, subject), subject.rendering.request) {
        (Value::Undefined, _) => Value::Null,
        (value, Some(request)) => secrets::shown(&rule.place_name(), value, request, redaction, found),
        (value, None) => value,
    }
}

/// What is odd about the value that a rule found, where the rule does not hold.
pub(super) fn hint(rule: &Rule, subject: &Subject<'_>) -> Option<String> {
    let actual = target::shown(rule, subject);
    let wanted = rule.value.source();
    let text = actual.to_str();
    match (rule.operator, &actual) {
        _ if rule.is_inverted() => None,
        (RuleOperator::Equals, Value::String(_)) if text != *wanted && text.eq_ignore_ascii_case(wanted) => {
            Some(format!("the letter case differs: \"{wanted}\" is wanted"))
        }
        (RuleOperator::Equals, Value::String(_)) if text != *wanted && text.trim() == wanted.trim() => {
            Some("blanks at the ends differ".to_owned())
        }
        (RuleOperator::Regex, Value::String(_)) if rule.matches_in_any_case(&text) => {
            Some("the letter case differs; the operator regex_i ignores it".to_owned())
        }
        (RuleOperator::Equals | RuleOperator::ArrayIncludes, Value::Array(_)) if rule.target == RuleTarget::Query => {
            Some("the query has a list here (the parameter is repeated, or written with [])".to_owned())
        }
        (RuleOperator::ArrayIncludes, Value::String(_) | Value::Number(_)) => {
            Some("a single value is there, and array_includes wants a list".to_owned())
        }
        (RuleOperator::Equals, Value::Object(_)) => {
            Some("an object is there; a path inside of it is wanted".to_owned())
        }
        _ => None,
    }
}
