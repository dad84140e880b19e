//! Stubs, forced responses and faults as texts of the store.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::environment::reader;
use crate::memory::MemoryBudget;
use crate::runtime::{Generation, charges};
use crate::steering::fault::{Definition, Fault};
use crate::steering::stub::{Stub, StubPosition};
use crate::steering::{Force, Item, Lifetime};

/// What a thing weighs beside its text (bytes).
const BASE_WEIGHT: usize = 4 << 10;
/// What is compiled from a text is larger than it.
const PER_BYTE: usize = 4;

/// A stub as text.
pub(super) fn write_stub(stub: &Stub<Generation>) -> String {
    let route = serde_json::to_value(&stub.route).unwrap_or_default();
    write(json!({"id": stub.id, "at": stub.position.name(), "route": route}), stub.lifetime())
}

/// A forced response as text.
pub(super) fn write_force(force: &Force) -> String {
    write(json!({"route": force.route, "response": force.response}), force.lifetime())
}

/// A fault as text, with the seed that was drawn for it.
pub(super) fn write_fault(fault: &Fault) -> String {
    let mut source = fault.definition.source.clone();
    source["seed"] = fault.definition.seed.into();
    write(json!({"id": fault.id, "fault": source}), fault.lifetime())
}

fn write(mut thing: Value, lifetime: &Lifetime) -> String {
    thing["times"] = lifetime.times.into();
    thing["ttl"] = lifetime.ttl.map(|ttl| u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX)).into();
    thing["created"] = lifetime.created_ms.into();
    thing.to_string()
}

/// The thing that a text says, and how long it is there.
fn read(text: &str) -> Result<(Value, Lifetime), String> {
    let thing: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let created = thing["created"].as_f64().ok_or("it does not say when it was made")?;
    let lifetime = Lifetime::since(created, thing["times"].as_u64(), thing["ttl"].as_u64().map(Duration::from_millis));
    Ok((thing, lifetime))
}

/// Whether the time of the thing that a text says has passed.
pub(super) fn is_over(text: &str) -> bool {
    read(text).is_ok_and(|(_, lifetime)| lifetime.is_over())
}

fn text(thing: &Value, name: &str) -> Result<String, String> {
    thing[name].as_str().map(str::to_owned).ok_or_else(|| format!("it has no {name}"))
}

/// The stub that a text says.
pub(super) fn read_stub(written: &str, memory: &MemoryBudget) -> Result<Stub<Generation>, String> {
    let (thing, lifetime) = read(written)?;
    let id = text(&thing, "id")?;
    let position = if thing["at"] == StubPosition::Last.name() { StubPosition::Last } else { StubPosition::First };
    let mut environment = reader::read_value(json!({"routes": [thing["route"].clone()]}));
    let route = environment.routes.pop().ok_or_else(|| format!("the stub {id} has no route"))?;
    let share = memory.take(charges::weight(&route) + PER_BYTE * written.len());
    let share = share.map_err(|shortage| format!("the stub {id}: {shortage}"))?;
    Ok(Stub::new(id, Arc::unwrap_or_clone(route), position, lifetime, share))
}

/// The forced response that a text says.
pub(super) fn read_force(written: &str) -> Result<Force, String> {
    let (thing, lifetime) = read(written)?;
    Ok(Force { route: text(&thing, "route")?, response: text(&thing, "response")?, lifetime })
}

/// The fault that a text says.
pub(super) fn read_fault(written: &str, memory: &MemoryBudget) -> Result<Fault, String> {
    let (thing, lifetime) = read(written)?;
    let id = text(&thing, "id")?;
    let definition = Definition::read(&thing["fault"]);
    let definition = definition.map_err(|error| format!("the fault {id}: {}: {}", error.path, error.message))?;
    let share = memory.take(BASE_WEIGHT + definition.matcher.weight() + PER_BYTE * written.len());
    let share = share.map_err(|shortage| format!("the fault {id}: {shortage}"))?;
    Ok(Fault::called(id, Arc::new(definition), lifetime, Some(share)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_space_comes_back_as_it_was() {
        let memory = MemoryBudget::default();
        let route = json!({"method": "get", "endpoint": "a", "responses": [{"body": "{{b}}", "label": "x"}]});
        let mut environment = reader::read_value(json!({"routes": [route]}));
        let route = Arc::unwrap_or_clone(environment.routes.pop().unwrap());
        let lifetime = || Lifetime::new(Some(3), Some(Duration::from_secs(9)));
        let stub = Stub::new("s1".to_owned(), route, StubPosition::Last, lifetime(), memory.share());
        let written = write_stub(&stub);
        let back = read_stub(&written, &memory).unwrap();
        assert_eq!((write_stub(&back), back.cell, back.route.clone()), (written, stub.cell, stub.route.clone()));
        let force = Force { route: "r".to_owned(), response: "404".to_owned(), lifetime: lifetime() };
        assert_eq!(write_force(&read_force(&write_force(&force)).unwrap()), write_force(&force));
        let definition = Definition::read(&json!({"latency": {"fixed": "1s"}, "times": 2})).unwrap();
        let fault = Fault::new(Arc::new(definition), memory.share());
        let back = read_fault(&write_fault(&fault), &memory).unwrap();
        assert_eq!((write_fault(&back), back.definition.seed), (write_fault(&fault), fault.definition.seed));
        for text in ["", "{}", "{\"created\": 1}"] {
            assert!(
                read_stub(text, &memory).is_err() && read_force(text).is_err() && read_fault(text, &memory).is_err()
            );
        }
    }
}
