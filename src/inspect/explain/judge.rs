//! Each response of a route with each of its rules: what was wanted, what there was, whether it holds.
//!
//! What was recorded goes before what is seen now: of a request that was answered it is known which rules held, whatever
//! the state has become since. What nobody can know any more is null.

use crate::environment::model::RuleTarget;
use crate::js::Value;
use crate::rules::{Rule, RuleSet, Subject};
use crate::runtime::{CompiledRoute, Outcome};
use crate::state::Step;

use super::case::{Case, object};
use super::rule;

const CUT: &str = "only the beginning of the body was kept (MOCKOON_MAX_TRANSACTION_LOG_BYTES): it cannot be known";
const OTHERWISE: &str = "this is the state of now; it was another when the request came";
const DISABLED: &str = "the mode of the route, DISABLE_RULES, lets no rule count";

/// All responses.
pub(super) fn responses(case: &Case<'_>, route: &CompiledRoute, step: &Step<'_>) -> Value {
    let subject = case.subject(step.next_number(route.cell));
    let all = route.responses.iter().enumerate().map(|(i, response)| {
        let set = route.chooser.rule_set(i);
        let rules = set.map_or(&[][..], |set| &set.rules);
        let judged: Vec<Judged> = rules.iter().map(|rule| Judged::of(case, rule, &subject)).collect();
        let seen = set.map_or(Some(false), |set| together(set, &judged));
        let then = held_then(case, route, i).filter(|_| set.is_some());
        let note = match then {
            Some(then) if seen == Some(!then) => Some(OTHERWISE),
            _ if route.chooser.disables_rules() => Some(DISABLED),
            _ => None,
        };
        let rules = rules.iter().zip(judged).map(|(rule, judged)| judged.into_value(rule, note));
        object([
            ("label", Value::String(response.origin.label.clone())),
            ("response", Value::String(response.origin.response.clone())),
            ("holds", then.or(seen).map_or(Value::Null, Value::Bool)),
            ("operator", Value::from(set.map_or("OR", RuleSet::operator_name))),
            ("rules", Value::array(rules.collect())),
        ])
    });
    Value::array(all.collect())
}

/// Whether the rules of a response held when the request was answered, as far as the answer tells.
fn held_then(case: &Case<'_>, route: &CompiledRoute, response: usize) -> Option<bool> {
    match (case.known.outcome?, case.known.response) {
        (Outcome::Rule, Some(chosen)) if response <= chosen => Some(response == chosen),
        // What is called by its content was the default one.
        (Outcome::Default | Outcome::Crud | Outcome::File, Some(_)) => {
            (!route.chooser.disables_rules()).then_some(false)
        }
        // Only a route whose rules all fail passes a request on.
        (Outcome::NotFound, None) => Some(false),
        _ => None,
    }
}

/// Whether rules hold together, as far as that can be known.
fn together(set: &RuleSet, judged: &[Judged]) -> Option<bool> {
    let decides = set.operator_name() == "OR";
    let mut holds = Some(!decides);
    for one in judged {
        match one.holds {
            Some(is) if is == decides => return Some(decides),
            Some(_) => {}
            None => holds = None,
        }
    }
    holds
}

/// A rule against the request.
struct Judged {
    holds: Option<bool>,
    actual: Value,
    note: Option<String>,
    /// Whether what it looks at is the state of now.
    is_now: bool,
}

impl Judged {
    fn of(case: &Case<'_>, rule: &Rule, subject: &Subject<'_>) -> Self {
        if case.is_beyond(rule) {
            return Self { holds: None, actual: Value::Null, note: Some(CUT.to_owned()), is_now: false };
        }
        let judged = rule::holds(rule, subject);
        let holds = judged == Ok(true);
        let note = match judged {
            Err(reason) => Some(reason),
            Ok(true) => None,
            Ok(false) => rule::hint(rule, subject),
        };
        let is_now = match rule.target {
            RuleTarget::RequestNumber => case.known.number == 0,
            RuleTarget::GlobalVar | RuleTarget::DataBucket | RuleTarget::Templating => true,
            _ => false,
        };
        Self { holds: Some(holds), actual: rule::shown(rule, subject, holds, &case.compiled.redaction), note, is_now }
    }

    /// The rule as it is told; what is noted of all rules of the response is noted where nothing else is.
    fn into_value(self, rule: &Rule, note: Option<&str>) -> Value {
        let of_all = note.filter(|note| *note != OTHERWISE || self.is_now);
        let note = self.note.as_deref().or(of_all);
        let mut value = object([
            ("target", word(rule.target)),
            ("modifier", Value::String(rule.modifier.source().clone())),
            ("operator", word(rule.operator)),
            ("value", Value::String(rule.value.source().clone())),
            ("invert", Value::Bool(rule.is_inverted())),
            ("actual", self.actual),
            ("holds", self.holds.map_or(Value::Null, Value::Bool)),
            ("note", note.map_or(Value::Null, Value::from)),
        ]);
        if self.is_now
            && let Some(object) = value.object_mut()
        {
            object.insert("now", Value::Bool(true));
        }
        value
    }
}

/// A word of the file's own.
fn word(word: impl serde::Serialize) -> Value {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(Value::from)).unwrap_or_default()
}
