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

pub use fault::Fault;
pub use force::Force;
pub use lifetime::Lifetime;
pub use list::{Item, List};
pub use stub::{Place, Stub};

/// The most stubs, and as many forced responses, of a space.
pub const MAX_STUBS: usize = 1_000;
/// The most faults of a space, those of the companion file aside.
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
    /// Forgets what calls have asked for; faults of the companion file begin anew.
    pub fn reset(&self) {
        self.stubs.clear();
        self.forces.clear();
        self.faults.change(|faults| {
            let kept = faults.iter().filter(|fault| fault.is_of_companion());
            *faults = kept.map(|fault| std::sync::Arc::new(fault.anew())).collect();
        });
    }
}
