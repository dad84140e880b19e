//! From a TCP connection to the exchange and back: listeners, the warp filter chain, dispatch.

pub mod body;
pub mod dispatch;
pub mod filter;
pub mod listener;
pub mod management;
pub mod reply;
pub mod tls;
