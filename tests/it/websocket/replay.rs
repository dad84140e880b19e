//! Plays the scripts under `tests/conformance/websocket` and compares with what the reference did.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::client::Client;
use super::server::Server;

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
    let files = texts(&suite["files"]);
    let vars = texts(&suite["env"]);
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let vars: Vec<(&str, &str)> = vars.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let server = Server::start(&suite["environment"], &files, &vars);
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

fn texts(object: &Value) -> Vec<(String, String)> {
    let entries = object.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.clone(), value.as_str().expect("text").to_owned())).collect()
}

fn placed(value: &Value, server: &Server) -> Value {
    let text = value.to_string().replace("{{PORT}}", &server.port.to_string()).replace("{{DIR}}", &server.directory());
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
        "raw" => return raw(&server.raw(&text("request").replace("{{PORT}}", &server.port.to_string()))),
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
    Client::open_with(server.port, step["path"].as_str().expect("a path"), &headers).await
}

/// Status, compared headers and body; a `Connection: close` that the reference leaves out is not looked at.
fn raw(answer: &str) -> Value {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let mut headers = Map::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = name.to_ascii_lowercase();
        if HEADERS.contains(&name.as_str()) && !(status == 404 && name == "connection") {
            headers.insert(name, value.into());
        }
    }
    json!({"status": status, "headers": headers, "body": body})
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}
