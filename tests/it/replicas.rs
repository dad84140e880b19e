//! Several processes with one state on Valkey or Redis.

mod connection;
mod history;
mod journal;
mod outage;
mod pushes;
mod state;
mod steering;
mod way;

use serde_json::{Value, json};

use crate::support::{Server, Sidemock, StoreServer, bucket, crud, environment, get, response, route};

/// Routes of all kinds: without state, counted, with variables, CRUD.
fn shop() -> Value {
    let turns = (0..7).map(|turn| response(json!({"body": turn.to_string()}))).collect();
    let mut sequence = route("get", "turn", turns);
    sequence["responseMode"] = "SEQUENTIAL".into();
    environment(json!({
        "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a11",
        "routes": [
            get("plain", "plain"),
            sequence,
            get("count", "{{setGlobalVar 'n' (add (getGlobalVar 'n') 1)}}{{getGlobalVar 'n'}}"),
            get("drawn", "{{data 'drawn'}}"),
            crud("items", "item"),
        ],
        "data": [bucket("item", "items", &json!([])), bucket("drwn", "drawn", &json!({"id": "{{faker 'string.uuid'}}"}))],
    }))
}

/// Replicas of an environment on a store.
fn replicas(environment: &Value, store: &StoreServer, count: usize) -> Vec<Server> {
    (0..count).map(|_| Sidemock::on(environment).var("MOCKOON_STATE_URL", store.url()).start()).collect()
}
