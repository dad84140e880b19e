//! Callbacks: what they send, where to, and their bounds.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, bucket, crud, environment, get, response, route};

/// Uuid of the only callback.
const ONE: &str = "00000000-0000-4000-9000-000000000001";

/// A request as the receiver saw it.
#[derive(Debug, Clone)]
struct Received {
    line: String,
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&String| line.split(':').next().is_some_and(|key| key.eq_ignore_ascii_case(name));
        self.headers.iter().find(named).and_then(|line| line.split_once(": ")).map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A server that writes down what it gets; `/hang` never answers, `/NNN/path` redirects to the path.
struct Receiver {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let list = Arc::clone(&list);
                std::thread::spawn(move || serve(stream, &list));
            }
        });
        Self { port, received }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Waits for so many requests in all.
    fn wait(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let received = self.received.lock().unwrap().clone();
            if received.len() >= count {
                return received;
            }
            assert!(Instant::now() < deadline, "only {received:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn serve(stream: TcpStream, list: &Mutex<Vec<Received>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let mut received = Received { line: lines.remove(0), headers: lines, body: Vec::new() };
        let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        received.body = vec![0; length];
        reader.read_exact(&mut received.body).ok()?;
        let path = received.line.split(' ').nth(1)?.to_owned();
        list.lock().unwrap().push(received);
        if path == "/hang" {
            std::thread::sleep(Duration::from_secs(600));
        }
        let (status, location) = match path.get(1..4).filter(|status| status.starts_with('3')) {
            Some(status) => (status, format!("Location: {}\r\n", &path[4..])),
            None => ("200", String::new()),
        };
        let reply = format!("HTTP/1.1 {status} Reply\r\n{location}Content-Length: 2\r\n\r\nok");
        reader.get_mut().write_all(reply.as_bytes()).ok()?;
    }
}

/// A callback with Mockoon's defaults under the fields given.
fn callback(uuid: &str, fields: Value) -> Value {
    let mut callback = json!({
        "uuid": uuid, "id": "c", "uri": "", "name": uuid, "documentation": "", "method": "post", "headers": [],
        "bodyType": "INLINE", "body": "", "databucketID": "", "filePath": "", "sendFileAsBody": true,
    });
    for (key, value) in fields.as_object().unwrap() {
        callback[key] = value.clone();
    }
    callback
}

/// A response that invokes one callback.
fn calling(uuid: &str, fields: Value) -> Value {
    let mut response = response(fields);
    response["callbacks"] = json!([{"uuid": uuid, "latency": 0}]);
    response
}

/// Every `GET` on `/go` invokes this callback.
fn on_go(fields: Value) -> Sidemock {
    Sidemock::on(&environment(json!({
        "callbacks": [callback(ONE, fields)],
        "routes": [route("all", "go", vec![calling(ONE, json!({"body": "went"}))])],
    })))
}

fn go(server: &Server) {
    assert_eq!(server.get("/go").text(), "went");
}

#[test]
fn a_file_is_attached_as_form_data() {
    let receiver = Receiver::new();
    let fields = json!({"uri": receiver.url("/"), "bodyType": "FILE", "filePath": "b.bin", "sendFileAsBody": false});
    let server = on_go(fields).file("b.bin", [0, 255, 10]).start();
    go(&server);
    let received = receiver.wait(1).remove(0);
    let kind = received.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    assert_eq!(received.body, [head.as_bytes(), &[0, 255, 10], format!("\r\n--{boundary}--\r\n").as_bytes()].concat());
}

#[test]
fn files_outside_of_the_directory_are_not_sent() {
    let receiver = Receiver::new();
    let fields = json!({"uri": receiver.url("/"), "bodyType": "FILE", "filePath": "/proc/self/environ"});
    let server = on_go(fields).start();
    go(&server);
    server.wait_for_output("Access to absolute path outside");
    assert!(receiver.wait(0).is_empty());
}

