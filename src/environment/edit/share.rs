//! What is the same in two environments becomes one object, so that whoever compares them need not read it again.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::super::model::Environment;

/// Puts the routes of `before` in the place of those of `now` that are the same.
pub fn share(before: &Environment, now: &mut Environment) {
    let mut known: HashMap<&str, _, RandomState> = HashMap::default();
    for route in &before.routes {
        known.entry(route.uuid.as_str()).or_insert(route);
    }
    for route in &mut now.routes {
        if let Some(same) = known.get(route.uuid.as_str()).filter(|same| ***same == *route) {
            *route = Arc::clone(same);
        }
    }
    for (now, before) in now.data.iter_mut().zip(&before.data).filter(|(now, before)| now == before) {
        now.clone_from(before);
    }
}
