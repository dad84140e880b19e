//! `MOCKOON_CHECK`: a report and an exit code, and nobody listens.

use serde_json::json;

use crate::support::{Ended, Sidemock, environment, get, response, route};

fn check(sidemock: Sidemock) -> Ended {
    sidemock.var("MOCKOON_CHECK", "true").run()
}

#[test]
fn good_environments_pass() {
    let whole = environment(json!({"name": "Shop", "routes": [get("a", "{{now}}"), get("b", "b")]}));
    let ended = check(Sidemock::on(&whole));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.stdout.contains("\"Shop\" on port"), "{}", ended.stdout);
    assert!(ended.stdout.ends_with("1 environments, 2 routes, 0 warnings: ready to start\n"), "{}", ended.stdout);
}

#[test]
fn warnings_name_file_and_route_and_do_not_fail() {
    let header = response(json!({"body": "x", "headers": [{"key": "X-A", "value": "{{nope 1}}"}]}));
    let mut falls_back = get("fallback", "1");
    falls_back["responseMode"] = "FALLBACK".into();
    let whole = environment(json!({
        "routes": [
            get("users/:id(\\d+)", "never"),
            get("items/:id", "first"),
            get("Items/:name", "hidden"),
            get("broken", "{{#if}"),
            route("get", "helper", vec![header]),
            falls_back,
            get("fallback", "2"),
        ],
    }));
    let ended = check(Sidemock::on(&whole));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    for expected in [
        "environment.json: \"Test\"",
        "warning: route GET /users/:id(\\d+)",
        "warning: route GET /Items/:name is never reached: route GET /items/:id answers first",
        "warning: route GET /broken, response 1: the body is no template: Parse error",
        "warning: route GET /helper, response 1: the header X-A calls the unknown helper \"nope\"",
    ] {
        assert!(ended.stdout.contains(expected), "{expected} is not in\n{}", ended.stdout);
    }
    assert!(!ended.stdout.contains("/fallback is never reached"), "{}", ended.stdout);
}

#[test]
fn a_route_in_a_folder_does_not_hide_itself() {
    let inside = get("inside", "x");
    let whole = environment(json!({
        "folders": [{"uuid": "22222222-1111-4111-8111-111111111111", "name": "a", "children": [{"type": "route", "uuid": inside["uuid"]}]}],
        "rootChildren": [{"type": "folder", "uuid": "22222222-1111-4111-8111-111111111111"}],
        "routes": [inside],
    }));
    let ended = check(Sidemock::on(&whole));
    assert!(ended.stdout.contains("1 routes, 0 warnings"), "{}", ended.output());
}

#[test]
fn what_would_prevent_the_start_fails_as_the_start_would() {
    let good = environment(json!({"routes": [get("a", "a")]})).to_string();
    let mut over_tls = environment(json!({"routes": [get("a", "a")]}));
    over_tls["tlsOptions"] = json!({
        "enabled": true, "type": "CERT", "certPath": "{{concat 'certs' '/crt.pem'}}", "keyPath": "certs/key.pem",
        "pfxPath": "", "caPath": "", "passphrase": "",
    });
    let over_tls = over_tls.to_string();
    let cases = [
        (65, "a broken file", Sidemock::new().environment("bad.json", "{").environment("good.json", &good), "bad.json"),
        (
            65,
            "two environments on one port",
            Sidemock::new().environment("a.json", &good).environment("b.json", &good).var("MOCKOON_PORT", "7001,7001"),
            "both want port 7001",
        ),
        (65, "a missing path", Sidemock::new().var("MOCKOON_DATA", "/nowhere/at/all"), "/nowhere/at/all"),
        (
            64,
            "two tokens for one environment",
            Sidemock::new()
                .environment("a.json", &good)
                .var("MOCKOON_ADMIN_API_TOKEN", "one-of-the-tokens,another-of-them"),
            "MOCKOON_ADMIN_API_TOKEN",
        ),
        (
            65,
            "a certificate that is not there",
            Sidemock::new().environment("a.json", &over_tls),
            "tlsOptions.certPath",
        ),
        (
            64,
            "authorities of clients that are not there",
            Sidemock::new().environment("a.json", &good).var("MOCKOON_TLS_CLIENT_CA_FILE", "/nowhere/ca.pem"),
            "/nowhere/ca.pem",
        ),
        (
            64,
            "authorities of proxied servers that are not there",
            Sidemock::new().environment("a.json", &good).var("MOCKOON_PROXY_CA_FILE", "/nowhere/proxy.pem"),
            "/nowhere/proxy.pem",
        ),
        (
            64,
            "a token file that is not there, and a broken file",
            Sidemock::new().environment("bad.json", "{").var("MOCKOON_ADMIN_API_TOKEN_FILE", "/nowhere/token"),
            "/nowhere/token",
        ),
        (64, "a setting that is none", Sidemock::new().var("MOCKOON_WATCH", "perhaps"), "MOCKOON_WATCH"),
        (
            65,
            "two settings on one port",
            Sidemock::new().var("MOCKOON_ADMIN_API_PORT", "7002").var("MOCKOON_FRONT_PORT", "7002"),
            "port 7002 is wanted by both",
        ),
    ];
    for (code, case, sidemock, expected) in cases {
        let ended = check(sidemock);
        assert_eq!(ended.code, Some(code), "{case}: {}", ended.output());
        if ended.stdout.is_empty() {
            // Settings that cannot be read end it before there is anything to check.
            assert!(ended.stderr.contains(expected), "{case}: {}", ended.stderr);
            continue;
        }
        assert!(ended.stdout.contains("error: ") && ended.stdout.contains(expected), "{case}: {}", ended.stdout);
    }
}

