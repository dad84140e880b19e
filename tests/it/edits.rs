//! `/mockoon-admin/x/environment`, `/x/routes` and `/x/data-buckets`: edits of what serves.

mod buckets;
mod concurrency;
mod dry_run;
mod environment;
mod routes;

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, TOKEN, bucket, crud, environment, response, route};

/// A call of `/x` with a JSON body, perhaps only if the tag is still this one.
fn call(server: &Server, method: &str, path: &str, body: &Value, if_match: Option<&str>) -> Reply {
    let mut request = Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN);
    if !body.is_null() {
        request = request.json(body);
    }
    if let Some(tag) = if_match {
        request = request.header("If-Match", tag);
    }
    server.send(&request)
}

/// The tag of the environment that serves.
fn tag(server: &Server) -> String {
    call(server, "GET", "/environment", &Value::Null, None).header("etag").unwrap().to_owned()
}

fn uuid_of(value: &Value) -> String {
    value["uuid"].as_str().unwrap().to_owned()
}

/// Two counting routes, a CRUD route and its bucket.
fn shop() -> Value {
    let counting = |endpoint: &str| {
        let bodies = (0..5).map(|i| response(json!({"body": i.to_string()}))).collect();
        let mut counting = route("get", endpoint, bodies);
        counting["responseMode"] = "SEQUENTIAL".into();
        counting
    };
    environment(json!({
        "name": "Shop",
        "data": [bucket("itm1", "Items", &json!([{"id": 1}])), bucket("othr", "Others", &json!([]))],
        "routes": [counting("one"), counting("two"), crud("items", "itm1"), crud("others", "othr")],
    }))
}
