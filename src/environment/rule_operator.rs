//! The operators of rules: their words in files, and how each compares. To add one, write its row in [`operators!`]: the
//! schemas of the admin API, what messages call it, and how rules are judged follow from the row.

use serde::{Deserialize, Serialize};

use crate::js::Value;

/// How an operator compares.
#[derive(Debug, Clone, Copy)]
pub enum Compare {
    /// It looks at the value alone, which may be missing. Nothing else looks at a value that is missing.
    Alone(fn(&Value) -> bool),
    /// It compares the value with the rule's text. Of a whole body it sees the text.
    Text(fn(&Value, &str) -> bool),
    /// It compares a part of what the rule looks at with the rule's text; a rule that names no part compares as `equals`.
    Part(fn(&Value, &str) -> bool),
    /// The rule's text is a regular expression with these flags. Of a whole body it sees the text.
    Regex(&'static str),
    /// The rule's text leads to a JSON Schema in a data bucket.
    Schema,
}

macro_rules! operators {
    (#[doc = $first_doc:literal] $first:ident $first_word:literal $first_compare:expr;
     $(#[doc = $doc:literal] $name:ident $word:literal $compare:expr;)*) => {
        /// Operator of a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum RuleOperator {
            #[doc = $first_doc]
            #[serde(rename = $first_word)]
            $first,
            $(#[doc = $doc] #[serde(rename = $word)] $name,)*
        }

        impl RuleOperator {
            /// The JSON Schema of the words.
            pub const SCHEMA: &str =
                concat!(r#"{"type": "string", "enum": [""#, $first_word, $(r#"", ""#, $word,)* r#""]}"#);

            /// How it compares.
            pub fn compare(self) -> Compare {
                match self {
                    Self::$first => $first_compare,
                    $(Self::$name => $compare,)*
                }
            }

            /// Its word in files, with `not` before it where the rule turns the outcome around.
            pub fn word(self, inverted: bool) -> &'static str {
                match (self, inverted) {
                    (Self::$first, false) => $first_word,
                    (Self::$first, true) => concat!("not ", $first_word),
                    $((Self::$name, false) => $word,
                    (Self::$name, true) => concat!("not ", $word),)*
                }
            }
        }
    };
}

operators! {
    /// The same text; of a list, one of its items.
    Equals "equals" Compare::Text(equals);
    /// A regular expression matches; of a list, one of its items.
    Regex "regex" Compare::Regex("");
    /// As `regex`, whatever the letter case.
    RegexI "regex_i" Compare::Regex("i");
    /// Missing, null or empty.
    Null "null" Compare::Alone(|value| value.is_nullish() || value.as_str() == Some(""));
    /// A list without items.
    EmptyArray "empty_array" Compare::Alone(|value| value.as_array().is_some_and(<[Value]>::is_empty));
    /// A list that has the text as an item.
    ArrayIncludes "array_includes" Compare::Part(includes);
    /// Valid by a JSON Schema of a data bucket.
    ValidJsonSchema "valid_json_schema" Compare::Schema;
}

/// Whether a value, or an item of a list, prints as a text.
pub fn equals(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Array(_) => includes(value, wanted),
        other => other.prints_as(wanted),
    }
}

fn includes(value: &Value, wanted: &str) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(|item| item.prints_as(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_the_words_of_files() {
        let schema: serde_json::Value = serde_json::from_str(RuleOperator::SCHEMA).unwrap();
        for word in schema["enum"].as_array().unwrap() {
            let operator: RuleOperator = serde_json::from_value(word.clone()).unwrap();
            assert_eq!(word, operator.word(false));
            assert_eq!(format!("not {}", operator.word(false)), operator.word(true));
        }
    }

    #[test]
    fn lists_are_equal_to_what_they_hold() {
        let list = Value::array(vec![Value::from("a"), Value::from(2.0)]);
        assert!(equals(&list, "2") && includes(&list, "a") && equals(&Value::from("a"), "a"));
        assert!(!equals(&list, "b") && !includes(&Value::from("a"), "a"));
    }
}
