//! JSON Merge Patch (RFC 7396) of an environment and of what it consists of.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::model::{Environment, Route};

/// The long lists: written out only where a patch names them.
const LISTS: [&str; 4] = ["rootChildren", "folders", "routes", "data"];

/// An object merged with a patch, as JSON.
pub fn merged(object: &impl serde::Serialize, patch: &Value) -> Value {
    let mut value = serde_json::to_value(object).unwrap_or_default();
    json_patch::merge(&mut value, patch);
    value
}

/// An environment merged with a patch, as JSON; without those of the long lists that the patch leaves alone.
pub fn environment(environment: &Environment, patch: &Map<String, Value>) -> Value {
    let mut value = serde_json::to_value(shell(environment)).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, _| !LISTS.contains(&name.as_str()) || patch.contains_key(name));
    }
    json_patch::merge(&mut value, &Value::Object(patch.clone()));
    value
}

/// Gives an environment that was read from [`environment`] the lists that the patch left alone.
pub fn take_over(read: &mut Environment, from: &Environment, patch: &Map<String, Value>) {
    let is_left = |name: &str| !patch.contains_key(name);
    if is_left("rootChildren") {
        read.root_children.clone_from(&from.root_children);
    }
    if is_left("folders") {
        read.folders.clone_from(&from.folders);
    }
    if is_left("routes") {
        read.routes.clone_from(&from.routes);
    }
    if is_left("data") {
        read.data.clone_from(&from.data);
    }
    read.path_spelling = from.path_spelling;
}

/// The environment without its long lists.
pub(super) fn shell(environment: &Environment) -> Environment {
    let no_routes: Vec<Arc<Route>> = Vec::new();
    Environment {
        uuid: environment.uuid.clone(),
        last_migration: environment.last_migration,
        name: environment.name.clone(),
        endpoint_prefix: environment.endpoint_prefix.clone(),
        latency: environment.latency,
        port: environment.port,
        hostname: environment.hostname.clone(),
        folders: Vec::new(),
        routes: no_routes,
        root_children: Arc::default(),
        proxy_mode: environment.proxy_mode,
        proxy_host: environment.proxy_host.clone(),
        proxy_remove_prefix: environment.proxy_remove_prefix,
        tls_options: environment.tls_options.clone(),
        cors: environment.cors,
        headers: environment.headers.clone(),
        proxy_req_headers: environment.proxy_req_headers.clone(),
        proxy_res_headers: environment.proxy_res_headers.clone(),
        data: Vec::new(),
        callbacks: environment.callbacks.clone(),
        path_spelling: environment.path_spelling,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::reader::read_value;

    #[test]
    fn a_patch_of_one_setting_leaves_all_else_as_it_is() {
        let before = read_value(json!({
            "name": "a", "latency": 5, "tlsOptions": {"enabled": true, "certPath": "c"},
            "routes": [{"endpoint": "x"}], "data": [{"id": "d", "value": "[]"}],
        }));
        let patch = json!({"latency": 7, "tlsOptions": {"certPath": null}});
        let patch = patch.as_object().unwrap();
        let mut after = read_value(environment(&before, patch));
        take_over(&mut after, &before, patch);
        let mut expected = before.clone();
        expected.latency = 7.0;
        expected.tls_options.cert_path = String::new();
        assert_eq!(after, expected);
        assert!(Arc::ptr_eq(&after.routes[0], &before.routes[0]));
    }
}
