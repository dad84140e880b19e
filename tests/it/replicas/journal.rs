//! What any replica records is found by all.

use std::io::Write as _;
use std::net::TcpStream;

use serde_json::json;

use super::{replicas, shop};
use crate::support::{Request, Server, Sidemock, StoreServer, TOKEN, wait_for};

fn x(method: &str, path: &str) -> Request {
    Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN)
}

fn found(server: &Server, query: &str) -> Vec<u64> {
    let found = server.send(&x("GET", &format!("/requests?order=asc&limit=1000{query}"))).json();
    let indices = found["requests"].as_array().expect("a list").iter().map(|request| request["index"].as_u64());
    indices.collect::<Option<_>>().expect("indices")
}

#[test]
fn requests_to_all_replicas_are_found_at_each_in_one_order() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 3);
    let post = Request::new("POST", "/items?x=1").header("authorization", "secret").json(&json!({"name": "é"}));
    for server in &servers {
        assert_eq!(server.send(&post).status, 201);
        assert_eq!(found(server, "&method=POST").last(), found(&servers[0], "&method=POST").last());
        server.get("/plain");
    }
    wait_for("all are there", || found(&servers[2], "").len() == 6);
    let all = found(&servers[0], "");
    assert_eq!(all, (1..=6).collect::<Vec<_>>());
    for server in &servers[1..] {
        assert_eq!(found(server, ""), all);
        assert_eq!(found(server, "&method=POST&body.name=%C3%A9&query.x=1&header.authorization=secret").len(), 3);
        assert_eq!(server.admin("GET", "/logs?limit=100").json().as_array().expect("a list").len(), 6);
    }
    let shown = servers[1].send(&x("GET", "/requests?method=POST&limit=1")).json()["requests"][0].clone();
    assert_eq!((&shown["state"], &shown["outcome"]), (&json!("answered"), &json!("crud")));
    assert_eq!(shown, servers[0].send(&x("GET", "/requests?method=POST&limit=1")).json()["requests"][0]);
    assert!(!shown.to_string().contains("secret"), "{shown}");
}

#[test]
fn a_verification_waits_for_requests_to_other_replicas() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let verdict = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| servers[0].send(&x("GET", "/verify?path=/turn&count=2..&within=30s")));
        servers[1].get("/turn");
        servers[1].get("/turn");
        waiting.join().expect("a verdict")
    });
    assert_eq!(verdict.status, 200, "{}", verdict.text());
}

#[test]
fn what_waits_at_one_replica_is_shown_by_another_with_its_route_and_its_fault() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let fault = json!({"match": {"path": "/plain"}, "fault": {"type": "hang"}});
    let fault = servers[1].send(&x("POST", "/faults").json(&fault)).json();
    let mut client = TcpStream::connect(("127.0.0.1", servers[0].port())).expect("a connection");
    client.write_all(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
    wait_for("it is known to all", || found(&servers[1], "&route=GET%20/plain").len() == 1);
    let shown = servers[1].send(&x("GET", "/requests?path=/plain")).json()["requests"][0].clone();
    assert_eq!((&shown["state"], &shown["endpoint"]), (&json!("received"), &json!("/plain")), "{shown}");
    assert_eq!((&shown["fault"]["id"], &shown["fault"]["type"]), (&fault["id"], &json!("hang")), "{shown}");
}

#[test]
fn a_purge_empties_the_journal_of_all_replicas_and_no_index_comes_again() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    servers[0].get("/turn");
    servers[1].get("/turn");
    assert_eq!(servers[0].admin("POST", "/logs/purge").status, 200);
    assert!(found(&servers[0], "").is_empty() && found(&servers[1], "").is_empty());
    servers[1].get("/turn");
    assert_eq!(found(&servers[0], ""), [3]);
}

