//! Finding, verifying and explaining, at their edges: names of routes, what was then and what is now, what is still under
//! way, and what a failed verification lacks.

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule,
    wait_for,
};

fn shop() -> Value {
    let second = response(json!({"label": "second", "rules": [rule("request_number", "", "equals", "2")]}));
    let ruled = response(json!({"label": "ruled", "rules": [rule("query", "tier", "equals", "gold")]}));
    let mut disabled = route("get", "disabled", vec![response(json!({"label": "usual"})), ruled]);
    disabled["responseMode"] = "DISABLE_RULES".into();
    let gold = response(json!({"label": "gold", "rules": [rule("body", "tier", "equals", "gold")]}));
    let mut slow = get("slow", "");
    slow["responses"][0]["latency"] = 600_000.into();
    environment(json!({
        "name": "Shop", "endpointPrefix": "api",
        "routes": [
            route("post", "orders/:id", vec![response(json!({"label": "usual", "default": true})), gold]),
            route("get", "num", vec![response(json!({"label": "usual", "default": true})), second]),
            disabled,
            slow,
            get("broken", "{{#if}}"),
            crud("items", "itms"),
        ],
        "data": [bucket("itms", "Items", &json!([{"id": "1"}]))],
    }))
}

fn asked(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN).json(body))
}

/// The only request to a path, as it is recorded.
fn recorded(server: &Server, path: &str) -> Value {
    server.admin("GET", &format!("/x/requests?path={path}")).json()["requests"][0].clone()
}

#[test]
fn a_route_that_is_none_is_refused_by_whoever_takes_a_match() {
    let server = Sidemock::on(&shop()).start();
    for route in ["POST /order/:id", "nonsense", "00000000-0000-4000-8000-000000000000"] {
        let matches = json!({"match": {"route": route}});
        for (path, body) in [
            ("/verify", json!({"match": {"route": route}, "count": 0})),
            ("/requests/find", matches.clone()),
            ("/faults", json!({"match": {"route": route}, "fault": {"type": "reset"}})),
            ("/recordings", matches.clone()),
        ] {
            let reply = asked(&server, "POST", path, &body);
            assert_eq!(
                (reply.status, &reply.json()["path"]),
                (400, &json!("$.match.route")),
                "{path}: {}",
                reply.text()
            );
            assert!(reply.text().contains(route), "{}", reply.text());
        }
        let sequence = json!({"sequence": [{"path": "/a"}, {"route": route}]});
        assert_eq!(asked(&server, "POST", "/verify", &sequence).json()["path"], "$.sequence[1].route");
        for path in ["/verify?count=0&", "/requests?", "/explain?", "/requests.har?"] {
            let reply = server.admin("GET", &format!("/x{path}route={}", route.replace(' ', "%20")));
            assert_eq!(reply.status, 400, "{path}: {}", reply.text());
        }
    }
    let reply = asked(&server, "POST", "/requests/find", &json!({"match": {"route": "POST /order/:id"}}));
    assert!(reply.text().contains("did you mean \\\"POST /orders/:id\\\""), "{}", reply.text());
    // A CRUD route has no method of its own.
    for (route, meant) in [("/items", "GET /items"), ("GET /item", "GET /items"), ("PUT /item", "PUT /items")] {
        let reply = asked(&server, "POST", "/requests/find", &json!({"match": {"route": route}}));
        assert!(reply.text().contains(&format!("did you mean \\\"{meant}\\\"")), "{route}: {}", reply.text());
    }
}

