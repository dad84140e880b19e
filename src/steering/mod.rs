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

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub use fault::{Definition, Fault};
pub use force::Force;
pub use lifetime::Lifetime;
pub use list::{Item, List};
pub use stub::{Stub, StubPosition};

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
    /// What replicas have told each other of it, where there are any.
    pub shared: SharedDefinitions,
}

/// What is told of each stub, forced response and fault, by its name in the store.
pub type SharedDefinitions = Mutex<HashMap<String, String>>;

/// Everything at one moment.
pub struct Lists<C> {
    /// In the order in which they are asked.
    pub stubs: Vec<Arc<Stub<C>>>,
    /// Forced responses of routes.
    pub forces: Vec<Arc<Force>>,
    /// In the order in which they are tried.
    pub faults: Vec<Arc<Fault>>,
}

impl<C> Default for Lists<C> {
    fn default() -> Self {
        Self { stubs: Vec::new(), forces: Vec::new(), faults: Vec::new() }
    }
}

impl<C> Default for Steering<C> {
    fn default() -> Self {
        Self {
            stubs: List::new(MAX_STUBS),
            forces: List::new(MAX_STUBS),
            faults: List::new(MAX_FAULTS),
            shared: SharedDefinitions::default(),
        }
    }
}

impl<C> Steering<C> {
    /// Everything at this moment.
    pub fn lists(&self) -> Lists<C> {
        Lists {
            stubs: self.stubs.now().to_vec(),
            forces: self.forces.now().to_vec(),
            faults: self.faults.now().to_vec(),
        }
    }

    /// Makes it these, and nothing else.
    pub fn set(&self, lists: Lists<C>) {
        self.stubs.change(|stubs| *stubs = lists.stubs);
        self.forces.change(|forces| *forces = lists.forces);
        self.faults.change(|faults| *faults = lists.faults);
    }

    /// Forgets what calls have asked for; the faults that are declared begin anew.
    pub fn reset(&self, declared: &[Arc<Definition>]) {
        self.stubs.clear();
        self.forces.clear();
        self.faults.change(|faults| *faults = begun(declared));
    }

    /// Has these faults declared and no others. One that was declared before goes on counting.
    pub fn declare(&self, declared: &[Arc<Definition>]) {
        self.faults.change(|faults| {
            let (before, asked): (Vec<_>, Vec<_>) = faults.drain(..).partition(|fault| fault.is_of_companion());
            let kept = |fault: Arc<Fault>| before.iter().find(|before| before.id == fault.id).cloned().unwrap_or(fault);
            faults.extend(begun(declared).into_iter().map(kept));
            faults.extend(asked);
        });
    }
}

/// These faults, as they begin.
pub fn begun(declared: &[Arc<Definition>]) -> Vec<Arc<Fault>> {
    let nth = |i: usize| declared[..i].iter().filter(|before| before.source == declared[i].source).count();
    declared.iter().enumerate().map(|(i, one)| Arc::new(Fault::declared(Arc::clone(one), nth(i)))).collect()
}
