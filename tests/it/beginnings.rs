//! What a session began as: what a reset brings back, what a seed decides on, what a snapshot carries, and what ends with
//! the session.

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, wait_for,
};
use crate::websocket::client::Client;

fn world() -> Value {
    let bodies = ["a", "b", "c", "d", "e", "f"].map(|body| response(json!({"body": body})));
    let mut lots = route("get", "lots", bodies.to_vec());
    lots["responseMode"] = "RANDOM".into();
    let mut other = lots.clone();
    other["endpoint"] = "others".into();
    other["uuid"] = "bbbbbbbb-0000-4000-8000-000000000001".into();
    let headers = json!([
        {"key": "Content-Type", "value": "text/event-stream"}, {"key": "X-Sidemock-Stream", "value": "events"}]);
    let mut socket = route("", "socket", vec![response(json!({"body": "{{body}}"}))]);
    socket["type"] = "ws".into();
    let mut made = bucket("made", "Made", &json!(null));
    made["value"] = "[{{#repeat 3}}\"{{faker 'number.int' max=1000000}}\"{{/repeat}}]".into();
    environment(json!({
        "routes": [
            lots, other, socket, get("now", "{{now 'T'}}"), get("drawn", "{{faker 'number.int' max=1000000}}"),
            route("get", "events", vec![response(json!({"body": ": keep-open\n", "headers": headers}))]),
            crud("items", "itms"), get("made", "{{data 'made'}}"),
        ],
        "data": [bucket("itms", "Items", &json!([{"id": "1"}])), made],
    }))
}

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    let reply = server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body));
    assert!(reply.status < 300, "{method} {path}: {}", reply.whole());
    reply
}

fn within(server: &Server, session: &str, method: &str, path: &str) -> String {
    server.send(&Request::new(method, path).header("x-sidemock-session", session)).text()
}

fn session(server: &Server, id: &str) -> Value {
    server.admin("GET", &format!("/x/sessions/{id}")).json()
}

#[test]
fn a_reset_puts_clock_requests_and_changes_back() {
    let server = Sidemock::on(&world()).start();
    call(&server, "POST", "/x/sessions", &json!({"id": "s", "clock": "2026-01-01T00:00:00Z"}));
    let reset = |path: &str| assert_eq!(server.admin("POST", path).status, 200, "{path}");
    let now = || within(&server, "s", "GET", "/now").parse::<u64>().expect("a time");
    let began = 1_767_225_600_000;
    for path in ["/x/sessions/s/reset", "/state/purge?session=s"] {
        wait_for("its clock to go on", || now() > began + 1_000);
        let late = now();
        within(&server, "s", "DELETE", "/items/1");
        within(&server, "s", "GET", "/nothing");
        let told = session(&server, "s");
        assert_eq!((&told["changedBuckets"], &told["unmatched"]), (&json!(1), &json!(1)), "{told}");
        wait_for("its clock to be back", || {
            reset(path);
            now() < late
        });
        reset(path);
        let told = session(&server, "s");
        let told = ["changedBuckets", "requests", "unmatched"].map(|name| told[name].clone());
        assert_eq!(told, [0, 0, 0], "{path}");
    }
}

#[test]
fn a_session_with_a_seed_begins_with_nothing_changed_and_begins_so_again() {
    let server = Sidemock::on(&world()).start();
    for id in ["a", "b"] {
        call(&server, "POST", "/x/sessions", &json!({"id": id, "fakerSeed": 42}));
        assert_eq!(session(&server, id)["changedBuckets"], 0, "{}", session(&server, id));
    }
    let seen = |id: &str| {
        ["/made", "/lots", "/others", "/drawn", "/lots", "/drawn", "/lots"].map(|path| within(&server, id, "GET", path))
    };
    let first = seen("a");
    assert_eq!(first, seen("b"));
    assert_eq!(server.admin("POST", "/x/sessions/a/reset").status, 200);
    assert_eq!(first, seen("a"));
}

