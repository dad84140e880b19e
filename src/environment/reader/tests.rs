use serde_json::{Value, json};

use super::*;

/// Repairs an environment whose `path` (dotted) holds the value, and returns what is there afterwards.
fn repaired(base: Value, pointer: &str, value: Option<Value>) -> Value {
    let mut file = base;
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = file.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value)),
        (Value::Object(map), None) => drop(map.swap_remove(key)),
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("nothing at {pointer}"),
    }
    serde_json::to_value(read_value(file)).unwrap().pointer(pointer).cloned().unwrap_or(json!("(gone)"))
}

fn whole() -> Value {
    let uuid = "aaaaaaaa-0000-4000-8000-000000000001";
    json!({
        "uuid": uuid, "lastMigration": 33, "name": "n", "endpointPrefix": "p", "latency": 1, "port": 3001,
        "hostname": "h", "folders": [{ "uuid": uuid, "name": "f", "children": [{ "type": "route", "uuid": uuid }] }],
        "routes": [{
            "uuid": uuid, "type": "crud", "documentation": "d", "method": "", "endpoint": "e",
            "responses": [{
                "uuid": uuid, "body": "b", "latency": 2, "statusCode": 201, "label": "l",
                "headers": [{ "key": "k", "value": "v" }], "bodyType": "FILE", "filePath": "f", "databucketID": "d",
                "sendFileAsBody": true,
                "rules": [{ "target": "query", "modifier": "m", "value": "v", "invert": true, "operator": "regex_i" }],
                "rulesOperator": "AND", "disableTemplating": true, "fallbackTo404": true, "default": true,
                "crudKey": "key", "callbacks": [{ "uuid": uuid, "latency": 3 }],
            }],
            "responseMode": "FALLBACK", "streamingMode": "BROADCAST", "streamingInterval": 4,
        }],
        "rootChildren": [{ "type": "folder", "uuid": uuid }],
        "proxyMode": true, "proxyHost": "x", "proxyRemovePrefix": true,
        "tlsOptions": {
            "enabled": true, "type": "PFX", "pfxPath": "a", "certPath": "b", "keyPath": "c", "caPath": "d",
            "passphrase": "e",
        },
        "cors": false, "headers": [{ "key": "a", "value": "b" }], "proxyReqHeaders": [], "proxyResHeaders": [],
        "data": [{ "uuid": uuid, "id": "i", "name": "n", "documentation": "d", "value": "v" }],
        "callbacks": [{
            "uuid": uuid, "id": "i", "uri": "u", "name": "n", "documentation": "d", "method": "put", "headers": [],
            "bodyType": "DATABUCKET", "body": "b", "databucketID": "d", "filePath": "f", "sendFileAsBody": false,
        }],
    })
}

#[test]
fn a_whole_environment_passes_unchanged_and_unlogged() {
    let mut log = RepairLog::default();
    let environment = read_document(whole().into(), &mut log);
    let mut printed = serde_json::to_value(environment).unwrap();
    for (pointer, number) in [("/latency", 1.0), ("/routes/0/streamingInterval", 4.0)] {
        assert_eq!(printed.pointer(pointer).unwrap().as_f64(), Some(number));
        *printed.pointer_mut(pointer).unwrap() = json!(number as i64);
    }
    for (key, number) in [("latency", 2), ("statusCode", 201)] {
        *printed.pointer_mut(&format!("/routes/0/responses/0/{key}")).unwrap() = json!(number);
    }
    *printed.pointer_mut("/routes/0/responses/0/callbacks/0/latency").unwrap() = json!(3);
    assert_eq!(printed, whole());
    assert_eq!(log.finish(), (vec![], 0));
}

#[test]
fn each_field_has_its_default() {
    let rows = [
        ("/name", json!("")),
        ("/endpointPrefix", json!("")),
        ("/latency", json!(0)),
        ("/port", json!(3000)),
        ("/hostname", json!("")),
        ("/proxyMode", json!(false)),
        ("/proxyHost", json!("")),
        ("/proxyRemovePrefix", json!(false)),
        ("/cors", json!(true)),
        ("/headers", json!([])),
        ("/data", json!([])),
        ("/callbacks", json!([])),
        ("/routes", json!([])),
        ("/folders", json!([])),
        ("/lastMigration", json!(33)),
        ("/tlsOptions/type", json!("CERT")),
        ("/tlsOptions/enabled", json!(false)),
        ("/folders/0/name", json!("New folder")),
        ("/routes/0/type", json!("http")),
        ("/routes/0/method", json!("get")),
        ("/routes/0/responseMode", json!(null)),
        ("/routes/0/streamingMode", json!(null)),
        ("/routes/0/streamingInterval", json!(0)),
        ("/routes/0/responses/0/body", json!("{}")),
        ("/routes/0/responses/0/statusCode", json!(200)),
        ("/routes/0/responses/0/bodyType", json!("INLINE")),
        ("/routes/0/responses/0/rulesOperator", json!("OR")),
        ("/routes/0/responses/0/crudKey", json!("id")),
        ("/routes/0/responses/0/default", json!(false)),
        ("/routes/0/responses/0/rules/0/target", json!("body")),
        ("/routes/0/responses/0/rules/0/operator", json!("equals")),
        ("/data/0/name", json!("New data")),
        ("/data/0/value", json!("[\n]")),
        ("/callbacks/0/name", json!("Callback")),
        ("/callbacks/0/method", json!("post")),
        ("/callbacks/0/sendFileAsBody", json!(true)),
    ];
    for (pointer, default) in rows {
        for wrong in [None, Some(json!({ "a": 1 })), Some(json!([[]])), Some(json!(-1e300))] {
            // A list of headers is a list all the same; its item becomes the default header.
            if default.is_array() && wrong.as_ref().is_some_and(Value::is_array) {
                continue;
            }
            assert_eq!(repaired(whole(), pointer, wrong.clone()), default, "{pointer} {wrong:?}");
        }
    }
}

