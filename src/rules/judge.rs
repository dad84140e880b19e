//! Judges compiled rules: what a rule looks at is compared as it says, and the rules of a response are joined.

use super::compile::{Rule, RuleSet};
use super::extraction::ExtractionCache;
use super::{RuleError, Subject, operator, target};
use crate::environment::model::RulesOperator;

impl Rule {
    /// Whether the rule holds.
    ///
    /// # Errors
    /// When a regular expression is invalid or takes too many steps.
    #[inline]
    pub fn holds(&self, subject: &Subject<'_>, cache: &ExtractionCache<'_>) -> Result<bool, RuleError> {
        // What most rules come to: a text that another rule has looked at equals one that was written down.
        match self.wanted.and_then(|wanted| cache.is_there(wanted)) {
            Some(equals) => Ok(equals != self.invert),
            None => self.holds_by_extraction(subject, cache),
        }
    }

    #[inline(never)]
    fn holds_by_extraction(&self, subject: &Subject<'_>, cache: &ExtractionCache<'_>) -> Result<bool, RuleError> {
        let extracted = target::extract(self, subject, cache)?;
        // A text was compared with those that are wanted as it was remembered.
        if let Some(equals) = self.wanted.and_then(|wanted| cache.is_there(wanted)) {
            return Ok(equals != self.invert);
        }
        let outcome = match extracted {
            target::Extracted::Fails => false,
            target::Extracted::Value(value) => operator::judge(self, &value, subject)?,
        };
        Ok(outcome != self.invert)
    }
}

impl RuleSet {
    /// Whether the rules hold together.
    ///
    /// # Errors
    /// The first rule that cannot be judged.
    pub fn holds(&self, subject: &Subject<'_>, cache: &ExtractionCache<'_>) -> Result<bool, RuleError> {
        let all = self.operator == RulesOperator::And;
        for rule in &self.rules {
            if rule.holds(subject, cache)? != all {
                return Ok(!all);
            }
        }
        Ok(all)
    }
}
