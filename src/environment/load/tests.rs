use std::sync::Arc;

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
    assert_eq!(loaded.warnings, []);
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
    assert!(loaded.warnings[0].text.starts_with("no lastMigration"), "{:?}", loaded.warnings);
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
    assert!(loaded.warnings[0].text.starts_with("migration 28 could not handle"), "{:?}", loaded.warnings);
}

#[test]
fn what_is_no_environment_is_refused_with_both_reasons() {
    for (value, reason) in [
        (json!([]), "the file holds a list instead of an object"),
        (json!("x"), "the file holds a text"),
        (json!(null), "the file holds null"),
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
fn exports_of_the_oldest_kind_and_bare_lists_load_too() {
    let route = |more: Value| json!({ "method": "get", "endpoint": "users", "statusCode": "201", "body": "old" , "more": more });
    let with_responses = json!({ "endpoint": "users", "responses": [{ "statusCode": "202", "body": "[]" }] });
    let environment = |route: Value| json!({ "name": "old", "endpointPrefix": "api", "port": 3001, "routes": [route] });
    let export =
        |data: Value| json!({ "id": "mockoon_export", "appVersion": "1.4.0", "subject": "full", "data": data });
    for (file, status, body) in [
        (export(json!([environment(route(json!(1)))])), 201.0, "old"),
        (export(json!([environment(with_responses.clone())])), 202.0, "[]"),
        (export(environment(with_responses.clone())), 202.0, "[]"),
        (json!([environment(with_responses.clone())]), 202.0, "[]"),
        (json!([{ "a": 1 }, environment(with_responses.clone())]), 202.0, "[]"),
    ] {
        let loaded = load_json(&file).unwrap();
        let response = &loaded.environment.routes[0].responses[0];
        assert_eq!(
            (loaded.environment.port, response.status_code, response.body.as_str()),
            (3001, status, body),
            "{file}"
        );
        assert!(loaded.warnings[0].text.starts_with("an export of the Mockoon application"), "{:?}", loaded.warnings);
    }
    let two = json!([environment(with_responses.clone()), environment(with_responses)]);
    for file in [two.clone(), export(two)] {
        assert!(refusal(&file).contains("with 2 environments: put the content"));
    }
    assert!(refusal(&export(route(json!(1)))).contains("with 0 environments"));
}

#[test]
fn an_object_that_was_named_is_repaired_whatever_it_is() {
    for value in [json!({ "a": 1 }), json!({}), json!({ "openapi": "docs/api.yaml" })] {
        let loaded = load_json(&value).unwrap();
        assert_eq!((loaded.environment.name.as_str(), loaded.environment.port), ("file.json", 3000));
        assert!(loaded.warnings[0].text.contains("without routes"), "{:?}", loaded.warnings);
    }
}

#[test]
fn in_a_directory_only_what_looks_like_one_is_loaded_or_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let load = |name: &str, text: &[u8]| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        load_file(&path, NamedBy::Directory, &LoadOptions::default()).map_err(|error| error.is_neither())
    };
    for neither in [
        "{\"a\": 1}",
        "[1, 2]",
        "5",
        "null",
        "",
        "{",
        "{\"a\": }",
        "a: [b",
        "\u{feff}[]",
        "lines: {}",
        "{\"routes\": [{\"line\": 1}]}",
        "{\"openapi\": \"3.0.0\", \"components\": {}}",
        "{\"swagger\": \"2.0\", \"definitions\": {}}",
    ] {
        for name in ["x.json", "x.yaml"] {
            assert_eq!(load(name, neither.as_bytes()).err(), Some(true), "{name} {neither}");
        }
    }
    assert_eq!(load("x.json", b"\xff\xfea\0").err(), Some(true));
    for broken in [
        "{\"lastMigration\": 34}",
        "{\"lastMigration\": 33, ",
        "{\"openapi\": \"3.0.0\"}",
        "openapi: 3.0.0\npaths: [",
        "[{\"routes\": [], \"name\": 1}, {\"lastMigration\": 1}]",
    ] {
        assert_eq!(load("x.yaml", broken.as_bytes()).err(), Some(false), "{broken}");
    }
    for good in ["{\"lastMigration\": 33}", "{\"routes\": [{\"endpoint\": \"a\"}]}", "{openapi: 3.0.0, paths: {}}"] {
        assert!(load("x.yaml", good.as_bytes()).is_ok(), "{good}");
    }
}

