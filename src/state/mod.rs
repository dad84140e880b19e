//! What outlives a request. A [`Space`] is the home of everything that requests change; the rest is what an environment
//! keeps beside its spaces. Nothing here knows templates or HTTP.

pub mod broadcast;
pub mod bucket;
pub mod bus;
pub mod cell_id;
pub mod cells;
pub mod counters;
pub mod env_vars;
mod image;
pub mod in_flight;
mod items;
pub mod journal;
pub mod metrics;
pub mod part;
pub mod remote;
pub mod room;
pub mod shutdown_signal;
pub mod space;
pub mod spaces;
pub mod step;
pub mod store;
pub mod subscribers;
pub mod transaction;
mod watchers;

pub use broadcast::BroadcastChannels;
pub use bucket::{Bucket, Content};
pub use bus::Bus;
pub use cell_id::CellId;
pub use cells::Cells;
pub use counters::Counters;
pub use env_vars::EnvVars;
pub use image::Image;
pub use in_flight::InFlight;
pub use journal::Journal;
pub use metrics::{EnvironmentMetrics, RouteMetrics};
pub use remote::{Beginning, Keys, Remote};
pub(crate) use room::weigh;
pub use room::{NoRoom, StateBudget};
pub use shutdown_signal::ShutdownSignal;
pub use space::{Space, State, Turn};
pub use spaces::{Added, SessionEnd, SessionLimits, Spaces, SpacesError};
pub use step::{StateError, Step};
pub use store::{Store, StoreError};
pub use subscribers::Subscribers;
pub use transaction::Attempt;
pub use watchers::{Interest, News, PathInterest, Watcher};
