//! Each response of a route with each of its rules: what was wanted, what there was, whether it holds.

use crate::environment::model::RuleTarget;
use crate::js::Value;
use crate::rules::extraction::ExtractionCache;
use crate::rules::{Rule, RuleSet, Subject};
use crate::runtime::CompiledRoute;
use crate::runtime::redact::Redaction;
use crate::state::Step;

use super::case::{Case, object};
use super::rule;

/// What was not recorded and is read from the state of now.
#[derive(Clone, Copy)]
pub(super) struct Now {
    /// The number of the next request on the route.
    number: u64,
}

impl Now {
    pub(super) fn of(step: &Step<'_>, route: &CompiledRoute) -> Self {
        Self { number: step.next_number(route.cell) }
    }
}

/// All responses.
pub(super) fn responses(case: &Case<'_>, route: &CompiledRoute, now: Now) -> Value {
    let subject = Subject::new(case.rendering, now.number, None);
    let all = route.responses.iter().enumerate().map(|(i, response)| {
        let set = route.chooser.rule_set(i);
        let rules = set.map_or_else(Vec::new, |set| {
            set.rules.iter().map(|rule| rule_value(rule, &subject, &case.compiled.redaction)).collect()
        });
        let holds =
            set.is_some_and(|set| set.holds(&subject, &ExtractionCache::new(route.chooser.slots())).unwrap_or(false));
        object([
            ("label", Value::String(response.origin.label.clone())),
            ("response", Value::String(response.origin.response.clone())),
            ("holds", Value::Bool(holds)),
            ("operator", Value::from(set.map_or("OR", RuleSet::operator_name))),
            ("rules", Value::array(rules)),
        ])
    });
    Value::array(all.collect())
}

fn rule_value(rule: &Rule, subject: &Subject<'_>, redaction: &Redaction) -> Value {
    let judged = rule::holds(rule, subject);
    let actual = rule::shown(rule, subject, judged == Ok(true), redaction);
    let reads_state = matches!(
        rule.target,
        RuleTarget::RequestNumber | RuleTarget::GlobalVar | RuleTarget::DataBucket | RuleTarget::Templating
    );
    let note = match &judged {
        Err(reason) => Value::from(reason.as_str()),
        Ok(true) => Value::Null,
        Ok(false) => rule::hint(rule, subject).map_or(Value::Null, Value::from),
    };
    let mut value = object([
        ("target", word(rule.target)),
        ("modifier", Value::String(rule.modifier.source().clone())),
        ("operator", word(rule.operator)),
        ("value", Value::String(rule.value.source().clone())),
        ("invert", Value::Bool(rule.is_inverted())),
        ("actual", actual),
        ("holds", Value::Bool(judged == Ok(true))),
        ("note", note),
    ]);
    if reads_state && let Some(object) = value.object_mut() {
        object.insert("now", Value::Bool(true));
    }
    value
}

/// A word of the file's own.
fn word(word: impl serde::Serialize) -> Value {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(Value::from)).unwrap_or_default()
}
