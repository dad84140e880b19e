//! Large bodies: what is sent past hyper is, to clients, as what is not.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use crate::framing::over_http_2;
use crate::proxy::Upstream;
use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, get, response, route, wait_for};
use crate::tls::{Secure, with_fixtures};

const LARGE: usize = 1_500_000;

/// Bytes of which no two parts are the same.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251 + at / 4_096) as u8).collect()
}

fn file(endpoint: &str) -> Value {
    let answer = json!({"bodyType": "FILE", "filePath": format!("{endpoint}.bin"), "sendFileAsBody": true});
    route("all", endpoint, vec![response(answer)])
}

/// Serves a large file and an empty one, a large text, a short one, and a large text in chunks.
fn serving() -> Sidemock {
    let chunked = json!([{"key": "Transfer-Encoding", "value": "chunked"}]);
    let chunked = route("get", "chunked", vec![response(json!({"body": "c".repeat(LARGE), "headers": chunked}))]);
    let text = route("all", "text", vec![response(json!({"body": "t".repeat(LARGE)}))]);
    let routes = vec![file("large"), file("empty"), text, get("short", "short"), chunked];
    Sidemock::on(&environment(json!({ "routes": routes }))).file("large.bin", content(LARGE)).file("empty.bin", "")
}

#[test]
fn answers_come_whole_and_in_order_whether_asked_one_by_one_or_at_once() {
    let server = serving().start();
    let large = content(LARGE);
    let (text, chunked) = (vec![b't'; LARGE], vec![b'c'; LARGE]);
    let part = &large[200_000..=900_000];
    let range = |path| Request::get(path).header("Range", "bytes=200000-900000");
    let cases: Vec<(Request, u16, &[u8])> = vec![
        (Request::get("/short"), 200, b"short"),
        (Request::get("/large"), 200, &large),
        (Request::new("HEAD", "/large"), 200, b""),
        (range("/large"), 206, part),
        (Request::get("/large").header("Range", "bytes=9999999-"), 416, b"Requested range not satisfiable"),
        (Request::get("/empty"), 200, b""),
        (Request::get("/text"), 200, &text),
        (Request::new("HEAD", "/text"), 200, b""),
        (Request::get("/chunked"), 200, &chunked),
        (Request::new("POST", "/text").header("Expect", "100-continue").body("text/plain", "asked"), 200, &text),
        (Request::new("POST", "/large").body("text/plain", large.clone()), 200, &large),
        (Request::get("/large"), 200, &large),
        (Request::get("/short"), 200, b"short"),
    ];
    let is_head = |request: &Request| request.bytes().starts_with(b"HEAD");
    let mut connection = Connection::open(server.port());
    for (request, status, body) in &cases {
        let reply = connection.ask(request);
        assert!(reply.status == *status && reply.body == *body, "{request:?}: {}", reply.status);
    }
    let all: Vec<u8> = cases.iter().flat_map(|(request, ..)| request.bytes()).collect();
    let mut writer = connection.another();
    writer.write(&all);
    for (request, status, body) in &cases {
        let reply = connection.read(is_head(request)).expect("an answer");
        assert!(reply.status == *status && reply.body == *body, "at once: {request:?}: {}", reply.status);
    }
    let mut last = Connection::open(server.port());
    let reply = last.ask(&Request::get("/large").header("Connection", "close"));
    assert!(reply.body == large && reply.header("connection") == Some("close") && last.line().is_none());
    let mut old = Connection::open(server.port());
    old.write(b"GET /large HTTP/1.0\r\nHost: x\r\n\r\n");
    assert!(old.read(false).is_some_and(|reply| reply.body == large), "over HTTP/1.0");
    assert!(old.line().is_none(), "and the connection ends");
}

#[tokio::test]
async fn tls_and_http_2_get_the_same() {
    let large = content(LARGE);
    let server = serving().start();
    assert!(over_http_2(server.port(), "/large").await.body == large);
    assert!(over_http_2(server.port(), "/text").await.body == vec![b't'; LARGE]);
    let secured = with_fixtures(&json!({"certPath": "leaf.pem", "keyPath": "leaf.key"}));
    let text = fs::read_to_string(secured.directory().join("environment.json")).unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    let routes = value["routes"].as_array_mut().unwrap();
    routes.push(file("large"));
    let child = json!({"type": "route", "uuid": routes.last().unwrap()["uuid"]});
    value["rootChildren"].as_array_mut().unwrap().push(child);
    let server = secured.environment("environment.json", &value.to_string()).file("large.bin", &large).start();
    let mut connection = Secure::to(server.port());
    let stream = connection.stream();
    for _ in 0..2 {
        stream.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        assert!(body_of(stream, LARGE) == large);
    }
}

/// Reads a head to its end, and so many bytes behind it.
fn body_of(stream: &mut impl Read, length: usize) -> Vec<u8> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a head");
        head.push(byte[0]);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a body");
    body
}

