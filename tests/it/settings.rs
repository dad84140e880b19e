//! Settings on the command line of a pod: what is refused, what is only warned about, how it ends.

use std::net::TcpListener;

use serde_json::json;

use crate::support::{Request, Sidemock, environment, free_port, get};

#[test]
fn reports_every_bad_setting_at_once_and_exits_64() {
    let ended = Sidemock::new()
        .var("MOCKOON_PORT", "http")
        .var("MOCKOON_DISABLE_TLS", "maybe")
        .var("MOCKOON_SHUTDOWN_GRACE_PERIOD", "10")
        .run();
    assert_eq!(ended.code, Some(64), "{ended:?}");
    for (name, value, accepted) in [
        ("MOCKOON_PORT", "http", "port number"),
        ("MOCKOON_DISABLE_TLS", "maybe", "true, false, 1, 0, yes or no"),
        ("MOCKOON_SHUTDOWN_GRACE_PERIOD", "10", "10s"),
    ] {
        let line = ended.stderr.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {ended:?}"));
        assert!(line.contains(value) && line.contains(accepted), "{line}");
    }
}

#[test]
fn values_that_would_silently_mean_nothing_exit_64() {
    let settings = [
        ("MOCKOON_SESSION_TTL", "0s", "above 0"),
        ("MOCKOON_PUBLIC_BASE_URL", "nope", "https://"),
        ("MOCKOON_PUBLIC_BASE_URL", "https://a.test,ftp://b.test", "https://"),
        ("MOCKOON_REDACT_HEADERS", "a b", "names of headers"),
        ("MOCKOON_ADMIN_API_CORS_ORIGIN", "foo", "https://"),
        ("MOCKOON_ADMIN_API_CORS_ORIGIN", "https://ui.test/", "without a path"),
        ("MOCKOON_ADMIN_API_CORS_ORIGIN", "https://ui.test:443", "as browsers send them"),
        ("MOCKOON_ADMIN_API_CORS_ORIGIN", "https://a.test,https://UI.test", "lower case"),
        ("MOCKOON_TLS_CLIENT_AUTH", "optional", "MOCKOON_TLS_CLIENT_CA_FILE"),
        ("MOCKOON_FRONT_ONLY", "true", "MOCKOON_FRONT_PORT"),
    ];
    for (name, value, accepted) in settings {
        let ended = Sidemock::new().var(name, value).run();
        assert_eq!(ended.code, Some(64), "{ended:?}");
        let line = ended.stderr.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {ended:?}"));
        assert!(line.contains(value) && line.contains(accepted), "{line}");
    }
}

#[test]
fn files_of_authorities_that_cannot_be_used_exit_64_together() {
    let names = ["MOCKOON_PROXY_CA_FILE", "MOCKOON_STATE_CA_FILE", "MOCKOON_TLS_CLIENT_CA_FILE"];
    let broken = "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n";
    for (content, reason) in [
        (None, "mount it there or correct the path"),
        (Some(""), "no certificate"),
        (Some("a text"), "no certificate"),
        (Some(broken), "no certificate of an authority"),
    ] {
        for port in ["0", "http"] {
            let mut server = Sidemock::new().var("MOCKOON_STATE_URL", "rediss://127.0.0.1:1").var("MOCKOON_PORT", port);
            if let Some(content) = content {
                server = server.file("ca.pem", content);
            }
            let file = server.directory().join("ca.pem").display().to_string();
            for name in names {
                server = server.var(name, &file);
            }
            let ended = server.run();
            assert_eq!(ended.code, Some(64), "{ended:?}");
            for name in names {
                let line = ended.stderr.lines().find(|line| line.starts_with(&format!("{name}=")));
                let line = line.unwrap_or_else(|| panic!("{name}: {ended:?}"));
                assert!(line.contains(&file) && line.contains("PEM") && line.contains(reason), "{line}");
            }
            assert_eq!(ended.stderr.contains("MOCKOON_PORT="), port == "http", "{ended:?}");
        }
    }
}

