//! What loads but helps nobody: findings for check reports that need only the environment itself.

use std::collections::{HashMap, HashSet};

use super::model::{BodyType, ChildKind, Environment, RouteKind};
use super::warning::{Warning, WarningKind};

/// What is odd about an environment, one sentence each, in the order of the file.
pub fn findings(environment: &Environment) -> Vec<Warning> {
    let of = |kind: WarningKind, text: String| Warning::new(kind, text);
    let identities = duplicate_uuids(environment).into_iter().map(|text| of(WarningKind::Tree, text));
    let empty = routes_without_responses(environment).map(|text| of(WarningKind::NoResponses, text));
    let buckets = unknown_buckets(environment).into_iter().map(|text| of(WarningKind::NoBucket, text));
    let lost = unreachable(environment).into_iter().map(|text| of(WarningKind::Tree, text));
    identities.chain(empty).chain(buckets).chain(lost).collect()
}

fn duplicate_uuids(environment: &Environment) -> Vec<String> {
    let routes = environment.routes.iter().map(|route| ("routes", route.uuid.as_str()));
    let folders = environment.folders.iter().map(|folder| ("folders", folder.uuid.as_str()));
    let data = environment.data.iter().map(|bucket| ("data buckets", bucket.uuid.as_str()));
    let callbacks = environment.callbacks.iter().map(|callback| ("callbacks", callback.uuid.as_str()));
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut twice = Vec::new();
    for identity in routes.chain(folders).chain(data).chain(callbacks) {
        let count = seen.entry(identity).or_default();
        *count += 1;
        if *count == 2 {
            twice.push(identity);
        }
    }
    let sentence = |identity: &(&str, &str)| {
        let (kind, uuid) = identity;
        let count = seen.get(identity).copied().unwrap_or_default();
        format!("{count} {kind} share the uuid {uuid}: only the first is served")
    };
    twice.iter().map(sentence).collect()
}

fn routes_without_responses(environment: &Environment) -> impl Iterator<Item = String> {
    let empty = environment.routes.iter().filter(|route| route.responses.is_empty());
    empty.map(|route| format!("route {} /{} has no responses", route.method, route.endpoint))
}

fn unknown_buckets(environment: &Environment) -> Vec<String> {
    let ids: HashSet<&str> = environment.data.iter().map(|bucket| bucket.id.as_str()).collect();
    let mut findings = Vec::new();
    for route in &environment.routes {
        for response in &route.responses {
            let wants_one = response.body_type == BodyType::Databucket || route.kind == RouteKind::Crud;
            if wants_one && !ids.contains(response.databucket_id.as_str()) {
                findings.push(format!(
                    "route {} /{}: there is no data bucket with the id \"{}\"",
                    route.method, route.endpoint, response.databucket_id
                ));
            }
        }
    }
    findings
}

/// Folders that the top of the tree does not lead to: they contain each other.
fn unreachable(environment: &Environment) -> Vec<String> {
    let children: HashMap<&str, usize> =
        environment.folders.iter().enumerate().map(|(position, folder)| (folder.uuid.as_str(), position)).collect();
    let mut reached: HashSet<usize> = HashSet::new();
    let mut open: Vec<_> = environment.root_children.iter().collect();
    while let Some(child) = open.pop() {
        let folder = children.get(child.uuid.as_str()).filter(|_| child.kind == ChildKind::Folder);
        if let Some(folder) = folder.filter(|position| reached.insert(**position)) {
            open.extend(environment.folders.get(*folder).into_iter().flat_map(|folder| folder.children.iter()));
        }
    }
    let lost = environment.folders.iter().enumerate().filter(|(position, _)| !reached.contains(position));
    lost.map(|(_, folder)| format!("folder \"{}\" cannot be reached from the top of the tree", folder.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load::load_bytes;

    #[test]
    fn names_what_cannot_be_served() {
        let (a, b) = ("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b");
        let file = serde_json::json!({
            "lastMigration": 33,
            "folders": [
                { "uuid": a, "name": "A", "children": [{ "type": "folder", "uuid": b }] },
                { "uuid": b, "name": "B", "children": [{ "type": "folder", "uuid": a }] },
            ],
            "routes": [
                { "uuid": a, "endpoint": "x", "responses": [] },
                { "uuid": a, "endpoint": "y", "responses": [{ "bodyType": "DATABUCKET", "databucketID": "none" }] },
            ],
        });
        let loaded = load_bytes("x.json", file.to_string().as_bytes()).unwrap();
        let found: Vec<_> = findings(&loaded.environment).into_iter().map(|warning| warning.text).collect();
        assert_eq!(
            found,
            [
                format!("2 routes share the uuid {a}: only the first is served"),
                "route get /x has no responses".to_owned(),
                "route get /y: there is no data bucket with the id \"none\"".to_owned(),
                "folder \"A\" cannot be reached from the top of the tree".to_owned(),
                "folder \"B\" cannot be reached from the top of the tree".to_owned(),
            ]
        );
    }
}
