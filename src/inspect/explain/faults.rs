//! What faults did to a request, or would do to one that nobody has sent.

use crate::exchange::fault::foresee::{Foreseen, Prospect, foresee};
use crate::js::Value;
use crate::runtime::{CompiledResponse, EnvironmentHandle, FaultNote, Generation, Outcome, Space};
use crate::steering::fault::Kind;

use super::super::entry;
use super::case::Case;

/// What faults would do to the request of a case, which this response and outcome would answer as this number of its route.
pub(super) fn foreseen(
    of: (&EnvironmentHandle, &Space, &Generation),
    case: &Case<'_>,
    response: Option<&CompiledResponse>,
    (outcome, number): (Outcome, u64),
) -> Foreseen {
    let status = match (outcome, response) {
        // What comes of these is known when they have run.
        (Outcome::Crud | Outcome::File | Outcome::Proxied | Outcome::Error, _) => None,
        (Outcome::WebSocket, _) => Some(101),
        (_, Some(response)) => Some(response.status),
        (Outcome::NotFound, None) => Some(404),
        (Outcome::Preflight, None) => Some(200),
        (_, None) => None,
    };
    let origin = response.map(|response| response.origin.as_ref());
    foresee(of, &Prospect { request: case.request, origin, status, outcome, number }, &case.rendering)
}

/// The outcome with them.
pub(super) fn outcome(foreseen: &Foreseen, without: Outcome) -> Outcome {
    let kind = foreseen.injected.as_ref().and_then(|injected| injected.kind.as_ref());
    if kind.is_some_and(Kind::breaks) { Outcome::Fault } else { without }
}

/// A fault as an explanation shows it: as the journal does, and what the client sees of it.
pub(super) fn shown(note: &FaultNote) -> Value {
    let mut fault = entry::fault(note);
    if let Some(members) = fault.object_mut() {
        members.insert("action", Value::from(Kind::action(note.kind)));
    }
    fault
}

/// What to say of them.
pub(super) fn hints(foreseen: &Foreseen) -> Vec<String> {
    let hit = foreseen.injected.as_ref().map(|injected| {
        let note = &injected.note;
        format!(
            "the fault {} would hit this request, match {} of it: {}",
            note.id,
            note.number,
            Kind::action(note.kind)
        )
    });
    let undecided = foreseen.undecided.iter().map(|id| {
        format!("whether the fault {id} would hit this request hangs on the status of the answer, which is known when the route has run")
    });
    hit.into_iter().chain(undecided).collect()
}
