//! The environments of this process: what one of them may tell of the others.

use std::sync::{Arc, Mutex, PoisonError, Weak};

/// An environment as its neighbours see it.
pub trait Neighbour: Send + Sync {
    /// The route that would be asked first for a request of this method and path.
    fn answering(&self, method: &str, path: &str) -> Option<NeighbouringRoute>;
}

/// A route of another environment.
pub struct NeighbouringRoute {
    /// Name of its environment.
    pub environment: String,
    /// Port of its environment.
    pub port: u16,
    /// Its path as declared, prefix included.
    pub path: String,
}

/// The environments that are served, as far as they still are.
#[derive(Clone, Default)]
pub struct Neighbours(Arc<Mutex<Vec<Weak<dyn Neighbour>>>>);

impl std::fmt::Debug for Neighbours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Neighbours")
    }
}

impl Neighbours {
    /// One more.
    pub fn add(&self, neighbour: Weak<dyn Neighbour>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        all.push(neighbour);
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<dyn Neighbour>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade).collect()
    }
}
