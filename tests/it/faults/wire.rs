//! What goes over the wire: HTTP/1.1 to the byte, with and without TLS, and HTTP/2 as hyper's client sees it.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};

use super::{call, fault};
use crate::support::{Request, Server, Sidemock, TOKEN, environment, get, wait_for};
use crate::tls::{Secure, with_fixtures};

const BODY: &str = "0123456789";

fn server() -> Server {
    Sidemock::on(&environment(json!({"routes": [get("a", BODY), get("empty", "")]}))).start()
}

const EVENTS: &str = "data: one\n\ndata: two\n\n";

/// The same, with streams of events.
fn with_events() -> Server {
    let events = |name, body: &str| {
        let mut events = get(name, body);
        events["responses"][0]["headers"] = json!([
            {"key": "Content-Type", "value": "text/event-stream"}, {"key": "X-Sidemock-Stream", "value": "events"}]);
        events
    };
    let open = events("open", "data: one\n\n: keep-open\n");
    Sidemock::on(&environment(json!({"routes": [get("a", BODY), events("events", EVENTS), open]}))).start()
}

/// All that comes after a request, and how it ends.
fn all(stream: &mut (impl Read + Write), target: &str) -> (String, Option<ErrorKind>) {
    stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    let mut got = Vec::new();
    let end = stream.read_to_end(&mut got).err().map(|error| error.kind());
    (String::from_utf8_lossy(&got).into_owned(), end)
}

fn plain(server: &Server, target: &str) -> (String, Option<ErrorKind>) {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    all(&mut stream, target)
}

/// Injects a fault of this type once.
fn once(server: &Server, kind: Value) {
    let kind = if kind.is_string() { json!({"type": kind}) } else { kind };
    fault(server, "", &json!({"fault": kind, "times": 1}));
}

#[test]
fn http_1_breaks_in_every_way() {
    let server = server();
    once(&server, json!("reset"));
    assert_eq!(plain(&server, "/a"), (String::new(), Some(ErrorKind::ConnectionReset)));
    once(&server, json!("close"));
    assert_eq!(plain(&server, "/a"), (String::new(), None));
    once(&server, json!("garbage"));
    let (garbage, end) = plain(&server, "/a");
    assert!(!garbage.is_empty() && !garbage.contains("HTTP/") && end.is_none(), "{garbage:?} {end:?}");
    for (at, kept) in [(json!(null), "01234"), (json!(0), ""), (json!(0.25), "01"), (json!(1), "012345678")] {
        let kind = if at.is_null() { json!({"type": "truncate"}) } else { json!({"type": "truncate", "at": at}) };
        once(&server, kind);
        let (got, end) = plain(&server, "/a");
        let (head, body) = got.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("content-length: 10"), "{head}");
        assert_eq!((body, end), (kept, None), "at {at}");
    }
    once(&server, json!("truncate"));
    assert!(plain(&server, "/empty").0.starts_with("HTTP/1.1 200 OK\r\n"), "of nothing nothing is cut");
    once(&server, json!("malformed-chunk"));
    let (got, end) = plain(&server, "/a");
    let (head, body) = got.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("transfer-encoding: chunked") && !head.contains("content-length"), "{head}");
    assert!(body.starts_with("5\r\n01234\r\nno chunk\r\n") && end.is_none(), "{body}");
    // And all is well again.
    assert_eq!(server.get("/a").text(), BODY);
    let kinds = ["reset", "close", "garbage", "truncate", "malformed-chunk"];
    let found = server.admin("GET", "/x/requests?outcome=fault&order=asc").json();
    let types: Vec<&str> =
        found["requests"].as_array().unwrap().iter().map(|entry| entry["fault"]["type"].as_str().unwrap()).collect();
    assert!(kinds.iter().all(|kind| types.contains(kind)), "{types:?}");
    let sent: Vec<&Value> =
        found["requests"].as_array().unwrap().iter().map(|entry| &entry["response"]["statusCode"]).collect();
    assert_eq!(sent[..4], [0, 0, 0, 200], "the status that the client saw");
}

