//! Faults upon a request that nobody has sent: what they would do to it now. Nothing is counted and nothing is used up,
//! because what happens to the n-th match is a function of n.

use crate::matching::Verdict;
use crate::message::Request;
use crate::runtime::{EnvironmentHandle, Generation, Origin, Outcome, Space};
use crate::steering::fault::{Definition, Fault, Kind};
use crate::template::RenderContext;
use crate::traces::context;

use super::{FaultSubject, injected_by, is_late_or_broken, is_meant_instead, origin_of};
use crate::exchange::{Injected, record};

/// The answer that a request would get without faults.
pub struct Prospect<'a> {
    /// The request, with the parameters of its route.
    pub request: &'a Request,
    /// The route and response.
    pub origin: Option<&'a Origin>,
    /// The status, where it is known before the route has run.
    pub status: Option<u16>,
    /// How the answer would come about.
    pub outcome: Outcome,
    /// The number that it would have on its route, 0 without one.
    pub number: u64,
}

/// What faults would do.
#[derive(Default)]
pub struct Foreseen {
    /// What becomes of the answer.
    pub injected: Option<Box<Injected>>,
    /// Ids of faults that would match or not by a status which is not known before the route has run.
    pub undecided: Vec<String>,
}

/// What faults of a space would do to the answer.
pub fn foresee(
    (handle, space, main): (&EnvironmentHandle, &Space, &Generation),
    prospect: &Prospect<'_>,
    rendering: &RenderContext<'_>,
) -> Foreseen {
    let Some(steering) = space.attached.steering() else { return Foreseen::default() };
    let faults = steering.faults.now();
    if faults.is_empty() || record::is_below_admin(prospect.request) {
        return Foreseen::default();
    }
    let trace_id = context::trace_id(prospect.request.header_map());
    let matching = |known: &FaultSubject<'_>, is_meant: fn(&Definition) -> bool| {
        let candidate = known.candidate(space, trace_id);
        let is = |fault: &Fault| fault.definition.matcher.judge(&candidate, rendering) == Ok(Verdict::Yes);
        faults.iter().filter(|fault| is_meant(&fault.definition) && is(fault)).cloned().collect::<Vec<_>>()
    };
    let (origin, params) = origin_of(handle, space, main, prospect.request).unzip();
    let request = prospect.request.clone().with_params(params.unwrap_or_default());
    let known = FaultSubject::of_request(&request, origin.as_ref().map(Origin::names));
    let http2 = known.is_http2();
    let instead = injected_by(&matching(&known, is_meant_instead), None, http2, Fault::foresee);
    let known = FaultSubject {
        request: prospect.request,
        origin: prospect.origin.map(Origin::names),
        status: prospect.status,
        outcome: Some(prospect.outcome),
        proxied: Some(prospect.outcome == Outcome::Proxied),
        number: prospect.number,
    };
    let known = match instead.as_ref().and_then(|injected| injected.kind.as_ref()) {
        Some(Kind::Status { status, .. }) => {
            let names = origin.as_ref().map(Origin::names);
            FaultSubject { origin: names, status: Some(*status), outcome: Some(Outcome::Fault), ..known }
        }
        _ => known,
    };
    let injected = injected_by(&matching(&known, is_late_or_broken), instead, http2, Fault::foresee);
    let candidate = known.candidate(space, trace_id);
    let is_undecided = |fault: &Fault| {
        let failed = fault.definition.matcher.failed(&candidate, rendering);
        !failed.is_empty() && failed.iter().all(|failed| failed.part == "status") && fault.foresee().is_some()
    };
    let undecided =
        faults.iter().filter(|fault| is_late_or_broken(&fault.definition)).filter(|fault| is_undecided(fault));
    let undecided = undecided.filter(|_| known.status.is_none()).map(|fault| fault.id.clone()).collect();
    Foreseen { injected, undecided }
}
