//! The admin token is in the environment variable; it must come out nowhere.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{Connection, Request, Server, Sidemock, bucket, environment, get, response, route};

const SECRET: &str = "s3cret-9f8e7d6c5b4a";
const NAMES: [&str; 3] = ["MOCKOON_ADMIN_API_TOKEN", "ADMIN_API_TOKEN", "mockoon_admin_api_token"];

/// Names of all helpers, out of the tables in the sources.
fn helpers() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/helpers");
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).expect("the helpers") {
        let text = fs::read_to_string(entry.expect("an entry").path()).unwrap_or_default();
        for (at, start) in text.match_indices("Helper::new(\"") {
            let rest = &text[at + start.len()..];
            names.push(rest[..rest.find('"').expect("a closing quote")].to_owned());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// One route per helper and way to call it.
fn server(prefix: Option<&str>) -> (Server, Vec<String>) {
    let mut templates: Vec<String> =
        ["{{{@root}}}", "{{{stringify this}}}", "{{{stringify @root}}}"].map(str::to_owned).to_vec();
    let helpers = helpers();
    assert!(helpers.len() > 100, "{} helpers were found", helpers.len());
    for helper in &helpers {
        for name in NAMES {
            templates.push(format!("{{{{{{{helper} '{name}'}}}}}}"));
        }
        templates.push(format!("{{{{{{{helper}}}}}}}"));
        templates.push(format!("{{{{{{{helper} (getEnvVar '{}') 'x'}}}}}}", NAMES[0]));
    }
    let mut routes: Vec<_> =
        templates.iter().enumerate().map(|(i, template)| get(&format!("t/{i}"), template)).collect();
    let header = json!([{"key": "X-Token", "value": "{{getEnvVar 'MOCKOON_ADMIN_API_TOKEN'}}"}]);
    routes.push(route("get", "header", vec![response(json!({"headers": header}))]));
    let mut data = bucket("buck", "Bucket", &json!(null));
    data["value"] = "{\"a\": \"{{getEnvVar 'MOCKOON_ADMIN_API_TOKEN'}}\"}".into();
    let mut sidemock = Sidemock::on(&environment(json!({"routes": routes, "data": [data]})))
        .var("MOCKOON_ADMIN_API_TOKEN", SECRET)
        .var("MOCKOON_LOG_TRANSACTION", "true")
        .var("MOCKOON_LOG_LEVEL", "trace");
    if let Some(prefix) = prefix {
        sidemock = sidemock.var("MOCKOON_ENV_VARS_PREFIX", prefix);
    }
    (sidemock.start(), templates)
}

fn clean(place: &str, text: &str) {
    if let Some(at) = text.find(SECRET) {
        let around: String = text[at.saturating_sub(200)..].chars().take(400).collect();
        panic!("the token is in {place}: …{around}…");
    }
}

#[test]
fn no_template_answer_log_line_metric_event_or_error_contains_the_token() {
    for prefix in [None, Some("M"), Some("MOCKOON_ADMIN_API_")] {
        let (server, templates) = server(prefix);
        let mut connection = Connection::open(server.port());
        for (i, template) in templates.iter().enumerate() {
            clean(template, &connection.ask(&Request::get(&format!("/t/{i}"))).whole());
        }
        clean("a header template", &server.get("/header").whole());

        // The token on its way in: on admin calls, on user routes, in the query of the events.
        let admin = |method: &str, path: &str| {
            server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(SECRET))
        };
        server.send(&Request::get("/t/0").bearer(SECRET));
        server.get(&format!("/nowhere?token={SECRET}"));
        let mut events = Connection::open(server.port());
        events.write(&Request::get(&format!("/mockoon-admin/events?token={SECRET}")).bytes());
        assert_eq!(events.head().expect("an answer").status, 200);
        server.get("/last-event");
        loop {
            let line = events.line().expect("the stream goes on");
            clean("an event", &line);
            if line.contains("last-event") {
                break;
            }
        }
        for name in NAMES {
            let reply = admin("GET", &format!("/env-vars/{name}"));
            assert_eq!(reply.status, 404, "{name}");
            clean("a variable", &reply.whole());
        }
        for (method, path) in [
            ("GET", ""),
            ("GET", "/logs?limit=1000"),
            ("GET", "/data-buckets"),
            ("GET", "/data-buckets/buck"),
            ("GET", "/global-vars/x"),
            ("GET", "/nothing"),
            ("GET", "/env-vars/%"),
            ("PUT", "/environment?dry"),
            ("PATCH", "/logs"),
        ] {
            clean(path, &admin(method, path).whole());
        }
        for target in ["/metrics", "/readyz?verbose", "/livez", "/nothing"] {
            clean(target, &server.manage(target).whole());
        }
        for wrong in ["x", &SECRET[1..]] {
            clean("a refusal", &server.send(&Request::get("/mockoon-admin").bearer(wrong)).whole());
        }
        clean("the output", &server.output());
        clean(
            "the readable command line",
            &fs::read_to_string(format!("/proc/{}/cmdline", server.pid())).expect("procfs"),
        );
    }
}

#[test]
fn a_generated_token_is_announced_once_and_works() {
    let server =
        Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]}))).without("MOCKOON_ADMIN_API_TOKEN").start();
    let output = server.wait_for_output("Admin API token");
    let token = output
        .split("Admin API token (auto-generated): ")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a token");
    assert!(token.len() >= 32, "{token}");
    assert_eq!(server.send(&Request::get("/mockoon-admin").bearer(token)).status, 200);
    server.get("/hello");
    assert_eq!(server.wait_for_output("requestPath").matches(token).count(), 1);
}

#[test]
fn the_token_file_wins_over_the_variable() {
    let sidemock = Sidemock::on(&environment(json!({}))).file("token", "  from-the-file\n");
    let file = sidemock.directory().join("token").display().to_string();
    let server = sidemock.var("MOCKOON_ADMIN_API_TOKEN_FILE", file).start();
    assert_eq!(server.send(&Request::get("/mockoon-admin").bearer("from-the-file")).status, 200);
    assert_eq!(server.admin("GET", "").status, 401);
}
