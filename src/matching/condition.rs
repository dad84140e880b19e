//! One condition of a match object on the request.

use crate::js::Value;
use crate::rules::extraction::ExtractionCache;
use crate::rules::{Rule, RuleError, Subject, target};

/// What is asked of a place in the request.
pub(super) enum Condition {
    /// A rule, judged as in a file.
    Rule(Rule),
    /// A rule of the query form: a body that has no places, such as a text, has nothing at any of them. To a rule of a file
    /// it is the text, wherever that looks.
    Place(Rule),
    /// Whether something is there (`*`), be it empty; inverted by a rule that says `null` of its place.
    Presence(Rule),
}

impl Condition {
    /// The same in the query form.
    pub(super) fn of_query(self, asks_for_presence: bool) -> Self {
        match self {
            Self::Rule(rule) | Self::Place(rule) | Self::Presence(rule) if asks_for_presence => Self::Presence(rule),
            Self::Rule(rule) => Self::Place(rule),
            other => other,
        }
    }

    /// The rule that names the place.
    pub(super) fn rule(&self) -> &Rule {
        match self {
            Self::Rule(rule) | Self::Place(rule) | Self::Presence(rule) => rule,
        }
    }

    /// Whether the request meets it.
    ///
    /// # Errors
    /// A rule that cannot be judged.
    pub(super) fn holds(&self, subject: &Subject<'_>, cache: &ExtractionCache<'_>) -> Result<bool, RuleError> {
        match self {
            // Nothing equals what is not there, and no pattern fits it.
            Self::Place(rule) if target::lacks_place(rule, subject) => Ok(rule.is_inverted()),
            Self::Rule(rule) | Self::Place(rule) => rule.holds(subject, cache),
            // An empty text is null to a rule, and there all the same.
            Self::Presence(rule) => Ok(self.actual(subject).is_undefined() != rule.is_inverted()),
        }
    }

    /// What the request has there, for people.
    pub(super) fn actual(&self, subject: &Subject<'_>) -> Value {
        match self {
            Self::Place(rule) | Self::Presence(rule) if target::lacks_place(rule, subject) => Value::Undefined,
            _ => target::shown(self.rule(), subject),
        }
    }
}
