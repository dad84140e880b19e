//! Status, headers and bodies of answers.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, environment, get, response, route};

fn serving(routes: Vec<Value>) -> Server {
    Sidemock::on(&environment(json!({"routes": routes}))).start()
}

fn answering(fields: Value) -> Server {
    serving(vec![route("get", "x", vec![response(fields)])])
}

fn headers(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

#[test]
fn a_body_without_a_type_is_html_and_a_type_gets_its_charset() {
    let typed =
        |kind| route("get", kind, vec![response(json!({"body": "é", "headers": headers(&[("Content-Type", kind)])}))]);
    let server = serving(vec![get("none", "é"), typed("text/plain"), typed("application/json")]);
    for (path, kind) in [
        ("/none", "text/html; charset=utf-8"),
        ("/text/plain", "text/plain; charset=utf-8"),
        ("/application/json", "application/json; charset=utf-8"),
    ] {
        let reply = server.get(path);
        assert_eq!((reply.header("content-type"), reply.text().as_str()), (Some(kind), "é"));
        assert_eq!(reply.header("content-length"), Some("2"));
    }
}

#[test]
fn a_type_that_becomes_empty_is_none() {
    let list = headers(&[("Content-Type", "{{queryParam 'kind'}}")]);
    let server = answering(json!({"body": "é", "headers": list}));
    for (path, kind) in [
        ("/x", "text/html; charset=utf-8"),
        ("/x?kind=", "text/html; charset=utf-8"),
        ("/x?kind=text/xml", "text/xml; charset=utf-8"),
    ] {
        let reply = server.get(path);
        assert_eq!((reply.header("content-type"), reply.text().as_str()), (Some(kind), "é"), "{path}");
    }
}

#[test]
fn an_explicit_charset_is_honoured() {
    let server = answering(json!({"body": "é", "headers": headers(&[("Content-Type", "text/plain; charset=latin1")])}));
    assert_eq!(server.get("/x").body, [0xe9]);
}

#[test]
fn statuses_without_a_body_have_none() {
    for status in [204, 304] {
        let reply = answering(json!({"statusCode": status, "body": "gone"})).get("/x");
        assert_eq!((reply.status, reply.header("content-type"), reply.header("content-length")), (status, None, None));
    }
}

#[test]
fn unusual_statuses_pass_through() {
    for (status, reason) in [
        (203, "Non-Authoritative Information"),
        (299, "unknown"),
        (404, "Not Found"),
        (418, "I'm a Teapot"),
        (509, "Bandwidth Limit Exceeded"),
        (999, "unknown"),
    ] {
        let server = answering(json!({"statusCode": status, "body": "x"}));
        let reply = server.get("/x");
        assert_eq!((reply.status, reply.reason.as_str()), (status, reason));
        let logs = server.admin("GET", "/logs").json();
        assert_eq!(logs[0]["response"]["statusMessage"], reason, "{logs}");
    }
}

#[test]
fn cookies_are_appended_and_other_headers_replaced() {
    let file = environment(json!({
        "headers": headers(&[("X-From", "environment"), ("Set-Cookie", "a=1")]),
        "routes": [route("get", "x", vec![response(json!({"headers": headers(&[("X-From", "response"), ("Set-Cookie", "b=2")])}))])],
    }));
    let reply = Sidemock::on(&file).start().get("/x");
    assert_eq!(reply.all("x-from"), ["response"]);
    assert_eq!(reply.all("set-cookie"), ["a=1", "b=2"]);
}

#[test]
fn answers_of_a_template_tell_their_own_length_and_type() {
    let echoing = |kind| {
        let list = headers(&[("Content-Type", kind), ("X-Kind", kind)]);
        route("get", kind, vec![response(json!({"body": "{{queryParam 't'}}", "headers": list}))])
    };
    let server = serving(vec![echoing("text/plain"), echoing("text/css")]);
    let (long, longer, longest) = ("l".repeat(33), "l".repeat(65), "l".repeat(9_000));
    for text in ["x", "yy", "x", "z", &long, &longer, &long, &longest, "zz"] {
        for kind in ["text/plain", "text/css"] {
            let reply = server.get(&format!("/{kind}?t={text}"));
            assert_eq!((reply.status, reply.text().as_str(), reply.header("x-kind")), (200, text, Some(kind)));
            assert_eq!(reply.header("content-type"), Some(format!("{kind}; charset=utf-8").as_str()));
            assert_eq!(reply.all("content-length"), [text.len().to_string()]);
        }
    }
}

#[test]
fn header_values_may_be_templates_and_invalid_ones_are_dropped() {
    let list = headers(&[("X-Id", "{{queryParam 'id'}}"), ("X-Bad", "a\nb"), ("X-Broken", "{{#if}}")]);
    let server = answering(json!({"headers": list}));
    let reply = server.get("/x?id=7");
    assert_eq!(reply.header("x-id"), Some("7"));
    assert_eq!(reply.header("x-bad"), None);
    assert_eq!(reply.header("x-broken"), Some("-- Header parsing error, see logs for more details --"));
    // A value out of a request cannot break the head apart.
    let reply = server.get("/x?id=1%0d%0aX-Injected:%201");
    assert_eq!((reply.status, reply.header("x-injected")), (200, None));
}

#[test]
fn a_broken_body_template_answers_with_the_error_and_the_routes_status() {
    let reply = answering(json!({"statusCode": 202, "body": "{{#if}}x"})).get("/x");
    assert_eq!(reply.status, 202);
    assert!(reply.text().starts_with("Error while serving the content: "), "{}", reply.text());
}

/// In the reference the parameters of a path have no prototype, hence no text; those of a query have one.
#[test]
fn parameters_of_a_path_have_no_text() {
    let typed = |path, body| {
        let list = headers(&[("X-Params", "{{urlParams}}"), ("X-Id", "{{lookup (urlParams) 'id'}}")]);
        route("get", path, vec![response(json!({"body": body, "headers": list}))])
    };
    let server = serving(vec![
        typed("printed/:id", "[{{urlParams}}]"),
        typed("raw", "{{#if true}}{{{urlParams}}}{{/if}}"),
        typed("named/:id", "{{{stringify (urlParams)}}} {{objectPath (urlParams) 'id'}} {{queryParams}}"),
    ]);
    for path in ["/printed/1", "/raw"] {
        let reply = server.get(path);
        let message = "Error while serving the content: Cannot convert object to primitive value";
        assert_eq!((reply.status, reply.text().as_str()), (200, message), "{path}");
    }
    let reply = server.get("/named/1");
    assert_eq!(reply.text(), "{\n  \"id\": \"1\"\n} 1 [object Object]");
    assert_eq!(reply.header("x-params"), Some("-- Header parsing error, see logs for more details --"));
    assert_eq!(reply.header("x-id"), Some("1"));
}

#[test]
fn latency_holds_the_answer_back() {
    let server = answering(json!({"latency": 300, "body": "late"}));
    let began = std::time::Instant::now();
    assert_eq!(server.get("/x").text(), "late");
    assert!(began.elapsed().as_millis() >= 300);
}

#[test]
fn a_conditional_get_against_the_etag_answers_304() {
    let server = answering(json!({"body": "x", "headers": headers(&[("ETag", "\"v1\"")])}));
    assert_eq!(server.send(&Request::get("/x").header("If-None-Match", "\"v1\"")).status, 304);
    assert_eq!(server.send(&Request::get("/x").header("If-None-Match", "\"v2\"")).status, 200);
}

#[test]
fn cors_answers_a_preflight_that_no_route_takes() {
    let options = route("options", "own", vec![response(json!({"statusCode": 209}))]);
    let server = serving(vec![get("x", "x"), options]);
    let preflight =
        Request::new("OPTIONS", "/x").header("Origin", "http://a").header("Access-Control-Request-Method", "PUT");
    let reply = server.send(&preflight);
    assert_eq!((reply.status, reply.header("content-length")), (200, Some("0")));
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert!(reply.header("access-control-allow-methods").is_some_and(|methods| methods.contains("PUT")), "{reply:?}");
    assert_eq!(server.send(&Request::new("OPTIONS", "/own")).status, 209);
}

#[test]
fn without_cors_an_unmatched_preflight_is_not_found() {
    let server = Sidemock::on(&environment(json!({"cors": false, "routes": [get("x", "x")]}))).start();
    let reply = server.send(&Request::new("OPTIONS", "/x"));
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (404, None));
}

