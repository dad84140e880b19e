//! How a rule compares.

use crate::environment::model::RuleOperator;
use crate::js::regex::Regex;
use crate::js::{Value, object_path};
use crate::template::RenderContext;

use super::compile::Rule;
use super::{RuleError, Subject, schema, target};

/// Judges the value of the target by the rule's operator.
///
/// # Errors
/// When a regular expression is invalid or takes too many steps.
pub fn judge(rule: &Rule, value: &Value, subject: &Subject<'_>) -> Result<bool, RuleError> {
    match rule.operator {
        RuleOperator::Null => return Ok(value.is_nullish() || value.as_str() == Some("")),
        RuleOperator::EmptyArray => return Ok(value.as_array().is_some_and(<[Value]>::is_empty)),
        _ if value.is_undefined() => return Ok(false),
        _ => {}
    }
    let empty;
    let value = if matches!(value, Value::Null) {
        empty = Value::str("");
        &empty
    } else {
        value
    };
    if rule.operator == RuleOperator::ValidJsonSchema {
        let path = object_path::Path::parse(rule.value.source());
        let targets = target::bucket_targets(subject);
        let found = path.get(&targets);
        return Ok(found.truthy() && schema::is_valid(&found, value));
    }
    let rendered;
    let wanted = match rule.value.constant() {
        Some(constant) => constant,
        None => {
            let request = subject.message.or(subject.rendering.request);
            rendered = rule.value.render(&RenderContext { request, ..subject.rendering });
            &*rendered
        }
    };
    match rule.operator {
        RuleOperator::ArrayIncludes if !rule.modifier.source().is_empty() => {
            Ok(value.as_array().is_some_and(|items| items.iter().any(|item| item.prints_as(wanted))))
        }
        RuleOperator::Regex | RuleOperator::RegexI => rule.with_regex(wanted, |regex| match value {
            Value::Array(items) => {
                for item in items.iter() {
                    if test(regex, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            other => test(regex, other),
        })?,
        _ => Ok(match value {
            Value::Array(items) => items.iter().any(|item| item.prints_as(wanted)),
            other => other.prints_as(wanted),
        }),
    }
}

fn test(regex: &Regex, value: &Value) -> Result<bool, RuleError> {
    regex.is_match(&value.to_str()).map_err(|e| RuleError(e.to_string()))
}
