//! What the reference does not do, or does not do well: reload, shutdown, slow clients, limits, logs.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use super::server::Server;

const HANDSHAKE: &str = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

fn route(number: usize, endpoint: &str, response: Value) -> Value {
    let mut whole = json!({
        "uuid": format!("00000000-0000-4000-8002-{number:012}"), "body": "", "latency": 0, "statusCode": 200, "label": "",
        "headers": [], "bodyType": "INLINE", "filePath": "", "databucketID": "", "sendFileAsBody": false, "rules": [],
        "rulesOperator": "OR", "disableTemplating": false, "fallbackTo404": false, "default": true, "crudKey": "id",
        "callbacks": [],
    });
    for (key, value) in response.as_object().expect("an object") {
        whole[key] = value.clone();
    }
    json!({
        "uuid": format!("00000000-0000-4000-8001-{number:012}"), "type": "ws", "documentation": "", "method": "",
        "endpoint": endpoint, "responses": [whole], "responseMode": null, "streamingMode": null, "streamingInterval": 0,
    })
}

fn streaming(mut route: Value, mode: &str, interval: u64) -> Value {
    route["streamingMode"] = mode.into();
    route["streamingInterval"] = interval.into();
    route
}

fn environment(routes: &[Value]) -> Value {
    let children: Vec<Value> = routes.iter().map(|route| json!({"type": "route", "uuid": route["uuid"]})).collect();
    json!({
        "uuid": "00000000-0000-4000-8000-000000000001", "lastMigration": 33, "name": "Sockets", "endpointPrefix": "",
        "latency": 0, "port": 3000, "hostname": "127.0.0.1", "folders": [], "routes": routes, "rootChildren": children,
        "proxyMode": false, "proxyHost": "", "proxyRemovePrefix": false, "cors": true, "headers": [],
        "proxyReqHeaders": [], "proxyResHeaders": [], "callbacks": [],
        "data": [{"uuid": "00000000-0000-4000-8004-000000000001", "id": "b000", "name": "words", "documentation": "",
                  "value": "{\"word\": \"old\"}"}],
        "tlsOptions": {"enabled": false, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "",
                       "passphrase": ""},
    })
}

fn echo(number: usize, endpoint: &str) -> Value {
    route(number, endpoint, json!({"body": "{{body}}"}))
}

#[tokio::test]
async fn answers_handshakes_at_once_where_there_is_no_websocket_route() {
    let mut page = route(0, "page", json!({"body": "a page"}));
    page["type"] = "http".into();
    page["method"] = "get".into();
    let server = Server::start(&environment(&[page]), &[], &[]);
    for path in ["/page", "/nowhere"] {
        let answer = server.raw(&format!("GET {path} HTTP/1.1\r\n{HANDSHAKE}"));
        assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\nNo WebSocket route found for this path"), "{answer}");
    }
}

#[tokio::test]
async fn says_goodbye_on_shutdown_and_waits_for_the_answer() {
    let routes = [echo(0, "echo"), streaming(echo(1, "all"), "BROADCAST", 60_000)];
    let mut server = Server::start(&environment(&routes), &[], &[]);
    let mut clients = vec![Client::open(server.port, "/echo").await, Client::open(server.port, "/all").await];
    clients[0].send("hello").await;
    assert_eq!(clients[0].text().await, "hello");
    server.terminate();
    server.wait_for_log("shutting down");
    assert!(!server.has_ended(), "it must wait for the clients");
    for client in &mut clients {
        assert_eq!(client.closed().await["code"], 1001);
    }
    assert_eq!(server.wait(), Some(0), "{}", server.log());
}

