//! Event streams: events one by one, with their delays, and what is pushed to who listens.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Connection, Reply, Request, Server, Sidemock, TOKEN, environment, response, route, wait_for};

fn events(endpoint: &str, body: &str) -> Value {
    let headers = json!([
        {"key": "Content-Type", "value": "text/event-stream"},
        {"key": "X-Sidemock-Stream", "value": "events"},
    ]);
    route("get", endpoint, vec![response(json!({"body": body, "headers": headers}))])
}

fn serving(body: &str) -> Server {
    Sidemock::on(&environment(json!({"routes": [events("events", body)]}))).start()
}

fn push(server: &Server, route: &str, query: &str, body: &Value) -> Reply {
    let path = format!("/mockoon-admin/x/streams/{}/push{query}", route.replace(' ', "%20").replace('/', "%2F"));
    server.send(&Request::new("POST", &path).bearer(TOKEN).json(body))
}

/// Opens a stream; its head.
fn open(server: &Server, request: Request) -> (Connection, Reply) {
    let mut connection = Connection::open(server.port());
    connection.write(&request.bytes());
    let head = connection.head().expect("a head");
    (connection, head)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn events_come_one_by_one_with_their_delays_and_are_the_body_in_sum() {
    let body = "data: one\n\n: delay 400ms\nevent: tick\ndata: two\n\ndata: {{queryParam 'n'}}\n\n";
    let server = serving(body);
    let (mut connection, head) = open(&server, Request::get("/events?n=3"));
    assert!(head.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")), "{}", head.whole());
    assert_eq!((head.status, head.header("x-sidemock-stream"), head.header("content-length")), (200, None, None));
    let began = Instant::now();
    assert_eq!(text(connection.chunk()), "data: one\n\n");
    assert_eq!(text(connection.chunk()), ": delay 400ms\n");
    assert_eq!(text(connection.chunk()), "event: tick\ndata: two\n\n");
    // Not faster than it says; how much slower is the machine's business.
    assert!(began.elapsed() >= Duration::from_millis(390));
    assert_eq!(text(connection.chunk()), "data: 3\n\n");
    assert_eq!(text(connection.chunk()), "");
    let entry = server.admin("GET", "/x/requests?path=/events").json();
    assert_eq!(entry["requests"][0]["state"], "answered", "{entry}");
}

#[test]
fn a_stream_is_in_the_journal_as_soon_as_it_begins() {
    let server = serving("data: one\n\n: delay 1h\n");
    let (mut connection, _) = open(&server, Request::get("/events"));
    assert_eq!(text(connection.chunk()), "data: one\n\n");
    let found = server.admin("GET", "/x/requests?path=/events").json();
    assert_eq!((&found["total"], &found["requests"][0]["state"]), (&json!(1), &json!("received")), "{found}");
    drop(connection);
    wait_for("the end of the entry", || {
        server.admin("GET", "/x/requests?path=/events").json()["requests"][0]["state"] == "aborted"
    });
}

#[test]
fn what_is_pushed_reaches_the_listeners_of_the_scope() {
    let server = serving("");
    let (mut base, _) = open(&server, Request::get("/events"));
    let (mut session, _) = open(&server, Request::get("/events").header("x-sidemock-session", "a"));
    let both = || {
        [
            push(&server, "GET /events", "", &json!({"data": "b"})),
            push(&server, "GET /events", "?session=a", &json!({"data": {"n": 1}, "event": "tick", "id": "7"})),
        ]
    };
    let [first, second] = both();
    assert_eq!((first.status, first.json(), second.json()), (200, json!({"listeners": 1}), json!({"listeners": 1})));
    assert_eq!(text(base.chunk()), "data: b\n\n");
    assert_eq!(text(session.chunk()), "id: 7\nevent: tick\ndata: {\"n\":1}\n\n");
    drop(base);
    wait_for("nobody in the base", || push(&server, "GET /events", "", &json!({"data": "b"})).json()["listeners"] == 0);
}

#[test]
fn a_push_comes_while_a_delay_passes() {
    let server = serving("data: one\n\n: delay 1h\ndata: late\n\n");
    let (mut connection, _) = open(&server, Request::get("/events"));
    assert_eq!([text(connection.chunk()), text(connection.chunk())], ["data: one\n\n", ": delay 1h\n"]);
    push(&server, "/events", "", &json!({"data": "now"}));
    assert_eq!(text(connection.chunk()), "data: now\n\n");
}

fn chatting() -> Sidemock {
    let mut socket = route("", "chat", vec![response(json!({"body": "hi"}))]);
    socket["type"] = "ws".into();
    Sidemock::on(&environment(json!({"routes": [socket, events("events", "")]})))
}

/// Opens a WebSocket.
fn chat(server: &Server) -> Connection {
    chat_as(server, Request::get("/chat"))
}

fn chat_as(server: &Server, request: Request) -> Connection {
    let handshake = request
        .header("upgrade", "websocket")
        .header("connection", "Upgrade")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let (connection, head) = open(server, handshake);
    assert_eq!(head.status, 101);
    connection
}

#[test]
fn websockets_get_the_data_of_a_push() {
    let server = chatting().start();
    let mut connection = chat(&server);
    wait_for("the listener", || push(&server, "/chat", "", &json!({"data": "pushed"})).json()["listeners"] == 1);
    // A text frame of six bytes.
    assert_eq!(connection.bytes(8), b"\x81\x06pushed");
}

#[test]
fn a_route_is_named_for_a_push_as_for_everything_else() {
    let mut all = environment(json!({"endpointPrefix": "api", "routes": [events("events", "")]}));
    let mut socket = route("", "chat", vec![response(json!({"body": "hi"}))]);
    socket["type"] = "ws".into();
    let names = [
        all["routes"][0]["uuid"].as_str().expect("a uuid").to_owned(),
        socket["uuid"].as_str().expect("a uuid").to_owned(),
    ];
    all["rootChildren"].as_array_mut().expect("a list").push(json!({"type": "route", "uuid": names[1]}));
    all["routes"].as_array_mut().expect("a list").push(socket);
    let server = Sidemock::on(&all).start();
    let stub = json!({"route": {"uuid": "11111111-1111-4111-8111-111111111111", "endpoint": "stubbed",
        "responses": events("stubbed", "")["responses"]}});
    let made = server.send(&Request::new("POST", "/mockoon-admin/x/stubs").bearer(TOKEN).json(&stub));
    assert_eq!(made.status, 201, "{}", made.text());
    let names = names.iter().map(String::as_str);
    for name in names.chain([
        "GET /events",
        "get /events",
        "GET events",
        "GET /api/events",
        "/events",
        "/api/events",
        "GET /chat",
        "GET /api/chat",
        "/chat",
        "/api/chat",
        "GET /stubbed",
        "11111111-1111-4111-8111-111111111111",
    ]) {
        let reply = push(&server, name, "", &json!({"data": "x"}));
        assert_eq!(reply.status, 200, "{name}: {}", reply.text());
    }
    for name in ["POST /events", "PUT /chat", "/nowhere", "chat"] {
        assert_eq!(push(&server, name, "", &json!({"data": "x"})).status, 404, "{name}");
    }
    assert_eq!(push(&server, "GET /stubbed", "?session=a", &json!({"data": "x"})).status, 404, "another scope");
    let (mut listening, _) = open(&server, Request::get("/api/stubbed"));
    let pushed = || push(&server, "GET /stubbed", "", &json!({"data": "x"})).json()["listeners"] == 1;
    wait_for("the listener", pushed);
    assert_eq!(text(listening.chunk()), "data: x\n\n");
}

#[test]
fn wrong_pushes_are_refused() {
    let server = serving("");
    for (route, body, status) in [
        ("GET /nowhere", json!({"data": ""}), 404),
        ("GET /events", json!({}), 400),
        ("GET /events", json!({"data": "", "event": "a\nb"}), 400),
        ("GET /events", json!({"data": "", "evnt": "a"}), 400),
        ("GET /events", json!({"data": ["any", "JSON"]}), 200),
    ] {
        let reply = push(&server, route, "", &body);
        assert_eq!(reply.status, status, "{route} {body}: {}", reply.text());
    }
    assert_eq!(push(&server, "GET /events", "?session=*", &json!({"data": ""})).status, 400);
}

#[test]
fn other_answers_know_nothing_of_it() {
    let plain = route(
        "get",
        "plain",
        vec![response(json!({"body": "data: a\n\n", "headers": [{"key": "X-Sidemock-Stream", "value": "events"}]}))],
    );
    let mut usual = events("usual", "data: a\n\n");
    usual["responses"][0]["headers"] = json!([{"key": "Content-Type", "value": "text/event-stream"}]);
    let server = Sidemock::on(&environment(json!({"routes": [plain, usual]}))).start();
    for path in ["/plain", "/usual"] {
        let reply = server.get(path);
        assert_eq!((reply.header("content-length"), reply.header("x-sidemock-stream")), (Some("9"), None), "{path}");
    }
}

/// Waits until so many listen to event streams.
fn wait_for_listeners(server: &Server, count: usize) {
    let line = format!("\nsidemock_event_stream_clients{{environment=\"Test\"}} {count}\n");
    wait_for(&line, || server.manage("/metrics").text().contains(&line));
}

/// A server that passes on what it does not know.
fn passing_on(server: &Server) -> Server {
    let url = format!("http://127.0.0.1:{}", server.port());
    Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": url}))).start()
}

#[test]
fn listeners_are_counted_as_clients_of_event_streams() {
    let server = serving("");
    let proxy = passing_on(&server);
    let (listener, _) = open(&server, Request::get("/events"));
    let (passed_on, _) = open(&proxy, Request::get("/events"));
    wait_for_listeners(&server, 2);
    wait_for_listeners(&proxy, 1);
    drop((listener, passed_on));
    wait_for_listeners(&server, 0);
    wait_for_listeners(&proxy, 0);
}

#[test]
fn streams_end_with_the_program_as_streams_do() {
    // Nobody waits so long: the end comes because the streams have ended.
    let patient = |server: Sidemock| server.var("MOCKOON_SHUTDOWN_GRACE_PERIOD", "1h");
    let body = "data: one\n\n: delay 1h\ndata: late\n\n";
    let mut server =
        patient(Sidemock::on(&environment(json!({"routes": [events("e", body), events("open", "")]})))).start();
    let (mut delayed, _) = open(&server, Request::get("/e"));
    assert_eq!([text(delayed.chunk()), text(delayed.chunk())], ["data: one\n\n", ": delay 1h\n"]);
    let (mut waiting, _) = open(&server, Request::get("/open"));
    let mut proxy = patient(Sidemock::on(&environment(
        json!({"proxyMode": true, "proxyHost": format!("http://127.0.0.1:{}", server.port())}),
    )))
    .start();
    let (mut passed_on, _) = open(&proxy, Request::get("/open"));
    proxy.signal("TERM");
    assert_eq!((text(passed_on.chunk()), proxy.wait()), (String::new(), Some(0)));
    server.signal("TERM");
    assert_eq!([text(delayed.chunk()), text(waiting.chunk())], ["", ""]);
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn websockets_that_do_not_answer_are_told_that_the_server_goes_away() {
    let mut server = chatting().var("MOCKOON_SHUTDOWN_GRACE_PERIOD", "1h").start();
    let mut connection = chat(&server);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    // A Close frame with code 1001.
    let frame = connection.bytes(4);
    assert_eq!((frame[0], &frame[2..]), (0x88, &[0x03, 0xE9][..]));
}

#[test]
fn a_session_in_which_somebody_listens_is_not_idle() {
    let server = chatting().var("MOCKOON_SESSION_TTL", "1s").start();
    let within = |session: &str, request: Request| request.header("x-sidemock-session", session);
    let (events, _) = open(&server, within("events", Request::get("/events")));
    let socket = chat_as(&server, within("socket", Request::get("/chat")));
    let evicted = |count: usize| {
        let line = format!("\nsidemock_sessions_evicted_total{{environment=\"Test\"}} {count}\n");
        wait_for(&line, || server.manage("/metrics").text().contains(&line));
    };
    // Each of these begins after the listeners have, and ends for want of use.
    for (session, count) in [("idle-1", 1), ("idle-2", 2)] {
        server.send(&within(session, Request::get("/nowhere")));
        evicted(count);
    }
    for (route, session) in [("/events", "events"), ("/chat", "socket")] {
        let reply = push(&server, route, &format!("?session={session}"), &json!({"data": "pushed"}));
        assert_eq!(reply.json()["listeners"], 1, "{session}: {}", reply.text());
    }
    drop((events, socket));
    evicted(4);
}
