//! A reply that depends on nothing.

use std::sync::Arc;

use bytes::Bytes;

use crate::message::response::SharedHeaders;

/// A whole reply, prepared at load.
#[derive(Clone)]
pub struct StaticResponse {
    /// Status, 100 to 999.
    pub status: u16,
    /// Headers; replies with the same ones share them.
    pub headers: Arc<SharedHeaders>,
    /// Body as sent.
    pub body: Bytes,
    /// Body as the journal keeps it.
    pub text: Bytes,
}
