//! What the companion of a file declares, beyond what can be read without knowing what faults are.

use std::path::Path;

use crate::admin;
use crate::environment::companion::{Companion, CompanionError, CompanionReason};
use crate::environment::kind::NamedBy;
use crate::environment::load::{self, LoadError, LoadOptions, Loaded};
use crate::environment::warning::{Warning, WarningKind};
use crate::js::json;
use crate::runtime::{Declared, Snapshot};
use crate::steering::fault::Definition;

/// Loads a file, and refuses one whose companion declares what cannot be.
///
/// # Errors
/// As [`load::load_file`].
pub(super) fn load_file(path: &Path, named_by: NamedBy, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let mut loaded = load::load_file(path, named_by, options)?;
    let declared = faults(&loaded.companion).and_then(|faults| Ok((faults, snapshot(&loaded.companion)?)));
    let (faults, snapshot) =
        declared.map_err(|error| LoadError { name: path.display().to_string(), reason: error.into() })?;
    let found = faults.iter().enumerate().filter_map(|(index, fault)| {
        let problem = admin::unknown_route(fault, &loaded.environment)?;
        let companion = loaded.companion.file.as_deref().unwrap_or(path).display();
        Some(Warning::new(WarningKind::Fault, format!("{companion}: `faults[{index}]` can never happen: {problem}")))
    });
    let mut found: Vec<Warning> = found.collect();
    if let (Some(error), Some(file)) =
        (snapshot.and_then(|snapshot| snapshot.misplaced(&loaded.environment, None)), &loaded.companion.snapshot)
    {
        let text = format!("{}: {}: {}; it is left out", file.display(), error.path, error.message);
        found.push(Warning::new(WarningKind::Snapshot, text));
    }
    loaded.warnings.extend(found);
    Ok(loaded)
}

/// What a companion declares that has been looked at by [`load_file`].
pub(super) fn of(companion: &Companion) -> Declared {
    Declared {
        faults: faults(companion).unwrap_or_default(),
        snapshot: snapshot(companion).ok().flatten(),
        snapshot_text: companion.snapshot_text.clone(),
    }
}

/// The snapshot that a companion has the environment begin with.
///
/// # Errors
/// When its file holds none.
pub(super) fn snapshot(companion: &Companion) -> Result<Option<Snapshot>, CompanionError> {
    let Some((path, text)) = companion.snapshot.as_ref().zip(companion.snapshot_text.as_ref()) else { return Ok(None) };
    let failed = |message: String| CompanionError {
        file: companion.file.clone().unwrap_or_default(),
        reason: CompanionReason::Snapshot { path: path.clone(), message },
    };
    // As JavaScript reads it: the order of keys counts in buckets.
    let value = json::parse(text).map_err(|error| failed(format!("is not JSON: {error}")))?;
    Snapshot::from_value(&value).map(Some).map_err(|error| failed(format!("{}: {}", error.path, error.message)))
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
