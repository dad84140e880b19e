//! `/state`: everything back to the start.

use crate::exchange::Answer;
use crate::runtime::space::Origin;
use crate::state::StateError;

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "PURGE", path: "/state", handler: purge, doc: "Puts everything back to the start" },
    Resource { method: "POST", path: "/state/purge", handler: purge, doc: "Puts everything back to the start" },
];

fn purge(call: &Call<'_>, _: Option<&str>) -> Answer {
    let is_special = matches!(call.space.attached.origin, Origin::Seeded(_) | Origin::Snapshot(_));
    if is_special || call.handle.begins_otherwise() {
        if let Err(error) = call.handle.reset(call.space, call.step) {
            return reply::message(500, error.to_string());
        }
    } else {
        if let Err(error) = begin_again(call) {
            return reply::message(500, error.to_string());
        }
        call.space.state.put_clock_back();
        call.space.count_anew();
        call.handle.purge_journal(call.space);
        call.handle.reset_steering(call.space);
    }
    reply::response("Server has been reset to its initial state")
}

/// Numbers, buckets and variables as at the beginning, draws too where a seed decides on them; without one, buckets are
/// generated anew.
fn begin_again(call: &Call<'_>) -> Result<(), StateError> {
    if call.handle.start_seed_again(call.space, call.step)? {
        return Ok(());
    }
    call.step.reset_numbers();
    call.handle.purge_buckets(call.space, call.step);
    call.step.purge_globals()
}
