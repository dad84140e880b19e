//! Environments that have been read and do not serve yet, and what their owners should know of them.

use std::path::PathBuf;

use crate::environment::load::Loaded;
use crate::environment::reader::RepairKind;
use crate::environment::warning::{Warning, WarningKind, repaired, summed};
use crate::reload::port_allocation::Address;
use crate::routing::front::Tenant;
use crate::runtime::EnvironmentHandle;

use super::error::describe;
use super::front;

/// An environment that has been read but does not serve yet.
pub(super) struct Candidate {
    /// Its file.
    pub(super) file: Option<PathBuf>,
    /// Its content.
    pub(super) loaded: Loaded,
}

impl Candidate {
    /// Where the file says that it listens.
    pub(super) fn declared(&self) -> Address {
        let environment = &self.loaded.environment;
        Address { hostname: environment.hostname.clone(), port: environment.port }
    }

    /// What the front door knows it by.
    pub(super) fn tenant(&self) -> Tenant {
        front::tenant(&self.loaded.environment, self.file.as_deref())
    }
}

/// Logs what was mended in a file and what its owner should know.
pub(super) fn announce_findings(file: &str, loaded: &Loaded) {
    announce(file, &repaired(&loaded.repairs).collect::<Vec<_>>());
    if loaded.repairs_total > loaded.repairs.len() {
        tracing::debug!(file, "and {} more repairs", loaded.repairs_total - loaded.repairs.len());
    }
    announce(file, &loaded.warnings);
}

/// Logs which routes of an environment no request comes to.
pub(super) fn announce_never(handle: &EnvironmentHandle) {
    let never = |text: &String| Warning::new(WarningKind::NeverMatches, text.as_str());
    let warnings: Vec<_> = handle.current().compiled.warnings.iter().map(never).collect();
    announce(&describe(handle.file().as_deref()), &warnings);
}

/// Logs warnings, those of one kind together.
pub(super) fn announce(file: &str, warnings: &[Warning]) {
    for warning in summed(warnings) {
        // Fields left out are the normal case in files written by hand.
        match warning.kind {
            WarningKind::Repaired(RepairKind::Missing) => tracing::debug!(file, "{warning}"),
            _ => tracing::warn!(file, "{warning}"),
        }
    }
}