#[test]
fn with_a_seed_lots_fall_alike_and_not_all_on_one() {
    let server = Sidemock::on(&world()).start();
    for (id, seed) in [("a", 1), ("b", 1), ("c", 2)] {
        call(&server, "POST", "/x/sessions", &json!({"id": id, "fakerSeed": seed}));
    }
    let lots = |id: &str, path: &str| (0..40).map(|_| within(&server, id, "GET", path)).collect::<String>();
    let [a, b, c] = ["a", "b", "c"].map(|id| lots(id, "/lots"));
    assert_eq!(a, b);
    assert_ne!(a, c);
    assert_ne!(a, lots("a", "/others"), "routes draw their own lots");
    for body in ["a", "b", "c", "d", "e", "f"] {
        assert!(a.contains(body), "{a}");
    }
}

#[test]
fn a_snapshot_as_json_goes_on_with_the_draws_of_the_one_that_was_taken() {
    let server = Sidemock::on(&world()).var("MOCKOON_FAKER_SEED", "5").start();
    let seen = || ["/drawn", "/lots", "/lots", "/drawn", "/others"].map(|path| server.get(path).text());
    seen();
    call(&server, "POST", "/x/snapshots", &json!({"name": "one"}));
    let whole = server.admin("GET", "/x/snapshots/one").json();
    assert!(whole["draws"].is_string(), "{whole}");
    let next = seen();
    call(&server, "PUT", "/x/snapshots/two", &whole);
    for name in ["two", "one", "two"] {
        call(&server, "POST", &format!("/x/snapshots/{name}/restore"), &json!({}));
        assert_eq!(seen(), next, "{name}");
    }
    let mut broken = whole;
    broken["draws"] = "what".into();
    let request = Request::new("PUT", "/mockoon-admin/x/snapshots/three").bearer(TOKEN).json(&broken);
    let refused = server.send(&request);
    assert_eq!((refused.status, &refused.json()["path"]), (400, &json!("$.draws")), "{}", refused.text());
}

#[tokio::test]
async fn streams_and_sockets_end_with_their_session() {
    let server = Sidemock::on(&world()).start();
    call(&server, "POST", "/x/sessions", &json!({"id": "s"}));
    let mut stream = Connection::open(server.port());
    stream.write(&Request::get("/events").header("x-sidemock-session", "s").bytes());
    assert_eq!(stream.head().map(|head| head.status), Some(200));
    let mut socket = Client::open_with(server.port(), "/socket", &[("x-sidemock-session", "s")]).await;
    let mut other = Client::open(server.port(), "/socket").await;
    let ended = server.send(&Request::new("DELETE", "/mockoon-admin/x/sessions/s").bearer(TOKEN));
    assert_eq!(ended.status, 204);
    assert!(!stream.chunk().is_empty(), "what it began with");
    assert!(stream.chunk().is_empty(), "the end of the stream");
    let closed = socket.closed().await;
    assert!(closed.to_string().contains("the session has ended"), "{closed}");
    other.send("still here").await;
    assert_eq!(other.text().await, "still here");
}

#[test]
fn a_purge_begins_the_seed_again_as_a_reset_of_a_session_does() {
    let server = Sidemock::on(&world()).var("MOCKOON_FAKER_SEED", "5").start();
    let seen = |session: &str| {
        ["/made", "/drawn", "/lots", "/items", "/drawn", "/others"].map(|path| match session {
            "" => server.get(path).text(),
            session => within(&server, session, "GET", path),
        })
    };
    let first = seen("");
    let next = seen("");
    assert_ne!(first, next);
    call(&server, "POST", "/env-vars", &json!({"key": "KEPT", "value": "yes"}));
    server.send(&Request::new("DELETE", "/items/1"));
    for method in ["POST /state/purge", "PURGE /state"] {
        let (method, path) = method.split_once(' ').unwrap();
        assert_eq!(server.admin(method, path).status, 200);
        assert_eq!((seen(""), seen("")), (first.clone(), next.clone()), "{method} {path}");
    }
    assert_eq!(server.admin("GET", "/env-vars/KEPT").json()["value"], "yes", "a purge leaves them alone");
    assert_eq!(seen("s"), first, "sessions begin so too");
    for path in ["/state/purge?session=s", "/x/sessions/s/reset", "/state/purge?session=s"] {
        assert_eq!(server.admin("POST", path).status, 200);
        assert_eq!((seen("s"), seen("s")), (first.clone(), next.clone()), "{path}");
    }
    // Without a seed nothing comes again.
    let server = Sidemock::on(&world()).start();
    let drawn = server.get("/made").text();
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_ne!(server.get("/made").text(), drawn, "generated anew");
}

