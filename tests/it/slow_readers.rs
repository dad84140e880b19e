//! Clients that ask and do not read: what waits for them is bounded, and they are cut off.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, get, response, route, wait_for};

const MB: usize = 1 << 20;

fn server() -> Sidemock {
    let sink = route("post", "sink", vec![response(json!({"body": "taken"}))]);
    let large = route("post", "large", vec![response(json!({"body": "{{{body}}}{{{body}}}"}))]);
    Sidemock::on(&environment(json!({"routes": [sink, large, get("ok", "ok"), get("fixed", &"z".repeat(3 * MB))]})))
}

fn post(size: usize) -> Request {
    Request::new("POST", "/sink").body("application/octet-stream", vec![b'x'; size])
}

fn assert_memory(server: &Server, most: u64) {
    assert!(server.memory() < most * 1024, "{} KiB", server.memory());
}

#[test]
fn subscribers_that_never_read_hold_no_bodies() {
    let server = server().var("MOCKOON_MEMORY_BUDGET", "60MB").start();
    let subscribe = Request::get("/mockoon-admin/events").bearer(TOKEN).bytes();
    let mut subscribers: Vec<Connection> = (0..100)
        .map(|_| {
            let mut connection = Connection::open(server.port());
            connection.write(&subscribe);
            connection
        })
        .collect();
    assert!(subscribers.iter_mut().all(|subscriber| subscriber.head().is_some_and(|head| head.status == 200)));
    let before = server.memory();
    for _ in 0..10 {
        assert_eq!(server.send(&post(3 * MB)).status, 200);
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_memory(&server, before / 1024 + 80);
    // Whoever reads after all gets whole frames, or is told what was lost.
    let reader = &mut subscribers[0];
    let mut stream = String::new();
    let frame = loop {
        stream += &String::from_utf8(reader.chunk()).unwrap();
        if let Some((frame, _)) = stream.split_once("\n\n") {
            break frame;
        }
    };
    let event: Value = serde_json::from_str(frame.strip_prefix("data: ").expect("a frame")).unwrap();
    let body = event["transaction"]["request"]["body"].as_str().expect("a body");
    assert!(body.starts_with("xxxx") && body.ends_with("... [truncated by sidemock]"), "{} bytes", body.len());
}

#[test]
fn a_full_journal_is_written_while_it_is_sent() {
    let server = server().var("MOCKOON_MEMORY_BUDGET", "64MB").start();
    for _ in 0..8 {
        assert_eq!(server.send(&post(MB - 1)).status, 200);
    }
    let logs = server.admin("GET", "/logs?limit=100");
    assert_eq!(logs.header("transfer-encoding"), Some("chunked"));
    let logs = logs.json();
    let bodies: Vec<_> =
        logs.as_array().unwrap().iter().map(|entry| entry["request"]["body"].as_str().unwrap()).collect();
    assert!((7..=8).contains(&bodies.len()), "{}", bodies.len());
    assert!(bodies.iter().all(|body| body.len() == MB - 1 && body.bytes().all(|byte| byte == b'x')));
    // Readers who stop reading hold handles.
    let before = server.memory();
    let ask = Request::get("/mockoon-admin/logs?limit=100").bearer(TOKEN).bytes();
    let mut slow: Vec<Connection> = (0..30).map(|_| Connection::open(server.port())).collect();
    slow.iter_mut().for_each(|connection| connection.write(&ask));
    std::thread::sleep(Duration::from_secs(1));
    assert_memory(&server, before / 1024 + 20);
    // A short page has a length.
    server.admin("POST", "/logs/purge");
    server.get("/ok");
    let short = server.admin("GET", "/logs");
    assert!(short.header("content-length").is_some(), "{}", short.whole());
    assert_eq!(short.json().as_array().map(Vec::len), Some(1));
}

#[test]
fn answers_that_nobody_reads_are_held_until_there_is_no_room_and_then_given_up() {
    let server = server().var("MOCKOON_MEMORY_BUDGET", "64MB").var("MOCKOON_REQUEST_TIMEOUT", "3s").start();
    let ask = Request::new("POST", "/large").body("text/plain", vec![b'x'; 5 * MB]);
    let mut greedy: Vec<Connection> = (0..20).map(|_| Connection::open(server.port())).collect();
    greedy.iter_mut().for_each(|connection| connection.write(&ask.bytes()));
    wait_for("some are given up", || server.output().contains("an answer was given up"));
    assert_memory(&server, 130);
    assert_eq!(server.get("/ok").text(), "ok");
    assert_eq!(server.get("/fixed").body.len(), 3 * MB, "what is prepared takes no room");
    // Those who do not read are cut off, then there is room again.
    wait_for("there is room again", || server.send(&ask).status == 200);
    drop(greedy);
}

#[test]
fn who_takes_nothing_of_an_answer_is_cut_off() {
    let server = server().var("MOCKOON_REQUEST_TIMEOUT", "500ms").start();
    let mut connection = Connection::open(server.port());
    for _ in 0..20 {
        connection.write(&Request::get("/fixed").bytes());
    }
    let open = "sidemock_open_connections{environment=\"Test\"} 1\n";
    wait_for("it is open", || server.manage("/metrics").text().contains(open));
    wait_for("it is cut off", || !server.manage("/metrics").text().contains(open));
}
