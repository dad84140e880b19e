//! What the companion of a file declares, beyond what can be read without knowing what faults are.

use std::path::Path;

use crate::admin;
use crate::environment::companion::{Companion, CompanionError, CompanionReason};
use crate::environment::kind::Place;
use crate::environment::load::{self, LoadError, LoadOptions, Loaded};
use crate::steering::fault::Definition;

/// Loads a file, and refuses one whose companion declares what cannot be.
///
/// # Errors
/// As [`load::load_file`].
pub(super) fn load_file(path: &Path, place: Place, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let loaded = load::load_file(path, place, options)?;
    match faults(&loaded.companion) {
        Ok(_) => Ok(loaded),
        Err(error) => Err(LoadError { name: path.display().to_string(), reason: error.into() }),
    }
}

/// The faults that a companion declares.
///
/// # Errors
/// The first that is none.
pub(super) fn faults(companion: &Companion) -> Result<Vec<Definition>, CompanionError> {
    let read = |(index, fault)| {
        admin::declared_fault(fault).map_err(|error| CompanionError {
            file: companion.file.clone().unwrap_or_default(),
            reason: CompanionReason::Fault { index, path: error.path, message: error.message },
        })
    };
    companion.faults.iter().enumerate().map(read).collect()
}