#[test]
fn tls_breaks_in_every_way() {
    let server = with_fixtures(&json!({})).start();
    let add = |kind: &str| {
        let body = json!({"fault": {"type": kind}, "times": 1}).to_string();
        let request = format!(
            "POST /mockoon-admin/x/faults HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut admin = Secure::to(server.port());
        admin.stream().write_all(request.as_bytes()).unwrap();
        let mut got = Vec::new();
        admin.stream().read_to_end(&mut got).unwrap();
        assert!(got.starts_with(b"HTTP/1.1 201"), "{}", String::from_utf8_lossy(&got));
    };
    let ask = || all(Secure::to(server.port()).stream(), "/hello");
    add("reset");
    assert_eq!(ask(), (String::new(), Some(ErrorKind::ConnectionReset)));
    add("close");
    assert_eq!(ask(), (String::new(), None));
    add("truncate");
    let (got, end) = ask();
    let (head, body) = got.split_once("\r\n\r\n").unwrap();
    let length: usize = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    assert_eq!((body.len(), end), (length / 2, None), "{got}");
    add("garbage");
    assert!(!ask().0.contains("HTTP/"));
    add("malformed-chunk");
    assert!(ask().0.contains("no chunk"));
}

#[test]
fn a_request_hangs_until_the_client_leaves_or_its_session_ends() {
    let server = server();
    let path = fault(&server, "?session=one", &json!({"fault": {"type": "hang"}}));
    let hang = || {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.write_all(b"GET /a HTTP/1.1\r\nHost: x\r\nx-sidemock-session: one\r\n\r\n").unwrap();
        stream
    };
    let state = || server.admin("GET", "/x/requests?session=one&limit=1").json()["requests"][0]["state"].clone();
    let mut stream = hang();
    wait_for("its entry", || state() == "received");
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(matches!(stream.read(&mut [0; 1]).unwrap_err().kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    drop(stream);
    wait_for("its end", || state() == "aborted");
    let entry = server.admin("GET", "/x/requests?session=one&limit=1").json()["requests"][0].clone();
    assert_eq!((&entry["outcome"], &entry["fault"]["type"]), (&json!("fault"), &json!("hang")));
    assert_eq!(server.admin("GET", &format!("{path}?session=one")).json()["injected"], 1);

    let mut stream = hang();
    wait_for("its entry", || state() == "received");
    server.admin("DELETE", "/x/sessions/one");
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0, "closed with the session");
}

#[test]
fn a_hanging_request_does_not_hold_up_the_end_of_the_server() {
    let mut server = server();
    fault(&server, "", &json!({"fault": {"type": "hang"}}));
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.write_all(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    wait_for("its entry", || server.admin("GET", "/x/requests").json()["total"] == 1);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_body_dribbles() {
    let server = server();
    fault(&server, "", &json!({"fault": {"type": "dribble", "chunks": 3, "over": "300ms"}}));
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    let began = Instant::now();
    stream.write_all(b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let (mut reads, mut got) = (0, Vec::new());
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        if count == 0 {
            break;
        }
        reads += 1;
        got.extend_from_slice(&buffer[..count]);
    }
    let text = String::from_utf8(got).unwrap();
    assert!(text.contains("content-length: 10") && text.ends_with(&format!("\r\n\r\n{BODY}")), "{text}");
    assert!(began.elapsed() >= Duration::from_millis(300) && reads >= 3, "{reads} in {:?}", began.elapsed());
    let entry = server.admin("GET", "/x/requests?limit=1").json()["requests"][0].clone();
    assert_eq!((&entry["outcome"], &entry["fault"]["type"]), (&json!("default"), &json!("dribble")));
}

#[test]
fn a_body_dribbles_as_long_as_it_is_to_however_short_it_is_and_however_it_comes() {
    let server = with_events();
    for target in ["/a", "/events"] {
        once(&server, json!({"type": "dribble", "chunks": 100, "over": "200ms"}));
        let began = Instant::now();
        let reply = server.get(target);
        assert_eq!(reply.status, 200, "{target}");
        assert!(reply.text().contains(if target == "/a" { BODY } else { EVENTS }), "{}", reply.text());
        assert!(began.elapsed() >= Duration::from_millis(200), "{target}: {:?}", began.elapsed());
    }
}

#[test]
fn streams_of_events_are_cut_where_their_bodies_would_be() {
    let server = with_events();
    for (at, kept) in [(0.5, "data: one\n\n"), (0.0, ""), (1.0, EVENTS.strip_suffix('\n').unwrap())] {
        once(&server, json!({"type": "truncate", "at": at}));
        let (got, end) = plain(&server, "/events");
        let (head, chunks) = got.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("transfer-encoding: chunked") && end.is_none(), "{head}");
        let sent: String = chunks.split("\r\n").skip(1).step_by(2).collect();
        assert_eq!(sent, kept, "at {at}: {chunks:?}");
        assert!(!chunks.contains("0\r\n\r\n"), "no last chunk: {chunks:?}");
    }
    // One that stays open ends there, too.
    once(&server, json!({"type": "truncate", "at": 1}));
    let (got, _) = plain(&server, "/open");
    assert!(got.contains("data: one\n\n") && !got.ends_with("0\r\n\r\n"), "{got:?}");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut sender = connect(server.port()).await;
        once(&server, json!("truncate"));
        assert!(ask(&mut sender, "/events").await.is_err());
        assert_eq!(ask(&mut sender, "/events").await, Ok((200, EVENTS.to_owned())));
    });
}

#[test]
fn whatever_is_read_while_it_is_sent_ends_with_what_is_no_chunk() {
    const FILE: usize = 300_000;
    let events =
        json!([{"key": "Content-Type", "value": "text/event-stream"}, {"key": "X-Sidemock-Stream", "value": "events"}]);
    let (mut events_route, mut file) = (get("events", EVENTS), get("file", ""));
    events_route["responses"][0]["headers"] = events;
    (file["responses"][0]["bodyType"], file["responses"][0]["filePath"]) = (json!("FILE"), json!("large.bin"));
    let server =
        Sidemock::on(&environment(json!({"routes": [events_route, file]}))).file("large.bin", vec![b'x'; FILE]);
    let server = server.start();
    for (target, at, kept) in [
        ("/events", 0.5, EVENTS.len() / 2),
        ("/events", 0.0, 0),
        ("/events", 1.0, EVENTS.len() - 1),
        ("/file", 0.5, FILE / 2),
        ("/file", 1.0, FILE - 1),
    ] {
        once(&server, json!({"type": "malformed-chunk", "at": at}));
        let (got, end) = plain(&server, target);
        let (head, mut chunks) = got.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert!(head.contains("transfer-encoding: chunked") && !head.contains("content-length"), "{head}");
        let mut sent = 0;
        let end_of_chunks = loop {
            let (size, rest) = chunks.split_once("\r\n").unwrap();
            let Ok(size) = usize::from_str_radix(size, 16) else { break size };
            assert!(size > 0 && rest[size..].starts_with("\r\n"), "{target} at {at}: no last chunk");
            (sent, chunks) = (sent + size, &rest[size + 2..]);
        };
        assert_eq!((sent, end_of_chunks, end), (kept, "no chunk", None), "{target} at {at}");
        assert_eq!(server.get(target).status, 200, "all is well again");
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut sender = connect(server.port()).await;
        for target in ["/events", "/file"] {
            once(&server, json!("malformed-chunk"));
            assert!(ask(&mut sender, target).await.is_err(), "{target}");
            assert_eq!(ask(&mut sender, target).await.map(|(status, _)| status), Ok(200), "{target}");
        }
    });
}

