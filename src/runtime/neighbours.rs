//! The environments of this process: what one of them may tell of the others.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::EnvironmentHandle;

/// The environments that are served, as far as they still are.
#[derive(Clone, Default)]
pub struct Neighbours(Arc<Mutex<Vec<Weak<EnvironmentHandle>>>>);

impl std::fmt::Debug for Neighbours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Neighbours({})", self.all().len())
    }
}

impl Neighbours {
    /// One more.
    pub fn add(&self, handle: &Arc<EnvironmentHandle>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        all.push(Arc::downgrade(handle));
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<EnvironmentHandle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade).collect()
    }
}
