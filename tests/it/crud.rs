//! CRUD routes: the operations, bad input, and writes from many connections at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Connection, Reply, Request, Server, Sidemock, bucket, crud, environment, get};

fn serving(items: &Value) -> Server {
    let data = json!([bucket("itm1", "Items", items)]);
    let routes = json!([crud("items", "itm1"), get("hello", "hi")]);
    Sidemock::on(&environment(json!({"data": data, "routes": routes}))).start()
}

fn write(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, path).json(body))
}

#[test]
fn the_operations_create_read_update_and_delete() {
    let server = serving(&json!([{"id": 1, "name": "one"}, {"id": 2, "name": "two"}]));
    assert_eq!(server.get("/items/2").json(), json!({"id": 2, "name": "two"}));
    let created = write(&server, "POST", "/items", &json!({"name": "three"}));
    assert_eq!((created.status, created.json()), (201, json!({"name": "three", "id": 3})));
    assert_eq!(
        write(&server, "PATCH", "/items/1", &json!({"tag": "x"})).json(),
        json!({"id": 1, "name": "one", "tag": "x"})
    );
    assert_eq!(write(&server, "PUT", "/items/2", &json!({"new": true})).json(), json!({"new": true, "id": 2}));
    assert_eq!(server.send(&Request::new("DELETE", "/items/1")).status, 200);
    assert_eq!(server.get("/items/1").status, 404);
    assert_eq!(server.get("/items").json(), json!([{"new": true, "id": 2}, {"name": "three", "id": 3}]));
    assert_eq!(write(&server, "PUT", "/items", &json!([{"id": 9}])).json(), json!([{"id": 9}]));
    assert_eq!(server.send(&Request::new("DELETE", "/items")).text(), "{}");
    let emptied = server.get("/items");
    assert_eq!((emptied.status, emptied.text().as_str()), (200, ""));
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let items: Vec<Value> =
        (1..=25).map(|i| json!({"id": i, "name": format!("n{}", i % 5), "price": i * 10})).collect();
    let server = serving(&items.into());
    let ids = |target: &str| -> Vec<u64> {
        let reply = server.get(target);
        assert_eq!(reply.status, 200, "{target}");
        reply.json().as_array().expect("a list").iter().map(|item| item["id"].as_u64().expect("a number")).collect()
    };
    assert_eq!(ids("/items?limit=3&page=2"), [4, 5, 6]);
    assert_eq!(ids("/items?sort=price&order=desc&limit=2"), [25, 24]);
    assert_eq!(ids("/items?name_eq=n1"), [1, 6, 11, 16, 21]);
    assert_eq!(ids("/items?price_gte=240"), [24, 25]);
    assert_eq!(ids("/items?price_lt=30&name_ne=n1"), [2]);
    assert_eq!(ids("/items?name_like=^N[12]$&limit=2"), [1, 2]);
    assert_eq!(ids("/items?search=n3&limit=1"), [3]);
    let reply = server.get("/items?name_eq=n1&limit=2");
    assert_eq!((reply.header("x-total-count"), reply.header("x-filtered-count")), (Some("25"), Some("5")));
}

#[test]
fn a_runaway_filter_is_answered_at_once_and_an_invalid_one_with_400() {
    let long = "a".repeat(2_000) + "b";
    let server = serving(&json!([{"id": 1, "field": long}, {"id": 2, "field": "aaa"}]));
    for (filter, expression) in
        [("like", "(a%2B)%2B$"), ("like", "(a*)*"), ("start", "(?:a{2,})%2B"), ("end", "(a|b%2B)*"), ("like", "(a+)+$")]
    {
        let reply = server.get(&format!("/items?field_{filter}={expression}"));
        assert_eq!(reply.status, 400, "{expression}");
        assert!(reply.text().contains(&format!("The filter field_{filter} is refused")), "{}", reply.text());
        assert!(reply.text().contains("a repetition without bound contains another one"), "{}", reply.text());
        assert_eq!(server.get("/hello").text(), "hi");
    }
    // A blank is a blank otherwise.
    assert_eq!(server.get("/items?field_like=(a+b)+c").status, 200);
    let reply = server.get("/items?field_like=^(aa)%2Ba?$");
    assert_eq!((reply.status, reply.json()), (200, json!([{"id": 2, "field": "aaa"}])));
    for expression in ["(", "[", "*", "a{2,1}", "\\"] {
        let reply = server.get(&format!("/items?field_like={}", expression.replace('\\', "%5c")));
        assert_eq!(reply.status, 400, "{expression}");
        assert!(reply.text().contains("regular expression"), "{expression}: {}", reply.text());
        assert_eq!(server.get("/hello").text(), "hi");
    }
    assert_eq!(server.get("/items/1").status, 200);
}

#[test]
fn filters_that_are_slow_on_many_items_are_stopped() {
    // Each item alone is quick; all of them would take minutes.
    let items: Vec<Value> = (0..10_000).map(|id| json!({"id": id, "field": "ab".repeat(150)})).collect();
    let server = serving(&items.into());
    let mut waiting = Connection::open(server.port());
    waiting.write(&Request::get("/items?field_like=^(a).*.*%5C1c$").bytes());
    assert_eq!(server.get("/hello").text(), "hi");
    let reply = waiting.read(false).expect("an answer");
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert!(reply.text().contains("was stopped: time budget of 1s exceeded"), "{}", reply.text());
    assert_eq!(server.get("/items?id_lt=9&field_like=^(?=a).*b$&limit=1").json()[0]["id"], 0);
}