type Sender = hyper::client::conn::http2::SendRequest<Empty<Bytes>>;

async fn connect(port: u16) -> Sender {
    let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

/// The status and body, or what the client says about it.
async fn ask(sender: &mut Sender, path: &str) -> Result<(u16, String), String> {
    let request = http::Request::get(format!("http://localhost{path}")).body(Empty::new()).unwrap();
    let whole = |error: hyper::Error| format!("{error}: {:?}", std::error::Error::source(&error));
    let response = sender.send_request(request).await.map_err(whole)?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.map_err(whole)?.to_bytes();
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

#[test]
fn http_2_breaks_a_stream_and_the_others_go_on() {
    let server = server();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut sender = connect(server.port()).await;
        for (kind, said) in
            [("reset", "Reset(StreamId"), ("truncate", "PROTOCOL_ERROR"), ("malformed-chunk", "INTERNAL_ERROR")]
        {
            once(&server, json!(kind));
            let broken = ask(&mut sender, "/a").await.expect_err(kind);
            assert!(broken.contains(said), "{kind}: {broken}");
            assert_eq!(ask(&mut sender, "/a").await, Ok((200, BODY.to_owned())), "after {kind}");
        }
        once(&server, json!({"type": "status", "status": 418}));
        assert_eq!(ask(&mut sender, "/a").await, Ok((418, String::new())));
        once(&server, json!({"type": "dribble", "over": "50ms"}));
        assert_eq!(ask(&mut sender, "/a").await, Ok((200, BODY.to_owned())));
        for kind in ["close", "garbage"] {
            once(&server, json!(kind));
            let mut sender = connect(server.port()).await;
            let broken = ask(&mut sender, "/a").await.expect_err(kind);
            assert!(ask(&mut sender, "/a").await.is_err(), "{kind} ends the connection: {broken}");
        }
        once(&server, json!("hang"));
        let hanging = tokio::time::timeout(Duration::from_millis(200), ask(&mut sender, "/a")).await;
        assert!(hanging.is_err(), "{hanging:?}");
        assert_eq!(ask(&mut sender, "/a").await, Ok((200, BODY.to_owned())), "beside one that hangs");
    });
}

