//! Black-box tests: the real binary, real sockets, one module per feature.

mod support;

mod layers;
mod proxy;
mod tls;
