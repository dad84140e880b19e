//! The head of a request, from the connection to whoever answers.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::upgrade::OnUpgrade;

use crate::message::Request;

use super::reply::Wire;

/// What hyper parsed, on its way past warp: warp's own path filters panic on targets that are no paths.
pub struct Head {
    /// Method, target, version, headers, peer; no body yet.
    pub request: Request,
    /// The connection after a protocol switch.
    pub upgrade: Option<OnUpgrade>,
    /// Whether there is a body to read.
    pub has_body: bool,
    /// What is asked of the reply.
    pub wire: Wire,
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