#[test]
fn a_body_over_the_limit_answers_413_and_closes() {
    let post = route("post", "x", vec![response(json!({"body": "taken"}))]);
    let file = environment(json!({"headers": headers(&[("X-Mine", "1")]), "routes": [post]}));
    let server = Sidemock::on(&file).var("MOCKOON_MAX_REQUEST_BODY_SIZE", "10kb").start();
    let fits = server.send(&Request::new("POST", "/x").body("text/plain", vec![b'a'; 10 << 10]));
    assert_eq!(fits.text(), "taken");
    let mut chunked = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    write!(chunked, "2801\r\n{}\r\n0\r\n\r\n", "a".repeat(0x2801)).expect("memory");
    let announced = Request::new("POST", "/x").body("text/plain", vec![b'a'; (10 << 10) + 1]).bytes();
    for bytes in [chunked, announced] {
        let mut connection = Connection::open(server.port());
        connection.write(&bytes);
        let reply = connection.read(false).expect("an answer");
        assert_eq!((reply.status, reply.header("connection")), (413, Some("close")));
        assert_eq!(reply.header("x-mine"), None);
        assert!(connection.line().is_none(), "the connection stays open");
    }
    assert_eq!(server.send(&Request::new("POST", "/x").body("text/plain", "again")).text(), "taken");
}
