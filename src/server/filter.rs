//! THE warp filter chain: one catch-all that hands every request, untouched, to the dispatcher.
//! It serves mocks and admin API alike; an `.or()` chain of routes would cost 157 us at 1,000 routes.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::upgrade::OnUpgrade;
use warp::Filter;
use warp::reply::Response;

use crate::message::Request;

use super::port::Port;

/// What hyper parsed, on its way past warp: warp's own path filters panic on targets that are no paths.
pub struct Head {
    /// Method, target, version, headers, peer; no body yet.
    pub request: Request,
    /// The connection after a protocol switch.
    pub upgrade: Option<OnUpgrade>,
    /// Whether there is a body to read.
    pub has_body: bool,
}

/// A [`Head`] that the dispatcher takes out once; what a filter holds must be one that can be cloned.
#[derive(Clone)]
pub struct Handoff(Arc<Mutex<Option<Head>>>);

impl Handoff {
    /// Puts the head in.
    pub fn new(head: Head) -> Self {
        Self(Arc::new(Mutex::new(Some(head))))
    }

    /// Takes the head out.
    pub fn take(&self) -> Option<Head> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The chain for one request to a port: the head goes with the filter, which is a few pointers to make, and needs no
/// map of extensions; the body goes through warp.
pub fn chain(
    port: Arc<Port>,
    handoff: Handoff,
) -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + Send + Sync {
    warp::any().and(warp::body::stream()).then(move |body| {
        let (port, handoff) = (Arc::clone(&port), handoff.clone());
        async move { port.answer(&handoff, body).await }
    })
}
