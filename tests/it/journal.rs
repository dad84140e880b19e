//! What the journal holds: every request, also those that no route was looked for, and whether the client stayed.

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, environment, get, response, route, wait_for,
};

/// A route that waits, one that does not, and a WebSocket.
fn mocks() -> Value {
    let mut slow = get("slow", "late");
    slow["responses"][0]["latency"] = 700.into();
    let mut socket = route("", "chat", vec![response(json!({"body": "hi"}))]);
    socket["type"] = "ws".into();
    environment(json!({"routes": [slow, get("fast", "soon"), socket]}))
}

/// The only request to a path, as it is recorded.
fn recorded(server: &Server, path: &str) -> Value {
    let found = server.admin("GET", &format!("/x/requests?path={path}")).json();
    assert!(found["total"].as_u64() <= Some(1), "{found}");
    found["requests"][0].clone()
}

/// Sends a request and leaves when it is recorded, without having read anything.
fn leave(server: &Server, path: &str) {
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get(path).bytes());
    wait_for("the request to be recorded", || !recorded(server, path).is_null());
    assert_eq!(recorded(server, path)["state"], "received");
}

fn handshake(path: &str) -> Request {
    Request::get(path)
        .header("upgrade", "websocket")
        .header("connection", "Upgrade")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

/// The head of the answer.
fn head(server: &Server, request: &Request) -> Reply {
    let mut connection = Connection::open(server.port());
    connection.write(&request.bytes());
    connection.head().expect("an answer")
}

#[test]
fn requests_that_have_no_session_are_found_in_the_base() {
    for (mode, header, status) in [
        ("required", None, 428),
        ("declared", Some("t1"), 404),
        ("implicit", Some("no id!"), 400),
        ("required", Some("no id!"), 400),
    ] {
        let server = Sidemock::on(&mocks()).var("MOCKOON_SESSIONS", mode).start();
        let asked = Request::new("POST", "/fast?token=abc").body("text/plain", "hello");
        let asked = match header {
            Some(id) => asked.header("x-sidemock-session", id),
            None => asked,
        };
        let reply = server.send(&asked);
        assert_eq!(reply.status, status, "{mode} {header:?}: {}", reply.whole());
        let entry = recorded(&server, "/fast");
        assert_eq!(
            (&entry["state"], &entry["outcome"], &entry["session"], &entry["response"]["statusCode"], &entry["index"]),
            (&json!("answered"), &json!("error"), &Value::Null, &json!(status), &json!(1)),
            "{mode} {header:?}: {entry}"
        );
        assert_eq!(entry["response"]["body"], reply.text(), "{entry}");
        assert!(!entry.to_string().contains("abc"), "secrets are hidden as everywhere: {entry}");
        let explained = server.admin("GET", "/x/explain/last").json();
        let hints = explained["hints"].as_array().expect("hints");
        assert_eq!((hints.len(), &explained["nearest"]), (1, &json!([])), "{explained}");
        assert!(hints[0].as_str().is_some_and(|hint| hint.contains("refused")), "{explained}");
        assert_eq!(server.admin("GET", "/logs").json()[0]["response"]["statusCode"], status);
        let line = format!("status=\"{}xx\"", status / 100);
        assert!(server.manage("/metrics").text().lines().any(|one| one.contains(&line)), "counted");
    }
}

#[test]
fn a_handshake_without_its_session_is_found_too() {
    let server = Sidemock::on(&mocks()).var("MOCKOON_SESSIONS", "required").start();
    assert_eq!(head(&server, &handshake("/chat")).status, 428);
    assert_eq!(recorded(&server, "/chat")["response"]["statusCode"], 428);
}

#[test]
fn a_body_that_breaks_off_is_found() {
    let bad_chunk = "POST /fast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n";
    let half = "POST /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhal";
    let half_a_chunk = "POST /fast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal";
    for (bytes, leaves, state) in [
        (bad_chunk, false, "answered"),
        (half, false, "aborted"),
        (half, true, "aborted"),
        (half_a_chunk, true, "aborted"),
    ] {
        let server = Sidemock::on(&mocks()).start();
        let mut connection = Connection::open(server.port());
        connection.write(bytes.as_bytes());
        if leaves {
            drop(connection);
        } else {
            connection.finish();
            assert_eq!(connection.read(false).map(|reply| reply.status), Some(400), "{bytes}");
        }
        wait_for("the request to be recorded", || !recorded(&server, "/fast").is_null());
        let entry = recorded(&server, "/fast");
        assert_eq!(
            (&entry["state"], &entry["outcome"], &entry["response"]["statusCode"]),
            (&json!(state), &json!("error"), &json!(400)),
            "{bytes}: {entry}"
        );
    }
}

#[test]
fn a_client_that_leaves_during_a_latency_is_recorded_as_gone() {
    let server = Sidemock::on(&mocks()).start();
    let events = Request::get("/mockoon-admin/events").bearer(TOKEN);
    let mut stream = Connection::open(server.port());
    stream.write(&events.bytes());
    stream.head().expect("a stream of events");
    leave(&server, "/slow");
    wait_for("the end of the request", || recorded(&server, "/slow")["state"] == "aborted");
    let entry = recorded(&server, "/slow");
    assert_eq!((&entry["outcome"], &entry["endpoint"]), (&json!("default"), &json!("/slow")), "{entry}");
    let metrics = server.manage("/metrics").text();
    let line = "sidemock_requests_aborted_total{environment=\"Test\"} 1";
    assert!(metrics.lines().any(|found| found == line), "{metrics}");
    let verified = server.admin("GET", "/x/verify?path=/slow&count=1");
    assert_eq!(verified.status, 200, "the request came: {}", verified.text());
    // Its end is an event as every other.
    let told = (0..20).filter_map(|_| stream.line()).find(|line| line.contains("/slow"));
    assert!(told.is_some());
}

#[test]
fn a_client_that_leaves_while_a_fault_delays_its_answer_is_recorded_as_gone() {
    let server = Sidemock::on(&mocks()).start();
    let fault = json!({"match": {"path": "/fast"}, "latency": {"fixed": "700ms"}});
    let made = server.send(&Request::new("POST", "/mockoon-admin/x/faults").bearer(TOKEN).json(&fault));
    assert_eq!(made.status, 201, "{}", made.text());
    leave(&server, "/fast");
    wait_for("the end of the request", || recorded(&server, "/fast")["state"] == "aborted");
    assert_eq!(recorded(&server, "/fast")["fault"]["id"], made.json()["id"]);
}

#[test]
fn a_client_that_waits_is_recorded_as_answered() {
    let server = Sidemock::on(&mocks()).start();
    assert_eq!(server.get("/slow").text(), "late");
    assert_eq!(recorded(&server, "/slow")["state"], "answered");
    let metrics = server.manage("/metrics").text();
    assert!(metrics.lines().any(|line| line == "sidemock_requests_aborted_total{environment=\"Test\"} 0"), "{metrics}");
}

#[test]
fn every_answer_names_its_entry_when_a_setting_says_so() {
    let server =
        Sidemock::on(&mocks()).var("MOCKOON_EXPLAIN_HEADER", "true").var("MOCKOON_MAX_REQUEST_BODY_SIZE", "10").start();
    let large = Request::new("POST", "/fast").body("text/plain", "x".repeat(100));
    let nobody = Request::get("/fast").header("x-sidemock-session", "no id!");
    for (request, status, path) in [
        (handshake("/chat"), 101, "/chat"),
        (handshake("/nowhere"), 404, "/nowhere"),
        (large, 413, "/fast"),
        (nobody, 400, "/fast"),
    ] {
        let reply = head(&server, &request);
        assert_eq!(reply.status, status, "{}", reply.whole());
        let uuid = reply.header("x-sidemock-explain").unwrap_or_else(|| panic!("{}", reply.whole()));
        let explained = server.admin("GET", &format!("/x/explain/{uuid}")).json();
        assert_eq!(explained["request"]["path"], path, "{explained}");
        assert_eq!(server.admin("GET", &format!("/x/requests/{uuid}")).json()["response"]["statusCode"], status);
    }
    let quiet = Sidemock::on(&mocks()).start();
    assert_eq!(head(&quiet, &handshake("/chat")).header("x-sidemock-explain"), None);
}

#[test]
fn a_match_for_a_session_that_nobody_looks_at_is_told() {
    let server = Sidemock::on(&mocks()).start();
    server.send(&Request::get("/fast").header("x-sidemock-session", "t1"));
    let verify = |scope: &str, body: Value| {
        let path = format!("/mockoon-admin/x/verify{scope}");
        server.send(&Request::new("POST", &path).bearer(TOKEN).json(&body))
    };
    let none = json!({"match": {"session": "t1", "path": "/fast"}, "count": 0});
    for scope in ["", "?session=t2"] {
        let reply = verify(scope, none.clone());
        let hint = reply.json()["hint"].as_str().unwrap_or_default().to_owned();
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(hint.contains("\"t1\"") && hint.contains("?session=*"), "{}", reply.text());
    }
    for (scope, status) in [("?session=t1", 417), ("?session=*", 417)] {
        let reply = verify(scope, none.clone());
        assert_eq!(reply.status, status, "{}", reply.text());
        assert!(!reply.text().contains("?session="), "{}", reply.text());
    }
    let other = json!({"match": {"session": "t9"}, "count": 0});
    assert_eq!(verify("?session=*", other).json()["hint"], Value::Null, "it may begin");
    let once = verify("", json!({"match": {"session": "t9"}}));
    assert_eq!(once.status, 417);
    assert!(once.json()["hint"].as_str().is_some_and(|hint| hint.contains("\"t9\"")), "{}", once.text());
}

#[test]
fn after_a_purge_nothing_is_missing_any_more() {
    let server = Sidemock::on(&mocks()).var("MOCKOON_JOURNAL_ENTRIES", "2").start();
    (0..5).for_each(|_| drop(server.get("/fast")));
    let path = "/mockoon-admin/x/verify?path=/nowhere&count=1&within=60s&settle=300ms";
    let mut waiting = Connection::open(server.port());
    waiting.write(&Request::get(path).bearer(TOKEN).bytes());
    let waits = "sidemock_verify_waiters{environment=\"Test\"} 1";
    wait_for("the waiter", || server.manage("/metrics").text().lines().any(|line| line == waits));
    server.admin("POST", "/logs/purge");
    server.get("/nowhere");
    let reply = waiting.read(false).expect("a verdict");
    assert_eq!((reply.status, &reply.json()["matched"]), (200, &json!(1)), "{}", reply.text());
}

#[test]
fn a_short_journal_does_not_shorten_the_log() {
    let server =
        Sidemock::on(&mocks()).var("MOCKOON_JOURNAL_ENTRIES", "2").var("MOCKOON_MAX_TRANSACTION_LOGS", "5").start();
    let logged = || server.admin("GET", "/logs?limit=100").json().as_array().map_or(0, Vec::len);
    for number in 1..=7_usize {
        server.get("/fast");
        let found = server.admin("GET", "/x/requests").json();
        let [log, journal, evicted] = [number.min(5), number.min(2), number.saturating_sub(2)];
        assert_eq!(logged(), log, "after {number}");
        assert_eq!((&found["total"], &found["evicted"]), (&json!(journal), &json!(evicted)), "after {number}");
    }
    assert_eq!(server.admin("GET", "/x/requests?since=2").json()["total"], 2);
    assert_eq!(server.admin("GET", "/x/requests/3").status, 404, "only the log has it");
    let unknown = Request::new("POST", "/mockoon-admin/x/verify")
        .bearer(TOKEN)
        .json(&json!({"match": {"path": "/fast"}, "count": 2}));
    assert_eq!(server.send(&unknown).status, 409);
    assert_eq!(server.admin("POST", "/logs/purge").status, 200);
    assert_eq!(logged(), 0);
    server.get("/fast");
    assert_eq!((logged(), &server.admin("GET", "/x/requests").json()["evicted"]), (1, &json!(0)));
}
