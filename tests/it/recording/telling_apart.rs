//! Rules that tell recorded requests apart.

use serde_json::{Value, json};

use super::{call, file};
use crate::support::{Request, Server, Sidemock, environment, response, route};

fn form(text: &str) -> Request {
    Request::new("POST", "/e").body("application/x-www-form-urlencoded", text)
}

fn multipart(boundary: &str, fields: &[(&str, &str)]) -> Request {
    let parts = fields.iter().map(|(name, value)| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let body = format!("{}--{boundary}--\r\n", parts.collect::<String>());
    Request::new("POST", "/e").body(&format!("multipart/form-data; boundary={boundary}"), body)
}

/// Answers everything with what it sees of the request.
fn mirror() -> Server {
    let seen = "{{stringify (queryParam \"a\")}} {{stringify (body \"a\")}} {{header \"x-a\"}} {{header \"x-b\"}}";
    let echo = response(json!({"body": seen}));
    Sidemock::on(&environment(json!({"routes": [route("all", "e", vec![echo])]}))).start()
}

/// The file of these requests, which a server of its own answers alike in any order.
fn told_apart(server: &Server, requests: &[Request]) -> Value {
    assert_eq!(server.admin("POST", "/logs/purge").status, 200);
    let answers: Vec<String> = requests.iter().map(|request| server.send(request).text()).collect();
    let made = call(server, "POST", "/recordings/from-journal", &json!({})).json();
    assert_eq!(made["replay"]["exact"], requests.len(), "{made}");
    let id = made["id"].as_str().unwrap().to_owned();
    let made = file(server, &id);
    assert_eq!(made["routes"][0]["responseMode"], Value::Null, "{made}");
    assert_eq!(server.admin("DELETE", &format!("/x/recordings/{id}")).status, 204);
    let again = Sidemock::on(&made).start();
    for (request, answer) in requests.iter().zip(&answers).rev() {
        assert_eq!(again.send(request).text(), *answer, "{made}");
    }
    made
}

#[test]
fn lists_are_told_from_what_they_hold() {
    let server = mirror();
    let query = |query: &str| Request::get(&format!("/e?{query}"));
    let body = |body: Value| Request::new("POST", "/e").json(&body);
    for requests in [
        vec![query("a=1&a=2"), query("a=1")],
        vec![query("a=1"), query("a=1&a=2")],
        vec![query("a=1&v=1"), query("a=2"), query("a=1&a=2")],
        vec![query("a[]=1"), query("a=1")],
        vec![query("a=1"), query("a[b]=1"), query("v=1")],
        vec![query("a[]=1&a[]=2"), query("a[]=2&a[]=1"), query("a=2")],
        vec![query("a=1&a[b]=2"), query("a=1")],
        vec![body(json!({"a": [1, 2]})), body(json!({"a": 1}))],
        vec![body(json!({"a": 1})), body(json!({"a": [1]})), body(json!({"a": 2}))],
        vec![body(json!({"a": "x"})), body(json!({"a": ["x", "y"]})), body(json!({"a": ["y"]}))],
        vec![body(json!({"v": 1})), body(json!({"a": []})), body(json!({"a": {}}))],
        vec![body(json!({"a": 1, "v": 1})), body(json!({"a": {"b": 1}, "v": 1})), body(json!({"v": 1}))],
        vec![form("a=1"), form("a=2"), form("a=1&a=2")],
        vec![multipart("b", &[("a", "1")]), multipart("b", &[("a", "2")]), multipart("b", &[("a", "1"), ("a", "2")])],
    ] {
        told_apart(&server, &requests);
    }
}

#[test]
fn numbers_and_dates_in_headers_tell_requests_apart() {
    let server = mirror();
    for (one, other) in [("1", "2"), ("alpha", "beta"), ("2024-06-20", "2025-01-01"), ("v1", "2")] {
        let request = |value: &str| Request::get("/e").header("x-a", value).header("x-b", "same");
        let made = told_apart(&server, &[request(one), request(other)]);
        let rule = &made["routes"][0]["responses"][1]["rules"][0];
        assert_eq!(
            (&rule["target"], &rule["modifier"], &rule["value"]),
            (&json!("header"), &json!("x-a"), &json!(other))
        );
    }
    // An id is not taken for nothing.
    let of = |values: &[&str]| values.iter().fold(Request::get("/e"), |request, value| request.header("x-a", value));
    told_apart(&server, &[of(&["3f2504e0-4f89-11d3-9a0c-0305e82c3301"]), of(&["beta"]), of(&[])]);
}

#[test]
fn fields_of_multipart_bodies_tell_requests_apart() {
    let server = mirror();
    let request = |boundary, value: &str| multipart(boundary, &[("v", "same"), ("a", value)]);
    for boundaries in [["b", "b"], ["b", "c"]] {
        let made = told_apart(&server, &[request(boundaries[0], "v1"), request(boundaries[1], "v2")]);
        let rule = &made["routes"][0]["responses"][1]["rules"][0];
        assert_eq!((&rule["target"], &rule["modifier"], &rule["value"]), (&json!("body"), &json!("a"), &json!("v2")));
    }
}
