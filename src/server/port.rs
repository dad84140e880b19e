//! What a TCP port serves: the mock of one environment, the mocks of all of them, or their admin API.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use warp::reply::Response;

use super::admin_port::AdminPort;
use super::dispatch::{self, Site};
use super::front::FrontPort;
use super::head::Handoff;
use super::reply;

/// What a port serves.
pub enum Port {
    /// An environment, and its admin API unless that is elsewhere.
    Mock(Site),
    /// All environments, each by its hosts and paths.
    Front(FrontPort),
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
        let Some(head) = handoff.take() else { return reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "no request") };
        match self {
            Self::Mock(site) => dispatch::dispatch(site, head, body).await,
            Self::Front(front) => front.answer(head, body).await,
            Self::Admin(admin) => Box::pin(admin.answer(head, body)).await,
        }
    }

    /// Counts a connection for as long as the guard lives.
    pub fn open(&self) -> OpenConnection<'_> {
        let connections = match self {
            Self::Mock(site) => &site.handle.shared.metrics.connections,
            Self::Front(front) => &front.doorway.connections,
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
