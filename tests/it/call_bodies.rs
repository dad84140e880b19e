//! Bodies and parameters of calls of `/x` that are not what was meant: empty, compressed, no JSON, out of bounds. Nothing is
//! changed by them, and the message names what is wrong and what would be right.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, environment, response, route};

fn shop() -> Value {
    let mut says = route("get", "says", vec![response(json!({"body": "one", "label": "a"}))]);
    says["uuid"] = ROUTE.into();
    environment(json!({"routes": [says], "data": [bucket("itms", "Items", &json!([{"id": "1"}]))]}))
}

const ROUTE: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// A call with this body, which is compressed as the second text says.
fn send(server: &Server, method: &str, path: &str, body: &[u8], coding: Option<&str>) -> Reply {
    let mut request = Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN);
    if let Some(coding) = coding {
        request = request.header("Content-Encoding", coding);
    }
    server.send(&request.body("application/json", body))
}

fn call(server: &Server, method: &str, path: &str, body: &str) -> Reply {
    send(server, method, path, body.as_bytes(), None)
}

/// The message of a refusal with this status.
fn refused(reply: &Reply, status: u16) -> String {
    assert_eq!(reply.status, status, "{}", reply.whole());
    reply.json()["message"].as_str().expect("a message").to_owned()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn an_empty_body_is_no_edit_and_no_value() {
    let server = Sidemock::on(&shop()).start();
    let tag = || server.admin("GET", "/x/environment").header("etag").map(str::to_owned);
    let before = tag();
    let route = format!("/routes/{ROUTE}");
    let responses = server.admin("GET", &format!("/x{route}/responses")).json();
    let response = format!("{route}/responses/{}", responses[0]["uuid"].as_str().unwrap());
    for (method, path) in [
        ("PUT", "/environment"),
        ("PUT", "/environment?dryRun=true"),
        ("PATCH", "/environment"),
        ("POST", "/routes"),
        ("PUT", &route),
        ("PATCH", &route),
        ("PUT", &format!("{route}/force")),
        ("POST", &format!("{route}/responses")),
        ("PUT", &response),
        ("PATCH", &response),
        ("PUT", "/data-buckets/itms"),
        ("PATCH", "/data-buckets/itms"),
        ("PUT", "/snapshots/empty"),
        ("POST", "/snapshots"),
        ("POST", "/stubs"),
        ("POST", "/import"),
    ] {
        let message = refused(&call(&server, method, path, ""), 400);
        assert!(message.starts_with("the body is empty; send JSON such as "), "{method} {path}: {message}");
        assert_eq!(tag(), before, "{method} {path}");
    }
    assert_eq!(server.get("/says").text(), "one");
    assert_eq!(server.admin("GET", "/x/snapshots").json(), json!([]));
}

#[test]
fn an_empty_body_is_a_question_or_an_order_with_everything_left_out() {
    let server = Sidemock::on(&shop()).start();
    for (path, status) in [
        ("/sessions", 201),
        ("/requests/find", 200),
        ("/verify", 417),
        ("/recordings", 201),
        ("/recordings/from-journal", 201),
        ("/front-door/test", 200),
    ] {
        for body in ["", "{}"] {
            assert_eq!(call(&server, "POST", path, body).status, status, "{path} {body}");
        }
    }
}

#[test]
fn a_call_without_a_body_takes_an_empty_object_and_nothing_else() {
    let server = Sidemock::on(&shop()).start();
    assert_eq!(call(&server, "POST", "/sessions", r#"{"id": "one"}"#).status, 201);
    for (method, path, status) in
        [("POST", "/sessions/one/reset", 200), ("POST", "/environment/revert", 200), ("DELETE", "/stubs", 204)]
    {
        for body in ["", "{}", " { }\n"] {
            assert_eq!(call(&server, method, path, body).status, status, "{method} {path} {body:?}");
        }
        for body in ["null", "[]", r#"{"a": 1}"#, "{", "text"] {
            let message = refused(&call(&server, method, path, body), 400);
            assert!(message.contains("takes no body"), "{message}");
        }
    }
}

#[test]
fn a_compressed_body_is_what_it_holds() {
    let server = Sidemock::on(&shop()).start();
    let value = br#"[{"id": "2"}]"#;
    let twice = gzip(&gzip(value));
    for (body, coding) in
        [(&gzip(value), "gzip"), (&gzip(value), "X-GZIP"), (&twice, "gzip, gzip"), (&value.to_vec(), "identity")]
    {
        assert_eq!(call(&server, "PUT", "/data-buckets/itms", "[]").status, 200);
        let reply = send(&server, "PUT", "/data-buckets/itms", body, Some(coding));
        assert_eq!((reply.status, &reply.json()["value"]), (200, &json!([{"id": "2"}])), "{coding}: {}", reply.text());
    }
    let found = send(&server, "POST", "/verify", &gzip(br#"{"count": 0}"#), Some("gzip"));
    assert_eq!(found.status, 200, "{}", found.text());
    assert_eq!(send(&server, "POST", "/verify", b"", Some("gzip")).status, 417, "no body is none in any coding");
}

#[test]
fn a_body_that_does_not_unfold_is_refused() {
    let server = Sidemock::on(&shop()).var("MOCKOON_MAX_REQUEST_BODY_SIZE", "1MB").start();
    let packed = gzip(b"[1, 2, 3]");
    let cut = packed.get(..packed.len() - 6).unwrap();
    let put = |body: &[u8], coding: &str| send(&server, "PUT", "/data-buckets/itms", body, Some(coding));
    for body in [&b"[1]"[..], cut] {
        assert!(refused(&put(body, "gzip"), 400).contains("Content-Encoding"));
    }
    for coding in ["zstd", "gzip, zstd", "gzip, gzip, gzip, gzip, gzip"] {
        let reply = put(&packed, coding);
        assert!(refused(&reply, 415).contains(coding), "{}", reply.text());
        assert_eq!(reply.header("accept-encoding"), Some("gzip, deflate, br"));
    }
    let bomb = gzip(&vec![b' '; 4 << 20]);
    assert!(refused(&put(&bomb, "gzip"), 413).contains("MOCKOON_MAX_REQUEST_BODY_SIZE"));
    assert_eq!(server.admin("GET", "/x/data-buckets/itms").json()["value"], json!([{"id": "1"}]));
}

#[test]
fn what_is_no_json_is_told_with_the_reason() {
    let server = Sidemock::on(&shop()).start();
    for (body, why) in [
        (&b"\"\\ud800\""[..], "stand in pairs only"),
        (b"{\"count\": 1e400}", "a number is at most 1.7976931348623157e308"),
        (b"\xEF\xBB\xBF{}", "byte order mark"),
        (b"{\"a\": \"\xFF\"}", "byte 7 is not UTF-8"),
    ] {
        let message = refused(&send(&server, "POST", "/verify", body, None), 400);
        assert!(message.starts_with("the body is not JSON: ") && message.contains(why), "{message}");
    }
}

#[test]
fn a_parameter_that_cannot_be_is_named() {
    let server = Sidemock::on(&shop()).start();
    for (query, begins) in [
        ("body.=1", "query parameter \"body.\": a name follows the dot"),
        ("header.=1", "query parameter \"header.\": a name follows the dot"),
        ("header.X-A=~(", "header.X-A: "),
        ("query.a=1&query.b=~(", "query.b: "),
        ("body=~(", "body: "),
        ("method=~(", "method: "),
        ("path=~(", "path: "),
        ("path=/a/(b", "path: "),
        ("route=~(", "route: "),
        ("outcome=", "outcome: expected one of "),
        ("settle=61s", "settle: "),
        ("since=99999999999999999999", "since: "),
    ] {
        let message = refused(&server.admin("GET", &format!("/x/verify?{query}")), 400);
        assert!(message.starts_with(begins), "{query}: {message}");
    }
    assert!(refused(&server.admin("GET", "/x/sessions/%ff"), 400).contains("UTF-8"));
}

#[test]
fn a_dry_run_that_is_neither_true_nor_false_changes_nothing() {
    let server = Sidemock::on(&shop()).start();
    let put = |query: &str| {
        let request = Request::new("PUT", &format!("/mockoon-admin/environment{query}")).bearer(TOKEN);
        server.send(&request.json(&json!({"name": "other", "routes": []})))
    };
    for query in ["?dryRun=yes", "?dryRun=", "?dryRun", "?dryRun=true&dryRun=true"] {
        assert!(refused(&put(query), 400).contains("dryRun"), "{query}");
        assert_eq!(server.get("/says").status, 200, "{query}");
    }
    assert_eq!(put("?dryRun=false").status, 200);
    assert_eq!(server.get("/says").status, 404);
}

#[test]
fn nothing_lives_longer_than_a_year() {
    let server = Sidemock::on(&shop()).start();
    for (method, path, mut body) in [
        ("POST", "/sessions".to_owned(), json!({})),
        ("POST", "/stubs".to_owned(), json!({"route": {"endpoint": "a"}})),
        ("POST", "/faults".to_owned(), json!({"fault": {"type": "reset"}, "match": {"path": "/never"}})),
        ("PUT", format!("/routes/{ROUTE}/force"), json!({"response": "a"})),
    ] {
        body["ttl"] = "8760h".into();
        assert_eq!(call(&server, method, &path, &body.to_string()).status, 201, "{path}");
        for ttl in ["8761h", "99999999999m", "0s"] {
            body["ttl"] = ttl.into();
            let reply = call(&server, method, &path, &body.to_string());
            assert_eq!((reply.status, &reply.json()["path"]), (400, &json!("$.ttl")), "{path} {ttl}: {}", reply.text());
        }
    }
}

#[test]
fn numbers_are_what_they_count() {
    let server = Sidemock::on(&shop()).start();
    let route = format!("/routes/{ROUTE}");
    for (method, path, body, at) in [
        ("PATCH", route.as_str(), r#"{"responses": [{"statusCode": 200.5}]}"#, "$.responses[0].statusCode"),
        ("POST", "/verify", r#"{"count": -1}"#, "$.count"),
        ("POST", "/verify", r#"{"count": 1.5}"#, "$.count"),
        ("POST", "/verify", r#"{"settle": "61s"}"#, "$.settle"),
        ("POST", "/verify", r#"{"since": 18446744073709551616}"#, "$.since"),
        ("PUT", "/snapshots/a", r#"{"buckets": [{"id": "itms"}]}"#, "$.buckets[0]"),
        ("PUT", "/snapshots/a", r#"{"buckets": [{"value": []}]}"#, "$.buckets[0]"),
        ("POST", "/explain", r#"{"path": "/", "headers": {"a b": "c"}}"#, "$.headers.a b"),
        ("POST", "/explain", r#"{"path": "/", "headers": {"a": "b\nc"}}"#, "$.headers.a"),
    ] {
        let reply = call(&server, method, path, body);
        assert_eq!((reply.status, &reply.json()["path"]), (400, &json!(at)), "{path} {body}: {}", reply.text());
    }
}

#[test]
fn a_request_is_found_by_its_uuid_in_any_case() {
    let server = Sidemock::on(&shop()).start();
    server.get("/says");
    let uuid = server.admin("GET", "/x/requests/1").json()["uuid"].as_str().unwrap().to_owned();
    for name in [uuid.to_uppercase(), uuid] {
        for resource in ["requests", "explain"] {
            assert_eq!(server.admin("GET", &format!("/x/{resource}/{name}")).status, 200, "{resource} {name}");
        }
    }
}