#[test]
fn a_file_that_shrinks_while_it_is_sent_ends_its_connection() {
    let sidemock = serving();
    let path = sidemock.directory().join("large.bin");
    File::options().write(true).open(&path).unwrap().set_len(256 << 20).unwrap();
    let server = sidemock.start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
    stream.write_all(&Request::get("/large").bytes()).expect("a request");
    let mut got = body_of(&mut stream, 1).len();
    File::options().write(true).open(&path).unwrap().set_len(1_000).unwrap();
    let mut buffer = vec![0; 1 << 20];
    while let Some(count) = stream.read(&mut buffer).ok().filter(|count| *count > 0) {
        got += count;
    }
    assert!(got < 256 << 20, "{got} bytes");
    assert_eq!(server.get("/large").body, content(1_000));
}

#[test]
fn who_does_not_read_holds_no_memory() {
    let sidemock = serving();
    let path = sidemock.directory().join("large.bin");
    File::options().write(true).open(&path).unwrap().set_len(256 << 20).unwrap();
    let server = sidemock.start();
    let before = server.memory();
    let mut slow: Vec<Connection> = (0..40).map(|_| Connection::open(server.port())).collect();
    for (number, connection) in slow.iter_mut().enumerate() {
        connection.write(&Request::get(if number % 2 == 0 { "/large" } else { "/text" }).bytes());
    }
    assert!(slow.iter_mut().all(|connection| connection.head().is_some_and(|head| head.status == 200)));
    std::thread::sleep(Duration::from_millis(500));
    assert!(server.memory() < before + (8 << 10), "{} KiB, {before} before", server.memory());
}

#[test]
fn a_body_that_is_being_sent_comes_to_its_end_when_the_server_stops() {
    const LENGTH: usize = 64 << 20;
    let sidemock = serving();
    let path = sidemock.directory().join("large.bin");
    File::options().write(true).open(&path).unwrap().set_len(LENGTH as u64).unwrap();
    let mut server = sidemock.start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
    stream.write_all(&Request::get("/large").bytes()).expect("a request");
    body_of(&mut stream, LARGE);
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    let rest = std::io::copy(&mut stream, &mut std::io::sink()).expect("the rest");
    assert_eq!(rest as usize, LENGTH - LARGE);
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn what_the_upstream_has_sent_goes_on_and_who_waits_for_the_rest_is_not_cut_off() {
    const HALF: usize = 200_000;
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let upstream = Upstream::new(move |_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 2 * HALF);
        stream.write_all(&[head.as_bytes(), &content(HALF)].concat()).unwrap_or_default();
        wait.lock().expect("no panic").recv().expect("the test goes on");
        // Longer than anybody may take nothing of an answer.
        std::thread::sleep(Duration::from_millis(1_200));
        stream.write_all(&content(HALF)).unwrap_or_default();
    });
    let proxy = environment(json!({"proxyMode": true, "proxyHost": upstream.host()}));
    let server = Sidemock::on(&proxy).var("MOCKOON_REQUEST_TIMEOUT", "400ms").start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/x").bytes());
    connection.head().expect("a head");
    assert!(connection.bytes(HALF) == content(HALF));
    go.send(()).expect("an upstream");
    assert!(connection.bytes(HALF) == content(HALF));
    let logged = || server.admin("GET", "/logs").json()[0]["response"]["body"].as_str().map(str::len);
    wait_for("the whole is recorded", || logged().is_some());
}

#[test]
fn a_large_body_that_breaks_off_upstream_breaks_off_here() {
    let upstream = Upstream::new(|_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LARGE}\r\n\r\n");
        stream.write_all(&[head.as_bytes(), &content(LARGE / 2)].concat()).unwrap_or_default();
        stream.shutdown(std::net::Shutdown::Both).unwrap_or_default();
    });
    let server = Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": upstream.host()}))).start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.write_all(&Request::get("/x").bytes()).expect("a request");
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    assert!(got.starts_with(b"HTTP/1.1 200") && got.len() < LARGE, "{} bytes", got.len());
}

/// The next request is answered in this way.
fn once(server: &Server, fault: &Value) {
    let body = json!({"fault": fault, "times": 1});
    let reply = server.send(&Request::new("POST", "/mockoon-admin/x/faults").bearer(TOKEN).json(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
}

#[test]
fn large_files_break_as_small_bodies_do() {
    let server = serving().start();
    once(&server, &json!({"type": "truncate", "at": 0.5}));
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.write_all(&Request::get("/large").bytes()).expect("a request");
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    let head = got.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head") + 4;
    assert!(got[head..] == content(LARGE)[..LARGE / 2], "{} bytes", got.len() - head);
    for fault in ["close", "garbage", "reset"] {
        once(&server, &json!({"type": fault}));
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
        stream.write_all(&Request::get("/large").bytes()).expect("a request");
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        assert!(got.len() < 1_000 && !got.starts_with(b"HTTP/"), "{fault}: {} bytes", got.len());
    }
    once(&server, &json!({"type": "dribble", "chunks": 3, "over": "200ms"}));
    assert!(server.get("/large").body == content(LARGE));
}
