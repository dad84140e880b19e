//! What a rule looks at.

use crate::environment::model::{RuleOperator, RuleTarget};
use crate::js::{Object, Str, Value};
use crate::message::Request;

use super::compile::{Rule, value_at};
use super::{RuleError, Subject};

/// What extraction gave.
pub enum Extracted {
    /// The rule fails whatever the operator is (a cookie without a name).
    Fails,
    /// A value, perhaps `Undefined`.
    Value(Value),
}

/// The value of a rule's target.
///
/// # Errors
/// What a JSONPath in the modifier raises.
pub fn extract(rule: &Rule, subject: &Subject<'_>) -> Result<Extracted, RuleError> {
    let modifier = rule.modifier.render(&subject.scope);
    let Some(request) = subject.scope.request else { return Ok(Extracted::Value(Value::Undefined)) };
    Ok(Extracted::Value(match rule.target {
        RuleTarget::RequestNumber => Value::Number(subject.number as f64),
        RuleTarget::Cookie => {
            if modifier.is_empty() {
                return Ok(Extracted::Fails);
            }
            request.cookies().get(&modifier)
        }
        RuleTarget::Path => Value::array(vec![Value::from(request.url()), Value::str(request.original_path())]),
        RuleTarget::Method => Value::str(request.method().to_ascii_lowercase()),
        RuleTarget::Header if modifier.is_empty() => Value::str(""),
        RuleTarget::Header => request.header(&modifier).map_or(Value::Undefined, Value::String),
        RuleTarget::Templating => Value::String(modifier),
        RuleTarget::Body => body(rule, &modifier, subject, request)?,
        RuleTarget::Query if modifier.is_empty() => request.query().clone(),
        RuleTarget::Query => value_at(rule, &modifier, request.query())?,
        RuleTarget::Params | RuleTarget::GlobalVar | RuleTarget::DataBucket if modifier.is_empty() => Value::Undefined,
        RuleTarget::Params => value_at(rule, &modifier, request.params())?,
        RuleTarget::GlobalVar => value_at(rule, &modifier, &Value::Object(subject.scope.world.globals.snapshot()))?,
        RuleTarget::DataBucket => value_at(rule, &modifier, &bucket_targets(subject))?,
    }))
}

fn body(rule: &Rule, modifier: &Str, subject: &Subject<'_>, request: &Request) -> Result<Value, RuleError> {
    if let Some(message) = subject.message {
        return if modifier.is_empty() {
            Ok(Value::String(message.string_body()))
        } else {
            value_at(rule, modifier, &parsed_or_text(message))
        };
    }
    if !modifier.is_empty() {
        return value_at(rule, modifier, &parsed_or_text(request));
    }
    match rule.operator {
        RuleOperator::Equals | RuleOperator::Regex | RuleOperator::RegexI => Ok(Value::String(request.string_body())),
        _ => Ok(parsed_or_text(request)),
    }
}

/// The parsed body where rules may look into it (the content type is matched with case here, unlike when
/// parsing), else its text.
fn parsed_or_text(request: &Request) -> Value {
    let parsable = request.header("content-type").is_some_and(|t| {
        ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"]
            .iter()
            .chain(&["application/soap+xml", "text/xml"])
            .any(|known| t.contains(known))
            || is_vendor_json(&t)
    });
    let body = request.body();
    if parsable && !body.is_undefined() { body.clone() } else { Value::String(request.string_body()) }
}

/// `application/...+json` in any case.
fn is_vendor_json(content_type: &str) -> bool {
    let lower = content_type.to_ascii_lowercase();
    lower.find("application/").is_some_and(|at| lower[at..].contains("+json"))
}

/// All buckets by id and by name, as rule paths address them.
pub fn bucket_targets(subject: &Subject<'_>) -> Value {
    let mut targets = Object::with_capacity(subject.scope.buckets.len() * 2);
    for bucket in subject.scope.buckets {
        let value = bucket.value();
        targets.insert(bucket.id.clone(), value.clone());
        targets.insert(bucket.name.clone(), value);
    }
    Value::object(targets)
}
