//! The memory budget: what does not fit is refused, what is kept gives way, and nothing is lost over it.

use serde_json::json;

use crate::support::{
    Connection, Request, Server, Sidemock, bucket, crud, environment, get, response, route, wait_for,
};

const MB: usize = 1 << 20;

fn sink() -> serde_json::Value {
    let sink = route("post", "sink", vec![response(json!({"body": "taken"}))]);
    environment(json!({"routes": [sink, get("ok", "ok")]}))
}

fn post(size: usize) -> Request {
    Request::new("POST", "/sink").body("application/octet-stream", vec![b'x'; size])
}

/// Transactions that an environment keeps.
fn kept(server: &Server, index: usize) -> usize {
    let logs = Request::get("/mockoon-admin/logs?limit=1000").bearer(crate::support::TOKEN);
    logs.send(server.port_of(index)).json().as_array().unwrap().len()
}

/// Waits until the server has read so many bytes of the body that comes: they may be on their way for a while.
fn wait_until_held(server: &Server, bytes: usize) {
    let held = || -> Option<usize> {
        let metrics = server.manage("/metrics").text();
        metrics.lines().find_map(|line| line.strip_prefix("sidemock_memory_used_bytes "))?.parse().ok()
    };
    wait_for("a body", || held().is_some_and(|held| held >= bytes));
}

#[test]
fn a_body_that_never_fits_is_too_large() {
    let server = Sidemock::on(&sink()).var("MOCKOON_MEMORY_BUDGET", "16MB").start();
    for (size, status) in [(4 * MB, 200), (4 * MB + 1, 413)] {
        let reply = server.send(&post(size));
        assert_eq!(reply.status, status, "{}", reply.whole());
    }
    let chunked = [
        b"POST /sink HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n500000\r\n".to_vec(),
        vec![b'x'; 5 * MB],
    ];
    let mut connection = Connection::open(server.port());
    connection.write(&chunked.concat());
    connection.write(b"\r\n0\r\n\r\n");
    assert_eq!(connection.read(false).map(|reply| reply.status), Some(413));
    assert!(server.output().contains("Memory budget 16.0 MB: request bodies up to 4.0 MB"), "{}", server.output());

    let server =
        Sidemock::on(&sink()).var("MOCKOON_MEMORY_BUDGET", "16MB").var("MOCKOON_MAX_REQUEST_BODY_SIZE", "0").start();
    assert_eq!(server.send(&post(12 * MB)).status, 200);
    assert_eq!(server.send(&post(17 * MB)).status, 413);
}

#[test]
fn a_body_for_which_there_is_no_room_now_is_refused_until_there_is() {
    let server =
        Sidemock::on(&sink()).var("MOCKOON_MEMORY_BUDGET", "16MB").var("MOCKOON_MAX_REQUEST_BODY_SIZE", "0").start();
    let mut large = Connection::open(server.port());
    large.write(format!("POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", 13 * MB).as_bytes());
    large.write(&vec![b'x'; 12 * MB]);
    wait_until_held(&server, 12 * MB);
    let refused = server.send(&post(6 * MB));
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")), "{}", refused.whole());
    assert_eq!(refused.header("connection"), Some("close"));
    assert!(refused.text().contains("MOCKOON_MEMORY_BUDGET"), "{}", refused.text());
    assert_eq!(server.send(&post(10_000)).status, 200, "what is small still fits");
    large.write(&vec![b'x'; MB]);
    assert_eq!(large.read(false).map(|reply| reply.status), Some(200));
    assert_eq!(server.send(&post(6 * MB)).status, 200);
}

#[test]
fn a_crowd_of_bodies_that_do_not_go_on_leaves_room_for_the_smallest() {
    let sink = route("post", "sink", vec![response(json!({"body": "{{body 'a'}}"}))]);
    let data = [bucket("itm1", "items", &json!([]))];
    let server = Sidemock::on(&environment(json!({"routes": [sink, crud("items", "itm1")], "data": data})))
        .var("MOCKOON_MEMORY_BUDGET", "16MB")
        .var("MOCKOON_MAX_REQUEST_BODY_SIZE", "0")
        .start();
    let unfinished = |announced: usize, sent: usize| {
        let mut connection = Connection::open(server.port());
        connection.write(format!("POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: {announced}\r\n\r\n").as_bytes());
        connection.write(&vec![b'x'; sent]);
        connection
    };
    let _large = unfinished(16 * MB, 15 * MB);
    wait_until_held(&server, 15 * MB);
    // Each takes what it has announced when it comes in pieces: what is left then is less than another one needs.
    let _crowd: Vec<_> = (0..300).map(|_| unfinished(16_000, 12_000)).collect();
    wait_for("a refusal", || server.send(&post(16_000)).status != 200);
    for n in 0..20 {
        let item = Request::new("POST", "/items").body("application/json", format!("{{\"a\": {n}}}"));
        let made = server.send(&item);
        assert_eq!(made.status, 201, "{}", made.whole());
        assert_eq!(server.get("/items").status, 200);
        let echo = Request::new("POST", "/sink").body("application/json", r#"{"a": "b"}"#);
        assert_eq!(server.send(&echo).text(), "b");
    }
}

#[test]
fn the_journals_of_all_environments_share_what_they_may_keep() {
    let mut server = Sidemock::new().var("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "4MB");
    for index in 0..4 {
        server = server.environment(&format!("{index}.json"), &sink().to_string());
    }
    let server = server.start();
    for index in 0..4 {
        for _ in 0..8 {
            assert_eq!(post(MB / 2).send(server.port_of(index)).status, 200);
        }
    }
    let total: usize = (0..4).map(|index| kept(&server, index)).sum();
    assert!((6..=8).contains(&total), "{total}");
    assert_eq!(kept(&server, 0), 0, "the oldest have gone");
    assert!(kept(&server, 3) >= 6);
}

#[test]
fn journals_give_way_to_a_large_body() {
    let server = Sidemock::on(&sink())
        .var("MOCKOON_MEMORY_BUDGET", "16MB")
        .var("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "8MB")
        .var("MOCKOON_MAX_REQUEST_BODY_SIZE", "0")
        .start();
    for _ in 0..8 {
        assert_eq!(server.send(&post(MB)).status, 200);
    }
    assert!(kept(&server, 0) >= 3);
    assert_eq!(server.send(&post(14 * MB)).status, 200);
    assert!(kept(&server, 0) <= 2);
}

#[test]
fn what_is_recorded_does_not_keep_the_buffers_of_its_connections() {
    let server = Sidemock::on(&sink()).start();
    let one_each = |count: usize| (0..count).for_each(|_| assert_eq!(server.send(&post(100)).status, 200));
    one_each(50);
    let before = server.memory();
    one_each(800);
    // Each has read into a buffer of at least 8 KiB.
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 800 * 6, "{grown} KiB");
}
