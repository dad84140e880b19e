//! What subscribers of the admin API's event stream get.

use std::sync::{Arc, OnceLock, Weak};

use bytes::Bytes;

use crate::js::Str;
use crate::state::SessionEnd;

use super::transaction::Transaction;

/// Transactions up to this weight are held for slow subscribers; heavier ones only while the journal holds them.
const HELD_BYTES: usize = 8 << 10;

/// What has happened.
pub enum AdminEvent {
    /// A request has been answered.
    Transaction(Arc<Transaction>),
    /// The same, of so much weight that the journal alone holds it: gone when the journal has dropped it.
    Weak(Weak<Transaction>),
    /// Buckets have been generated: the JSON list of their states.
    Buckets(String),
    /// A session is over.
    SessionEnded(Str, SessionEnd),
}

impl AdminEvent {
    /// An answered request that weighs so many bytes.
    pub fn answered(transaction: &Arc<Transaction>, bytes: usize) -> Self {
        if bytes <= HELD_BYTES {
            Self::Transaction(Arc::clone(transaction))
        } else {
            Self::Weak(Arc::downgrade(transaction))
        }
    }
}

/// An event on its way to all subscribers, written out once.
pub struct PublishedEvent {
    /// The session it happened in; `None` for the base.
    pub session: Option<Str>,
    event: AdminEvent,
    written: OnceLock<Bytes>,
}

impl PublishedEvent {
    /// An event of a space.
    pub fn new(session: Option<Str>, event: AdminEvent) -> Arc<Self> {
        Arc::new(Self { session, event, written: OnceLock::new() })
    }

    /// That of a heavy transaction: it is written for each subscriber, piece by piece.
    pub fn heavy(&self) -> Option<&Weak<Transaction>> {
        match &self.event {
            AdminEvent::Weak(transaction) => Some(transaction),
            AdminEvent::Transaction(_) | AdminEvent::Buckets(_) | AdminEvent::SessionEnded(..) => None,
        }
    }

    /// Others as `write` writes them: the first subscriber writes, the others copy a handle.
    pub fn written(&self, write: impl FnOnce(&AdminEvent) -> Bytes) -> Bytes {
        self.written.get_or_init(|| write(&self.event)).clone()
    }
}
