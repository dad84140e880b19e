//! What the companion of a file declares. Faults belong to the base and to every session, each with counts of its own, and
//! are there again after a purge; a snapshot is what the base and every session begin with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::state::StateBudget;
use crate::steering::fault::Definition;

use super::snapshot::Snapshot;

/// What a companion declares.
#[derive(Default)]
pub struct Declared {
    /// Its faults.
    pub faults: Vec<Definition>,
    /// The snapshot that it names.
    pub snapshot: Option<Snapshot>,
    /// The text of that, by which another one is told apart.
    pub snapshot_text: Option<String>,
}

/// The snapshot that an environment begins with, and its text.
#[derive(Default)]
pub struct DeclaredSnapshot(Mutex<Option<(String, Arc<Snapshot>)>>);

/// The snapshot that an environment began with before; `None` where it began as its file says.
pub struct FormerBeginning(pub(super) Option<Arc<Snapshot>>);

impl DeclaredSnapshot {
    /// The snapshot; `None` where the environment begins as its file says.
    pub fn now(&self) -> Option<Arc<Snapshot>> {
        let declared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        declared.as_ref().map(|(_, snapshot)| Arc::clone(snapshot))
    }

    /// Takes the place of the one before; that, if it was another one.
    pub(super) fn replace(&self, snapshot: Option<Snapshot>, text: Option<String>) -> Option<FormerBeginning> {
        let mut declared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if declared.as_ref().map(|(text, _)| text) == text.as_ref() {
            return None;
        }
        // What a file says is nobody's to bound; sessions have it in common.
        let snapshot = snapshot.and_then(|snapshot| snapshot.within(&StateBudget::default()).ok());
        let former = std::mem::replace(&mut *declared, text.zip(snapshot.map(Arc::new)));
        Some(FormerBeginning(former.map(|(_, snapshot)| snapshot)))
    }
}

/// The declared faults of an environment.
#[derive(Default)]
pub struct DeclaredFaults(Mutex<Arc<[Arc<Definition>]>>);

impl DeclaredFaults {
    /// The faults.
    pub fn now(&self) -> Arc<[Arc<Definition>]> {
        Arc::clone(&self.lock())
    }

    /// Declares these and no others; one that is as it was stays the same.
    pub(super) fn replace(&self, definitions: Vec<Definition>) -> Arc<[Arc<Definition>]> {
        let mut declared = self.lock();
        let mut before = declared.to_vec();
        let same = |definition: Definition| {
            let at = before.iter().position(|before| before.source == definition.source);
            at.map_or_else(|| Arc::new(definition), |at| before.swap_remove(at))
        };
        *declared = definitions.into_iter().map(same).collect();
        Arc::clone(&declared)
    }

    fn lock(&self) -> MutexGuard<'_, Arc<[Arc<Definition>]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
