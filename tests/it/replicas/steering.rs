//! Stubs, forced responses and faults of one replica steer all of them, so often as they say and no more.

use serde_json::{Value, json};

use super::{replicas, shop};
use crate::support::{Connection, Request, Server, Sidemock, StoreServer, TOKEN, wait_for};

fn x(method: &str, path: &str) -> Request {
    Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN)
}

/// Asks for something of the admin API, which says that it is so.
fn done(server: &Server, request: &Request) -> Value {
    let reply = server.send(request);
    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    if reply.status == 204 { Value::Null } else { reply.json() }
}

fn stub(body: &str, more: &Value) -> Request {
    let mut stub = json!({"route": {"method": "get", "endpoint": "plain", "responses": [{"body": body}]}});
    stub.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    x("POST", "/stubs").json(&stub)
}

/// Statuses and bodies that so many connections to each get, in turn.
fn ask_all(servers: &[Server], request: &Request, connections: usize, each: usize) -> Vec<(u16, String)> {
    std::thread::scope(|scope| {
        let ask = |server: &Server| {
            let mut connection = Connection::open(server.port());
            let ask = |_| {
                let reply = connection.ask(request);
                (reply.status, reply.text())
            };
            (0..each).map(ask).collect::<Vec<_>>()
        };
        let all = servers.iter().cycle().take(connections);
        let threads: Vec<_> = all.map(|server| scope.spawn(move || ask(server))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("answers")).collect()
    })
}

fn plain(server: &Server) -> String {
    server.get("/plain").text()
}

#[test]
fn a_stub_answers_on_all_replicas_as_soon_as_the_call_is_answered() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 3);
    let id = done(&servers[0], &stub("stubbed", &json!({})))["id"].as_str().expect("an id").to_owned();
    assert_eq!([0, 1, 2].map(|at: usize| plain(&servers[at])), ["stubbed", "stubbed", "stubbed"]);
    done(&servers[1], &stub("newer", &json!({})));
    assert_eq!([0, 1, 2].map(|at: usize| plain(&servers[at])), ["newer", "newer", "newer"]);
    let used = |server: &Server| {
        let all = done(server, &x("GET", "/stubs"));
        all.as_array().expect("a list").iter().map(|stub| stub["used"].as_u64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!([used(&servers[2]), used(&servers[0])], [[3, 3], [3, 3]]);
    assert_eq!(done(&servers[2], &x("GET", "/explain/last"))["outcome"], "stub");
    assert_eq!(done(&servers[2], &x("DELETE", "/stubs/last")), Value::Null);
    assert_eq!([0, 1, 2].map(|at: usize| plain(&servers[at])), ["stubbed", "stubbed", "stubbed"]);
    assert_eq!(servers[1].send(&x("DELETE", &format!("/stubs/{id}"))).status, 204);
    assert_eq!(servers[2].send(&x("DELETE", &format!("/stubs/{id}"))).status, 204, "it was there");
    assert_eq!([0, 1, 2].map(|at: usize| plain(&servers[at])), ["plain", "plain", "plain"]);
}

#[test]
fn a_replica_that_starts_later_is_steered_from_its_first_request() {
    let Some(store) = StoreServer::start() else { return };
    let shop = shop();
    let first = replicas(&shop, &store, 1);
    done(&first[0], &stub("stubbed", &json!({"times": 2})));
    assert_eq!(plain(&first[0]), "stubbed");
    let late = replicas(&shop, &store, 1);
    assert_eq!([plain(&late[0]), plain(&late[0]), plain(&first[0])], ["stubbed", "plain", "plain"]);
}

#[test]
fn times_are_exact_over_replicas_and_connections() {
    let Some(store) = StoreServer::start() else { return };
    let shop = shop();
    let servers = replicas(&shop, &store, 3);
    done(&servers[1], &stub("stubbed", &json!({"times": 25})));
    let answers = ask_all(&servers, &Request::get("/plain"), 12, 5);
    assert_eq!(answers.iter().filter(|(_, body)| body == "stubbed").count(), 25);
    let shown = &done(&servers[2], &x("GET", "/stubs"))[0];
    assert_eq!((&shown["used"], &shown["remaining"]), (&json!(25), &json!(0)));
    let route = shop["routes"][0]["uuid"].as_str().expect("a uuid");
    let response = &shop["routes"][0]["responses"][0]["uuid"];
    let force = x("PUT", &format!("/routes/{route}/force")).json(&json!({"response": response, "times": 7}));
    done(&servers[2], &force);
    ask_all(&servers, &Request::get("/plain"), 6, 3);
    let found = done(&servers[0], &x("GET", "/requests?outcome=forced&limit=100"));
    assert_eq!(found["total"], 7);
    let shown = done(&servers[0], &x("GET", &format!("/routes/{route}/force")));
    assert_eq!((&shown["used"], &shown["remaining"]), (&json!(7), &json!(0)));
}

#[test]
fn a_fault_counts_the_matches_of_all_replicas_and_decides_by_them() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 3);
    let alone = Sidemock::on(&shop()).start();
    let fault = x("POST", "/faults").json(&json!({
        "match": {"path": "/plain"}, "fault": {"type": "status", "status": 503}, "probability": 0.4, "seed": 7, "times": 5,
    }));
    done(&servers[0], &fault);
    done(&alone, &fault);
    let statuses: Vec<u16> = (0..30).map(|i| servers[i % 3].get("/plain").status).collect();
    let expected: Vec<u16> = (0..30).map(|_| alone.get("/plain").status).collect();
    assert_eq!(statuses, expected);
    let shown = |server: &Server| {
        let shown = done(server, &x("GET", "/faults/last"));
        ["matched", "injected", "remaining", "decisions"].map(|key| shown[key].clone())
    };
    assert_eq!(shown(&servers[1]), shown(&alone));
    assert_eq!(servers[2].get("/turn").text(), "0", "others are left alone");
    done(&servers[2], &x("DELETE", "/faults"));
    let many = x("POST", "/faults").json(&json!({"fault": {"type": "status"}, "times": 20}));
    done(&servers[1], &many);
    let answers = ask_all(&servers, &Request::get("/plain"), 9, 4);
    assert_eq!(answers.iter().filter(|(status, _)| *status == 503).count(), 20);
}

