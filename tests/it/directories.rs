//! Directories that hold other things than environments, at start and at reload; references between files; old exports.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Ended, Sidemock, environment, get, response, route};

const DOCUMENT: &str = "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths:\n  /pets: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: 'REF'}}}}}}}\n";

/// An environment that sends the file of this name.
fn sends(name: &str) -> Value {
    let file = response(json!({"bodyType": "FILE", "filePath": format!("./{name}"), "sendFileAsBody": true}));
    environment(json!({"routes": [route("get", "meta", vec![file]), get("hello", "hi")]}))
}

/// A server on the directory `mounted`.
fn on_directory(files: &[(&str, &str)]) -> Sidemock {
    let sidemock = files.iter().fold(Sidemock::new(), |all, (name, text)| all.file(&format!("mounted/{name}"), text));
    let data = sidemock.directory().join("mounted").display().to_string();
    sidemock.var("MOCKOON_DATA", data)
}

fn check(sidemock: Sidemock) -> Ended {
    sidemock.var("MOCKOON_CHECK", "true").run()
}

fn wait_until(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < deadline, "{what}: never");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn har_files_that_hold_none_are_told_so() {
    let text = sends("a").to_string();
    let files = [("env.json", text.as_str()), ("cut.har", "{\"log\": {\"entr"), ("empty.har", "{\"log\": {}}")];
    let ended = check(on_directory(&files));
    for (name, _) in &files[1..] {
        assert!(ended.stdout.contains(&format!("{name}: left alone: not a HAR document")), "{}", ended.stdout);
    }
}

#[test]
fn what_lies_beside_an_environment_is_left_alone_with_a_warning() {
    let text = sends("metadata.json").to_string();
    let files = [
        ("env.json", text.as_str()),
        ("metadata.json", "{\"a\":1}"),
        ("list.json", "[1, 2]"),
        ("broken.json", "{ not json"),
        ("empty.yaml", ""),
        ("lines.json", "{\"routes\": [{\"line\": 5}]}"),
        ("deployment.yaml", "kind: Deployment\n---\nkind: Service\n"),
    ];
    let ended = check(on_directory(&files));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.stdout.contains("metadata.json: left alone: the body of a response"), "{}", ended.stdout);
    for (name, _) in &files[2..] {
        assert!(
            ended
                .stdout
                .contains(&format!("{name}: left alone: not an OpenAPI document and not a Mockoon environment"))
        );
    }
    assert!(ended.stdout.contains("1 environments, 2 routes, 6 warnings: ready to start"), "{}", ended.stdout);
    let server = on_directory(&files).start();
    assert_eq!(server.get("/meta").text(), "{\"a\":1}");
    server.wait_for_output("left alone");
}

#[test]
fn what_looks_like_an_environment_or_a_document_and_is_broken_is_an_error() {
    let good = sends("x.json").to_string();
    for broken in [
        "{\"uuid\": \"x\", \"lastMigration\": 33, \"na",
        "{\"openapi\": \"3.0.0\", \"paths\": {",
        "{\"lastMigration\": 99}",
    ] {
        let ended = check(on_directory(&[("env.json", &good), ("other.json", broken)]));
        assert_eq!(ended.code, Some(65), "{broken}: {}", ended.output());
        assert!(ended.stdout.contains("error: ") && ended.stdout.contains("other.json"), "{}", ended.stdout);
    }
}

#[test]
fn a_file_that_a_response_sends_is_none_even_if_it_looks_like_one() {
    let document = DOCUMENT.replace("REF", "#/x");
    for content in [document.as_str(), "{\"openapi\": \"3.0.0\", \"broken", "openapi: 3.0.0\n"] {
        let ended = check(on_directory(&[("env.json", &sends("api.yaml").to_string()), ("api.yaml", content)]));
        assert_eq!(ended.code, Some(0), "{}", ended.output());
        assert!(ended.stdout.contains("api.yaml: left alone: the body of a response"), "{}", ended.stdout);
    }
    // An environment that sends itself is one.
    let ended = check(on_directory(&[("env.json", &sends("env.json").to_string())]));
    assert!(ended.stdout.contains("1 environments, 2 routes, 0 warnings"), "{}", ended.output());
}