#[test]
fn a_filter_cannot_be_slow_on_one_item() {
    let server = serving(&json!([{"id": 1, "field": "01".repeat(500_000)}, {"id": 2, "field": "a".repeat(10_000)}]));
    // Each step of the first ones looks at the whole text, the last one is large.
    for expression in ["(?=(.*1))x", "(?<=0.*)x", "(0|1)*1([01]{100}){100}c"] {
        let reply = server.get(&format!("/items?field_like={expression}"));
        assert_eq!(reply.status, 400, "{expression}");
        assert!(reply.text().contains("was stopped: "), "{}", reply.text());
        assert_eq!(server.get("/hello").text(), "hi");
    }
    // One that is plain may look at long texts, one that is not at short ones.
    assert_eq!(server.get("/items?field_like=^[01]*$").json()[0]["id"], 1);
    assert_eq!(server.get("/items?id_eq=2&field_like=^(?!b)a*$").json()[0]["id"], 2);
}

#[test]
fn bad_bodies_leave_a_bucket_that_still_works() {
    let server = serving(&json!([{"id": 1}]));
    for method in ["POST", "PUT", "PATCH"] {
        let target = if method == "POST" { "/items" } else { "/items/1" };
        let reply = server.send(&Request::new(method, target).body("application/json", "{broken"));
        assert!(reply.status < 500, "{method}: {reply:?}");
    }
    assert!(server.get("/items").json().as_array().is_some_and(|items| items.len() == 2));
    assert_eq!(write(&server, "PUT", "/items", &json!([])).status, 200);
}

/// Keys that each connection of the stress test owns.
const OWNED: u64 = 8;
const CONNECTIONS: u64 = 64;

/// What one connection did: the last state of its items, and how many items it created for good.
#[derive(Default)]
struct Model {
    items: BTreeMap<u64, Value>,
    created: Vec<Value>,
    requests: u64,
}

#[test]
fn sixty_four_connections_lose_no_update_and_read_no_torn_item() {
    let owned = |connection: u64| (0..OWNED).map(move |i| connection * OWNED + i + 1);
    let items: Vec<Value> = (0..CONNECTIONS).flat_map(owned).map(|id| json!({"id": id, "a": 0, "b": 0})).collect();
    let first_new = CONNECTIONS * OWNED + 1;
    let server = serving(&items.into());
    let stop = AtomicBool::new(false);
    let models: Vec<Model> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|n| {
                scope.spawn({
                    let (server, stop) = (&server, &stop);
                    move || one_connection(server, n, stop)
                })
            })
            .collect();
        std::thread::sleep(Duration::from_secs(2));
        stop.store(true, Ordering::Relaxed);
        threads.into_iter().map(|thread| thread.join().expect("no failed assertion")).collect()
    });
    let requests: u64 = models.iter().map(|model| model.requests).sum();
    println!("{CONNECTIONS} connections, {requests} requests");
    let mut expected: BTreeMap<u64, Value> = BTreeMap::new();
    for model in models {
        expected.extend(model.items);
        for item in model.created {
            let id = item["id"].as_u64().expect("a number");
            assert!(id >= first_new, "{item}");
            assert!(expected.insert(id, item).is_none(), "the id {id} was given twice");
        }
    }
    let found = server.get("/items").json();
    let found: Vec<&Value> = found.as_array().expect("a list").iter().collect();
    assert_eq!(found.len(), expected.len());
    for item in found {
        assert_eq!(Some(item), expected.get(&item["id"].as_u64().expect("a number")), "{item}");
    }
}

/// Writes to its own items, reads everybody's; the two fields of an item always change together.
fn one_connection(server: &Server, number: u64, stop: &AtomicBool) -> Model {
    let mut connection = Connection::open(server.port());
    let mut model = Model::default();
    for id in (0..OWNED).map(|i| number * OWNED + i + 1) {
        model.items.insert(id, json!({"id": id, "a": 0, "b": 0}));
    }
    let mut round = number;
    while !stop.load(Ordering::Relaxed) {
        round += 1;
        let id = number * OWNED + round % OWNED + 1;
        let path = format!("/items/{id}");
        let reply = match round % 5 {
            0 => {
                let reply = connection.ask(&Request::new("PATCH", &path).json(&json!({"a": round, "b": round})));
                let item = model.items.get_mut(&id).expect("own items stay");
                (item["a"], item["b"]) = (round.into(), round.into());
                assert_eq!(&reply.json(), item);
                reply
            }
            1 => {
                let body = json!({"id": id, "a": round, "b": round});
                let reply = connection.ask(&Request::new("PUT", &path).json(&body));
                model.items.insert(id, body);
                reply
            }
            2 => {
                let reply = connection.ask(&Request::new("POST", "/items").json(&json!({"a": round, "b": round})));
                assert_eq!(reply.status, 201);
                let created = reply.json();
                let own = format!("/items/{}", created["id"]);
                // Half of what is created goes again at once.
                if round.is_multiple_of(2) {
                    model.requests += 1;
                    assert_eq!(connection.ask(&Request::new("DELETE", &own)).status, 200);
                } else {
                    model.created.push(created);
                }
                continue;
            }
            3 => {
                let reply = connection.ask(&Request::get(&path));
                assert_eq!(&reply.json(), &model.items[&id]);
                reply
            }
            _ => {
                let reply = connection.ask(&Request::get("/items?limit=40&page=3"));
                for item in reply.json().as_array().expect("a list") {
                    assert_eq!(item["a"], item["b"], "torn: {item}");
                }
                reply
            }
        };
        assert_eq!(reply.status, 200);
        model.requests += 1;
    }
    model
}
