//! Rules decide between responses.

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, environment, response, route, rule};

/// A route that answers `yes` when the rules hold.
fn ruled(fields: Value) -> Server {
    let mut yes = response(fields);
    yes["body"] = "yes".into();
    let no = response(json!({"body": "no", "default": true}));
    Sidemock::on(&environment(json!({"routes": [route("all", "x/:id", vec![yes, no])]}))).start()
}

fn holds(server: &Server, request: &Request) -> bool {
    match server.send(request).text().as_str() {
        "yes" => true,
        "no" => false,
        other => panic!("{other}"),
    }
}

#[test]
fn every_target_is_looked_at() {
    let post = |body: &Value| Request::new("POST", "/x/7?q=1&list[]=a&list[]=b").json(body);
    let plain =
        post(&json!({"user": {"name": "Ada", "tags": ["x"]}, "n": 5})).header("X-Mine", "h").header("Cookie", "c=k");
    for (target, modifier, operator, value) in [
        ("body", "user.name", "equals", "Ada"),
        ("body", "$.user.tags[0]", "equals", "x"),
        ("body", "n", "equals", "5"),
        ("body", "user.tags", "array_includes", "x"),
        ("body", "", "regex", "\"Ada\""),
        ("query", "q", "equals", "1"),
        ("query", "list", "array_includes", "b"),
        ("header", "x-mine", "equals", "h"),
        ("cookie", "c", "equals", "k"),
        ("params", "id", "equals", "7"),
        ("method", "", "equals", "post"),
        ("path", "", "regex", "^/x/7"),
        ("request_number", "", "equals", "1"),
        ("query", "missing", "null", ""),
        ("body", "user.name", "regex", "^A.a$"),
        ("body", "user.name", "regex_i", "^ADA$"),
    ] {
        let server = ruled(json!({"rules": [rule(target, modifier, operator, value)]}));
        assert!(holds(&server, &plain), "{target} {modifier} {operator} {value}");
        let mut inverted = rule(target, modifier, operator, value);
        inverted["invert"] = true.into();
        let server = ruled(json!({"rules": [inverted]}));
        assert!(!holds(&server, &plain), "not {target} {modifier} {operator} {value}");
    }
}

#[test]
fn rules_are_joined_by_their_operator() {
    let rules = json!([rule("query", "a", "equals", "1"), rule("query", "b", "equals", "1")]);
    for (operator, one, both) in [("OR", true, true), ("AND", false, true)] {
        let server = ruled(json!({"rules": rules, "rulesOperator": operator}));
        assert_eq!(holds(&server, &Request::get("/x/1?a=1")), one, "{operator}");
        assert_eq!(holds(&server, &Request::get("/x/1?a=1&b=1")), both, "{operator}");
        assert!(!holds(&server, &Request::get("/x/1")), "{operator}");
    }
}

#[test]
fn values_may_be_templates() {
    let server = ruled(json!({"rules": [rule("query", "a", "equals", "{{urlParam 'id'}}")]}));
    assert!(holds(&server, &Request::get("/x/5?a=5")));
    assert!(!holds(&server, &Request::get("/x/5?a=6")));
}

#[test]
fn a_schema_judges_the_body() {
    let schema = json!({"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}});
    let mut file = environment(json!({
        "data": [crate::support::bucket("sch1", "schema", &schema)],
    }));
    let mut yes = response(json!({"body": "yes", "rules": [rule("body", "", "valid_json_schema", "schema")]}));
    yes["default"] = false.into();
    let route = route("post", "x", vec![yes, response(json!({"body": "no", "default": true}))]);
    file["rootChildren"] = json!([{"type": "route", "uuid": route["uuid"]}]);
    file["routes"] = json!([route]);
    let server = Sidemock::on(&file).start();
    assert!(holds(&server, &Request::new("POST", "/x").json(&json!({"n": 1}))));
    assert!(!holds(&server, &Request::new("POST", "/x").json(&json!({"n": "1"}))));
}

#[test]
fn an_invalid_expression_answers_500_and_only_when_there_is_a_value() {
    let server = ruled(json!({"rules": [rule("query", "a", "regex", "(")]}));
    let reply = server.get("/x/1?a=1");
    assert_eq!(reply.status, 500);
    assert!(reply.text().contains("Invalid regular expression"), "{}", reply.text());
    assert_eq!(server.get("/x/1").text(), "no");
}

#[test]
fn a_runaway_expression_in_a_rule_holds_up_nobody() {
    let server = ruled(json!({"rules": [rule("query", "a", "regex", "^(a+)+$")]}));
    let port = server.port();
    let long = format!("/x/1?a={}b", "a".repeat(4_000));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(Request::get(&long).send(port).text(), "no"));
        }
        assert_eq!(server.get("/x/1?a=aaa").text(), "yes");
    });
}
