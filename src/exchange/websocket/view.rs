//! A WebSocket route over reloads: as long as its definition stays, connections go on with the newest generation.

use std::sync::Arc;
use std::time::Duration;

use crate::budget;
use crate::environment::model::StreamingMode;
use crate::message::Request;
use crate::runtime::{CompiledRoute, EnvironmentHandle, Generation, Space, same_route};
use crate::state::broadcast::ChannelKey;
use crate::state::{Step, StoreError};
use crate::template::RenderContext;

use super::super::step::step_on;

/// A shorter interval of streaming could keep the server from everything else.
const SHORTEST_INTERVAL: f64 = 10.0;
/// Node's timers know no longer time.
const LONGEST_TIME: f64 = 2_147_483_647.0;

/// A time of the environment file, in milliseconds.
pub fn millis(time: f64) -> Duration {
    Duration::from_micros((time.clamp(0.0, LONGEST_TIME) * 1_000.0) as u64)
}

/// The route of a connection.
#[derive(Clone)]
pub struct RouteView {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// The space of the handshake, to the end.
    pub space: Arc<Space>,
    generation: Arc<Generation>,
    /// Position in the routes of that generation.
    index: usize,
}

impl RouteView {
    /// The route at a position of a generation.
    pub fn new(handle: Arc<EnvironmentHandle>, space: Arc<Space>, generation: Arc<Generation>, index: usize) -> Self {
        Self { handle, space, generation, index }
    }

    /// The route.
    pub fn route(&self) -> &CompiledRoute {
        // The position was found in this very generation.
        &self.generation.compiled.routes[self.index]
    }

    /// The generation that serves now.
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Goes on to the newest generation; false when the route is gone, disabled or defined in another way.
    pub fn refresh(&mut self) -> bool {
        let newest = self.handle.current();
        if newest.number == self.generation.number {
            return true;
        }
        let definition = &self.route().definition;
        let unchanged = |index: &usize| {
            let route = newest.compiled.routes.get(*index);
            route.is_some_and(|now| same_route(&now.definition, definition))
        };
        let found = newest.compiled.websockets.iter().map(|(_, index)| *index).find(unchanged);
        if let Some(index) = found {
            self.index = index;
            self.generation = newest;
        }
        found.is_some()
    }

    /// The channel of the route's broadcast.
    pub fn channel(&self) -> ChannelKey {
        let route = self.route();
        ChannelKey { route: route.cell, digest: route.digest(), session: self.space.session.clone() }
    }

    /// Whether and how the route streams, and its interval.
    pub fn streaming(&self) -> (Option<StreamingMode>, Duration) {
        let source = &self.route().definition;
        (source.streaming_mode, millis(source.streaming_interval.max(SHORTEST_INTERVAL)))
    }

    /// What a template may see and touch.
    pub fn rendering<'a>(&'a self, step: &'a Step<'a>, request: &'a Request) -> RenderContext<'a> {
        let compiled = &self.generation.compiled;
        RenderContext { request: Some(request), ..compiled.rendering(&self.handle.shared.env_vars, step) }
    }

    /// A step on the connection's space, within the budget of a request. It may be done several times.
    ///
    /// # Errors
    /// When the state cannot be had.
    pub async fn step<R>(&self, writes: bool, mut work: impl FnMut(&Step<'_>) -> R) -> Result<R, StoreError> {
        step_on(&self.space, &self.generation, writes, |step| {
            let budget = self.handle.shared.options.request_budget();
            let _entered = budget.enter();
            let result = work(step);
            (result, budget::check().is_ok())
        })
        .await
    }
}
