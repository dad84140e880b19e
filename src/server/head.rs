//! The head of a request, from the connection to whoever answers.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::upgrade::OnUpgrade;

use crate::message::Request;

use super::reply::ConnectionOptions;

/// What hyper parsed, on its way past warp: warp's own path filters panic on targets that are no paths.
pub struct RequestHead {
    /// Method, target, version, headers, peer; no body yet.
    pub request: Request,
    /// The connection after a protocol switch.
    pub upgrade: Option<OnUpgrade>,
    /// Whether there is a body to read.
    pub has_body: bool,
    /// Whether the request has it already. Nobody has made sure that there may be one as long.
    pub has_whole_body: bool,
    /// What is asked of the reply.
    pub connection: ConnectionOptions,
}

/// A [`RequestHead`] that the dispatcher takes out once; what a filter holds must be one that can be cloned.
#[derive(Clone)]
pub struct RequestHeadSlot(Arc<Mutex<Option<RequestHead>>>);

impl RequestHeadSlot {
    /// Puts the head in.
    pub fn new(head: RequestHead) -> Self {
        Self(Arc::new(Mutex::new(Some(head))))
    }

    /// Takes the head out.
    pub fn take(&self) -> Option<RequestHead> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
