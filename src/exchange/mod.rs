//! One request, one reply. Start at [`pipeline::start`]; what the steps share is in [`context`].

pub mod answer;
mod baggage;
pub mod callback;
pub mod choose;
pub mod context;
pub mod cors;
pub mod decode;
pub mod event_stream;
pub mod fault;
pub mod file;
pub(crate) mod framing;
mod lazy_draft;
pub mod not_found;
pub mod over_budget;
pub mod pipeline;
pub mod proxy;
pub mod record;
mod recording;
pub mod respond;
pub mod session;
pub mod steered;
pub mod step;
mod to_its_end;
pub mod trace;
pub mod websocket;

/// The HTTP client of callbacks and proxy; the pool itself is in [`crate::runtime::Shared`].
pub use crate::runtime::client;
pub use answer::{Answer, AnswerBody, Injected};