#[test]
fn certificates_that_are_required_and_that_nobody_can_check_exit_64() {
    let ended = Sidemock::new().var("MOCKOON_TLS_CLIENT_AUTH", "required").run();
    assert_eq!(ended.code, Some(64));
    assert!(ended.stderr.contains("MOCKOON_TLS_CLIENT_CA_FILE"), "{}", ended.stderr);
}

#[test]
fn what_lacks_another_setting_or_a_file_is_reported_with_all_else() {
    let names =
        ["MOCKOON_FRONT_ONLY", "MOCKOON_TLS_CLIENT_AUTH", "MOCKOON_ADMIN_API_TOKEN_FILE", "MOCKOON_PROXY_CA_FILE"];
    for port in ["http", "0"] {
        let ended = Sidemock::new()
            .var("MOCKOON_PORT", port)
            .var("MOCKOON_FRONT_ONLY", "yes")
            .var("MOCKOON_TLS_CLIENT_AUTH", "optional")
            .var("MOCKOON_ADMIN_API_TOKEN_FILE", "/nowhere/token")
            .var("MOCKOON_PROXY_CA_FILE", "/nowhere/ca.pem")
            .run();
        assert_eq!(ended.code, Some(64), "{ended:?}");
        for name in names {
            assert!(ended.stderr.lines().any(|line| line.starts_with(&format!("{name}="))), "{name}: {ended:?}");
        }
        assert_eq!(ended.stderr.contains("MOCKOON_PORT="), port == "http", "{ended:?}");
    }
    let files = Sidemock::new().var("MOCKOON_ADMIN_API_TOKEN_FILE", "/nowhere/token");
    let ended = files.var("MOCKOON_PROXY_CA_FILE", "/nowhere/ca.pem").run();
    assert_eq!(ended.code, Some(64), "{ended:?}");
    for name in &names[2..] {
        assert!(ended.stderr.lines().any(|line| line.starts_with(&format!("{name}="))), "{name}: {ended:?}");
    }
}

#[test]
fn origins_of_browsers_are_taken_as_they_send_them() {
    let origins = "https://ui.test, http://localhost:8080,chrome-extension://abcdef,null";
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_ADMIN_API_CORS_ORIGIN", origins).start();
    for origin in origins.split(',').map(str::trim) {
        let asked = Request::new("OPTIONS", "/mockoon-admin/logs").header("Origin", origin);
        assert_eq!(server.send(&asked).header("access-control-allow-origin"), Some(origin));
    }
    Sidemock::on(&environment(json!({}))).var("MOCKOON_ADMIN_API_CORS_ORIGIN", "*").start();
}

#[test]
fn a_directory_that_is_not_there_is_warned_about() {
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_FILES_ALLOWED", "/,/nope").start();
    let output = server.wait_for_output("/nope is not there");
    assert!(output.contains("MOCKOON_FILES_ALLOWED"), "{output}");
    let check =
        Sidemock::on(&environment(json!({}))).var("MOCKOON_FILES_ALLOWED", "/nope").var("MOCKOON_CHECK", "true");
    let ended = check.run();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.output().contains("warning: MOCKOON_FILES_ALLOWED: /nope"), "{ended:?}");
}

#[test]
fn an_unknown_locale_exits_64_and_lists_the_known_ones() {
    let ended = Sidemock::new().var("MOCKOON_FAKER_LOCALE", "tlh").run();
    assert_eq!(ended.code, Some(64));
    assert!(ended.stderr.contains("tlh") && ended.stderr.contains("en"), "{}", ended.stderr);
}

#[test]
fn a_wrong_number_of_tokens_exits_64_without_showing_one() {
    let ended = Sidemock::new()
        .environment("a.json", &environment(json!({})).to_string())
        .var("MOCKOON_ADMIN_API_TOKEN", "first-secret,second-secret")
        .run();
    assert_eq!(ended.code, Some(64), "{ended:?}");
    assert!(ended.output().contains("2 tokens for 1 environment"), "{ended:?}");
    assert!(!ended.output().contains("secret"), "{ended:?}");
}

#[test]
fn a_token_file_that_cannot_be_read_exits_64_and_is_named() {
    let ended = Sidemock::new().var("MOCKOON_ADMIN_API_TOKEN_FILE", "/nowhere/token").run();
    assert_eq!(ended.code, Some(64), "{ended:?}");
    assert!(ended.output().contains("/nowhere/token"), "{ended:?}");
}

