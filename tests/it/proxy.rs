//! Proxy mode against upstreams that the tests play themselves, byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, environment, free_port, get};
use crate::tls::{Secure, fixtures, tls_environment, with_fixtures};

/// A server that answers every request by a function of its head and body; it notes what arrives.
pub struct Upstream {
    port: u16,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    pub fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let upstream = Self {
            port: listener.local_addr().expect("an address").port(),
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let (connections, requests) = (Arc::clone(&upstream.connections), Arc::clone(&upstream.requests));
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (requests, answer) = (Arc::clone(&requests), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream);
                    while let Some(request) = read_request(&mut reader) {
                        requests.lock().expect("no panic").push(request.clone());
                        answer(&request, reader.get_mut());
                    }
                });
            }
        });
        upstream
    }

    /// One that answers with a fixed text.
    fn saying(answer: &'static str) -> Self {
        Self::new(move |_, stream| stream.write_all(answer.as_bytes()).unwrap_or_default())
    }

    pub fn host(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn last(&self) -> String {
        self.requests.lock().expect("no panic").last().cloned().expect("a request")
    }
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().expect("a number");
        }
        request.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.push_str(&String::from_utf8_lossy(&body));
    Some(request)
}

pub const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/x-up\r\nContent-Length: 2\r\n\r\nup";

pub fn proxy(host: &str, more: Value) -> Sidemock {
    let mut fields = json!({"proxyMode": true, "proxyHost": host, "routes": [get("mocked", "mocked")]});
    fields.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    Sidemock::on(&environment(fields))
}

fn last_log(server: &Server) -> Value {
    server.admin("GET", "/logs").json()[0].clone()
}

#[test]
fn what_no_route_answers_is_forwarded_with_the_path_of_the_host() {
    let upstream = Upstream::saying(OK);
    let server = proxy(&format!("{}/base/", upstream.host()), json!({})).start();
    assert_eq!(server.get("/mocked").text(), "mocked");
    let reply = server.get("/other?a=%20&b");
    assert_eq!((reply.text().as_str(), reply.header("content-type")), ("up", Some("text/x-up")));
    assert!(upstream.last().starts_with("GET /base/other?a=%20&b HTTP/1.1\r\n"), "{}", upstream.last());
}

#[test]
fn the_prefix_is_removed_on_request() {
    let upstream = Upstream::saying(OK);
    let cut = json!({"endpointPrefix": "api", "proxyRemovePrefix": true});
    let server = proxy(&upstream.host(), cut).start();
    for (path, arrives) in [("/api/a", "/a"), ("/API/a", "/API/a"), ("/apis/a", "/s/a"), ("/api", "/"), ("/b", "/b")] {
        server.get(path);
        assert!(upstream.last().starts_with(&format!("GET {arrives} HTTP/1.1\r\n")), "{path}: {}", upstream.last());
    }
}

#[test]
fn a_target_that_is_no_url_arrives_as_it_was_sent() {
    let upstream = Upstream::saying(OK);
    let server =
        proxy(&format!("{}/base", upstream.host()), json!({"proxyReqHeaders": [{"key": "X-A", "value": "a"}]}));
    let server = server.start();
    for target in ["/a<b>'c", "/a?x=\"<`>\"&y={\"a\":[1]}", "/`\"", "/%3C<?%"] {
        let reply = server.get(target);
        assert_eq!((reply.status, reply.text().as_str()), (200, "up"), "{target}");
        let arrived = upstream.last();
        assert!(arrived.starts_with(&format!("GET /base{target} HTTP/1.1\r\n")), "{target}: {arrived}");
        for line in [&format!("host: 127.0.0.1:{}\r\n", upstream.port), "x-a: a\r\n"] {
            assert!(arrived.to_ascii_lowercase().contains(line), "{line}: {arrived}");
        }
    }
    let posted = server.send(&Request::new("POST", "/<p>").body("text/plain", "body"));
    assert_eq!(posted.text(), "up");
    let arrived = upstream.last();
    assert!(arrived.starts_with("POST /base/<p> HTTP/1.1\r\n") && arrived.ends_with("\r\n\r\nbody"), "{arrived}");
    let log = server.admin("GET", "/logs").json();
    let log = log.as_array().and_then(|log| log.last()).expect("a transaction");
    assert_eq!((&log["request"]["urlPath"], &log["proxied"]), (&json!("/%3Cp%3E"), &json!(true)));
    // With an `@` Node's URL parser escapes them.
    server.get("/@<");
    assert!(upstream.last().starts_with("GET /base/@%3C HTTP/1.1\r\n"), "{}", upstream.last());
}

