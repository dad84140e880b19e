//! A step of which nobody knows whether it will charge anything: most answers are ready, and charge nothing.

use super::{Budget, Entered};

/// A step that enters its budget before it charges anything.
pub struct LazyEntry<'b> {
    budget: &'b Budget,
    entered: Option<Entered<'b>>,
}

impl<'b> LazyEntry<'b> {
    /// A step that has not charged anything.
    pub fn new(budget: &'b Budget) -> Self {
        Self { budget, entered: None }
    }

    /// What comes now may charge something: the budget is the thread's until this is dropped. No await may come in between.
    pub fn enter(&mut self) {
        if self.entered.is_none() {
            self.entered = Some(self.budget.enter());
        }
    }
}
