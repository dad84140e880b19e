//! Explain: "why did I get this answer?", of recorded requests and of some that nobody sends.

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule};

fn shop() -> Value {
    let premium = response(json!({"label": "premium", "rules": [rule("body", "$.customer.tier", "equals", "gold")]}));
    let secret = response(
        json!({"label": "secret", "rules": [rule("header", "authorization", "equals", "Bearer right-token")]}),
    );
    let mut turns = route("get", "turns", vec![response(json!({"body": "1"})), response(json!({"body": "2"}))]);
    turns["responseMode"] = "SEQUENTIAL".into();
    environment(json!({
        "name": "Shop", "endpointPrefix": "api",
        "routes": [
            route("post", "orders", vec![premium, secret, response(json!({"label": "plain", "default": true}))]),
            get("orders/:id", "{{setGlobalVar 'asked' (urlParam 'id')}}"),
            crud("items", "itms"),
            turns,
        ],
        "data": [bucket("itms", "Items", &json!([{"id": "1"}]))],
    }))
}

fn explain(server: &Server, body: Value) -> Value {
    let reply = server.send(&Request::new("POST", "/mockoon-admin/x/explain").bearer(TOKEN).json(&body));
    assert_eq!(reply.status, 200, "{}", reply.whole());
    reply.json()
}

fn last(server: &Server) -> Value {
    let reply: Reply = server.admin("GET", "/x/explain/last");
    assert_eq!(reply.status, 200, "{}", reply.whole());
    reply.json()
}

#[test]
fn every_response_of_the_route_is_told_with_every_rule() {
    let server = Sidemock::on(&shop()).start();
    let body = json!({"customer": {"tier": "Gold"}});
    server.send(&Request::new("POST", "/api/orders").header("authorization", "Bearer wrong-token!").json(&body));
    let explained = last(&server);
    assert_eq!(
        (&explained["outcome"], &explained["chosen"]["label"]),
        (&json!("default"), &json!("plain")),
        "{explained}"
    );
    let first = &explained["responses"][0];
    let rule = &first["rules"][0];
    assert_eq!(
        (
            &first["label"],
            &first["holds"],
            &rule["target"],
            &rule["modifier"],
            &rule["operator"],
            &rule["value"],
            &rule["actual"]
        ),
        (
            &json!("premium"),
            &json!(false),
            &json!("body"),
            &json!("$.customer.tier"),
            &json!("equals"),
            &json!("gold"),
            &json!("Gold")
        ),
    );
    assert!(rule["note"].as_str().is_some_and(|note| note.contains("case")), "{rule}");
    let whole = explained.to_string();
    assert!(!whole.contains("wrong-token"), "{whole}");
    assert_eq!(explained["responses"][1]["rules"][0]["actual"], "<redacted, 19 characters, differs>");
}

#[test]
fn a_request_that_nobody_answers_is_told_the_nearest_routes_and_a_hint() {
    let server = Sidemock::on(&shop()).start();
    for (method, path, nearest, hint) in [
        ("POST", "/api/order", "/api/orders", ""),
        ("POST", "/orders", "/api/orders", "prefix"),
        ("GET", "/api/api/orders/7", "/api/orders/:id", "twice"),
        ("PUT", "/api/orders", "/api/orders", "method"),
        ("GET", "/api/itmes", "/api/items", ""),
    ] {
        assert_eq!(server.send(&Request::new(method, path)).status, 404, "{method} {path}");
        let explained = last(&server);
        assert_eq!(explained["nearest"][0]["endpoint"], nearest, "{method} {path}: {explained}");
        assert_eq!(explained["nearest"].as_array().map(Vec::len), Some(3));
        assert!(explained["hints"].to_string().contains(hint), "{method} {path}: {}", explained["hints"]);
    }
}

