//! What outlives a request: cells that know no template and no HTTP.

pub mod bucket;
pub mod env_vars;
pub mod globals;

pub use bucket::{Bucket, Content};
pub use env_vars::EnvVars;
pub use globals::Globals;
