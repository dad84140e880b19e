//! What came of the newest content of an environment's file: for the probes, and for whoever looks by the admin API.

use std::sync::{Mutex, MutexGuard, PoisonError};

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
pub struct ReloadNote(Mutex<Note>);

#[derive(Debug, Default)]
struct Note {
    of_content: LastReload,
    /// Why nobody knows whether there is newer content.
    unreachable: Option<String>,
}

impl ReloadNote {
    fn lock(&self) -> MutexGuard<'_, Note> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes it.
    pub fn set(&self, last: LastReload) {
        self.lock().of_content = last;
    }

    /// Notes whether the server of the file can be asked for newer content: why not, or that it can.
    pub fn set_unreachable(&self, reason: Option<String>) {
        self.lock().unreachable = reason;
    }

    /// What was noted last. While newer content cannot be asked for, that is what came of the attempt.
    pub fn get(&self) -> LastReload {
        let note = self.lock();
        note.unreachable.clone().map_or_else(|| note.of_content.clone(), LastReload::Refused)
    }
}
