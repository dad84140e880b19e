//! Counters, variables and buckets are one for all replicas, and exact.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{replicas, shop};
use crate::support::{
    Connection, Request, Server, Sidemock, StoreServer, TOKEN, bucket, environment, get, response, route, wait_for,
};

/// Set to let more requests take turns than a run of all tests has time for.
const TURNS: &str = "SIDEMOCK_TURNS";

/// The bodies that so many connections to each of the servers get. Who is told that others were always faster asks again:
/// nothing was done.
fn bodies(servers: &[Server], request: &Request, connections: usize, each: usize) -> Vec<String> {
    std::thread::scope(|scope| {
        let ask = |server: &Server| {
            let mut connection = Connection::open(server.port());
            let ask = |_| loop {
                let reply = connection.ask(request);
                if reply.header("x-sidemock-state") != Some("conflict") {
                    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
                    return reply.text();
                }
            };
            (0..each).map(ask).collect::<Vec<_>>()
        };
        let all = servers.iter().cycle().take(connections);
        let threads: Vec<_> = all.map(|server| scope.spawn(move || ask(server))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("answers")).collect()
    })
}

#[test]
fn every_turn_of_a_sequence_comes_once_over_three_replicas() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 3);
    let each = std::env::var(TURNS).map_or(15, |turns| turns.parse::<usize>().expect("a number").div_ceil(64));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for body in bodies(&servers, &Request::get("/turn"), 64, each) {
        *counts.entry(body).or_default() += 1;
    }
    let all = 64 * each;
    let expected: BTreeMap<_, _> = (0..7).map(|i| (i.to_string(), all / 7 + usize::from(i < all % 7))).collect();
    assert_eq!(counts, expected);
}

#[test]
fn no_count_of_a_variable_is_lost_and_none_comes_twice() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let mut counts: Vec<usize> =
        bodies(&servers, &Request::get("/count"), 16, 20).iter().map(|body| body.parse().expect("a number")).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=320).collect::<Vec<_>>());
}

#[test]
fn items_that_one_replica_creates_are_changed_and_deleted_by_others() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 3);
    let post = Request::new("POST", "/items").json(&json!({"z": 1, "a": [1.5, null], "2": "x", "1": "\u{0}"}));
    let created = servers[0].send(&post).text();
    let id = serde_json::from_str::<Value>(&created).expect("JSON")["id"].as_str().expect("an id").to_owned();
    assert_eq!(servers[1].get(&format!("/items/{id}")).text(), created, "the order of keys is kept");
    let patch = Request::new("PATCH", &format!("/items/{id}")).json(&json!({"a": 2}));
    assert_eq!(servers[2].send(&patch).status, 200);
    assert_eq!(servers[0].get(&format!("/items/{id}")).json()["a"], 2);
    assert_eq!(servers[1].send(&Request::new("DELETE", &format!("/items/{id}"))).status, 200);
    assert_eq!(servers[2].get("/items").text(), "[]");
    let made = bodies(&servers, &post, 12, 5);
    let all = servers[0].get("/items").json();
    assert_eq!((made.len(), all.as_array().expect("a list").len()), (60, 60));
}

#[test]
fn generated_buckets_are_the_same_everywhere_and_a_purge_is_seen_by_all() {
    let Some(store) = StoreServer::start() else { return };
    let shop = shop();
    let servers = replicas(&shop, &store, 2);
    let drawn = servers[0].get("/drawn").text();
    assert_eq!(servers[1].get("/drawn").text(), drawn);
    for server in &servers {
        server.get("/turn");
        server.get("/count");
    }
    assert_eq!(servers[1].admin("POST", "/state/purge").status, 200);
    assert_eq!((servers[0].get("/turn").text(), servers[0].get("/count").text()), ("0".to_owned(), "1".to_owned()));
    let again = servers[0].get("/drawn").text();
    assert_ne!(again, drawn);
    assert_eq!(servers[1].get("/drawn").text(), again);
    let late = replicas(&shop, &store, 1);
    assert_eq!(late[0].get("/drawn").text(), again, "one that starts later has the state, too");
}

#[test]
fn routes_without_state_make_no_round_trip() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    servers[0].get("/plain");
    let before = round_trips(&servers[0]);
    for _ in 0..20 {
        assert_eq!(servers[0].get("/plain").text(), "plain");
        assert_eq!(servers[0].get("/nowhere").status, 404);
    }
    assert_eq!(round_trips(&servers[0]), before);
    servers[0].get("/turn");
    assert_eq!(round_trips(&servers[0]), before + 2, "one to read, one to write");
}

/// Round trips of steps; what is written behind has no part in them.
fn round_trips(server: &Server) -> u64 {
    let metrics = server.manage("/metrics").text();
    let line = metrics.lines().find_map(|line| line.strip_prefix("sidemock_state_round_trips_total "));
    line.expect("the metric").parse().expect("a number")
}

