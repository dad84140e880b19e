//! Where a session's id may stand, which of several counts, and what becomes of ids that are none.

use serde_json::json;

use super::{call, get_in, stateful, within};
use crate::support::{Request, Server, Sidemock, TOKEN, get};

/// The next turn that the request gets.
fn turn(server: &Server, request: Request) -> String {
    let reply = server.send(&request);
    assert_eq!(reply.status, 200, "{}", reply.whole());
    reply.text()
}

fn turns() -> Request {
    Request::get("/turns")
}

#[test]
fn header_and_baggage_name_the_same_session() {
    let server = Sidemock::on(&stateful()).start();
    assert_eq!(turn(&server, turns().header("x-sidemock-session", "a")), "1");
    assert_eq!(turn(&server, turns().header("X-Sidemock-Session", " a ")), "2");
    assert_eq!(turn(&server, turns().header("baggage", "sidemock-session=a")), "3");
    // Properties, other members, blanks, percent-encoding, several headers.
    for baggage in ["user=7;kind=x, sidemock-session=b;ttl=4", "sidemock-session = b , other=1", "sidemock-session=%62"]
    {
        turn(&server, turns().header("baggage", baggage));
    }
    turn(&server, turns().header("baggage", "x=1").header("baggage", "sidemock-session=b"));
    let session = server.admin("GET", "/x/sessions/b").json();
    assert_eq!(session["requests"], 4, "{session}");
}

#[test]
fn the_first_key_of_the_list_counts_not_the_first_of_the_request() {
    let server = Sidemock::on(&stateful()).start();
    turn(&server, turns().header("baggage", "sidemock-session=b").header("x-sidemock-session", "a"));
    assert_eq!(server.admin("GET", "/x/sessions/a").json()["requests"], 1);
    assert_eq!(server.admin("GET", "/x/sessions/b").status, 404);
}

#[test]
fn an_id_that_is_none_is_an_error_in_our_header_and_nothing_in_baggage() {
    let server = Sidemock::on(&stateful()).start();
    let long = "x".repeat(129);
    for id in ["a b", "ä", "a/b", "a,b", &long] {
        let reply = server.send(&turns().header("x-sidemock-session", id));
        assert_eq!(reply.status, 400, "{id}: {}", reply.whole());
        assert!(reply.text().contains("x-sidemock-session"), "{}", reply.text());
        let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(server.send(&turns().header("baggage", &format!("sidemock-session={encoded}"))).status, 200);
    }
    assert_eq!(server.admin("GET", "/x/sessions").json(), json!([]));
    assert_eq!(turn(&server, turns().header("x-sidemock-session", &"x".repeat(128))), "1");
    assert_eq!(turn(&server, turns().header("x-sidemock-session", "A-z0.9_~:-")), "1");
    // Beyond 8,192 bytes nothing is read.
    let baggage = format!("padding={},sidemock-session=far", "x".repeat(8_192));
    turn(&server, turns().header("baggage", &baggage));
    assert_eq!(server.admin("GET", "/x/sessions/far").status, 404);
}

#[test]
fn query_cookie_and_trace_are_keys_when_a_setting_says_so() {
    let keys = "query:sid,cookie:sid,traceparent";
    let server = Sidemock::on(&stateful()).var("MOCKOON_SESSION_KEYS", keys).start();
    assert_eq!(turn(&server, Request::get("/turns?sid=q")), "1");
    assert_eq!(turn(&server, Request::get("/turns?sid=q")), "2");
    assert_eq!(turn(&server, turns().header("cookie", "other=1; sid=c")), "1");
    assert_eq!(turn(&server, turns().header("x-sidemock-session", "q")), "1", "no key any more");
    // A trace is a session only where somebody said so.
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let traced = || turns().header("traceparent", &format!("00-{trace}-b7ad6b7169203331-01"));
    assert_eq!(turn(&server, traced()), "2", "the base");
    assert_eq!(call(&server, "POST", "/x/sessions", &json!({"id": trace})).status, 201);
    assert_eq!(turn(&server, traced()), "1");
}

#[test]
fn declared_sessions_alone_exist_when_a_setting_says_so() {
    let server = Sidemock::on(&stateful()).var("MOCKOON_SESSIONS", "declared").start();
    let reply = get_in(&server, "t1", "/turns");
    assert_eq!((reply.status, reply.header("content-type").unwrap_or_default()), (404, "text/plain; charset=utf-8"));
    assert!(reply.text().contains("t1"), "{}", reply.text());
    assert_eq!(call(&server, "POST", "/x/sessions", &json!({"id": "t1"})).status, 201);
    assert_eq!(get_in(&server, "t1", "/turns").text(), "1");
    assert_eq!(server.get("/turns").text(), "1");
}

#[test]
fn required_sessions_are_asked_for() {
    let server = Sidemock::on(&stateful()).var("MOCKOON_SESSIONS", "required").start();
    let reply = server.get("/turns");
    assert_eq!(reply.status, 428);
    assert!(reply.text().contains("header:x-sidemock-session or baggage:sidemock-session"), "{}", reply.text());
    assert_eq!(get_in(&server, "t1", "/turns").text(), "1");
    assert_eq!(server.admin("GET", "/x/sessions").status, 200, "the admin API needs none");
}

#[test]
fn without_sessions_the_header_is_a_header_like_others() {
    let environment = crate::support::environment(json!({"routes": [get("echo", "{{header 'x-sidemock-session'}}")]}));
    let server = Sidemock::on(&environment).var("MOCKOON_SESSIONS", "off").start();
    assert_eq!(server.send(&within("a b", Request::get("/echo"))).text(), "a b");
    assert_eq!(server.admin("GET", "/x/sessions").json(), json!([]));
    assert_eq!(call(&server, "POST", "/x/sessions", &json!({})).status, 404);
}

#[test]
fn calls_name_their_session_by_the_header_that_settings_give() {
    let server = Sidemock::on(&stateful())
        .var("MOCKOON_SESSION_KEYS", "baggage:test,header:X-Test-Id")
        .var("MOCKOON_SESSIONS", "required")
        .start();
    assert_eq!(turn(&server, turns().header("x-test-id", "a")), "1");
    for name in ["X-Test-Id", "x-sidemock-session"] {
        let seen = server.send(&Request::get("/mockoon-admin/x/requests").bearer(TOKEN).header(name, "a")).json();
        assert_eq!(seen["total"], 1, "{name}: {seen}");
    }
    let reply = server.get("/turns");
    assert!(reply.text().contains("baggage:test or header:x-test-id"), "{}", reply.text());
}
