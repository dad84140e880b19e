//! One version of an environment, as it serves.

use super::CompiledEnvironment;

/// A compiled environment with its place in the sequence of reloads.
pub struct Generation {
    /// 1 for what was loaded at start, then counting up with each reload that was taken.
    pub number: u64,
    /// Hash of the file's content.
    pub hash: String,
    /// What serves.
    pub compiled: CompiledEnvironment,
}
