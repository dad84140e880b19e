//! Calls on what replicas share: before one is answered, this replica knows what all of them know; after one that changes
//! something, all of them will.

use crate::runtime::EnvironmentHandle;
use crate::state::StoreError;

/// Calls that look at what requests of all replicas left behind.
const LOOK_BACK: [&str; 6] = ["/logs", "/events", "/x/requests", "/x/verify", "/x/explain", "/x/sessions"];
/// Calls whose changes are told through the stream.
const TOLD: [&str; 4] = ["/logs", "/state", "/x/sessions", "/x/snapshots"];
/// Calls that snapshots are for.
const SNAPSHOTS: [&str; 2] = ["/x/snapshots", "/x/sessions"];

fn is_one_of(below: &str, calls: &[&str]) -> bool {
    calls.iter().any(|call| {
        let rest = below.get(..call.len()).filter(|start| start.eq_ignore_ascii_case(call));
        rest.is_some() && matches!(below.as_bytes().get(call.len()), None | Some(b'/' | b'.'))
    })
}

/// Takes over what others have told, as far as a call looks at it.
pub(super) async fn before(handle: &EnvironmentHandle, below: &str) -> Result<(), StoreError> {
    let Some(replicas) = &handle.replicas else { return Ok(()) };
    if is_one_of(below, &LOOK_BACK) {
        replicas.catch_up().await?;
    }
    if is_one_of(below, &SNAPSHOTS) {
        replicas.fetch_snapshots(handle).await?;
    }
    Ok(())
}

/// Waits until what a call has changed is told.
pub(super) async fn after(handle: &EnvironmentHandle, method: &str, below: &str) -> Result<(), StoreError> {
    match &handle.replicas {
        Some(replicas) if method != "GET" && is_one_of(below, &TOLD) => replicas.catch_up().await,
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
    }
}
