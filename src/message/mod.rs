//! Request messages, parsed lazily: only what a rule or a template asks for, once.

pub mod body;
pub mod connection;
pub mod cookies;
pub mod fields;
pub mod headers;
pub mod latest;
pub mod number;
pub mod prepared_headers;
pub mod query;
pub mod reason;
pub mod request;
pub mod response;
pub mod target;
pub mod text_body;

pub use headers::HeaderKey;
pub use request::{Peer, Request};
