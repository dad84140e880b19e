//! What the black-box tests share: the binary on free ports, environments in a few lines, a client that hides no byte.
// Every test module uses another part of it.
#![allow(dead_code, unused_imports)]

mod client;
mod environment;
mod ports;
mod server;
mod store;

pub use client::{Connection, Reply, Request};
pub use environment::{bucket, crud, environment, get, response, route, rule};
pub use ports::free_port;
pub use server::{Ended, Server, Sidemock, TOKEN, wait_for};
pub use store::StoreServer;
