//! Headers that speak of the connection or the length, wherever an environment has them from: the client gets its body
//! and the journal says what was sent.

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, free_port, get, response, route,
};

/// What recorded traffic brings along, and worse.
const HEADERS: [(&str, &str); 14] = [
    ("Transfer-Encoding", "chunked"),
    ("Transfer-Encoding", "gzip, chunked"),
    ("transfer-encoding", "identity"),
    ("Transfer-Encoding", "nonsense"),
    ("Content-Length", "1"),
    ("Content-Length", "99"),
    ("Content-Length", "nonsense"),
    ("Connection", "close"),
    ("Connection", "x-kept"),
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Keep-Alive", "timeout=99"),
    ("Trailer", "x-kept"),
    ("TE", "trailers"),
];

fn pair(name: &str, value: &str) -> Value {
    json!({"key": name, "value": value})
}

/// A header of ours, to see that the others of an answer stay.
fn headers(name: &str, value: &str) -> Value {
    json!([pair(name, value), pair("X-Kept", "yes")])
}

/// An answer over HTTP/1.0, which ends with its connection.
fn over_http_10(server: &Server, path: &str) -> Reply {
    let mut connection = Connection::open(server.port());
    connection.write(format!("GET {path} HTTP/1.0\r\nHost: x\r\n\r\n").as_bytes());
    connection.read(false).expect("an answer over HTTP/1.0")
}

pub async fn over_http_2(port: u16, path: &str) -> Reply {
    ask_over_http_2(port, http::Request::get(format!("http://localhost{path}"))).await
}

async fn ask_over_http_2(port: u16, request: http::request::Builder) -> Reply {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = request.body(Empty::<Bytes>::new()).unwrap();
    let (head, body) = sender.send_request(request).await.unwrap().into_parts();
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Reply {
        status: head.status.as_u16(),
        reason: String::new(),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

#[tokio::test]
async fn answers_to_head_over_http_2_say_how_long_they_would_be_and_have_no_body() {
    let (admin, front) = (free_port(), free_port());
    let routes = json!([
        route("all", "small", vec![response(json!({"body": "hello"}))]),
        route("all", "large", vec![response(json!({"body": "x".repeat(200 << 10)}))]),
    ]);
    let server = Sidemock::on(&environment(json!({"name": "test", "routes": routes})))
        .var("MOCKOON_ADMIN_API_PORT", admin.to_string())
        .var("MOCKOON_FRONT_PORT", front.to_string())
        .start();
    for (port, path, length) in [
        (server.port(), "/small", Some("5")),
        (server.port(), "/large", Some("204800")),
        (server.port(), "/nothing", None),
        (front, "/small", Some("5")),
        (front, "/nothing", None),
        (admin, "/mockoon-admin/env-vars/none", None),
        (admin, "/mockoon-admin", Some("147")),
        (admin, "/mockoon-admin/x/requests", None),
        (admin, "/mockoon-admin/events", None),
        (server.management(), "/readyz?verbose", None),
        (server.management(), "/metrics", None),
    ] {
        let request = http::Request::head(format!("http://test{path}"));
        // The client refuses an answer to HEAD that has a body.
        let reply = ask_over_http_2(port, request.header("authorization", format!("Bearer {TOKEN}"))).await;
        assert_eq!(reply.body, b"", "{path}");
        assert_eq!(reply.status, if path.starts_with("/no") || path.ends_with("none") { 404 } else { 200 }, "{path}");
        let said = reply.header("content-length");
        assert!(length.is_none_or(|length| said == Some(length)), "{path}: {said:?}");
    }
}

/// Clients take for granted what the standard recommends, until they have heard of less.
#[test]
fn a_hundred_streams_that_come_with_the_preface_are_answered() {
    const STREAMS: u32 = 100;
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    // GET / over http of the authority x.
    const HEAD: [u8; 6] = [0x82, 0x86, 0x84, 0x41, 1, b'x'];
    let server = Sidemock::on(&environment(json!({"latency": 50, "routes": [get("", "hello")]}))).start();
    let mut sent = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &SETTINGS].concat();
    for id in (1..2 * STREAMS).step_by(2) {
        sent.extend([0, 0, HEAD.len() as u8, 1, 5]);
        sent.extend(id.to_be_bytes());
        sent.extend(HEAD);
    }
    let mut connection = Connection::open(server.port());
    connection.write(&sent);
    let (mut ended, mut refused) = (0, 0);
    while ended + refused < STREAMS {
        let head = connection.bytes(9);
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        connection.bytes(length);
        match (head[3], head[4] & 1) {
            (3, _) => refused += 1,
            (0 | 1, 1) => ended += 1,
            (7, _) => panic!("the connection is given up after {ended} answers"),
            _ => {}
        }
    }
    assert_eq!((ended, refused), (STREAMS, 0));
}

/// The last answer, as the journal has it.
fn last(server: &Server) -> Value {
    let logs = server.admin("GET", "/logs?limit=1000").json();
    logs.as_array().and_then(|logs| logs.last()).expect("a log")["response"].clone()
}

/// Headers of the last answer, as the journal has them.
fn recorded(server: &Server) -> Vec<(String, String)> {
    let headers = last(server)["headers"].as_array().expect("headers").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_ascii_lowercase();
    headers.iter().map(|header| (text(&header["key"]), text(&header["value"]))).collect()
}

/// What HTTP itself adds when the answer goes out.
fn is_added(name: &str) -> bool {
    matches!(name, "date" | "content-length")
}

async fn answers(server: &Server, path: &str, status: u16, body: &str) {
    for version in ["1.0", "1.1", "2"] {
        let reply = match version {
            "1.0" => over_http_10(server, path),
            "1.1" => server.get(path),
            _ => over_http_2(server.port(), path).await,
        };
        assert_eq!((reply.status, reply.text().as_str()), (status, body), "{path} over {version}: {reply:?}");
        assert_eq!(reply.header("x-kept"), Some("yes"), "{path} over {version}: {reply:?}");
        let mut sent: Vec<_> =
            reply.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.to_ascii_lowercase())).collect();
        sent.retain(|(name, _)| !is_added(name));
        let mut recorded = recorded(server);
        recorded.retain(|(name, _)| !is_added(name));
        sent.sort();
        recorded.sort();
        assert_eq!(sent, recorded, "{path} over {version}");
    }
}

