//! One route or response of an environment: where it is, and the environment with it, without it, or with another one in
//! its place.

use std::sync::Arc;

use super::super::model::{ChildKind, Environment, FolderChild, Route, RouteResponse};

/// The position of a route.
pub fn position(environment: &Environment, uuid: &str) -> Option<usize> {
    environment.routes.iter().position(|route| route.uuid == uuid)
}

/// A route.
pub fn route<'e>(environment: &'e Environment, uuid: &str) -> Option<&'e Arc<Route>> {
    environment.routes.get(position(environment, uuid)?)
}

/// A response, and its position in the route.
pub fn response<'r>(route: &'r Route, uuid: &str) -> Option<(usize, &'r Arc<RouteResponse>)> {
    route.responses.iter().enumerate().find(|(_, response)| response.uuid == uuid)
}

/// The environment with a route at the end of a folder, or of the top; `None` where there is no such folder.
pub fn with(environment: &Environment, route: Arc<Route>, folder: Option<&str>) -> Option<Environment> {
    let mut changed = environment.clone();
    let children = match folder {
        None => &mut changed.root_children,
        Some(wanted) => {
            let is_it = |folder: &&mut super::super::model::Folder| folder.uuid == wanted || folder.name == wanted;
            &mut changed.folders.iter_mut().find(is_it)?.children
        }
    };
    Arc::make_mut(children).push(FolderChild { uuid: route.uuid.clone(), kind: ChildKind::Route });
    changed.routes.push(route);
    Some(changed)
}

/// The environment with a route in the place of one of its own.
pub fn replaced(environment: &Environment, before: &Arc<Route>, route: Arc<Route>) -> Environment {
    let mut changed = environment.clone();
    // By its address: the texts of thousands need not be read once more.
    if let Some(place) = changed.routes.iter_mut().find(|place| Arc::ptr_eq(place, before)) {
        *place = route;
    }
    changed
}

/// The environment without a route, which no folder refers to any more.
pub fn without(environment: &Environment, uuid: &str) -> Environment {
    let mut changed = environment.clone();
    if let Some(position) = position(environment, uuid) {
        changed.routes.remove(position);
    }
    // Another route may have the same uuid.
    if position(&changed, uuid).is_none() {
        let is_it = |child: &FolderChild| child.kind == ChildKind::Route && child.uuid == uuid;
        let folders = changed.folders.iter_mut().map(|folder| &mut folder.children);
        for children in folders.chain([&mut changed.root_children]) {
            if children.iter().any(is_it) {
                Arc::make_mut(children).retain(|child| !is_it(child));
            }
        }
    }
    changed
}

/// The route with another list of responses.
pub fn with_responses(route: &Route, change: impl FnOnce(&mut Vec<Arc<RouteResponse>>)) -> Arc<Route> {
    let mut changed = route.clone();
    change(&mut changed.responses);
    Arc::new(changed)
}

/// Has one of the responses be the default one, and no other.
pub fn make_default(responses: &mut [Arc<RouteResponse>], position: usize) {
    for (at, response) in responses.iter_mut().enumerate() {
        if response.default != (at == position) {
            Arc::make_mut(response).default = at == position;
        }
    }
}

/// Leaves one default response where several say that they are: the first, which is the one that answers.
pub fn keep_one_default(responses: &mut [Arc<RouteResponse>]) {
    if let Some(first) = responses.iter().position(|response| response.default) {
        make_default(responses, first);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::edit::read;
    use crate::environment::reader::read_value;
    use crate::environment::route_tree;

    fn order(environment: &Environment) -> Vec<String> {
        let order = route_tree::rest_order(environment, &[]);
        order.into_iter().map(|at| environment.routes[at].endpoint.to_string()).collect()
    }

    #[test]
    fn routes_come_and_go_in_folders_and_at_the_top() {
        let (a, b, folder) = (read::new_uuid(), read::new_uuid(), read::new_uuid());
        let environment = read_value(json!({
            "routes": [{"uuid": a, "endpoint": "a"}, {"uuid": b, "endpoint": "b"}],
            "folders": [{"uuid": folder, "name": "Folder", "children": [{"type": "route", "uuid": a}]}],
            "rootChildren": [{"type": "folder", "uuid": folder}, {"type": "route", "uuid": b}],
        }));
        let new = |endpoint: &str| read::route(json!({"endpoint": endpoint}), &read::new_uuid());
        let last = with(&environment, new("c"), None).unwrap();
        assert_eq!(order(&last), ["a", "b", "c"]);
        assert_eq!(order(&with(&last, new("d"), Some("Folder")).unwrap()), ["a", "d", "b", "c"]);
        assert!(with(&last, new("d"), Some("nowhere")).is_none());
        let less = without(&last, &a);
        assert_eq!((order(&less), less.folders[0].children.len()), (vec!["b".to_owned(), "c".to_owned()], 0));
        let other = replaced(&last, &last.routes[1], read::route(json!({"endpoint": "e"}), &b));
        assert_eq!(order(&other), ["a", "e", "c"]);
        assert!(Arc::ptr_eq(&other.routes[0], &environment.routes[0]));
    }
}
