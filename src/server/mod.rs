//! From a TCP connection to the exchange and back: listeners, the warp filter chain, dispatch.

mod admin;
pub mod admin_port;
pub mod body;
pub mod broken;
pub mod connection;
pub mod connections;
pub mod dispatch;
pub mod drain;
pub mod filter;
pub mod framing;
pub mod front;
pub mod head;
mod head_timer;
mod length_fields;
pub mod listener;
pub mod management;
pub mod metrics_text;
pub mod port;
mod protocol;
pub mod readiness_query;
mod refusal;
mod repeated_head;
pub mod reply;
pub mod request_line;
mod stall;
mod streams;
pub mod tls;