#[test]
fn numbers_may_be_text_if_nothing_is_lost() {
    let rows = [
        (json!("404"), 404),
        (json!(" 404\t"), 404),
        (json!("4.5e2"), 450),
        (json!("+0201.0"), 201),
        (json!(".3e3"), 300),
        (json!("0x194"), 200),
        (json!("404px"), 200),
        (json!(""), 200),
        (json!("201.00000000000000001"), 200),
        (json!("1e999"), 200),
        (json!(99.9), 200),
        (json!(999), 999),
        (json!("1000"), 200),
        (json!(true), 200),
        (json!(null), 200),
    ];
    for (given, expected) in rows {
        let found = repaired(whole(), "/routes/0/responses/0/statusCode", Some(given.clone()));
        assert_eq!(found, json!(expected), "{given}");
    }
}

#[test]
fn truth_values_may_not_be_text() {
    for given in [json!("false"), json!(0), json!(null)] {
        assert_eq!(repaired(whole(), "/cors", Some(given)), json!(true));
    }
}

#[test]
fn uuids_are_checked_by_shape_and_renewed() {
    let valid = [
        "12345678-1234-1234-1234-123456789abc",
        "12345678123412341234123456789ABC",
        "12345678:1234:1234:1234:123456789abc",
        "{12345678-1234-1234-1234-123456789abc}",
        "12345678-12341234-1234123456789abc",
    ];
    let invalid = [
        "",
        "12345678-1234-1234-1234-123456789ab",
        "12345678-1234:1234-1234-123456789abc",
        "{12345678123412341234123456789ABC]",
        "g2345678-1234-1234-1234-123456789abc",
        "1234567812341234-1234123456789abc-",
    ];
    for uuid in valid {
        assert_eq!(repaired(whole(), "/uuid", Some(json!(uuid))), json!(uuid));
    }
    for uuid in invalid {
        let renewed = repaired(whole(), "/uuid", Some(json!(uuid)));
        assert_ne!(renewed, json!(uuid));
        assert!(values::is_uuid(renewed.as_str().unwrap()), "{renewed}");
    }
}

#[test]
fn items_that_are_no_objects_are_replaced_where_a_default_can_serve_and_dropped_elsewhere() {
    assert_eq!(repaired(whole(), "/headers/0", Some(json!(5))), json!({ "key": "", "value": "" }));
    assert_eq!(repaired(whole(), "/routes/0/responses/0", Some(json!(5)))["body"], json!("{}"));
    assert_eq!(repaired(whole(), "/routes/0/responses/0/rules/0", Some(json!("x")))["operator"], json!("equals"));
    for pointer in ["/routes/0", "/folders/0", "/data/0", "/callbacks/0", "/rootChildren/0"] {
        assert_eq!(repaired(whole(), pointer, Some(json!([]))), json!("(gone)"), "{pointer}");
    }
    let invocation = "/routes/0/responses/0/callbacks/0";
    assert_eq!(repaired(whole(), invocation, Some(json!({ "latency": "soon" }))), json!("(gone)"));
    assert_eq!(repaired(whole(), invocation, Some(json!({ "latency": "7" })))["latency"], json!(7));
    assert_eq!(repaired(whole(), invocation, Some(json!({})))["latency"], json!(0));
    assert_eq!(repaired(whole(), "/rootChildren/0", Some(json!({ "type": "file" }))), json!("(gone)"));
}

#[test]
fn anything_becomes_an_environment() {
    for value in [json!(null), json!([1]), json!("x"), json!({}), json!({ "routes": 5 })] {
        let environment = read_value(value);
        assert_eq!((environment.port, environment.routes.len(), environment.cors), (3000, 0, true));
    }
}

#[test]
fn repairs_are_logged_with_path_reason_and_remedy() {
    let mut file = whole();
    file["routes"][0]["responses"][0]["statusCode"] = json!("many");
    file["routes"][0]["type"] = json!("rest");
    file["tlsOptions"] = json!(null);
    file["zzz"] = json!(1);
    file["data"][0] = json!(7);
    file.as_object_mut().unwrap().swap_remove("name");
    let mut log = RepairLog::default();
    read_document(file.into(), &mut log);
    let lines: Vec<String> = log.finish().0.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "name: missing, set to \"\"",
            "routes[0].type: \"rest\" is not one of http, crud, ws, set to http",
            "routes[0].responses[0].statusCode: \"many\" is not a number from 100 to 999, set to 200",
            "tlsOptions: null is not an object, set to the default",
            "data[0]: not an object, dropped",
            "(top level): unknown field \"zzz\", ignored",
        ]
    );
}

#[test]
fn the_log_is_bounded() {
    let routes: Vec<Value> = (0..500).map(|_| json!({})).collect();
    let mut log = RepairLog::default();
    read_document(json!({ "routes": routes }).into(), &mut log);
    let (kept, total) = log.finish();
    assert_eq!(kept.len(), MAX_REPAIRS);
    assert!(total > 4_000, "{total}");
}
