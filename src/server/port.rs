//! What a TCP port serves: the mock of one environment, the mocks of all of them, or their admin API.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Buf;
use futures_util::Stream;
use futures_util::future::Either;
use http::StatusCode;

use super::admin_port::AdminPort;
use super::dispatch::{self, EnvironmentService};
use super::front::FrontPort;
use super::head::RequestHead;
use super::reply::{self, Answering, answered};

/// What a port serves.
pub enum Port {
    /// An environment, and its admin API unless that is elsewhere.
    Mock(EnvironmentService),
    /// All environments, each by its hosts and paths.
    Front(FrontPort),
    /// The admin API of all environments.
    Admin(AdminPort),
}

impl Port {
    /// Answers one request, whose head can be taken once.
    pub fn answer<B: Buf + Send + 'static>(
        self: &Arc<Self>,
        head: Option<RequestHead>,
        body: impl Stream<Item = Result<B, warp::Error>> + Send + 'static,
    ) -> Answering {
        let Some(head) = head else { return answered(reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "no request")) };
        let head = match &**self {
            Self::Mock(service) => match dispatch::at_once(service, head) {
                Ok(answering) => return answering,
                Err(head) => head,
            },
            Self::Front(front) => match front.at_once(head) {
                Ok(answering) => return answering,
                Err(head) => head,
            },
            Self::Admin(_) => head,
        };
        let port = Arc::clone(self);
        Either::Right(Box::pin(async move {
            match &*port {
                Self::Mock(service) => dispatch::dispatch(service, head, body).await,
                Self::Front(front) => front.answer(head, body).await,
                // In a box of its own, because it takes several times the room of the others.
                Self::Admin(admin) => Box::pin(admin.answer(head, body)).await,
            }
        }))
    }

    /// Counts a connection for as long as the guard lives.
    pub fn open(&self) -> OpenConnection<'_> {
        let connections = match self {
            Self::Mock(service) => &service.handle.shared.metrics.connections,
            Self::Front(front) => &front.router.connections,
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
