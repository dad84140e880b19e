//! What an edit would do to the state: everything is compiled as for a swap, and nothing is put in its place.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::environment::edit::changes::name_of;
use crate::environment::model::Environment;
use crate::js::Str;
use crate::memory::Shortage;
use crate::state::CellId;

use super::charges::Charges;
use super::{CarryOver, CompiledEnvironment, EnvironmentHandle, Generation};

/// What would come of a swap.
pub struct DryRun {
    /// What would serve.
    pub compiled: CompiledEnvironment,
    /// State that would stay.
    pub keeps: Vec<AffectedState>,
    /// State that would be lost.
    pub loses: Vec<AffectedState>,
    /// What it takes of the memory budget meanwhile.
    _charges: Charges,
}

/// State of a route or data bucket: its request number, or a content that is no longer the one it began with.
pub struct AffectedState {
    /// `route` or `bucket`.
    pub kind: &'static str,
    /// Its uuid.
    pub uuid: Str,
    /// What people know it by.
    pub name: String,
    /// The sessions that hold it; `None` is the base.
    pub sessions: Vec<Option<Str>>,
}

impl EnvironmentHandle {
    /// What would come of putting an environment in the place of this generation, which serves.
    ///
    /// # Errors
    /// When there is no room for it in memory.
    pub fn dry_run(
        &self,
        previous: &Generation,
        environment: Environment,
        carry_over: CarryOver,
    ) -> Result<DryRun, Shortage> {
        let charges = Charges::of(&environment, previous.charged(), &self.shared.options.memory)?;
        let compiled = self.compile_beside(previous, environment, carry_over);
        let cells = compiled.cells();
        let (mut keeps, mut loses) = (Vec::new(), Vec::new());
        for (cell, held) in self.held(&previous.compiled) {
            if cells.contains(&cell) { keeps.push(held) } else { loses.push(held) }
        }
        Ok(DryRun { compiled, keeps, loses, _charges: charges })
    }

    /// All state of routes and buckets.
    fn held(&self, compiled: &CompiledEnvironment) -> Vec<(CellId, AffectedState)> {
        let spaces: Vec<_> = self.spaces.all();
        let images: Vec<(Option<Str>, HashSet<CellId, RandomState>)> = spaces
            .iter()
            .map(|space| {
                let numbers = space.state.counters.snapshot();
                let counted = numbers.into_iter().filter(|(_, count)| *count > 0).map(|(cell, _)| cell);
                let changed = space.state.cells();
                let buckets = compiled.buckets.iter().filter(|bucket| {
                    changed.bucket(bucket.cell).is_some_and(|content| !std::sync::Arc::ptr_eq(content, &bucket.initial))
                });
                (space.session.clone(), counted.chain(buckets.map(|bucket| bucket.cell)).collect())
            })
            .collect();
        let holders = |cell: CellId| -> Vec<Option<Str>> {
            images.iter().filter(|(_, cells)| cells.contains(&cell)).map(|(session, _)| session.clone()).collect()
        };
        let routes = compiled.routes.iter().map(|route| {
            let name = name_of(&route.definition);
            (
                route.cell,
                AffectedState {
                    kind: "route",
                    uuid: route.definition.uuid.clone(),
                    name,
                    sessions: holders(route.cell),
                },
            )
        });
        let buckets = compiled.buckets.iter().map(|bucket| {
            let (uuid, name) = (bucket.uuid.clone(), bucket.name.to_string());
            (bucket.cell, AffectedState { kind: "bucket", uuid, name, sessions: holders(bucket.cell) })
        });
        routes.chain(buckets).filter(|(_, held)| !held.sessions.is_empty()).collect()
    }
}
