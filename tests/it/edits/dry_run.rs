//! A dry run says exactly what the edit that follows it does: random edits of random environments, compared from outside.

use std::collections::BTreeSet;

use proptest::test_runner::{RngAlgorithm, TestRng};
use rand::{Rng, RngExt as _};
use serde_json::{Value, json};

use super::{call, shop, uuid_of};
use crate::support::{Request, Server, Sidemock, bucket, get};

/// What is there, by uuid, with what it is like.
fn parts(environment: &Value) -> Vec<(String, Value)> {
    let lists = ["routes", "data", "folders", "callbacks"].into_iter();
    lists.flat_map(|list| environment[list].as_array().unwrap()).map(|part| (uuid_of(part), part.clone())).collect()
}

fn read(server: &Server) -> Value {
    call(server, "GET", "/environment", &Value::Null, None).json()
}

fn named(list: &Value) -> BTreeSet<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one["uuid"].as_str().or(one["name"].as_str()).unwrap().to_owned())
        .collect()
}

/// The request number of each counting route and the value of each bucket, in the base and in a session.
fn state(server: &Server) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for scope in ["base", "s"] {
        let query = if scope == "s" { "?session=s" } else { "" };
        let name = format!("look-{scope}");
        let posted = call(server, "POST", &format!("/snapshots{query}"), &json!({"name": name}), None);
        assert_eq!(posted.status, 201, "{}", posted.text());
        let snapshot = call(server, "GET", &format!("/snapshots/{name}"), &Value::Null, None).json();
        for counter in snapshot["counters"].as_array().unwrap().iter().filter(|one| one["requests"] != 0) {
            found.push((scope.to_owned(), uuid_of_route(counter), counter["requests"].to_string()));
        }
        for bucket in snapshot["buckets"].as_array().unwrap() {
            found.push((scope.to_owned(), uuid_of(bucket), bucket["value"].to_string()));
        }
    }
    found
}

fn uuid_of_route(counter: &Value) -> String {
    counter["route"].as_str().unwrap().to_owned()
}

/// Requests that leave state behind.
fn use_it(server: &Server, random: &mut impl Rng) {
    for session in [None, Some("s")] {
        for path in ["/one", "/two", "/items", "/others", "/added"] {
            if random.random_bool(0.5) {
                let mut request = match path {
                    "/items" | "/others" => {
                        Request::new("POST", path).json(&json!({"name": random.random_range(0..99)}))
                    }
                    _ => Request::get(path),
                };
                if let Some(session) = session {
                    request = request.header("x-sidemock-session", session);
                }
                server.send(&request);
            }
        }
    }
}

/// One of the things that people do to an environment.
fn edit(environment: &mut Value, random: &mut impl Rng) {
    let number = random.random_range(0..1_000);
    let list = |name: &str| -> Vec<Value> { environment[name].as_array().cloned().unwrap_or_default() };
    let (mut routes, mut data, mut order) = (list("routes"), list("data"), list("rootChildren"));
    let at = random.random_range(0..routes.len().max(1));
    match random.random_range(0..9) {
        0 => environment["latency"] = json!(number % 3),
        1 => environment["headers"] = json!([{"key": "x-edit", "value": number.to_string()}]),
        2 if !routes.is_empty() => routes[at]["documentation"] = json!(number.to_string()),
        3 if !routes.is_empty() => routes[at]["endpoint"] = json!(format!("moved/{number}")),
        4 => {
            let added = get("added", &number.to_string());
            let mut added = added;
            added["uuid"] = json!(format!("{number:08x}-1111-4111-8111-111111111111"));
            if !routes.iter().any(|route| route["uuid"] == added["uuid"]) {
                order.push(json!({"type": "route", "uuid": added["uuid"]}));
                routes.push(added);
            }
        }
        5 if routes.len() > 1 => {
            let gone = routes.remove(at);
            order.retain(|child| child["uuid"] != gone["uuid"]);
        }
        6 if !data.is_empty() => data[0]["value"] = json!(format!("[{number}]")),
        7 => {
            if data.len() > 2 {
                data.remove(0);
            } else {
                data.push(bucket(&format!("b{number}"), &format!("Bucket {number}"), &json!([])));
            }
        }
        8 if order.len() > 1 => order.swap(0, 1),
        _ => {}
    }
    environment["routes"] = routes.into();
    environment["data"] = data.into();
    environment["rootChildren"] = order.into();
}

