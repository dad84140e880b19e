//! Validation itself, on JavaScript's values.

use super::references::Target;
use super::strict::{Compiled, place};
use super::values::{are_unique, is_integer};
use super::{formats, meta};
use crate::budget::{self, Exceeded};
use crate::js::{Object, Str, Value};

/// How deep subschemas and references may lead at once: where the reference runs out of stack, we stop here.
const MAX_LEVELS: usize = 600;
/// Levels of nesting that a subschema counts for.
const LEVELS: u32 = 3;

/// Validation took too many levels, or costs more than the request may; the value then counts as invalid, whatever was
/// asked.
struct Exhausted;

impl From<Exceeded> for Exhausted {
    fn from(_: Exceeded) -> Self {
        Self
    }
}

type Verdict = Result<bool, Exhausted>;

/// Whether a value is valid under a compiled schema.
pub fn is_valid(compiled: &Compiled<'_>, schema: &Value, value: &Value) -> bool {
    let validator = Validator { compiled };
    matches!(validator.check(schema, value, 0), Ok(true))
}

fn has_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Undefined => false,
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(n) => (name == "number" && n.is_finite()) || (name == "integer" && is_integer(*n)),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) | Value::Safe(_) | Value::Date(_) => name == "object",
    }
}

/// The property of an object if it is there; `undefined` is as good as none.
fn property<'v>(object: &'v Object, name: &str) -> Option<&'v Value> {
    object.get(name).filter(|value| !value.is_undefined())
}

fn has_all(object: &Object, names: &[Value]) -> bool {
    names.iter().filter_map(Value::as_str).all(|name| property(object, name).is_some())
}

fn items_of(rule: &Value) -> &[Value] {
    rule.as_array().unwrap_or_default()
}

struct Validator<'a, 's> {
    compiled: &'a Compiled<'s>,
}

impl Validator<'_, '_> {
    fn spend(&self, steps: usize) -> Result<(), Exhausted> {
        Ok(budget::work(steps as u64)?)
    }

