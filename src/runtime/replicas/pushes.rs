//! Messages that are pushed to whoever listens to a route, at whichever replica.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::Replicas;
use crate::js::Str;
use crate::runtime::EnvironmentHandle;
use crate::state::StoreError;
use crate::state::subscribers::Push;

/// Bytes of a message that travels.
pub const MAX_MESSAGE: usize = 64 << 10;

/// A message on its way.
#[derive(Serialize, Deserialize)]
struct Message {
    route: String,
    text: String,
    event: String,
}

/// How many listeners of other replicas our messages have reached, by the number of the message, while somebody asks.
#[derive(Default)]
pub(super) struct Pushes(Mutex<HashMap<u64, usize>>);

impl Pushes {
    /// A replica says how many of its listeners a message has reached.
    pub(super) fn reached(&self, number: u64, listeners: usize) {
        if let Some(count) = self.lock().get_mut(&number) {
            *count += listeners;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who asks how many a message reaches.
struct Asking<'p> {
    pushes: &'p Pushes,
    number: u64,
}

impl Asking<'_> {
    fn count(&self) -> usize {
        self.pushes.lock().get(&self.number).copied().unwrap_or_default()
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.pushes.lock().remove(&self.number);
    }
}

impl Replicas {
    /// Sends a message to all who listen to a route at the other replicas; how many these are, as far as the replicas answer.
    ///
    /// # Errors
    /// When the store is unavailable; nobody has got it then.
    pub async fn push(&self, route: &Str, session: Option<&Str>, push: &Push) -> Result<usize, StoreError> {
        if let Some(trouble) = self.store.trouble() {
            return Err(StoreError::Unavailable(trouble));
        }
        let event = String::from_utf8_lossy(&push.event).into_owned();
        let message = Message { route: route.to_string(), text: push.text.to_string(), event };
        let message = serde_json::to_string(&message).unwrap_or_default();
        let asking = {
            // Under the lock: nobody answers before somebody asks.
            let mut counts = self.pushes.lock();
            let number = self.outbox.push_message(session.cloned(), message);
            counts.insert(number, 0);
            Asking { pushes: &self.pushes, number }
        };
        self.agreed().await;
        Ok(asking.count())
    }
}

/// Sends a message of another replica to whoever listens here; how many these are.
pub(super) fn deliver(handle: &EnvironmentHandle, session: Option<&Str>, text: &str) -> usize {
    let Ok(Message { route, text, event }) = serde_json::from_str(text) else { return 0 };
    let push = Push { text: Utf8Bytes::from(text), event: Bytes::from(event) };
    handle.shared.subscribers.push(&Str::from(route), session, &push)
}
