//! What is the same in two environments becomes one object, so that whoever compares them need not read it again.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::super::model::Environment;

/// Puts the routes and the lists of `before` in the place of those of `now` that are the same.
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
    if now.root_children == before.root_children {
        now.root_children = Arc::clone(&before.root_children);
    }
    for (now, before) in now.folders.iter_mut().zip(&before.folders).filter(|(now, before)| now == before) {
        now.clone_from(before);
    }
    for (now, before) in now.data.iter_mut().zip(&before.data).filter(|(now, before)| now == before) {
        now.clone_from(before);
    }
}
