//! Each migration on the smallest file that shows what it does.

use serde_json::{Value, json};

use super::*;

/// The file after one migration.
fn after(number: usize, file: Value) -> Value {
    let Value::Object(mut file) = file else { panic!("not an object") };
    MIGRATIONS[number - 1](&mut file).unwrap();
    Value::Object(file)
}

fn stops(number: usize, file: Value) -> bool {
    let Value::Object(mut file) = file else { panic!("not an object") };
    MIGRATIONS[number - 1](&mut file).is_err()
}

/// A file with one route.
fn route(route: Value) -> Value {
    json!({ "routes": [route] })
}

/// A file with one response.
fn response(response: Value) -> Value {
    route(json!({ "responses": [response] }))
}

#[test]
fn migrations_whose_results_are_determined() {
    let empty = json!([{ "key": "", "value": "" }]);
    let tls = json!({
        "enabled": true, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": "",
    });
    let rules = |rule: Value| response(json!({ "rules": [rule] }));
    let cases = [
        (1, json!({}), json!({ "proxyMode": false, "proxyHost": "", "https": false })),
        (
            1,
            json!({ "proxyMode": true, "proxyHost": "h", "https": 1 }),
            json!({ "proxyMode": true, "proxyHost": "h", "https": 1 }),
        ),
        (
            2,
            json!({ "cors": false, "routes": [{ "uuid": "u" }] }),
            json!({ "cors": true, "routes": [{ "uuid": "u" }] }),
        ),
        (
            2,
            json!({ "cors": true, "routes": [{ "uuid": "u", "contentType": "a/b", "customHeaders": [{ "key": "Content-Type" }] }] }),
            json!({ "cors": true, "routes": [{ "uuid": "u", "customHeaders": [{ "key": "Content-Type" }] }] }),
        ),
        (3, route(json!({ "uuid": "u" })), route(json!({ "uuid": "u" }))),
        (
            4,
            json!({ "headers": [], "routes": [{ "customHeaders": [1], "file": { "path": "p" } }] }),
            json!({ "headers": [], "routes": [{ "headers": [1], "file": { "path": "p", "sendAsBody": false }, "documentation": "" }] }),
        ),
        (
            5,
            json!({ "duplicates": 1, "routes": [{ "file": { "path": "p", "sendAsBody": true }, "duplicates": 1 }, { "file": null }] }),
            json!({ "routes": [{ "filePath": "p", "sendFileAsBody": true }, { "filePath": "", "sendFileAsBody": false }] }),
        ),
        (8, route(json!({ "enabled": false })), route(json!({ "enabled": true }))),
        (9, response(json!({ "label": null })), response(json!({ "label": "" }))),
        (10, json!({ "proxyReqHeaders": [1] }), json!({ "proxyReqHeaders": [1], "proxyResHeaders": empty })),
        (
            11,
            response(json!({ "statusCode": "404 x" })),
            response(json!({ "statusCode": 404.0, "disableTemplating": false })),
        ),
        (
            11,
            response(json!({ "statusCode": "x" })),
            response(json!({ "statusCode": null, "disableTemplating": false })),
        ),
        (12, response(json!({ "rulesOperator": "AND" })), response(json!({ "rulesOperator": "AND" }))),
        (12, response(json!({})), response(json!({ "rulesOperator": "OR" }))),
        (13, route(json!({})), route(json!({ "randomResponse": false }))),
        (14, route(json!({ "sequentialResponse": null })), route(json!({ "sequentialResponse": false }))),
        (15, json!({}), json!({ "proxyRemovePrefix": false })),
        (16, json!({ "hostname": "" }), json!({ "hostname": "0.0.0.0" })),
        (17, response(json!({})), response(json!({ "fallbackTo404": false }))),
        (18, rules(json!({ "isRegex": true })), rules(json!({ "operator": "regex" }))),
        (18, rules(json!({ "isRegex": false })), rules(json!({ "operator": "equals" }))),
        (18, rules(json!({ "isRegex": true, "operator": "null" })), rules(json!({ "operator": "regex" }))),
        (19, json!({ "https": true }), json!({ "tlsOptions": tls })),
        (19, json!({ "https": true, "tlsOptions": 1 }), json!({ "tlsOptions": 1 })),
        (
            20,
            route(json!({ "responses": [{}, {}, { "default": 1 }] })),
            route(json!({ "responses": [{ "default": true }, { "default": false }, { "default": 1 }] })),
        ),
        (
            21,
            route(json!({ "sequentialResponse": true, "randomResponse": true })),
            route(json!({ "responseMode": "SEQUENTIAL" })),
        ),
        (21, route(json!({ "randomResponse": true })), route(json!({ "responseMode": "RANDOM" }))),
        (21, route(json!({})), route(json!({ "responseMode": null }))),
        (22, rules(json!({})), rules(json!({ "invert": false }))),
        (23, json!({}), json!({ "data": [] })),
        (
            24,
            response(json!({ "filePath": "p" })),
            response(json!({ "filePath": "p", "databucketID": "", "bodyType": "FILE" })),
        ),
        (24, response(json!({ "bodyType": null })), response(json!({ "bodyType": null, "databucketID": "" }))),
        (24, response(json!({})), response(json!({ "databucketID": "", "bodyType": "INLINE" }))),
        (
            25,
            route(json!({ "uuid": "u" })),
            json!({ "routes": [{ "uuid": "u" }], "folders": [], "rootChildren": [{ "type": "route", "uuid": "u" }] }),
        ),
        (26, route(json!({})), route(json!({ "type": "http" }))),
        (27, json!({ "hostname": "0.0.0.0" }), json!({ "hostname": "" })),
        (27, json!({ "hostname": "h" }), json!({ "hostname": "h" })),
        (28, response(json!({ "crudKey": "" })), response(json!({ "crudKey": "" }))),
        (28, response(json!({})), response(json!({ "crudKey": "id" }))),
        (
            29,
            json!({ "data": [{ "value": "{{faker 'random.word'}}" }], "routes": [{ "responses": [{ "body": "{{faker 'name.sex'}}" }, {}] }] }),
            json!({ "data": [{ "value": "{{faker 'word.sample'}}" }], "routes": [{ "responses": [{ "body": "{{faker 'person.sex'}}" }, {}] }] }),
        ),
        (
            30,
            json!({ "routes": [{ "responses": [{ "callbacks": [1] }] }, {}] }),
            json!({ "callbacks": [], "routes": [{ "responses": [{ "callbacks": [] }] }, {}] }),
        ),
        (31, route(json!({ "enabled": false })), route(json!({}))),
        (32, json!({ "folders": [{ "collapsed": true }, 1] }), json!({ "folders": [{}, 1] })),
        (33, json!({}), json!({})),
        (33, route(json!({})), route(json!({ "streamingMode": null, "streamingInterval": 0 }))),
    ];
    for (number, before, expected) in cases {
        assert_eq!(after(number, before.clone()), expected, "migration {number} of {before}");
    }
}

