//! WebSocket routes: answers to messages, and streams.
//!
//! `upgrade` answers the handshake, `session` is one connection from then to its end. What it sends comes from its
//! `feed`: replies to messages (`conversation`), a clock of its own, or the clock that all clients of a route share
//! (`broadcast`). Its stream is the `wire`, which keeps it within bounds. `view` is the route as the newest generation has it,
//! `content` chooses what answers and makes what is sent.

mod broadcast;
mod clock;
mod content;
mod conversation;
mod feed;
mod log;
mod metered;
mod protocols;
mod session;
mod upgrade;
mod view;
mod wire;

pub use upgrade::{accept, is_upgrade, origin};