#[test]
fn the_snapshot_that_a_companion_names_is_called_that() {
    let files = [
        ("env.json", environment(json!({})).to_string()),
        ("env.sidemock.yaml", "snapshot: seed.json\n".to_owned()),
        ("seed.json", json!({"globalVars": {"a": 1}}).to_string()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let ended = check(on_directory(&files));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.stdout.contains("seed.json: left alone: the snapshot"), "{}", ended.stdout);
}

#[test]
fn a_snapshot_of_a_companion_that_names_what_is_not_there_is_warned_about() {
    let files = [
        ("env.json", environment(json!({})).to_string()),
        ("env.sidemock.yaml", "snapshot: seed.json\n".to_owned()),
        ("seed.json", json!({"buckets": [{"id": "ordrs", "value": []}]}).to_string()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let ended = check(on_directory(&files));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    let told = "seed.json: $.buckets[0].id: the environment has no data bucket with the id \"ordrs\"; there are none";
    assert!(ended.stdout.contains(told), "{}", ended.stdout);
}

#[test]
fn parts_of_a_document_in_files_of_their_own_are_no_environments() {
    let api = DOCUMENT.replace("REF", "defs.yaml#/Pet");
    let chain = "Pet: {type: object, properties: {name: {$ref: 'more.yaml#/components/schemas/Name'}}}";
    let more = "openapi: 3.0.0\ninfo: {title: parts, version: '1'}\npaths: {}\ncomponents: {schemas: {Name: {type: string, example: Rex}}}";
    let no_paths = more.replace("paths: {}\n", "");
    for more in [more, &no_paths] {
        let files = [("api.yaml", api.as_str()), ("defs.yaml", chain), ("more.yaml", more)];
        let ended = check(on_directory(&files));
        assert_eq!(ended.code, Some(0), "{}", ended.output());
        assert!(ended.stdout.contains("more.yaml: left alone: part of an OpenAPI document"), "{}", ended.stdout);
        let server = on_directory(&files).start();
        assert_eq!(server.get("/pets").text(), "{\n  \"name\": \"Rex\"\n}");
    }
    // Alone it is left alone as well.
    let ended = check(on_directory(&[("more.yaml", &no_paths)]));
    assert!(ended.stdout.contains("more.yaml: left alone"), "{}", ended.output());
}

#[test]
fn a_reload_decides_like_a_start() {
    let server = on_directory(&[("env.json", &sends("metadata.json").to_string())]).start();
    let directory = server.directory().join("mounted");
    let write = |name: &str, text: &str| fs::write(directory.join(name), text).expect("a file");
    write("metadata.json", "{\"a\":1}");
    server.wait_for_output("metadata.json");
    assert_eq!(server.get("/meta").text(), "{\"a\":1}");
    let report = server.manage("/readyz?verbose");
    assert_eq!(report.status, 200);
    assert!(!report.text().contains("metadata.json"), "{}", report.text());
    // What looks like an environment and is broken shows.
    write("other.json", "{\"lastMigration\": 99}");
    wait_until("the refusal", || server.manage("/readyz?verbose").text().contains("other.json"));
    fs::remove_file(directory.join("other.json")).expect("a file");
    wait_until("its end", || !server.manage("/readyz?verbose").text().contains("other.json"));
    // One that serves goes on, whatever its file becomes.
    write("env.json", "{\"a\": 1}");
    wait_until("the refusal", || server.manage("/readyz?verbose").text().contains("not a Mockoon environment"));
    assert_eq!(server.get("/hello").text(), "hi");
}

#[test]
fn a_directory_without_environments_is_waited_for_and_says_what_it_holds() {
    let server = on_directory(&[("notes.json", "{}")]).start_unready();
    let ready = server.manage("/readyz");
    assert_eq!(ready.status, 503);
    assert!(ready.text().contains("1 files are none"), "{}", ready.text());
    fs::write(server.directory().join("mounted/env.json"), sends("x").to_string()).expect("a file");
    wait_until("ready", || server.manage("/readyz").status == 200);
    assert_eq!(server.get("/hello").text(), "hi");
}

/// A document in `reference/` that refers to a schema in `models/`.
fn with_parent_reference(sidemock: Sidemock) -> Sidemock {
    sidemock
        .file(
            "models/X.json",
            "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"example\": \"A\"}}}",
        )
        .environment("reference/api.yaml", &DOCUMENT.replace("REF", "../models/X.json"))
}

#[test]
fn references_to_a_parent_directory_need_its_permission() {
    let server = with_parent_reference(Sidemock::new()).start();
    assert_eq!(server.get("/pets").text(), "\"\"");
    assert!(server.wait_for_output("MOCKOON_FILES_ALLOWED").contains("../models/X.json"));
    let sidemock = Sidemock::new();
    let allowed = sidemock.directory().display().to_string();
    let server = with_parent_reference(sidemock).var("MOCKOON_FILES_ALLOWED", allowed).start();
    assert_eq!(server.get("/pets").text(), "{\n  \"a\": \"A\"\n}");
}

#[test]
fn a_reference_to_another_server_costs_one_schema() {
    let document = DOCUMENT.replace("REF", "https://schemas.example.com/common.yaml#/Problem");
    let server = Sidemock::new().environment("api.yaml", &document).start();
    assert_eq!((server.get("/pets").status, server.get("/pets").text().as_str()), (200, "\"\""));
    server.wait_for_output("https://schemas.example.com/common.yaml#/Problem");
}

#[test]
fn numbers_in_yaml_are_those_of_the_core_schema() {
    let document = DOCUMENT.replace(
        "{$ref: 'REF'}",
        "{properties: {a: {example: 007}, b: {example: -01}, c: {example: 0b11}, d: {example: '007'}}}",
    );
    let server = Sidemock::new().environment("api.yaml", &document).start();
    let body: Value = serde_json::from_str(&server.get("/pets").text()).expect("JSON");
    assert_eq!(body, json!({"a": 7, "b": -1, "c": "0b11", "d": "007"}));
}

#[test]
fn an_export_of_before_1_6_is_served() {
    let route = json!({"method": "get", "endpoint": "users", "responses": [{"body": "[]", "statusCode": "200", "headers": [], "rules": []}]});
    let data = json!([{"name": "old", "endpointPrefix": "api", "port": 3001, "routes": [route]}]);
    for file in [json!({"id": "mockoon_export", "appVersion": "1.4.0", "subject": "full", "data": data}), data] {
        let server = Sidemock::new().environment("env.json", &file.to_string()).start();
        assert_eq!((server.get("/api/users").status, server.get("/api/users").text().as_str()), (200, "[]"));
    }
}

#[test]
fn a_companion_is_no_environment_and_one_without_its_file_is_a_warning() {
    let text = sends("x.json").to_string();
    let files = [("env.json", text.as_str()), ("env.sidemock.yaml", "faults: []\n"), ("shop.sidemock.json", "{}")];
    let ended = check(on_directory(&files));
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.stdout.contains("1 environments, 2 routes, 1 warnings: ready to start"), "{}", ended.stdout);
    assert!(ended.stdout.contains("shop.sidemock.json: left alone: a companion, and there is no environment"));
    // Also when it is named; it takes no port then.
    let named = Sidemock::new().environment("shop.json", &text).environment("shop.sidemock.yml", "faults: []");
    let ended = check(named);
    assert!(ended.stdout.contains("1 environments, 2 routes, 1 warnings"), "{}", ended.stdout);
    assert!(ended.stdout.contains("MOCKOON_PORT") && !ended.stdout.contains("shop.sidemock.yml"), "{}", ended.stdout);
}

#[test]
fn a_companion_that_declares_what_nobody_knows_is_an_error_with_file_and_key() {
    let good = sends("x.json").to_string();
    for (companion, part) in [
        ("snapshots: a.json", "the key `snapshots` is unknown (did you mean `snapshot`?)"),
        ("faults: 5", "`faults` is a number instead of a list"),
        ("faults: [", "not YAML"),
    ] {
        let ended = check(on_directory(&[("env.json", &good), ("env.sidemock.yaml", companion)]));
        assert_eq!(ended.code, Some(65), "{}", ended.output());
        assert!(ended.stdout.contains("env.sidemock.yaml") && ended.stdout.contains(part), "{}", ended.stdout);
    }
    for (route, wrong) in [("GET /hallo", Some("did you mean")), ("nonsense", Some("nonsense")), ("GET /hello", None)] {
        let companion = format!("faults: [{{fault: {{type: reset}}, match: {{route: {route}}}}}]");
        let ended = check(on_directory(&[("env.json", &good), ("env.sidemock.yaml", &companion)]));
        assert_eq!(ended.code, Some(0), "{}", ended.output());
        let warning = ended.stdout.lines().find(|line| line.contains("env.sidemock.yaml: `faults[0]`"));
        assert_eq!(warning.is_some(), wrong.is_some(), "{}", ended.stdout);
        assert!(warning.unwrap_or_default().contains(wrong.unwrap_or_default()), "{}", ended.stdout);
    }
    let twice = check(on_directory(&[("env.json", &good), ("env.sidemock.yaml", ""), ("env.sidemock.json", "{}")]));
    assert!(twice.code == Some(65) && twice.stdout.contains("keep one of them"), "{}", twice.output());
}

#[test]
fn a_change_of_a_companion_or_of_a_referenced_file_reloads_the_environment() {
    let server = on_directory(&[
        ("api.yaml", &DOCUMENT.replace("REF", "defs.yaml#/Pet")),
        ("defs.yaml", "Pet: {example: one}"),
        ("api.sidemock.yaml", ""),
    ])
    .start();
    let write =
        |name: &str, text: &str| fs::write(server.directory().join("mounted").join(name), text).expect("a file");
    assert_eq!(server.get("/pets").text(), "\"one\"");
    write("defs.yaml", "Pet: {example: two}");
    wait_until("the new example", || server.get("/pets").text() == "\"two\"");
    let generation = || server.manage("/readyz?verbose").text();
    write("api.sidemock.yaml", "faults: []");
    wait_until("generation 3", || generation().contains("generation 3"));
    write("api.sidemock.yaml", "fault: []");
    wait_until("the refusal", || generation().contains("did you mean `faults`?"));
    assert_eq!(server.get("/pets").text(), "\"two\"");
    fs::remove_file(server.directory().join("mounted/api.sidemock.yaml")).expect("a file");
    wait_until("generation 4", || generation().contains("generation 4"));
}

#[test]
fn a_field_of_the_wrong_type_is_repaired_at_a_start_and_refused_where_an_environment_serves() {
    let good = environment(json!({"routes": [get("hello", "hi")]})).to_string();
    let mut broken = environment(json!({"name": "Odd"}));
    broken["routes"] = json!("none");
    let server = on_directory(&[("env.json", &good)]).start();
    let path = server.directory().join("mounted/env.json");
    fs::write(&path, broken.to_string()).expect("a file");
    let output = server.wait_for_output("Reload refused");
    assert!(output.contains("env.json: `routes` is a text instead of a list: correct it"), "{output}");
    assert_eq!(server.get("/hello").text(), "hi");
    broken["routes"] = json!([get("hello", "again")]);
    broken["cors"] = json!("yes");
    fs::write(&path, broken.to_string()).expect("a file");
    server.wait_for_output("`cors` is a text instead of a truth value");
    assert_eq!(server.get("/hello").text(), "hi");
    broken["routes"] = json!("none");
    let started = on_directory(&[("env.json", &broken.to_string())]).start();
    started.wait_for_output("is not a list");
    assert_eq!(started.get("/hello").status, 404);
}
