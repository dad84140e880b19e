//! Exchanges on a space that rests in a store: the same steps, done as transactions.
//!
//! What a route looks at is known from its definition, and from what requests to it have looked at before. One that looks
//! at nothing is answered at once, and asks nobody.

use std::sync::Arc;
use std::time::Duration;

use crate::environment::model::BodyType;
use crate::runtime::{CompiledEnvironment, CompiledRoute, EnvironmentHandle, Space};
use crate::state::part::{StatePart, StateParts};
use crate::state::{Attempt, CellId, Step, StoreError};

use super::super::Answer;
use super::super::context::Exchange;
use super::{Start, Wait};

/// Answers as far as nothing of the space is needed.
pub(super) fn start(exchange: &mut Exchange, space: &Space) -> Start {
    exchange.parts = expected(exchange).map(|(_, parts)| parts).unwrap_or_default();
    let steering = space.attached.steering();
    let may_be_steered = steering.is_some_and(|one| !one.stubs.now().is_empty() || !one.forces.now().is_empty());
    if !exchange.parts.is_empty() || may_be_steered {
        return Start::Waits(Wait::Store);
    }
    let main = Arc::clone(&exchange.generation);
    let start = super::route(exchange, space, &space.state, None);
    if matches!(start, Start::Waits(Wait::Store)) {
        exchange.generation = main;
    }
    start
}

/// The first step, as a transaction.
pub(super) async fn route(exchange: &mut Exchange, space: &Arc<Space>) -> Result<Start, StoreError> {
    let main = Arc::clone(&exchange.generation);
    let routed = transact(exchange, space, |exchange, state| {
        // Stubs are environments of their own.
        exchange.claims.clear();
        exchange.generation = Arc::clone(&main);
        let turn = state.remote().is_none().then(|| state.try_turn()).flatten();
        match super::route(exchange, space, state, turn) {
            Start::Waits(Wait::Store) => Attempt::Missing(exchange.parts.iter().collect()),
            start => Attempt::Done(start),
        }
    });
    let routed = routed.await?;
    if let Some(replicas) = &exchange.handle.replicas {
        // Those that may be used only so often were counted with what the step changed.
        let endless = exchange.claims.iter().filter(|item| item.lifetime().times.is_none());
        endless.for_each(|item| replicas.tell_use(space, &**item));
    }
    Ok(routed)
}

/// A later step, as a transaction.
pub(super) async fn step(
    exchange: &mut Exchange,
    space: &Arc<Space>,
    mut work: impl FnMut(&Exchange, &Step<'_>) -> Answer,
) -> Result<Answer, StoreError> {
    transact(exchange, space, |exchange, state| {
        let step = state.own_step();
        let _entered = exchange.budget.enter();
        let mut answer = work(exchange, &step);
        if step.is_lacking() {
            return Attempt::Missing(step.missing());
        }
        super::close(step, &mut answer);
        Attempt::Done(answer)
    })
    .await
}

/// Waits until what an exchange has recorded is told to all replicas, so that whoever has its answer finds it there.
pub(super) async fn until_replicated(handle: &EnvironmentHandle) {
    const PATIENCE: Duration = Duration::from_secs(1);
    if let Some(replicas) = &handle.replicas
        && replicas.store.trouble().is_none()
    {
        let written = replicas.outbox.until_written(replicas.outbox.last());
        // Late news are told all the same.
        let _ = tokio::time::timeout(PATIENCE, written).await;
    }
}

async fn transact<R>(
    exchange: &mut Exchange,
    space: &Arc<Space>,
    mut work: impl FnMut(&mut Exchange, &crate::state::State) -> Attempt<R>,
) -> Result<R, StoreError> {
    let generation = Arc::clone(&exchange.generation);
    let mut parts = exchange.parts.clone();
    let done = space
        .state
        .transact(generation.compiled.begins(), &mut parts, |state| {
            // Each attempt may cost what a request may.
            exchange.budget = exchange.handle.shared.options.request_budget();
            work(exchange, state)
        })
        .await;
    if let (Ok(_), Some(remote)) = (&done, space.state.remote())
        && let Some((route, _)) = expected(exchange)
    {
        remote.learn(route, &parts.lasting());
    }
    exchange.parts = parts;
    done
}

/// The route that is tried first, and what is expected to be looked at.
fn expected(exchange: &Exchange) -> Option<(CellId, StateParts)> {
    let compiled = exchange.compiled();
    let request = &exchange.request;
    let first = compiled.table.candidates(request.method(), request.path()).next()?;
    let route = compiled.routes.get(first.target.route)?;
    let learned = exchange.space.state.remote().and_then(|remote| remote.learned(route.cell));
    let mut parts = learned.unwrap_or_else(|| named(compiled, route));
    // A CRUD route reads by one operation and writes by another: who only reads need not wait for those who write.
    parts.are_changed = route.takes_turn(first.target.crud);
    Some((route.cell, parts))
}

/// What the definition of a route names.
fn named(compiled: &CompiledEnvironment, route: &CompiledRoute) -> StateParts {
    let mut parts = StateParts::default();
    if route.chooser.needs_number() {
        parts.extend([StatePart::Number(route.cell)]);
    }
    let named = route.request_buckets.iter().filter_map(|index| compiled.buckets.get(*index));
    parts.extend(named.map(|bucket| StatePart::Bucket(bucket.cell)));
    for response in route.responses.iter().filter(|one| one.source.body_type == BodyType::Databucket) {
        let served = compiled.buckets.iter().find(|bucket| bucket.id == response.source.databucket_id.as_str());
        parts.extend(served.map(|bucket| StatePart::Bucket(bucket.cell)));
    }
    parts
}
