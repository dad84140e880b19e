use serde_json::json;

use super::*;

fn load_json(value: &Value) -> Result<Loaded, LoadError> {
    load_bytes("file.json", value.to_string().as_bytes())
}

fn refusal(value: &Value) -> String {
    load_json(value).unwrap_err().to_string()
}

#[test]
fn loads_migrates_and_repairs() {
    let file = json!({
        "lastMigration": 10, "port": "3005",
        "routes": [{ "endpoint": "a", "method": "get", "sequentialResponse": true, "responses": [{ "statusCode": "404", "body": "x", "rules": [] }] }],
    });
    let loaded = load_json(&file).unwrap();
    let route = &loaded.environment.routes[0];
    assert_eq!(loaded.environment.port, 3005);
    assert_eq!(route.response_mode, Some(crate::environment::model::ResponseMode::Sequential));
    assert_eq!((route.responses[0].status_code, route.responses[0].default), (404.0, true));
    assert_eq!(loaded.environment.root_children[0].uuid, route.uuid);
    assert_eq!(loaded.warnings, [""; 0]);
    assert!(loaded.repairs.iter().any(|repair| repair.path == "routes[0].uuid"));
}

#[test]
fn yaml_is_the_same_model() {
    let yaml = b"lastMigration: 33\nport: 3006\nroutes:\n  - endpoint: a\n    responses:\n      - body: |\n          {\"a\": 1}\n";
    let loaded = load_bytes("file.yaml", yaml).unwrap();
    assert_eq!(
        (loaded.environment.port, loaded.environment.routes[0].responses[0].body.as_str()),
        (3006, "{\"a\": 1}\n")
    );
}

#[test]
fn files_without_a_migration_number_are_repaired_with_a_warning() {
    let loaded = load_json(&json!({ "routes": [{ "endpoint": "a", "customHeaders": [] }] })).unwrap();
    assert_eq!(loaded.environment.last_migration, 33);
    assert!(loaded.warnings[0].starts_with("no lastMigration"), "{:?}", loaded.warnings);
}

#[test]
fn files_from_the_future_are_refused_with_both_numbers() {
    let message = refusal(&json!({ "lastMigration": 34, "routes": [] }));
    assert!(message.starts_with("file.json: "), "{message}");
    assert!(message.contains("its lastMigration is 34, this server knows up to 33"), "{message}");
    assert!(refusal(&json!({ "lastMigration": "40" })).contains("is 40"));
}

#[test]
fn a_migration_number_is_read_as_javascript_does() {
    for (number, stays) in
        [(json!(33), true), (json!("33"), true), (json!("x"), true), (json!(null), false), (json!(-1), false)]
    {
        let file = json!({ "lastMigration": number, "hostname": "0.0.0.0", "routes": [], "folders": [], "data": [] });
        let hostname = load_json(&file).unwrap().environment.hostname;
        assert_eq!(hostname == "0.0.0.0", stays, "{number}");
    }
}

#[test]
fn a_migration_that_stops_leaves_the_rest_to_the_repair() {
    let loaded = load_json(&json!({ "lastMigration": 26, "hostname": "0.0.0.0", "routes": null })).unwrap();
    assert_eq!((loaded.environment.hostname.as_str(), loaded.environment.last_migration), ("", 33));
    assert!(loaded.warnings[0].starts_with("migration 28 could not handle"), "{:?}", loaded.warnings);
}

#[test]
fn what_is_no_environment_is_refused_with_both_reasons() {
    for (value, reason) in [
        (json!([]), "the file holds a list instead of an object"),
        (json!("x"), "the file holds a text"),
        (json!(null), "the file holds null"),
        (json!({ "name": "package" }), "neither `lastMigration` nor `routes`"),
        (json!({ "openapi": "3.0.0" }), "the document has no `paths`"),
        (json!({ "openapi": "5" }), "version \"5\" is not supported"),
    ] {
        let message = refusal(&value);
        assert!(message.contains(reason), "{message}");
        assert!(
            message.contains("not an OpenAPI document: ") && message.contains("not a Mockoon environment: "),
            "{message}"
        );
    }
}

#[test]
fn exports_of_the_application_load_when_unambiguous() {
    let environment = json!({ "type": "environment", "item": { "lastMigration": 33, "name": "inner" } });
    let route = json!({ "type": "route", "item": {} });
    let export = |data: Value| json!({ "source": "mockoon:1.18.1", "data": data });
    let loaded = load_json(&export(json!([route, environment]))).unwrap();
    assert_eq!((loaded.environment.name.as_str(), loaded.warnings.len()), ("inner", 1));
    assert!(refusal(&export(json!([environment, environment]))).contains("with 2 environments: put the content"));
    assert!(refusal(&export(json!([route]))).contains("with 0 environments"));
}

#[test]
fn the_hash_is_of_the_bytes_and_stable() {
    assert_eq!(ContentHash::of(b"").to_string(), "cbf29ce484222325");
    assert_eq!(ContentHash::of(b"a").to_string(), "af63dc4c8601ec8c");
    let spaced = load_bytes("x", b"{\"routes\": []}").unwrap().hash;
    assert_ne!(spaced, load_bytes("x", b"{\"routes\":[]}").unwrap().hash);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let message = load_file(Path::new("/nowhere/x.json")).unwrap_err().to_string();
    assert!(message.starts_with("/nowhere/x.json: cannot be read"), "{message}");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, text in "[\\[\\]{}:,\"a-z0-9 \\\\.$#/-]{0,60}", yaml: bool) {
        let name = if yaml { "x.yaml" } else { "x.json" };
        let _ = load_bytes(name, &bytes);
        let _ = load_bytes(name, text.as_bytes());
        let _ = load_bytes(name, format!("{{\"openapi\":\"3.0\",\"paths\":{{\"/a\":{text}}}}}").as_bytes());
    }
}
