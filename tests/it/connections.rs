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
