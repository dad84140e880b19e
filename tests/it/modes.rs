//! Response modes, alone and under concurrency.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, environment, get, response, route, rule};

fn with_mode(mode: &str, responses: Vec<Value>) -> Value {
    let mut route = route("get", "x", responses);
    route["responseMode"] = mode.into();
    route
}

fn numbered(count: usize) -> Vec<Value> {
    (0..count).map(|i| response(json!({"body": i.to_string()}))).collect()
}

fn serving(routes: Vec<Value>) -> Server {
    Sidemock::on(&environment(json!({"routes": routes}))).start()
}

/// How often each body came, over so many requests at once.
fn distribution(server: &Server, target: &str, connections: usize, each: usize) -> BTreeMap<String, usize> {
    let bodies = std::thread::scope(|scope| {
        let ask = || {
            let mut connection = Connection::open(server.port());
            (0..each).map(|_| connection.ask(&Request::get(target)).text()).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("answers")).collect::<Vec<_>>()
    });
    let mut counts = BTreeMap::new();
    for body in bodies {
        *counts.entry(body).or_default() += 1;
    }
    counts
}

#[test]
fn a_hundred_parallel_requests_share_a_sequence_of_seven_exactly() {
    let server = serving(vec![with_mode("SEQUENTIAL", numbered(7))]);
    let expected = |requests: usize| -> BTreeMap<String, usize> {
        (0..7).map(|i| (i.to_string(), requests / 7 + usize::from(i < requests % 7))).collect()
    };
    assert_eq!(distribution(&server, "/x", 100, 1), expected(100));
    // And over a restart of the sequence, on connections that stay open.
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!(distribution(&server, "/x", 50, 20), expected(1_000));
}

#[test]
fn every_request_number_is_seen_once_under_concurrency() {
    let mut responses: Vec<Value> = (1..=50)
        .map(|i: u32| {
            let number = rule("request_number", "", "equals", &i.to_string());
            response(json!({"body": i.to_string(), "rules": [number]}))
        })
        .collect();
    responses.push(response(json!({"body": "rest", "default": true})));
    let server = serving(vec![route("get", "x", responses)]);
    let counts = distribution(&server, "/x", 100, 1);
    assert_eq!(counts.get("rest"), Some(&50));
    assert!((1..=50).all(|i| counts.get(&i.to_string()) == Some(&1)), "{counts:?}");
}

#[test]
fn random_mode_gives_every_response_and_nothing_else() {
    let server = serving(vec![with_mode("RANDOM", numbered(3))]);
    let counts = distribution(&server, "/x", 10, 30);
    assert_eq!(counts.values().sum::<usize>(), 300);
    assert_eq!(counts.keys().collect::<Vec<_>>(), ["0", "1", "2"]);
}

#[test]
fn disable_rules_gives_the_default_response() {
    let always = rule("method", "", "equals", "get");
    let responses = vec![
        response(json!({"body": "ruled", "rules": [always]})),
        response(json!({"body": "default", "default": true})),
    ];
    let server = serving(vec![with_mode("DISABLE_RULES", responses)]);
    assert_eq!(server.get("/x").text(), "default");
}

#[test]
fn fallback_goes_on_to_the_next_route_when_no_rule_matches() {
    let only = response(json!({"body": "ruled", "rules": [rule("query", "q", "equals", "1")], "default": true}));
    let server = serving(vec![with_mode("FALLBACK", vec![only]), get("x", "next")]);
    assert_eq!(server.get("/x?q=1").text(), "ruled");
    assert_eq!(server.get("/x?q=2").text(), "next");
}