#[test]
fn two_versions_of_an_environment_share_what_did_not_change() {
    let Some(store) = StoreServer::start() else { return };
    let before = environment(json!({
        "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a12",
        "routes": [
            get("keep", "{{setData 'push' 'keep' '' 1}}{{len (dataRaw 'keep')}}"),
            get("change", "{{setData 'push' 'change' '' 1}}{{len (dataRaw 'change')}}"),
        ],
        "data": [bucket("keep", "keep", &json!([])), bucket("chng", "change", &json!([]))],
    }));
    let mut after = before.clone();
    after["data"][1]["value"] = "[7, 8]".into();
    let old = replicas(&before, &store, 1);
    let new = replicas(&after, &store, 1);
    assert_eq!([old[0].get("/keep").text(), new[0].get("/keep").text(), old[0].get("/keep").text()], ["1", "2", "3"]);
    assert_eq!([old[0].get("/change").text(), new[0].get("/change").text()], ["1", "3"]);
    assert_eq!([old[0].get("/change").text(), new[0].get("/change").text()], ["2", "4"]);
}

#[test]
fn all_keys_of_an_environment_have_one_hash_tag() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    for path in ["/turn", "/count", "/drawn"] {
        servers[0].get(path);
    }
    let keys = store.ask(&["KEYS", "*"]);
    let keys: Vec<&str> = keys.lines().filter(|line| line.starts_with("sidemock:{6")).collect();
    assert!(keys.iter().all(|key| key.starts_with("sidemock:{6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a11}:1:")), "{keys:?}");
    assert!(keys.iter().any(|key| key.ends_with(":base")), "{keys:?}");
    let unnamed =
        Sidemock::new().environment("x.json", "{\"name\": \"Café Shop\", \"routes\": [], \"lastMigration\": 33}");
    let unnamed = unnamed.var("MOCKOON_STATE_URL", store.url()).start();
    assert_eq!(unnamed.get("/x").status, 404);
}

/// Routes whose answers a seed decides on.
fn dice() -> Value {
    let mut lots = route("get", "lot", (0..9).map(|lot| response(json!({"body": lot.to_string()}))).collect());
    lots["responseMode"] = "RANDOM".into();
    environment(json!({
        "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a12",
        "routes": [
            get("drawn", "{{faker 'number.int' max=99999}}"), lots,
            get("chance", "{{oneOf (array 1 2 3 4 5 6 7 8 9)}}{{#repeat 1 99 comma=false}}x{{/repeat}}"),
        ],
    }))
}

#[test]
fn the_seed_of_a_session_decides_on_what_it_draws_on_whichever_replica_and_after_a_reset() {
    let Some(store) = StoreServer::start() else { return };
    let alone = Sidemock::on(&dice()).start();
    let servers = replicas(&dice(), &store, 2);
    let start = |server: &Server, id: &str| {
        let body = json!({"id": id, "fakerSeed": 5, "ttl": "4s"});
        let request = Request::new("POST", "/mockoon-admin/x/sessions").bearer(TOKEN).json(&body);
        assert_eq!(server.send(&request).status, 201);
        assert_eq!(server.admin("GET", &format!("/x/sessions/{id}")).status, 200, "it has just begun");
    };
    let drawn = |servers: &[&Server], id: &str| -> Vec<String> {
        let ask = |(turn, target): (usize, &str)| {
            servers[turn % servers.len()].send(&Request::get(target).header("x-sidemock-session", id)).text()
        };
        ["/drawn", "/lot", "/chance", "/drawn", "/drawn", "/chance", "/lot", "/lot"]
            .into_iter()
            .enumerate()
            .map(ask)
            .collect()
    };
    start(&alone, "a");
    let expected = drawn(&[&alone], "a");
    let both = [&servers[0], &servers[1]];
    for (id, server) in [("a", both[0]), ("b", both[1]), ("c", both[0])] {
        start(server, id);
        assert_eq!(drawn(&both, id), expected, "session {id}");
        assert_eq!(both[1].admin("POST", &format!("/x/sessions/{id}/reset")).status, 200);
        assert_eq!(drawn(&both, id), expected, "session {id}, reset");
        for server in both {
            let session = || server.admin("GET", &format!("/x/sessions/{id}")).json();
            wait_for("the same count everywhere", || session()["requests"] == 8);
        }
    }
    assert_ne!(drawn(&both, "d"), expected, "without a seed");
}

#[test]
fn a_seed_decides_from_its_first_draw_on_and_again_after_a_purge() {
    let Some(store) = StoreServer::start() else { return };
    let mocks = environment(json!({"uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a13",
        "routes": [get("plain", "plain"), get("draw", "{{faker 'number.int' max=1000000}}")]}));
    let seeded = || Sidemock::on(&mocks).var("MOCKOON_FAKER_SEED", "5");
    let alone = seeded().start();
    let servers = [0, 1].map(|_| seeded().var("MOCKOON_STATE_URL", store.url()).start());
    let ask = |server: &Server, session: &str| match session {
        "" => server.get("/draw").text(),
        session => server.send(&Request::get("/draw").header("x-sidemock-session", session)).text(),
    };
    let expected: Vec<String> = (0..4).map(|_| ask(&alone, "")).collect();
    servers[0].get("/plain");
    let drawn = |session: &str| (0..4).map(|at| ask(&servers[at % 2], session)).collect::<Vec<_>>();
    for path in ["/state/purge", "/state/purge"] {
        assert_eq!(drawn(""), expected);
        assert_eq!(servers[1].admin("POST", path).status, 200);
    }
    for path in ["/state/purge?session=s", "/x/sessions/s/reset"] {
        assert_eq!(drawn("s"), expected, "before {path}");
        assert_eq!(servers[1].admin("POST", path).status, 200);
    }
    assert_eq!((drawn("s"), drawn("")), (expected.clone(), expected));
}
