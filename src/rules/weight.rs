//! What rules weigh once they are compiled.

use crate::environment::model::Rule;
use crate::environment::rule_operator::Compare;
use crate::js::regex;
use crate::template;

/// Bytes of a rule without its texts.
const RULE: usize = 700;
/// What a byte of a path takes once it is compiled.
pub const PER_BYTE_OF_PATH: usize = 32;

/// Bytes that a rule takes once it is compiled, about.
pub fn weight(rule: &Rule) -> usize {
    let paths = PER_BYTE_OF_PATH * (rule.modifier.len() + rule.value.len());
    let pattern = match rule.operator.compare() {
        Compare::Regex(_) => regex::weight(&rule.value),
        _ => 0,
    };
    RULE + paths + pattern + template::weight(&rule.modifier) + template::weight(&rule.value)
}
