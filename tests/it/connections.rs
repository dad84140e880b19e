//! Clients that keep a connection without using it well: bodies that do not come, one connection too many, and what the
//! management port is sent.

use std::time::Duration;

use serde_json::json;

use crate::support::{Connection, Reply, Request, Server, Sidemock, environment, get, response, route, wait_for};

fn echo() -> Sidemock {
    let echo = route("post", "echo", vec![response(json!({"body": "{{body}}"}))]);
    Sidemock::on(&environment(json!({"routes": [echo, get("ok", "ok")]})))
}

/// Sends a head that announces a body, then bytes of it until the server answers.
fn drip(port: u16, framing: &str, every: Duration, piece: &[u8]) -> Reply {
    let mut connection = Connection::open(port);
    connection.write(format!("POST /echo HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n").as_bytes());
    std::thread::scope(|scope| {
        let mut writing = connection.another();
        let (ended, over) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            while matches!(over.recv_timeout(every), Err(std::sync::mpsc::RecvTimeoutError::Timeout)) {
                writing.write(piece);
            }
        });
        let reply = connection.read(false).expect("an answer");
        drop(ended);
        reply
    })
}

#[test]
fn a_body_that_does_not_come_is_answered_408_and_the_connection_closed() {
    let server = echo().var("MOCKOON_REQUEST_TIMEOUT", "300ms").start();
    let never = Duration::from_secs(3_600);
    for (framing, every, piece) in [
        ("Content-Length: 10", never, &b""[..]),
        ("Transfer-Encoding: chunked", never, b""),
        ("Content-Length: 100000", Duration::from_millis(20), b"x"),
        ("Transfer-Encoding: chunked", Duration::from_millis(20), b"1\r\nx\r\n"),
    ] {
        let reply = drip(server.port(), framing, every, piece);
        assert_eq!(reply.status, 408, "{framing} {}", reply.whole());
        assert_eq!(reply.header("connection"), Some("close"), "{framing}");
        assert!(reply.text().contains("MOCKOON_REQUEST_TIMEOUT"), "{}", reply.text());
    }
    let recorded = server.admin("GET", "/logs?limit=100").json();
    assert_eq!(recorded.as_array().unwrap().len(), 4);
    assert!(recorded.as_array().unwrap().iter().all(|entry| entry["response"]["statusCode"] == 408), "{recorded}");
}

#[test]
fn a_body_that_comes_slowly_is_waited_for() {
    let server = echo().var("MOCKOON_REQUEST_TIMEOUT", "500ms").start();
    let mut connection = Connection::open(server.port());
    connection.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 40960\r\n\r\n");
    // More than twice the timeout, at some kB a second.
    for _ in 0..10 {
        std::thread::sleep(Duration::from_millis(120));
        connection.write(&[b'x'; 4_096]);
    }
    let reply = connection.read(false).expect("an answer");
    assert_eq!((reply.status, reply.body.len()), (200, 40_960));
}

#[test]
fn one_connection_too_many_is_told_so() {
    let server = echo().var("MOCKOON_MAX_CONNECTIONS", "3").start();
    let mut open: Vec<Connection> = (0..3).map(|_| Connection::open(server.port())).collect();
    for connection in &mut open {
        assert_eq!(connection.ask(&Request::get("/ok")).text(), "ok");
    }
    let reply = server.get("/ok");
    assert_eq!(
        (reply.status, reply.header("connection"), reply.header("retry-after")),
        (503, Some("close"), Some("1"))
    );
    assert!(reply.text().contains("MOCKOON_MAX_CONNECTIONS"), "{}", reply.text());
    assert_eq!(server.manage("/livez").status, 200, "probes are no clients");
    assert_eq!(open[0].ask(&Request::get("/ok")).text(), "ok", "who is in stays in");
    drop(open);
    wait_for("places are free again", || server.get("/ok").status == 200);
}

/// What the server answers to these bytes.
fn answer(port: u16, bytes: &[u8]) -> Option<Reply> {
    let mut connection = Connection::open(port);
    connection.write(bytes);
    connection.finish();
    connection.read(false)
}