#[tokio::test]
async fn keeps_connections_of_unchanged_routes_over_a_reload() {
    let serves_bucket = route(1, "words", json!({"bodyType": "DATABUCKET", "databucketID": "b000"}));
    let before = environment(&[echo(0, "echo"), serves_bucket.clone(), echo(2, "gone")]);
    let server = Server::start(&before, &[], &[]);
    let mut changed = Client::open(server.port, "/echo").await;
    let mut kept = Client::open(server.port, "/words").await;
    let mut removed = Client::open(server.port, "/gone").await;
    kept.send("x").await;
    assert_eq!(kept.text().await, r#"{"word":"old"}"#);

    // Another position in the list must not matter.
    let changed_echo = route(0, "echo", json!({"body": "new {{body}}"}));
    let mut after = environment(&[echo(7, "first"), serves_bucket, changed_echo]);
    after["data"][0]["value"] = r#"{"word": "new"}"#.into();
    server.replace(&after);

    assert_eq!(changed.closed().await["code"], 1012);
    assert_eq!(removed.closed().await["code"], 1012);
    kept.send("x").await;
    assert_eq!(kept.text().await, r#"{"word":"new"}"#);
    let mut again = Client::open(server.port, "/echo").await;
    again.send("x").await;
    assert_eq!(again.text().await, "new x");
}

#[tokio::test]
async fn starts_a_changed_broadcast_anew() {
    let all = |body: &str| streaming(route(0, "all", json!({"body": body})), "BROADCAST", 50);
    let server = Server::start(&environment(&[all("old")]), &[], &[]);
    let mut old = Client::open(server.port, "/all").await;
    assert_eq!(old.text().await, "old");
    server.replace(&environment(&[all("new")]));
    assert_eq!(old.closed().await["code"], 1012);
    let mut new = Client::open(server.port, "/all").await;
    assert_eq!(new.text().await, "new");
}

#[tokio::test]
async fn restarts_the_sequence_of_a_broadcast_that_nobody_heard() {
    let mut all = streaming(route(0, "all", json!({"body": "one"})), "BROADCAST", 30);
    let mut second = all["responses"][0].clone();
    second["uuid"] = "00000000-0000-4000-8002-000000000099".into();
    second["body"] = "two".into();
    all["responses"].as_array_mut().expect("a list").push(second);
    all["responseMode"] = "SEQUENTIAL".into();
    let server = Server::start(&environment(&[all]), &[], &[]);
    for round in 1..=3 {
        let mut client = Client::open(server.port, "/all").await;
        assert_eq!(client.receive(3).await, ["one", "two", "one"], "round {round}");
        client.close(Some(1000), "").await;
        client.closed().await;
        // The room is left before the end is logged.
        while server.log().matches("WebSocket closed").count() < round {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn lets_no_slow_client_hold_up_a_broadcast() {
    let body = "x".repeat(256 << 10);
    let all = streaming(route(0, "all", json!({"body": body})), "BROADCAST", 10);
    let server = Server::start(&environment(&[all]), &[], &[]);
    let _slow = Client::open(server.port, "/all").await;
    let mut quick = Client::open(server.port, "/all").await;
    for _ in 0..20 {
        assert_eq!(quick.receive(10).await.len(), 10);
    }
}

#[tokio::test]
async fn stops_reading_from_a_client_whose_replies_wait() {
    let late = route(0, "late", json!({"body": "{{body}}", "latency": 300}));
    let server = Server::start(&environment(&[late]), &[], &[]);
    let mut client = Client::open(server.port, "/late").await;
    for number in 0..3_000 {
        client.send(&number.to_string()).await;
    }
    for (number, text) in client.receive(3_000).await.iter().enumerate() {
        assert_eq!(*text, number.to_string());
    }
}

#[tokio::test]
async fn refuses_messages_over_16_mib() {
    let server = Server::start(&environment(&[echo(0, "echo")]), &[], &[]);
    for (length, code) in [(16 << 20, None), ((16 << 20) + 1, Some(1009))] {
        let mut client = Client::open(server.port, "/echo").await;
        let mut frame = vec![0x81, 0xff];
        frame.extend_from_slice(&u64::to_be_bytes(length));
        frame.extend_from_slice(&[0; 4]);
        client.write(&frame).await;
        match code {
            Some(code) => assert_eq!(client.closed().await["code"], code),
            None => {
                client.write(&vec![b'y'; length as usize]).await;
                assert_eq!(client.text().await.len(), length as usize);
            }
        }
    }
}

#[tokio::test]
async fn counts_the_fragments_of_a_message_together() {
    let server = Server::start(&environment(&[echo(0, "echo")]), &[], &[]);
    let mut client = Client::open(server.port, "/echo").await;
    let fragment = |opcode: u8| {
        let mut frame = vec![opcode, 0xff];
        frame.extend_from_slice(&u64::to_be_bytes(9 << 20));
        frame.extend_from_slice(&[0; 4]);
        frame.resize(frame.len() + (9 << 20), b'z');
        frame
    };
    client.write(&fragment(0x01)).await;
    client.write(&fragment(0x80)).await;
    assert_eq!(client.closed().await["code"], 1009);
}

#[tokio::test]
async fn confines_templated_file_paths() {
    let file =
        |number, path: &str| route(number, &format!("file{number}"), json!({"bodyType": "FILE", "filePath": path}));
    let routes = [file(0, "texts/{{body}}"), file(1, "{{body}}")];
    let server = Server::start(&environment(&routes), &[("texts/a.txt", "a"), ("secret.txt", "secret")], &[]);
    for (path, message, sent) in [
        ("/file0", "a.txt", Some("a")),
        ("/file0", "../secret.txt", None),
        ("/file0", "../texts-beside/a.txt", None),
        ("/file0", "/etc/passwd", None),
        ("/file0", "../../../../../../../../proc/self/environ", None),
        ("/file0", "a.txt\0", None),
        ("/file1", "texts/a.txt", Some("a")),
        ("/file1", "../outside.txt", None),
        ("/file1", "/proc/self/environ", None),
    ] {
        let mut client = Client::open(server.port, path).await;
        client.send(message).await;
        let text = client.text().await;
        match sent {
            Some(sent) => assert_eq!(text, sent),
            None => {
                assert!(text.starts_with("Status: 500, File reading error! ("), "{message}: {text}");
                assert_eq!(client.closed().await["code"], 1005, "{message}");
            }
        }
    }
}

#[tokio::test]
async fn survives_templates_that_do_not_render() {
    let broken = route(0, "broken", json!({"body": "{{#if}}{{body 'x'"}));
    let server = Server::start(&environment(&[broken, echo(1, "echo")]), &[], &[]);
    let mut client = Client::open(server.port, "/broken").await;
    client.send("x").await;
    server.wait_for_log("Web socket serving error: ");
    assert_eq!(client.ping("still there").await, "still there");
    let mut other = Client::open(server.port, "/echo").await;
    other.send("x").await;
    assert_eq!(other.text().await, "x");
}

#[tokio::test]
async fn logs_connections_in_the_words_of_the_reference() {
    let server = Server::start(&environment(&[echo(0, "echo")]), &[], &[("MOCKOON_LOG_TRANSACTION", "true")]);
    let mut client = Client::open(server.port, "/echo?a=1").await;
    client.send("hello").await;
    assert_eq!(client.text().await, "hello");
    client.send_binary(vec![1, 2]).await;
    client.close(Some(4000), "done").await;
    client.closed().await;
    server.wait_for_log("WebSocket closed");
    let log = server.log();
    let line = |message: &str| -> Value {
        let line = log.lines().find(|line| line.contains(message)).unwrap_or_else(|| panic!("no {message}:\n{log}"));
        serde_json::from_str(line).expect("JSON lines")
    };
    let opened = line("New WebSocket connection");
    assert_eq!(opened["level"], "info");
    assert_eq!(opened["url"], "/echo");
    assert_eq!(opened["routeUUID"], "00000000-0000-4000-8001-000000000000");
    assert_eq!(opened["environmentName"], "Sockets");
    let received = line("WebSocket message received");
    assert_eq!(received["messageData"], "hello");
    assert_eq!(received["websocketUuid"], opened["websocketUuid"]);
    let unsupported = line("Unsupported content received from websocket: ");
    assert_eq!(unsupported["level"], "error");
    assert_eq!(unsupported["routePath"], "echo");
    let closed = line("WebSocket closed");
    assert_eq!((&closed["code"], &closed["reason"]), (&json!(4000), &json!("done")));
}
