//! Stubs, forced responses and faults that replicas have in common.
//!
//! What steers a space is a hash beside it. A call changes its replica's lists first, then the hash by what has become
//! different, and tells all replicas, which take the whole over again; requests look at lists in memory and ask nobody. How
//! often a thing was used is counted in the space, in the same script that writes what the request changed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use redis::ScriptInvocation;
use tokio::sync::MutexGuard;

use super::outbox::UpdateKind;
use super::{Replicas, scripts, steering_wire as wire};
use crate::runtime::{EnvironmentHandle, Generation, Space};
use crate::state::StoreError;
use crate::state::part::StatePart;
use crate::steering::fault::{Decided, Fault};
use crate::steering::{Item, Lists, Steering, begun, stub};

/// What the store has of what steers a space, by field, and how often it was used, by cell.
pub(super) type StoredSteering = (HashMap<String, String>, HashMap<String, u64>);

/// The name of a thing in the store: its kind and its cell.
fn field(kind: &str, item: &impl Item) -> String {
    format!("{kind}:{}", item.cell())
}

/// A change of what steers a space: nobody else of this process changes it meanwhile.
pub struct SteeringChange<'r> {
    replicas: &'r Replicas,
    handle: &'r EnvironmentHandle,
    space: Arc<Space>,
    before: Lists<Generation>,
    _turn: MutexGuard<'r, ()>,
}

impl SteeringChange<'_> {
    /// Makes what has become different one of all replicas. Where that is not possible nothing is different.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn share(self) -> Result<(), StoreError> {
        let Self { replicas, handle, space, before, _turn } = self;
        let now = lists(&space);
        let (mut gone, come) = differences(&before, &now);
        if gone.is_empty() && come.is_empty() {
            return Ok(());
        }
        if let Some(steering) = space.attached.steering() {
            let told = steering.shared.lock().unwrap_or_else(PoisonError::into_inner);
            let over =
                told.iter().filter(|(_, text)| text.split_once(' ').is_some_and(|(_, text)| wire::is_over(text)));
            let over = over.map(|(field, _)| field.clone());
            gone.extend(over.filter(|field| !come.iter().any(|[other, ..]| other == field)));
        }
        let mut script = replicas.steer(&space, gone.len(), come.len());
        script.arg(gone).arg(come.into_iter().flatten().collect::<Vec<_>>());
        match replicas.store.run(&replicas.and_declared(handle, script)).await {
            Ok(found) => {
                apply(handle, &space, &found);
                replicas.outbox.tell(space.session.clone(), UpdateKind::Steered);
                Ok(())
            }
            Err(error) => {
                space.attached.steer().set(before);
                Err(error)
            }
        }
    }
}

/// Fields that have gone, and what has come: field, side and text of each.
fn differences(before: &Lists<Generation>, now: &Lists<Generation>) -> (Vec<String>, Vec<[String; 3]>) {
    fn only_in<T>(these: &[Arc<T>], others: &[Arc<T>]) -> Vec<Arc<T>> {
        these.iter().filter(|one| !others.iter().any(|other| Arc::ptr_eq(one, other))).cloned().collect()
    }
    let mut come = Vec::new();
    let behind = || String::from("");
    for stub in only_in(&now.stubs, &before.stubs) {
        let side = if stub.position == stub::StubPosition::First { "-".to_owned() } else { behind() };
        come.push([field("s", &*stub), side, wire::write_stub(&stub)]);
    }
    for force in only_in(&now.forces, &before.forces) {
        come.push([field("f", &*force), behind(), wire::write_force(&force)]);
    }
    for fault in only_in(&now.faults, &before.faults) {
        come.push([field("x", &*fault), behind(), wire::write_fault(&fault)]);
    }
    let mut gone: Vec<String> = only_in(&before.stubs, &now.stubs).iter().map(|stub| field("s", &**stub)).collect();
    gone.extend(only_in(&before.forces, &now.forces).iter().map(|force| field("f", &**force)));
    for fault in only_in(&before.faults, &now.faults) {
        // What the companion declares is on every replica: that it has gone has to be said.
        if fault.is_of_companion() {
            come.push([field("g", &*fault), behind(), String::new()]);
        } else {
            gone.push(field("x", &*fault));
        }
    }
    gone.retain(|field| !come.iter().any(|[other, ..]| other == field));
    (gone, come)
}

