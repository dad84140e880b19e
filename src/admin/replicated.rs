//! Calls on what replicas share: before one is answered, this replica knows what all of them know; after one that changes
//! something, all of them will.

use std::sync::Arc;

use crate::runtime::replicas::SteeringChange;
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::StoreError;

/// Calls that look at what requests of all replicas left behind.
const LOOK_BACK: [&str; 6] = ["/logs", "/events", "/x/requests", "/x/verify", "/x/explain", "/x/sessions"];
/// Calls whose changes are told through the stream.
const TOLD: [&str; 4] = ["/logs", "/state", "/x/sessions", "/x/snapshots"];
/// Those of them that are answered when all replicas have done as they say.
const FOR_ALL: [&str; 2] = ["/state", "/x/sessions"];
/// Calls that look at what steers a space, beside those that change it.
const STEERED: [&str; 2] = ["/x/explain", "/x/sessions"];
/// Calls that snapshots are for.
const SNAPSHOTS: [&str; 2] = ["/x/snapshots", "/x/sessions"];

fn is_one_of(below: &str, calls: &[&str]) -> bool {
    calls.iter().any(|call| {
        let rest = below.get(..call.len()).filter(|start| start.eq_ignore_ascii_case(call));
        rest.is_some() && matches!(below.as_bytes().get(call.len()), None | Some(b'/' | b'.'))
    })
}

/// Whether a call is about stubs, faults, or the forced response of a route.
fn is_steering(below: &str) -> bool {
    let forces = || below.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case("force"));
    is_one_of(below, &["/x/stubs", "/x/faults"]) || (is_one_of(below, &["/x/routes"]) && forces())
}

/// Takes over what others have told, as far as a call looks at it.
pub(super) async fn before(handle: &EnvironmentHandle, below: &str) -> Result<(), StoreError> {
    let Some(replicas) = &handle.replicas else { return Ok(()) };
    if is_one_of(below, &LOOK_BACK) || is_steering(below) {
        replicas.catch_up().await?;
    }
    if is_one_of(below, &SNAPSHOTS) {
        replicas.fetch_snapshots(handle).await?;
    }
    Ok(())
}

/// Waits until what a call has changed is told.
pub(super) async fn after(handle: &EnvironmentHandle, method: &str, below: &str) -> Result<(), StoreError> {
    let Some(replicas) = handle.replicas.as_ref().filter(|_| method != "GET") else { return Ok(()) };
    if is_one_of(below, &TOLD) || is_steering(below) {
        replicas.catch_up().await?;
    }
    if is_one_of(below, &FOR_ALL) || is_steering(below) {
        replicas.agreed().await;
    }
    Ok(())
}

/// Begins what may change what steers a space, or takes over how often it was used by a call that looks at it.
pub(super) async fn steering<'h>(
    handle: &'h EnvironmentHandle,
    spaces: &[Arc<Space>],
    method: &str,
    below: &str,
) -> Result<Option<SteeringChange<'h>>, StoreError> {
    let Some(replicas) = &handle.replicas else { return Ok(None) };
    if method != "GET" && is_steering(below) {
        return Ok(match spaces.first() {
            Some(space) => Some(replicas.change(handle, space).await),
            None => None,
        });
    }
    if is_steering(below) || is_one_of(below, &STEERED) {
        for space in spaces.iter().filter(|space| space.attached.steering().is_some()) {
            replicas.fetch_steering(handle, space).await?;
        }
    }
    Ok(None)
}

/// Forgets what steers a space that a call has put back to the start.
pub(super) async fn purged(handle: &EnvironmentHandle, space: &Space, below: &str) -> Result<(), StoreError> {
    match &handle.replicas {
        Some(replicas) if is_one_of(below, &["/state"]) => replicas.unsteer(handle, space).await,
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_known_by_their_paths() {
        for (path, expected) in [
            ("/logs", true),
            ("/LOGS/purge", true),
            ("/x/requests.har", true),
            ("/x/requests/7", true),
            ("/logsx", false),
            ("/x/route", false),
            ("/", false),
        ] {
            assert_eq!(is_one_of(path, &LOOK_BACK), expected, "{path}");
        }
        for path in ["/x/stubs", "/x/faults/last", "/x/routes/u/force"] {
            assert!(is_steering(path), "{path}");
        }
        for path in ["/x/routes", "/x/routes/u/responses", "/x/requests"] {
            assert!(!is_steering(path), "{path}");
        }
    }
}
