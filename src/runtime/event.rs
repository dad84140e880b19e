//! What subscribers of the admin API's event stream get.

use std::sync::{Arc, OnceLock, Weak};

use bytes::Bytes;

use crate::js::Str;
use crate::state::SessionEnd;

use super::transaction::Transaction;

/// Transactions up to this weight are held for slow subscribers; heavier ones only while the journal holds them.
const HELD_BYTES: usize = 8 << 10;

/// What has happened.
pub enum News {
    /// A request has been answered.
    Transaction(Arc<Transaction>),
    /// The same, of so much weight that the journal alone holds it: gone when the journal has dropped it.
    Heavy(Weak<Transaction>),
    /// Buckets have been generated: the JSON list of their states.
    Buckets(String),
    /// A session is over.
    SessionEnded(Str, SessionEnd),
}

impl News {
    /// An answered request that weighs so many bytes.
    pub fn answered(transaction: &Arc<Transaction>, bytes: usize) -> Self {
        if bytes <= HELD_BYTES {
            Self::Transaction(Arc::clone(transaction))
        } else {
            Self::Heavy(Arc::downgrade(transaction))
        }
    }
}

/// News on their way to all subscribers, written out once.
pub struct Event {
    /// The session it happened in; `None` for the base.
    pub session: Option<Str>,
    news: News,
    written: OnceLock<Bytes>,
}

impl Event {
    /// News of a space.
    pub fn new(session: Option<Str>, news: News) -> Arc<Self> {
        Arc::new(Self { session, news, written: OnceLock::new() })
    }

    /// The news of a heavy transaction: it is written for each subscriber, piece by piece.
    pub fn heavy(&self) -> Option<&Weak<Transaction>> {
        match &self.news {
            News::Heavy(transaction) => Some(transaction),
            News::Transaction(_) | News::Buckets(_) | News::SessionEnded(..) => None,
        }
    }

    /// Other news as `write` writes them: the first subscriber writes, the others copy a handle.
    pub fn written(&self, write: impl FnOnce(&News) -> Bytes) -> Bytes {
        self.written.get_or_init(|| write(&self.news)).clone()
    }
}