impl Replicas {
    /// The script that changes and fetches what steers a space; so many fields go, so many come.
    fn steer(&self, space: &Space, gone: usize, come: usize) -> ScriptInvocation<'static> {
        let session = space.session.as_deref();
        let mut script = scripts::steer().key(self.steering_key(session));
        script.key(self.keys.space(session));
        for key in session.into_iter().flat_map(|id| self.session_keys(id)) {
            script.key(key);
        }
        script.arg(ttl_text(space)).arg(gone).arg(come);
        script
    }

    /// The same, asking for the uses of declared faults, too.
    fn and_declared(
        &self,
        handle: &EnvironmentHandle,
        mut script: ScriptInvocation<'static>,
    ) -> ScriptInvocation<'static> {
        for fault in begun(&handle.declared_faults()) {
            script.arg(fault.cell().to_string());
        }
        script
    }

    /// What steers a session, or the base.
    pub(super) fn steering_key(&self, session: Option<&str>) -> String {
        session.map_or_else(|| self.keys.key("steering"), |id| self.keys.key(&format!("steering:{id}")))
    }

    /// Begins to change what steers a space.
    pub async fn change<'r>(&'r self, handle: &'r EnvironmentHandle, space: &Arc<Space>) -> SteeringChange<'r> {
        let turn = self.steering.lock().await;
        let before = lists(space);
        SteeringChange { replicas: self, handle, space: Arc::clone(space), before, _turn: turn }
    }

    /// Takes over what steers a space, and how often it was used.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn fetch_steering(&self, handle: &EnvironmentHandle, space: &Space) -> Result<(), StoreError> {
        let _turn = self.steering.lock().await;
        self.fetch(handle, space).await
    }

    async fn fetch(&self, handle: &EnvironmentHandle, space: &Space) -> Result<(), StoreError> {
        let script = self.and_declared(handle, self.steer(space, 0, 0));
        apply(handle, space, &self.store.run(&script).await?);
        Ok(())
    }

    /// As [`Self::fetch_steering`] of a session that this replica meets. `meet` gives the space that it is then known by.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub(super) async fn steer_met(
        &self,
        handle: &EnvironmentHandle,
        space: Space,
        meet: impl FnOnce(Space) -> Arc<Space>,
    ) -> Result<Arc<Space>, StoreError> {
        let _turn = self.steering.lock().await;
        let script = self.and_declared(handle, self.steer(&space, 0, 0));
        let found = self.store.run(&script).await?;
        apply(handle, &space, &found);
        let met = meet(space);
        // Another request may have met it at the same time.
        apply(handle, &met, &found);
        Ok(met)
    }

    /// Forgets what calls have asked for, on all replicas; declared faults begin anew.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn unsteer(&self, handle: &EnvironmentHandle, space: &Space) -> Result<(), StoreError> {
        let _turn = self.steering.lock().await;
        let session = space.session.as_deref();
        let mut script = scripts::unsteer().key(self.steering_key(session));
        script.key(self.keys.space(session));
        self.store.run::<()>(&script).await?;
        self.fetch(handle, space).await?;
        self.outbox.tell(space.session.clone(), UpdateKind::Steered);
        Ok(())
    }

    /// Tells that something was used that may be used without end.
    pub fn tell_use(&self, space: &Space, item: &dyn Item) {
        self.outbox.tell(space.session.clone(), UpdateKind::Used(StatePart::Used(item.cell()).field()));
    }

    /// Counts a match of a fault; what happens to it, if anything does.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn decide(&self, space: &Space, fault: &Fault) -> Result<Option<Decided>, StoreError> {
        if fault.lifetime().is_over() {
            return Ok(None);
        }
        if !fault.lifetime().is_in_force() {
            // Nothing happens any more, whichever match it is.
            self.tell_use(space, fault);
            return Ok(None);
        }
        let mut script = scripts::count().key(self.keys.space(space.session.as_deref()));
        script.arg(StatePart::Used(fault.cell()).field()).arg(ttl_text(space));
        let number: u64 = self.store.ask(&script).await?;
        Ok(fault.decide_at(number))
    }
}

