//! A client that gives up: what it asked for happens all the same, as it does in the reference.

use std::io::Write;
use std::net::{Shutdown, TcpStream};

use serde_json::{Value, json};

use crate::support::{Server, Sidemock, bucket, crud, environment, get, response, route, wait_for};

/// Sends a request and leaves before the answer.
fn ask_and_leave(server: &Server, method: &str, path: &str, body: &str) {
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).expect("a connection");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(head.as_bytes()).expect("sent");
    // The server has it once it is recorded as received.
    let found = || server.admin("GET", &format!("/x/requests?method={method}&path={path}")).json()["total"] == 1;
    wait_for("the request at the server", found);
    socket.shutdown(Shutdown::Both).expect("left");
}

/// An environment whose answers wait, at the response or at the environment.
fn waiting(environment_latency: u32, response_latency: u32, called: u16) -> Value {
    let slow = |body: &str| response(json!({"body": body, "latency": response_latency}));
    let mut turns = route("get", "turns", vec![slow("1"), slow("2"), slow("3")]);
    turns["responseMode"] = "SEQUENTIAL".into();
    let mut calling = get("call", "{{setGlobalVar 'called' 'yes'}}");
    calling["responses"][0]["latency"] = response_latency.into();
    calling["responses"][0]["callbacks"] = json!([{"uuid": "11111111-1111-4111-8111-111111111111", "latency": 0}]);
    let mut items = crud("items", "itms");
    items["responses"][0]["latency"] = response_latency.into();
    environment(json!({
        "latency": environment_latency,
        "routes": [turns, calling, items],
        "data": [bucket("itms", "Items", &json!([]))],
        "callbacks": [{
            "uuid": "11111111-1111-4111-8111-111111111111", "id": "c", "name": "c", "documentation": "",
            "uri": format!("http://127.0.0.1:{called}/called"), "method": "get", "headers": [], "bodyType": "INLINE",
            "body": "", "filePath": "", "databucketID": "", "sendFileAsBody": false,
        }],
    }))
}

fn everything_happens(environment_latency: u32, response_latency: u32) {
    let target = Sidemock::on(&environment(json!({"routes": [get("called", "")]}))).start();
    let server = Sidemock::on(&waiting(environment_latency, response_latency, target.port())).start();
    ask_and_leave(&server, "GET", "/call", "");
    ask_and_leave(&server, "POST", "/items", "{\"id\": \"new\"}");
    ask_and_leave(&server, "GET", "/turns", "");
    wait_for("three answers in the log", || server.admin("GET", "/logs").json().as_array().map(Vec::len) == Some(3));
    assert_eq!(server.admin("GET", "/global-vars/called").json()["value"], "yes");
    wait_for("the callback", || target.admin("GET", "/logs").json().as_array().map(Vec::len) == Some(1));
    assert_eq!(server.get("/items/new").status, 200);
    assert_eq!(server.get("/turns").text(), "2");
}

#[test]
fn a_client_that_leaves_during_the_latency_of_a_response_takes_nothing_along() {
    everything_happens(0, 700);
}

#[test]
fn a_client_that_leaves_during_the_latency_of_the_environment_takes_nothing_along() {
    everything_happens(700, 0);
}

#[test]
fn a_client_that_leaves_a_proxied_request_has_asked_the_upstream() {
    let mut slow = get("slow", "{{setGlobalVar 'asked' 'yes'}}");
    slow["responses"][0]["latency"] = 700.into();
    let upstream = Sidemock::on(&environment(json!({"routes": [slow]}))).start();
    let proxying = json!({"proxyMode": true, "proxyHost": format!("http://127.0.0.1:{}", upstream.port())});
    let server = Sidemock::on(&environment(proxying)).start();
    ask_and_leave(&server, "GET", "/slow", "");
    wait_for("the answer in the log", || server.admin("GET", "/logs").json().as_array().map(Vec::len) == Some(1));
    assert_eq!(server.admin("GET", "/x/requests").json()["requests"][0]["outcome"], "proxied");
    assert_eq!(upstream.admin("GET", "/global-vars/asked").json()["value"], "yes");
}
