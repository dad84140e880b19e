//! The route tree: repair of its references, and the order of routes that follows from it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::model::{ChildKind, Environment, FolderChild, RouteKind};
use crate::budget::background;
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

    let mut routes = Free::new(environment.routes.iter().map(|route| &route.uuid));
    let mut folders = Free::new(environment.folders.iter().map(|folder| &folder.uuid));
    for list in lists.iter_mut().chain([&mut root]) {
        list.retain_mut(|child| {
            background::small_piece();
            let free = match child.kind {
                ChildKind::Route => routes.take(&child.uuid),
                ChildKind::Folder => folders.take(&child.uuid),
            };
            // One text for what refers and what is referred to.
            free.is_some_and(|uuid| {
                child.uuid.clone_from(uuid);
                true
            })
        });
    }
    root.extend(folders.left(ChildKind::Folder));
    root.extend(routes.left(ChildKind::Route));

    environment.root_children = Arc::new(root);
    for (folder, children) in environment.folders.iter_mut().zip(lists) {
        folder.children = Arc::new(children);
    }
}

/// The list, to be changed.
fn taken(list: &mut Arc<Vec<FolderChild>>) -> Vec<FolderChild> {
    Arc::unwrap_or_clone(std::mem::take(list))
}

/// Uuids in the order of the file that nobody has referred to yet; one that occurs twice is there once.
struct Free<'e> {
    uuids: Vec<&'e Str>,
    places: HashMap<&'e str, usize, RandomState>,
    is_free: Vec<bool>,
    /// Behind the place that was taken last: there most references go on.
    next: usize,
}

impl<'e> Free<'e> {
    fn new(uuids: impl ExactSizeIterator<Item = &'e Str>) -> Self {
        let uuids: Vec<&Str> = uuids.collect();
        let mut places = HashMap::with_capacity_and_hasher(uuids.len(), RandomState::default());
        let is_free = uuids.iter().enumerate().map(|(place, uuid)| {
            background::small_piece();
            *places.entry(uuid.as_str()).or_insert(place) == place
        });
        let is_free = is_free.collect();
        Self { uuids, places, is_free, next: 0 }
    }

    /// Takes a uuid, if it is free.
    fn take(&mut self, uuid: &Str) -> Option<&'e Str> {
        let is_next = self.is_free.get(self.next) == Some(&true) && self.uuids.get(self.next) == Some(&uuid);
        let place = if is_next { self.next } else { *self.places.get(uuid.as_str())? };
        self.next = place + 1;
        let is_free = self.is_free.get_mut(place).is_some_and(std::mem::take);
        self.uuids.get(place).filter(|_| is_free).copied()
    }

    /// References to those that are left.
    fn left(self, kind: ChildKind) -> impl Iterator<Item = FolderChild> {
        let left = self.uuids.into_iter().zip(self.is_free).filter(|(_, is_free)| *is_free);
        left.map(move |(uuid, _)| FolderChild { uuid: uuid.clone(), kind })
    }
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
    let mut is_first = vec![false; environment.routes.len()];
    for (position, route) in environment.routes.iter().enumerate() {
        let uuid = route.uuid.as_str();
        if disabled.iter().any(|word| word == uuid) || disabled_part(&route.endpoint) {
            continue;
        }
        background::small_piece();
        match routes.entry(uuid) {
            Entry::Vacant(free) => {
                free.insert(position);
                is_first.get_mut(position).into_iter().for_each(|is_first| *is_first = true);
            }
            Entry::Occupied(_) => further.entry(uuid).or_default().push(position),
        }
    }
    // Most references follow each other as the routes do.
    let at = |position: usize, uuid: &str| {
        let route = environment.routes.get(position).filter(|_| is_first.get(position) == Some(&true));
        route.is_some_and(|route| route.uuid == uuid)
    };
    let mut next = 0;
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
                let wanted = |position: &usize| {
                    !is_top || environment.routes.get(*position).is_some_and(|route| at_top(route.kind))
                };
                let first = if at(next, uuid) { Some(next) } else { routes.get(uuid).copied() };
                next = first.map_or(next, |first| first + 1);
                let others = if further.is_empty() { None } else { further.get(uuid) };
                order.extend(first.into_iter().chain(others.into_iter().flatten().copied()).find(wanted));
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
