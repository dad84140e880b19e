//! Secrets of requests and settings: matched as they came, shown nowhere. And what must not look like a line of the log.

use serde_json::json;

use crate::support::{Request, Server, Sidemock, environment, get, response, route};

const SECRET: &str = "s3cr3t-of-a-client";

fn everywhere(server: &Server) -> String {
    let logs = ["/logs", "/x/requests", "/x/requests/1", "/x/requests/1/explain", "/x/explain/1"];
    let shown: Vec<String> = logs.iter().map(|path| server.admin("GET", path).whole()).collect();
    let body = json!({"match": {"rules": [{"target": "query", "modifier": "mytoken", "operator": "equals", "value": "x"},
        {"target": "header", "modifier": "x-mine", "operator": "equals", "value": "x"}]}, "count": {"atLeast": 1}});
    let verify = Request::new("POST", "/mockoon-admin/x/verify").bearer(crate::support::TOKEN).json(&body);
    shown.join("\n") + &server.send(&verify).whole() + &server.output()
}

#[test]
fn headers_and_parameters_that_the_operator_names_are_shown_nowhere() {
    let rule = json!({"target": "query", "modifier": "mytoken", "operator": "equals", "value": "y", "invert": false});
    let header = json!({"target": "header", "modifier": "X-Mine", "operator": "equals", "value": "y", "invert": false});
    let both = response(json!({"body": "no", "rules": [rule, header], "rulesOperator": "OR"}));
    let answer = response(json!({"body": "ok", "default": true, "headers": [{"key": "X-Mine", "value": SECRET}]}));
    let server = Sidemock::on(&environment(json!({"routes": [route("get", "a", vec![both, answer])]})))
        .var("MOCKOON_REDACT_HEADERS", "x-MINE, x-other")
        .var("MOCKOON_REDACT_QUERY", "MyToken")
        .var("MOCKOON_LOG_TRANSACTION", "true")
        .start();
    for target in ["/a?mytoken={}", "/a?x=1&myt%6Fken={}", "/a?mytoken[]={}&token={}", "/a?MYTOKEN={}"] {
        let request = Request::get(&target.replace("{}", SECRET)).header("X-Mine", SECRET);
        let request = request.header("Referer", &format!("http://h/?token={SECRET}&mytoken={SECRET}#token={SECRET}"));
        assert_eq!(server.send(&request).text(), "ok");
    }
    server.wait_for_output("Transaction recorded");
    let shown = everywhere(&server);
    let around = |at: usize| shown.get(at.saturating_sub(300)..at + 60).unwrap_or(&shown).to_owned();
    assert_eq!(shown.find(SECRET).map(around), None);
    assert!(shown.contains("[REDACTED]"), "{shown}");
}

#[test]
fn no_rule_shows_a_secret_that_it_found_by_another_name() {
    let rule = |target: &str, modifier: &str| json!({"target": target, "modifier": modifier, "operator": "equals", "value": "y", "invert": false});
    let template = "{{header 'authorization'}}|{{cookie 'sid'}}|{{queryParam 'pin'}}|{{header 'x-mine'}}";
    let rules = json!([
        rule("path", ""),
        rule("query", ""),
        rule("query", "$..*"),
        rule("templating", template),
        rule("templating", "{{queryParamRaw 'pin'}}"),
        rule("global_var", "kept"),
    ]);
    let keeps = response(json!({"body": "{{setGlobalVar 'kept' (header 'authorization')}}ok", "default": true}));
    let some = response(json!({"body": "no", "rules": rules, "rulesOperator": "OR"}));
    let server = Sidemock::on(&environment(json!({"routes": [route("get", "a", vec![some, keeps])]})))
        .var("MOCKOON_REDACT_HEADERS", "x-mine")
        .var("MOCKOON_REDACT_QUERY", "pin")
        .start();
    let target = format!("/a?pin={SECRET}&token=other-{SECRET}&q=shown");
    let headers =
        [("Authorization", format!("Bearer {SECRET}")), ("Cookie", format!("sid={SECRET}")), ("X-Mine", SECRET.into())];
    for _ in 0..2 {
        let request = headers.iter().fold(Request::get(&target), |request, (name, value)| request.header(name, value));
        assert_eq!(server.send(&request).text(), "ok");
    }
    let ask = |path: &str, body: &serde_json::Value| {
        let question = Request::new("POST", &format!("/mockoon-admin{path}")).bearer(crate::support::TOKEN).json(body);
        server.send(&question).whole() + &server.send(&question.header("Accept", "text/plain")).whole()
    };
    let mut shown = everywhere(&server) + &server.admin("GET", "/x/explain/last").whole();
    for rule in rules.as_array().expect("a list") {
        shown += &ask("/x/verify", &json!({"match": {"path": "/a", "rules": [rule]}}));
    }
    let fields: serde_json::Map<_, _> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    shown += &ask("/x/explain", &json!({"path": target, "headers": fields}));
    let around = |at: usize| shown.get(at.saturating_sub(300)..at + 60).unwrap_or(&shown).to_owned();
    assert_eq!(shown.find(SECRET).map(around), None);
    assert!(shown.contains("q=shown") && shown.contains("<redacted, "), "{shown}");
}

