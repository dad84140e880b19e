//! Which response answers: stubs and routes in their order, the rules of each, the request counted.

use std::sync::Arc;

use crate::budget::LazyEntry;
use crate::environment::model::BodyType;
use crate::js::Value;
use crate::routing::decode;
use crate::rules::{RuleError, Subject};
use crate::runtime::{CompiledRoute, Generation, Outcome, Space};
use crate::state::{State, Step};
use crate::steering::Steering;
use crate::steering::stub::StubPosition;

use super::context::{Context, Decision, Exchange};
use super::{respond, steered};

/// What routing came to.
pub(super) enum Routed {
    Chosen(Decision),
    Nowhere,
    /// The path cannot be decoded.
    Malformed(String),
    /// A rule cannot be judged.
    Failed(RuleError),
    /// A route that may write matches, and somebody else has the turn.
    NeedsTurn,
}

/// The first route that matches and has a response for this request; the request is counted.
#[inline]
pub(super) fn choose<'s>(
    exchange: &mut Exchange,
    step: &mut Step<'s>,
    (space, state): (&Space, &'s State),
    charged: &mut LazyEntry<'_>,
) -> Routed {
    if decode::path_is_malformed(exchange.request.path()) {
        return Routed::Malformed(decode::malformed_message(exchange.request.path()));
    }
    let routed = match space.attached.steering() {
        None => among_routes(exchange, step, state, (None, charged)),
        Some(steering) => among_stubs(exchange, step, state, (steering, StubPosition::First), charged)
            .or_else(|| among_routes(exchange, step, state, (Some(steering), charged)))
            .or_else(|| among_stubs(exchange, step, state, (steering, StubPosition::Last), charged)),
    };
    routed.unwrap_or_else(|| nowhere(exchange, step, state))
}

/// The same among the stubs at a position. The exchange goes on with what the stub is compiled to.
fn among_stubs<'s>(
    exchange: &mut Exchange,
    step: &mut Step<'s>,
    state: &'s State,
    (steering, position): (&Steering<Generation>, StubPosition),
    charged: &mut LazyEntry<'_>,
) -> Option<Routed> {
    let main = Arc::clone(&exchange.generation);
    for (stub, generation) in steered::stubs(&exchange.handle, &main, steering, position) {
        exchange.generation = generation;
        match among_routes(exchange, step, state, (Some(steering), charged)) {
            Some(Routed::Chosen(decision)) if stub.lifetime.claim_in(step, stub.cell) => {
                exchange.claimed(stub);
                return Some(Routed::Chosen(Decision { outcome: Outcome::Stub, ..decision }));
            }
            // Others have used it up.
            Some(Routed::Chosen(_)) | None => {}
            other => {
                exchange.generation = main;
                return other;
            }
        }
    }
    exchange.generation = main;
    None
}

/// The same among the routes of the exchange's generation.
fn among_routes<'s>(
    exchange: &mut Exchange,
    step: &mut Step<'s>,
    state: &'s State,
    (steering, charged): (Option<&Steering<Generation>>, &mut LazyEntry<'_>),
) -> Option<Routed> {
    let generation = Arc::clone(&exchange.generation);
    let compiled = &generation.compiled;
    // A second handle on the same request: the table borrows its path while parameters are set.
    let head = exchange.request.clone();
    for candidate in compiled.table.candidates(head.method(), head.path()) {
        let target = *candidate.target;
        let Some(route) = compiled.routes.get(target.route) else { continue };
        if !step.may_write() && takes_turn(exchange, route, step, target.crud) {
            match state.try_turn() {
                _ if state.remote().is_some() => {}
                Some(turn) => *step = Step::writing(state, turn),
                None => return Some(Routed::NeedsTurn),
            }
        }
        let params = candidate.params;
        let params = if params.is_empty() { Value::Undefined } else { params.into() };
        exchange.request.set_params(params);
        let chosen = match steered::forced(steering, route, step) {
            Some((position, force)) => {
                exchange.claimed(force);
                Ok(Some((position, Outcome::Forced)))
            }
            None => match route.chooser.fixed() {
                Some(only) => Ok(Some((only, Outcome::Default))),
                None => {
                    charged.enter();
                    let chooser = &route.chooser;
                    let looks_at_it = chooser.needs_number() || (chooser.draws_lots() && step.faker().is_seeded());
                    exchange.number = if looks_at_it { step.next_number(route.cell) } else { 0 };
                    choose_response(exchange.context(step), route)
                }
            },
        };
        match chosen {
            Err(error) => return Some(Routed::Failed(error)),
            Ok(None) => {}
            Ok(Some((response, outcome))) => {
                if let Some(number) = step.count(route.cell) {
                    exchange.number = number;
                }
                if route.names_buckets {
                    charged.enter();
                    respond::generate_buckets(exchange.context(step), route);
                }
                let outcome = named(outcome, route, response, target.crud.is_some());
                return Some(Routed::Chosen(Decision { route: target.route, response, crud: target.crud, outcome }));
            }
        }
    }
    None
}

/// No route has a response.
fn nowhere<'s>(exchange: &mut Exchange, step: &mut Step<'s>, state: &'s State) -> Routed {
    // Parameters of routes that passed the request on are nobody's.
    exchange.request.set_params(Value::Undefined);
    if !step.may_write() && exchange.compiled().headers.writes() {
        return match state.try_turn() {
            _ if state.remote().is_some() => Routed::Nowhere,
            Some(turn) => {
                *step = Step::writing(state, turn);
                Routed::Nowhere
            }
            None => Routed::NeedsTurn,
        };
    }
    Routed::Nowhere
}

/// Whether an exchange on the route needs the turn: it may write, or has buckets to generate.
fn takes_turn(
    exchange: &Exchange,
    route: &CompiledRoute,
    step: &Step<'_>,
    operation: Option<crate::routing::CrudOperation>,
) -> bool {
    route.takes_turn(operation)
        || route
            .request_buckets
            .iter()
            .any(|index| exchange.compiled().buckets.get(*index).is_some_and(|bucket| !step.bucket(bucket).parsed))
}

/// Chooses a response of the route by its rules or its mode.
fn choose_response(context: Context<'_>, route: &CompiledRoute) -> Result<Option<(usize, Outcome)>, RuleError> {
    let chosen = route.chooser.choose(&Subject::new(context.rendering(), context.exchange.number, None))?;
    Ok(chosen.map(|(index, choice)| (index, choice.into())))
}

/// What the journal calls the choice: by its body where nothing else decided.
pub fn named(outcome: Outcome, route: &CompiledRoute, response: usize, is_crud: bool) -> Outcome {
    let Some(source) = route.responses.get(response).map(|response| &response.source) else { return outcome };
    match source.body_type {
        _ if outcome != Outcome::Default => outcome,
        BodyType::Databucket if is_crud => Outcome::Crud,
        BodyType::File if !source.file_path.is_empty() => Outcome::File,
        _ => outcome,
    }
}
