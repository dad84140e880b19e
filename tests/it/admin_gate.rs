//! Nothing of the admin API is reached without the token, whatever way the path is written.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, environment, get, response, route, wait_for,
};

/// What only the admin API would say.
const TELLTALES: [&str; 8] = [
    "Welcome to Mockoon",
    "initial state",
    "purged",
    "has been set",
    "Environment updated",
    "marker-value",
    "transaction-complete",
    "data-bucket-processed",
];

fn server() -> Server {
    let mode = |mut route: Value| {
        route["responseMode"] = "SEQUENTIAL".into();
        route
    };
    let counted = mode(route("get", "counted", (0..5).map(|i| response(json!({"body": i.to_string()}))).collect()));
    let file = environment(json!({
        "routes": [counted, get("hello", "hi")],
        "data": [bucket("buck", "Bucket", &json!({"secret": "marker-value"}))],
    }));
    let server = Sidemock::on(&file).start();
    let marker = Request::new("POST", "/mockoon-admin/global-vars").bearer(TOKEN);
    assert_eq!(server.send(&marker.json(&json!({"key": "marker", "value": "marker-value"}))).status, 200);
    assert_eq!(server.get("/counted").text(), "0");
    server
}

fn assert_untouched(server: &Server) {
    assert_eq!(server.admin("GET", "/global-vars/marker").json()["value"], json!("marker-value"));
    assert_eq!(server.get("/hello").text(), "hi");
}

fn reveals(reply: &Reply) -> Option<&'static str> {
    let whole = reply.whole();
    TELLTALES.into_iter().find(|telltale| whole.contains(telltale))
}

/// Resources with the method and body that would do something.
fn calls() -> Vec<(&'static str, &'static str, Option<Value>)> {
    let variable = Some(json!({"key": "marker", "value": "overwritten"}));
    vec![
        ("GET", "", None),
        ("GET", "/logs", None),
        ("PURGE", "/logs", None),
        ("POST", "/logs/purge", None),
        ("PURGE", "/state", None),
        ("POST", "/state/purge", None),
        ("GET", "/global-vars/marker", None),
        ("POST", "/global-vars", variable.clone()),
        ("PUT", "/global-vars", variable.clone()),
        ("PATCH", "/global-vars", variable.clone()),
        ("PURGE", "/global-vars", None),
        ("POST", "/global-vars/purge", None),
        ("GET", "/env-vars/PATH", None),
        ("POST", "/env-vars", variable),
        ("GET", "/data-buckets", None),
        ("GET", "/data-buckets/Bucket", None),
        ("PURGE", "/data-buckets", None),
        ("POST", "/data-buckets/purge", None),
        ("PUT", "/environment", Some(json!({"name": "taken over"}))),
        ("GET", "/events", None),
        ("HEAD", "", None),
        ("HEAD", "/logs", None),
        ("DELETE", "/logs", None),
        ("OPTIONS", "/logs", None),
    ]
}

/// Ways to write a path below the prefix, and whether it counts as one: those must be told 401.
const VARIANTS: &[(&str, bool)] = &[
    ("/mockoon-admin{}", true),
    ("/MOCKOON-ADMIN{}", true),
    ("/Mockoon-Admin{}/", true),
    ("/mockoon-admin{}?token=guess", true),
    ("/mockoon-admin/{}", true),
    ("/mockoon-admin/.{}", true),
    ("/mockoon-admin/../mockoon-admin{}", true),
    ("/mockoon-admin;a=b{}", true),
    ("/mockoon-admin%2f{}", true),
    ("/mockoon-administrator{}", true),
    ("//mockoon-admin{}", false),
    ("///mockoon-admin{}", false),
    ("/./mockoon-admin{}", false),
    ("/hello/../mockoon-admin{}", false),
    ("/hello/..;/mockoon-admin{}", false),
    ("/;/mockoon-admin{}", false),
    ("/%2fmockoon-admin{}", false),
    ("/%6dockoon-admin{}", false),
    ("/mockoon%2dadmin{}", false),
    ("/%2e/mockoon-admin{}", false),
    ("/\\mockoon-admin{}", false),
    ("/mockoon-admi%6e{}", false),
    ("http://localhost/mockoon-admin{}", true),
    ("http://localhost//mockoon-admin{}", false),
    ("HTTP://user@localhost/MOCKOON-admin{}", true),
];

fn call(method: &str, target: &str, body: Option<&Value>) -> Request {
    let request = Request::new(method, target);
    match body {
        Some(body) => request.json(body),
        None => request,
    }
}

