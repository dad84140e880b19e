//! Black-box tests: the real binary, real sockets, one module per feature.

mod support;

mod admin;
mod admin_gate;
mod admin_load;
mod bodies;
mod callbacks;
mod crud;
mod files;
mod layers;
mod loading;
mod malformed;
mod modes;
mod responses;
mod routing;
mod rules;
mod secrets;
mod settings;
