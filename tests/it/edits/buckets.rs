//! Values of data buckets.

use serde_json::{Value, json};

use super::{call, shop, tag};
use crate::support::{Request, Sidemock, bucket, environment, get};

#[test]
fn a_value_is_put_and_patched_in_the_scope_of_its_session() {
    let server = Sidemock::on(&shop()).start();
    let put = call(&server, "PUT", "/data-buckets/itm1", &json!([{"id": 7}]), None);
    assert_eq!((put.status, &put.json()["value"]), (200, &json!([{"id": 7}])));
    assert_eq!(server.get("/items").json(), json!([{"id": 7}]));
    let patch = json!([{"op": "add", "path": "/-", "value": {"id": 8}}, {"op": "test", "path": "/0/id", "value": 7.0}]);
    let patched = call(&server, "PATCH", "/data-buckets/Items?session=s", &patch, None);
    assert_eq!(patched.status, 409, "the session has the value of the file: {}", patched.text());
    assert_eq!(call(&server, "PATCH", "/data-buckets/items", &patch, None).status, 200);
    assert_eq!(server.get("/items").json(), json!([{"id": 7}, {"id": 8}]));
    let session = server.send(&Request::get("/items").header("x-sidemock-session", "s"));
    assert_eq!(session.json(), json!([{"id": 1}]));
    for value in [json!(5), json!("text"), json!({"b": 1, "a": [true]})] {
        let reply = call(&server, "PUT", "/data-buckets/itm1?session=s", &value, None);
        assert_eq!((reply.status, &reply.json()["value"]), (200, &value));
        assert_eq!(call(&server, "GET", "/data-buckets/itm1?session=s", &Value::Null, None).json()["value"], value);
    }
    assert_eq!(server.get("/items").json(), json!([{"id": 7}, {"id": 8}]), "the base is another scope");
}

#[test]
fn a_patch_is_applied_as_a_whole_or_not_at_all() {
    let server = Sidemock::on(&shop()).start();
    for (patch, status, path) in [
        (
            json!([{"op": "replace", "path": "/0/id", "value": 2}, {"op": "test", "path": "/0/id", "value": 3}]),
            409,
            "$[1]",
        ),
        (json!([{"op": "add", "path": "/0", "value": 1}, {"op": "remove", "path": "/9"}]), 409, "$[1]"),
        (json!([{"op": "move", "path": "/0"}]), 400, "$[0]"),
        (json!([{"op": "put", "path": "/0"}]), 400, "$[0].op"),
        (json!([{"op": "remove", "path": "0"}]), 400, "$[0].path"),
        (json!({"op": "remove", "path": "/0"}), 400, "$"),
    ] {
        let reply = call(&server, "PATCH", "/data-buckets/itm1", &patch, None);
        assert_eq!((reply.status, &reply.json()["path"]), (status, &json!(path)), "{patch}: {}", reply.text());
        assert_eq!(server.get("/items").json(), json!([{"id": 1}]), "{patch}");
    }
    assert_eq!(call(&server, "PUT", "/data-buckets/nothing", &json!([]), None).status, 404);
    assert_eq!(call(&server, "PUT", "/data-buckets/itm1", &Value::Null, None).status, 400, "nothing is no value");
    let wrong = call(&server, "DELETE", "/data-buckets/itm1", &Value::Null, None);
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET, HEAD, PUT, PATCH")));
}

#[test]
fn a_value_that_somebody_else_has_changed_is_left_alone() {
    let server = Sidemock::on(&shop()).start();
    let seen = call(&server, "GET", "/data-buckets/itm1", &Value::Null, None).header("etag").unwrap().to_owned();
    let put = call(&server, "PUT", "/data-buckets/itm1", &json!([]), Some(&seen));
    assert_eq!(put.status, 200);
    let now = put.header("etag").unwrap();
    for (method, body) in [("PUT", json!([1])), ("PATCH", json!([]))] {
        let reply = call(&server, method, "/data-buckets/itm1", &body, Some(&seen));
        assert_eq!((reply.status, reply.header("etag"), &reply.json()["etag"]), (412, Some(now), &json!(now)));
    }
    assert_eq!(call(&server, "PUT", "/data-buckets/itm1", &json!([2]), Some(&tag(&server))).status, 200);
    assert_eq!(server.get("/items").json(), json!([2]));
}

#[test]
fn a_bucket_that_waits_for_a_request_takes_a_value_and_no_patch() {
    let mut waiting = bucket("wait", "Waiting", &json!(null));
    waiting["value"] = "{\"host\": \"{{hostname}}\"}".into();
    let server =
        Sidemock::on(&environment(json!({"data": [waiting], "routes": [get("a", "{{data 'wait' 'host'}}")]}))).start();
    let patch = json!([{"op": "add", "path": "/host", "value": "x"}]);
    assert_eq!(call(&server, "PATCH", "/data-buckets/wait", &patch, None).status, 409);
    assert_eq!(call(&server, "PUT", "/data-buckets/wait", &json!({"host": "put"}), None).status, 200);
    assert_eq!(server.get("/a").text(), "put");
}