#[test]
fn handshakes_of_websockets_break_too() {
    let mut route = get("ws", "hello");
    (route["type"], route["method"]) = (json!("ws"), json!(""));
    let server = Sidemock::on(&environment(json!({"routes": [route]}))).start();
    let ask = || {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").unwrap();
        let mut buffer = [0; 64];
        let got = stream.read(&mut buffer);
        got.map(|count| String::from_utf8_lossy(&buffer[..count]).into_owned()).map_err(|error| error.kind())
    };
    let is_accepted = |got: Result<String, ErrorKind>| got.is_ok_and(|text| text.starts_with("HTTP/1.1 101"));
    let body = json!({"match": {"outcome": "websocket", "path": "/ws"}, "fault": {"type": "reset"}, "times": 1});
    fault(&server, "", &body);
    assert_eq!(ask(), Err(ErrorKind::ConnectionReset));
    assert!(is_accepted(ask()));
    let refused = call(
        &server,
        "POST",
        "/x/faults",
        &json!({"match": {"path": "/ws"}, "fault": {"type": "status", "status": 403}, "times": 1}),
    );
    assert_eq!(refused.status, 201);
    assert!(ask().unwrap().starts_with("HTTP/1.1 403"));
    fault(&server, "", &json!({"latency": {"fixed": "100ms"}, "times": 1}));
    let began = Instant::now();
    assert!(is_accepted(ask()));
    assert!(began.elapsed() >= Duration::from_millis(100));
    let found = server.admin("GET", "/x/requests?path=/ws&limit=1").json();
    assert_eq!(found["requests"][0]["fault"]["delayMs"], 100, "{found}");
    assert_eq!(server.send(&Request::get("/none")).status, 404);
}
