//! Black-box tests: the real binary, real sockets, one module per feature.
// What goes wrong in a test ends it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

mod admin;
mod admin_gate;
mod admin_load;
mod bodies;
mod crud;
mod layers;
mod loading;
mod malformed;
mod modes;
mod proxy;
mod readme;
mod responses;
mod routing;
mod rules;
mod secrets;
mod settings;
mod tls;
mod websocket;
