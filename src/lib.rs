//! sidemock

pub mod environment;
pub mod faker;
pub mod js;
pub mod message;
pub mod routing;
pub mod settings;
pub mod state;
pub mod template;
