//! What the reference does not do, or does not do well: reload, shutdown, slow clients, limits, logs.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use crate::support::{self, Connection, Request, Server, Sidemock, TOKEN, environment, response};

/// A WebSocket route.
fn route(endpoint: &str, fields: Value) -> Value {
    let mut route = support::route("", endpoint, vec![response(fields)]);
    route["type"] = "ws".into();
    route
}

fn echo(endpoint: &str) -> Value {
    route(endpoint, json!({"body": "{{body}}"}))
}

fn streaming(mut route: Value, mode: &str, interval: u64) -> Value {
    route["streamingMode"] = mode.into();
    route["streamingInterval"] = interval.into();
    route
}

fn with_routes(routes: &[&Value]) -> Value {
    environment(json!({"name": "Sockets", "routes": routes}))
}

fn start(routes: &[&Value]) -> Server {
    Sidemock::on(&with_routes(routes)).start()
}

/// The same route with another body.
fn with_body(route: &Value, body: &str) -> Value {
    let mut changed = route.clone();
    changed["responses"][0]["body"] = body.into();
    changed
}

fn replace(server: &Server, environment: &Value) {
    let reply = server.send(&Request::new("PUT", "/mockoon-admin/environment").bearer(TOKEN).json(environment));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn answers_handshakes_at_once_where_there_is_no_websocket_route() {
    let server = start(&[&support::get("page", "a page")]);
    for path in ["/page", "/nowhere"] {
        let handshake = Request::get(path)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        let mut connection = Connection::open(server.port());
        let reply = connection.ask(&handshake);
        assert_eq!((reply.status, reply.text().as_str()), (404, "No WebSocket route found for this path"));
        assert_eq!(connection.line(), None, "the connection must end");
    }
}

#[tokio::test]
async fn says_goodbye_on_shutdown() {
    let mut server = start(&[&echo("echo"), &streaming(echo("all"), "BROADCAST", 60_000)]);
    let mut clients = vec![Client::open(server.port(), "/echo").await, Client::open(server.port(), "/all").await];
    clients[0].send("hello").await;
    assert_eq!(clients[0].text().await, "hello");
    server.signal("TERM");
    server.wait_for_output("shutting down");
    for client in &mut clients {
        assert_eq!(client.closed().await["code"], 1001);
    }
    assert_eq!(server.wait(), Some(0), "{}", server.output());
}

#[tokio::test]
async fn keeps_connections_of_unchanged_routes_over_a_reload() {
    let words = route("words", json!({"bodyType": "DATABUCKET", "databucketID": "b000"}));
    let (echoes, gone) = (echo("echo"), echo("gone"));
    let mut before = with_routes(&[&echoes, &words, &gone]);
    before["data"] = json!([support::bucket("b000", "words", &json!({"word": "old"}))]);
    let server = Sidemock::on(&before).start();
    let mut changed = Client::open(server.port(), "/echo").await;
    let mut kept = Client::open(server.port(), "/words").await;
    let mut removed = Client::open(server.port(), "/gone").await;
    kept.send("x").await;
    assert_eq!(kept.text().await, r#"{"word":"old"}"#);

    // Another position in the list must not matter.
    let mut after = with_routes(&[&echo("first"), &words, &with_body(&echoes, "new {{body}}")]);
    after["data"] = before["data"].clone();
    after["data"][0]["value"] = r#"{"word": "new"}"#.into();
    replace(&server, &after);

    assert_eq!(changed.closed().await["code"], 1012);
    assert_eq!(removed.closed().await["code"], 1012);
    kept.send("x").await;
    assert_eq!(kept.text().await, r#"{"word":"new"}"#);
    let mut again = Client::open(server.port(), "/echo").await;
    again.send("x").await;
    assert_eq!(again.text().await, "new x");
}

#[tokio::test]
async fn starts_a_changed_broadcast_anew() {
    let all = streaming(route("all", json!({"body": "old"})), "BROADCAST", 50);
    let server = start(&[&all]);
    let mut old = Client::open(server.port(), "/all").await;
    assert_eq!(old.text().await, "old");
    replace(&server, &with_routes(&[&with_body(&all, "new")]));
    assert_eq!(old.closed().await["code"], 1012);
    let mut new = Client::open(server.port(), "/all").await;
    assert_eq!(new.text().await, "new");
}

#[tokio::test]
async fn restarts_the_sequence_of_a_broadcast_that_nobody_heard() {
    let bodies = ["one", "two"].map(|body| response(json!({"body": body})));
    let mut all = streaming(support::route("", "all", bodies.to_vec()), "BROADCAST", 30);
    all["type"] = "ws".into();
    all["responseMode"] = "SEQUENTIAL".into();
    let server = start(&[&all]);
    for round in 1..=3 {
        let mut client = Client::open(server.port(), "/all").await;
        assert_eq!(client.receive(3).await, ["one", "two", "one"], "round {round}");
        client.close(Some(1000), "").await;
        client.closed().await;
        // The room is left before the end is logged.
        while server.output().matches("WebSocket closed").count() < round {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn lets_no_slow_client_hold_up_a_broadcast() {
    let body = "x".repeat(256 << 10);
    let server = start(&[&streaming(route("all", json!({"body": body})), "BROADCAST", 10)]);
    let _slow = Client::open(server.port(), "/all").await;
    let mut quick = Client::open(server.port(), "/all").await;
    for _ in 0..20 {
        assert_eq!(quick.receive(10).await.len(), 10);
    }
}

#[tokio::test]
async fn stops_reading_from_a_client_whose_replies_wait() {
    let server = start(&[&route("late", json!({"body": "{{body}}", "latency": 300}))]);
    let mut client = Client::open(server.port(), "/late").await;
    for number in 0..3_000 {
        client.send(&number.to_string()).await;
    }
    for (number, text) in client.receive(3_000).await.iter().enumerate() {
        assert_eq!(*text, number.to_string());
    }
}

#[tokio::test]
async fn refuses_messages_over_16_mib() {
    let server = start(&[&echo("echo")]);
    for (length, code) in [(16 << 20, None), ((16 << 20) + 1, Some(1009))] {
        let mut client = Client::open(server.port(), "/echo").await;
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
    let server = start(&[&echo("echo")]);
    let mut client = Client::open(server.port(), "/echo").await;
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
    let file = |endpoint, path| route(endpoint, json!({"bodyType": "FILE", "filePath": path}));
    let routes = [&file("file0", "texts/{{body}}"), &file("file1", "{{body}}")];
    let server = Sidemock::on(&with_routes(&routes)).file("texts/a.txt", "a").file("secret.txt", "secret").start();
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
        let mut client = Client::open(server.port(), path).await;
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
    let server = start(&[&route("broken", json!({"body": "{{#if}}{{body 'x'"})), &echo("echo")]);
    let mut client = Client::open(server.port(), "/broken").await;
    client.send("x").await;
    server.wait_for_output("Web socket serving error: ");
    assert_eq!(client.ping("still there").await, "still there");
    let mut other = Client::open(server.port(), "/echo").await;
    other.send("x").await;
    assert_eq!(other.text().await, "x");
}

#[tokio::test]
async fn logs_connections_in_the_words_of_the_reference() {
    let echo = echo("echo");
    let server = Sidemock::on(&with_routes(&[&echo])).var("MOCKOON_LOG_TRANSACTION", "true").start();
    let mut client = Client::open(server.port(), "/echo?a=1").await;
    client.send("hello").await;
    assert_eq!(client.text().await, "hello");
    client.send_binary(vec![1, 2]).await;
    client.close(Some(4000), "done").await;
    client.closed().await;
    server.wait_for_output("WebSocket closed");
    let log = server.output();
    let line = |message: &str| -> Value {
        let line = log.lines().find(|line| line.contains(message)).unwrap_or_else(|| panic!("no {message}:\n{log}"));
        serde_json::from_str(line).expect("JSON lines")
    };
    let opened = line("New WebSocket connection");
    assert_eq!(opened["level"], "info");
    assert_eq!(opened["url"], "/echo");
    assert_eq!(opened["routeUUID"], echo["uuid"]);
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

#[tokio::test]
async fn shows_open_connections_in_the_metrics() {
    let server = start(&[&echo("echo")]);
    let open =
        || server.manage("/metrics").text().lines().filter(|line| line.contains("websocket")).collect::<String>();
    let idle = open();
    let mut client = Client::open(server.port(), "/echo").await;
    client.send("x").await;
    client.text().await;
    assert_ne!(open(), idle);
    client.close(None, "").await;
    client.closed().await;
    server.wait_for_output("WebSocket closed");
    while open() != idle {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