#[test]
fn a_name_that_is_almost_right_gets_a_hint_and_serves() {
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_DISABLE_ROUTE", "x").start();
    server.wait_for_output("MOCKOON_DISABLE_ROUTE is not a setting: did you mean MOCKOON_DISABLE_ROUTES?");
}

#[test]
fn what_has_no_effect_is_told_at_the_start_and_by_the_check() {
    let told = ["MOCKOON_HOSTNAME: localhost without an environment", "MOCKOON_REPAIR ("];
    let sidemock = || {
        let environment = environment(json!({}));
        Sidemock::on(&environment).var("MOCKOON_HOSTNAME", "127.0.0.1,localhost").var("MOCKOON_REPAIR", "true")
    };
    let server = sidemock().start();
    for text in told {
        server.wait_for_output(text);
    }
    let ended = sidemock().var("MOCKOON_CHECK", "true").run();
    assert!(told.iter().all(|text| ended.output().contains(text)), "{ended:?}");
}

#[test]
fn links_of_a_service_called_mockoon_are_ignored_with_a_warning() {
    let server = Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]})))
        .var("MOCKOON_ADMIN_API_PORT", "tcp://10.0.0.7:3000")
        .var("MOCKOON_SERVICE_HOST", "10.0.0.7")
        .var("MOCKOON_PORT_3000_TCP_ADDR", "10.0.0.7")
        .start();
    server.wait_for_output("enableServiceLinks");
    assert_eq!(server.get("/hello").text(), "hi");
}

#[test]
fn empty_variables_are_not_set() {
    let server = Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]})))
        .var("MOCKOON_DISABLE_ROUTES", "")
        .var("MOCKOON_FAKER_SEED", "")
        .var("MOCKOON_ADMIN_API_PORT", " ")
        .start();
    assert_eq!(server.get("/hello").text(), "hi");
}

#[test]
fn a_port_in_use_exits_69_and_names_the_port_and_who_wants_it() {
    let port = free_port();
    let _taken = TcpListener::bind(("127.0.0.1", port)).expect("a free port");
    let ended = Sidemock::on(&environment(json!({}))).var("MOCKOON_PORT", port.to_string()).run();
    assert_eq!(ended.code, Some(69), "{ended:?}");
    assert!(ended.output().contains(&format!("port {port}")), "{ended:?}");
    assert!(ended.output().contains("environment.json"), "{ended:?}");
}

#[test]
fn a_management_port_in_use_exits_69_and_names_the_variable() {
    let port = free_port();
    let _taken = TcpListener::bind(("0.0.0.0", port)).expect("a free port");
    let ended = Sidemock::on(&environment(json!({}))).var("MOCKOON_MANAGEMENT_PORT", port.to_string()).run();
    assert_eq!(ended.code, Some(69), "{ended:?}");
    assert!(ended.output().contains(&format!("port {port}")), "{ended:?}");
    assert!(ended.output().contains("MOCKOON_MANAGEMENT_PORT"), "{ended:?}");
}

