//! Uuids for what has none in its file: the same at every load and on every replica, so that whatever names a route or a
//! response by its uuid goes on over reloads.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::identity::is_made_up;
use super::model::{Environment, FolderChild, Route};
use crate::js::Str;

/// Replaces the random uuids of routes and responses by such that follow from what they are: method, endpoint and
/// position among equals; label, else position.
pub(super) fn settle(environment: &mut Environment) {
    if !environment.routes.iter().any(|route| has_made_up(route)) {
        return;
    }
    let mut renamed: HashMap<Str, Str, RandomState> = HashMap::default();
    let mut equals: HashMap<(Str, Str), usize, RandomState> = HashMap::default();
    for route in &mut environment.routes {
        let number = equals.entry((route.method.clone(), route.endpoint.clone())).or_default();
        *number += 1;
        if is_made_up(&route.uuid) {
            let uuid = made_of(&("route", route.method.as_str(), route.endpoint.as_str(), *number));
            renamed.insert(route.uuid.clone(), uuid.clone());
            Arc::make_mut(route).uuid = uuid;
        }
        if route.responses.iter().any(|response| is_made_up(&response.uuid)) {
            settle_responses(Arc::make_mut(route));
        }
    }
    if renamed.is_empty() {
        return;
    }
    let rename = |children: &mut Arc<Vec<FolderChild>>| {
        for child in Arc::make_mut(children) {
            if let Some(uuid) = renamed.get(&child.uuid) {
                child.uuid = uuid.clone();
            }
        }
    };
    environment.folders.iter_mut().for_each(|folder| rename(&mut folder.children));
    rename(&mut environment.root_children);
}

/// Whether a route or a response of it has a random uuid.
fn has_made_up(route: &Route) -> bool {
    is_made_up(&route.uuid) || route.responses.iter().any(|response| is_made_up(&response.uuid))
}

fn settle_responses(route: &mut Route) {
    let mut equals: HashMap<Str, usize, RandomState> = HashMap::default();
    for response in &mut route.responses {
        let number = equals.entry(response.label.clone()).or_default();
        *number += 1;
        if is_made_up(&response.uuid) {
            let uuid = made_of(&("response", route.uuid.as_str(), response.label.as_str(), *number));
            Arc::make_mut(response).uuid = uuid;
        }
    }
}

/// A uuid that says, as random ones do, that it is not from the file.
fn made_of(what: &impl Hash) -> Str {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, what).hash(&mut hasher);
        hasher.finish()
    };
    let bytes = (u128::from(half(0)) << 64) | u128::from(half(1));
    Str::from(uuid::Builder::from_custom_bytes(bytes.to_be_bytes()).into_uuid().to_string())
}

#[cfg(test)]
mod tests {
    use super::super::load::load_bytes;

    #[test]
    fn what_has_no_uuid_gets_the_same_at_every_load_and_keeps_its_place() {
        let text = |first: &str| {
            let route = |method: &str| {
                format!(r#"{{"method": "{method}", "endpoint": "a", "responses": [{{"label": "x"}}, {{}}, {{}}]}}"#)
            };
            let routes = [first, &route("get"), &route("get"), &route("post")].join(",");
            load_bytes("a.json", format!(r#"{{"lastMigration": 33, "routes": [{routes}]}}"#).as_bytes()).unwrap()
        };
        let own = "3afab8ac-7b68-4277-81bc-33e4d9306c1e";
        let known = format!(r#"{{"uuid": "{own}", "method": "get", "endpoint": "a", "responses": []}}"#);
        let (before, after) = (text(&known).environment, text(&known).environment);
        let uuids = |environment: &super::Environment| -> Vec<String> {
            let responses = |route: &super::Arc<super::Route>| {
                let own = route.responses.iter().map(|response| response.uuid.to_string()).collect::<Vec<_>>();
                std::iter::once(route.uuid.to_string()).chain(own).collect::<Vec<_>>()
            };
            environment.routes.iter().flat_map(responses).collect()
        };
        assert_eq!(uuids(&before), uuids(&after));
        let all: std::collections::HashSet<_> = uuids(&before).into_iter().collect();
        assert_eq!((all.len(), before.routes[0].uuid.as_str()), (13, own));
        let tree: Vec<_> = before.root_children.iter().map(|child| child.uuid.clone()).collect();
        assert_eq!(tree, before.routes.iter().map(|route| route.uuid.clone()).collect::<Vec<_>>());
    }
}
