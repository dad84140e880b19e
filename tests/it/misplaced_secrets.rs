//! The admin token where a client puts it by mistake, and other secrets that the process knows: shown nowhere.

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, environment, get, response, route, rule, wait_for};
use crate::traces::{Behaviour, Collector};

const SECRET: &str = "s3cret/9f8e+7d6c=5b\"4a";
/// The same as URLs write it, and other spellings of it.
const IN_URL: &str = "s3cret%2F9f8e%2B7d6c%3D5b%224a";
const SPELLINGS: [&str; 6] = [
    SECRET,
    IN_URL,
    "s3cret\\/9f8e+7d6c=5b\\\"4a",
    "s3cret/9f8e+7d6c&#x3D;5b&quot;4a",
    "%73%33cret%2f9f8e%2b7d6c%3d5b%224a",
    "czNjcmV0LzlmOGUrN2Q2Yz01YiI0Y", // Base64
];

fn clean(place: &str, text: &str) {
    // What any of the spellings has, JSON in JSON included.
    for part in SPELLINGS.into_iter().chain(["9f8e+7d6c", "9f8e%2B7d6c", "s3cret/9f8e"]) {
        if let Some(at) = text.to_lowercase().find(&part.to_lowercase()) {
            let around: String = text.get(at.saturating_sub(300)..).unwrap_or(text).chars().take(500).collect();
            panic!("{part} is in {place}: …{around}…");
        }
    }
}

/// A server that echoes, asked by a client who has the token everywhere but where it belongs.
fn confused(sidemock: Sidemock) -> Server {
    let server = sidemock
        .var("MOCKOON_ADMIN_API_TOKEN", SECRET)
        .var("MOCKOON_LOG_TRANSACTION", "true")
        .var("MOCKOON_LOG_LEVEL", "trace")
        .start();
    let started = admin(&server, "POST", "/x/recordings", &json!({}));
    assert!(started.contains("\"id\""), "{started}");
    for target in ["/echo/{}", "/nowhere/{}", "/echo/a?key={}", "/echo/a?{}", "/echo/a?{}=1", "/echo/a?x[{}]=1#{}"] {
        server.get(&target.replace("{}", IN_URL));
        server.get(&target.replace("{}", SPELLINGS[4]));
    }
    for name in ["X-Key", "Cookie", "User-Agent", "Referer", "Accept", "X-Forwarded-For", "Token"] {
        let request = Request::new("POST", "/echo/a");
        server.send(&request.header(name, SECRET).header("tracestate", &format!("a={IN_URL}")));
    }
    let bodies = [
        ("application/json", json!({"a": SECRET, "b": [{SECRET: 1}]}).to_string()),
        ("application/json", json!({"a": json!({"b": SECRET}).to_string()}).to_string()),
        ("application/x-www-form-urlencoded", format!("a={IN_URL}&b=2")),
        ("application/xml", format!("<a b='&#x3D;'>{}</a>", SPELLINGS[3])),
        ("text/plain", SPELLINGS.join("\n")),
        ("application/octet-stream", SECRET.to_owned()),
        // So large that it is shown in pieces, with the secret where one ends.
        ("text/plain", "x".repeat((8 << 10) - 5) + SECRET + &"y".repeat(80 << 10) + SECRET),
    ];
    for (kind, body) in bodies {
        server.send(&Request::new("POST", "/echo/a").body(kind, body));
    }
    let binary = [b"\xff\xfe", SECRET.as_bytes(), b"\xff"].concat();
    server.send(&Request::new("POST", "/echo/a").body("application/octet-stream", binary));
    server
}

fn admin(server: &Server, method: &str, path: &str, body: &Value) -> String {
    let request = Request::new(method, &format!("/mockoon-admin{path}")).bearer(SECRET);
    server.send(&if body.is_null() { request } else { request.json(body) }).whole()
}

fn echo() -> Value {
    let rules =
        json!([rule("params", "id", "equals", "x"), rule("body", "a", "equals", "x"), rule("path", "", "equals", "x")]);
    let ruled = response(json!({"rules": rules, "rulesOperator": "OR"}));
    let body =
        "{{urlParam 'id'}}|{{queryParamRaw 'key'}}|{{header 'x-key'}}|{{{body}}}|{{body}}{{log (header 'x-key')}}";
    let headers = json!([{"key": "X-Echo", "value": "{{header 'x-key'}}{{urlParam 'id'}}"}]);
    let echo = response(json!({"body": body, "headers": headers, "default": true}));
    environment(json!({"routes": [route("all", "echo/:id", vec![ruled, echo]), get("last", "")]}))
}

