//! sidemock

pub mod admin;
pub mod app;
pub mod crud;
pub mod environment;
pub mod exchange;
pub mod faker;
pub mod js;
pub mod message;
pub mod reload;
pub mod routing;
pub mod rules;
pub mod runtime;
pub mod server;
pub mod settings;
pub mod shutdown;
pub mod state;
pub mod telemetry;
pub mod template;
