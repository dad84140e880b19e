//! The route tree: repair of its references, and the order of routes that follows from it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::model::{ChildKind, Environment, FolderChild, RouteKind};
use crate::js::Str;

/// A tree that branches more often than this has references that were never repaired and repeat themselves.
const MAX_STEPS: usize = 1_000_000;

/// Repairs the references of the route tree: those that lead nowhere and those that repeat an earlier one go,
/// routes and folders that nobody refers to are appended at the top, folders first. Folders that contain each other
/// stay referred to and thereby unreachable.
pub fn repair_refs(environment: &mut Environment) {
    let mut lists: Vec<Vec<FolderChild>> =
        environment.folders.iter_mut().map(|folder| taken(&mut folder.children)).collect();
    let mut root = taken(&mut environment.root_children);

    let routes: Vec<&Str> = environment.routes.iter().map(|route| &route.uuid).collect();
    let folders: Vec<&Str> = environment.folders.iter().map(|folder| &folder.uuid).collect();
    let mut free_routes: HashSet<&Str, RandomState> = routes.iter().copied().collect();
    let mut free_folders: HashSet<&Str, RandomState> = folders.iter().copied().collect();
    for list in lists.iter_mut().chain([&mut root]) {
        list.retain_mut(|child| {
            let free = match child.kind {
                ChildKind::Route => free_routes.take(&child.uuid),
                ChildKind::Folder => free_folders.take(&child.uuid),
            };
            // One text for what refers and what is referred to.
            free.is_some_and(|uuid| {
                child.uuid.clone_from(uuid);
                true
            })
        });
    }
    root.extend(orphans(&folders, free_folders, ChildKind::Folder));
    root.extend(orphans(&routes, free_routes, ChildKind::Route));

    environment.root_children = Arc::new(root);
    for (folder, children) in environment.folders.iter_mut().zip(lists) {
        folder.children = Arc::new(children);
    }
}

/// The list, to be changed.
fn taken(list: &mut Arc<Vec<FolderChild>>) -> Vec<FolderChild> {
    Arc::unwrap_or_clone(std::mem::take(list))
}

/// References to those that are still free, in the order of the file; a uuid that occurs twice gets one.
fn orphans<'e>(uuids: &[&'e Str], mut free: HashSet<&'e Str, RandomState>, kind: ChildKind) -> Vec<FolderChild> {
    let left = uuids.iter().filter(|uuid| free.remove(*uuid));
    left.map(|uuid| FolderChild { uuid: (*uuid).clone(), kind }).collect()
}

/// The HTTP and CRUD routes in the order of matching, as positions in `environment.routes`; without those that
/// `disabled` names by uuid, by a part of the endpoint or of a folder's name, or all by `*`.
///
/// As in the reference, routes inside folders are not filtered by kind: WebSocket routes may be among them.
pub fn rest_order(environment: &Environment, disabled: &[String]) -> Vec<usize> {
    route_order(environment, disabled, |kind| kind != RouteKind::Ws)
}

/// The WebSocket routes, like [`rest_order`]; plain routes inside folders may be among them.
pub fn websocket_order(environment: &Environment, disabled: &[String]) -> Vec<usize> {
    if environment.folders.is_empty() && environment.routes.iter().all(|route| route.kind != RouteKind::Ws) {
        return Vec::new();
    }
    route_order(environment, disabled, |kind| kind == RouteKind::Ws)
}

/// Whether the orders of routes, without those that `disabled` names, are the same in another environment, whose routes are
/// those of the first one but for these positions. When in doubt, they are not.
pub fn is_same_order(before: &Environment, now: &Environment, disabled: &[String], changed: Range<usize>) -> bool {
    let (Some(old), Some(new)) = (before.routes.get(changed.clone()), now.routes.get(changed)) else { return false };
    before.routes.len() == now.routes.len()
        && before.root_children == now.root_children
        && before.folders == now.folders
        && old
            .iter()
            .zip(new)
            .all(|(a, b)| a.uuid == b.uuid && a.kind == b.kind && (disabled.is_empty() || a.endpoint == b.endpoint))
}

/// The routes of a kind at the top level and all routes in folders, in tree order.
pub fn route_order(environment: &Environment, disabled: &[String], at_top: fn(RouteKind) -> bool) -> Vec<usize> {
    if disabled.iter().any(|word| word == "*") {
        return Vec::new();
    }
    let disabled_part = |text: &str| disabled.iter().any(|word| text.contains(word.as_str()));

    // Routes by uuid; those that share one with an earlier route are kept apart.
    let mut routes: HashMap<&str, usize, RandomState> =
        HashMap::with_capacity_and_hasher(environment.routes.len(), RandomState::default());
    let mut further: HashMap<&str, Vec<usize>> = HashMap::new();
    for (position, route) in environment.routes.iter().enumerate() {
        let uuid = route.uuid.as_str();
        if disabled.iter().any(|word| word == uuid) || disabled_part(&route.endpoint) {
            continue;
        }
        match routes.entry(uuid) {
            Entry::Vacant(free) => drop(free.insert(position)),
            Entry::Occupied(_) => further.entry(uuid).or_default().push(position),
        }
    }
    let mut folders: HashMap<&str, usize> = HashMap::new();
    for (position, folder) in environment.folders.iter().enumerate() {
        if !disabled_part(&folder.name) {
            folders.entry(&folder.uuid).or_insert(position);
        }
    }

    let mut order = Vec::with_capacity(environment.routes.len());
    // The levels from the top down to here, each with its folder; a folder inside itself is not entered again.
    let mut walk = vec![(None, environment.root_children.iter())];
    let mut open: HashSet<usize> = HashSet::new();
    for _ in 0..MAX_STEPS {
        let Some((folder, level)) = walk.last_mut() else { break };
        let Some(child) = level.next() else {
            if let Some(position) = folder {
                open.remove(position);
            }
            walk.pop();
            continue;
        };
        let uuid = child.uuid.as_str();
        match child.kind {
            ChildKind::Route => {
                let is_top = walk.len() == 1;
                let wanted = |position: &&usize| {
                    !is_top || environment.routes.get(**position).is_some_and(|route| at_top(route.kind))
                };
                let others = further.get(uuid).into_iter().flatten();
                order.extend(routes.get(uuid).into_iter().chain(others).find(wanted));
            }
            ChildKind::Folder => {
                if let Some(position) = folders.get(uuid).copied()
                    && let Some(folder) = environment.folders.get(position)
                    && open.insert(position)
                {
                    walk.push((Some(position), folder.children.iter()));
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests;