#[test]
fn no_way_of_writing_the_path_reaches_a_resource_without_the_token() {
    let server = server();
    for (method, path, body) in calls() {
        for (variant, is_admin) in VARIANTS {
            let target = variant.replace("{}", path);
            let reply = server.send(&call(method, &target, body.as_ref()));
            assert_eq!(reveals(&reply), None, "{method} {target}: {reply:?}");
            match (is_admin, method) {
                (true, "OPTIONS") => assert_eq!(reply.status, 403, "{target}"),
                (true, _) => assert_eq!(reply.status, 401, "{method} {target}"),
                (false, _) => assert!(matches!(reply.status, 200 | 400 | 404 | 500), "{method} {target}: {reply:?}"),
            }
        }
    }
    assert_untouched(&server);
    // The sequence has gone on where it was: nobody has reset it.
    assert_eq!(server.get("/counted").text(), "1");
}

#[test]
fn with_the_token_no_other_spelling_becomes_a_resource() {
    let server = server();
    for (variant, is_admin) in VARIANTS.iter().filter(|(_, is_admin)| !is_admin) {
        let target = variant.replace("{}", "/global-vars/marker");
        let reply = server.send(&Request::get(&target).bearer(TOKEN));
        assert_eq!(reveals(&reply), None, "{is_admin} {target}");
    }
}

#[test]
fn credentials_that_are_not_the_token_are_refused() {
    let server = server();
    let almost = &TOKEN[..TOKEN.len() - 1];
    for value in [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        format!("Bearer {almost}"),
        format!("Bearer {TOKEN}x"),
        format!("Bearer {}", TOKEN.to_uppercase()),
        format!("Basic {TOKEN}"),
        format!("Bearer{TOKEN}"),
        format!("Bearer \"{TOKEN}\""),
        format!("Bearer {TOKEN},{TOKEN}"),
        TOKEN.into(),
    ] {
        let reply = server.send(&Request::get("/mockoon-admin/logs").header("Authorization", &value));
        assert_eq!((reply.status, reply.json()), (401, json!({"message": "Unauthorized"})), "{value:?}");
    }
    for name in ["X-Api-Key", "Cookie", "Token", "Proxy-Authorization"] {
        assert_eq!(server.send(&Request::get("/mockoon-admin/logs").header(name, TOKEN)).status, 401, "{name}");
    }
    // The query is good for the events alone.
    for path in ["", "/logs", "/env-vars/PATH", "/events/x", "/state?x=/mockoon-admin/events"] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let target = format!("/mockoon-admin{path}{joint}token={TOKEN}");
        assert_eq!(server.get(&target).status, 401, "{target}");
    }
    assert_eq!(server.get(&format!("/mockoon-admin/events?token={almost}")).status, 401);
    assert_eq!(server.get(&format!("/mockoon-admin/events?token={TOKEN}&token={TOKEN}")).status, 401);
    let both = Request::get(&format!("/mockoon-admin/events?token={TOKEN}")).bearer("wrong");
    assert_eq!(server.send(&both).status, 401, "a bearer header wins");
}

#[test]
fn the_token_is_accepted_in_every_way_the_reference_accepts_it() {
    let server = server();
    for value in [format!("Bearer {TOKEN}"), format!("bearer {TOKEN}"), format!("BEARER   {TOKEN}  ")] {
        assert_eq!(
            server.send(&Request::get("/mockoon-admin").header("Authorization", &value)).status,
            200,
            "{value:?}"
        );
    }
    for path in ["/mockoon-admin/events", "/Mockoon-Admin/EVENTS", "/mockoon-admin/events/"] {
        let mut connection = Connection::open(server.port());
        connection.write(&Request::get(&format!("{path}?token={TOKEN}")).bytes());
        let head = connection.head().expect("an answer");
        assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")), "{path}");
    }
}

#[test]
fn a_websocket_upgrade_is_no_way_around_the_token() {
    let server = server();
    for target in ["/mockoon-admin", "/mockoon-admin/events", "/MOCKOON-ADMIN/logs", "//mockoon-admin/events"] {
        let upgrade = Request::get(target)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        let mut connection = Connection::open(server.port());
        connection.write(&upgrade.bytes());
        if let Some(reply) = connection.read(false) {
            assert_ne!(reply.status, 101, "{target}");
            assert_eq!(reveals(&reply), None, "{target}");
            assert!(target.starts_with("//") || reply.status == 401, "{target}: {reply:?}");
        }
    }
    assert_untouched(&server);
}

