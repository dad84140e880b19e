//! Plays the scripts under `tests/conformance/websocket` and compares with what the reference did.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::client::Client;
use crate::support::{Connection, Server, Sidemock};

/// Headers of raw answers that were recorded.
const HEADERS: [&str; 8] = [
    "content-type",
    "content-length",
    "connection",
    "upgrade",
    "sec-websocket-accept",
    "sec-websocket-version",
    "sec-websocket-protocol",
    "sec-websocket-extensions",
];

#[tokio::test]
async fn converses_as_the_reference_does() {
    replay("conversation").await;
}

#[tokio::test]
async fn streams_as_the_reference_does() {
    replay("streaming").await;
}

#[tokio::test]
async fn answers_handshakes_as_the_reference_does() {
    replay("upgrade").await;
}

#[tokio::test]
async fn orders_routes_as_the_reference_does() {
    replay("folders").await;
}

#[tokio::test]
async fn handles_prefixes_as_the_reference_does() {
    replay("prefix").await;
}

async fn replay(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/websocket").join(format!("{name}.json"));
    let suite: Value = serde_json::from_slice(&std::fs::read(path).expect("the suite")).expect("JSON");
    let mut sidemock = Sidemock::on(&suite["environment"]);
    for (name, text) in suite["files"].as_object().into_iter().flatten() {
        sidemock = sidemock.file(name, text.as_str().expect("text"));
    }
    for (name, value) in suite["env"].as_object().into_iter().flatten() {
        sidemock = sidemock.var(name, value.as_str().expect("text"));
    }
    let server = sidemock.start();
    let mut failures = Vec::new();
    for case in suite["cases"].as_array().expect("cases") {
        let mut clients = HashMap::new();
        for step in case["steps"].as_array().expect("steps") {
            let got = play(step, &server, &mut clients).await;
            let wanted = step.get("expect").map_or(json!({}), |expect| placed(expect, &server));
            if got != wanted {
                failures.push(format!("{}: {}\n  wanted {wanted}\n  got    {got}", case["name"], step["do"]));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{} of {name}:\n{}", failures.len(), failures.join("\n"));
}

/// What the reference answered, on this server's port; unlike the reference we show no directories to clients.
fn placed(value: &Value, server: &Server) -> Value {
    let text = value.to_string().replace("{{PORT}}", &server.port().to_string()).replace("{{DIR}}/", "");
    serde_json::from_str(&text).expect("JSON")
}

async fn play(step: &Value, server: &Server, clients: &mut HashMap<String, Client>) -> Value {
    let text = |key: &str| step[key].as_str().unwrap_or_default();
    let name = step["client"].as_str().unwrap_or("a").to_owned();
    match text("do") {
        "open" => {
            let client = open(step, server).await;
            let protocol = client.protocol.clone();
            clients.insert(name, client);
            return json!({"protocol": protocol});
        }
        "raw" => return raw(server, text("request")),
        _ => {}
    }
    let client = clients.get_mut(&name).expect("an open client");
    match text("do") {
        "send" => {
            if let Some(bytes) = step["base64"].as_str() {
                client.send_binary(base64::engine::general_purpose::STANDARD.decode(bytes).expect("base64")).await;
            } else if let Some(size) = step["size"].as_u64() {
                client.send(&text("fill").repeat(size as usize)).await;
            } else if let Some(count) = step["fragments"].as_u64() {
                client.send_fragments(text("text"), count as usize).await;
            } else {
                client.send(text("text")).await;
            }
            json!({})
        }
        "receive" => json!({"messages": client.receive(step["count"].as_u64().expect("a count") as usize).await}),
        "silence" => json!({"messages": client.listen(Duration::from_millis(step["ms"].as_u64().expect("ms"))).await}),
        "ping" => json!({"pong": client.ping(text("text")).await}),
        "frames" => {
            client.write(&hex(text("hex"))).await;
            json!({"closed": client.closed().await})
        }
        "close" => {
            client.close(step["code"].as_u64().map(|code| code as u16), text("reason")).await;
            json!({"closed": client.closed().await})
        }
        "closed" => json!({"closed": client.closed().await}),
        other => panic!("unknown step {other}"),
    }
}

async fn open(step: &Value, server: &Server) -> Client {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let list = |key: &str| step[key].as_array().cloned().unwrap_or_default();
    let mut headers: Vec<(String, String)> =
        list("headers").iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    let protocols: Vec<String> = list("protocols").iter().map(text).collect();
    if !protocols.is_empty() {
        headers.push(("Sec-WebSocket-Protocol".into(), protocols.join(",")));
    }
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Client::open_with(server.port(), step["path"].as_str().expect("a path"), &headers).await
}

/// Status, compared headers and body; that 404 says `Connection: close`, unlike the reference's, is not looked at.
fn raw(server: &Server, request: &str) -> Value {
    let mut connection = Connection::open(server.port());
    connection.write(request.as_bytes());
    let reply = connection.read(false).expect("an answer");
    if reply.status != 101 {
        assert_eq!(connection.line(), None, "the connection must end");
    }
    let mut headers = Map::new();
    for (name, value) in &reply.headers {
        let name = name.to_ascii_lowercase();
        if HEADERS.contains(&name.as_str()) && !(reply.status == 404 && name == "connection") {
            headers.insert(name, value.as_str().into());
        }
    }
    json!({"status": reply.status, "headers": headers, "body": reply.text()})
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}
