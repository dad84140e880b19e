//! Verify: "did it get the call?", with waits, bounds, order, and what cannot be known.

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, environment, get, response, route, wait_for,
};

fn orders() -> Value {
    let mut slow = get("slow", "");
    slow["responses"][0]["latency"] = 1_500.into();
    environment(json!({"routes": [
        route("post", "orders", vec![response(json!({"statusCode": 201, "label": "made"}))]),
        get("orders/:id", ""),
        get("health", ""),
        slow,
    ]}))
}

fn start() -> Server {
    Sidemock::on(&orders()).start()
}

fn question(path: &str, body: &Value) -> Request {
    Request::new("POST", &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body)
}

fn verify(server: &Server, body: Value) -> Reply {
    server.send(&question("/x/verify", &body))
}

fn order(server: &Server, sku: u32) {
    assert_eq!(server.send(&Request::new("POST", "/orders").json(&json!({"sku": sku}))).status, 201);
}

/// Asks, does something once the server waits for it, and returns the answer.
fn meanwhile(server: &Server, path: &str, body: &Value, act: impl FnOnce()) -> Reply {
    let mut connection = Connection::open(server.port());
    connection.write(&question(path, body).bytes());
    wait_for("the call to wait", || {
        server.manage("/metrics").text().contains("sidemock_verify_waiters{environment=\"Test\"} 1")
    });
    act();
    connection.read(false).expect("an answer")
}

/// What is asked, what holds it, what breaks it while it waits.
struct Kind {
    name: &'static str,
    ask: Value,
    /// Requests by which it holds.
    held_by: &'static [(&'static str, &'static str)],
    /// Requests by which it fails at once, however long it could wait.
    broken_by: Option<&'static [(&'static str, &'static str)]>,
    /// Whether it holds before any request.
    holds_at_first: bool,
}

fn kinds() -> Vec<Kind> {
    let post = json!({"method": "POST", "path": "/orders"});
    let read = json!({"method": "GET", "path": "/orders/:id"});
    const POST: (&str, &str) = ("POST", "/orders");
    const READ: (&str, &str) = ("GET", "/orders/7");
    const OTHER: (&str, &str) = ("GET", "/health");
    vec![
        Kind {
            name: "at least one",
            ask: json!({"match": post}),
            held_by: &[POST],
            broken_by: None,
            holds_at_first: false,
        },
        Kind {
            name: "exactly two",
            ask: json!({"match": post, "count": 2}),
            held_by: &[POST, POST],
            broken_by: Some(&[POST, POST, POST]),
            holds_at_first: false,
        },
        Kind {
            name: "none",
            ask: json!({"match": post, "count": 0}),
            held_by: &[OTHER],
            broken_by: Some(&[POST]),
            holds_at_first: true,
        },
        Kind {
            name: "at most one",
            ask: json!({"match": post, "count": {"atMost": 1}}),
            held_by: &[POST],
            broken_by: Some(&[POST, POST]),
            holds_at_first: true,
        },
        Kind {
            name: "one to two",
            ask: json!({"match": post, "count": {"atLeast": 1, "atMost": 2}}),
            held_by: &[POST, POST],
            broken_by: Some(&[POST, POST, POST]),
            holds_at_first: false,
        },
        Kind {
            name: "in order",
            ask: json!({"sequence": [post, read]}),
            held_by: &[POST, OTHER, READ],
            broken_by: None,
            holds_at_first: false,
        },
        Kind {
            name: "in order, strictly",
            ask: json!({"sequence": [post, read], "strict": true}),
            held_by: &[OTHER, POST, READ],
            broken_by: None,
            holds_at_first: false,
        },
        Kind {
            name: "only",
            ask: json!({"only": [post, read]}),
            held_by: &[POST, READ],
            broken_by: Some(&[OTHER]),
            holds_at_first: true,
        },
    ]
}

fn send(server: &Server, requests: &[(&str, &str)]) {
    for (method, path) in requests {
        server.send(&Request::new(method, path));
    }
}

fn with(mut body: Value, key: &str, value: Value) -> Value {
    body[key] = value;
    body
}