#[test]
fn what_steers_ends_with_a_purge_of_state_and_with_its_session() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let fault = x("POST", "/faults").json(&json!({"match": {"path": "/turn"}, "fault": {"type": "status"}}));
    for scope in [None, Some("t1")] {
        let scoped = |request: Request| match scope {
            Some(id) => request.header("x-sidemock-session", id),
            None => request,
        };
        let ask = |server: &Server| {
            let get = |path: &str| server.send(&scoped(Request::get(path)));
            (get("/plain").text(), get("/turn").status)
        };
        let steer = || {
            done(&servers[0], &scoped(stub("stubbed", &json!({}))));
            done(&servers[1], &scoped(fault.clone()));
            for server in &servers {
                assert_eq!(ask(server), ("stubbed".to_owned(), 503), "{scope:?}");
            }
        };
        let is_over = || {
            for server in &servers {
                assert_eq!(ask(server), ("plain".to_owned(), 200), "{scope:?}");
            }
        };
        steer();
        done(&servers[1], &scoped(Request::new("POST", "/mockoon-admin/state/purge").bearer(TOKEN)));
        is_over();
        if scope.is_some() {
            steer();
            assert_eq!(done(&servers[0], &x("GET", "/sessions/t1"))["stubs"], 1);
            done(&servers[0], &x("POST", "/sessions/t1/reset"));
            is_over();
            steer();
            done(&servers[1], &x("DELETE", "/sessions/t1"));
            is_over();
        }
    }
    assert!(!store.ask(&["KEYS", "*"]).contains(":steering"));
}

#[test]
fn while_the_store_is_away_a_stub_without_times_goes_on_and_nothing_new_steers() {
    let Some(mut store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    done(&servers[0], &stub("stubbed", &json!({})));
    let counted = json!({"route": {"method": "get", "endpoint": "counted"}, "times": 5});
    done(&servers[0], &x("POST", "/stubs").json(&counted));
    store.crash();
    wait_for("it is noticed", || servers[0].get("/counted").status == 503);
    assert_eq!(plain(&servers[0]), "stubbed");
    assert_eq!(servers[0].send(&stub("other", &json!({}))).status, 503);
    assert_eq!(plain(&servers[0]), "stubbed");
    store.restart();
    wait_for("what the store has lost is over", || plain(&servers[0]) == "plain");
}

#[test]
fn a_replica_that_was_killed_holds_nobody_up_for_ever_and_what_is_over_leaves_the_store() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    servers[1].signal("KILL");
    done(&servers[0], &stub("short", &json!({"ttl": "1ms"})));
    wait_for("its time is over", || plain(&servers[0]) == "plain");
    done(&servers[0], &stub("long", &json!({"ttl": "1h"})));
    assert_eq!(plain(&servers[0]), "long");
    let fields = store.ask(&["HKEYS", "sidemock:{6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a11}:1:steering"]);
    assert_eq!(fields.lines().filter(|line| line.starts_with("s:")).count(), 1, "{fields}");
}
