//! What outlives a request. A [`Space`] is the home of everything that requests change; the rest is what an environment
//! keeps beside its spaces. Nothing here knows templates or HTTP.

pub mod audience;
pub mod bucket;
pub mod bus;
pub mod cells;
pub mod closing;
pub mod counters;
pub mod env_vars;
mod items;
pub mod journal;
pub mod metrics;
pub mod presence;
pub mod room;
pub mod rooms;
pub mod space;
pub mod spaces;
pub mod step;

pub use audience::Audience;
pub use bucket::{Bucket, Content};
pub use bus::Bus;
pub use cells::{CellId, Cells};
pub use closing::Closing;
pub use counters::Counters;
pub use env_vars::EnvVars;
pub use journal::Journal;
pub use metrics::{EnvironmentMetrics, RouteMetrics};
pub use presence::Presence;
pub(crate) use room::weigh;
pub use room::{NoRoom, StateBudget};
pub use rooms::Rooms;
pub use space::{Image, Space, State};
pub use spaces::{SessionEnd, SessionLimits, Spaces, SpacesError};
pub use step::{StateError, Step, Turn};
