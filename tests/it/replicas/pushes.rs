//! What is pushed at one replica reaches who listens at any.

use serde_json::{Value, json};

use super::replicas;
use crate::support::{Connection, Reply, Request, Server, StoreServer, TOKEN, environment, response, route, wait_for};

fn streams() -> Value {
    let headers = json!([
        {"key": "Content-Type", "value": "text/event-stream"}, {"key": "X-Sidemock-Stream", "value": "events"}]);
    let mut socket = route("", "socket", vec![response(json!({"body": ""}))]);
    socket["type"] = "ws".into();
    let events = route("get", "events", vec![response(json!({"body": ": keep-open\n", "headers": headers}))]);
    environment(json!({"uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a12", "routes": [events, socket]}))
}

fn push(server: &Server, route: &str, query: &str, body: &Value) -> Reply {
    let path = format!("/mockoon-admin/x/streams/{route}/push{query}");
    server.send(&Request::new("POST", &path).bearer(TOKEN).json(body))
}

/// A stream that has begun.
fn listen(server: &Server, session: Option<&str>) -> Connection {
    let mut connection = Connection::open(server.port());
    let request = Request::get("/events");
    let request = session.map_or(request.clone(), |id| request.header("x-sidemock-session", id));
    connection.write(&request.bytes());
    assert_eq!(connection.head().map(|head| head.status), Some(200));
    assert_eq!(String::from_utf8_lossy(&connection.chunk()), ": keep-open\n");
    connection
}

const EVENTS: &str = "GET%20%2Fevents";

#[test]
fn a_push_reaches_the_listeners_of_all_replicas_and_counts_them() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&streams(), &store, 3);
    let mut base: Vec<Connection> = servers.iter().chain(&servers[..1]).map(|server| listen(server, None)).collect();
    let mut session = listen(&servers[2], Some("a"));
    for (at, server) in servers.iter().enumerate() {
        let sent = push(server, EVENTS, "", &json!({"data": {"n": at}, "event": "tick", "id": "7"}));
        assert_eq!((sent.status, sent.json()), (200, json!({"listeners": 4})), "{}", sent.text());
        for connection in &mut base {
            let event = format!("id: 7\nevent: tick\ndata: {{\"n\":{at}}}\n\n");
            assert_eq!(String::from_utf8_lossy(&connection.chunk()), event);
        }
    }
    let sent = push(&servers[0], EVENTS, "?session=a", &json!({"data": "only there"}));
    assert_eq!(sent.json(), json!({"listeners": 1}), "the scope is kept");
    assert_eq!(String::from_utf8_lossy(&session.chunk()), "data: only there\n\n");
    // Who leaves is counted no more; what is too large to travel is refused, and reaches nobody.
    drop(base);
    wait_for("nobody is there", || push(&servers[1], EVENTS, "", &json!({"data": "x"})).json()["listeners"] == 0);
    let large = push(&servers[1], EVENTS, "?session=a", &json!({"data": "x".repeat(100_000)}));
    assert_eq!(large.status, 413, "{}", large.text());
    push(&servers[1], EVENTS, "?session=a", &json!({"data": "next"}));
    assert_eq!(String::from_utf8_lossy(&session.chunk()), "data: next\n\n");
}

#[test]
fn websockets_of_other_replicas_get_the_data() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&streams(), &store, 2);
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let mut client = crate::websocket::client::Client::open(servers[0].port(), "/socket").await;
        // The handshake is over before the listener has its place.
        let reached =
            |count: u64| push(&servers[1], "%2Fsocket", "", &json!({"data": "hello"})).json()["listeners"] == count;
        wait_for("the listener", || reached(1));
        assert_eq!(client.text().await, "hello");
    });
}

#[test]
fn without_the_store_a_push_says_so_and_reaches_nobody() {
    let Some(mut store) = StoreServer::start() else { return };
    let servers = replicas(&streams(), &store, 2);
    let mut listener = listen(&servers[0], None);
    store.crash();
    wait_for("it is missed", || push(&servers[0], EVENTS, "", &json!({"data": "lost"})).status == 503);
    store.restart();
    wait_for("it is back", || push(&servers[1], EVENTS, "", &json!({"data": "there"})).json()["listeners"] == 1);
    let mut last = String::new();
    while !last.contains("there") {
        last = String::from_utf8_lossy(&listener.chunk()).into_owned();
    }
}

#[test]
fn a_session_in_which_somebody_listens_at_one_replica_is_idle_at_none() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&streams(), &store, 2);
    let start = |id: &str, ttl: &str| {
        let start =
            Request::new("POST", "/mockoon-admin/x/sessions").bearer(TOKEN).json(&json!({"id": id, "ttl": ttl}));
        assert_eq!(servers[0].send(&start).status, 201);
    };
    start("heard", "3s");
    let mut listener = listen(&servers[1], Some("heard"));
    // Each of these takes as long to end as the other would.
    for idle in ["idle-1", "idle-2"] {
        start(idle, "3s");
        wait_for(idle, || !store.ask(&["KEYS", "*"]).contains(&format!("about:{idle}")));
    }
    let listed = |server: &Server| server.admin("GET", "/x/sessions").text().contains("\"heard\"");
    assert!(store.ask(&["KEYS", "*"]).contains("about:heard"));
    assert_eq!((listed(&servers[0]), listed(&servers[1])), (true, true));
    assert_eq!(push(&servers[0], EVENTS, "?session=heard", &json!({"data": "x"})).json(), json!({"listeners": 1}));
    assert_eq!(String::from_utf8_lossy(&listener.chunk()), "data: x\n\n");
    drop(listener);
    wait_for("its end", || servers.iter().all(|server| !listed(server)));
}
