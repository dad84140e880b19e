//! What one request may cost: time, work, bytes alive, nesting.
//!
//! A [`Budget`] is made when a request is dispatched and travels with its exchange. Each synchronous step of the exchange
//! [enters](Budget::enter) it; while it is entered, whoever loops, scans, copies or descends for the request charges it
//! by the free functions here ([`work`], [`bytes`], [`nest`]). They find it in the thread, so that a comparison deep
//! inside a regular expression needs no parameter for it. Outside of a request (loading a file, tests) nothing is
//! limited but the nesting.
//!
//! Once exceeded a budget stays exceeded: code that cannot fail may stop early with whatever it has, because the next
//! charge or [`check`] that can fail reports it and the step's result is thrown away.
//!
//! Where it is hot, charging is one counter and one branch. The clock is read every few thousand units of work. A step
//! that turns out to be [long](LONG) hands its worker thread over to another one, so that neighbours and I/O go on; a
//! few of them compute at the same time ([`runners`]), the others wait, and their clocks with them.
//!
//! Bytes are counted where they are made and given back by whoever knows that they are free: a node of a template
//! [settles](settle) its temporaries, a text that [grows](Growth) is charged while it does. A request that holds many
//! takes a share of the process's memory.

pub mod background;
mod exceeded;
mod growth;
mod lazy_entry;
mod meter;
mod runners;
#[cfg(test)]
mod tests;
pub mod together;

use std::marker::PhantomData;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use exceeded::{Exceeded, exceeded_counts};
pub use growth::Growth;
pub use lazy_entry::LazyEntry;
pub use meter::{
    Nested, bytes, check, descend, free, levels_left, make, mark, nest, pin, scan, settle, too_deep, work,
};
pub use runners::{ConnectionPoll, long_steps};

use crate::memory::MemoryBudget;
use meter::{Interrupted, Spent};

/// A step that computes for so long is long.
pub const LONG: Duration = Duration::from_millis(5);
/// A piece of work that is announced as so large (units) makes its step long before it begins: nothing looks at the clock
/// in it.
const LONG_PIECE: u64 = 500_000;
/// Levels of nesting that one request may descend.
pub const MAX_DEPTH: u32 = 2_000;

/// Bounds of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Computing time, waiting left out (`MOCKOON_REQUEST_TIME_BUDGET`).
    pub time: Duration,
    /// Bytes of values alive.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(1), bytes: 64 << 20 }
    }
}

/// The budget of one request.
#[derive(Debug, Default)]
pub struct Budget {
    limits: Limits,
    /// The process's memory, where many bytes of values take a share of it.
    memory: Option<MemoryBudget>,
    /// What the steps so far have spent.
    spent: Mutex<Spent>,
}

impl Budget {
    /// A budget of which nothing is spent.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// The same, where many bytes of values take a share of the process's memory.
    pub fn sharing(limits: Limits, memory: &MemoryBudget) -> Self {
        Self { limits, memory: Some(memory.clone()), ..Self::default() }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes it the budget of this thread until the guard is dropped. No await may come in between.
    pub fn enter(&self) -> Entered<'_> {
        let mut spent = self.spent();
        if spent.share.is_none() {
            spent.share = self.memory.as_ref().map(MemoryBudget::share);
        }
        let outer = meter::begin(self.limits, &mut spent);
        Entered { budget: self, outer, _here: PhantomData }
    }

    /// What its values take of the memory between its steps (bytes, about), as far as they have no share of it.
    pub fn unshared(&self) -> usize {
        self.spent().unshared()
    }

    /// How it was exceeded, if it was.
    pub fn exceeded(&self) -> Option<Exceeded> {
        self.spent().exceeded
    }
}

/// A budget that is the thread's own at the moment.
#[derive(Debug)]
pub struct Entered<'b> {
    budget: &'b Budget,
    outer: Option<Box<Interrupted>>,
    /// The thread's: not to be sent to another one.
    _here: PhantomData<*const ()>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let now = meter::end(self.outer.take());
        let mut spent = self.budget.spent();
        if let (None, Some(exceeded)) = (spent.exceeded, now.exceeded) {
            exceeded.count();
        }
        *spent = now;
    }
}
