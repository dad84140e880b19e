//! Upstreams that do not answer, and those that are the mock itself.

use std::net::TcpListener;

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, environment, free_port, get};

fn proxying_to(port: u16) -> Value {
    environment(json!({
        "routes": [get("here", "here")], "proxyMode": true, "proxyHost": format!("http://127.0.0.1:{port}"),
    }))
}

fn assert_loop_is_noticed(server: &Server, port: u16) {
    for _ in 0..3 {
        let reply = Request::get("/nowhere").send(port);
        assert_eq!(reply.status, 508, "{}", reply.whole());
        assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
        assert!(reply.text().contains("proxyHost leads to itself"), "{}", reply.text());
        assert_eq!(Request::get("/here").send(port).text(), "here");
    }
    // Nobody is still waiting.
    assert!(server.manage("/metrics").text().contains("sidemock_open_connections"), "it answers");
}

#[test]
fn an_environment_that_proxies_to_itself_answers_508() {
    let port = free_port();
    let server = Sidemock::on(&proxying_to(port)).var("MOCKOON_PORT", port.to_string()).start();
    assert_loop_is_noticed(&server, port);
    // Many at once.
    let clients: Vec<_> = (0..30)
        .map(|_| std::thread::spawn(move || Request::new("POST", "/x").body("text/plain", "body").send(port).status))
        .collect();
    for client in clients {
        assert_eq!(client.join().unwrap(), 508);
    }
}

#[test]
fn environments_that_proxy_to_each_other_answer_508() {
    let ports = [free_port(), free_port(), free_port()];
    let mut sidemock = Sidemock::new();
    for index in 0..3 {
        let next = ports[(index + 1) % 3];
        sidemock = sidemock.environment(&format!("{index}.json"), &proxying_to(next).to_string());
    }
    let list: Vec<String> = ports.iter().map(ToString::to_string).collect();
    let server = sidemock.var("MOCKOON_PORT", list.join(",")).start();
    for port in ports {
        assert_loop_is_noticed(&server, port);
    }
}

#[test]
fn a_chain_of_environments_is_no_loop() {
    let ports = [free_port(), free_port(), free_port()];
    let mut sidemock = Sidemock::new();
    for index in 0..3 {
        let whole = if index < 2 {
            proxying_to(ports[index + 1])
        } else {
            environment(json!({"routes": [get("far", "far {{header 'x-sidemock-forwarded-by'}}")]}))
        };
        sidemock = sidemock.environment(&format!("{index}.json"), &whole.to_string());
    }
    let list: Vec<String> = ports.iter().map(ToString::to_string).collect();
    let _server = sidemock.var("MOCKOON_PORT", list.join(",")).start();
    for _ in 0..20 {
        let reply = Request::get("/far").send(ports[0]);
        assert_eq!((reply.status, reply.text().as_str()), (200, "far "), "and no header shows it");
    }
}

#[test]
fn an_upstream_that_does_not_begin_to_answer_is_given_up_with_504() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let server = Sidemock::on(&proxying_to(port)).var("MOCKOON_PROXY_TIMEOUT", "200ms").start();
    for request in [Request::get("/slow"), Request::new("POST", "/slow").body("text/plain", "body")] {
        let reply = server.send(&request);
        assert_eq!(reply.status, 504, "{}", reply.whole());
        assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
        assert!(reply.text().starts_with("An error occurred while trying to proxy to"), "{}", reply.text());
        assert!(reply.text().ends_with("no answer within 200ms (MOCKOON_PROXY_TIMEOUT)"), "{}", reply.text());
    }
    drop(silent);
    let mut connection = Connection::open(server.port());
    assert_eq!(connection.ask(&Request::get("/here")).text(), "here");
}