#[test]
fn endpoints_with_a_hash_are_named_and_beyond_ten_of_a_kind_counted() {
    let routes: Vec<_> = (0..25).map(|n| get(&format!("#target={n}"), "never")).chain([get("a", "a")]).collect();
    let whole = environment(json!({ "routes": routes }));
    let ended = check(Sidemock::on(&whole));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert_eq!(ended.stdout.matches("never matches: no path of a request has a #").count(), 10, "{}", ended.stdout);
    assert!(ended.stdout.contains("warning: and 15 more routes that never match"), "{}", ended.stdout);
    assert!(ended.stdout.contains("26 routes, 25 warnings"), "{}", ended.stdout);
    let server = Sidemock::on(&whole).start();
    server.wait_for_output("and 15 more routes that never match");
    for target in ["/%23target=1", "/#target=1", "/"] {
        assert_eq!(server.get(target).status, 404, "{target}");
    }
    assert_eq!(server.get("/a").text(), "a");
}

/// The warnings of a start, and of a check, of the same.
#[test]
fn a_check_tells_all_that_a_start_warns_about() {
    let mocks = environment(json!({"name": "Shop", "routes": [get("a", "a")]})).to_string();
    let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let cases = [
        vec![setting("MOCKOON_HOSTNAME", "tcp://10.0.0.7:3000"), setting("MOCKOON_SERVICE_HOST", "10.0.0.7")],
        vec![setting("MOCKOON_DATTA", "x"), setting("MOCKOON_LOG_LEVELS", "debug")],
        vec![setting("MOCKOON_FRONT_ROUTES", "a=Nobody")],
        vec![setting("MOCKOON_FRONT_PORT", "0"), setting("MOCKOON_FRONT_ROUTES", "a=Nobody,b=Shop")],
        vec![setting("MOCKOON_FILES_ALLOWED", "/nowhere/files")],
        vec![setting("MOCKOON_ADMIN_API_TOKEN", "short")],
        vec![setting("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"), setting("OTEL_TRACES_SAMPLER", "sometimes")],
        vec![
            setting("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:1"),
            setting("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/otel.pem"),
        ],
    ];
    for settings in cases {
        let sidemock = || {
            let files = Sidemock::new().environment("a.json", &mocks).environment("b.json", &mocks);
            let files = files.var("MOCKOON_LOG_FORMAT", "text");
            settings.iter().fold(files, |sidemock, (name, value)| sidemock.var(name, value.as_str()))
        };
        let server = sidemock().start();
        server.wait_for_output("Memory budget");
        let started = server.output();
        let warned: Vec<&str> = started.lines().filter(|line| line.contains("WARN")).collect();
        let checked = check(sidemock());
        assert_eq!(checked.code, Some(0), "{settings:?}: {}", checked.output());
        assert!(!warned.is_empty(), "{settings:?}: {started}");
        for line in warned {
            let message = line.split_once("WARN ").map_or(line, |(_, message)| message);
            assert!(checked.stdout.contains(message), "{settings:?}: {message:?} is not in\n{}", checked.stdout);
        }
    }
}