#[test]
fn new_uuids_are_given_where_they_lack_or_were_not_unique() {
    for number in [2, 3] {
        let file = after(number, json!({ "cors": true, "routes": [{ "uuid": "" }] }));
        assert_eq!(file["routes"][0]["uuid"].as_str().unwrap().len(), 36, "migration {number}");
    }
    let renewed = after(7, response(json!({ "uuid": "old" })));
    assert_eq!(renewed["routes"][0]["responses"][0]["uuid"].as_str().unwrap().len(), 36);
}

#[test]
fn the_content_type_becomes_the_first_header() {
    let file = after(2, route(json!({ "uuid": "u", "contentType": "a/b", "customHeaders": [{ "key": "X" }] })));
    let headers = &file["routes"][0]["customHeaders"];
    assert_eq!(
        (&headers[0]["key"], &headers[0]["value"], &headers[1]["key"]),
        (&json!("Content-Type"), &json!("a/b"), &json!("X"))
    );
    assert_eq!(file["routes"][0].get("contentType"), None);
}

#[test]
fn the_environment_gets_an_empty_header() {
    let file = after(4, json!({ "routes": [] }));
    assert_eq!((&file["headers"][0]["key"], &file["headers"][0]["value"]), (&json!(""), &json!("")));
}

#[test]
fn what_a_route_answered_becomes_its_first_response() {
    let file =
        after(6, route(json!({ "endpoint": "e", "statusCode": null, "latency": 5, "body": "b", "headers": [] })));
    let route = &file["routes"][0];
    assert_eq!(route.as_object().unwrap().keys().collect::<Vec<_>>(), ["endpoint", "responses"]);
    let mut response = route["responses"][0].clone();
    response.as_object_mut().unwrap().swap_remove("uuid").unwrap();
    let expected = json!({ "statusCode": "200", "label": "", "latency": 5, "headers": [], "body": "b", "rules": [] });
    assert_eq!(response, expected);
}

#[test]
fn migrations_stop_where_the_reference_throws() {
    assert!(stops(8, json!({})));
    assert!(stops(8, json!({ "routes": [null] })));
    assert!(stops(9, route(json!({}))));
    assert!(stops(18, response(json!({}))));
    assert!(stops(29, json!({ "data": "text", "routes": [] })));
    assert!(stops(29, response(json!({ "body": 5 }))));
    assert!(stops(32, json!({ "folders": [null] })));
    assert!(!stops(30, json!({ "routes": 0 })));
}

#[test]
fn only_later_migrations_run_and_a_stop_marks_the_file() {
    let mut file = json!({ "routes": [], "folders": [], "data": [] }).as_object().unwrap().clone();
    assert_eq!(migrate(&mut file.clone(), 30.0), Migrated { run: 3, stopped_at: None });
    assert_eq!(migrate(&mut file.clone(), f64::NAN), Migrated { run: 0, stopped_at: None });
    assert_eq!(migrate(&mut file.clone(), -5.0), Migrated { run: 33, stopped_at: None });
    file.insert("folders".to_owned(), json!(1));
    assert_eq!(migrate(&mut file, 30.5), Migrated { run: 1, stopped_at: Some(32) });
    assert_eq!(file["lastMigration"], json!(33));
}