#[test]
fn a_seed_decides_where_a_snapshot_of_a_companion_says_nothing_of_draws() {
    let on = || {
        let files = Sidemock::new().environment("env.json", &world().to_string()).var("MOCKOON_FAKER_SEED", "5");
        files
            .file("env.sidemock.yaml", "snapshot: seed.json\n")
            .file("seed.json", json!({"globalVars": {"a": 1}}).to_string())
            .start()
    };
    let (one, other) = (on(), on());
    let drawn = |server: &Server| [server.get("/drawn").text(), within(server, "s", "GET", "/drawn")];
    let first = drawn(&one);
    assert_eq!(first, drawn(&other));
    assert_eq!(first[0], first[1]);
    for path in ["/state/purge", "/state/purge?session=s"] {
        assert_eq!(one.admin("POST", path).status, 200);
    }
    assert_eq!(drawn(&one), first);
}

#[test]
fn a_companion_that_changes_leaves_the_state_of_what_it_does_not_change() {
    let mut counted =
        route("get", "counted", ["1", "2", "3", "4"].map(|body| response(json!({"body": body}))).to_vec());
    (counted["responseMode"], counted["uuid"]) = ("SEQUENTIAL".into(), "cccccccc-0000-4000-8000-000000000001".into());
    let mocks = environment(json!({
        "routes": [counted, crud("kept", "kept"), crud("other", "othr"), get("var", "{{getGlobalVar 'a'}}{{getGlobalVar 'b'}}")],
        "data": [bucket("kept", "Kept", &json!([])), bucket("othr", "Other", &json!([]))],
    }));
    let seed = |a: u32, other: &Value| {
        json!({"globalVars": {"a": a, "b": 0}, "buckets": [
            {"id": "kept", "value": [{"id": "1"}]}, {"id": "othr", "value": other}]})
        .to_string()
    };
    let files = Sidemock::new().environment("env.json", &mocks.to_string());
    let server = files
        .file("env.sidemock.yaml", "snapshot: seed.json\n")
        .file("seed.json", seed(1, &json!([{"id": "old"}])))
        .start();
    let write = |name: &str, text: &str| {
        std::fs::write(server.directory().join("new"), text).expect("written");
        std::fs::rename(server.directory().join("new"), server.directory().join(name)).expect("moved");
    };
    let get = |session: &str, path: &str| match session {
        "" => server.get(path).text(),
        session => within(&server, session, "GET", path),
    };
    for session in ["", "s"] {
        assert_eq!((get(session, "/var"), get(session, "/counted")), ("10".to_owned(), "1".to_owned()), "{session}");
        let delete = Request::new("DELETE", "/kept/1");
        server.send(&if session.is_empty() { delete } else { delete.header("x-sidemock-session", session) });
        let scope = if session.is_empty() { String::new() } else { format!("?session={session}") };
        call(&server, "POST", &format!("/global-vars{scope}"), &json!({"key": "b", "value": 7}));
    }
    // Faults alone, then another bucket and variable, then no snapshot at all.
    write("env.sidemock.yaml", "snapshot: seed.json\nfaults: [{match: {path: /nowhere}, latency: {fixed: 1ms}}]\n");
    wait_for("the faults", || server.admin("GET", "/x/faults").json().as_array().is_some_and(|list| list.len() == 1));
    let is = |session: &str, var: &str, counted: &str, other: &Value| {
        assert_eq!((get(session, "/var").as_str(), get(session, "/counted").as_str()), (var, counted), "{session}");
        assert_eq!((get(session, "/kept").as_str(), get(session, "/other")), ("[]", other.to_string()), "{session}");
    };
    for session in ["", "s"] {
        is(session, "17", "2", &json!([{"id": "old"}]));
    }
    write("seed.json", &seed(2, &json!([{"id": "new"}])));
    wait_for("the other snapshot", || get("", "/other").contains("new") && get("s", "/other").contains("new"));
    for session in ["", "s"] {
        is(session, "27", "3", &json!([{"id": "new"}]));
    }
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!(
        (get("", "/var"), get("", "/kept"), get("", "/counted")),
        ("20".into(), "[{\"id\":\"1\"}]".into(), "1".into())
    );
    assert_eq!(get("s", "/counted"), "4", "the session goes on");
}
