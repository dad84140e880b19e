//! What a pipeline that pushed a file asks the management port: does it serve, was it refused, is it still reached?

use ring::digest;
use serde_json::json;

use crate::support::{Request, Server, Sidemock, environment, free_port, get, wait_for};

fn sha256(text: &str) -> String {
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn says(body: &str) -> String {
    environment(json!({"name": "Shop", "routes": [get("says", body)]})).to_string()
}

fn sample(server: &Server, series: &str) -> Option<f64> {
    let text = server.manage("/metrics").text();
    text.lines().find_map(|line| line.strip_prefix(series)?.trim().parse().ok())
}

#[test]
fn readiness_tells_whether_the_named_content_serves() {
    let (one, two) = (says("one"), says("two"));
    let server = Sidemock::new().environment("shop.json", &one).start();
    let status = |query: &str| server.manage(&format!("/readyz?{query}")).status;
    let prefix = &sha256(&one)[..12];
    for query in [
        "file=shop.json".to_owned(),
        format!("file=shop.json&hash={prefix}"),
        format!("hash={}", sha256(&one).to_uppercase()),
        format!("file=shop%2ejson&hash={prefix}&verbose"),
    ] {
        assert_eq!(status(&query), 200, "{query}");
    }
    for query in [
        "file=other.json".to_owned(),
        format!("file=other.json&hash={prefix}"),
        format!("file=shop.json&hash={}", sha256(&two)),
        format!("file=shop.json&hash={}&wait=10ms", &sha256(&two)[..12]),
    ] {
        assert_eq!(status(&query), 503, "{query}");
    }
    let said = server.manage(&format!("/readyz?file=shop.json&hash={}", sha256(&two))).text();
    assert!(said.contains("shop.json") && said.contains(&sha256(&one)), "{said}");
    for query in ["hash=", "hash=shop", "file=", "wait=soon", "wait=30", "wait=2h", "flie=shop.json"] {
        let refused = server.manage(&format!("/readyz?{query}"));
        assert_eq!(refused.status, 400, "{query}");
        assert!(refused.text().starts_with(query.split('=').next().unwrap()), "{}", refused.text());
    }
}

#[test]
fn waiting_ends_when_the_content_serves_and_not_before() {
    let (one, two) = (says("one"), says("two"));
    let server = Sidemock::new().environment("shop.json", &one).start();
    let (management, port) = (server.management(), server.port());
    let target = format!("/readyz?file=shop.json&hash={}&wait=60s", &sha256(&two)[..10]);
    let waiting = std::thread::spawn(move || {
        let reply = Request::get(&target).send(management);
        (reply, Request::get("/says").send(port).text())
    });
    std::fs::write(server.directory().join("shop.json"), "{").unwrap();
    server.wait_for_output("Reload refused");
    assert!(!waiting.is_finished());
    std::fs::write(server.directory().join("shop.json"), &two).unwrap();
    let (reply, body) = waiting.join().unwrap();
    assert_eq!((reply.status, body.as_str()), (200, "two"), "{}", reply.text());
}

#[test]
fn waiting_ends_with_the_server() {
    let server = Sidemock::new().environment("shop.json", &says("one")).var("MOCKOON_SHUTDOWN_DELAY", "60s").start();
    let management = server.management();
    let waiting = std::thread::spawn(move || Request::get("/readyz?file=other.json&wait=10m").send(management));
    server.signal("TERM");
    let reply = waiting.join().unwrap();
    assert_eq!(reply.status, 503);
    assert!(reply.text().contains("shutting down"), "{}", reply.text());
}

#[test]
fn each_file_has_a_gauge_that_tells_whether_its_newest_content_serves() {
    let server = Sidemock::new().file("mount/shop.json", says("one"));
    let directory = server.directory().join("mount");
    let server = server.var("MOCKOON_DATA", directory.display().to_string()).start();
    let last = |file: &str| sample(&server, &format!("sidemock_reload_last_success{{file=\"{file}\"}}"));
    assert_eq!((last("shop.json"), last("new.json")), (Some(1.0), None));
    std::fs::write(directory.join("shop.json"), "{").unwrap();
    std::fs::write(directory.join("new.json"), "{\"routes\": [").unwrap();
    wait_for("both are refused", || (last("shop.json"), last("new.json")) == (Some(0.0), Some(0.0)));
    std::fs::write(directory.join("shop.json"), says("two")).unwrap();
    std::fs::remove_file(directory.join("new.json")).unwrap();
    wait_for("one is taken, one is gone", || (last("shop.json"), last("new.json")) == (Some(1.0), None));
}

#[test]
fn a_port_that_no_service_follows_is_told() {
    let (old, new) = (free_port(), free_port());
    let at = |port: u16| environment(json!({"name": "Shop", "port": port})).to_string();
    for (expected, start, there_from_the_start) in
        [(None, old, false), (Some(old.to_string()), old, false), (Some(format!("{old},3000")), new, true)]
    {
        let server = Sidemock::new().environment("shop.json", &at(start)).without("MOCKOON_PORT");
        let server = match &expected {
            Some(ports) => server.var("MOCKOON_EXPECTED_PORTS", ports),
            None => server,
        };
        let server = server.start();
        let changed = || sample(&server, "sidemock_port_changed{environment=\"Shop\"}");
        assert_eq!(changed(), Some(f64::from(u8::from(there_from_the_start))), "{expected:?}");
        if start == old {
            std::fs::write(server.directory().join("shop.json"), at(new)).unwrap();
            wait_for("the port changes", || changed() == Some(1.0));
            server.wait_for_output(&format!("listens on port {new}"));
        }
        let verbose = server.manage("/readyz?verbose");
        assert_eq!(verbose.status, 200);
        let told = format!("shop.json: listens on port {new}, but requests are sent to {old}");
        assert!(verbose.text().contains(&told), "{}", verbose.text());
        assert_eq!(server.manage("/readyz").text(), "ready\n");
    }
}

#[test]
fn an_environment_without_a_name_is_called_by_its_file_everywhere() {
    for name in [json!(null), json!(""), json!("  ")] {
        let mut whole = environment(json!({"routes": [get("says", "hi")]}));
        whole["name"] = name.clone();
        let admin = free_port();
        let server = Sidemock::new()
            .environment("first.json", &environment(json!({})).to_string())
            .environment("nameless.json", &whole.to_string())
            .var("MOCKOON_ADMIN_API_PORT", admin.to_string())
            .start();
        assert_eq!(Request::get("/says").send(server.port_of(1)).text(), "hi");
        server.wait_for_output("\"environmentName\":\"nameless.json\"");
        assert!(!server.output().contains("\"environmentName\":\"\""), "{}", server.output());
        assert_eq!(sample(&server, "sidemock_routes{environment=\"nameless.json\"}"), Some(1.0));
        let verbose = server.manage("/readyz?verbose").text();
        assert!(verbose.lines().any(|line| line.starts_with("nameless.json: ")), "{verbose}");
        let logs = Request::get("/mockoon-admin/logs?environment=nameless.json").bearer(crate::support::TOKEN);
        assert_eq!(logs.send(admin).json().as_array().map(Vec::len), Some(1), "{name}");
    }
}
