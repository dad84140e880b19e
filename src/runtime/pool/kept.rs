//! Connections that wait for the next request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Uri;
use http::uri::Authority;
use tokio::time::Instant;

use super::super::connector::{IDLE_PER_HOST, IDLE_TIMEOUT, Stream};
use super::driven::Driven;

/// A connection between two requests.
pub(super) enum Connection {
    /// Nobody but us has used it.
    Plain(Stream),
    /// It is hyper's, to its end.
    Driven(Box<Driven>),
}

/// The connections that a pool keeps. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<Mutex<Idle>>);

#[derive(Default)]
pub(super) struct Idle {
    /// By origin; there are few.
    pub(super) by_origin: Vec<(Uri, Vec<(Instant, Connection)>)>,
    /// Whether a task closes those that nobody takes.
    is_tended: bool,
}

impl Kept {
    pub(super) fn idle(&self) -> MutexGuard<'_, Idle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that was used last.
    pub(super) fn take(&self, origin: &Uri) -> Option<Connection> {
        let mut idle = self.idle();
        let (_, idle) = idle.by_origin.iter_mut().find(|(known, _)| is_same(known, origin))?;
        let (since, connection) = idle.pop()?;
        (since.elapsed() < IDLE_TIMEOUT).then_some(connection)
    }

    /// Keeps a connection whose last answer has been read.
    pub(super) fn give_back(&self, origin: &Uri, connection: Connection) {
        let mut idle = self.idle();
        let now = Instant::now();
        match idle.by_origin.iter_mut().find(|(known, _)| is_same(known, origin)) {
            Some((_, idle)) if idle.len() < IDLE_PER_HOST => idle.push((now, connection)),
            Some(_) => {}
            None => idle.by_origin.push((origin.clone(), vec![(now, connection)])),
        }
        if !idle.is_tended {
            idle.is_tended = true;
            tokio::spawn(tend(self.clone()));
        }
    }
}

/// Whether two origins are written in the same way; others do not share connections.
fn is_same(one: &Uri, other: &Uri) -> bool {
    one.scheme() == other.scheme() && one.authority().map(Authority::as_str) == other.authority().map(Authority::as_str)
}

/// Closes connections that nobody has taken for a while, as long as there are any.
async fn tend(kept: Kept) {
    loop {
        tokio::time::sleep(IDLE_TIMEOUT / 2).await;
        let mut idle = kept.idle();
        idle.by_origin.retain_mut(|(_, idle)| {
            idle.retain(|(since, _)| since.elapsed() < IDLE_TIMEOUT);
            !idle.is_empty()
        });
        if idle.by_origin.is_empty() {
            idle.is_tended = false;
            return;
        }
    }
}

/// A connection of hyper's that goes back when the answer has been read.
pub(super) struct Lent {
    pub(super) kept: Kept,
    pub(super) origin: Uri,
    pub(super) connection: Box<Driven>,
}

impl Lent {
    pub(super) fn give_back(self) {
        if self.connection.is_open() {
            self.kept.give_back(&self.origin, Connection::Driven(self.connection));
        }
    }
}

/// A plain connection over which so many bytes of an answer are to come, and that goes back then.
pub(super) struct Unread {
    pub(super) kept: Kept,
    pub(super) origin: Uri,
    pub(super) stream: Stream,
    pub(super) left: usize,
}

impl Unread {
    pub(super) fn give_back(self) {
        self.kept.give_back(&self.origin, Connection::Plain(self.stream));
    }
}