#[test]
fn every_kind_holds_and_fails_without_waiting() {
    for kind in kinds() {
        let server = start();
        let before = verify(&server, kind.ask.clone());
        assert_eq!(before.status, if kind.holds_at_first { 200 } else { 417 }, "{}: {}", kind.name, before.text());
        send(&server, kind.held_by);
        let held = verify(&server, kind.ask.clone());
        assert_eq!(
            (held.status, held.json()["verified"].clone()),
            (200, json!(true)),
            "{}: {}",
            kind.name,
            held.text()
        );
        if let Some(breaking) = kind.broken_by {
            server.admin("POST", "/logs/purge");
            send(&server, breaking);
            let failed = verify(&server, kind.ask.clone());
            assert_eq!(
                (failed.status, failed.json()["verified"].clone()),
                (417, json!(false)),
                "{}: {}",
                kind.name,
                failed.text()
            );
        }
    }
}

#[test]
fn every_kind_that_can_hold_or_fail_for_good_answers_at_once() {
    for kind in kinds() {
        let server = start();
        let ask = with(kind.ask.clone(), "within", json!("60s"));
        // An upper bound could still be exceeded: only a lower one is reached for good.
        let reached = matches!(kind.name, "at least one" | "in order" | "in order, strictly");
        if reached {
            let held = meanwhile(&server, "/x/verify", &ask, || send(&server, kind.held_by));
            assert_eq!(held.status, 200, "{}: {}", kind.name, held.text());
        }
        if let Some(breaking) = kind.broken_by {
            let failed = meanwhile(&server, "/x/verify", &ask, || send(&server, breaking));
            assert_eq!(failed.status, 417, "{}: {}", kind.name, failed.text());
        }
    }
}

#[test]
fn what_could_still_change_is_answered_after_the_window_or_when_it_has_settled() {
    let server = start();
    order(&server, 1);
    let exactly = json!({"match": {"path": "/orders"}, "count": 1, "within": "300ms"});
    let reply = verify(&server, exactly.clone());
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.json()["waitedMs"].as_u64() >= Some(300), "{}", reply.text());
    let settled = with(with(exactly, "within", json!("60s")), "settle", json!("200ms"));
    let reply = verify(&server, settled);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.json()["waitedMs"].as_u64() >= Some(200), "{}", reply.text());
}

#[test]
fn a_count_that_is_begun_settles_and_one_that_is_not_waits_for_its_first() {
    let server = start();
    (0..3).for_each(|sku| order(&server, sku));
    let posts = json!({"match": {"method": "POST"}, "within": "60s", "settle": "200ms"});
    for (count, matched) in [(json!(5), 3), (json!({"atLeast": 4, "atMost": 9}), 3)] {
        let reply = verify(&server, with(posts.clone(), "count", count.clone()));
        assert_eq!((reply.status, &reply.json()["matched"]), (417, &json!(matched)), "{count}: {}", reply.text());
        assert!(reply.json()["waitedMs"].as_u64() < Some(60_000), "{}", reply.text());
    }
    let mut ask = with(posts, "count", json!(1));
    ask["match"]["path"] = "/later".into();
    let reply = meanwhile(&server, "/x/verify", &ask, || {
        std::thread::sleep(std::time::Duration::from_millis(500));
        server.send(&Request::new("POST", "/later"));
    });
    assert_eq!((reply.status, &reply.json()["matched"]), (200, &json!(1)), "{}", reply.text());
}

#[test]
fn what_since_leaves_out_is_told_and_the_cursor_stays_within_the_journal() {
    let server = start();
    let nothing = verify(&server, json!({"match": {"path": "/orders"}}));
    assert_eq!(nothing.json()["hint"], "no request has come at all");
    let ahead = verify(&server, json!({"match": {"path": "/orders"}, "since": 9}));
    assert_eq!((&ahead.json()["cursor"], &ahead.json()["hint"]), (&json!(0), &json!("no request has come at all")));
    (0..3).for_each(|sku| order(&server, sku));
    let cases = [
        ("/orders", 3, 3, "3 such requests came before: since=3 leaves them out"),
        ("/orders", 1_000, 3, "3 such requests came before: since=1000 leaves them out"),
        ("/nowhere", 3, 3, "no request has come after #3; the newest one of this scope is #3"),
        ("/nowhere", 1_000, 3, "no request has come after #1000; the newest one of this scope is #3"),
    ];
    for (path, since, cursor, hint) in cases {
        let reply = verify(&server, json!({"match": {"path": path}, "since": since})).json();
        assert_eq!((&reply["cursor"], &reply["hint"]), (&json!(cursor), &json!(hint)), "{path} {since}");
    }
    server.get("/health");
    let reply = verify(&server, json!({"match": {"path": "/orders"}, "since": 2, "count": 2})).json();
    assert_eq!(
        (&reply["cursor"], &reply["hint"]),
        (&json!(4), &json!("2 such requests came before: since=2 leaves them out"))
    );
    let reply = verify(&server, json!({"match": {"path": "/health"}, "since": 3, "count": 0})).json();
    assert_eq!(reply["hint"], "too many are meant: #4");
    // Whoever waits from beyond the end counts what comes after that alone, and can go on from where the journal is.
    let reply = verify(&server, json!({"match": {"path": "/health"}, "since": 9, "count": 0})).json();
    assert_eq!((&reply["verified"], &reply["cursor"]), (&json!(true), &json!(4)));
}