#[test]
fn sessions_belong_to_all_replicas_and_end_on_all() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let start = x("POST", "/sessions").json(&json!({"id": "t1", "ttl": "1m", "clock": "2031-01-01T00:00:00Z"}));
    assert_eq!(servers[0].send(&start).status, 201);
    assert_eq!(servers[1].send(&start).status, 409);
    let in_session = |path: &str| Request::get(path).header("x-sidemock-session", "t1");
    let turns = [0, 1, 0].map(|at: usize| servers[at].send(&in_session("/turn")).text());
    assert_eq!(turns, ["0", "1", "2"]);
    assert_eq!(servers[1].get("/turn").text(), "0", "the base goes on by itself");
    assert_eq!(found(&servers[1], "&session=t1").len(), 3);
    let shown = servers[1].send(&x("GET", "/sessions/t1")).json();
    assert_eq!((&shown["id"], &shown["requests"]), (&json!("t1"), &json!(3)));
    assert_eq!(servers[1].send(&x("DELETE", "/sessions/t1")).status, 204);
    assert_eq!(servers[0].send(&x("GET", "/sessions/t1")).status, 404);
    assert_eq!(servers[0].send(&in_session("/turn")).text(), "0", "a session of this id begins anew");
}

#[test]
fn a_session_that_nobody_uses_is_forgotten_by_the_store() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    let start = x("POST", "/sessions").json(&json!({"id": "short", "ttl": "1s"}));
    assert_eq!(servers[0].send(&start).status, 201);
    servers[0].send(&Request::get("/turn").header("x-sidemock-session", "short"));
    let is_there = || store.ask(&["KEYS", "*"]).contains("session:short");
    assert!(is_there());
    wait_for("its keys are gone", || !is_there());
    assert_eq!(servers[0].send(&Request::get("/turn").header("x-sidemock-session", "short")).text(), "0");
}

#[test]
fn a_snapshot_of_one_replica_is_restored_by_another() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    let post = Request::new("POST", "/items").json(&json!({"id": "a"}));
    servers[0].send(&post);
    servers[0].get("/turn");
    let drawn = servers[0].get("/drawn").text();
    assert_eq!(servers[0].send(&x("POST", "/snapshots").json(&json!({"name": "one"}))).status, 201);
    servers[0].send(&Request::new("DELETE", "/items/a"));
    servers[1].get("/turn");
    assert_eq!(servers[1].send(&x("GET", "/snapshots")).json()[0]["name"], "one");
    assert_eq!(servers[1].send(&x("POST", "/snapshots/one/restore")).status, 200);
    assert_eq!((servers[0].get("/turn").text(), servers[0].get("/items/a").status), ("1".to_owned(), 200));
    assert_eq!(servers[0].get("/drawn").text(), drawn);
    let start = x("POST", "/sessions").json(&json!({"id": "s", "from": "snapshot:one"}));
    assert_eq!(servers[1].send(&start).status, 201);
    let turn = servers[0].send(&Request::get("/turn").header("x-sidemock-session", "s"));
    assert_eq!(turn.text(), "1");
    assert_eq!(servers[0].send(&x("DELETE", "/snapshots/one")).status, 204);
    assert_eq!(servers[1].send(&x("GET", "/snapshots/one")).status, 404);
}

#[test]
fn a_snapshot_for_which_there_is_no_room_is_kept_by_no_replica() {
    let Some(store) = StoreServer::start() else { return };
    let start = || Sidemock::on(&shop()).var("MOCKOON_STATE_URL", store.url()).var("MOCKOON_MAX_STATE_BYTES", "200KB");
    let servers = [start().start(), start().start()];
    let put = |server: &Server, name: &str, bytes: usize| {
        let body = json!({"globalVars": {"big": "x".repeat(bytes)}});
        server.send(&x("PUT", &format!("/snapshots/{name}")).json(&body))
    };
    assert_eq!(put(&servers[0], "one", 150_000).status, 201);
    let refused = put(&servers[1], "two", 100_000);
    assert_eq!(refused.status, 507, "{}", refused.whole());
    assert!(refused.text().contains("MOCKOON_MAX_STATE_BYTES"), "{}", refused.text());
    for server in &servers {
        assert_eq!(server.send(&x("GET", "/snapshots")).json().as_array().map(Vec::len), Some(1));
    }
    assert_eq!(servers[0].send(&x("DELETE", "/snapshots/one")).status, 204);
    assert_eq!(servers[1].send(&x("GET", "/snapshots")).json(), json!([]));
    assert_eq!(put(&servers[1], "two", 100_000).status, 201);
}

