//! Black-box tests: the real binary, real sockets, one module per feature.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking"
)]

mod support;

mod admin;
mod admin_gate;
mod admin_load;
mod admin_port;
mod api_document;
mod beginnings;
mod bodies;
mod call_bodies;
mod callbacks;
mod calls;
mod check;
mod client_certificates;
mod command_line;
mod connections;
mod crud;
mod decoding;
mod demo;
mod directories;
mod docs;
mod edits;
mod egress;
mod explain;
mod faults;
mod files;
mod framing;
mod front_door;
mod hostile;
mod inspect;
mod journal;
mod large_bodies;
mod layers;
mod lifecycle;
mod loading;
mod malformed;
mod many_fields;
mod memory;
mod metrics;
mod misplaced_secrets;
mod modes;
mod openapi;
mod page;
mod proxy;
mod proxy_answers;
mod proxy_limits;
mod pushed_content;
mod recording;
mod redaction;
mod reload;
mod remote_files;
mod renamed_files;
mod repeated_heads;
mod replicas;
mod responses;
mod resting;
mod routing;
mod rules;
mod secrets;
mod sessions;
mod settings;
mod slow_readers;
mod special_files;
mod state_bounds;
mod streams;
mod stubs;
mod targets;
mod tls;
mod traces;
mod verify;
mod websocket;
mod wire;