/// What steers a space now.
fn lists(space: &Space) -> Lists<Generation> {
    space.attached.steering().map_or_else(Lists::default, Steering::lists)
}

/// Time to live of what belongs to a space, in milliseconds; `0` for ever.
fn ttl_text(space: &Space) -> String {
    space.ttl.map_or_else(|| "0".to_owned(), |ttl| ttl.as_millis().max(1).to_string())
}

/// Makes what the store has what steers a space here. What is as it was stays, with what it was compiled to.
fn apply(handle: &EnvironmentHandle, space: &Space, (found, used): &StoredSteering) {
    let declared = handle.declared_faults();
    if found.is_empty() && declared.is_empty() && space.attached.steering().is_none() {
        return;
    }
    let steering = space.attached.steer();
    let mut told = steering.shared.lock().unwrap_or_else(PoisonError::into_inner);
    let before = steering.lists();
    let mut lists = (Vec::new(), Vec::new(), Vec::new());
    for (field, text) in found {
        let (Some((kind, cell)), Some((order, json))) = (field.split_once(':'), text.split_once(' ')) else { continue };
        let Ok(order) = order.parse::<i64>() else { continue };
        let is_known = told.get(field) == Some(text);
        let memory = &handle.shared.options.memory;
        match kind {
            "s" => lists
                .0
                .extend(kept(&before.stubs, cell, is_known, || wire::read_stub(json, memory)).map(|one| (order, one))),
            "f" => {
                lists.1.extend(kept(&before.forces, cell, is_known, || wire::read_force(json)).map(|one| (order, one)))
            }
            "x" => lists.2.extend(
                kept(&before.faults, cell, is_known, || wire::read_fault(json, memory)).map(|one| (order, one)),
            ),
            _ => {}
        }
    }
    told.clone_from(found);
    steering.declare(&declared);
    let mut faults = steering.lists().faults;
    faults.retain(|fault| fault.is_of_companion() && !found.contains_key(&field("g", &**fault)));
    faults.extend(in_order(lists.2));
    steering.set(Lists { stubs: in_order(lists.0), forces: in_order(lists.1), faults });
    let now = steering.lists();
    let count = |item: &dyn Item| used.get(&item.cell().to_string()).copied().unwrap_or(0);
    now.stubs.iter().for_each(|stub| stub.lifetime().note_used(count(&**stub)));
    now.forces.iter().for_each(|force| force.lifetime().note_used(count(&**force)));
    now.faults.iter().for_each(|fault| fault.note_matched(count(&**fault)));
}

/// The thing of a cell as it was, or as it is read; nothing where it cannot be read, or is over.
fn kept<T: Item>(
    before: &[Arc<T>],
    cell: &str,
    is_known: bool,
    read: impl FnOnce() -> Result<T, String>,
) -> Option<Arc<T>> {
    let known = before.iter().find(|item| is_known && item.cell().to_string() == cell);
    let item = match known {
        Some(item) => Arc::clone(item),
        None => match read() {
            Ok(item) => Arc::new(item),
            Err(reason) => {
                tracing::error!("something that steers requests on other replicas is not taken over: {reason}");
                return None;
            }
        },
    };
    Some(item).filter(|item| !item.lifetime().is_over())
}

fn in_order<T>(mut items: Vec<(i64, Arc<T>)>) -> Vec<Arc<T>> {
    items.sort_by_key(|(order, _)| *order);
    items.into_iter().map(|(_, item)| item).collect()
}
