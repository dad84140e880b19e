//! Replies that wait for the latency of their response. Each waits for itself: a fast one overtakes a slow one.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::memory::{MemoryBudget, Share, Shortage};
use crate::message::Request;

/// Replies that may wait at once; until one is sent no further message is read.
const MAX_WAITING: usize = 1_024;

/// Bytes of messages whose replies may wait at once.
const MAX_WAITING_BYTES: usize = 16 << 20;

/// A reply that has been chosen but not made: its template sees what is true when it is sent.
pub struct Reply {
    /// Position of the response in its route.
    pub response: usize,
    /// The handshake with the message as its body.
    pub request: Request,
}

/// Bytes of a reply that waits, beside those of its message.
const REPLY: usize = 256;

/// The replies of one connection that wait.
pub struct Conversation {
    waiting: BTreeMap<(Instant, u64), Reply>,
    count: u64,
    share: Share,
}

impl Reply {
    fn size(&self) -> usize {
        REPLY + self.request.body_bytes().len()
    }
}

impl Conversation {
    /// Nothing waits yet.
    pub fn new(memory: &MemoryBudget) -> Self {
        Self { waiting: BTreeMap::new(), count: 0, share: memory.share() }
    }

    /// Keeps a reply for this time.
    ///
    /// # Errors
    /// When there is no room for it in the memory budget.
    pub fn push(&mut self, reply: Reply, latency: Duration) -> Result<(), Shortage> {
        self.share.grow(reply.size())?;
        self.count += 1;
        self.waiting.insert((Instant::now() + latency, self.count), reply);
        Ok(())
    }

    /// Whether there is room for another reply.
    pub fn has_room(&self) -> bool {
        self.waiting.len() < MAX_WAITING && self.share.held() < MAX_WAITING_BYTES
    }

    /// The next reply whose time has come; nothing is lost when this is dropped while it waits.
    pub async fn next(&mut self) -> Reply {
        loop {
            match self.waiting.first_key_value() {
                Some(((due, _), _)) => tokio::time::sleep_until(*due).await,
                None => std::future::pending().await,
            }
            if let Some((_, reply)) = self.waiting.pop_first() {
                self.share.shrink(reply.size());
                return reply;
            }
        }
    }
}