#[test]
fn the_refusal_comes_before_the_body() {
    let server = server();
    let mut connection = Connection::open(server.port());
    connection.write(b"PUT /mockoon-admin/environment HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
    let first = connection.head().expect("an answer");
    assert_eq!(first.status, 401, "no 100 Continue before the 401");
}

#[test]
fn user_routes_below_the_prefix_need_the_token_too() {
    let file =
        environment(json!({"routes": [get("mockoon-admin/mine", "mine"), get("mockoon-administrator", "theirs")]}));
    let server = Sidemock::on(&file).start();
    for path in ["/mockoon-admin/mine", "/mockoon-administrator"] {
        assert_eq!(server.get(path).status, 401, "{path}");
        assert_eq!(server.send(&Request::get(path).bearer(TOKEN)).status, 200, "{path}");
    }
}

#[test]
fn a_disabled_admin_api_is_not_there() {
    let server = Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]})))
        .var("MOCKOON_DISABLE_ADMIN_API", "true")
        .start();
    assert_eq!(server.admin("GET", "").status, 404);
    assert_eq!(server.get("/mockoon-admin/logs").status, 404);
    assert_eq!(server.get("/hello").text(), "hi");
}

#[test]
fn each_environment_has_its_own_token_when_there_are_several() {
    let text = environment(json!({})).to_string();
    let server = Sidemock::new()
        .environment("a.json", &text)
        .environment("b.json", &text)
        .var("MOCKOON_ADMIN_API_TOKEN", "token-a,token-b")
        .start();
    let status =
        |index: usize, token: &str| Request::get("/mockoon-admin").bearer(token).send(server.port_of(index)).status;
    assert_eq!([status(0, "token-a"), status(1, "token-b")], [200, 200]);
    assert_eq!([status(0, "token-b"), status(1, "token-a")], [401, 401]);
}

#[test]
fn browsers_are_let_in_only_from_the_origins_that_are_listed() {
    let server =
        Sidemock::on(&environment(json!({"routes": [route("options", "*", vec![response(json!({"body": "mine"}))])]})))
            .var("MOCKOON_ADMIN_API_CORS_ORIGIN", "http://good.example")
            .start();
    let preflight = |origin: &str| Request::new("OPTIONS", "/mockoon-admin/logs").header("Origin", origin);
    let good = server.send(&preflight("http://good.example"));
    assert_eq!((good.status, good.header("access-control-allow-origin")), (204, Some("http://good.example")));
    let bad = server.send(&preflight("http://bad.example"));
    assert_eq!((bad.status, bad.header("access-control-allow-origin"), bad.body.len()), (403, None, 0));
    let call = Request::get("/mockoon-admin").bearer(TOKEN).header("Origin", "http://bad.example");
    assert_eq!(server.send(&call).header("access-control-allow-origin"), None);
}

#[test]
fn a_short_token_is_warned_of_once_however_often_files_are_read() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "old")]})))
        .var("MOCKOON_ADMIN_API_TOKEN", "short")
        .start();
    for text in ["new", "newer"] {
        let changed = environment(json!({"routes": [get("a", text)]}));
        std::fs::write(server.directory().join("environment.json"), changed.to_string()).unwrap();
        wait_for("the reload", || server.get("/a").text() == text);
    }
    assert_eq!(server.output().matches("can be guessed").count(), 1, "{}", server.output());
}

#[test]
fn beyond_twenty_in_a_minute_answers_to_wrong_tokens_wait_and_those_to_right_ones_do_not() {
    let server = Sidemock::on(&environment(json!({}))).start();
    let wrong = Request::get("/mockoon-admin/logs").bearer("none-of-the-tokens");
    let began = Instant::now();
    for _ in 0..20 {
        assert_eq!(server.send(&wrong).status, 401);
        assert_eq!(server.admin("GET", "/logs").status, 200);
    }
    let beyond = Instant::now();
    for _ in 0..3 {
        assert_eq!(server.send(&wrong).status, 401);
    }
    assert_eq!(server.admin("GET", "/logs").status, 200);
    // However slow the machine is, a wait is never shorter than it was meant to be; only the minute may be over.
    let is_slow = began.elapsed() > Duration::from_secs(55);
    assert!(is_slow || beyond.elapsed() >= Duration::from_millis(100 + 200 + 300), "{:?}", beyond.elapsed());
}