#[test]
fn a_route_that_is_named_with_another_method_is_told_by_its_path_first() {
    let declared = |method: &str, endpoint: &str| route(method, endpoint, vec![response(json!({}))]);
    let routes = [declared("get", "j"), declared("post", "b"), declared("all", "b"), declared("put", "orders/:id")];
    let server = Sidemock::on(&environment(json!({"endpointPrefix": "v1", "routes": routes}))).start();
    for (route, meant) in [
        ("GET /b", "ALL /b"),
        ("GET /v1/b", "ALL /b"),
        ("DELETE /orders/:id", "PUT /orders/:id"),
        ("POST /j", "GET /j"),
        ("GET /k", "GET /j"),
    ] {
        let reply = asked(&server, "POST", "/requests/find", &json!({"match": {"route": route}}));
        assert!(reply.text().contains(&format!("did you mean \\\"{meant}\\\"")), "{route}: {}", reply.text());
    }
}

#[test]
fn a_route_is_named_as_declared_with_its_prefix_or_by_its_uuid() {
    let server = Sidemock::on(&shop()).start();
    let stub = json!({"route": {"method": "put", "endpoint": "stubbed"}, "times": 1});
    assert_eq!(asked(&server, "POST", "/stubs", &stub).status, 201);
    server.send(&Request::new("POST", "/api/orders/7"));
    server.send(&Request::new("PUT", "/api/stubbed"));
    server.send(&Request::get("/api/items/1"));
    let uuid = recorded(&server, "/api/orders/7")["routeUUID"].clone();
    for name in [
        json!("POST /orders/:id"),
        json!("post orders/:id"),
        json!("POST /api/orders/:id"),
        json!("PUT /stubbed"),
        json!("PUT /api/stubbed"),
        json!("GET /items"),
        json!("GET /api/items"),
        uuid,
    ] {
        let found = asked(&server, "POST", "/requests/find", &json!({"match": {"route": name}})).json();
        assert_eq!(found["total"], 1, "{name}: {found}");
    }
    for name in ["DELETE /items", "GET /num"] {
        let found = asked(&server, "POST", "/requests/find", &json!({"match": {"route": name}})).json();
        assert_eq!(found["total"], 0, "{name}: {found}");
    }
}

#[test]
fn of_too_many_it_is_said_which_these_are() {
    let server = Sidemock::on(&shop()).start();
    (1..=5).for_each(|id| drop(server.send(&Request::new("POST", &format!("/api/orders/{id}")))));
    let hint = |count: u32, since: u32| {
        let body = json!({"match": {"path": "/api/orders/:id"}, "count": count, "since": since});
        asked(&server, "POST", "/verify", &body).json()["hint"].clone()
    };
    for count in [0, 4] {
        assert_eq!(hint(count, 0), "too many are meant: #1, #2, #3 and 2 more");
    }
    assert_eq!(hint(0, 4), "too many are meant: #5");
    assert_eq!(hint(6, 0), Value::Null);
}

#[test]
fn rules_on_the_request_number_are_explained_with_the_number_of_then() {
    let server = Sidemock::on(&shop()).start();
    (0..4).for_each(|_| drop(server.get("/api/num")));
    for (index, holds, actual) in [(1, false, 1), (2, true, 2), (4, false, 4)] {
        let explained = server.admin("GET", &format!("/x/explain/{index}")).json();
        let second = &explained["responses"][1];
        let rule = &second["rules"][0];
        assert_eq!(
            (&second["holds"], &rule["holds"], &rule["actual"], &rule["now"]),
            (&json!(holds), &json!(holds), &json!(actual), &Value::Null),
            "{explained}"
        );
        assert_eq!(explained["chosen"]["label"], if holds { "second" } else { "usual" }, "{explained}");
    }
}

