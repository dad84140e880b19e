//! Why a method stops.

use crate::budget::Exceeded;

/// What a method gives.
pub(super) type Drawn<T = crate::js::Value> = Result<T, Fault>;

/// Why a method gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A `FakerError`: faker itself refuses; Mockoon answers with an empty text instead.
    Faker(&'static str),
    /// Any other error of the script (`TypeError`, `RangeError`...): Mockoon lets it through.
    Script(String),
}

impl From<Exceeded> for Fault {
    fn from(exceeded: Exceeded) -> Self {
        Self::Script(exceeded.to_string())
    }
}

impl Fault {
    /// A `TypeError` or the like with this message.
    pub fn script(message: impl Into<String>) -> Self {
        Self::Script(message.into())
    }
}
