//! How a rule compares.

use crate::environment::rule_operator::{Compare, equals};
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
    let compare = rule.operator.compare();
    match compare {
        Compare::Alone(holds) => return Ok(holds(value)),
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
    if let Compare::Schema = compare {
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
    match compare {
        Compare::Text(holds) => Ok(holds(value, wanted)),
        Compare::Part(holds) if !rule.modifier.source().is_empty() => Ok(holds(value, wanted)),
        Compare::Part(_) => Ok(equals(value, wanted)),
        Compare::Regex(_) => rule.with_regex(wanted, |regex| match value {
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
        // Judged above.
        Compare::Alone(_) | Compare::Schema => Ok(false),
    }
}

fn test(regex: &Regex, value: &Value) -> Result<bool, RuleError> {
    regex.is_match(&value.to_str()).map_err(|e| RuleError(e.to_string()))
}
