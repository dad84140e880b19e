//! Environments and requests for the benches.

use std::sync::Arc;

use serde_json::{Value, json};
use sidemock::environment::load;
use sidemock::faker::Faker;
use sidemock::js;
use sidemock::memory::MemoryBudget;
use sidemock::message::{Peer, Request};
use sidemock::runtime::transaction_log::Label;
use sidemock::runtime::{EnvironmentHandle, Options, Shared, TransactionLog};

/// A body of about 1 kB.
pub fn profile() -> String {
    let mut profile = json!({"id": 1, "name": "Ada", "roles": ["admin", "editor"], "address": {"city": "London"}});
    profile["note"] = Value::from("x".repeat(940));
    profile.to_string()
}

/// A response with this body.
pub fn response(id: &str, body: &str) -> Value {
    json!({"uuid": id, "body": body, "statusCode": 200, "default": true, "bodyType": "INLINE", "headers": []})
}

/// A route that answers GET.
pub fn route(id: usize, endpoint: &str, responses: Value) -> Value {
    json!({
        "uuid": format!("00000000-0000-4000-8000-{id:012}"), "type": "http", "method": "get", "endpoint": endpoint,
        "responses": responses,
    })
}

/// As many routes, one in three with parameters; the last one answers `/last/profile`.
pub fn routes(count: usize) -> Value {
    let mut routes: Vec<Value> = (1..count)
        .map(|i| {
            let endpoint = match i % 3 {
                0 => format!("api/v1/res{i}/:id"),
                1 => format!("api/v1/res{i}"),
                _ => format!("static/res{i}/info.json"),
            };
            route(i, &endpoint, json!([response(&format!("r{i}"), "{}")]))
        })
        .collect();
    routes.push(route(0, "last/profile", json!([response("last", &profile())])));
    Value::from(routes)
}

/// A served environment with these routes and data buckets.
pub fn handle(routes: &Value, data: &Value) -> Arc<EnvironmentHandle> {
    let order: Vec<Value> = routes
        .as_array()
        .expect("a list of routes")
        .iter()
        .map(|route| json!({"type": "route", "uuid": route["uuid"]}))
        .collect();
    let headers = json!([
        {"key": "Content-Type", "value": "application/json"},
        {"key": "Access-Control-Allow-Origin", "value": "*"},
    ]);
    let environment = json!({
        "uuid": "e", "lastMigration": 33, "name": "bench", "port": 0, "cors": true, "headers": headers,
        "routes": routes, "rootChildren": order, "data": data,
    });
    let loaded = load::load_bytes("bench", environment.to_string().as_bytes()).expect("an environment");
    let log = TransactionLog::new(Label { name: "bench".into(), uuid: "e".into() }, false);
    let memory = MemoryBudget::new(512 << 20, 16 << 20);
    let faker = Faker::new("en", Some(1)).expect("a locale");
    let shared = Shared::new(Options { memory, ..Options::default() }, Arc::default(), log);
    Arc::new(EnvironmentHandle::new(None, shared, faker, loaded.environment, String::new()))
}

/// A request as hyper hands it over.
pub fn request(method: &str, target: &str, body: &str) -> Request {
    let builder = http::Request::builder().method(method).uri(target);
    let builder = builder.header("host", "localhost:3000").header("user-agent", "bench").header("accept", "*/*");
    let (parts, ()) = builder.header("content-type", "application/json").body(()).expect("a request").into_parts();
    let peer = Peer { remote: ([127, 0, 0, 1], 4000).into(), tls: false };
    Request::new(parts, body.to_owned().into(), peer)
}

/// As many items of a data bucket.
pub fn items(count: usize) -> Vec<js::Value> {
    let item = |i: usize| {
        let text =
            json!({"id": i, "name": format!("Item {i}"), "price": i * 7 % 1000, "category": format!("c{}", i % 5)});
        js::json::parse(&text.to_string()).expect("JSON")
    };
    (0..count).map(item).collect()
}
