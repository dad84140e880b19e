//! Rules: which response of a route answers. Compiled at load, judged per request.

pub mod choose;
pub mod compile;
pub mod extraction;
mod judge;
pub mod operator;
pub mod schema;
pub mod target;
pub mod weight;

pub use choose::{Choice, Chooser};
pub use compile::{Rule, RuleSet};

use std::cell::OnceCell;

use crate::budget::Exceeded;
use crate::js::Value;
use crate::message::Request;
use crate::template::RenderContext;

/// What rules are judged against.
pub struct Subject<'a> {
    /// Request, buckets and variables.
    pub rendering: RenderContext<'a>,
    /// Number of the request on its route, from 1.
    pub number: u64,
    /// The handshake request with a WebSocket message as its body, when rules judge a message.
    pub message: Option<&'a Request>,
    /// Whether rules may look into the body, once one has asked.
    parsable: OnceCell<bool>,
    /// The body as rules see it, once one has asked for all of it.
    body: OnceCell<Value>,
}

impl<'a> Subject<'a> {
    /// A request, or a message with the handshake behind it.
    pub fn new(rendering: RenderContext<'a>, number: u64, message: Option<&'a Request>) -> Self {
        Self { rendering, number, message, parsable: OnceCell::new(), body: OnceCell::new() }
    }
}

/// Why a rule could not be judged; the request then answers 500 with this text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RuleError(pub String);

impl From<Exceeded> for RuleError {
    fn from(exceeded: Exceeded) -> Self {
        Self(exceeded.to_string())
    }
}
