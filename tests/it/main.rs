//! Black-box tests: the real binary, real sockets, one module per feature.

mod support;

mod admin_port;
mod check;
mod layers;
mod lifecycle;
mod metrics;
mod reload;