#[tokio::test]
async fn responses_arrive_whatever_their_headers_say_about_the_connection() {
    for (name, value) in HEADERS {
        let with = |fields: Value| {
            let mut fields = fields;
            fields["headers"] = headers(name, value);
            response(fields)
        };
        let mut items = crud("items", "buck");
        items["responses"][0]["headers"] = headers(name, value);
        let templated = json!({"body": "text", "headers": [pair(name, &format!("{{{{concat '{value}' ''}}}}")), pair("X-Kept", "yes")]});
        let server = Sidemock::on(&environment(json!({
            "routes": [
                route("get", "inline", vec![with(json!({"body": "text"}))]),
                route("get", "rendered", vec![with(json!({"body": "{{concat 'te' 'xt'}}"}))]),
                route("get", "templated", vec![response(templated)]),
                route("get", "empty", vec![with(json!({}))]),
                route("get", "file", vec![with(json!({"bodyType": "FILE", "filePath": "file.bin"}))]),
                route("get", "filetext", vec![with(json!({"bodyType": "FILE", "filePath": "file.txt"}))]),
                route("get", "error", vec![with(json!({"bodyType": "FILE", "filePath": "nowhere.txt", "fallbackTo404": true, "body": "none"}))]),
                route("get", "none", vec![with(json!({"statusCode": 204, "body": "text"}))]),
                items,
            ],
            "data": [bucket("buck", "items", &json!([{"id": 1}]))],
        })))
        .file("file.bin", "bytes")
        .file("file.txt", "text of a file")
        .start();
        for (path, status, body) in [
            ("/inline", 200, "text"),
            ("/rendered", 200, "text"),
            ("/templated", 200, "text"),
            ("/empty", 200, ""),
            ("/file", 200, "bytes"),
            ("/filetext", 200, "text of a file"),
            ("/error", 404, "none"),
            ("/none", 204, ""),
            ("/items", 200, r#"[{"id":1}]"#),
        ] {
            answers(&server, path, status, body).await;
        }
    }
}

#[tokio::test]
async fn headers_of_the_environment_take_no_answer_away() {
    for (name, value) in HEADERS {
        let upstream = Sidemock::on(&environment(json!({"routes": [get("up", "from above")]}))).start();
        let proxy = environment(json!({
            "proxyMode": true, "proxyHost": format!("http://127.0.0.1:{}", upstream.port()),
            "routes": [get("own", "own"), get("big", &"b".repeat(100_000))], "headers": headers(name, value),
            "proxyResHeaders": headers(name, value),
        }));
        let server = Sidemock::on(&proxy).start();
        answers(&server, "/own", 200, "own").await;
        answers(&server, "/big", 200, &"b".repeat(100_000)).await;
        answers(&server, "/up", 200, "from above").await;
        let plain = environment(json!({"headers": headers(name, value)}));
        let server = Sidemock::on(&plain).start();
        for _ in 0..2 {
            assert!(server.get("/nowhere").text().contains("Cannot GET /nowhere"), "{name}: {value}");
        }
        assert_eq!(server.send(&Request::new("OPTIONS", "/nowhere")).status, 200, "{name}: {value}");
        let wrong = server.get("/%zz");
        assert_eq!((wrong.status, wrong.text().as_str()), (500, "Failed to decode param '/%zz'"), "{name}: {value}");
    }
}

#[tokio::test]
async fn headers_of_an_openapi_response_take_no_answer_away() {
    let described = |name: &str, value: &str| json!({name: {"schema": {"type": "string"}, "example": value}, "X-Kept": {"schema": {"type": "string"}, "example": "yes"}});
    for (name, value) in HEADERS {
        let document = json!({
            "openapi": "3.0.0", "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": {
                "description": "d", "headers": described(name, value),
                "content": {"application/json": {"example": {"a": 1}}},
            }}}}},
        });
        let server = Sidemock::new().environment("api.json", &document.to_string()).start();
        let reply = server.get("/a");
        let body: Value = reply.json();
        assert_eq!((reply.status, &body), (200, &json!({"a": 1})), "{name}: {value}");
        assert_eq!(over_http_2(server.port(), "/a").await.json(), body, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_status_that_ends_no_answer_is_an_error_that_says_so() {
    let statuses = [100, 101, 102, 103, 150, 199];
    let mut routes = Vec::new();
    for status in statuses {
        routes.push(route(
            "get",
            &format!("static/{status}"),
            vec![response(json!({"statusCode": status, "body": "b"}))],
        ));
        let body = format!("{{{{status {status}}}}}b");
        routes.push(route("get", &format!("template/{status}"), vec![response(json!({"body": body}))]));
    }
    let server = Sidemock::on(&environment(json!({"routes": routes}))).start();
    for (status, kind) in statuses.iter().flat_map(|status| [(status, "static"), (status, "template")]) {
        let path = format!("/{kind}/{status}");
        for reply in [server.get(&path), over_http_10(&server, &path), over_http_2(server.port(), &path).await] {
            assert_eq!(reply.status, 500, "{path}");
            assert!(reply.text().contains(&format!("status {status}")), "{path}: {}", reply.text());
        }
        let log = last(&server);
        assert_eq!(log["statusCode"], 500, "{path}");
        assert!(log["body"].as_str().is_some_and(|body| body.contains(&status.to_string())), "{log}");
    }
}

/// Bytes of a header's value on the wire.
fn location(server: &Server, path: &str) -> Vec<u8> {
    let mut connection = Connection::open(server.port());
    connection.write(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes());
    connection.line_bytes_of("location")
}

#[test]
fn headers_beyond_ascii_go_out_as_node_writes_them() {
    let to = |body: &str, more: Value| {
        let mut list = vec![pair("Location", "/é")];
        list.extend(more.as_array().cloned().unwrap_or_default());
        response(json!({"body": body, "statusCode": 302, "headers": list}))
    };
    let typed = json!([pair("Content-Type", "text/plain")]);
    // Only a type whose charset is said becomes bytes before it is sent.
    let image = json!([pair("Content-Type", "image/png")]);
    let latin = json!([pair("Content-Type", "image/png; charset=latin1")]);
    let empty_type = json!([pair("Content-Type", "{{queryParam 'none'}}")]);
    let server = Sidemock::on(&environment(json!({"routes": [
        route("get", "short", vec![to("b", json!([]))]),
        route("get", "units", vec![to(&"😀".repeat(499), json!([]))]),
        route("get", "rendered", vec![to("{{concat 'b' 'c'}}", json!([]))]),
        route("get", "empty", vec![to("", json!([]))]),
        route("get", "long", vec![to(&"b".repeat(1_000), json!([]))]),
        route("get", "typed", vec![to("b", typed)]),
        route("get", "image", vec![to("b", image)]),
        route("get", "latin", vec![to("b", latin)]),
        route("get", "empty_type", vec![to("b", empty_type)]),
    ]})))
    .start();
    for path in ["/short", "/units", "/rendered", "/image", "/empty_type"] {
        assert_eq!(location(&server, path), "/é".as_bytes(), "{path}");
    }
    for path in ["/empty", "/long", "/typed", "/latin"] {
        assert_eq!(location(&server, path), b"/\xE9", "{path}");
    }
    let log = last(&server);
    assert!(log["headers"].to_string().contains("/é"), "{log}");
}

#[tokio::test]
async fn two_thousand_header_fields_are_taken() {
    let server = Sidemock::on(&environment(json!({"routes": [get("h", "{{header 'X-1'}}")]}))).start();
    for count in [99, 100, 101, 150, 1_000, 1_998] {
        let mut request = Request::get("/h");
        for number in 0..count {
            request = request.header(&format!("X-{number}"), "1");
        }
        assert!(request.bytes().len() < 64 << 10);
        let mut connection = Connection::open(server.port());
        for _ in 0..2 {
            let reply = connection.ask(&request);
            assert_eq!((reply.status, reply.text().as_str()), (200, "1"), "{count}");
        }
        let stream = TcpStream::connect(("127.0.0.1", server.port())).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = http::Request::get("http://localhost/h");
        for number in 0..count {
            request = request.header(format!("x-{number}"), "1");
        }
        let reply = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        assert_eq!(reply.status(), 200, "{count}");
    }
    // Few of them may be long.
    let reply = Request::get("/h").header("X-1", &"v".repeat(60 << 10)).send(server.port());
    assert_eq!((reply.status, reply.body.len()), (200, 60 << 10));
    let mut many = Request::get("/h");
    for number in 0..2_100 {
        many = many.header(&format!("X-{number}"), "1");
    }
    assert_eq!(many.send(server.port()).status, 431);
}
