use super::*;
use crate::faker::Faker;
use crate::message::Peer;
use crate::state::{EnvVars, State, Step};
use crate::template::BaseUrl;
use bytes::Bytes;

fn request(method: &str, target: &str, body: &str) -> Request {
    let builder = http::Request::builder().method(method).uri(target).header("content-type", "application/json");
    let (parts, ()) = builder.header("x-api", "v1").header("cookie", "sid=7").body(()).unwrap().into_parts();
    let peer = Peer { remote: ([127, 0, 0, 1], 4000).into(), tls: false };
    Request::new(parts, Bytes::copy_from_slice(body.as_bytes()), peer)
}

const ORIGIN: OriginNames<'_> = OriginNames {
    route: "r-1",
    method: "post",
    endpoint: "orders/:id",
    path: "/api/orders/:id",
    response: "p-1",
    label: "created",
};

fn verdict(matcher: &Matcher, is_whole: bool) -> (Verdict, Vec<String>) {
    let request = request("POST", "/api/orders/7?x=1&y=2", r#"{"sku": 7, "items": [{"n": "a{{b"}]}"#);
    let candidate = Candidate {
        request: &request,
        is_whole,
        params: &Value::Undefined,
        origin: Some(ORIGIN),
        status: Some(201),
        outcome: Some("rule"),
        session: None,
        trace_id: None,
        proxied: Some(false),
        number: 1,
    };
    let env_vars = EnvVars::default();
    let state = State::new(Faker::new("en", None).unwrap(), 0.0);
    let step = Step::reading(&state);
    let base_url = BaseUrl::default();
    let rendering = RenderContext {
        env_vars: &env_vars,
        step: &step,
        base_url: &base_url,
        buckets: &[],
        request: None,
        status: None,
    };
    let failed = matcher.failed(&candidate, &rendering).into_iter().map(|failed| failed.part).collect();
    (matcher.judge(&candidate, &rendering).unwrap(), failed)
}

#[test]
fn objects_mean_requests() {
    for (object, expected, failed) in [
        (r#"{}"#, Verdict::Yes, &[][..]),
        (r#"{"method": "post", "path": "/api/orders/:id", "status": "2xx", "proxied": false}"#, Verdict::Yes, &[]),
        (r#"{"path": "/orders/:id"}"#, Verdict::No, &["path"]),
        (r#"{"route": "POST /orders/:id", "response": "created", "outcome": "rule"}"#, Verdict::Yes, &[]),
        (r#"{"route": "POST /api/orders/:id"}"#, Verdict::Yes, &[]),
        (r#"{"route": "r-1", "response": "p-1", "status": [404, "2xx"]}"#, Verdict::Yes, &[]),
        (r#"{"route": null, "status": 200}"#, Verdict::No, &["route", "status"]),
        (
            r#"{"path": "/api/:what/:id", "rules": [{"target": "params", "modifier": "what", "value": "orders"}]}"#,
            Verdict::Yes,
            &[],
        ),
        (
            r#"{"rules": [{"target": "body", "modifier": "sku", "value": "7"}, {"target": "header", "modifier": "X-Api", "value": "v2"}]}"#,
            Verdict::No,
            &["rules[1]: header X-Api"],
        ),
        (
            r#"{"rulesOperator": "OR", "rules": [{"target": "query", "modifier": "x", "value": "2"}, {"target": "cookie", "modifier": "sid", "value": "7"}]}"#,
            Verdict::Yes,
            &[],
        ),
        (r#"{"session": "a"}"#, Verdict::No, &["session"]),
    ] {
        let matcher = Matcher::read(&serde_json::from_str(object).unwrap()).unwrap();
        let failed: Vec<String> = failed.iter().map(|part| (*part).to_owned()).collect();
        assert_eq!(verdict(&matcher, true), (expected, failed), "{object}");
    }
}

#[test]
fn queries_mean_the_same() {
    for (text, expected) in [
        ("method=POST&path=/api/orders/:id&status=201,4xx", Verdict::Yes),
        ("body.sku=7&header.x-api=v1&query.y=2&cookie.sid=7", Verdict::Yes),
        ("body.items.0.n=a{{b", Verdict::Yes),
        ("body.%24.items[0].n=~^a", Verdict::Yes),
        ("path=/api/:x/:y&params.y=7", Verdict::Yes),
        ("header.x-api=!v1", Verdict::No),
        ("header.x-api=*&header.nope=!*", Verdict::Yes),
        ("header.x-api=\\*", Verdict::No),
        ("route=post%20/orders/:id&response=~^crea", Verdict::Yes),
        ("route=null", Verdict::No),
        ("route=!null&proxied=!true", Verdict::Yes),
        ("proxied=!false", Verdict::No),
        ("outcome=!rule", Verdict::No),
        ("status=!200,4xx", Verdict::Yes),
        ("status=!2xx", Verdict::No),
        ("status=*&status=~^20.$", Verdict::Yes),
        ("status=!~^20.$", Verdict::No),
        ("path=!/api/other/:id", Verdict::Yes),
        ("path=!/api/orders/:id", Verdict::No),
        ("body=~%22sku%22", Verdict::Yes),
        ("method=!GET", Verdict::Yes),
    ] {
        let (matcher, others) = query::read(query::pairs(text)).unwrap();
        assert_eq!((verdict(&matcher, true).0, others.len()), (expected, 0), "{text}");
    }
    for text in ["outcome=rul", "status=9xxx", "proxied=yes", "header.a=~(", "response=~("] {
        assert!(query::read(query::pairs(text)).is_err(), "{text}");
    }
    let (_, others) = query::read(query::pairs("limit=3&method=GET")).unwrap();
    assert_eq!(others, [("limit".to_owned(), "3".to_owned())]);
}

#[test]
fn a_body_of_which_a_part_is_gone_decides_nothing() {
    for (object, expected) in [
        (r#"{"rules": [{"target": "body", "modifier": "sku", "value": "7"}]}"#, Verdict::Unknown),
        (r#"{"method": "GET", "rules": [{"target": "body", "modifier": "sku", "value": "7"}]}"#, Verdict::No),
        (
            r#"{"rules": [{"target": "body", "modifier": "sku", "value": "7"}, {"target": "query", "modifier": "x", "value": "2"}]}"#,
            Verdict::No,
        ),
        (
            r#"{"rulesOperator": "OR", "rules": [{"target": "body", "modifier": "sku", "value": "7"}, {"target": "query", "modifier": "x", "value": "1"}]}"#,
            Verdict::Yes,
        ),
        (
            r#"{"rulesOperator": "OR", "rules": [{"target": "body", "modifier": "sku", "value": "7"}, {"target": "query", "modifier": "x", "value": "2"}]}"#,
            Verdict::Unknown,
        ),
    ] {
        let matcher = Matcher::read(&serde_json::from_str(object).unwrap()).unwrap();
        assert_eq!(verdict(&matcher, false).0, expected, "{object}");
    }
}

#[test]
fn what_cannot_match_is_said() {
    for (object, path) in [
        (r#"{"path": "/a/:id(\\d+)"}"#, ".path"),
        (r#"{"rules": [{"target": "body", "operator": "regex", "value": "("}]}"#, ".rules[0].value"),
    ] {
        let error = Matcher::read(&serde_json::from_str(object).unwrap()).err().unwrap();
        assert_eq!(error.path, path, "{object}");
    }
}

#[test]
fn outcomes_are_those_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(super::SCHEMA).unwrap();
    assert_eq!(schema["properties"]["outcome"]["enum"], serde_json::json!(super::read::OUTCOMES));
}
