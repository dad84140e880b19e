//! A budget that is made when something is first charged to it: most answers are ready, and charge nothing.

use std::sync::OnceLock;

use super::{Budget, Entered, Exceeded};

/// The budget of an exchange, once there is something to charge to it.
#[derive(Debug, Default)]
pub struct OnDemand(OnceLock<Box<Budget>>);

impl OnDemand {
    /// The budget, which is made so.
    pub fn get(&self, make: impl FnOnce() -> Budget) -> &Budget {
        self.0.get_or_init(|| Box::new(make()))
    }

    /// A step of which nobody knows whether it will charge anything.
    pub fn step<'b>(&'b self, make: &'b dyn Fn() -> Budget) -> PerhapsEntered<'b> {
        PerhapsEntered { budget: self, make, entered: None }
    }

    /// How it was exceeded, if it was.
    pub fn exceeded(&self) -> Option<Exceeded> {
        self.0.get()?.exceeded()
    }
}

/// A step that enters its budget before it charges anything.
pub struct PerhapsEntered<'b> {
    budget: &'b OnDemand,
    make: &'b dyn Fn() -> Budget,
    entered: Option<Entered<'b>>,
}

impl PerhapsEntered<'_> {
    /// What comes now may charge something: the budget is the thread's until this is dropped. No await may come in between.
    pub fn enter(&mut self) {
        if self.entered.is_none() {
            self.entered = Some(self.budget.get(self.make).enter());
        }
    }
}
