//! The path of a match object.

use percent_encoding::percent_decode_str;

use crate::routing::{Params, Pattern};
use crate::state::PathInterest;

/// A path in the syntax of endpoints. It also means itself, encoded or not: `/a+b`, `/%C3%A9` and `/é` find the requests
/// to these paths.
pub(super) struct PathCondition(Pattern);

impl PathCondition {
    pub(super) fn new(pattern: Pattern) -> Self {
        Self(pattern)
    }

    /// The parameters, if it is met.
    pub(super) fn matches(&self, path: &str) -> Option<Params> {
        self.0.matches(path).or_else(|| self.is(path).then(Params::default))
    }

    fn is(&self, path: &str) -> bool {
        self.shown() == path || (path.contains('%') && percent_decode_str(path).decode_utf8_lossy() == self.shown())
    }

    /// As it was written.
    pub(super) fn shown(&self) -> &str {
        self.0.original()
    }

    /// Which paths are worth a look.
    pub(super) fn interest(&self) -> PathInterest {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:._~-".contains(&byte);
        let beginning = self.0.beginning().filter(|_| self.shown().bytes().all(is_plain));
        beginning.map_or(PathInterest::Any, |(path, whole)| PathInterest::of(&path, whole))
    }
}
