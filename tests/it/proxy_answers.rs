//! What upstreams answer, in all the ways in which they may: usual answers and others take different ways through the
//! proxy, and nobody may notice.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::proxy::{OK, Upstream, proxy};
use crate::support::{Request, Server};
use serde_json::json;

/// Pieces that are written one after the other, with a moment between them.
type Pieces = &'static [&'static str];

fn write(stream: &mut TcpStream, pieces: Pieces) {
    for (number, piece) in pieces.iter().enumerate() {
        if number > 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
        stream.write_all(piece.as_bytes()).unwrap_or_default();
    }
}

/// An upstream that answers requests for `/usual` as usual, and others with these pieces; `closes` after each of them.
fn answering(pieces: Pieces, closes: bool) -> Upstream {
    Upstream::new(move |request, stream| {
        if request.split(' ').nth(1) == Some("/usual") {
            return write(stream, &[OK]);
        }
        write(stream, pieces);
        if closes {
            stream.shutdown(std::net::Shutdown::Both).unwrap_or_default();
        }
    })
}

fn assert_usual(server: &Server, pieces: Pieces) {
    let reply = server.get("/usual");
    assert_eq!((reply.status, reply.text().as_str()), (200, "up"), "{pieces:?}");
}

#[test]
fn an_answer_arrives_however_it_comes() {
    let kinds: &[(Pieces, bool, u16, &str)] = &[
        (&["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"], false, 200, "ok"),
        (&["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"], true, 200, "ok"),
        (&["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"], true, 200, "ok"),
        (&["HTTP/1.1 200 OK\r\nConn", "ection: keep-alive\r\nContent-Length: 2\r\n\r\nok"], false, 200, "ok"),
        (&["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "ok", "ok"], false, 200, "okok"),
        (&["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"], false, 200, "ok"),
        (
            &["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "0\r\nX-T: 1\r\n\r\n"],
            false,
            200,
            "ok",
        ),
        // The coding says how long it is, whatever the length says.
        (
            &["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n"],
            false,
            200,
            "ok",
        ),
        (&["HTTP/1.1 200 OK\r\nX: y\r\n\r\nto the end"], true, 200, "to the end"),
        (&["HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"], true, 200, "ok"),
        (&["HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"], false, 200, "ok"),
        (&["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"], false, 200, "ok"),
        (&["HTTP/1.1 204 No Content\r\n\r\n"], false, 204, ""),
        (&["HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\n\r\n"], false, 304, ""),
        (&["HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno"], false, 500, "no"),
        (&["HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"], false, 200, "ok"),
        // What comes behind an answer is nobody's.
        (
            &["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"],
            false,
            200,
            "ok",
        ),
        (
            &["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"],
            false,
            200,
            "ok",
        ),
    ];
    for (pieces, closes, status, body) in kinds {
        let upstream = answering(pieces, *closes);
        let server = proxy(&upstream.host(), json!({})).start();
        for method in ["GET", "POST"] {
            assert_usual(&server, pieces);
            for _ in 0..2 {
                let reply = server.send(&Request::new(method, "/kind").body("text/plain", "a body"));
                assert_eq!((reply.status, reply.text().as_str()), (*status, *body), "{method} {pieces:?}");
                // What is late comes.
                std::thread::sleep(Duration::from_millis(if pieces.concat().contains("evil") { 50 } else { 0 }));
            }
            assert_usual(&server, pieces);
        }
    }
}

#[test]
fn what_is_no_answer_is_a_504() {
    let kinds: &[(Pieces, &str)] = &[
        (&[""], "socket hang up"),
        (&["HTTP/1.1 200 OK\r\nContent-"], "socket hang up"),
        (&["HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"], "invalid content-length parsed"),
        (&["HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok"], "invalid content-length parsed"),
        (&["HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok"], "invalid HTTP header parsed"),
        (&["HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"], "unexpected transfer-encoding parsed"),
        (&["HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"], "invalid HTTP version parsed"),
        (&["\u{1}\r\n\r\n"], "invalid HTTP version parsed"),
    ];
    for (pieces, error) in kinds {
        let upstream = answering(pieces, true);
        let server = proxy(&upstream.host(), json!({})).start();
        for _ in 0..2 {
            assert_usual(&server, pieces);
            let reply = server.send(&Request::new("POST", "/kind").body("text/plain", "a body"));
            assert_eq!(reply.status, 504, "{pieces:?}");
            assert!(reply.text().ends_with(&format!(": Error: {error}")), "{}", reply.text());
        }
    }
}

#[test]
fn over_a_kept_connection_that_hangs_up_only_what_is_safe_is_asked_again() {
    let asked = AtomicUsize::new(0);
    let upstream = Upstream::new(move |request, stream| {
        // Every other request is left without an answer.
        if request.contains("/kind") && asked.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
            return stream.shutdown(std::net::Shutdown::Both).unwrap_or_default();
        }
        write(stream, &[OK]);
    });
    let server = proxy(&upstream.host(), json!({})).start();
    for (method, status) in [("GET", 200), ("POST", 504), ("GET", 200), ("PUT", 504)] {
        assert_eq!(server.get("/usual").status, 200);
        assert_eq!(server.send(&Request::new(method, "/kind")).status, status, "{method}");
    }
}

#[test]
fn requests_arrive_whole_over_connections_of_both_kinds() {
    // With the first chunked answer a connection is another.
    let upstream = Upstream::new(|request, stream| {
        let chunked = request.contains("/chunked");
        write(
            stream,
            if chunked { &["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] } else { &[OK] },
        );
    });
    let server = proxy(&upstream.host(), json!({})).start();
    for target in ["/plain", "/chunked", "/plain"] {
        for (method, size) in
            [("GET", 0), ("POST", 0), ("POST", 10), ("PUT", 17_000), ("PATCH", 300_000), ("DELETE", 0)]
        {
            let request = Request::new(method, target).header("X-A", "b");
            let request = if size > 0 { request.body("text/plain", "x".repeat(size)) } else { request };
            assert_eq!(server.send(&request).status, 200);
            let arrived = upstream.last();
            let (head, sent) = arrived.split_once("\r\n\r\n").expect("a head");
            assert!(head.starts_with(&format!("{method} {target} HTTP/1.1\r\n")), "{head}");
            assert!(head.contains("\r\nx-a: b"), "{head}");
            assert_eq!(head.contains(&format!("\r\ncontent-length: {size}")), method != "GET", "{head}");
            assert_eq!(sent.len(), size, "{method} {target}");
        }
    }
}