#[test]
fn what_rules_read_from_the_state_of_now_does_not_contradict_what_was_chosen_then() {
    let by_variable = response(json!({"label": "set", "rules": [rule("global_var", "tier", "equals", "gold")]}));
    let server = Sidemock::on(&environment(json!({"routes": [
        route("get", "state", vec![response(json!({"label": "usual", "default": true})), by_variable]),
    ]})))
    .start();
    let set = |value: &str| {
        let body = json!({"key": "tier", "value": value});
        server.send(&Request::new("POST", "/mockoon-admin/global-vars").bearer(TOKEN).json(&body));
    };
    set("gold");
    server.get("/state");
    set("tin");
    let explained = server.admin("GET", "/x/explain/last").json();
    let set = &explained["responses"][1];
    assert_eq!((&explained["chosen"]["label"], &set["holds"]), (&json!("set"), &json!(true)), "{explained}");
    let rule = &set["rules"][0];
    assert_eq!((&rule["actual"], &rule["now"]), (&json!("tin"), &json!(true)), "{explained}");
    assert!(rule["note"].as_str().is_some_and(|note| note.contains("of now")), "{explained}");
}

#[test]
fn rules_that_are_disabled_are_said_to_be() {
    let server = Sidemock::on(&shop()).start();
    server.get("/api/disabled?tier=gold");
    let explained = server.admin("GET", "/x/explain/last").json();
    assert_eq!(explained["chosen"]["label"], "usual", "{explained}");
    assert!(explained["chosen"]["why"].as_str().expect("why").contains("DISABLE_RULES"), "{explained}");
    assert!(explained["hints"][0].as_str().expect("a hint").contains("DISABLE_RULES"), "{explained}");
    assert!(
        explained["responses"][1]["rules"][0]["note"].as_str().expect("a note").contains("DISABLE_RULES"),
        "{explained}"
    );
}

