//! What a reload keeps: buckets and routes are the same by uuid, else by what people call them.

use serde_json::{Value, json};

use crate::support::{Server, Sidemock};

/// Routes that answer by turns, on a path each.
fn turns(path: &str) -> Value {
    json!({"method": "get", "endpoint": path, "responseMode": "SEQUENTIAL", "responses": [
        {"body": "1", "label": "one"}, {"body": "2", "label": "two"}, {"body": "3", "label": "three"}, {"body": "4", "label": "four"},
    ]})
}

fn items(path: &str, bucket: &str) -> Value {
    json!({"type": "crud", "method": "", "endpoint": path, "responses": [{"bodyType": "DATABUCKET", "databucketID": bucket}]})
}

fn bucket(id: &str, name: &str) -> Value {
    json!({"id": id, "name": name, "value": "[{\"id\": \"1\"}]"})
}

/// A file as people write it, without a uuid.
fn by_hand(routes: Vec<Value>, data: Vec<Value>) -> Value {
    json!({"name": "Hand", "lastMigration": 33, "routes": routes, "data": data})
}

fn with_uuid(mut object: Value, uuid: &str) -> Value {
    object["uuid"] = uuid.into();
    object
}

const A: &str = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const B: &str = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";

/// State in both routes and in the bucket, then another version of the file; what is left of each.
fn over(before: Value, after: Value) -> [String; 2] {
    let server = Sidemock::on(&before).start();
    assert_eq!(server.get("/turns").text(), "1");
    assert_eq!(server.get("/turns").text(), "2");
    assert_eq!(create(&server), 201);
    reload(&server, &after);
    let items = server.get("/items").json().as_array().map_or(0, Vec::len);
    [server.get("/turns").text(), items.to_string()]
}

fn create(server: &Server) -> u16 {
    server.send(&crate::support::Request::new("POST", "/items").json(&json!({"id": "new"}))).status
}

fn reload(server: &Server, environment: &Value) {
    let path = server.directory().join("environment.json");
    let moved = server.directory().join("next");
    std::fs::write(&moved, format!("{environment:#}")).expect("written");
    let hash = generation(server);
    std::fs::rename(&moved, &path).expect("moved");
    crate::support::wait_for("the reload", || generation(server) != hash);
}

/// The number of reloads that were taken.
fn generation(server: &Server) -> String {
    let metrics = server.manage("/metrics").text();
    let line = metrics.lines().find(|line| line.starts_with("sidemock_generation"));
    line.map_or_else(|| panic!("no generation in {metrics}"), str::to_owned)
}

#[test]
fn what_is_kept_fresh_or_gone_over_a_reload() {
    let both = || vec![turns("turns"), items("items", "itms")];
    let data = || vec![bucket("itms", "Items")];
    let changed = |at: usize, key: &str, value: Value| {
        let mut routes = both();
        routes[at][key] = value;
        routes
    };
    let other_body = changed(0, "responses", json!([{"body": "first"}]));
    let mut changed_content = data();
    changed_content[0]["value"] = "[]".into();
    for (what, before, after, kept) in [
        ("nothing but white space", by_hand(both(), data()), by_hand(both(), data()), ["3", "2"]),
        (
            "more of both",
            by_hand(both(), data()),
            by_hand([vec![turns("other")], both()].concat(), vec![bucket("itms", "Items"), bucket("x", "X")]),
            ["3", "2"],
        ),
        ("the other order", by_hand(both(), data()), by_hand(both().into_iter().rev().collect(), data()), ["3", "2"]),
        (
            "a route before",
            by_hand(both(), data()),
            by_hand([vec![turns("other")], both()].concat(), data()),
            ["3", "2"],
        ),
        (
            "a bucket before",
            by_hand(both(), data()),
            by_hand(both(), vec![bucket("more", "More"), data().remove(0)]),
            ["3", "2"],
        ),
        ("the answers of the route", by_hand(both(), data()), by_hand(other_body, data()), ["first", "2"]),
        ("content of the bucket", by_hand(both(), data()), by_hand(both(), changed_content), ["3", "0"]),
        (
            "the bucket renamed, its id kept",
            by_hand(both(), data()),
            by_hand(both(), vec![bucket("itms", "Renamed")]),
            ["3", "2"],
        ),
        (
            "the bucket with another id, its name kept",
            by_hand(both(), data()),
            by_hand(vec![turns("turns"), items("items", "neww")], vec![bucket("neww", "Items")]),
            ["3", "2"],
        ),
        (
            "uuids that stay while all else moves",
            by_hand(
                vec![with_uuid(turns("turns"), A), items("items", "itms")],
                vec![with_uuid(bucket("itms", "Items"), B)],
            ),
            by_hand(
                vec![items("items", "else"), with_uuid(turns("turns"), A)],
                vec![with_uuid(bucket("else", "Else"), B)],
            ),
            ["3", "2"],
        ),
        (
            "other uuids are other things",
            by_hand(
                vec![with_uuid(turns("turns"), A), items("items", "itms")],
                vec![with_uuid(bucket("itms", "Items"), A)],
            ),
            by_hand(
                vec![with_uuid(turns("turns"), B), items("items", "itms")],
                vec![with_uuid(bucket("itms", "Items"), B)],
            ),
            ["1", "1"],
        ),
    ] {
        assert_eq!(over(before, after), kept, "{what}");
    }
}

#[test]
fn equal_routes_are_told_apart_by_their_order() {
    let pair = |first: &str, second: &str| {
        let named = |label: &str| {
            let mut route = turns("turns");
            route["responses"][0]["rules"] =
                json!([{"target": "header", "modifier": "x-for", "operator": "equals", "value": label}]);
            route
        };
        by_hand(vec![named(first), named(second)], vec![bucket("itms", "Items")])
    };
    let server = Sidemock::on(&pair("a", "b")).start();
    assert_eq!([server.get("/turns").text(), server.get("/turns").text()], ["1", "2"]);
    reload(&server, &{
        let mut next = pair("a", "b");
        next["data"][0]["name"] = "Renamed".into();
        next
    });
    assert_eq!(server.get("/turns").text(), "3");
}
