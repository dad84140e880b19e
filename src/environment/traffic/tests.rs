use bytes::Bytes;

use super::*;
use crate::environment::model::{BodyType, Environment, ResponseMode, Route, RuleOperator, RuleTarget, RulesOperator};

/// `GET /a?b=1 {"a":1} 200 body`: the request's body only where it begins with a brace.
fn exchange(line: &str) -> Exchange {
    let mut words = line.splitn(3, ' ');
    let (method, target, rest) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
    let (request, rest) = match rest.starts_with('{') {
        true => rest.split_once(' ').unwrap(),
        false => ("", rest),
    };
    let (status, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let asked = if request.is_empty() { Vec::new() } else { vec![header("content-type", "application/json")] };
    Exchange {
        method: method.to_owned(),
        origin: "http://api.test".to_owned(),
        target: target.to_owned(),
        request: Message { headers: asked, body: Bytes::copy_from_slice(request.as_bytes()) },
        status: status.parse().unwrap(),
        response: Message {
            headers: vec![header("content-type", "application/json"), header("date", line)],
            body: Bytes::copy_from_slice(body.as_bytes()),
        },
        ..Exchange::default()
    }
}

fn of(exchanges: &[Exchange]) -> Environment {
    let style = Style { name: "Test".to_owned(), generalize: true };
    environment(&exchanges.iter().collect::<Vec<_>>(), &style).environment
}

fn recorded(lines: &[&str]) -> Environment {
    of(&lines.iter().map(|line| exchange(line)).collect::<Vec<_>>())
}

/// `get orders/:id SEQUENTIAL 200* "body" [query page = 2]`
fn told(route: &Route) -> Vec<String> {
    let mode = route.response_mode.map_or_else(String::new, |mode| format!("{mode:?} "));
    let mut lines = vec![format!("{mode}{} {}", route.method, route.endpoint)];
    for response in &route.responses {
        let rules: Vec<String> = response
            .rules
            .iter()
            .map(|rule| {
                format!("{:?} {} {:?} {}", rule.target, rule.modifier, rule.operator, rule.value).trim().to_owned()
            })
            .collect();
        let default = if response.default { "*" } else { "" };
        lines.push(format!(
            "{}{default} {} [{}]",
            response.status_code,
            response.body,
            rules.join(&format!(" {:?} ", response.rules_operator))
        ));
    }
    lines
}

fn routes(environment: &Environment) -> Vec<Vec<String>> {
    let list = environment.folders.iter().flat_map(|folder| folder.children.iter());
    let top = environment.root_children.iter().filter(|child| environment.routes.iter().any(|r| r.uuid == child.uuid));
    list.chain(top)
        .map(|child| told(environment.routes.iter().find(|route| route.uuid == child.uuid).unwrap()))
        .collect()
}

#[test]
fn same_method_and_shape_are_one_route_with_one_rule_for_each_answer() {
    let environment = recorded(&[
        "GET /orders/99 404 none",
        "GET /orders/1 200 one",
        "GET /orders/2 200 two",
        "GET /orders/1 200 one",
        "GET /orders 200 all",
        "DELETE /orders/1 204",
    ]);
    let expected: Vec<Vec<&str>> = vec![
        vec!["get orders", "200* all []"],
        vec!["get orders/:id", "200* one []", "404 none [Params id Equals 99]", "200 two [Params id Equals 2]"],
        vec!["delete orders/:id", "204*  []"],
    ];
    assert_eq!(routes(&environment), expected);
    assert_eq!(environment.folders.len(), 1);
    assert_eq!(environment.folders[0].name, "orders");
    assert_eq!(environment.routes[1].responses[1].label, "Not Found: id = 99");
}

#[test]
fn the_fewest_rules_tell_answers_apart() {
    let environment = recorded(&[
        "GET /s?q=a&page=1 200 A1",
        "GET /s?q=b&page=1 200 A1",
        "GET /s?q=a&page=2 200 A2",
        "GET /s?q=c&page=3 200 A2",
        "GET /s?q=a 200 A0",
    ]);
    let expected = vec![vec!["get s", "200* A1 []", "200 A2 [Query page Regex ^(?:2|3)$]", "200 A0 [Query page Null]"]];
    assert_eq!(routes(&environment), expected);
    // Neither field decides alone.
    let environment = recorded(&[
        r#"POST /x {"a":1,"b":{"c":["u"]}} 200 same"#,
        r#"POST /x {"a":1,"b":{"c":["v"]}} 200 other"#,
        r#"POST /x {"a":2,"b":{"c":["u"]}} 200 other"#,
        r#"POST /x {"a":2,"b":{"c":["v"]}} 200 same"#,
    ]);
    let route = &environment.routes[0];
    let rules: Vec<usize> = route.responses.iter().map(|response| response.rules.len()).collect();
    assert_eq!(rules.iter().filter(|count| **count == 0).count(), 1, "{rules:?}");
    assert!(rules.iter().all(|count| *count <= 2), "{rules:?}");
    assert!(
        route
            .responses
            .iter()
            .all(|r| r.rules.is_empty() || r.rules_operator != RulesOperator::Or || r.rules.len() == 1)
    );
}

#[test]
fn no_rule_compares_what_is_redacted_in_a_url() {
    let environment = recorded(&[
        "GET /v/1?api_key=%5BREDACTED%5D 200 A1",
        "GET /v/2?api_key=%5BREDACTED%5D 200 A2",
        "GET /v/1 200 B1",
        "GET /v/2 200 B2",
    ]);
    for route in &environment.routes {
        for rule in route.responses.iter().flat_map(|response| &response.rules) {
            assert!(!rule.value.contains("REDACTED"), "{rule:?}");
        }
        assert!(route.responses.iter().filter(|response| response.rules.is_empty()).count() <= 1, "{route:?}");
    }
}

#[test]
fn what_changes_comes_in_turn() {
    let crud = recorded(&[
        "GET /orders 200 []",
        r#"POST /orders {"a":1} 201 {"id":1}"#,
        r#"POST /orders {"a":2} 201 {"id":2}"#,
        "GET /orders 200 [1,2]",
        "GET /orders/1 200 one",
        "GET /orders/2 200 two",
        "DELETE /orders/1 204",
        "GET /orders/1 404 gone",
        "GET /orders 200 [2]",
    ]);
    let expected: Vec<Vec<&str>> = vec![
        vec!["Sequential get orders", "200* [] []", "200 [1,2] []", "200 [2] []"],
        vec!["post orders", r#"201* {"id":1} []"#, r#"201 {"id":2} [Body a Equals 2]"#],
        vec!["Sequential get orders/1", "200* one []", "404 gone []"],
        vec!["get orders/:id", "200* two []"],
        vec!["delete orders/:id", "204*  []"],
    ];
    assert_eq!(routes(&crud), expected);
    let mixed = recorded(&["GET /s?q=now 200 1", "GET /s?q=a 200 A", "GET /s?q=now 200 2", "GET /s?q=b 200 B"]);
    let expected: Vec<Vec<&str>> = vec![
        vec!["Fallback get s", "200* A [Query q Equals a]", "200 B [Query q Equals b]"],
        vec!["Sequential get s", "200* 1 []", "200 2 []"],
    ];
    assert_eq!(routes(&mixed), expected);
}

#[test]
fn headers_decide_where_nothing_else_does() {
    let mut accept = [exchange("GET /a 200 json"), exchange("GET /a 200 xml"), exchange("GET /a 401 no")];
    let header = |value: &str| ("accept".to_owned(), value.to_owned());
    let token = ("authorization".to_owned(), "Bearer [REDACTED]".to_owned());
    accept[0].request.headers.extend([header("application/json"), token.clone()]);
    accept[1].request.headers.extend([header("text/xml"), token]);
    accept[2].request.headers.push(header("application/json"));
    let environment = of(&accept);
    let route = &environment.routes[0];
    assert_eq!(route.response_mode, None);
    let of_401 = route.responses.iter().find(|response| response.status_code == 401.0).unwrap();
    assert_eq!(of_401.rules.len(), 1);
    assert_eq!((of_401.rules[0].target, of_401.rules[0].operator), (RuleTarget::Header, RuleOperator::Null));
}

#[test]
fn bodies_are_sent_again_as_they_came() {
    let mut list: Vec<Exchange> =
        ["GET /t 200 {{x}}", "GET /b 200", "GET /l 200", "GET /big 200"].iter().map(|line| exchange(line)).collect();
    list[0].response.headers.push(("x-note".to_owned(), "{{y}}".to_owned()));
    list[1].response.body = Bytes::from_static(b"\x89PNG\0\xff");
    list[1].response.headers[0].1 = "image/png".to_owned();
    list[2].response.body = Bytes::from_static(b"caf\xe9");
    list[2].response.headers[0].1 = "text/plain; charset=ISO-8859-1".to_owned();
    let big = format!("[{}]", vec!["\"é\""; 5_000].join(","));
    list[3].response.body = big.clone().into();
    let environment = of(&list);
    let response = |endpoint: &str| {
        let route = environment.routes.iter().find(|route| route.endpoint == endpoint).unwrap();
        route.responses[0].clone()
    };
    assert!(response("t").disable_templating);
    assert_eq!(response("t").headers[1].value, "\\{{y}}");
    assert_eq!(
        (response("b").body.as_str(), response("b").headers[0].value.as_str()),
        ("\u{89}PNG\0ÿ", "image/png; charset=latin1")
    );
    assert_eq!(response("l").body, "café");
    assert_eq!(response("l").headers[0].value, "text/plain; charset=ISO-8859-1");
    assert_eq!(response("big").body_type, BodyType::Databucket);
    assert_eq!((environment.data.len(), environment.data[0].value.as_str()), (1, big.as_str()));
    assert!(!response("t").headers.iter().any(|header| header.key == "Date"));
}

#[test]
fn the_same_traffic_gives_the_same_file() {
    let lines = ["GET /a/1 200 x", "GET /a/2 200 y", "POST /b 201 z", "GET /a/1 200 w"];
    let text = |environment: &Environment| serde_json::to_string(environment).unwrap();
    assert_eq!(text(&recorded(&lines)), text(&recorded(&lines)));
    let environment = recorded(&lines);
    assert!(!crate::environment::is_made_up(&environment.uuid));
    assert_eq!(environment.routes.iter().filter(|r| r.response_mode == Some(ResponseMode::Sequential)).count(), 1);
    let loaded = crate::environment::load::load_bytes("x.json", text(&environment).as_bytes()).unwrap();
    assert_eq!((loaded.repairs_total, loaded.environment), (0, environment));
}

#[test]
fn what_has_no_place_in_a_file_is_left_out_with_the_reason() {
    let list =
        [exchange("PURGE /a 200 x"), exchange("GET * 200 x"), exchange("GET /a 101 x"), exchange("GET /b 200 x")];
    let generated = environment(&list.iter().collect::<Vec<_>>(), &Style { name: "Test".to_owned(), generalize: true });
    assert_eq!((generated.left_out.len(), generated.used), (3, vec![3]));
}

#[test]
fn a_document_describes_the_routes() {
    let lines = [
        "GET /a/1 200 {}",
        "GET /a/2 200 [1]",
        "GET /b?p=1&q=7&r=1&r=2 200 x",
        "GET /b?p=2&q=7 404 y",
        "POST /{br}/x {\"k\":1} 200 {}",
    ];
    let exchanges: Vec<Exchange> = lines.iter().map(|line| exchange(line)).collect();
    let document = openapi::document(&of(&exchanges), &exchanges.iter().collect::<Vec<_>>());
    assert_eq!(document["paths"]["/a/{id}"]["get"]["parameters"][0]["in"], "path");
    assert_eq!(document["paths"]["/b"]["get"]["parameters"][0]["name"], "p");
    assert!(document["paths"]["/b"]["get"]["responses"]["404"].is_object());
    let parameters = document["paths"]["/b"]["get"]["parameters"].as_array().unwrap();
    let seen = |name: &str| parameters.iter().find(|parameter| parameter["name"] == name).unwrap();
    assert_eq!((&seen("q")["example"], &seen("r")["schema"]["type"]), (&"7".into(), &"array".into()));
    let braces = &document["paths"]["/%7Bbr%7D/x"]["post"];
    assert_eq!(braces["requestBody"]["content"]["application/json"]["examples"]["1"]["value"]["k"], 1);
    assert!(braces["parameters"].is_null());
}