#[test]
fn of_a_body_that_was_cut_nothing_is_said_that_cannot_be_known() {
    let server = Sidemock::on(&shop()).var("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "20000").start();
    for (tier, label) in [("gold", "gold"), ("tin", "usual")] {
        let body = json!({"padding": "x".repeat(10_000), "tier": tier});
        server.send(&Request::new("POST", "/api/orders/7").json(&body));
        let explained = server.admin("GET", "/x/explain/last").json();
        let (gold, rule) = (&explained["responses"][1], &explained["responses"][1]["rules"][0]);
        assert_eq!(explained["chosen"]["label"], label, "{explained}");
        assert_eq!(
            (&gold["holds"], &rule["holds"], &rule["actual"]),
            (&json!(tier == "gold"), &Value::Null, &Value::Null),
            "{explained}"
        );
        assert!(rule["note"].as_str().expect("a note").contains("MOCKOON_MAX_TRANSACTION_LOG_BYTES"), "{explained}");
        assert!(explained["hints"].to_string().contains("MOCKOON_MAX_TRANSACTION_LOG_BYTES"), "{explained}");
    }
}

#[test]
fn what_waits_is_shown_with_its_route_and_its_fault() {
    let server = Sidemock::on(&shop()).start();
    let fault = json!({"match": {"path": "/api/num"}, "fault": {"type": "hang"}});
    let fault = asked(&server, "POST", "/faults", &fault).json();
    let mut waiting: Vec<Connection> = ["/api/slow", "/api/num"]
        .iter()
        .map(|path| {
            let mut connection = Connection::open(server.port());
            connection.write(&Request::get(path).bytes());
            connection
        })
        .collect();
    for (path, fault) in [("/api/slow", &Value::Null), ("/api/num", &fault["id"])] {
        wait_for("the request to be recorded", || !recorded(&server, path).is_null());
        let entry = recorded(&server, path);
        assert_eq!((&entry["state"], &entry["endpoint"]), (&json!("received"), &json!(path)), "{entry}");
        assert!(entry["routeUUID"].is_string(), "{entry}");
        assert_eq!(&entry["fault"]["id"], fault, "{entry}");
    }
    let verified = server.admin("GET", "/x/verify?route=GET%20/slow&count=1");
    assert_eq!(verified.status, 200, "{}", verified.text());
    waiting.clear();
}

#[test]
fn content_that_cannot_be_served_is_an_error() {
    let server = Sidemock::on(&shop()).start();
    server.get("/api/broken");
    let entry = recorded(&server, "/api/broken");
    assert_eq!((&entry["outcome"], &entry["endpoint"]), (&json!("error"), &json!("/api/broken")), "{entry}");
    let explained = server.admin("GET", "/x/explain/last").json();
    assert!(explained["chosen"]["why"].as_str().expect("why").contains("could not be served"), "{explained}");
}

#[test]
fn a_verification_that_fails_names_the_session_that_has_the_requests() {
    let server = Sidemock::on(&shop()).start();
    server.get("/api/disabled");
    server.send(&Request::get("/api/num").header("x-sidemock-session", "hs"));
    let verdict = server.admin("GET", "/x/verify?path=/api/num").json();
    assert!(verdict["hint"].as_str().expect("a hint").contains("?session=hs"), "{verdict}");
    let verdict = server.admin("GET", "/x/verify?path=/api/disabled&session=hs").json();
    assert!(verdict["hint"].as_str().expect("a hint").contains("the base has one such request"), "{verdict}");
    let verdict = server.admin("GET", "/x/verify?path=/api/nothing").json();
    assert_eq!(verdict["hint"], Value::Null, "{verdict}");
}

#[test]
fn a_question_that_hardly_anybody_means_is_told_what_to_ask() {
    let server = Sidemock::on(&shop()).start();
    server.get("/api/num?id=7");
    let hints = |path: &str, body: &Value| {
        let verdict = if body.is_null() { server.admin("GET", path) } else { asked(&server, "POST", path, body) };
        let verdict = verdict.json();
        assert_eq!(verdict["verified"], false, "{verdict}");
        verdict["hint"].as_str().unwrap_or_else(|| panic!("{verdict}")).to_owned()
    };
    for hint in [
        hints("/x/verify?path=/api/num%3Fid%3D7", &Value::Null),
        hints("/verify", &json!({"match": {"path": "/api/num?id=7"}})),
        hints("/verify", &json!({"sequence": [{"path": "/api/num?id=7"}]})),
        hints("/verify", &json!({"only": [{"path": "/api/num?id=7"}]})),
    ] {
        assert!(hint.contains("say path /api/num,") && hint.contains("query.id=..."), "{hint}");
    }
    assert!(hints("/verify", &json!({"only": []})).contains("allows no request at all"));
    // An optional end of an endpoint is no query.
    assert_eq!(server.admin("GET", "/x/verify?path=/api/other?").json()["hint"], Value::Null);
}

#[test]
fn what_is_no_method_is_refused() {
    let server = Sidemock::on(&shop()).start();
    for method in ["", "GE T", "GET,POST", "GÉT", "GET/"] {
        for (path, body) in [
            ("/verify", json!({"match": {"method": method}})),
            ("/requests/find", json!({"match": {"method": method}})),
            ("/faults", json!({"match": {"method": method}, "latency": {"fixed": "1ms"}})),
        ] {
            let reply = asked(&server, "POST", path, &body);
            let told = reply.json();
            assert_eq!((reply.status, &told["path"]), (400, &json!("$.match.method")), "{path} {method:?}: {told}");
        }
    }
    let reply = server.admin("GET", "/x/verify?method=GE%20T");
    assert!(reply.status == 400 && reply.text().contains("method: expected one method"), "{}", reply.text());
    for method in ["get", "M-SEARCH"] {
        assert_eq!(server.admin("GET", &format!("/x/verify?method={method}&count=0")).status, 200, "{method}");
    }
}

#[test]
fn a_sequence_that_fails_names_the_step_that_is_missing_and_what_came_closest_to_it() {
    let server = Sidemock::on(&shop()).start();
    for path in ["/api/num", "/api/disabled", "/api/nun", "/api/items"] {
        server.get(path);
    }
    let steps = |last: &str| json!({"sequence": [{"path": "/api/num"}, {"path": "/api/disabled"}, {"path": last}]});
    let verdict = asked(&server, "POST", "/verify", &steps("/api/num")).json();
    assert_eq!(verdict["verified"], false, "{verdict}");
    let hint = verdict["hint"].as_str().expect("a hint");
    assert!(hint.contains("step 3 of 3") && hint.contains("after #2"), "{verdict}");
    let closest = &verdict["closest"][0];
    assert_eq!((&closest["index"], &closest["path"]), (&json!(3), &json!("/api/nun")), "{verdict}");
    assert_eq!(closest["failed"][0]["expected"], "/api/num", "{verdict}");
    let strict = json!({"sequence": [{"path": "/api/num"}, {"path": "/api/items"}], "strict": true});
    let verdict = asked(&server, "POST", "/verify", &strict).json();
    assert!(verdict["hint"].as_str().expect("a hint").contains("step 2 of 2"), "{verdict}");
}

#[test]
fn a_count_may_have_an_upper_bound_alone() {
    let server = Sidemock::on(&shop()).start();
    for (requests, status) in [(0, 200), (2, 200), (1, 417)] {
        (0..requests).for_each(|_| drop(server.get("/api/num")));
        let reply = server.admin("GET", "/x/verify?path=/api/num&count=..2");
        assert_eq!(reply.status, status, "{}", reply.text());
    }
    let verdict = server.admin("GET", "/x/verify?path=/api/num&count=..2").json();
    assert_eq!(verdict["expected"], "at most 2", "{verdict}");
}

#[test]
fn in_brief_an_entry_is_what_it_is_without_headers_parameters_and_bodies() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a/:id", "text")]}))).start();
    for target in ["/a/1?x=1&token=hidden", "/a/%7e/../2", "/nowhere//b?q=%zz+y"] {
        server.get(target);
    }
    let found = |brief: &str| server.admin("GET", &format!("/x/requests?order=asc{brief}")).json();
    let (whole, brief) = (found(""), found("&brief=true"));
    assert_eq!(brief["requests"].as_array().map(Vec::len), Some(3), "{brief}");
    for (whole, brief) in whole["requests"].as_array().unwrap().iter().zip(brief["requests"].as_array().unwrap()) {
        let mut expected = whole.clone();
        for name in ["params", "queryParams", "body", "headers"] {
            expected["request"].as_object_mut().unwrap().remove(name);
        }
        expected["response"] = json!({"statusCode": whole["response"]["statusCode"]});
        for name in ["routeResponseUUID", "routeUUID", "proxied", "timestampMs"] {
            expected.as_object_mut().unwrap().remove(name);
        }
        assert_eq!(*brief, expected);
    }
    let body = json!({"match": {}, "brief": true, "order": "asc"});
    let by_body = server.send(&Request::new("POST", "/mockoon-admin/x/requests/find").bearer(TOKEN).json(&body)).json();
    assert_eq!(by_body["requests"], brief["requests"]);
}

#[test]
fn what_is_there_and_empty_is_present() {
    let server = Sidemock::on(&environment(json!({"routes": [route("post", "a", vec![response(json!({}))])]}))).start();
    let request =
        Request::new("POST", "/a?e=").header("x-empty", "").json(&json!({"e": "", "list": [], "nothing": null}));
    assert_eq!(server.send(&request).status, 200);
    for (query, total) in [
        ("query.e=*", 1),
        ("query.e=!*", 0),
        ("query.f=*", 0),
        ("query.f=!*", 1),
        ("header.x-empty=*", 1),
        ("header.x-other=*", 0),
        ("body.e=*&body.list=*&body.nothing=*", 1),
        ("body.f=*", 0),
        ("body.%24.e=*", 1),
        ("cookie.sid=*", 0),
        ("route=!null", 1),
        ("route=null", 0),
        ("proxied=!true", 1),
        ("proxied=!false", 0),
    ] {
        let found = server.admin("GET", &format!("/x/requests?{query}"));
        assert_eq!(found.json()["total"], json!(total), "{query}: {}", found.text());
    }
}