/// Environment, repairs, their number, warnings.
type Outline = (Environment, Vec<Repair>, usize, Vec<Warning>);

const PLAIN: Manner<'_> = Manner { named_by: NamedBy::Path, compat: Compat::AsMeant, directory: None, secrets: None };

/// What both ways make of a text.
fn both_ways(text: &str) -> [Option<Outline>; 2] {
    let outline = |Parts { environment, log, warnings, .. }: Parts| {
        let (repairs, total) = log.finish();
        (environment, repairs, total, warnings)
    };
    let long = parse::json(text).ok().and_then(|value| load_value(value, PLAIN).ok());
    [load_text(text, Syntax::Json, PLAIN).ok().map(outline), long.map(outline)]
}

#[test]
fn the_short_way_leads_where_the_long_one_does() {
    let uuid = |n: usize| format!("00000000-0000-4000-8000-{n:012}");
    let route = |n: usize, more: &str| {
        let (one, two) = (uuid(n), uuid(n + 500));
        format!(
            r#"{{"uuid": "{one}", "type": "http", "documentation": "", "method": "get", "endpoint": "a/{n}", "responses": [
            {{"uuid": "{two}", "body": "{{\"é\\n\": {n}}}", "latency": 0, "statusCode": 200, "label": "", "headers": [],
            "bodyType": "INLINE", "filePath": "", "databucketID": "", "sendFileAsBody": false, "rules": [], "rulesOperator": "OR",
            "disableTemplating": false, "fallbackTo404": false, "default": true, "crudKey": "id", "callbacks": []}}],
            "responseMode": null, "streamingMode": null, "streamingInterval": 0{more}}}"#
        )
    };
    let id = uuid(999);
    let rest = r#""data": [], "folders": [], "proxyReqHeaders": [5, {"key": 1}], "wrong": 1, "routes": "#;
    let bucket = format!(r#"{{"uuid": "{id}", "id": "abcd", "name": "", "documentation": "", "value": "[]"}}"#);
    let routes = |items: Vec<String>| format!("[{}]", items.join(", "));
    let whole = routes((0..3).map(|n| route(n, "")).collect());
    let odd =
        routes(vec![route(0, r#", "method": 5, "x": 1, "x": 2, "y": 3"#), "7".to_owned(), route(1, r#", "y": [[]]"#)]);
    let many = routes((0..300).map(|n| route(n, r#", "latency": 1, "method": 5"#)).collect());
    for file in [
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, {rest} {whole}}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, {rest} {odd}, "name": 5}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, {rest} {many}, "data": 5}}"#),
        format!(r#"{{"uuid": "{id}", {rest} {odd}, "lastMigration": 33.0, "port": "5"}}"#),
        format!(r#"{{"uuid": "{id}", {rest} {odd}}}"#),
        format!(r#"{{"uuid": "{id}", {rest} {odd}, "lastMigration": 20}}"#),
        format!(r#"{{"uuid": "{id}", {rest} {odd}, "lastMigration": 34}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": "33", {rest} {odd}}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, "lastMigration": 32, {rest} {whole}}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, "routes": [], {rest} {whole}}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, "routes": {{}}}}"#),
        format!(r#"{{"uuid": "{id}", "lastMigration": 33, "openapi": "3.0.0", "routes": {odd}, "paths": {{}}}}"#),
        format!(
            r#"{{"uuid": "{id}", "lastMigration": 33, "data": [{bucket}, 5, {bucket}], "routes": {whole}, "callbacks": [6],
            "rootChildren": [{{"type": "route", "uuid": "{}"}}, {{"type": "x"}}], "folders": [{{"uuid": "{id}"}}, null]}}"#,
            uuid(1)
        ),
        format!(
            r#"{{"source": "mockoon:1.18.1", "endpointPrefix": "a",
            "data": [{{"type": "environment", "item": {{"uuid": "{id}", "lastMigration": 33}}}}]}}"#
        ),
        // Another order than the schema's, a key in escapes, a member twice, members left out, lists that are none.
        format!(
            r#"{{"lastMigration": 33, "routes": [{{"responses": [{{"body": "b", "uuid": "{id}", "headers": [{{"value": 1, "key": "k"}},
            {{"key": "a", "\u0076alue": "v", "more": 1}}, [], "x"], "rules": {{}}, "callbacks": [{{"latency": "x"}}, {{"latency": 5,
            "uuid": "{id}"}}]}}, 5], "type": "crud", "uuid": "{id}"}}, {{"uuid": "{id}", "\u0074ype": "ws", "documentation": "d",
            "uuid": "{}", "type": "http"}}, {{"uuid": "{id}", "responses": "none", "": 1}}, {{}}]}}"#,
            uuid(2)
        ),
        format!(r#"{{"lastMigration": 33, "routes": [{{"uuid": "{id}", "type": "ws", "uuid": "{}"}}]}}"#, uuid(2)),
        r#"{"lastMigration": 33, "routes": [], "name": 5e-1, "port": -0, "latency": 123456789012345678, "x": [tru]}"#
            .to_owned(),
        r#"{"lastMigration": 33, "routes": [{"uuid": "a"},]}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": [{"uuid": "a" "type": "http"}]}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": [{"uuid" "a"}]}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": [{5: "a"}]}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": [] "#.to_owned(),
        r#"{"lastMigration": 33, "routes": [],}"#.to_owned(),
        r#"{"lastMigration": 33, "name": 01, "routes": []}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": []}}"#.to_owned(),
        r#"{"lastMigration": 33, "routes": ["#.to_owned(),
        r#"{"name": "x", "data": []}"#.to_owned(),
    ] {
        assert_both_ways_are_one(&file);
    }
}