#[test]
fn evicted_requests_leave_it_unknown_only_where_the_verdict_hangs_on_them() {
    let server = Sidemock::on(&orders()).var("MOCKOON_JOURNAL_ENTRIES", "3").start();
    (0..5).for_each(|sku| order(&server, sku));
    for (body, status) in [
        (json!({"match": {"path": "/orders"}, "count": {"atLeast": 3}}), 200),
        (json!({"match": {"path": "/orders"}, "count": {"atLeast": 4}}), 409),
        (json!({"match": {"path": "/orders"}, "count": {"atMost": 2}}), 417),
        (json!({"match": {"path": "/orders"}, "count": 3}), 409),
        (json!({"match": {"path": "/health"}, "count": 0}), 409),
        (json!({"only": [{"path": "/orders"}]}), 409),
        (json!({"only": [{"path": "/health"}]}), 417),
        (json!({"sequence": [{"path": "/health"}, {"path": "/orders"}]}), 409),
        (json!({"sequence": [{"path": "/orders"}, {"path": "/orders"}]}), 200),
        // Nothing after this index has been evicted.
        (json!({"match": {"path": "/orders"}, "count": 2, "since": 3}), 200),
    ] {
        let reply = verify(&server, body.clone());
        assert_eq!(reply.status, status, "{body}: {}", reply.text());
    }
}

