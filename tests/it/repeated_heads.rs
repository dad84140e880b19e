//! What comes again on a connection is read as if it came for the first time.

use serde_json::json;

use crate::support::{Connection, Sidemock, TOKEN, environment, response, route};

const ECHO: &str = "{{method}} {{{urlParam 'id'}}} {{{stringify (queryParamRaw)}}} {{{stringify (headersRaw)}}} {{{cookie 'c'}}} {{{hostname}}} [{{{body}}}]";

/// Heads of clients, and the bodies behind them.
const REQUESTS: [(&str, &str); 35] = [
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /echo/2?q=1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /echo/%3C2%3E?q[]=1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /echo/<2>?q=`{} HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET http://b:2/echo/2?q=1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET //echo//2 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /echo/2?q=1#x HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /none HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: c\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: b:1\r\nX-A: c\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A:  c \r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: \r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: \u{e9}\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\nX-A: c\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\nX-A: d\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: c\r\nCookie: c=d\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: c\r\nCookie: c=e\r\n\r\n", ""),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nConnection: keep-alive\r\n\r\n", ""),
    ("GET /echo/3 HTTP/1.1\r\nHost: a:1\r\nConnection: keep-alive\r\n\r\n", ""),
    ("GET /echo/3 HTTP/1.1\r\nHost: a:1\r\nConnection: x-nothing\r\n\r\n", ""),
    ("DELETE /echo/1 HTTP/1.1\r\nHost: a:1\r\nX-A: b\r\n\r\n", ""),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n", "abc"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n", "GET"),
    ("POST /echo/2 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 4\r\n\r\n", "abcd"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 0\r\n\r\n", ""),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 33\r\n\r\n", "GET /none HTTP/1.1\r\nHost: a:1\r\n\r\n"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 003\r\n\r\n", "abc"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\n\r\n", ""),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\nContent-Type: application/json\r\n\r\n", "[1]"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 7\r\nContent-Type: application/json\r\n\r\n", "{\"a\":1}"),
    ("PUT /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n", "abc"),
    ("POST /none HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n", "abc"),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n", "abc"),
    ("GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n"),
    ("POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n"),
];

/// How an answer reads.
fn answer(connection: &mut Connection, at_once: bool, (head, body): (&str, &str)) -> String {
    if at_once {
        connection.write(format!("{head}{body}").as_bytes());
    } else {
        connection.write(head.as_bytes());
        connection.write(body.as_bytes());
    }
    let reply = connection.read(false).expect("an answer");
    format!("{} {:?} {}", reply.status, reply.header("connection"), reply.text())
}

#[test]
fn every_request_is_answered_as_on_a_connection_of_its_own() {
    let echo = route("all", "echo/:id", vec![response(json!({"body": ECHO}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    let alone = REQUESTS.map(|request| answer(&mut Connection::open(server.port()), true, request));
    let mut connection = Connection::open(server.port());
    for (first, request) in REQUESTS.into_iter().enumerate() {
        for (second, other) in REQUESTS.into_iter().enumerate() {
            // The turn after that goes back to the first.
            for (at, request) in [(first, request), (first, request), (second, other), (second, other)] {
                let at_once = (first + second) % 3 > 0;
                assert_eq!(answer(&mut connection, at_once, request), alone[at], "{request:?} {other:?}");
            }
        }
    }
}

#[test]
fn what_is_refused_is_refused_after_what_is_not_as_well() {
    let echo = route("all", "echo/:id", vec![response(json!({"body": ECHO}))]);
    let server =
        Sidemock::on(&environment(json!({"routes": [echo]}))).var("MOCKOON_MAX_REQUEST_BODY_SIZE", "6").start();
    let post = "POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n";
    for (head, body, status) in [
        (post.replace(": 3", ": 7"), "abcdefg", 413),
        (post.replace(": 3", ": -3"), "abc", 400),
        (post.replace(": 3", ": 3, 3"), "abc", 400),
        (post.replace(": 3", ": 3x"), "abc", 400),
        (post.replace("Host: a:1", "Content-Length: 3\r\nHost: a:1"), "abc", 400),
        (post.replace("Host: a:1", "Transfer-Encoding: chunked\r\nHost: a:1"), "3\r\nabc\r\n0\r\n\r\n", 400),
        (post.replace("Host: a:1\r\n", ""), "abc", 400),
        (post.replace("Host: a:1", "Host: a:1\r\nHost: b:1"), "abc", 400),
        (post.replace("\r\n\r\n", "\r\nExpect: much\r\n\r\n"), "abc", 417),
    ] {
        let mut connection = Connection::open(server.port());
        for _ in 0..3 {
            answer(&mut connection, true, (post, "abc"));
        }
        connection.write(format!("{head}{body}").as_bytes());
        assert_eq!(connection.read(false).map(|reply| reply.status), Some(status), "{head}");
    }
}

#[test]
fn bodies_behind_heads_that_repeat_reach_the_admin_api() {
    let server = Sidemock::on(&environment(json!({}))).start();
    let mut connection = Connection::open(server.port());
    for turn in 0..6 {
        let body = format!("{{\"key\":\"MOCKOON_K{}\",\"value\":\"{turn}\"}}", turn / 2);
        let head = format!(
            "POST /mockoon-admin/env-vars HTTP/1.1\r\nHost: a:1\r\nAuthorization: Bearer {TOKEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        assert!(answer(&mut connection, true, (&head, &body)).starts_with("200 "), "{turn}");
        let set = server.admin("GET", &format!("/env-vars/K{}", turn / 2)).json();
        assert_eq!(set["value"], json!(turn.to_string()));
    }
}

#[test]
fn who_announces_a_body_is_asked_for_it() {
    let echo = route("all", "echo/:id", vec![response(json!({"body": ECHO}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    let head = "POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    let mut connection = Connection::open(server.port());
    for _ in 0..3 {
        connection.write(head.as_bytes());
        assert_eq!(connection.head().map(|reply| reply.status), Some(100));
        connection.write(b"abc");
        assert!(connection.read(false).is_some_and(|reply| reply.text().ends_with("[abc]")));
    }
}

#[test]
fn a_connection_ends_when_its_client_says_so_and_goes_on_while_it_does_not() {
    let echo = route("all", "echo/:id", vec![response(json!({"body": ECHO}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    for last in [
        "GET /echo/1 HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n\r\n",
        "GET /echo/1 HTTP/1.0\r\nHost: a:1\r\nX-A: b\r\n\r\n",
        "GET /echo/1 HTTP/1.1\r\nX-A: b\r\n\r\n",
    ] {
        let mut connection = Connection::open(server.port());
        for _ in 0..3 {
            answer(&mut connection, true, REQUESTS[0]);
        }
        connection.write(last.as_bytes());
        assert!(connection.read(false).is_some(), "{last}");
        assert!(connection.read(false).is_none(), "{last}");
    }
}

#[test]
fn pipelined_heads_are_each_answered() {
    let echo = route("all", "echo/:id", vec![response(json!({"body": ECHO}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    let mut connection = Connection::open(server.port());
    let alone = answer(&mut connection, true, REQUESTS[0]);
    for count in 1..20 {
        connection.write(REQUESTS[0].0.repeat(count).as_bytes());
        for _ in 0..count {
            let reply = connection.read(false).expect("an answer");
            assert_eq!(format!("{} {:?} {}", reply.status, reply.header("connection"), reply.text()), alone);
        }
    }
    let post = "POST /echo/1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n";
    for count in [1, 1, 2, 1, 3, 1, 1, 20, 1] {
        let sent: String = (0..count).map(|number| format!("{post}{number:03}")).collect();
        connection.write(sent.as_bytes());
        for number in 0..count {
            let reply = connection.read(false).expect("an answer");
            assert!(reply.text().ends_with(&format!("[{number:03}]")), "{}", reply.text());
        }
    }
}
