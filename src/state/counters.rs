//! Request numbers of routes: what SEQUENTIAL mode and `request_number` rules count by.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use super::CellId;

/// The numbers of a space. What was never counted is at 1.
#[derive(Debug, Default)]
pub struct Counters(Mutex<Numbers>);

/// Requests counted so far, by the cell of their route.
pub type Numbers = HashMap<CellId, u64, RandomState>;

impl Counters {
    /// Counters that go on from these numbers.
    pub fn new(numbers: Numbers) -> Self {
        Self(Mutex::new(numbers))
    }

    /// The number of the next request, from 1.
    pub fn next(&self, route: CellId) -> u64 {
        self.lock().get(&route).map_or(1, |counted| counted + 1)
    }

    /// Counts a request; gives its number.
    pub fn count(&self, route: CellId) -> u64 {
        let mut numbers = self.lock();
        let number = numbers.entry(route).or_insert(0);
        *number += 1;
        *number
    }

    /// All numbers at this moment.
    pub fn snapshot(&self) -> Numbers {
        self.lock().clone()
    }

    /// Goes on from these numbers.
    pub fn restore(&self, numbers: Numbers) {
        *self.lock() = numbers;
    }

    /// Forgets the routes that are gone.
    pub fn retain(&self, is_there: impl Fn(CellId) -> bool) {
        self.lock().retain(|route, _| is_there(*route));
    }

    fn lock(&self) -> MutexGuard<'_, Numbers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