#[test]
fn a_body_of_which_a_part_was_kept_cannot_decide_on_its_whole() {
    let server = Sidemock::on(&orders()).var("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "64kb").start();
    let long = "x".repeat(40_000);
    server.send(&Request::new("POST", "/orders").body("text/plain", long.clone()));
    let rule =
        |value: &str| json!({"target": "body", "modifier": "", "operator": "equals", "value": value, "invert": false});
    let asked = |value: &str| verify(&server, json!({"match": {"path": "/orders", "rules": [rule(value)]}})).status;
    assert_eq!(asked(&long), 409);
    assert_eq!(verify(&server, json!({"match": {"path": "/orders"}})).status, 200, "the rest can");
}

#[test]
fn a_purge_wakes_who_waits_and_counts_from_nothing() {
    let server = start();
    order(&server, 1);
    let ask = json!({"match": {"path": "/orders"}, "count": {"atLeast": 2}, "within": "60s"});
    let reply = meanwhile(&server, "/x/verify", &ask, || {
        server.admin("POST", "/logs/purge");
        order(&server, 2);
        order(&server, 3);
    });
    assert_eq!((reply.status, reply.json()["matched"].clone()), (200, json!(2)), "{}", reply.text());
}

#[test]
fn whoever_waits_remembers_what_the_journal_has_dropped() {
    let server = Sidemock::on(&orders()).var("MOCKOON_JOURNAL_ENTRIES", "3").start();
    for (count, status) in [(json!({"atLeast": 2}), 200), (json!({"atMost": 1}), 417)] {
        let ask = json!({"match": {"method": "post", "path": "/orders"}, "count": count, "within": "60s"});
        let reply = meanwhile(&server, "/x/verify", &ask, || {
            order(&server, 1);
            (0..10).for_each(|_| assert_eq!(server.get("/health").status, 200));
            order(&server, 2);
        });
        let verdict = reply.json();
        assert_eq!(reply.status, status, "{verdict}");
        assert_eq!((&verdict["matched"], &verdict["total"]), (&json!(2), &json!(12)), "{verdict}");
        server.admin("POST", "/logs/purge");
    }
}

#[test]
fn a_reload_does_not_disturb_who_waits() {
    let server = start();
    let ask = json!({"match": {"path": "/orders"}, "within": "60s"});
    let reply = meanwhile(&server, "/x/verify", &ask, || {
        let mut next = orders();
        next["name"] = "Test".into();
        assert_eq!(
            server.send(&Request::new("PUT", "/mockoon-admin/environment").bearer(TOKEN).json(&next)).status,
            200
        );
        order(&server, 1);
    });
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[test]
fn a_client_that_leaves_takes_its_waiter_along() {
    let server = start();
    let waiters = |count: usize| {
        let line = format!("sidemock_verify_waiters{{environment=\"Test\"}} {count}");
        server.manage("/metrics").text().lines().any(|found| found == line)
    };
    let mut connection = Connection::open(server.port());
    connection.write(&question("/x/verify", &json!({"match": {"path": "/orders"}, "within": "60s"})).bytes());
    wait_for("the waiter", || waiters(1));
    drop(connection);
    wait_for("no waiter", || waiters(0));
}

#[test]
fn the_end_of_a_session_wakes_who_waits_for_it() {
    let server = start();
    server.send(&Request::get("/health").header("x-sidemock-session", "a"));
    let ask = json!({"match": {"path": "/orders"}, "within": "60s"});
    let reply = meanwhile(&server, "/x/verify?session=a", &ask, || {
        assert_eq!(server.admin("DELETE", "/x/sessions/a").status, 204);
    });
    assert!(matches!(reply.status, 417 | 409), "{}", reply.whole());
}

#[test]
fn the_257th_waiter_is_turned_away() {
    let server = start();
    let body = json!({"match": {"path": "/orders"}, "within": "60s"});
    let waiting: Vec<Connection> = (0..256)
        .map(|_| {
            let mut connection = Connection::open(server.port());
            connection.write(&question("/x/verify", &body).bytes());
            connection
        })
        .collect();
    wait_for("256 waiters", || {
        server.manage("/metrics").text().contains("sidemock_verify_waiters{environment=\"Test\"} 256")
    });
    let reply = verify(&server, body);
    assert_eq!(reply.status, 429, "{}", reply.whole());
    assert!(reply.header("retry-after").is_some(), "{}", reply.whole());
    assert_eq!(verify(&server, json!({"match": {"path": "/orders"}, "count": 0})).status, 200, "without a wait");
    server.get("/health");
    let known = json!({"match": {"path": "/health"}, "within": "60s"});
    assert_eq!(verify(&server, known).status, 200, "what is decided already needs no wait");
    order(&server, 1);
    for mut connection in waiting {
        assert_eq!(connection.read(true).map(|reply| reply.status), Some(200));
    }
}

#[test]
fn a_request_counts_when_it_is_received_or_when_it_is_answered() {
    let server = start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/slow").bytes());
    let asked = |when: &str| verify(&server, json!({"match": {"path": "/slow"}, "when": when})).status;
    wait_for("the request", || asked("received") == 200);
    assert_eq!(asked("answered"), 417);
    let done = json!({"match": {"path": "/slow"}, "when": "answered", "within": "60s"});
    assert_eq!(verify(&server, done).status, 200);
    assert_eq!(connection.read(true).map(|reply| reply.status), Some(200));
}

#[test]
fn a_line_of_curl_asks_the_same() {
    let server = start();
    order(&server, 7);
    for (query, status) in [
        ("method=POST&path=/orders", 200),
        ("method=POST&path=/orders&body.sku=7&count=1&within=1ms", 200),
        ("path=/orders&body.sku=8", 417),
        ("path=/orders&body.sku=!8", 200),
        ("path=/orders&body.sku=~^7$", 200),
        ("path=/orders&body.sku=*", 200),
        ("path=/orders&count=0", 417),
        ("path=/orders&count=1..3", 200),
        ("path=/orders&count=2..", 417),
        ("path=/orders&status=2xx&outcome=default&response=made", 200),
        ("header.content-type=~json", 200),
        ("route=POST%20/orders", 200),
        ("path=/orders&cuont=1", 400),
        ("path=/orders&within=soon", 400),
        ("path=/orders&count=many", 400),
    ] {
        let reply = server.admin("GET", &format!("/x/verify?{query}"));
        assert_eq!(reply.status, status, "{query}: {}", reply.text());
    }
}

/// Paths of requests may have signs that mean something else in endpoints, or that only an encoded path can have.
#[test]
fn a_path_also_means_itself() {
    let server = start();
    for path in ["/a+b", "/%C3%A9/x", "/(a)/*", "/sp%20ace", "/a%2Bb"] {
        assert_eq!(server.get(path).status, 404);
        for asked in [path.to_owned(), path.replace('%', "%25")] {
            let reply = server.admin("GET", &format!("/x/verify?count=1&path={}", asked.replace('+', "%2B")));
            let is_other = path == "/a%2Bb" && asked == path;
            assert_eq!(reply.status, if is_other { 417 } else { 200 }, "{path} {asked}: {}", reply.text());
        }
        assert_eq!(verify(&server, json!({"match": {"path": path}, "count": 1})).status, 200, "{path}");
    }
    let other = json!({"match": {"path": "/a+c"}});
    assert_eq!(verify(&server, other).status, 417);
    // A waiter is woken by such a path, too.
    let waits = json!({"match": {"path": "/later+on"}, "within": "30s"});
    let reply = meanwhile(&server, "/x/verify", &waits, || assert_eq!(server.get("/later+on").status, 404));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

/// A text has no places: to a rule of a file it is found at any of them, which must not verify anything by itself.
#[test]
fn a_body_without_places_has_nothing_at_any() {
    let json = "application/json";
    for (kind, body) in
        [("", ""), ("text/plain", "A"), ("", r#"{"coupon":"A"}"#), (json, r#"{"coupon":"#), (json, "7"), (json, "{}")]
    {
        let server = start();
        assert_eq!(server.send(&Request::new("POST", "/orders").body(kind, body)).status, 201);
        for (value, status) in
            [("*", 417), ("!*", 200), ("A", 417), ("", 417), ("~.*", 417), ("!A", 200), ("!~A", 200), ("%5C*", 417)]
        {
            let reply = server.admin("GET", &format!("/x/verify?path=/orders&body.coupon={value}"));
            assert_eq!(reply.status, status, "{kind:?} {body:?} {value}: {}", reply.text());
        }
        let reply = server.admin("GET", "/x/verify?path=/orders&body.coupon=A").json();
        assert!(reply["closest"][0]["failed"][0]["actual"].is_null(), "{reply}");
        assert_eq!(reply["closest"][0]["path"], "/orders", "{reply}");
    }
}

#[test]
fn a_failure_says_what_came_nearest_and_why_it_was_not_that() {
    let server = start();
    order(&server, 7);
    let reply = server.admin("GET", "/x/verify?method=POST&path=/orders&body.sku=8").json();
    let closest = &reply["closest"][0];
    assert_eq!((&closest["method"], &closest["path"]), (&json!("POST"), &json!("/orders")), "{reply}");
    let failed = closest["failed"][0].clone();
    assert_eq!((&failed["expected"], &failed["actual"]), (&json!("8"), &json!(7)), "{reply}");
    let text =
        server.send(&Request::get("/mockoon-admin/x/verify?path=/order").bearer(TOKEN).header("accept", "text/plain"));
    assert_eq!((text.status, text.header("content-type").unwrap_or_default()), (417, "text/plain; charset=utf-8"));
    // What axios sends: text is taken too, and JSON named before it.
    let both = Request::get("/mockoon-admin/x/verify?path=/order")
        .bearer(TOKEN)
        .header("accept", "application/json, text/plain, */*");
    assert_eq!(server.send(&both).json()["verified"], json!(false));
}

#[test]
fn no_request_is_missed_between_its_answer_and_the_question() {
    let server = start();
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let server = &server;
            scope.spawn(move || {
                let mut connection = Connection::open(server.port());
                for i in 0..60 {
                    let sku = thread * 1_000 + i;
                    assert_eq!(connection.ask(&Request::new("POST", "/orders").json(&json!({"sku": sku}))).status, 201);
                    let ask = Request::get(&format!("/mockoon-admin/x/verify?path=/orders&body.sku={sku}&count=1"))
                        .bearer(TOKEN);
                    let reply = connection.ask(&ask);
                    assert_eq!(reply.status, 200, "{}", reply.text());
                }
            });
        }
    });
}

#[test]
fn questions_with_a_body_are_about_all_sessions_too_and_words_are_no_ids() {
    let server = Sidemock::on(&orders()).start();
    server.send(&Request::new("POST", "/orders").header("x-sidemock-session", "a").json(&json!({"sku": 1})));
    let asked = |method: &str, path: &str, body: &Value| {
        server.send(&Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN).json(body))
    };
    let wanted = json!({"match": {"path": "/orders", "session": "a"}});
    assert_eq!(asked("POST", "/verify?session=*", &wanted).status, 200);
    assert_eq!(asked("POST", "/requests/find?session=*", &wanted).json()["total"], 1);
    assert_eq!(asked("POST", "/explain?session=*", &json!({"path": "/orders"})).status, 200);
    assert_eq!(asked("POST", "/snapshots?session=*", &json!({"name": "no"})).status, 400);
    for (method, path) in [("GET", "/requests/find"), ("DELETE", "/recordings/from-journal")] {
        let reply = server.send(&Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN));
        assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")), "{}", reply.whole());
    }
}