#[test]
fn a_dry_run_names_exactly_what_the_edit_changes_and_what_state_it_costs() {
    let server = Sidemock::on(&shop()).start();
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    for step in 0..60 {
        use_it(&server, &mut random);
        let before = read(&server);
        let mut wanted = before.clone();
        for _ in 0..random.random_range(1..4) {
            edit(&mut wanted, &mut random);
        }
        let state_before = state(&server);
        let dry = call(&server, "PUT", "/environment?dryRun=true", &wanted, None).json();
        assert_eq!((&dry["valid"], read(&server) == before), (&json!(true), true), "{dry}");
        assert_eq!(state(&server), state_before, "a dry run touches nothing");
        assert_eq!(call(&server, "PUT", "/environment", &wanted, None).status, 200);
        let after = read(&server);
        // What changed.
        let (old, new) = (parts(&before), parts(&after));
        let known = |list: &[(String, Value)], uuid: &str| {
            list.iter().find(|(one, _)| one == uuid).map(|(_, part)| part.clone())
        };
        let added: BTreeSet<_> =
            new.iter().filter(|(uuid, _)| known(&old, uuid).is_none()).map(|(uuid, _)| uuid.clone()).collect();
        let removed: BTreeSet<_> =
            old.iter().filter(|(uuid, _)| known(&new, uuid).is_none()).map(|(uuid, _)| uuid.clone()).collect();
        let mut changed: BTreeSet<_> = new
            .iter()
            .filter(|(uuid, part)| known(&old, uuid).is_some_and(|old| old != *part))
            .map(|(uuid, _)| uuid.clone())
            .collect();
        for name in ["latency", "headers"] {
            if before[name] != after[name] {
                changed.insert(name.to_owned());
            }
        }
        let order = |of: &Value, other: &Value| -> Vec<String> {
            let theirs = other["rootChildren"].to_string();
            of["rootChildren"]
                .as_array()
                .unwrap()
                .iter()
                .map(uuid_of)
                .filter(|uuid| theirs.contains(uuid.as_str()))
                .collect()
        };
        if order(&before, &after) != order(&after, &before) {
            changed.insert("rootChildren".to_owned());
        }
        let changes = &dry["changes"];
        assert_eq!(named(&changes["added"]), added, "step {step}: {changes}");
        assert_eq!(named(&changes["removed"]), removed, "step {step}: {changes}");
        assert_eq!(named(&changes["changed"]), changed, "step {step}: {changes}");
        // What state was lost: whatever was told to be kept is as before, whatever was told to be lost is not counted on.
        let state_after = state(&server);
        let scopes = |list: &Value| -> BTreeSet<(String, String)> {
            let held = list.as_array().unwrap().iter();
            held.flat_map(|held| {
                held["scopes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|scope| (scope.as_str().unwrap().to_owned(), uuid_of(held)))
            })
            .collect()
        };
        let (keeps, loses) = (scopes(&dry["keepsState"]), scopes(&dry["losesState"]));
        assert!(keeps.is_disjoint(&loses), "step {step}: {dry}");
        for (scope, uuid, value) in &state_before {
            let now = state_after.iter().find(|(s, u, _)| s == scope && u == uuid).map(|(_, _, value)| value);
            let key = (scope.clone(), uuid.clone());
            if keeps.contains(&key) {
                assert_eq!(now, Some(value), "step {step}: {uuid} in {scope} was to be kept: {dry}");
            } else if loses.contains(&key) {
                assert!(now != Some(value) || value == "[]", "step {step}: {uuid} in {scope} was to be lost: {dry}");
            } else {
                // A bucket that nobody has written to: it is what its definition says.
                assert!(value.starts_with('['), "step {step}: {uuid} in {scope} counts and was not told of: {dry}");
            }
        }
    }
}
