//! Environments in a few lines: what a test does not name gets Mockoon's default.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value, json};

static UUIDS: AtomicU64 = AtomicU64::new(1);

fn uuid() -> String {
    format!("00000000-0000-4000-8000-{:012x}", UUIDS.fetch_add(1, Ordering::Relaxed))
}

/// `given` over `defaults`, field by field.
fn over(defaults: Value, given: Value) -> Value {
    let (Value::Object(mut fields), Value::Object(given)) = (defaults, given) else { panic!("objects are wanted") };
    fields.extend(given);
    Value::Object(fields)
}

/// A whole environment; `rootChildren` lists the routes in their order unless it is given.
pub fn environment(fields: Value) -> Value {
    let mut whole = over(
        json!({
            "uuid": uuid(), "lastMigration": 33, "name": "Test", "endpointPrefix": "", "latency": 0, "port": 3000,
            "hostname": "127.0.0.1", "folders": [], "routes": [], "proxyMode": false, "proxyHost": "",
            "proxyRemovePrefix": false, "cors": true, "headers": [], "proxyReqHeaders": [], "proxyResHeaders": [],
            "data": [], "callbacks": [],
            "tlsOptions": {
                "enabled": false, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": "",
            },
        }),
        fields,
    );
    if whole.get("rootChildren").is_none() {
        let children = whole["routes"].as_array().into_iter().flatten();
        let children: Vec<Value> = children.map(|route| json!({"type": "route", "uuid": route["uuid"]})).collect();
        whole["rootChildren"] = children.into();
    }
    whole
}

/// A route with these responses; the first is the default one unless one says so.
pub fn route(method: &str, endpoint: &str, responses: Vec<Value>) -> Value {
    let mut responses = responses;
    if !responses.iter().any(|response| response["default"] == true)
        && let Some(first) = responses.first_mut()
    {
        first["default"] = true.into();
    }
    json!({
        "uuid": uuid(), "type": "http", "documentation": "", "method": method, "endpoint": endpoint,
        "responses": responses, "responseMode": null, "streamingMode": null, "streamingInterval": 0,
    })
}

/// A response with the fields that matter to the test.
pub fn response(fields: Value) -> Value {
    over(
        json!({
            "uuid": uuid(), "body": "", "latency": 0, "statusCode": 200, "label": "", "headers": [], "bodyType": "INLINE",
            "filePath": "", "databucketID": "", "sendFileAsBody": false, "rules": [], "rulesOperator": "OR",
            "disableTemplating": false, "fallbackTo404": false, "default": false, "crudKey": "id", "callbacks": [],
        }),
        fields,
    )
}

/// `GET endpoint` answers with this text.
pub fn get(endpoint: &str, body: &str) -> Value {
    route("get", endpoint, vec![response(json!({"body": body}))])
}

/// A CRUD route over a data bucket.
pub fn crud(endpoint: &str, bucket_id: &str) -> Value {
    let mut route = route("", endpoint, vec![response(json!({"bodyType": "DATABUCKET", "databucketID": bucket_id}))]);
    route["type"] = "crud".into();
    route
}

/// A data bucket; the value is its content as JSON text.
pub fn bucket(id: &str, name: &str, value: &Value) -> Value {
    json!({"uuid": uuid(), "id": id, "name": name, "documentation": "", "value": value.to_string()})
}

/// A rule.
pub fn rule(target: &str, modifier: &str, operator: &str, value: &str) -> Value {
    let mut rule = Map::new();
    for (key, value) in [("target", target), ("modifier", modifier), ("operator", operator), ("value", value)] {
        rule.insert(key.into(), value.into());
    }
    rule.insert("invert".into(), false.into());
    rule.into()
}