    fn check(&self, schema: &Value, value: &Value, level: usize) -> Verdict {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            other => return Ok(matches!(other, Value::Bool(true))),
        };
        if level >= MAX_LEVELS {
            return Err(Exhausted);
        }
        let _deeper = budget::descend(LEVELS)?;
        self.spend(keywords.len())?;
        for (keyword, rule) in keywords.iter().filter(|(_, rule)| !rule.is_undefined()) {
            let valid = match value {
                Value::Number(n) if n.is_finite() => number(keyword, rule, *n),
                Value::String(text) => self.string(keyword, rule, text)?,
                Value::Array(items) => self.array(keywords, keyword, rule, items, level + 1)?,
                Value::Object(object) => self.object(keywords, keyword, rule, object, level + 1)?,
                _ => true,
            };
            if !valid || !self.any(keywords, keyword, rule, value, level + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keywords that concern values of any type.
    fn any(&self, keywords: &Object, keyword: &str, rule: &Value, value: &Value, level: usize) -> Verdict {
        let count = |limit: usize| -> Result<usize, Exhausted> {
            let mut valid = 0;
            for schema in items_of(rule) {
                valid += usize::from(self.check(schema, value, level)?);
                if valid == limit {
                    break;
                }
            }
            Ok(valid)
        };
        Ok(match keyword {
            "$ref" => match self.compiled.references.get(&place(rule)) {
                Some(Target::Schema(schema, _)) => self.check(schema, value, level)?,
                Some(Target::Meta) => meta::is_schema(value),
                None => false,
            },
            "type" => {
                let nullable = matches!(keywords.get("nullable"), Some(Value::Bool(true)));
                let named = |name: &Value| name.as_str().is_some_and(|name| has_type(value, name));
                (nullable && matches!(value, Value::Null))
                    || rule.as_array().map_or_else(|| named(rule), |types| types.iter().any(named))
            }
            "const" => value.deep_eq(rule),
            "enum" => {
                self.spend(items_of(rule).len())?;
                items_of(rule).iter().any(|item| value.deep_eq(item))
            }
            "not" => !self.check(rule, value, level)?,
            "anyOf" => count(1)? == 1,
            "oneOf" => count(2)? == 1,
            "allOf" => self.all(items_of(rule).iter().map(|schema| (schema, value)), level)?,
            "if" => {
                let branch = if self.check(rule, value, level)? { "then" } else { "else" };
                keywords.get(branch).map_or(Ok(true), |schema| self.check(schema, value, level))?
            }
            "dependencies" => self.dependencies(rule, value, level)?,
            _ => true,
        })
    }

    fn dependencies(&self, rule: &Value, value: &Value, level: usize) -> Verdict {
        let (Value::Object(needs), Value::Object(object)) = (rule, value) else { return Ok(true) };
        for (_, needed) in needs.iter().filter(|(name, _)| property(object, name).is_some()) {
            self.spend(1 + items_of(needed).len())?;
            let valid = match needed {
                Value::Array(names) => has_all(object, names),
                schema => self.check(schema, value, level)?,
            };
            if !valid {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether all of these values are valid under their schemas.
    fn all<'v>(&self, pairs: impl IntoIterator<Item = (&'v Value, &'v Value)>, level: usize) -> Verdict {
        for (schema, value) in pairs {
            if !self.check(schema, value, level)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn matches(&self, pattern: &str, text: &str) -> Verdict {
        self.spend(1 + text.len() / 64)?;
        let regex = self.compiled.patterns.get(pattern).ok_or(Exhausted)?;
        regex.is_match(text).map_err(|_| Exhausted)
    }

    fn string(&self, keyword: &str, rule: &Value, text: &str) -> Verdict {
        let limit = || rule.as_number().unwrap_or_default();
        budget::work(text.len() as u64 >> 3)?;
        Ok(match keyword {
            "minLength" => text.chars().count() as f64 >= limit(),
            "maxLength" => text.chars().count() as f64 <= limit(),
            "pattern" => self.matches(rule.as_str().unwrap_or_default(), text)?,
            "format" => formats::is_valid(rule.as_str().unwrap_or_default(), text),
            _ => true,
        })
    }

    fn array(&self, keywords: &Object, keyword: &str, rule: &Value, items: &[Value], level: usize) -> Verdict {
        let limit = || rule.as_number().unwrap_or_default();
        Ok(match (keyword, rule) {
            ("minItems", _) => items.len() as f64 >= limit(),
            ("maxItems", _) => items.len() as f64 <= limit(),
            ("uniqueItems", Value::Bool(true)) => are_unique(items),
            ("items", Value::Array(schemas)) => self.all(schemas.iter().zip(items), level)?,
            ("items", schema) => self.all(items.iter().map(|item| (schema, item)), level)?,
            ("additionalItems", schema) => {
                let first = keywords.get("items").map_or(0, |schemas| items_of(schemas).len());
                self.all(items.iter().skip(first).map(|item| (schema, item)), level)?
            }
            ("contains", schema) => {
                for item in items {
                    if self.check(schema, item, level)? {
                        return Ok(true);
                    }
                }
                false
            }
            _ => true,
        })
    }

    fn object(&self, keywords: &Object, keyword: &str, rule: &Value, object: &Object, level: usize) -> Verdict {
        let limit = || rule.as_number().unwrap_or_default();
        let rules = || rule.as_object().into_iter().flat_map(Object::iter);
        match keyword {
            "minProperties" => Ok(object.len() as f64 >= limit()),
            "maxProperties" => Ok(object.len() as f64 <= limit()),
            "required" => {
                self.spend(items_of(rule).len())?;
                Ok(has_all(object, items_of(rule)))
            }
            "properties" => self
                .all(rules().filter_map(|(name, schema)| property(object, name).map(|value| (schema, value))), level),
            "patternProperties" => {
                for (pattern, schema) in rules() {
                    for (name, value) in object.iter() {
                        if self.matches(pattern, name)? && !self.check(schema, value, level)? {
                            return Ok(false);
                        }
                    }
                }
                Ok(true)
            }
            "additionalProperties" => {
                for (name, value) in object.iter() {
                    if !self.is_named(keywords, name)? && !self.check(rule, value, level)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            "propertyNames" => {
                for name in object.keys() {
                    if !self.check(rule, &Value::String(Str::clone(name)), level)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// Whether `properties` or `patternProperties` say something about a property of that name.
    fn is_named(&self, keywords: &Object, name: &str) -> Verdict {
        let map = |keyword| keywords.get(keyword).and_then(Value::as_object);
        if map("properties").is_some_and(|properties| properties.contains_key(name)) {
            return Ok(true);
        }
        for pattern in map("patternProperties").into_iter().flat_map(Object::keys) {
            if self.matches(pattern, name)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn number(keyword: &str, rule: &Value, n: f64) -> bool {
    let limit = || rule.as_number().unwrap_or(f64::NAN);
    match keyword {
        "minimum" => n >= limit(),
        "maximum" => n <= limit(),
        "exclusiveMinimum" => n > limit(),
        "exclusiveMaximum" => n < limit(),
        // `parseInt` reads only the first digit of what prints with an exponent.
        "multipleOf" => is_integer(n / limit()) && (n / limit()).abs() < 1e21,
        "format" => formats::is_valid_number(rule.as_str().unwrap_or_default(), n),
        _ => true,
    }
}
