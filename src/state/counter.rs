//! The request number of a route: what SEQUENTIAL mode and `request_number` rules count by.

use std::sync::{Mutex, PoisonError};

/// Number of the next request, from 1.
#[derive(Debug)]
pub struct Counter(Mutex<u64>);

impl Default for Counter {
    fn default() -> Self {
        Self(Mutex::new(1))
    }
}

impl Counter {
    /// Chooses by the current number and counts the request if something was chosen, as one step:
    /// concurrent requests to a sequence get each response exactly once.
    pub fn choose<T, E>(&self, choose: impl FnOnce(u64) -> Result<Option<T>, E>) -> Result<Option<T>, E> {
        let mut number = self.lock();
        let chosen = choose(*number)?;
        if chosen.is_some() {
            *number += 1;
        }
        Ok(chosen)
    }

    /// The number of the next request.
    pub fn current(&self) -> u64 {
        *self.lock()
    }

    /// Counts a served request whose choice did not depend on the number.
    pub fn count(&self) {
        *self.lock() += 1;
    }

    /// Starts again at 1.
    pub fn reset(&self) {
        *self.lock() = 1;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