#[test]
fn credentials_of_the_upstream_are_shown_nowhere() {
    let host = format!("http://user:{SECRET}@127.0.0.1:1");
    let server = Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": host})))
        .var("MOCKOON_LOG_TRANSACTION", "true")
        .start();
    let reply = server.get(&format!("/a?token={SECRET}"));
    assert_eq!(reply.status, 504);
    assert!(!reply.whole().contains(SECRET), "{}", reply.whole());
    server.wait_for_output("An error occurred while trying to proxy to http://[REDACTED]@127.0.0.1:1");
    let shown = everywhere(&server) + &server.manage("/readyz?verbose").whole();
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn credentials_of_the_upstream_are_found_however_they_are_written() {
    for host in
        ["user:{}@127.0.0.1:1", "http:user:{}@127.0.0.1:1", "http:\\\\user:{}@127.0.0.1:1", "//user:{}@127.0.0.1:1"]
    {
        let host = host.replace("{}", SECRET);
        let server = Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": host}))).start();
        assert!(!server.get("/a").whole().contains(SECRET), "{host}");
        let shown = everywhere(&server) + &server.manage("/readyz?verbose").whole();
        assert!(!shown.contains(SECRET), "{host}: {shown}");
    }
}

#[test]
fn an_environment_is_shown_without_the_credentials_of_its_upstream_and_keeps_them_when_it_comes_back() {
    let upstream = Sidemock::on(&environment(json!({"routes": [get("up", "{{header 'authorization'}}")]}))).start();
    let host = format!("http://user:{SECRET}@127.0.0.1:{}", upstream.port());
    let server = Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": host}))).start();
    let works = || server.get("/up").text();
    let before = works();
    let read = server.admin("GET", "/x/environment");
    assert!(!read.whole().contains(SECRET), "{}", read.whole());
    let shown = read.json()["proxyHost"].as_str().unwrap().to_owned();
    assert_eq!(shown, format!("http://[REDACTED]@127.0.0.1:{}", upstream.port()));
    let patch = json!({"proxyHost": shown, "latency": 0});
    for (method, path, body) in [
        ("PUT", "/x/environment", read.json()),
        ("PATCH", "/x/environment", patch),
        ("PUT", "/environment", read.json()),
    ] {
        let request = Request::new(method, &format!("/mockoon-admin{path}")).bearer(crate::support::TOKEN).json(&body);
        let reply = server.send(&request);
        assert_eq!(reply.status, 200, "{method} {path}: {}", reply.text());
        assert_eq!(works(), before, "{method} {path}");
        assert_eq!(server.admin("GET", "/x/environment").json()["proxyHost"], shown, "{method} {path}");
    }
}

#[test]
fn callbacks_show_no_secrets_of_their_addresses() {
    let uuid = "00000000-0000-4000-9000-000000000001";
    let callback = json!({
        "uuid": uuid, "id": "cb", "name": "cb", "documentation": "", "method": "get", "headers": [],
        "uri": format!("/called?token={SECRET}"), "bodyType": "INLINE", "body": "", "filePath": "", "sendFileAsBody": true,
    });
    let call = response(json!({"callbacks": [{"uuid": uuid, "latency": 0}]}));
    let routes = json!([route("get", "call", vec![call]), get("called", "")]);
    let server = Sidemock::on(&environment(json!({"callbacks": [callback], "routes": routes})))
        .var("MOCKOON_LOG_TRANSACTION", "true")
        .start();
    server.get("/call");
    let output = server.wait_for_output("Callback invoked");
    assert!(!output.contains(SECRET) && output.contains("/called?token=[REDACTED]"), "{output}");
}

#[test]
fn clients_write_no_lines_into_the_log() {
    let forged = "%0A%7B%22level%22%3A%22error%22%7D%0D%1B%5B31m%C2%85%E2%80%A8%E2%80%A9%E2%80%AE%C2%9B";
    for format in ["json", "text"] {
        let log = route("get", "log", vec![response(json!({"body": "{{log (queryParam 'q')}}{{log @root}}"}))]);
        let server =
            Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": "http://127.0.0.1:1", "routes": [log]})))
                .var("MOCKOON_LOG_FORMAT", format)
                .var("MOCKOON_LOG_TRANSACTION", "true")
                .start();
        server.get(&format!("/log?q=before{forged}after"));
        server.get(&format!("/nowhere{forged}?q={forged}"));
        server.send(&Request::new("POST", "/log2").body("text/plain", "\u{2028}\u{85}\u{9b}31m\u{202e}\u{1b}[0m\n{}"));
        let output = server.wait_for_output("/log2");
        for c in ['\r', '\u{1b}', '\u{85}', '\u{9b}', '\u{2028}', '\u{2029}', '\u{202e}'] {
            assert!(!output.contains(c), "{format}: {c:?} in {output:?}");
        }
        for line in output.lines() {
            let begins =
                if format == "json" { line.starts_with("{\"app\":\"sidemock\"") } else { line.starts_with("20") };
            assert!(begins, "{format}: {line:?}");
        }
    }
}

#[test]
fn an_empty_prefix_shows_no_secrets_and_nothing_that_the_platform_injected() {
    let body = "{{getEnvVar 'STAGE'}}|{{getEnvVar 'API_KEY'}}|{{getEnvVar 'KUBERNETES_SERVICE_HOST'}}|{{getEnvVar 'PUBLIC_KEY'}}";
    let server = Sidemock::on(&environment(json!({"routes": [get("a", body)]})))
        .var("MOCKOON_ENV_VARS_PREFIX", "")
        .var("MOCKOON_ENV_VARS_ALLOWED", "PUBLIC_KEY")
        .var("STAGE", "test")
        .var("API_KEY", SECRET)
        .var("KUBERNETES_SERVICE_HOST", SECRET)
        .var("PUBLIC_KEY", "public")
        .start();
    assert_eq!(server.get("/a").text(), "test|||public");
    assert_eq!(server.admin("GET", "/env-vars/API_KEY").status, 404);
    assert_eq!(server.admin("GET", "/env-vars/PUBLIC_KEY").status, 200);
}

#[test]
fn short_tokens_and_wrong_ones_are_told_of() {
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_ADMIN_API_TOKEN", "short").start();
    server.wait_for_output("fewer than 16 characters");
    for _ in 0..5 {
        assert_eq!(server.send(&Request::get("/mockoon-admin/logs").bearer(SECRET)).status, 401);
    }
    let output = server.wait_for_output("a wrong token for the admin API");
    assert_eq!(output.matches("a wrong token for the admin API").count(), 1, "{output}");
    assert!(output.contains("127.0.0.1") && !output.contains(SECRET), "{output}");
    // Who has the right one is let in, whoever else tries.
    assert_eq!(server.send(&Request::get("/mockoon-admin/logs").bearer("short")).status, 200);
}

#[test]
fn the_log_says_which_environment_and_route_failed_in_the_words_of_the_reference() {
    let mut file = response(json!({"body": ""}));
    (file["bodyType"], file["filePath"]) = ("FILE".into(), "none.txt".into());
    let value = |name: &str| json!({"key": name, "value": "Bearer hush {{#if"});
    let headers = response(json!({"headers": [value("X-Shown"), value("Authorization"), value("X-Mine")]}));
    let routes = [
        get("broken", "{{#if"),
        route("get", "file", vec![file]),
        route("get", "headers", vec![headers]),
        get("log", "{{log 'said'}}"),
        route("get", "interim", vec![response(json!({"statusCode": 103}))]),
    ];
    let environment =
        environment(json!({"name": "Shop", "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a12", "routes": routes}));
    let server = Sidemock::on(&environment).var("MOCKOON_REDACT_HEADERS", "x-mine").start();
    let uuid = |at: usize| environment["routes"][at]["uuid"].clone();
    for (path, said, expected) in [
        ("broken", "Error while serving the content: ", json!({"routePath": "broken", "routeUUID": uuid(0)})),
        ("file", "Error while serving the file content: ", json!({"routePath": "file", "routeUUID": uuid(1)})),
        ("headers", "\"X-Shown\"", json!({"headerKey": "X-Shown", "headerValue": "Bearer hush {{#if"})),
        ("headers", "\"Authorization\"", json!({"headerKey": "Authorization", "headerValue": "Bearer [REDACTED]"})),
        ("headers", "\"X-Mine\"", json!({"headerKey": "X-Mine", "headerValue": "[REDACTED]"})),
        ("log", "template: said", json!({"line": 1})),
        ("interim", "no answer ends with status 103", json!({"requestPath": "/interim"})),
    ] {
        server.get(&format!("/{path}"));
        let output = server.wait_for_output(said);
        let line = output.lines().find(|line| line.contains(said)).expect(said);
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        assert_eq!(
            [&line["environmentName"], &line["environmentUUID"]],
            [&environment["name"], &environment["uuid"]],
            "{line}"
        );
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&line[name], value, "{line}");
        }
    }
}
