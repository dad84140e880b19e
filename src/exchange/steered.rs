//! What tests put beside the file for now: stubs before and behind its routes, responses that are forced.

use std::sync::Arc;

use crate::runtime::charges::Charges;
use crate::runtime::{CompiledEnvironment, CompiledRoute, EnvironmentHandle, Generation};
use crate::state::Step;
use crate::steering::stub::{Stub, StubPosition};
use crate::steering::{Force, Item, Steering};

/// A stub beside a generation, as it answers there.
pub fn compiled(handle: &EnvironmentHandle, main: &Generation, stub: &Stub<Generation>) -> Arc<Generation> {
    stub.compiled(main.number, |stub| {
        let metrics = Arc::clone(&stub.metrics);
        let compiled = main.compiled.beside(stub.route.clone(), &handle.shared, stub.cell, metrics);
        Generation { number: main.number, hash: main.hash.clone(), compiled, charges: Charges::default() }
    })
}

/// The stubs at a position that may still answer, each beside the generation.
pub fn stubs(
    handle: &EnvironmentHandle,
    main: &Generation,
    steering: &Steering<Generation>,
    position: StubPosition,
) -> Vec<(Arc<Stub<Generation>>, Arc<Generation>)> {
    let all = steering.stubs.now();
    let in_force = all.iter().filter(|stub| stub.position == position && stub.lifetime.is_in_force());
    in_force.map(|stub| (Arc::clone(stub), compiled(handle, main, stub))).collect()
}

/// The position of the response that is forced on a route; it has been claimed.
pub fn forced(
    steering: Option<&Steering<Generation>>,
    route: &CompiledRoute,
    step: &Step<'_>,
) -> Option<(usize, Arc<Force>)> {
    let (position, force) = force_of(steering?, route)?;
    force.lifetime.claim_in(step, force.cell()).then_some((position, force))
}

/// The same for who only wants to know.
pub fn would_force(steering: Option<&Steering<Generation>>, route: &CompiledRoute) -> Option<usize> {
    let (position, force) = force_of(steering?, route)?;
    force.lifetime.is_in_force().then_some(position)
}

fn force_of(steering: &Steering<Generation>, route: &CompiledRoute) -> Option<(usize, Arc<Force>)> {
    let forces = steering.forces.now();
    let force = forces.iter().find(|force| force.route == route.definition.uuid.as_str())?;
    Some((response_called(route, &force.response)?, Arc::clone(force)))
}

/// The position of a response by its uuid, else by its label.
pub fn response_called(route: &CompiledRoute, name: &str) -> Option<usize> {
    let by_uuid = route.responses.iter().position(|response| response.source.uuid == name);
    by_uuid.or_else(|| route.responses.iter().position(|response| response.source.label == name))
}

/// The route of a uuid in an environment.
pub fn route_called<'c>(compiled: &'c CompiledEnvironment, uuid: &str) -> Option<&'c CompiledRoute> {
    compiled.routes.iter().map(Arc::as_ref).find(|route| route.definition.uuid == uuid)
}

/// What a stub that has answered once is beside a generation, for who explains its answer.
pub fn stub_of_route(
    handle: &EnvironmentHandle,
    main: &Generation,
    steering: &Steering<Generation>,
    route: &str,
) -> Option<Arc<Generation>> {
    let all = steering.stubs.now();
    let stub = all.iter().find(|stub| stub.route.uuid == route)?;
    Some(compiled(handle, main, stub))
}
