//! `/state`: everything back to the start.

use crate::exchange::Answer;

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "PURGE", path: "/state", handler: purge },
    Resource { method: "POST", path: "/state/purge", handler: purge },
];

fn purge(call: &Call<'_>, _: Option<&str>) -> Answer {
    call.handle.reset_counters();
    call.handle.purge_buckets();
    call.handle.shared.world.globals.purge();
    call.handle.shared.journal.purge();
    reply::response("Server has been reset to its initial state")
}