#[test]
fn a_port_that_two_want_is_told_with_both_at_start_and_by_a_check() {
    const MANAGEMENT: &str = "MOCKOON_MANAGEMENT_PORT";
    const ADMIN: &str = "MOCKOON_ADMIN_API_PORT";
    const FRONT: &str = "MOCKOON_FRONT_PORT";
    const FRONT_TLS: &str = "MOCKOON_FRONT_TLS_PORT";
    let port = free_port();
    let file = environment(json!({"port": port}));
    for (settings, second) in [
        (vec![MANAGEMENT, ADMIN], ADMIN),
        (vec![MANAGEMENT, FRONT], FRONT),
        (vec![ADMIN, FRONT_TLS], FRONT_TLS),
        (vec![FRONT, FRONT_TLS], FRONT_TLS),
        (vec![MANAGEMENT], "environment.json"),
        (vec![ADMIN], "environment.json"),
        (vec![FRONT], "environment.json"),
        (vec![MANAGEMENT, "MOCKOON_PORT"], "environment.json (by MOCKOON_PORT)"),
    ] {
        for (check, code) in [("false", 69), ("true", 65)] {
            let mut sidemock = Sidemock::on(&file).var("MOCKOON_CHECK", check);
            if !settings.contains(&"MOCKOON_PORT") {
                sidemock = sidemock.without("MOCKOON_PORT");
            }
            for setting in &settings {
                sidemock = sidemock.var(setting, port.to_string());
            }
            let ended = sidemock.run();
            assert_eq!(ended.code, Some(code), "{settings:?} {check}: {ended:?}");
            let told = ended.output();
            let wanted = format!("port {port} is wanted by both {}", settings[0]);
            assert!(told.contains(&wanted) && told.contains(second), "{settings:?} {check}: {told}");
        }
    }
    // What is off wants no port.
    let ended = Sidemock::on(&file)
        .without("MOCKOON_PORT")
        .var(ADMIN, port.to_string())
        .var("MOCKOON_DISABLE_ADMIN_API", "true")
        .var("MOCKOON_CHECK", "true")
        .run();
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn ends_with_0_on_sigterm_and_on_sigint() {
    for signal in ["TERM", "INT"] {
        let mut server = Sidemock::on(&environment(json!({}))).start();
        server.signal(signal);
        assert_eq!(server.wait(), Some(0), "{signal}");
    }
}

#[test]
fn is_not_ready_but_serves_during_the_shutdown_delay() {
    let mut server =
        Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]}))).var("MOCKOON_SHUTDOWN_DELAY", "1s").start();
    server.signal("TERM");
    server.wait_for_output("shutting down");
    assert_eq!(server.manage("/readyz").status, 503);
    assert_eq!(server.manage("/livez").status, 200);
    assert_eq!(server.get("/hello").text(), "hi");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_request_in_flight_is_answered_during_the_drain() {
    let mut slow = get("slow", "done");
    slow["responses"][0]["latency"] = 700.into();
    let mut server = Sidemock::on(&environment(json!({"routes": [slow]}))).start();
    let port = server.port();
    let pending = std::thread::spawn(move || crate::support::Request::get("/slow").send(port));
    std::thread::sleep(std::time::Duration::from_millis(200));
    server.signal("TERM");
    assert_eq!(pending.join().expect("an answer").text(), "done");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn routes_named_by_a_keyword_are_not_served() {
    let routes = json!([get("users/list", "users"), get("orders", "orders")]);
    let server = Sidemock::on(&environment(json!({"routes": routes}))).var("MOCKOON_DISABLE_ROUTES", "users").start();
    assert_eq!(server.get("/users/list").status, 404);
    assert_eq!(server.get("/orders").status, 200);
}

#[test]
fn route_metadata_headers_tell_which_response_answered() {
    let route = get("hello", "hi");
    let (uuid, response) = (route["uuid"].clone(), route["responses"][0]["uuid"].clone());
    let server = Sidemock::on(&environment(json!({"routes": [route]})))
        .var("MOCKOON_ENABLE_ROUTE_METADATA_HEADERS", "true")
        .start();
    let reply = server.get("/hello");
    let headers: Vec<&str> = reply.headers.iter().map(|(_, value)| value.as_str()).collect();
    assert!(headers.contains(&uuid.as_str().expect("text")), "{reply:?}");
    assert!(headers.contains(&response.as_str().expect("text")), "{reply:?}");
}

#[test]
fn log_lines_are_json_with_the_fields_of_the_reference() {
    let server = Sidemock::on(&environment(json!({"name": "Shop", "routes": [get("hello", "hi")]}))).start();
    server.get("/hello?x=1");
    let output = server.wait_for_output("\"requestPath\"");
    for line in output.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(["app", "level", "message", "timestamp"].iter().all(|key| line.get(key).is_some()), "{line}");
    }
    let line = output.lines().find(|line| line.contains("requestPath")).expect("a line");
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!((&line["environmentName"], &line["requestMethod"]), (&json!("Shop"), &json!("GET")));
    assert_eq!((&line["requestPath"], &line["responseStatus"]), (&json!("/hello"), &json!(200)));
    assert_eq!(line["requestProxied"], json!(false));
    assert!(line.get("environmentUUID").is_some());
}
