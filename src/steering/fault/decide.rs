//! What happens to the n-th match: a function of the definition and of n, and of nothing else.
//!
//! The session enters by its own count of matches and not by its name: 64 sessions that are given the same fault and seed
//! see the same faults at the same of their requests, as one alone does. The fault enters by what it does and to which
//! requests, and not by its uuid: the same fault decides alike tomorrow, and two faults with one seed decide each for
//! itself. A higher probability adds to what happens and takes nothing away.

use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Definition;

/// What is drawn: each has numbers of its own.
const DECISION: u64 = 1;
const LATENCY: u64 = 2;

impl Definition {
    /// Whether match `n` is meant, however often it may happen.
    pub(super) fn would_happen(&self, n: u64) -> bool {
        match &self.replay {
            Some(decisions) => {
                let at = usize::try_from(n - 1).unwrap_or(usize::MAX);
                decisions.as_bytes().get(at) == Some(&b'1')
            }
            None => n > self.after && self.draw(DECISION, n, 0) < self.probability,
        }
    }

    /// How late the answer to match `n` is.
    pub(super) fn delay(&self, n: u64) -> Duration {
        let Some(latency) = &self.latency else { return Duration::ZERO };
        latency.draw(|i| self.draw(LATENCY, n, i))
    }

    /// The decisions on the first `n` matches.
    pub(super) fn decisions(&self, n: u64) -> String {
        let mut left = self.times.unwrap_or(u64::MAX);
        let decide = |number| {
            let happens = left > 0 && self.would_happen(number);
            left -= u64::from(happens);
            if happens { '1' } else { '0' }
        };
        (1..=n).map(decide).collect()
    }

    /// The `i`-th number for match `n`, from 0 to below 1.
    fn draw(&self, what: u64, n: u64, i: u64) -> f64 {
        let parts = [self.digest, what, n, i];
        let mixed = parts.into_iter().fold(mix(self.seed), |state, part| mix(state ^ mix(part)));
        // The upper 53 bits are as many as a number has.
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A step of SplitMix64: every bit of the result depends on every bit of the argument.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A digest of these members of an object, whatever the order of keys.
pub(super) fn digest(object: &Value, keys: &[&str]) -> u64 {
    let members: Map<String, Value> =
        keys.iter().filter_map(|key| Some(((*key).to_owned(), sorted(object.get(*key)?)))).collect();
    let hash = Sha256::digest(Value::from(members).to_string());
    hash.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            members.into_iter().collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::super::Fault;
    use super::*;

    fn definition(object: Value) -> Arc<Definition> {
        Arc::new(Definition::read(&object).map_err(|error| error.message).unwrap())
    }

    fn run(definition: &Arc<Definition>, matches: u64) -> String {
        let fault = Fault::declared(Arc::clone(definition), 0);
        let run: String = (0..matches).map(|_| if fault.decide().is_some() { '1' } else { '0' }).collect();
        assert_eq!(run, fault.decisions());
        run
    }

    #[test]
    fn decisions_depend_on_seed_fault_and_number_alone() {
        let object = json!({"match": {"method": "GET", "path": "/a"}, "fault": {"type": "reset"}, "probability": 0.3, "seed": 7});
        let other_order = json!({"seed": 7, "fault": {"type": "reset"}, "probability": 0.3, "match": {"path": "/a", "method": "GET"}});
        let first = run(&definition(object.clone()), 1_000);
        assert_eq!(run(&definition(other_order), 1_000), first);
        let ones = first.matches('1').count();
        assert!((240..360).contains(&ones), "{ones} of 1000 at 0.3");
        for (key, value) in
            [("seed", json!(8)), ("fault", json!({"type": "close"})), ("match", json!({"method": "GET"}))]
        {
            let mut other = object.clone();
            other[key] = value;
            assert_ne!(run(&definition(other), 1_000), first, "{key}");
        }
    }

    #[test]
    fn a_higher_probability_adds_and_takes_nothing_away() {
        let at = |probability: f64| {
            run(&definition(json!({"fault": {"type": "reset"}, "seed": 1, "probability": probability})), 500)
        };
        let (some, more) = (at(0.2), at(0.5));
        assert!(some.chars().zip(more.chars()).all(|(some, more)| some == '0' || more == '1'));
        assert_eq!((at(0.0).matches('1').count(), at(1.0).matches('0').count()), (0, 0));
    }

    #[test]
    fn a_run_is_repeated_by_its_decisions() {
        let object = json!({"fault": {"type": "reset"}, "probability": 0.4, "after": 5, "times": 9, "seed": 3});
        let first = run(&definition(object.clone()), 60);
        assert_eq!((&first[..5], first.matches('1').count()), ("00000", 9), "{first}");
        let mut again = object;
        again["decisions"] = first.clone().into();
        for key in ["probability", "after"] {
            again.as_object_mut().unwrap().remove(key);
        }
        assert_eq!(run(&definition(again), 60), first);
    }

    #[test]
    fn the_decisions_of_today_are_those_of_tomorrow() {
        let object = json!({"match": {"path": "/a"}, "fault": {"type": "reset"}, "probability": 0.5, "seed": 42});
        assert_eq!(run(&definition(object), 32), "00000010001001101101001111011111");
    }
}
