//! Connections that are left alone for a while give back most of what they hold, and go on as if nothing had been.

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::support::{Connection, Request, Sidemock, environment, get, response, route, wait_for};

/// Longer than it takes until a connection rests.
const A_WHILE: Duration = Duration::from_millis(1_300);

#[test]
fn requests_after_a_while_are_answered_as_those_before() {
    let echo = route("post", "echo", vec![response(json!({"body": "[{{body}}]"}))]);
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "a"), echo]}))).start();
    let mut connections: Vec<_> = (0..4).map(|_| Connection::open(server.port())).collect();
    for connection in &mut connections {
        assert_eq!(connection.ask(&Request::get("/a")).text(), "a");
    }
    // One of them has begun to ask.
    connections[3].write(b"GET /a HTTP/1.1\r\nHo");
    thread::sleep(A_WHILE);
    assert_eq!(connections[0].ask(&Request::get("/a")).text(), "a");
    let post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd";
    connections[1].write(post.repeat(3).as_bytes());
    for _ in 0..3 {
        assert_eq!(connections[1].read(false).expect("an answer").text(), "[abcd]");
    }
    post.as_bytes().chunks(7).for_each(|piece| connections[2].write(piece));
    assert_eq!(connections[2].read(false).expect("an answer").text(), "[abcd]");
    connections[3].write(b"st: x\r\n\r\n");
    assert_eq!(connections[3].read(false).expect("an answer").text(), "a");
    thread::sleep(A_WHILE);
    for connection in &mut connections {
        assert_eq!(connection.ask(&Request::get("/a")).text(), "a");
    }
}

#[test]
fn an_answer_that_takes_a_while_is_not_disturbed() {
    let slow = route("get", "slow", vec![response(json!({"body": "slow", "latency": 1_500}))]);
    let server = Sidemock::on(&environment(json!({"routes": [slow, get("a", "a")]}))).start();
    let mut connection = Connection::open(server.port());
    for _ in 0..2 {
        assert_eq!(connection.ask(&Request::get("/slow")).text(), "slow");
        assert_eq!(connection.ask(&Request::get("/a")).text(), "a");
    }
}

/// The allocator's settings (`heap.c`) are those of glibc.
#[cfg(target_env = "gnu")]
#[test]
fn what_only_a_start_needs_of_the_program_is_let_go() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "a")]}))).start();
    let kilobytes = |field: &str| -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
    };
    wait_for("less of the program in memory", || 2 * kilobytes("VmRSS:") < kilobytes("VmHWM:"));
    for _ in 0..3 {
        assert_eq!(server.get("/a").text(), "a");
    }
}
