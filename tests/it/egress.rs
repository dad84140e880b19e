//! Where proxy and callbacks may go: judged by name, by resolved address, and again at every redirect.

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, environment, get, response, route, wait_for};

const CALLBACK: &str = "00000000-0000-4000-9000-000000000001";
const REFUSED: &str = "(MOCKOON_EGRESS_ALLOW, MOCKOON_EGRESS_DENY)";

/// The metadata services of clouds, and ways to write their addresses.
const METADATA: [&str; 14] = [
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xa9.254.0251.0376/",
    "http://0251.0376.0251.0376/",
    "http://169.16689662/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://metadata.google.internal/",
    "http://METADATA.google.internal./",
];

/// An environment that calls back to the URL when `/call` is asked, and whose `/called` answers.
fn calling(url: &str) -> Value {
    let callback = json!({
        "uuid": CALLBACK, "id": "cb", "name": "cb", "documentation": "", "method": "get", "uri": url, "headers": [],
        "bodyType": "INLINE", "body": "", "filePath": "", "sendFileAsBody": true,
    });
    let call = response(json!({"callbacks": [{"uuid": CALLBACK, "latency": 0}]}));
    environment(json!({"callbacks": [callback], "routes": [route("get", "call", vec![call]), get("called", "called")]}))
}

fn proxying(host: &str) -> Value {
    environment(json!({"proxyMode": true, "proxyHost": host}))
}

fn upstream() -> Server {
    Sidemock::on(&environment(json!({"routes": [get("a", "a"), route("get", "metadata", vec![response(json!({
        "statusCode": 302, "headers": [{"key": "Location", "value": "http://169.254.169.254/latest"}],
    }))]), route("get", "name", vec![response(json!({
        "statusCode": 307, "headers": [{"key": "Location", "value": "//localhost:{{queryParam 'port'}}/a"}],
    }))])]})))
    .start()
}

#[test]
fn callbacks_do_not_go_to_metadata_services() {
    for url in METADATA {
        let server = Sidemock::on(&calling(url)).start();
        assert_eq!(server.get("/call").status, 200);
        let output = server.wait_for_output("Error while executing callback");
        assert!(output.contains(REFUSED), "{url}: {output}");
    }
}

#[test]
fn callbacks_built_by_templates_do_not_go_there_either() {
    let server = Sidemock::on(&calling("http://{{queryParam 'host'}}/")).start();
    server.get("/call?host=169.254.169.254:80");
    assert!(server.wait_for_output("Error while executing callback").contains(REFUSED));
}

#[test]
fn proxies_do_not_go_to_metadata_services() {
    for host in METADATA {
        let server = Sidemock::on(&proxying(host)).start();
        // A target that no URI can hold takes a connection of its own.
        for target in ["/a", "/a<b>"] {
            let reply = server.get(target);
            assert_eq!(reply.status, 504, "{host} {target}");
            assert!(reply.text().contains(REFUSED), "{host} {target}: {}", reply.text());
        }
    }
}

#[test]
fn redirects_are_judged_each_for_itself() {
    let upstream = upstream();
    let there = |path: &str| format!("http://127.0.0.1:{}{path}", upstream.port());
    let server = Sidemock::on(&calling(&there("/metadata"))).start();
    server.get("/call");
    assert!(server.wait_for_output("Error while executing callback").contains(REFUSED));
    let denied = calling(&there(&format!("/name?port={}", upstream.port())));
    let server = Sidemock::on(&denied).var("MOCKOON_EGRESS_DENY", "localhost").start();
    server.get("/call");
    let output = server.wait_for_output("Error while executing callback");
    assert!(output.contains("localhost") && output.contains(REFUSED), "{output}");
}

#[test]
fn what_is_allowed_is_all_that_is_reached() {
    let upstream = upstream();
    let host = |name: &str| format!("http://{name}:{}", upstream.port());
    for (allow, deny, name, expected) in [
        ("127.0.0.0/8", "", "127.0.0.1", 200),
        ("127.0.0.1", "", "localhost", 200),
        ("LOCALHOST", "", "localhost", 200),
        ("localhost", "", "127.0.0.1", 504),
        ("10.0.0.0/8, example.com", "", "127.0.0.1", 504),
        ("", "127.0.0.1", "localhost", 504),
        ("", "127.0.0.0/8", "[::ffff:127.0.0.1]", 504),
        ("", "*.example.com", "127.0.0.1", 200),
        ("127.0.0.1", "127.0.0.0/8", "127.0.0.1", 504),
        ("localhost", "localhost", "localhost", 504),
    ] {
        let server = Sidemock::on(&proxying(&host(name)))
            .var("MOCKOON_EGRESS_ALLOW", allow)
            .var("MOCKOON_EGRESS_DENY", deny)
            .start();
        let reply = server.get("/a");
        assert_eq!(reply.status, expected, "allow {allow:?} deny {deny:?}: {name}: {}", reply.text());
    }
}

#[test]
fn relative_callbacks_stay_in_the_environment_whatever_is_denied() {
    let server = Sidemock::on(&calling("/called"))
        .var("MOCKOON_EGRESS_ALLOW", "10.0.0.0/8")
        .var("MOCKOON_EGRESS_DENY", "127.0.0.0/8,localhost")
        .start();
    server.get("/call");
    wait_for("the callback", || server.admin("GET", "/logs").text().contains("/called"));
}

#[test]
fn destinations_that_are_none_are_bad_settings() {
    for value in ["10.0.0.0/33", "http://x", "a b", "x:80"] {
        let ended = Sidemock::new().var("MOCKOON_EGRESS_ALLOW", value).var("MOCKOON_EGRESS_DENY", value).run();
        assert_eq!(ended.code, Some(64), "{value}");
        for name in ["MOCKOON_EGRESS_ALLOW", "MOCKOON_EGRESS_DENY"] {
            assert!(ended.stderr.contains(name) && ended.stderr.contains("10.0.0.0/8"), "{}", ended.stderr);
        }
    }
}

#[test]
fn an_upstream_may_be_asked_by_name() {
    let upstream = upstream();
    let server = Sidemock::on(&proxying(&format!("http://localhost:{}", upstream.port()))).start();
    assert_eq!(Request::get("/a").send(server.port()).text(), "a");
}