fn assert_both_ways_are_one(file: &str) {
    let [mut short, mut long] = both_ways(file);
    // New identities are never the same.
    for (environment, repairs, ..) in short.iter_mut().chain(&mut long) {
        let known = |uuid: &str| uuid.starts_with("00000000-0000");
        if !known(&environment.uuid) {
            environment.uuid.clear();
        }
        for repair in repairs.iter_mut().filter(|repair| repair.path.ends_with("uuid")) {
            repair.action.clear();
        }
        environment.data.retain(|bucket| known(&bucket.uuid));
        environment.routes.retain(|route| known(&route.uuid));
        Arc::make_mut(&mut environment.root_children).retain(|child| known(&child.uuid));
        for route in &mut environment.routes {
            Arc::make_mut(route).responses.retain(|response| known(&response.uuid));
        }
    }
    assert_eq!(short, long, "{file}");
}

#[test]
fn files_that_lack_the_last_migrations_take_the_short_way_where_nothing_stops_one() {
    let id = "00000000-0000-4000-8000-000000000001";
    let route = |more: &str| format!(r#"{{"uuid": "{id}", "method": "get", "endpoint": "a"{more}}}"#);
    let response = |more: &str| format!(r#", "responses": [{{"uuid": "{id}", "body": "b"{more}}}]"#);
    let plain = route(&response(""));
    let full = route(&format!(
        r#"{}, "x": 1, "enabled": false, "y": 2, "streamingMode": "UNICAST", "streamingInterval": 5, "z": 3"#,
        response(&format!(r#", "callbacks": [{{"uuid": "{id}", "latency": 1}}]"#))
    ));
    let folder = format!(r#"{{"uuid": "{id}", "a": 1, "collapsed": true, "b": 2, "name": "f", "children": []}}"#);
    let mut short = 0;
    for since in ["28", "29", "29.0", "29.5", "30", "31", "32", "33", "\"30\"", "null"] {
        for routes in [
            String::new(),
            plain.clone(),
            format!("{full}, {plain}"),
            route(""),
            route(r#", "responses": null"#),
            route(r#", "responses": [5]"#),
            route(r#", "responses": 5"#),
            route(r#", "responses": [], "enabled": 1, "enabled": 2"#),
            format!("{plain}, 5"),
            format!("{plain}, null"),
            format!("[], {plain}"),
            format!("{plain},"),
            route(&format!(r#"{}, "enabled": true, "responseMode": null, "type": "http""#, response(""))),
            route(&format!(r#", "streamingInterval": 7, "type": "crud", "enabled": 1{}"#, response(""))),
            route(&format!(r#"{}, "enabled": true, "x": 1, "type": "ws""#, response(r#", "callbacks": 5, "x": 1"#))),
            route(r#", "collapsed": 1, "type": "x", "streamingMode": {}, "streamingMode": "BROADCAST""#),
            route(r#", "x": 1, "y": 2, "enabled": 1"#),
            format!(
                r#"{{"type": "ws", "uuid": "{id}", "callbacks": [], "enabled": 1}}, {{"enabled": {{}}, "uuid": "{id}"}}"#
            ),
        ] {
            for rest in [
                format!(r#", "folders": [{folder}]"#),
                String::new(),
                r#", "folders": 5"#.to_owned(),
                r#", "folders": [null]"#.to_owned(),
                r#", "folders": [], "callbacks": false"#.to_owned(),
                format!(r#", "folders": [], "callbacks": [{{"uuid": "{id}"}}], "port": "x""#),
                format!(r#", "folders": [], "lastMigration": {since}"#),
            ] {
                let file = format!(r#"{{"uuid": "{id}", "lastMigration": {since}, "routes": [{routes}]{rest}}}"#);
                short += usize::from(fast_path::read(&file).is_some());
                assert_both_ways_are_one(&file);
                let file = format!(r#"{{"uuid": "{id}", "routes": [{routes}]{rest}, "lastMigration": {since}}}"#);
                assert_both_ways_are_one(&file);
            }
        }
    }
    assert!(short > 50, "{short}");
}

#[test]
fn files_as_mockoon_has_left_them_over_the_years_take_the_short_way() {
    let id = "00000000-0000-4000-8000-000000000001";
    let response = format!(
        r#"{{"uuid": "{id}", "body": "b", "latency": 0, "statusCode": 200, "label": "", "headers": [{{"key": "a", "value": "b"}}],
        "filePath": "", "sendFileAsBody": false, "rules": [], "rulesOperator": "OR", "disableTemplating": false, "fallbackTo404": false,
        "default": true, "databucketID": "", "bodyType": "INLINE", "crudKey": "id"}}"#
    );
    let route = format!(
        r#"{{"uuid": "{id}", "documentation": "", "method": "get", "endpoint": "a", "responses": [{response}, {response}]"#
    );
    for (since, kind, more) in [
        (29, "http", r#", "enabled": true, "responseMode": null, "type": "http""#),
        (30, "crud", r#", "type": "crud", "enabled": true, "responseMode": "RANDOM""#),
        (32, "http", r#", "responseMode": null, "type": "http""#),
        (33, "ws", r#", "responseMode": null, "type": "ws", "streamingMode": null, "streamingInterval": 5"#),
    ] {
        let file = format!(
            r#"{{"uuid": "{id}", "lastMigration": {since}, "name": "n", "routes": [{route}{more}}}], "folders": [], "data": []}}"#
        );
        let short = fast_path::read(&file).expect("the short way");
        let route = &short.environment.routes[0];
        assert_eq!(serde_json::to_value(route.kind).unwrap(), kind);
        assert_eq!(route.responses.len(), 2, "{file}");
        assert_both_ways_are_one(&file);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let message =
        load_file(Path::new("/nowhere/x.json"), NamedBy::Path, &LoadOptions::default()).unwrap_err().to_string();
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
