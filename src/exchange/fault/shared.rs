//! Faults of a space that rests in a store: the same, but replicas count matches together, so that the n-th match of a
//! session is the n-th wherever it comes. A match is one round trip; a request that no fault matches makes none.

use std::sync::Arc;

use crate::exchange::context::Exchange;
use crate::exchange::step::step_on;
use crate::exchange::{Answer, Injected, record};
use crate::runtime::Origin;
use crate::state::StoreError;
use crate::steering::fault::{Definition, Fault};

use super::{FaultSubject, add, as_answer, broken, is_broken, is_late_or_broken, is_meant_instead, matching, origin};

/// As [`super::instead`].
pub async fn instead(exchange: &Exchange) -> Result<Option<Answer>, StoreError> {
    if !super::may_be_instead(exchange) {
        return Ok(None);
    }
    let (origin, params) = origin(exchange).unzip();
    let request = exchange.request.clone().with_params(params.unwrap_or_default());
    let known = FaultSubject::of_request(&request, origin.as_ref().map(Origin::names));
    let injected = inject(exchange, &known, is_meant_instead, None).await?;
    Ok(as_answer(exchange, injected, origin))
}

/// As [`super::upon`].
pub async fn upon(exchange: &Exchange, mut answer: Answer) -> Result<Answer, StoreError> {
    if exchange.space.attached.steering().is_none() || record::is_below_admin(&exchange.request) {
        return Ok(answer);
    }
    let before = answer.fault.take();
    let origin = answer.origin.clone();
    let known = FaultSubject::of_answer(exchange, &answer, origin.as_deref());
    answer.fault = inject(exchange, &known, is_late_or_broken, before).await?;
    Ok(broken(answer))
}

/// As [`super::inject`].
pub(super) async fn inject(
    exchange: &Exchange,
    known: &FaultSubject<'_>,
    is_meant: impl Fn(&Definition) -> bool,
    before: Option<Box<Injected>>,
) -> Result<Option<Box<Injected>>, StoreError> {
    let mut injected = before;
    let Some(replicas) = &exchange.handle.replicas else { return Ok(injected) };
    let looked: Vec<Arc<Fault>> = step_on(&exchange.space, &exchange.generation, false, |step| {
        (matching(exchange, known, &is_meant, step), false)
    })
    .await?;
    for fault in looked {
        if is_broken(&injected, &fault) {
            continue;
        }
        if let Some(decided) = replicas.decide(&exchange.space, &fault).await? {
            add(&mut injected, &fault, decided, known.is_http2());
        }
    }
    Ok(injected)
}