#[test]
fn rules_of_match_objects_and_explanations_see_the_state_of_all() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    servers[0].get("/plain");
    for _ in 0..3 {
        servers[0].get("/turn");
    }
    servers[0].send(&Request::new("POST", "/items").json(&json!({"id": "a", "name": "tea"})));
    let rule = |target: &str, modifier: &str, value: &str| json!([{"target": target, "modifier": modifier, "operator": "equals", "value": value}]);
    for (value, status) in [("tea", 200), ("coffee", 417)] {
        let wanted = json!({"match": {"path": "/plain", "rules": rule("data_bucket", "items.0.name", value)}});
        let verdict = servers[1].send(&x("POST", "/verify").json(&wanted));
        assert_eq!(verdict.status, status, "{}", verdict.text());
        let found = servers[1].send(&x("POST", "/requests/find").json(&json!({"match": wanted["match"]}))).json();
        assert_eq!(found["total"], u8::from(status == 200), "{found}");
    }
    let explained = servers[1].send(&x("POST", "/explain").json(&json!({"path": "/turn"}))).json();
    assert_eq!(explained["chosen"]["why"], "responses take turns, and it was the turn of 4 of 7", "{explained}");
    assert_eq!(servers[1].get("/turn").text(), "3", "nothing was counted");
}

#[test]
fn a_session_that_has_to_go_for_another_is_gone_on_all_replicas() {
    let Some(store) = StoreServer::start() else { return };
    let shop = shop();
    let servers = [1, 2].map(|_| {
        let replica = Sidemock::on(&shop).var("MOCKOON_STATE_URL", store.url());
        replica.var("MOCKOON_MAX_SESSIONS", "2").start()
    });
    let turn = |server: &Server, id: &str| server.send(&Request::get("/turn").header("x-sidemock-session", id)).text();
    assert_eq!((turn(&servers[0], "a"), turn(&servers[1], "a")), ("0".to_owned(), "1".to_owned()));
    for id in ["b", "c"] {
        assert_eq!(servers[1].send(&x("POST", "/sessions").json(&json!({"id": id}))).status, 201);
    }
    assert!(!store.ask(&["KEYS", "*"]).contains(":session:a"));
    let listed = servers[0].send(&x("GET", "/sessions")).json();
    let ids: Vec<_> = listed.as_array().expect("a list").iter().map(|session| session["id"].clone()).collect();
    assert_eq!(ids, ["b", "c"], "{listed}");
    assert_eq!(turn(&servers[0], "a"), "0", "it begins anew");
}

#[test]
fn a_short_journal_does_not_shorten_the_log() {
    let Some(store) = StoreServer::start() else { return };
    let start = |logs: &str| {
        let server = Sidemock::on(&shop()).var("MOCKOON_STATE_URL", store.url());
        server.var("MOCKOON_JOURNAL_ENTRIES", "3").var("MOCKOON_MAX_TRANSACTION_LOGS", logs).start()
    };
    let servers = [start("400"), start("400")];
    for number in 0..350 {
        servers[number % 2].get("/plain");
    }
    let logged = |server: &Server| server.admin("GET", "/logs?limit=1000").json().as_array().map_or(0, Vec::len);
    for server in &servers {
        wait_for("the whole log", || logged(server) == 350);
        assert_eq!(found(server, ""), [348, 349, 350]);
    }
    // Who comes later has them, too.
    assert_eq!(logged(&start("400")), 350);
}
