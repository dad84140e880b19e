//! WebSocket routes: what the reference was recorded to do, and what happens on reload, shutdown and misuse.

pub mod client;
mod lifecycle;
mod replay;
mod unread;
