//! Global variables of an environment (`setGlobalVar`, `getGlobalVar`, admin API, rules).

use std::sync::{Arc, Mutex, PoisonError};

use crate::js::{Object, Str, Value};

/// Global variables; a read is a shared snapshot.
#[derive(Default)]
pub struct Globals(Mutex<Arc<Object>>);

impl Globals {
    /// All variables at this moment.
    pub fn snapshot(&self) -> Arc<Object> {
        self.lock().clone()
    }

    /// One variable.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.lock().get(name).cloned()
    }

    /// Sets one variable.
    pub fn set(&self, name: impl Into<Str>, value: Value) {
        Arc::make_mut(&mut *self.lock()).insert(name, value);
    }

    /// Puts the new state of changed values in the place of the old: (address before, value now).
    pub fn follow(&self, changed: &[(usize, Value)]) {
        let mut variables = self.lock();
        let now = |value: &Value| {
            let address = value.address()?;
            changed.iter().find(|(old, _)| *old == address).map(|(_, now)| now.clone())
        };
        if variables.values().any(|value| now(value).is_some()) {
            for value in Arc::make_mut(&mut variables).values_mut() {
                if let Some(now) = now(value) {
                    *value = now;
                }
            }
        }
    }

    /// Deletes all variables.
    pub fn purge(&self) {
        *self.lock() = Arc::default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Arc<Object>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