#[test]
fn relative_urls_go_to_the_environment_itself() {
    let routes = vec![
        route("get", "go", vec![calling(ONE, json!({"body": "went"}))]),
        route(
            "post",
            "landing",
            vec![response(json!({"body": "{{setGlobalVar 'seen' (header 'x-mockoon-callback-depth')}}"}))],
        ),
        get("seen", "{{getGlobalVar 'seen'}}"),
    ];
    let server = Sidemock::on(&environment(json!({
        "endpointPrefix": "api", "routes": routes, "callbacks": [callback(ONE, json!({"uri": "/landing"}))],
    })))
    .start();
    let deeper = Request::get("/api/go").header("X-Mockoon-Callback-Depth", "6");
    assert_eq!(server.send(&deeper).text(), "went");
    server.wait_for_output("Callback invoked");
    assert_eq!(server.get("/api/seen").text(), "7");
}

#[test]
fn relative_urls_prefer_the_public_base_url() {
    let receiver = Receiver::new();
    let server = on_go(json!({"uri": "/landing"})).var("MOCKOON_PUBLIC_BASE_URL", receiver.url("/base")).start();
    go(&server);
    assert_eq!(receiver.wait(1)[0].line, "POST /base/landing HTTP/1.1");
}

#[test]
fn redirects_are_followed_as_fetch_does() {
    for (status, lines) in [
        (302, ["POST /302/end HTTP/1.1", "GET /end HTTP/1.1"]),
        (303, ["POST /303/end HTTP/1.1", "GET /end HTTP/1.1"]),
        (307, ["POST /307/end HTTP/1.1", "POST /end HTTP/1.1"]),
    ] {
        let receiver = Receiver::new();
        let headers = json!([{"key": "Authorization", "value": "Bearer x"}]);
        let server =
            on_go(json!({"uri": receiver.url(&format!("/{status}/end")), "body": "b", "headers": headers})).start();
        go(&server);
        let received = receiver.wait(2);
        assert_eq!(received.iter().map(|r| r.line.as_str()).collect::<Vec<_>>(), lines);
        let kept = status == 307;
        assert_eq!(received[1].text(), if kept { "b" } else { "" });
        assert_eq!(received[1].header("content-type").is_some(), kept);
        assert_eq!(received[1].header("authorization"), Some("Bearer x"));
    }
}

#[test]
fn another_origin_gets_no_credentials() {
    let (first, second) = (Receiver::new(), Receiver::new());
    let headers = json!([{"key": "Authorization", "value": "x"}, {"key": "Cookie", "value": "a=b"}, {"key": "X-A", "value": "a"}]);
    let server = on_go(json!({"uri": first.url(&format!("/307{}", second.url("/"))), "headers": headers})).start();
    // The receiver's redirect is what follows `/307`, an absolute URL here.
    go(&server);
    assert_eq!(first.wait(1)[0].header("authorization"), Some("x"));
    let received = second.wait(1).remove(0);
    assert_eq!(
        (received.header("authorization"), received.header("cookie"), received.header("x-a")),
        (None, None, Some("a"))
    );
}

#[test]
fn endless_redirects_end() {
    let receiver = Receiver::new();
    let server = on_go(json!({"uri": receiver.url(&"/307".repeat(25))})).start();
    go(&server);
    server.wait_for_output("redirect count exceeded");
    assert_eq!(receiver.wait(21).len(), 21);
}

#[test]
fn at_most_256_callbacks_are_in_flight() {
    let receiver = Receiver::new();
    let server = on_go(json!({"uri": receiver.url("/hang")})).start();
    for _ in 0..256 {
        go(&server);
    }
    receiver.wait(256);
    go(&server);
    server.wait_for_output("too many callbacks are in flight");
    assert_eq!(receiver.wait(256).len(), 256);
}

