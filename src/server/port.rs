//! What a TCP port serves: the mock of one environment, or the admin API of all of them.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Buf;
use futures_util::Stream;
use warp::reply::Response;

use super::admin_port::AdminPort;
use super::dispatch::{self, Site};
use super::filter::Handoff;

/// What a port serves.
pub enum Port {
    /// An environment, and its admin API unless that is elsewhere.
    Mock(Site),
    /// The admin API of all environments.
    Admin(AdminPort),
}

impl Port {
    /// Answers one request.
    pub async fn answer<B: Buf>(
        &self,
        handoff: &Handoff,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        match self {
            Self::Mock(site) => dispatch::dispatch(site, handoff, body).await,
            Self::Admin(admin) => Box::pin(admin.answer(handoff, body)).await,
        }
    }

    /// Counts a connection for as long as the guard lives.
    pub fn open(&self) -> OpenConnection<'_> {
        let connections = match self {
            Self::Mock(site) => &site.handle.shared.metrics.connections,
            Self::Admin(admin) => &admin.connections,
        };
        connections.fetch_add(1, Ordering::Relaxed);
        OpenConnection(connections)
    }
}

/// An open connection, counted.
pub struct OpenConnection<'a>(&'a AtomicU64);

impl Drop for OpenConnection<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
