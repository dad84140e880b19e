//! Rules: which response of a route answers. Compiled at load, judged per request.

pub mod choose;
pub mod compile;
pub mod operator;
pub mod schema;
pub mod target;

pub use choose::Chooser;
pub use compile::{Rule, RuleSet};

use crate::message::Request;
use crate::template::Scope;

/// What rules are judged against.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Request, buckets and variables.
    pub scope: Scope<'a>,
    /// Number of the request on its route, from 1.
    pub number: u64,
    /// The handshake request with a WebSocket message as its body, when rules judge a message.
    pub message: Option<&'a Request>,
}

/// Why a rule could not be judged; the request then answers 500 with this text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RuleError(pub String);
