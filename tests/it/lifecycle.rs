//! From the start to the end of the process.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, free_port, get, response, route};

fn slow(milliseconds: u64) -> Value {
    let answers = vec![response(json!({"body": "slow", "latency": milliseconds}))];
    environment(json!({"routes": [route("get", "slow", answers), get("fast", "fast")]}))
}

/// Waits until so many requests are being answered.
fn wait_for_connections(server: &Server, count: usize) {
    let open = format!("sidemock_open_connections{{environment=\"Test\"}} {count}\n");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !server.manage("/metrics").text().contains(&open) {
        assert!(Instant::now() < deadline, "{}", server.manage("/metrics").text());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn every_accepted_request_gets_its_answer_after_sigterm() {
    const CLIENTS: usize = 40;
    let mut server = Sidemock::on(&slow(700)).start();
    let port = server.port();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let mut connection = Connection::open(port);
            connection.write(&Request::get("/slow").bytes());
            std::thread::spawn(move || connection.read(false).expect("an answer"))
        })
        .collect();
    // Busy clients that come back on the same connection until they are told to leave.
    let busy: Vec<_> = (0..10)
        .map(|_| {
            let mut connection = Connection::open(port);
            std::thread::spawn(move || {
                loop {
                    let reply = connection.ask(&Request::get("/fast"));
                    assert_eq!(reply.text(), "fast");
                    if reply.header("connection") == Some("close") {
                        return;
                    }
                }
            })
        })
        .collect();
    wait_for_connections(&server, CLIENTS + 10);
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    for client in clients {
        let reply = client.join().unwrap();
        assert_eq!((reply.status, reply.text().as_str()), (200, "slow"));
    }
    for client in busy {
        client.join().expect("told to leave, not cut off");
    }
    assert_eq!(server.wait(), Some(0));
    assert!(server.output().contains("SIGTERM"), "{}", server.output());
}

#[test]
fn not_ready_from_sigterm_on_while_requests_are_still_served() {
    let mut server = Sidemock::on(&slow(0)).var("MOCKOON_SHUTDOWN_DELAY", "1500ms").start();
    assert_eq!(server.manage("/readyz").status, 200);
    server.signal("TERM");
    server.wait_for_output("shutting down");
    let readiness = server.manage("/readyz?verbose");
    assert_eq!(readiness.status, 503);
    assert!(readiness.text().contains("shutting down") && readiness.text().contains("Test: "), "{}", readiness.text());
    assert_eq!(server.manage("/livez").status, 200);
    assert_eq!(server.get("/fast").text(), "fast");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn no_name_breaks_a_line_of_readiness() {
    let server = Sidemock::on(&environment(json!({"name": "a\nready: b\u{2028}\u{1b}[31m"}))).start();
    let text = server.manage("/readyz?verbose").text();
    assert!(text.contains("a\\u000aready: b\\u2028\\u001b[31m: "), "{text:?}");
}

#[test]
fn management_answers_503_while_connections_drain() {
    let mut server = Sidemock::on(&slow(2_000)).start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/slow").bytes());
    wait_for_connections(&server, 1);
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    let deadline = Instant::now() + Duration::from_secs(60);
    while Connection::try_open(server.port()).is_ok() {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(server.manage("/readyz").status, 503);
    assert!(server.manage("/metrics").text().contains("sidemock_open_connections{environment=\"Test\"} 1"));
    assert_eq!(connection.read(false).expect("an answer").text(), "slow");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn the_grace_period_ends_what_does_not_end_by_itself() {
    let mut server = Sidemock::on(&slow(600_000)).var("MOCKOON_SHUTDOWN_GRACE_PERIOD", "300ms").start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/slow").bytes());
    wait_for_connections(&server, 1);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    assert!(server.output().contains("connections still open"), "{}", server.output());
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut server = Sidemock::on(&slow(600_000)).var("MOCKOON_SHUTDOWN_GRACE_PERIOD", "10m").start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/slow").bytes());
    wait_for_connections(&server, 1);
    server.signal("TERM");
    server.wait_for_output("shutting down");
    server.signal("INT");
    assert_eq!(server.wait(), Some(0));
    assert!(server.output().contains("ended at once"), "{}", server.output());
}

#[test]
fn event_streams_end_with_the_server() {
    let mut server = Sidemock::on(&slow(0)).start();
    let mut events = Connection::open(server.port());
    events.write(&Request::get("/mockoon-admin/events").bearer(TOKEN).bytes());
    assert_eq!(events.head().map(|reply| reply.status), Some(200));
    server.signal("TERM");
    while events.line().is_some() {}
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_named_with_who_wants_it() {
    let foreign = std::net::TcpListener::bind(("::", 0)).unwrap();
    let port = foreign.local_addr().unwrap().port();
    let whole = slow(0);
    for (variable, wanted_by) in [
        ("MOCKOON_PORT", "environment.json"),
        ("MOCKOON_MANAGEMENT_PORT", "MOCKOON_MANAGEMENT_PORT"),
        ("MOCKOON_ADMIN_API_PORT", "MOCKOON_ADMIN_API_PORT"),
    ] {
        let mut environment = whole.clone();
        environment["hostname"] = "".into();
        let ended = Sidemock::on(&environment).var(variable, port.to_string()).run();
        assert_eq!(ended.code, Some(69), "{variable}: {}", ended.output());
        let output = ended.output();
        assert!(output.contains(&port.to_string()) && output.contains(wanted_by), "{variable}: {output}");
    }
}

#[test]
fn ends_on_sigterm_as_process_1_of_a_container() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("env.json");
    let (port, management) = (free_port(), free_port());
    std::fs::write(&file, slow(0).to_string()).unwrap();
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--pid", "--fork", "--kill-child"]);
    command.arg(env!("CARGO_BIN_EXE_sidemock")).stdout(Stdio::null());
    command.env("MOCKOON_DATA", &file).env("MOCKOON_PORT", port.to_string());
    command.env("MOCKOON_MANAGEMENT_PORT", management.to_string());
    let Ok(mut parent) = command.spawn() else {
        println!("left out: no unshare on this machine");
        return;
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    while Connection::try_open(port).is_err() {
        if let Some(status) = parent.try_wait().unwrap() {
            println!("left out: no new namespaces on this machine ({status})");
            return;
        }
        assert!(Instant::now() < deadline, "not started");
        std::thread::sleep(Duration::from_millis(5));
    }
    let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", parent.id())).unwrap();
    let child = children.split_whitespace().next().expect("the server").to_owned();
    assert!(Command::new("kill").args(["-TERM", &child]).status().unwrap().success());
    let status = parent.wait().unwrap();
    assert_eq!(status.code(), Some(0));
}
