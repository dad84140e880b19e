//! What tests steer a space with: stubs, forced responses and faults, for a while and for one scope.
//!
//! A space has none of it until somebody asks for one; then its requests look here before they look into the file. What
//! is here does not belong to a generation: it survives reloads, and ends with its time, its number of uses, its session
//! or a purge of state. Nothing here knows how a route is compiled (`C` is what a stub is compiled to) or how a
//! connection is broken.

pub mod fault;
pub mod force;
pub mod lifetime;
pub mod list;
pub mod stub;

use std::sync::Arc;

pub use fault::{Definition, Fault};
pub use force::Force;
pub use lifetime::Lifetime;
pub use list::{Item, List};
pub use stub::{Place, Stub};

/// The most stubs, and as many forced responses, of a space.
pub const MAX_STUBS: usize = 1_000;
/// The most faults of a space.
pub const MAX_FAULTS: usize = 256;

/// What steers a space.
pub struct Steering<C> {
    /// Stubs: those that stand before the file's routes in their order, then those behind.
    pub stubs: List<Stub<C>>,
    /// Forced responses, one a route.
    pub forces: List<Force>,
    /// Faults, the oldest first.
    pub faults: List<Fault>,
}

impl<C> Default for Steering<C> {
    fn default() -> Self {
        Self { stubs: List::new(MAX_STUBS), forces: List::new(MAX_STUBS), faults: List::new(MAX_FAULTS) }
    }
}

impl<C> Steering<C> {
    /// Forgets what calls have asked for; the faults that are declared begin anew.
    pub fn reset(&self, declared: &[Arc<Definition>]) {
        self.stubs.clear();
        self.forces.clear();
        self.faults.change(|faults| *faults = declared.iter().map(begun).collect());
    }

    /// Has these faults declared and no others. One that was declared before goes on counting.
    pub fn declare(&self, declared: &[Arc<Definition>]) {
        self.faults.change(|faults| {
            let (before, asked): (Vec<_>, Vec<_>) = faults.drain(..).partition(|fault| fault.is_of_companion());
            let kept = |definition: &Arc<Definition>| {
                let mut before = before.iter();
                before.find(|fault| Arc::ptr_eq(&fault.definition, definition)).cloned()
            };
            faults.extend(declared.iter().map(|definition| kept(definition).unwrap_or_else(|| begun(definition))));
            faults.extend(asked);
        });
    }
}

fn begun(definition: &Arc<Definition>) -> Arc<Fault> {
    Arc::new(Fault::new(Arc::clone(definition), None))
}
