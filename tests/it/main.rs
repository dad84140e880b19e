//! Black-box tests: the real binary, real sockets, one module per feature.

mod websocket;