#[test]
fn json_that_is_sent_as_text_is_noticed() {
    let server = Sidemock::on(&shop()).start();
    server.send(&Request::new("POST", "/api/orders").body("text/plain", r#"{"customer": {"tier": "gold"}}"#));
    assert!(last(&server)["hints"].to_string().contains("application/json"));
}

#[test]
fn asking_what_would_happen_changes_nothing() {
    let server = Sidemock::on(&shop()).var("MOCKOON_FAKER_SEED", "3").start();
    server.get("/api/turns");
    let seen = || {
        let paths = ["/x/requests", "/global-vars/asked", "/data-buckets/itms", "/x/sessions"];
        paths.map(|path| server.admin("GET", path).text()).join("\n")
    };
    let metrics = || {
        let text = server.manage("/metrics").text();
        text.lines()
            .filter(|line| line.starts_with("sidemock_requests_total{") && !line.contains("admin"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let before = (seen(), metrics());
    for body in [
        json!({"method": "GET", "path": "/api/orders/7"}),
        json!({"method": "GET", "path": "/api/turns"}),
        json!({"method": "POST", "path": "/api/items", "body": {"id": "2"}, "headers": {"content-type": "application/json"}}),
        json!({"method": "DELETE", "path": "/api/items/1"}),
        json!({"method": "GET", "path": "/nowhere"}),
    ] {
        explain(&server, body);
    }
    assert_eq!(before, (seen(), metrics()));
    assert_eq!(server.get("/api/turns").text(), "2");
}

#[test]
fn what_would_happen_is_what_happens() {
    let server = Sidemock::on(&shop()).start();
    let gold = json!({"customer": {"tier": "gold"}});
    let foreseen = explain(
        &server,
        json!({"method": "POST", "path": "/api/orders", "headers": {"content-type": "application/json"}, "body": gold}),
    );
    assert_eq!((&foreseen["outcome"], &foreseen["chosen"]["label"]), (&json!("rule"), &json!("premium")), "{foreseen}");
    server.send(&Request::new("POST", "/api/orders").json(&gold));
    let happened = last(&server);
    assert_eq!((&happened["outcome"], &happened["chosen"]), (&foreseen["outcome"], &foreseen["chosen"]));
}

#[test]
fn an_answer_names_its_entry_when_a_setting_says_so() {
    let server = Sidemock::on(&shop()).var("MOCKOON_EXPLAIN_HEADER", "true").start();
    for path in ["/nowhere", "/api/turns", "/api/items"] {
        let reply = server.get(path);
        let uuid = reply.header("x-sidemock-explain").unwrap_or_else(|| panic!("{}", reply.whole())).to_owned();
        let explained = server.admin("GET", &format!("/x/explain/{uuid}")).json();
        assert_eq!((&explained["request"]["path"], &explained["request"]["uuid"]), (&json!(path), &json!(uuid)));
    }
    let quiet = Sidemock::on(&shop()).start();
    assert_eq!(quiet.get("/nowhere").header("x-sidemock-explain"), None);
}

#[test]
fn the_log_line_of_an_unmatched_request_names_the_nearest_route() {
    let server = Sidemock::on(&shop()).start();
    server.send(&Request::new("POST", "/api/order"));
    server.get("/api/turns");
    let output = server.wait_for_output("/api/turns");
    let line = output.lines().find(|line| line.contains("\"requestPath\":\"/api/order\"")).expect("a line");
    assert!(line.contains("\"nearestRoute\":\"POST /api/orders\""), "{line}");
    let matched = output.lines().find(|line| line.contains("\"requestPath\":\"/api/turns\"")).expect("a line");
    assert!(!matched.contains("nearestRoute"), "{matched}");
}

#[test]
fn handshakes_of_websockets_are_found_and_not_logged() {
    let mut socket = route("", "chat/:room", vec![response(json!({"body": "hi"}))]);
    socket["type"] = "ws".into();
    let server = Sidemock::on(&environment(json!({"routes": [socket]}))).start();
    let handshake = |path: &str| {
        Request::get(path)
            .header("upgrade", "websocket")
            .header("connection", "Upgrade")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    let mut connection = crate::support::Connection::open(server.port());
    connection.write(&handshake("/chat/7?a=b").bytes());
    assert_eq!(connection.head().map(|head| head.status), Some(101));
    let mut refused = crate::support::Connection::open(server.port());
    refused.write(&handshake("/nowhere").bytes());
    assert_eq!(refused.head().map(|head| head.status), Some(404));
    let found = server.admin("GET", "/x/requests?outcome=websocket&order=asc").json();
    assert_eq!(found["total"], 1, "{found}");
    let lost = server.admin("GET", "/x/requests?outcome=not-found").json();
    assert_eq!((&lost["total"], &lost["requests"][0]["request"]["urlPath"]), (&json!(1), &json!("/nowhere")), "{lost}");
    let first = &found["requests"][0];
    assert_eq!(
        (&first["endpoint"], &first["response"]["statusCode"], &first["request"]["params"][0]["value"]),
        (&json!("/chat/:room"), &json!(101), &json!("7")),
        "{first}"
    );
    assert_eq!(server.admin("GET", "/logs").json(), json!([]));
}

#[test]
fn what_no_route_could_answer_is_said_to_be_so() {
    let server = Sidemock::on(&shop()).start();
    for (path, hint) in [("/api/%zz", "before a route is looked for"), ("/mockoon-admin/logs", "the admin API's")] {
        let explained = explain(&server, json!({"path": path}));
        assert!(explained["hints"].to_string().contains(hint), "{explained}");
    }
    let crud = explain(&server, json!({"method": "POST", "path": "/api/items"}));
    assert_eq!((&crud["chosen"]["method"], &crud["chosen"]["endpoint"]), (&json!("POST"), &json!("/api/items")));
}

#[test]
fn what_was_answered_by_content_that_is_gone_is_explained_by_what_serves_now() {
    let server = Sidemock::on(&shop()).start();
    server.get("/api/turns");
    for name in ["a", "b", "c", "d", "e", "f"] {
        let patch = Request::new("PATCH", "/mockoon-admin/x/environment").bearer(TOKEN).json(&json!({"name": name}));
        assert_eq!(server.send(&patch).status, 200);
    }
    let explained = last(&server);
    assert_eq!(
        (&explained["outcome"], &explained["chosen"]["endpoint"], explained["responses"].as_array().map(Vec::len)),
        (&json!("sequential"), &json!("/api/turns"), Some(2)),
        "{explained}"
    );
    assert!(explained["hints"].to_string().contains("what would happen now"), "{explained}");
}

#[test]
fn a_hypothetical_request_names_its_session_and_its_outcome_as_the_journal_would() {
    let server = Sidemock::on(&shop()).start();
    let stub = json!({"route": {"method": "get", "endpoint": "items/:id", "responses": [{"body": "stub"}]}});
    let asked = Request::new("POST", "/mockoon-admin/x/stubs?session=a").bearer(TOKEN).json(&stub);
    assert_eq!(server.send(&asked).status, 201);
    for (body, outcome) in [
        (json!({"path": "/api/items/1"}), "crud"),
        (json!({"path": "/api/items/1", "headers": {"x-sidemock-session": "a"}}), "stub"),
        (json!({"path": "/api/items/1", "headers": {"baggage": "sidemock-session=a"}}), "stub"),
        (json!({"path": "/api/nothing", "method": "OPTIONS"}), "preflight"),
        (json!({"path": "/api/%zz"}), "error"),
        (json!({"path": "/api/nothing"}), "not-found"),
    ] {
        let explained = explain(&server, body.clone());
        assert_eq!(explained["outcome"], outcome, "{body}: {explained}");
        let headers = body["headers"].as_object().into_iter().flatten();
        let request = Request::new(body["method"].as_str().unwrap_or("GET"), body["path"].as_str().expect("a path"));
        server
            .send(&headers.fold(request, |request, (name, value)| request.header(name, value.as_str().expect("text"))));
        let entry = server.admin("GET", "/x/requests?session=*&limit=1").json();
        assert_eq!(entry["requests"][0]["outcome"], outcome, "{body}: {entry}");
    }
}

#[test]
fn a_hypothetical_request_begins_its_session_or_is_refused_as_it_would_be() {
    let mut turns =
        route("get", "turns", ["one", "two"].map(|body| response(json!({"body": body, "label": body}))).into());
    turns["responseMode"] = "SEQUENTIAL".into();
    let server = Sidemock::on(&environment(json!({"routes": [turns]}))).start();
    assert_eq!(server.get("/turns").text(), "one");
    for (name, value, label) in
        [("x-other", "a", "two"), ("x-sidemock-session", "a", "one"), ("baggage", "sidemock-session=b", "one")]
    {
        let body = json!({"path": "/turns", "headers": {name: value}});
        assert_eq!(explain(&server, body)["chosen"]["label"], label, "{name}");
        assert_eq!(server.send(&Request::get("/turns").header(name, value)).text(), label, "{name}");
    }
    let body = json!({"path": "/turns", "headers": {"x-sidemock-session": "no id!"}});
    let reply = server.send(&Request::new("POST", "/mockoon-admin/x/explain").bearer(TOKEN).json(&body));
    assert_eq!(reply.status, 400, "{}", reply.text());
}

#[test]
fn a_route_in_fallback_mode_is_told_with_the_rules_that_failed() {
    let premium = response(json!({"label": "premium", "rules": [rule("query", "tier", "equals", "gold")]}));
    let mut falls_back = route("get", "fb", vec![premium]);
    falls_back["responseMode"] = "FALLBACK".into();
    let server = Sidemock::on(&environment(json!({"routes": [falls_back]}))).start();
    assert_eq!(server.get("/fb?tier=Gold").status, 404);
    let explained = last(&server);
    let rule = &explained["responses"][0]["rules"][0];
    assert_eq!(
        (&explained["outcome"], &explained["chosen"], &rule["actual"], &rule["holds"]),
        (&json!("not-found"), &Value::Null, &json!("Gold"), &json!(false)),
        "{explained}"
    );
    assert!(explained["hints"][0].as_str().expect("a hint").contains("fallback mode"), "{explained}");
}
