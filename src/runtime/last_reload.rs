//! What came of the newest content of an environment's file: for the probes, and for whoever looks by the admin API.

use std::sync::{Mutex, PoisonError};

/// What came of the last attempt to reload a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LastReload {
    /// The file has not changed since the start.
    #[default]
    Unchanged,
    /// Its newest content serves.
    Taken,
    /// Other content goes on serving, for this reason.
    Refused(String),
}

impl LastReload {
    /// In a word.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unchanged => "none",
            Self::Taken => "taken",
            Self::Refused(_) => "refused",
        }
    }

    /// Why the newest content does not serve.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused(reason) => Some(reason),
            Self::Unchanged | Self::Taken => None,
        }
    }
}

/// Where it is noted.
#[derive(Debug, Default)]
pub struct ReloadNote(Mutex<LastReload>);

impl ReloadNote {
    /// Notes it.
    pub fn set(&self, last: LastReload) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }

    /// What was noted last.
    pub fn get(&self) -> LastReload {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
