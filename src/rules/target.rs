//! What a rule looks at.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::environment::model::RuleTarget;
use crate::environment::rule_operator::Compare;
use crate::js::path::ValuePath;
use crate::js::{Object, Str, Value};
use crate::message::{HeaderKey, Request};

use super::compile::Rule;
use super::extraction::ExtractionCache;
use super::{RuleError, Subject};

/// What extraction gave.
pub enum Extracted<'v> {
    /// The rule fails whatever the operator is (a cookie without a name).
    Fails,
    /// A value, perhaps `Undefined`.
    Value(Cow<'v, Value>),
}

/// The value of a rule's target.
///
/// # Errors
/// What a JSONPath in the modifier raises.
pub fn extract<'v>(
    rule: &'v Rule,
    subject: &'v Subject<'_>,
    cache: &'v ExtractionCache<'_>,
) -> Result<Extracted<'v>, RuleError> {
    if let Some(value) = rule.slot.and_then(|slot| cache.known(slot)) {
        return Ok(Extracted::Value(Cow::Borrowed(value)));
    }
    Ok(match (find(rule, subject)?, rule.slot) {
        (Extracted::Value(value), Some(slot)) => Extracted::Value(match cache.remember(slot, value.into_owned()) {
            Ok(value) => Cow::Borrowed(value),
            Err(value) => Cow::Owned(value),
        }),
        (extracted, _) => extracted,
    })
}

/// The value of a rule's target, for people.
pub fn shown(rule: &Rule, subject: &Subject<'_>) -> Value {
    match find(rule, subject) {
        Ok(Extracted::Value(value)) => value.into_owned(),
        Ok(Extracted::Fails) | Err(_) => Value::Undefined,
    }
}

/// Whether a rule looks for a place in a body that has none: there is no body, or it was not parsed into an object or a list.
pub fn lacks_place(rule: &Rule, subject: &Subject<'_>) -> bool {
    let Some(request) = subject.rendering.request.filter(|_| rule.looks_at_body()) else { return false };
    let of = subject.message.unwrap_or(request);
    rule.modifier.constant().is_none_or(|path| !path.is_empty())
        && !(is_parsable(of) && matches!(of.body(), Value::Object(_) | Value::Array(_)))
}

fn find<'v>(rule: &'v Rule, subject: &'v Subject<'_>) -> Result<Extracted<'v>, RuleError> {
    let modifier = rule.modifier.render(&subject.rendering);
    let Some(request) = subject.rendering.request else { return Ok(made(Value::Undefined)) };
    Ok(match rule.target {
        RuleTarget::RequestNumber => made(Value::Number(subject.number as f64)),
        RuleTarget::Cookie if modifier.is_empty() => Extracted::Fails,
        RuleTarget::Cookie => made(request.cookies().get(&modifier)),
        RuleTarget::Path => made(Value::array(vec![Value::from(request.url()), Value::str(request.original_path())])),
        RuleTarget::Method => made(Value::str(request.method().to_ascii_lowercase())),
        RuleTarget::Header if modifier.is_empty() => made(Value::str("")),
        RuleTarget::Header => {
            let found = match &rule.header {
                Some(key) => request.header_by(key),
                None => request.header(&modifier),
            };
            made(found.map_or(Value::Undefined, Value::String))
        }
        RuleTarget::Templating => made(Value::String(modifier.into_owned())),
        RuleTarget::Body => Extracted::Value(body(rule, &modifier, subject, request)?),
        RuleTarget::Query if modifier.is_empty() => Extracted::Value(Cow::Borrowed(request.query())),
        RuleTarget::Query => Extracted::Value(value_at(rule, &modifier, request.query())?),
        RuleTarget::Params | RuleTarget::GlobalVar | RuleTarget::DataBucket if modifier.is_empty() => {
            made(Value::Undefined)
        }
        RuleTarget::Params => Extracted::Value(value_at(rule, &modifier, request.params())?),
        RuleTarget::GlobalVar => {
            made(value_at(rule, &modifier, &Value::Object(subject.rendering.step.globals()))?.into_owned())
        }
        RuleTarget::DataBucket => made(value_at(rule, &modifier, &bucket_targets(subject))?.into_owned()),
    })
}

fn made(value: Value) -> Extracted<'static> {
    Extracted::Value(Cow::Owned(value))
}

fn body<'v>(
    rule: &Rule,
    modifier: &Str,
    subject: &'v Subject<'_>,
    request: &Request,
) -> Result<Cow<'v, Value>, RuleError> {
    let of = subject.message.unwrap_or(request);
    let parsable = || *subject.parsable.get_or_init(|| is_parsable(of));
    let parsed = || subject.body.get_or_init(|| if parsable() { parsed_or_text(of) } else { text(of) });
    if !modifier.is_empty() {
        // A simple path is read out of the text, as long as nobody has needed the whole value.
        if let Some(path) = &rule.path
            && parsable()
            && let Some(found) = of.find_in_body(path)
        {
            return Ok(Cow::Owned(found.unwrap_or_default()));
        }
        return value_at(rule, modifier, parsed());
    }
    let is_text = subject.message.is_some() || matches!(rule.operator.compare(), Compare::Text(_) | Compare::Regex(_));
    Ok(if is_text { Cow::Owned(text(of)) } else { Cow::Borrowed(parsed()) })
}

/// Whether rules look into the body; the content type is matched with case here, unlike when parsing.
fn is_parsable(request: &Request) -> bool {
    static CONTENT_TYPE: LazyLock<HeaderKey> = LazyLock::new(|| HeaderKey::new("content-type"));
    request.header_by(&CONTENT_TYPE).is_some_and(|t| {
        // Most say just this.
        t == "application/json"
            || ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"]
                .iter()
                .chain(&["application/soap+xml", "text/xml"])
                .any(|known| t.contains(known))
            || is_vendor_json(&t)
    })
}

fn parsed_or_text(request: &Request) -> Value {
    let body = request.body();
    if body.is_undefined() { text(request) } else { body.clone() }
}

fn text(request: &Request) -> Value {
    Value::String(request.string_body())
}

/// `application/...+json` in any case.
fn is_vendor_json(content_type: &str) -> bool {
    let lower = content_type.to_ascii_lowercase();
    lower.find("application/").is_some_and(|at| lower[at..].contains("+json"))
}

/// All buckets by id and by name, as rule paths address them.
pub fn bucket_targets(subject: &Subject<'_>) -> Value {
    let mut targets = Object::with_capacity(subject.rendering.buckets.len() * 2);
    for bucket in subject.rendering.buckets {
        let value = subject.rendering.step.bucket(bucket).value().clone();
        targets.insert(bucket.id.clone(), value.clone());
        targets.insert(bucket.name.clone(), value);
    }
    Value::object(targets)
}

/// The value at the rule's modifier inside a compound target.
///
/// # Errors
/// What a JSONPath raises.
fn value_at<'v>(rule: &Rule, modifier: &Str, data: &'v Value) -> Result<Cow<'v, Value>, RuleError> {
    let found = match &rule.path {
        Some(path) => path.find(data),
        None => ValuePath::compile(modifier).find(data),
    };
    found.map_err(|e| RuleError(e.to_string()))
}
