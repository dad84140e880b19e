//! Why an object is no fault.

use crate::matching::MatchError;

/// Why an object is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FaultError {
    /// Where, below the object: `.fault.at`.
    pub path: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl From<MatchError> for FaultError {
    fn from(error: MatchError) -> Self {
        Self { path: format!(".match{}", error.path), message: error.message }
    }
}

/// An error at this path.
pub(super) fn wrong(path: &str, message: impl Into<String>) -> FaultError {
    FaultError { path: path.to_owned(), message: message.into() }
}