#[test]
fn callbacks_that_wait_hold_64_mebibytes_at_most() {
    let receiver = Receiver::new();
    let body = "x".repeat(8 << 20);
    let post = Request::new("POST", "/go").body("text/plain", body.as_str());
    let mut waiting = calling(ONE, json!({"body": "went"}));
    waiting["callbacks"][0]["latency"] = 600_000.into();
    let start = |response: Value| {
        let rendered = json!({"uri": receiver.url("/"), "body": "{{{body}}}"});
        let routes = vec![route("post", "go", vec![response])];
        Sidemock::on(&environment(json!({"callbacks": [callback(ONE, rendered)], "routes": routes}))).start()
    };
    let server = start(waiting);
    for _ in 0..12 {
        assert_eq!(server.send(&post).text(), "went");
    }
    let output = server.wait_for_output("too many bytes of callbacks are waiting");
    assert!(!output.contains("Callback invoked"));
    // Seven fit, their addresses included; the rest is dropped, logged and counted.
    let failed =
        || server.manage("/metrics").text().lines().any(|line| line.contains("callbacks") && line.ends_with(" 5"));
    assert!(failed(), "{}", server.manage("/metrics").text());

    // What is done makes room.
    let server = start(calling(ONE, json!({"body": "went"})));
    for count in 1..=12 {
        assert_eq!(server.send(&post).text(), "went");
        let deadline = Instant::now() + Duration::from_secs(30);
        while receiver.received.lock().unwrap().len() < count {
            assert!(Instant::now() < deadline, "only {count} came");
            std::thread::sleep(Duration::from_millis(5));
        }
        receiver.received.lock().unwrap()[count - 1].body = Vec::new();
    }
}

#[test]
fn a_file_that_waits_counts_as_well() {
    let mut response = calling(ONE, json!({"body": "went"}));
    response["callbacks"][0]["latency"] = 600_000.into();
    let file = json!({"uri": "http://127.0.0.1:1/", "bodyType": "FILE", "filePath": "big.bin", "sendFileAsBody": true});
    let routes = vec![route("all", "go", vec![response])];
    let server = Sidemock::on(&environment(json!({"callbacks": [callback(ONE, file)], "routes": routes})))
        .file("big.bin", vec![b'x'; 20 << 20])
        .start();
    for _ in 0..4 {
        go(&server);
    }
    server.wait_for_output("too many bytes of callbacks are waiting");
}

#[test]
fn loops_end_at_the_limit() {
    let receiver = Receiver::new();
    let server = on_go(json!({"uri": receiver.url("/")})).var("MOCKOON_MAX_CALLBACK_DEPTH", "3").start();
    server.send(&Request::get("/go").header("X-Mockoon-Callback-Depth", "3"));
    server.wait_for_output("Max callback depth reached (3)");
    server.send(&Request::get("/go").header("X-Mockoon-Callback-Depth", "2"));
    assert_eq!(receiver.wait(1)[0].header("x-mockoon-callback-depth"), Some("3"));
}

#[test]
fn a_callback_of_a_crud_route_sees_the_new_id() {
    let receiver = Receiver::new();
    let mut items = crud("items", "b1");
    items["responses"][0]["callbacks"] = json!([{"uuid": ONE, "latency": 0}]);
    let server = Sidemock::on(&environment(json!({
        "routes": [items], "data": [bucket("b1", "items", &json!([{"id": 7, "n": "a"}]))],
        "callbacks": [callback(ONE, json!({"uri": receiver.url("/"), "body": "{{body 'id'}}{{body 'n'}}"}))],
    })))
    .start();
    assert_eq!(server.send(&Request::new("POST", "/items").json(&json!({"n": "b"}))).status, 201);
    assert_eq!(receiver.wait(1)[0].text(), "8b");
}

#[test]
fn the_log_shows_callbacks_whole_but_without_secrets() {
    let receiver = Receiver::new();
    let headers = json!([{"key": "Authorization", "value": "Bearer hidden-token"}]);
    let fields = json!({"uri": receiver.url("/"), "body": "sent {{method}}", "headers": headers});
    let server = on_go(fields).var("MOCKOON_LOG_TRANSACTION", "true").start();
    go(&server);
    let output = server.wait_for_output("Callback invoked");
    for shown in ["callbackName", "callbackStatus", "sent GET", "responseBody"] {
        assert!(output.contains(shown), "{shown} in {output}");
    }
    assert!(!output.contains("hidden-token"), "{output}");
}

#[test]
fn a_callback_that_fails_harms_nobody() {
    for uri in ["nope", "ftp://localhost/", "http://user:word@localhost/", "http://127.0.0.1:1/", "{{#if}"] {
        let server = on_go(json!({ "uri": uri })).start();
        go(&server);
        server.wait_for_output("Error while executing callback");
        go(&server);
    }
}