#[test]
fn ascending_pages_go_on_from_their_cursor() {
    let server = Sidemock::on(&orders()).start();
    (0..7).for_each(|sku| order(&server, sku));
    let mut since = 0;
    let mut indices = Vec::new();
    for _ in 0..3 {
        let page = server.admin("GET", &format!("/x/requests?order=asc&limit=3&since={since}")).json();
        since = page["cursor"].as_u64().expect("a cursor");
        let list = page["requests"].as_array().expect("requests");
        indices.extend(list.iter().map(|entry| entry["index"].as_u64().expect("an index")));
    }
    assert_eq!(indices, [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn of_requests_that_fail_alike_the_one_with_the_nearest_value_is_the_closest() {
    let server = Sidemock::on(&orders()).start();
    server.send(&Request::new("POST", "/orders/77"));
    for other in ["/health", "/completely/else", "/x"] {
        server.get(other);
    }
    let reply = server.admin("GET", "/x/verify?path=/orders/78");
    assert_eq!(reply.json()["closest"][0]["path"], "/orders/77", "{}", reply.text());
}

#[test]
fn who_waits_for_all_sessions_sees_those_that_begin_meanwhile() {
    let server = start();
    server.send(&Request::get("/health").header("x-sidemock-session", "before"));
    for (count, holds) in [(json!({"atLeast": 1}), true), (json!(0), false), (json!({"atMost": 0}), false)] {
        let session = format!("s{}", count.to_string().len());
        let path = format!("/orders/{session}");
        let body = json!({"match": {"path": path}, "count": count, "within": "60s"});
        let reply = meanwhile(&server, "/x/verify?session=*", &body, || {
            server.send(&Request::get(&path).header("x-sidemock-session", &session));
        });
        assert_eq!(reply.status, if holds { 200 } else { 417 }, "{count}: {}", reply.text());
        assert_eq!(reply.json()["matched"], 1, "{count}");
    }
    let ask = json!({"sequence": [{"path": "/orders/1"}, {"path": "/orders/2"}], "within": "60s"});
    let reply = meanwhile(&server, "/x/verify?session=*", &ask, || {
        for id in ["1", "2"] {
            let session = format!("sequence-{id}");
            server.send(&Request::get(&format!("/orders/{id}")).header("x-sidemock-session", &session));
        }
    });
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[test]
fn what_would_assert_nothing_is_refused() {
    let server = start();
    for (body, field) in [
        (json!({"match": {"status": []}}), "$.match.status"),
        (json!({"match": {"session": "no id!"}}), "$.match.session"),
        (json!({"match": {}, "count": {}}), "$.count"),
        (json!({"match": {}, "count": 1e20}), "$.count"),
        (json!({"match": {}, "count": {"atMost": 1e20}}), "$.count"),
    ] {
        let reply = verify(&server, body.clone());
        assert_eq!(reply.status, 400, "{body}: {}", reply.text());
        assert!(reply.text().contains(field), "{body}: {}", reply.text());
    }
}

#[test]
fn rules_see_the_number_of_a_request_on_its_route() {
    let server = start();
    for _ in 0..3 {
        server.get("/health");
    }
    for (number, count) in [("1", 1), ("3", 1), ("0", 0), ("4", 0)] {
        let rule = json!({"target": "request_number", "operator": "equals", "value": number});
        let ask = json!({"match": {"path": "/health", "rules": [rule]}, "count": count});
        let reply = verify(&server, ask);
        assert_eq!((reply.status, &reply.json()["total"]), (200, &json!(3)), "{number}: {}", reply.text());
    }
}
