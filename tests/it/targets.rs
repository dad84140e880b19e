//! Request targets with characters that no URL has; expectations recorded from the reference.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, get, response, route, rule};

/// Path and query of a request, as templates see them.
const SEEN: &str = "{{{urlParam 'p'}}}|{{{queryParam 'q'}}}";

fn server() -> Server {
    let echo = route("post", "echo/:p", vec![response(json!({"body": "{{{urlParam 'p'}}}[{{{body}}}]"}))]);
    let by_path = vec![
        response(json!({"body": "ruled", "rules": [rule("path", "0", "equals", "/ruled/<\"?`=>")]})),
        response(json!({"body": "default", "default": true})),
    ];
    let routes = json!([get("t/:p", SEEN), echo, route("get", "ruled/:p", by_path), get("a", "A")]);
    Sidemock::on(&environment(json!({"routes": routes}))).start()
}

fn last_log(server: &Server) -> Value {
    let log = server.admin("GET", "/logs").json();
    log.as_array().and_then(|log| log.last()).expect("a transaction")["request"].clone()
}

#[test]
fn templates_see_what_was_sent() {
    let server = server();
    for (target, seen) in [
        ("/t/a<b>`\"", "a<b>`\"|"),
        ("/t/z?q=<\"'`>", "z|<\"'`>"),
        ("/t/%3C<", "<<|"),
        ("/t/\\^{}|[]?q=\\^{}|[]", "\\^{}|[]|\\^{}|[]"),
        ("/t/a#<b", "a|"),
    ] {
        let reply = server.get(target);
        assert_eq!((reply.status, reply.text().as_str()), (200, seen), "{target}");
    }
    assert_eq!(server.get("/ruled/<\"?`=>").text(), "ruled");
    assert_eq!(server.get("/ruled/%3C%22?%60=%3E").text(), "default");
}

#[test]
fn the_page_for_404_and_the_log_show_them_as_a_url_has_them() {
    let server = server();
    for (target, page, path, query) in [
        ("/n/a<b>'?q=<\"", "/n/a%3Cb%3E&#39;", "/n/a%3Cb%3E'", "q=<\""),
        ("/n/`\"?a=`", "/n/%60%22", "/n/%60%22", "a=`"),
        ("/n/%41<%20", "/n/%41%3C%20", "/n/%41%3C%20", ""),
    ] {
        let reply = server.get(target);
        assert!(reply.text().contains(&format!("<pre>Cannot GET {page}</pre>")), "{target}: {}", reply.text());
        let log = last_log(&server);
        assert_eq!((&log["urlPath"], &log["query"]), (&json!(path), &json!(query)), "{target}");
    }
}

#[test]
fn what_the_reference_refuses_is_refused() {
    let server = server();
    for target in ["/é", "/t/z?q=é", "/\u{F73C}", "<a>", "/a\u{7F}", "http://h<x>/a"] {
        assert_eq!(server.get(target).status, 400, "{target}");
    }
    let mut connection = Connection::open(server.port());
    connection.write(b"GET /\xE9 HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(connection.read(false).expect("an answer").status, 400);
}

#[test]
fn every_request_of_a_connection_may_have_them_and_no_body_is_touched() {
    let server = server();
    let looks_like_one = "GET /t/<x> HTTP/1.1\r\nHost: x\r\n\r\n";
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    let post = |path: &str| {
        let length = looks_like_one.len();
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{looks_like_one}"
        )
    };
    let chunked = |path: &str| {
        let (length, half) = (looks_like_one.len(), &looks_like_one[..5]);
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n\
             5\r\n{half}\r\n{length:X}\r\n{looks_like_one}\r\n0\r\n\r\n"
        )
    };
    let both = format!("{}{looks_like_one}", &looks_like_one[..5]);
    let conversation = [
        (get("/t/<1>"), "<1>|".to_owned()),
        (post("/echo/<2>"), format!("<2>[{looks_like_one}]")),
        (get("/t/3"), "3|".to_owned()),
        (chunked("/echo/<4>"), format!("<4>[{both}]")),
        (chunked("/echo/5"), format!("5[{both}]")),
        (post("/echo/\"6\""), format!("\"6\"[{looks_like_one}]")),
        (get("/t/`7`?q=\""), "`7`|\"".to_owned()),
    ];
    // All at once, one after the other, and byte by byte.
    let all: String = conversation.iter().map(|(request, _)| request.as_str()).collect();
    for size in [all.len(), 0, 1] {
        let mut connection = Connection::open(server.port());
        if size > 0 {
            all.as_bytes().chunks(size).for_each(|piece| connection.write(piece));
        }
        for (request, answer) in &conversation {
            if size == 0 {
                connection.write(request.as_bytes());
            }
            assert_eq!(connection.read(false).expect("an answer").text(), *answer, "{request}");
        }
    }
}

#[test]
fn a_body_that_was_asked_for_or_refused_is_no_request() {
    let looks_like_one = "GET /t/<x> HTTP/1.1\r\nHost: x\r\n\r\n";
    let head = format!(
        "POST /echo/1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
        looks_like_one.len()
    );
    let server = server();
    let mut connection = Connection::open(server.port());
    connection.write(head.as_bytes());
    assert_eq!(connection.head().expect("an interim answer").status, 100);
    connection.write(looks_like_one.as_bytes());
    connection.write(Request::get("/t/<2>").bytes().as_slice());
    assert_eq!(connection.read(false).expect("an answer").text(), format!("1[{looks_like_one}]"));
    assert_eq!(connection.read(false).expect("an answer").text(), "<2>|");

    // Refused by its head: the body is read away to its last byte, or the connection ends.
    let mut connection = Connection::open(server.port());
    connection.write(head.replace("/echo/1", "/mockoon-admin/environment").replace("Expect", "X-Expect").as_bytes());
    connection.write(looks_like_one.as_bytes());
    connection.write(Request::get("/t/<2>").bytes().as_slice());
    assert_eq!(connection.read(false).expect("an answer").status, 401);
    assert_eq!(connection.read(false).map(|reply| reply.text()).unwrap_or("<2>|".into()), "<2>|");
}

#[test]
fn a_token_may_have_them() {
    let token = "<\"`>";
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_ADMIN_API_TOKEN", token).start();
    let mut connection = Connection::open(server.port());
    connection.write(Request::get(&format!("/mockoon-admin/events?token={token}")).bytes().as_slice());
    assert_eq!(connection.head().expect("a head").status, 200);
    assert_eq!(server.get(&format!("/mockoon-admin/events?token={TOKEN}<")).status, 401);
}

#[test]
fn a_websocket_may_have_them_and_its_messages_stay_as_they_are() {
    let mut socket = route("", "ws/:p", vec![response(json!({"body": "{{{urlParam 'p'}}}{{{body}}}"}))]);
    socket["type"] = "ws".into();
    let server = Sidemock::on(&environment(json!({"routes": [socket]}))).start();
    let handshake = Request::get("/ws/<x>")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.write_all(&handshake.bytes()).expect("a request");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a head");
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    // A text under a mask of zeros.
    let message = b"GET /<y> HTTP/1.1\r\n\r\n";
    stream.write_all(&[&[0x81, 0x80 | message.len() as u8, 0, 0, 0, 0], &message[..]].concat()).expect("a message");
    let answer = [b"<x>", &message[..]].concat();
    let mut frame = vec![0; answer.len() + 2];
    stream.read_exact(&mut frame).expect("a message");
    assert_eq!(String::from_utf8_lossy(&frame[2..]), String::from_utf8_lossy(&answer));
}
