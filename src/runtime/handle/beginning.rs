//! What a companion declares, taken over by the spaces: faults, and the snapshot that the base and all sessions begin with.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::js::{Object, Str, Value, json};
use crate::state::Image;
use crate::steering::fault::Definition;

use super::super::CompiledEnvironment;
use super::super::declared::{Declared, FormerBeginning};
use super::super::space::Origin;
use super::EnvironmentHandle;
use super::spaces::beginning_of;

impl EnvironmentHandle {
    /// Has what a companion declares, and nothing else that one did before: its faults in all spaces, its snapshot as what
    /// the base and all sessions begin with. A base that nobody has worked on begins so at once. What it began with before,
    /// where that was something else.
    pub fn begin_as_declared(&self, declared: Declared) -> Option<FormerBeginning> {
        self.declare_faults(declared.faults);
        let former = self.beginning.replace(declared.snapshot, declared.snapshot_text);
        let base = &self.spaces.base().state;
        if former.is_some()
            && self.current().number == 1
            && self.replicas.is_none()
            && let Some(turn) = base.try_turn()
        {
            base.restore(self.image_of(&Origin::Beginning, 0.0, &self.current()), &turn);
        }
        former
    }

    /// The same for an environment that serves: what another snapshot says otherwise begins anew, all else stays.
    pub async fn take_declared(&self, declared: Declared) {
        if let Some(former) = self.begin_as_declared(declared)
            && self.replicas.is_none()
        {
            self.rebase_on_beginning(&former).await;
        }
    }

    /// Gives all spaces that began as the environment does what it begins with now, where that is something else.
    async fn rebase_on_beginning(&self, former: &FormerBeginning) {
        let begun_so = |origin: &Origin| matches!(origin, Origin::Beginning);
        for space in self.spaces.all().into_iter().filter(|space| begun_so(&space.attached.origin)) {
            let turn = space.state.turn().await;
            let generation = self.current();
            let before = beginning_of(former.0.as_deref(), &generation.compiled);
            let now = self.image_of(&Origin::Beginning, 0.0, &generation);
            let image = rebased(space.state.image(), (&before, &now), &generation.compiled);
            space.state.restore(image, &turn);
            space.attached.begins_with(&now.cells, &generation.compiled);
        }
    }

    /// Has these faults, and no others, declared in all spaces.
    fn declare_faults(&self, definitions: Vec<Definition>) {
        let declared = self.declared.replace(definitions);
        for space in self.spaces.all() {
            if !declared.is_empty() || space.attached.steering().is_some() {
                space.attached.steer().declare(&declared);
            }
        }
    }
}

/// A space whose beginning has become another one: what is in both beginnings alike is as the space has it.
fn rebased(mut image: Image, (before, now): (&Image, &Image), compiled: &CompiledEnvironment) -> Image {
    for bucket in &compiled.buckets {
        let content = |image: &Image| Arc::clone(image.cells.bucket(bucket.cell).unwrap_or(&bucket.initial));
        let (was, is) = (content(before), content(now));
        if !Arc::ptr_eq(&was, &is) && !is_same(Some(was.value()), Some(is.value())) {
            image.cells.set_bucket(bucket.cell, is);
        }
    }
    let globals = rebased_globals(image.cells.globals(), before.cells.globals(), now.cells.globals());
    image.cells.set_globals(globals);
    let mut overlay: HashMap<Str, Str> = (**image.cells.overlay()).clone();
    changed(&mut overlay, before.cells.overlay(), now.cells.overlay());
    image.cells.set_overlay(Arc::new(overlay));
    for route in &compiled.routes {
        let counted = |image: &Image| image.numbers.get(&route.cell).copied();
        match (counted(before), counted(now)) {
            (was, is) if was == is => {}
            (_, Some(is)) => drop(image.numbers.insert(route.cell, is)),
            (_, None) => drop(image.numbers.remove(&route.cell)),
        }
    }
    if before.draws.to_text() != now.draws.to_text() {
        image.draws = now.draws.clone();
    }
    image
}

fn rebased_globals(globals: &Object, before: &Object, now: &Object) -> Object {
    let mut globals = globals.clone();
    let names: HashSet<&Str> = before.keys().chain(now.keys()).collect();
    for name in names.into_iter().filter(|name| !is_same(before.get(name), now.get(name))) {
        match now.get(name) {
            Some(value) => globals.insert(name.clone(), value.clone()),
            None => drop(globals.remove(name)),
        }
    }
    globals
}

fn changed(overlay: &mut HashMap<Str, Str>, before: &HashMap<Str, Str>, now: &HashMap<Str, Str>) {
    let names: HashSet<&Str> = before.keys().chain(now.keys()).collect();
    for name in names.into_iter().filter(|name| before.get(*name) != now.get(*name)) {
        match now.get(name) {
            Some(value) => drop(overlay.insert(name.clone(), value.clone())),
            None => drop(overlay.remove(name)),
        }
    }
}

fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    one.map(json::stringify) == other.map(json::stringify)
}