fn assert_fine(server: &Server) {
    assert_eq!(server.manage("/livez").status, 200);
    assert!(!server.stderr().contains("panicked"), "{}", server.stderr());
    assert_eq!(server.stderr(), "");
}

#[test]
fn the_management_port_answers_400_to_targets_that_are_no_paths() {
    let server = echo().start();
    for head in [
        "GET mockoon HTTP/1.1\r\nHost: x\r\n",
        "GET mockoon:80 HTTP/1.1\r\nHost: x\r\n",
        "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n",
        "CONNECT / HTTP/1.1\r\nHost: x\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\n",
        "GET  HTTP/1.1\r\nHost: x\r\n",
        "GET \\livez HTTP/1.1\r\nHost: x\r\n",
        "GET ?verbose HTTP/1.1\r\nHost: x\r\n",
        "GET #readyz HTTP/1.1\r\nHost: x\r\n",
        "GET /livez HTTP/1.1\r\n",
        "\u{0}\u{1}",
    ] {
        let reply = answer(server.management(), format!("{head}\r\n").as_bytes()).expect(head);
        assert_eq!(reply.status, 400, "{head:?} {}", reply.whole());
    }
    let absolute = answer(server.management(), b"GET http://x/livez HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!((absolute.status, absolute.text().as_str()), (200, "ok\n"));
    assert_fine(&server);
}

#[test]
fn the_management_port_has_places_for_so_many_clients() {
    let server = echo().start();
    let mut open: Vec<Connection> = (0..200).map(|_| Connection::open(server.management())).collect();
    let replies = open.iter_mut().map(|connection| {
        connection.write(&Request::get("/livez").bytes());
        connection.read(false).map(|reply| reply.status)
    });
    let fine = replies.filter(|status| *status == Some(200)).count();
    assert_eq!(fine, 128);
    drop(open);
    wait_for("places are free again", || server.manage("/livez").status == 200);
}

#[test]
fn large_heads_that_never_end_are_cut_off_when_there_is_no_memory_for_them() {
    let server = echo().var("MOCKOON_MEMORY_BUDGET", "4MB").start();
    let head = format!("GET /ok HTTP/1.1\r\nHost: x\r\n{}", format!("X-A: {}\r\n", "v".repeat(1_000)).repeat(58));
    // Twice as many as there is memory for.
    let mut open: Vec<Connection> = (0..60).map(|_| Connection::open(server.port())).collect();
    for connection in &mut open {
        connection.write(head.as_bytes());
    }
    let mut answered = 0;
    for mut connection in open {
        connection.write(b"\r\n");
        answered += usize::from(connection.read(false).is_some_and(|reply| reply.status == 200));
        assert_eq!(server.get("/ok").text(), "ok", "the honest have the rest");
    }
    assert!((10..50).contains(&answered), "{answered}");
}

#[test]
fn requests_that_wait_take_memory_also_when_their_clients_have_gone() {
    let late = route("get", "late", vec![response(json!({"body": "late", "latency": 60_000}))]);
    let site = environment(json!({"routes": [late, get("ok", "ok")]}));
    let server = Sidemock::on(&site).var("MOCKOON_MEMORY_BUDGET", "4MB").start();
    let filler = format!("X-A: {}\r\n", "v".repeat(4_000)).repeat(8);
    let head = format!("GET /late HTTP/1.1\r\nHost: x\r\n{filler}");
    let refused = (0..200).find_map(|count| {
        let mut connection = Connection::open(server.port());
        connection.write(format!("{head}Connection: close\r\n\r\n").as_bytes());
        // Who is refused is told at once, as soon as the machine has time for it.
        let patience = Duration::from_millis(if count < 100 { 20 } else { 1_000 });
        connection.answers_within(patience).then(|| connection.read(false).expect("an answer"))
    });
    let refused = refused.expect("requests that wait have no end");
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")), "{}", refused.whole());
    assert!(refused.text().contains("MOCKOON_MEMORY_BUDGET"), "{}", refused.text());
}