#[test]
fn a_failure_is_the_same_for_a_target_that_is_no_url() {
    let upstream = Upstream::new(|_, stream| stream.shutdown(std::net::Shutdown::Both).unwrap_or_default());
    let server = proxy(&upstream.host(), json!({})).start();
    let reply = server.get("/<x>");
    let text = format!("An error occurred while trying to proxy to {} /<x>: Error: socket hang up", upstream.host());
    assert_eq!((reply.status, reply.text()), (504, text));
    let port = free_port();
    let server = proxy(&format!("http://127.0.0.1:{port}"), json!({})).start();
    let reply = server.get("/<x>");
    assert_eq!(reply.status, 504);
    assert!(reply.text().ends_with(&format!("/<x>: Error: connect ECONNREFUSED 127.0.0.1:{port}")), "{}", reply.text());
}

#[test]
fn headers_of_the_connection_stay_and_a_chunked_body_arrives_with_its_length() {
    let upstream = Upstream::saying(OK);
    let server = proxy(&upstream.host(), json!({})).start();
    let mut connection = Connection::open(server.port());
    connection.write(
        b"POST /x HTTP/1.1\r\nHost: mock.test\r\nConnection: keep-alive, X-Named\r\nUpgrade: h2c\r\nX-Two: a\r\nX-Two: b\r\n\
          X-Named: 1\r\nKeep-Alive: timeout=9\r\nTE: trailers\r\nTrailer: x\r\nProxy-Connection: close\r\n\
          Proxy-Authorization: Basic eA==\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    );
    assert_eq!(connection.read(false).expect("an answer").text(), "up");
    let arrived = upstream.last().to_ascii_lowercase();
    for part in ["content-length: 3\r\n", "x-two: a, b\r\n", &format!("host: 127.0.0.1:{}\r\n", upstream.port)] {
        assert!(arrived.contains(part), "{part}: {arrived}");
    }
    let gone = ["transfer-encoding", "upgrade", "connection", "x-named", "keep-alive", "\nte:", "trailer", "proxy-"];
    for part in gone {
        assert!(!arrived.contains(part), "{part}: {arrived}");
    }
    assert!(arrived.ends_with("\r\n\r\nabc"));
}

#[test]
fn connections_to_the_upstream_are_used_again() {
    let upstream = Upstream::saying(OK);
    let server = proxy(&upstream.host(), json!({})).start();
    for _ in 0..5 {
        assert_eq!(server.get("/x").text(), "up");
    }
    assert_eq!(upstream.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn connections_over_which_a_large_body_came_are_used_again() {
    const SIZE: usize = 3_000_000;
    let upstream = Upstream::new(|_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n");
        stream.write_all(&[head.as_bytes(), &vec![b'x'; SIZE]].concat()).unwrap_or_default();
    });
    let server = proxy(&upstream.host(), json!({})).start();
    for _ in 0..5 {
        assert_eq!(server.get("/x").body.len(), SIZE);
    }
    assert_eq!(upstream.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_pooled_connection_that_the_upstream_closed_is_no_failure() {
    let upstream = Upstream::new(|_, stream| {
        stream.write_all(OK.as_bytes()).unwrap_or_default();
        stream.shutdown(std::net::Shutdown::Both).unwrap_or_default();
    });
    let server = proxy(&upstream.host(), json!({})).start();
    for _ in 0..20 {
        assert_eq!(server.get("/x").text(), "up");
    }
}

#[test]
fn an_upstream_that_is_not_there_is_a_504_of_the_proxy() {
    let port = free_port();
    let server =
        proxy(&format!("http://127.0.0.1:{port}"), json!({"headers": [{"key": "X-Env", "value": "e"}]})).start();
    let reply = server.get("/x?y=1");
    assert_eq!((reply.status, reply.header("content-type")), (504, Some("text/plain; charset=utf-8")));
    assert_eq!(reply.header("x-env"), Some("e"));
    let text = format!(
        "An error occurred while trying to proxy to http://127.0.0.1:{port} /x?y=1: Error: connect ECONNREFUSED 127.0.0.1:{port}"
    );
    assert_eq!(reply.text(), text);
    let log = last_log(&server);
    assert_eq!((&log["proxied"], &log["response"]["body"]), (&json!(true), &json!(text)));
}

#[test]
fn an_upstream_that_hangs_up_is_a_504() {
    let upstream = Upstream::new(|_, stream| stream.shutdown(std::net::Shutdown::Both).unwrap_or_default());
    let server = proxy(&upstream.host(), json!({})).start();
    for (sent, method) in ["POST", "GET", "PUT", "GET"].into_iter().enumerate() {
        let reply = server.send(&Request::new(method, "/x"));
        assert_eq!(reply.status, 504);
        assert!(reply.text().ends_with(": Error: socket hang up"), "{}", reply.text());
        assert_eq!(upstream.requests.lock().unwrap().len(), sent + 1, "{method}: no new connection is asked twice");
    }
}

#[test]
fn the_upstream_wins_over_headers_of_the_environment_and_added_ones_over_both() {
    let upstream = Upstream::saying(
        "HTTP/1.1 200 OK\r\nX-One: up\r\nX-Two: up\r\nX-Many: a\r\nX-Many: b\r\nSet-Cookie: a=1; Domain=x; Secure\r\n\
         Set-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n",
    );
    let headers = json!([
        {"key": "X-One", "value": "env"}, {"key": "X-Three", "value": "env"}, {"key": "Set-Cookie", "value": "env=1"},
    ]);
    let added = json!([{"key": "X-Two", "value": "{{method}}"}, {"key": "set-cookie", "value": "c=3; Secure"}]);
    let server = proxy(&upstream.host(), json!({"headers": headers, "proxyResHeaders": added})).start();
    let reply = server.get("/x");
    for (name, value) in [("x-one", "up"), ("x-two", "GET"), ("x-three", "env"), ("x-many", "a, b")] {
        assert_eq!(reply.all(name), [value]);
    }
    assert_eq!(reply.all("set-cookie"), ["a=1", "b=2; Path=/", "c=3"]);
}

#[test]
fn cookies_stay_secure_over_tls() {
    let upstream =
        Upstream::saying("HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Domain=x; Secure; HttpOnly\r\nContent-Length: 0\r\n\r\n");
    let mut environment = tls_environment(&json!({}));
    environment["proxyMode"] = true.into();
    environment["proxyHost"] = upstream.host().into();
    let server = Sidemock::on(&environment).start();
    let (_, head, _) = Secure::to(server.port()).get("/x");
    assert!(head.contains("set-cookie: a=1; secure; httponly\r\n"), "{head}");
}

#[test]
fn certificates_of_upstreams_are_verified_unless_the_operator_says_otherwise() {
    let tls = json!({"certPath": "leaf.pem", "keyPath": "leaf.key", "caPath": "ca.pem"});
    let upstream = with_fixtures(&tls).start();
    let host = format!("https://localhost:{}", upstream.port());
    let refused = proxy(&host, json!({})).start();
    assert_eq!([refused.get("/hello").status, refused.get("/hello?<").status], [504, 504]);
    let insecure = proxy(&host, json!({})).var("MOCKOON_PROXY_INSECURE", "true").start();
    assert_eq!(insecure.get("/hello").text(), format!("hello at {host}"));
    let root = fixtures().join("root.pem");
    let trusted = proxy(&host, json!({})).var("MOCKOON_PROXY_CA_FILE", root.display().to_string()).start();
    for target in ["/hello", "/hello?<"] {
        assert_eq!(trusted.get(target).text(), format!("hello at {host}"));
    }
}

#[test]
fn an_answer_goes_on_while_the_upstream_still_writes_it() {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let upstream = Upstream::new(move |_, stream| {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n";
        stream.write_all(head).unwrap_or_default();
        wait.lock().expect("no panic").recv().expect("the test goes on");
        stream.write_all(b"4\r\nlast\r\n0\r\n\r\n").unwrap_or_default();
    });
    let server = proxy(&upstream.host(), json!({})).start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/x").bytes());
    connection.head().expect("a head");
    assert_eq!([connection.line(), connection.line()].map(Option::unwrap), ["5", "first"]);
    go.send(()).expect("an upstream");
    assert_eq!([connection.line(), connection.line()].map(Option::unwrap), ["4", "last"]);
    connection.line();
    server.wait_for_output("\"requestProxied\":true");
    assert_eq!(last_log(&server)["response"]["body"], "firstlast");
}

#[test]
fn a_body_that_breaks_off_upstream_breaks_off_here() {
    let upstream = Upstream::new(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive!").unwrap_or_default();
        stream.shutdown(std::net::Shutdown::Both).unwrap_or_default();
    });
    let server = proxy(&upstream.host(), json!({})).start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.write_all(&Request::get("/x").bytes()).expect("a request");
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    assert!(!String::from_utf8_lossy(&got).contains("five!five!"));
    assert_eq!(server.get("/mocked").status, 200);
}

#[test]
fn a_gibibyte_passes_in_bounded_memory() {
    const SIZE: usize = 1 << 30;
    let upstream = Upstream::new(|_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap_or_default();
        let block = vec![b'x'; 1 << 20];
        for _ in 0..SIZE / block.len() {
            stream.write_all(&block).unwrap_or_default();
        }
    });
    let server = proxy(&upstream.host(), json!({})).start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    stream.write_all(b"GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("a request");
    let passed = std::io::copy(&mut stream, &mut std::io::sink()).expect("a body");
    assert!(passed as usize > SIZE);
    assert!(server.peak_memory() < 64 << 10, "{} KiB", server.peak_memory());
}
