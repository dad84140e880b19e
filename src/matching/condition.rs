//! One condition of a match object on the request.

use crate::rules::extraction::ExtractionCache;
use crate::rules::{Rule, RuleError, Subject, target};

/// What is asked of a place in the request.
pub(super) enum Condition {
    /// A rule, judged as in a file.
    Rule(Rule),
    /// Whether something is there (`*`), be it empty; inverted by a rule that says `null` of its place.
    Presence(Rule),
}

impl Condition {
    /// The same, asking only whether something is there.
    pub(super) fn of_presence(self) -> Self {
        match self {
            Self::Rule(rule) | Self::Presence(rule) => Self::Presence(rule),
        }
    }

    /// The rule that names the place.
    pub(super) fn rule(&self) -> &Rule {
        match self {
            Self::Rule(rule) | Self::Presence(rule) => rule,
        }
    }

    /// Whether the request meets it.
    ///
    /// # Errors
    /// A rule that cannot be judged.
    pub(super) fn holds(&self, subject: &Subject<'_>, cache: &ExtractionCache<'_>) -> Result<bool, RuleError> {
        match self {
            Self::Rule(rule) => rule.holds(subject, cache),
            // An empty text is null to a rule, and there all the same.
            Self::Presence(rule) => Ok(target::shown(rule, subject).is_undefined() != rule.is_inverted()),
        }
    }
}
