//! Why an endpoint never matches: what path-to-regexp refuses, by the step that finds it.

use crate::js::Str;

/// Why an endpoint never matches anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A character that means something elsewhere.
    #[error("unexpected {character} at index {index}")]
    Unexpected {
        /// The character.
        character: char,
        /// Its place in the rewritten path.
        index: usize,
    },
    /// `:` or `*` without a name.
    #[error("missing parameter name at index {index}")]
    MissingName {
        /// Its place in the rewritten path.
        index: usize,
    },
    /// A character that no path of a request has: it would be another part of the URL.
    #[error("no path of a request has a {character}")]
    NeverSent {
        /// The character.
        character: char,
    },
    /// `{` without `}`.
    #[error("an optional group is not closed")]
    UnclosedGroup,
    /// `:"` without the closing quote.
    #[error("a quoted parameter name is not closed")]
    UnclosedQuote,
    /// A backslash with nothing behind it.
    #[error("unexpected end after a backslash")]
    EscapeAtEnd,
    /// Two captures side by side.
    #[error("missing text before the parameter {name}")]
    MissingTextBefore {
        /// Name of the second one.
        name: Str,
    },
    /// More than 256 combinations of optional groups.
    #[error("too many combinations of optional groups")]
    TooManyCombinations,
}
