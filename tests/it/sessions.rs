//! Sessions: many tests, one pod. What each sees of itself, of others, and of what they share.

mod identity;
mod isolation;
mod keys;
mod leaving;
mod lifetime;
mod oracle;
mod snapshots;

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, bucket, crud, environment, get, response, route};

/// A request in a session.
fn within(session: &str, request: Request) -> Request {
    request.header("x-sidemock-session", session)
}

/// `GET target` in a session.
fn get_in(server: &Server, session: &str, target: &str) -> Reply {
    server.send(&within(session, Request::get(target)))
}

/// A call of the admin API with a body.
fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(crate::support::TOKEN).json(body))
}

/// An environment with one of each kind of state.
fn stateful() -> Value {
    let mut turns = route("get", "turns", (1..=3).map(|i| response(json!({"body": i.to_string()}))).collect());
    turns["responseMode"] = "SEQUENTIAL".into();
    environment(json!({
        "routes": [
            turns,
            crud("items", "itms"),
            get("seen", "{{setGlobalVar 'seen' (add (getGlobalVar 'seen') 1)}}{{getGlobalVar 'seen'}}"),
            get("look", "{{getGlobalVar 'seen'}}"),
            get("drawn", "{{faker 'number.int' max=1000000}}"),
            get("now", "{{now}}"),
            route("post", "keep/:value", vec![response(json!({"body": "{{setData 'set' 'itms' '0.name' (urlParam 'value')}}kept"}))]),
        ],
        "data": [bucket("itms", "Items", &json!([{"id": "1", "name": "one"}, {"id": "2", "name": "two"}]))],
    }))
}
