//! sidemock

pub mod environment;
pub mod exchange;
pub mod faker;
pub mod js;
pub mod message;
pub mod routing;
pub mod state;
pub mod template;
