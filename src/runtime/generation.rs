//! One version of an environment, as it serves.

use crate::environment::model::Environment;

use super::CompiledEnvironment;
use super::charges::Charges;

/// A compiled environment with its place in the sequence of reloads.
pub struct Generation {
    /// 1 for what was loaded at start, then counting up with each reload that was taken.
    pub number: u64,
    /// Hash of the file's content.
    pub hash: String,
    /// What serves.
    pub compiled: CompiledEnvironment,
    /// What it takes of the memory budget.
    pub charges: Charges,
}

impl Generation {
    /// Its environment, and what it takes of the memory budget.
    pub(super) fn charged(&self) -> (&Environment, &Charges) {
        (&self.compiled.source, &self.charges)
    }
}
