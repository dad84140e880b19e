//! What outlives a request: cells that know no template and no HTTP.

pub mod bucket;
pub mod bus;
pub mod closing;
pub mod counter;
pub mod env_vars;
pub mod globals;
pub mod journal;
pub mod metrics;
pub mod presence;
pub mod rooms;

pub use bucket::{Bucket, Content};
pub use bus::Bus;
pub use closing::Closing;
pub use counter::Counter;
pub use env_vars::EnvVars;
pub use globals::Globals;
pub use journal::Journal;
pub use metrics::{EnvironmentMetrics, RouteMetrics};
pub use presence::Presence;
pub use rooms::Rooms;
