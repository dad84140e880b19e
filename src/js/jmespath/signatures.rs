//! Which arguments the functions of JMESPath take, and the messages for others.

use super::call::Argument;
use crate::js::Value;

/// A type of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Any,
    String,
    Array,
    Object,
    Boolean,
    Expression,
    Null,
    Numbers,
    Strings,
    Arrays,
}

impl Type {
    /// The type of a value; `None` for `undefined`.
    pub(super) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Undefined => return None,
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            // How the package marks its expressions; data with such a property is taken for one.
            Value::Object(object) if object.get("expref").is_some_and(Value::truthy) => Self::Expression,
            Value::Object(_) | Value::Safe(_) | Value::Date(_) => Self::Object,
        })
    }

    /// The name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Any => "any",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Boolean => "boolean",
            Self::Expression => "expression",
            Self::Null => "null",
            Self::Numbers => "Array<number>",
            Self::Strings => "Array<string>",
            Self::Arrays => "Array<Array<any>>",
        }
    }

    /// The type that all elements must have.
    fn elements(self) -> Option<Self> {
        match self {
            Self::Numbers => Some(Self::Number),
            Self::Strings => Some(Self::String),
            Self::Arrays => Some(Self::Array),
            _ => None,
        }
    }

    fn accepts(self, argument: &Argument<'_>) -> bool {
        match argument {
            _ if self == Self::Any => true,
            Argument::Expression(_) => self == Self::Expression,
            Argument::Value(Value::Undefined) => true,
            Argument::Value(value) => match (self.elements(), value) {
                (Some(element), Value::Array(items)) => {
                    items.iter().all(|item| Self::of(item).is_none_or(|found| found == element))
                }
                (Some(_), _) => false,
                (None, value) => Self::of(value) == Some(self),
            },
        }
    }
}

/// What a function takes.
pub(super) struct Signature {
    name: &'static str,
    parameters: &'static [&'static [Type]],
    /// How many of the parameters may be left out.
    optional: usize,
    /// Whether the last parameter may be given several times.
    variadic: bool,
}

const fn takes(name: &'static str, parameters: &'static [&'static [Type]]) -> Signature {
    Signature { name, parameters, optional: 0, variadic: false }
}

const fn optional(name: &'static str, optional: usize, parameters: &'static [&'static [Type]]) -> Signature {
    Signature { name, parameters, optional, variadic: false }
}

const fn variadic(name: &'static str, parameters: &'static [&'static [Type]]) -> Signature {
    Signature { name, parameters, optional: 0, variadic: true }
}

const ANY: &[Type] = &[Type::Any];
const ARRAY: &[Type] = &[Type::Array];
const EXPRESSION: &[Type] = &[Type::Expression];
const NUMBER: &[Type] = &[Type::Number];
const NUMBERS: &[Type] = &[Type::Numbers];
const OBJECT: &[Type] = &[Type::Object];
const STRING: &[Type] = &[Type::String];

const SIGNATURES: &[Signature] = &[
    takes("abs", &[NUMBER]),
    takes("avg", &[NUMBERS]),
    takes("ceil", &[NUMBER]),
    takes("contains", &[&[Type::String, Type::Array], ANY]),
    takes("ends_with", &[STRING, STRING]),
    optional("find_first", 2, &[STRING, STRING, NUMBER, NUMBER]),
    optional("find_last", 2, &[STRING, STRING, NUMBER, NUMBER]),
    takes("floor", &[NUMBER]),
    takes("from_items", &[&[Type::Arrays]]),
    takes("group_by", &[ARRAY, EXPRESSION]),
    takes("items", &[OBJECT]),
    takes("join", &[STRING, &[Type::Strings]]),
    takes("keys", &[OBJECT]),
    takes("length", &[&[Type::String, Type::Array, Type::Object]]),
    takes("lower", &[STRING]),
    takes("map", &[EXPRESSION, ARRAY]),
    takes("max", &[&[Type::Numbers, Type::Strings]]),
    takes("max_by", &[ARRAY, EXPRESSION]),
    variadic("merge", &[OBJECT]),
    takes("min", &[&[Type::Numbers, Type::Strings]]),
    takes("min_by", &[ARRAY, EXPRESSION]),
    variadic("not_null", &[ANY]),
    optional("pad_left", 1, &[STRING, NUMBER, STRING]),
    optional("pad_right", 1, &[STRING, NUMBER, STRING]),
    optional("replace", 1, &[STRING, STRING, STRING, NUMBER]),
    takes("reverse", &[&[Type::String, Type::Array]]),
    takes("sort", &[&[Type::Strings, Type::Numbers]]),
    takes("sort_by", &[ARRAY, EXPRESSION]),
    optional("split", 1, &[STRING, STRING, NUMBER]),
    takes("starts_with", &[STRING, STRING]),
    takes("sum", &[NUMBERS]),
    takes("to_array", &[ANY]),
    takes("to_number", &[ANY]),
    takes("to_string", &[ANY]),
    optional("trim", 1, &[STRING, STRING]),
    optional("trim_left", 1, &[STRING, STRING]),
    optional("trim_right", 1, &[STRING, STRING]),
    takes("type", &[ANY]),
    takes("upper", &[STRING]),
    takes("values", &[OBJECT]),
    variadic("zip", &[ARRAY]),
];

/// Checks the arguments of a call.
pub(super) fn check(name: &str, arguments: &[Argument<'_>]) -> Result<(), String> {
    let Some(signature) = SIGNATURES.iter().find(|s| s.name == name) else {
        return Err(format!("Unknown function: {name}()"));
    };
    let required = signature.parameters.len() - signature.optional;
    let too_few = arguments.len() < required;
    let too_many = arguments.len() > signature.parameters.len() && !signature.variadic;
    if too_few || too_many {
        let at_least = if too_few && (signature.variadic || required > 1) { "at least " } else { "" };
        let plural = if signature.parameters.len() > 1 { "s" } else { "" };
        let given = arguments.len();
        return Err(format!(
            "Invalid arity: {name}() takes {at_least}{required} argument{plural} but received {given}"
        ));
    }
    for (i, (types, argument)) in signature.parameters.iter().zip(arguments).enumerate() {
        if !types.iter().any(|t| t.accepts(argument)) {
            let expected: Vec<&str> = types.iter().map(|t| t.name()).collect();
            let received = match argument {
                Argument::Expression(_) => Type::Expression.name(),
                Argument::Value(value) => Type::of(value).map_or("undefined", Type::name),
            };
            return Err(format!(
                "Invalid type: {name}() expected argument {} to be type ({}) but received type {received} instead.",
                i + 1,
                expected.join(" | "),
            ));
        }
    }
    Ok(())
}