#[test]
fn the_token_is_shown_nowhere_wherever_a_client_puts_it() {
    let collector = Collector::that(Behaviour::Takes);
    let server = confused(collector.of(Sidemock::on(&echo())));
    for path in [
        "/logs?limit=1000",
        "/x/requests?limit=500",
        "/x/requests?limit=500&brief=true",
        "/x/requests/1",
        "/x/requests/2",
        "/x/requests.har?limit=500",
        "/x/explain?limit=100",
        "/x/explain/last",
        "/x/verify?path=/other&count=1",
        "/x/verify?path=/echo/b&body.a=x&count=7",
        "/x/recordings",
        "/x/sessions",
    ] {
        let shown = admin(&server, "GET", path, &Value::Null);
        assert!(shown.starts_with("200") || path.contains("verify"), "{path}: {shown}");
        clean(path, &shown);
    }
    for format in ["", "?format=har", "?format=openapi"] {
        let path = format!("/x/recordings/last/environment{format}");
        clean(&path, &admin(&server, "GET", &path, &Value::Null));
    }
    clean("stop", &admin(&server, "POST", "/x/recordings/last/stop", &json!({})));
    clean("from the journal", &admin(&server, "POST", "/x/recordings/from-journal", &json!({})));
    let wrong = json!({"match": {"path": "/b", "rules": [rule("body", "a", "equals", SECRET)]}});
    clean("verify", &admin(&server, "POST", "/x/verify", &wrong));
    let hypothesis = json!({"method": "POST", "path": format!("/nowhere/{IN_URL}"), "headers": {"X-Key": SECRET}});
    clean("explain", &admin(&server, "POST", "/x/explain", &hypothesis));
    for path in [format!("/x/requests/{IN_URL}"), format!("/x/requests?{IN_URL}=1"), format!("/x/stubs/{IN_URL}")] {
        clean(&path, &admin(&server, "GET", &path, &Value::Null));
    }
    let mut events = Connection::open(server.port());
    events.write(&Request::get("/mockoon-admin/events").bearer(SECRET).bytes());
    assert_eq!(events.head().expect("an answer").status, 200);
    server.get(&format!("/echo/{IN_URL}"));
    server.get("/last");
    loop {
        let line = events.line().expect("the stream goes on");
        clean("an event", &line);
        if line.contains("\"/last\"") {
            break;
        }
    }
    clean("the output", &server.wait_for_output("\"requestPath\":\"/last\""));
    wait_for("the spans", || collector.spans().len() >= 20);
    for span in collector.spans() {
        clean("a span", &format!("{span:?}"));
    }
    clean("metrics", &server.manage("/metrics").whole());
    clean("readiness", &server.manage("/readyz?verbose").whole());
}

#[test]
fn answers_carry_what_they_carried_and_rules_find_what_came() {
    let server = confused(Sidemock::on(&echo()));
    assert!(server.get(&format!("/echo/{IN_URL}")).text().starts_with("s3cret/9f8e+7d6c&#x3D;5b"));
    let found = json!({"match": {"rules": [rule("header", "x-key", "equals", SECRET)]}, "count": 1});
    assert!(admin(&server, "POST", "/x/verify", &found).contains("\"verified\":true"));
}

#[test]
fn logs_for_people_say_no_secret_either() {
    let server = confused(Sidemock::on(&echo()).var("MOCKOON_LOG_FORMAT", "text"));
    server.get("/last");
    clean("the output", &server.wait_for_output("requestPath=\"/last\""));
}

#[test]
fn a_replaced_token_is_shown_nowhere_either() {
    let sidemock = Sidemock::on(&echo()).file("token", SECRET);
    let file = sidemock.directory().join("token");
    let server = confused(sidemock.var("MOCKOON_ADMIN_API_TOKEN_FILE", file.display().to_string()));
    std::fs::write(&file, "another-token-1").expect("the file is written");
    server.wait_for_output("Admin API token replaced");
    server.get("/echo/another-token-1");
    let shown = server.send(&Request::get("/mockoon-admin/logs?limit=1000").bearer("another-token-1")).whole();
    clean("logs", &shown);
    assert!(!shown.contains("another-token-1"), "{shown}");
}

#[test]
fn secrets_for_others_are_shown_nowhere_either() {
    let collector = Collector::that(Behaviour::Takes);
    let headers = "api-key=s3cret-of-the-collector,authorization=Bearer%20b3arer-of-the-collector";
    let server = collector.of(Sidemock::on(&echo())).var("OTEL_EXPORTER_OTLP_HEADERS", headers).start();
    server.get("/echo/s3cret-of-the-collector?x=b3arer-of-the-collector");
    let shown = server.admin("GET", "/logs").whole() + &server.wait_for_output("requestPath");
    assert!(!shown.contains("-of-the-collector"), "{shown}");
}

#[test]
fn a_token_that_is_a_word_masks_no_words() {
    for token in ["t", "token", "application", "12345678"] {
        let server = Sidemock::on(&echo()).var("MOCKOON_ADMIN_API_TOKEN", token).start();
        server.send(&Request::new("POST", "/echo/token12345678").json(&json!({"t": 1})));
        let shown = server.send(&Request::get("/mockoon-admin/logs").bearer(token)).text();
        assert!(shown.contains("/echo/token12345678") && shown.contains("application/json"), "{token}: {shown}");
    }
}

#[test]
fn a_secret_is_the_id_of_no_session() {
    let token = "0f9e8d7c6b5a49382716a5b4c3d2e1f0";
    let server = Sidemock::on(&echo()).var("MOCKOON_ADMIN_API_TOKEN", token).start();
    let call = |method: &str, path: &str| Request::new(method, &format!("/mockoon-admin{path}")).bearer(token);
    for (place, request) in [
        ("header", Request::get("/last").header("x-sidemock-session", token)),
        ("baggage", Request::get("/last").header("baggage", &format!("sidemock-session={token}"))),
        ("query", call("GET", &format!("/x/requests?session={token}"))),
        ("purge", call("POST", &format!("/state/purge?session={token}"))),
        ("start", call("POST", "/x/sessions").json(&json!({"id": token}))),
    ] {
        let refused = server.send(&request);
        assert_eq!(refused.status, 400, "{place}: {}", refused.whole());
        assert!(refused.text().contains("secret") && !refused.text().contains(token), "{}", refused.text());
    }
    assert_eq!(server.send(&call("GET", "/x/sessions")).json(), json!([]));
    assert!(!server.send(&call("GET", "/x/requests?session=*")).text().contains(token));
}
