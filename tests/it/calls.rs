//! Calls of `/x` at their edges: names of environments, tags, deep values, what browsers ask first, and errors that are
//! always JSON.

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, environment, free_port, get, response, route};

fn shop() -> Value {
    environment(json!({
        "name": "My shop", "uuid": "aaaaaaaa-0000-4000-8000-000000000001",
        "routes": [get("says", "one"), route("get", "num", vec![response(json!({"label": "a"}))])],
        "data": [bucket("itms", "Items", &json!([{"id": "1"}]))],
    }))
}

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body))
}

/// A problem as all calls of `/x` tell it.
fn message(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"), "{}", reply.whole());
    reply.json()["message"].as_str().expect("a message").to_owned()
}

#[test]
fn an_environment_is_named_alike_on_its_own_port_the_admin_port_and_the_door() {
    let other = environment(json!({"name": "Other", "uuid": "aaaaaaaa-0000-4000-8000-000000000002"}));
    let two = || {
        let first = Sidemock::new().environment("shop.v1.json", &shop().to_string());
        first.environment("b.json", &other.to_string())
    };
    let names = ["My%20shop", "my-shop", "AAAAAAAA-0000-4000-8000-000000000001", "shop.v1.json", "shop.v1"];
    let (admin, door) = (free_port(), free_port());
    let own = two().start();
    let on_admin_port = two().var("MOCKOON_ADMIN_API_PORT", admin.to_string()).start();
    let at_the_door = two().var("MOCKOON_FRONT_PORT", door.to_string()).start();
    for port in [own.port(), admin, door] {
        let ask = |name: &str| {
            Request::get(&format!("/mockoon-admin/x/environment?environment={name}")).bearer(TOKEN).send(port)
        };
        for name in names {
            let reply = ask(name);
            assert_eq!((reply.status, &reply.json()["name"]), (200, &json!("My shop")), "{name}: {}", reply.text());
        }
        let reply = ask("Nope");
        assert_eq!(reply.status, 404, "{}", reply.whole());
        let message = message(&reply);
        assert!(message.contains("\"Nope\"") && message.contains("\"My shop\""), "{message}");
        let reply = Request::get("/mockoon-admin/x/environment?environment=Nope").bearer("wrong").send(port);
        assert_eq!((reply.status, self::message(&reply)), (401, "Unauthorized".to_owned()), "{}", reply.whole());
    }
    let logs = Request::get("/mockoon-admin/logs?environment=Nope").bearer(TOKEN).send(own.port());
    assert_eq!(logs.status, 200, "the reference does not look at it");
    drop((on_admin_port, at_the_door));
}

#[test]
fn what_cannot_be_decoded_is_told_as_json() {
    let server = Sidemock::on(&shop()).start();
    for path in ["/x/%zz", "/x/sessions/%zz", "/x/requests/%"] {
        let reply = server.admin("GET", path);
        assert_eq!(reply.status, 400, "{}", reply.whole());
        assert!(message(&reply).contains(path), "{}", reply.whole());
    }
    assert_eq!(server.admin("GET", "/global-vars/%zz").status, 500, "as the reference");
}

#[test]
fn what_somebody_has_is_not_sent_again() {
    let server = Sidemock::on(&shop()).start();
    for path in ["/x/environment", "/x/data-buckets/itms"] {
        let tag = server.admin("GET", path).header("etag").expect("a tag").to_owned();
        let ask = |given: &str| {
            let request = Request::get(&format!("/mockoon-admin{path}")).bearer(TOKEN);
            let reply = server.send(&request.header("if-none-match", given));
            assert_eq!(reply.header("etag"), Some(tag.as_str()), "{given}");
            assert!(reply.status == 200 || reply.body.is_empty(), "{}", reply.whole());
            reply.status
        };
        for (given, status) in [
            (tag.clone(), 304),
            (format!("W/{tag}"), 304),
            (format!("\"other\", {tag}"), 304),
            ("*".to_owned(), 304),
            ("\"other\"".to_owned(), 200),
        ] {
            assert_eq!(ask(&given), status, "{path} {given}");
        }
    }
}

#[test]
fn an_edit_takes_a_list_of_tags_or_any() {
    let server = Sidemock::on(&shop()).start();
    let patch = |given: &str| {
        let request = Request::new("PATCH", "/mockoon-admin/x/environment").bearer(TOKEN).header("if-match", given);
        server.send(&request.json(&json!({"latency": 0}))).status
    };
    let tag = server.admin("GET", "/x/environment").header("etag").expect("a tag").to_owned();
    for (given, status) in [("\"other\"", 412), (format!("\"other\", {tag}").as_str(), 200), ("*", 200), (&tag, 412)] {
        assert_eq!(patch(given), status, "{given}");
    }
}

#[test]
fn a_patch_cannot_make_a_file_of_a_newer_mockoon() {
    let server = Sidemock::on(&shop()).start();
    for query in ["", "?dryRun=true"] {
        let reply = call(&server, "PATCH", &format!("/x/environment{query}"), &json!({"lastMigration": 99}));
        let told = reply.json();
        if query.is_empty() {
            assert_eq!((reply.status, &told["path"]), (400, &json!("$.lastMigration")), "{told}");
        } else {
            assert_eq!((reply.status, &told["valid"]), (200, &json!(false)), "{told}");
        }
        assert!(told.to_string().contains("99"), "{told}");
    }
    let before = server.admin("GET", "/x/environment").json();
    assert_eq!(call(&server, "PUT", "/x/environment", &before).status, 200);
}

#[test]
fn values_may_nest_as_deep_as_state_may_and_no_deeper() {
    let server = Sidemock::on(&shop()).start();
    let put = |levels: usize| {
        let deep = format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        let request = Request::new("PUT", "/mockoon-admin/x/data-buckets/itms").bearer(TOKEN);
        server.send(&request.body("application/json", deep))
    };
    for levels in [1, 130, 490] {
        let reply = put(levels);
        assert_eq!(reply.status, 200, "{levels}: {}", reply.text());
    }
    for levels in [510, 5_000, 1 << 20] {
        let reply = put(levels);
        assert_eq!(reply.status, 400, "{levels}: {}", reply.text());
        assert!(message(&reply).contains("nested"), "{}", reply.text());
    }
    assert_eq!(server.admin("GET", "/x/data-buckets/itms").status, 200);
}

#[test]
fn a_value_is_patched_however_deep_it_nests() {
    let server = Sidemock::on(&shop()).start();
    let bucket = "/mockoon-admin/x/data-buckets/itms";
    let send = |method: &str, body: &str| {
        server.send(&Request::new(method, bucket).bearer(TOKEN).body("application/json", body))
    };
    for levels in [3, 130, 400] {
        let deep = format!("{{\"n\":1,\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(send("PUT", &deep).status, 200, "{levels}");
        let patch = r#"[{"op": "test", "path": "/n", "value": 1}, {"op": "replace", "path": "/n", "value": 2}]"#;
        let patched = send("PATCH", patch);
        assert_eq!(patched.status, 200, "{levels}: {}", patched.text());
        let expected = deep.replace("\"n\":1", "\"n\":2");
        assert!(patched.text().contains(&expected), "{levels}: {}", patched.text());
        assert_eq!(send("PATCH", patch).status, 409, "{levels}: the test does not hold any more");
    }
}

#[test]
fn the_words_of_a_path_are_in_any_case_and_names_are_not() {
    let server = Sidemock::on(&shop()).start();
    let get = |path: &str| server.send(&Request::get(path).bearer(TOKEN));
    assert_eq!(call(&server, "POST", "/X/Sessions", &json!({"id": "One"})).status, 201);
    assert_eq!(get("/MOCKOON-ADMIN/X/SESSIONS/One").json()["id"], "One");
    assert_eq!(get("/mockoon-admin/X/sessions/one").status, 404);
    assert_eq!(get("/mockoon-admin/X/openAPI.json").json()["openapi"], "3.1.0");
    let stub = json!({"route": {"method": "get", "endpoint": "stubbed"}, "times": 1});
    assert_eq!(call(&server, "POST", "/X/STUBS?session=One", &stub).status, 201);
    assert_eq!(get("/mockoon-admin/x/sessions/One").json()["stubs"], 1);
    let reply = get("/mockoon-admin/X/Requests/Find");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")), "{}", reply.whole());
    assert_eq!(
        get("/mockoon-admin/X/nothing").json()["message"].as_str().map(|text| text.contains("there is no")),
        Some(true)
    );
    assert_eq!(server.get("/mockoon-admin/X/sessions").status, 401);
}

#[test]
fn a_stub_answers_with_the_response_that_is_forced() {
    let server = Sidemock::on(&shop()).start();
    let stub = json!({"route": {"endpoint": "stubbed", "responses": [
        {"label": "A", "body": "a"}, {"label": "B", "body": "b"}]}});
    let stub = call(&server, "POST", "/x/stubs?session=s", &stub).json();
    let place = format!("/x/routes/{}/force", stub["route"]["uuid"].as_str().expect("a uuid"));
    assert_eq!(call(&server, "PUT", &place, &json!({"response": "B"})).status, 404, "it is none of the base");
    let forced = call(&server, "PUT", &format!("{place}?session=s"), &json!({"response": "B", "times": 1}));
    assert_eq!((forced.status, &forced.json()["label"]), (201, &json!("B")), "{}", forced.text());
    let found = server.send(&Request::get(forced.header("location").expect("a place")).bearer(TOKEN));
    assert_eq!(found.json()["label"], "B", "{}", found.text());
    let get = || server.send(&Request::get("/stubbed").header("x-sidemock-session", "s")).text();
    assert_eq!([get(), get()], ["b", "a"]);
}

#[test]
fn browsers_may_send_and_read_what_calls_need() {
    let origin = "https://app.example";
    let server = Sidemock::on(&shop()).var("MOCKOON_ADMIN_API_CORS_ORIGIN", origin).start();
    let preflight = |path: &str, headers: &str| {
        let request = Request::new("OPTIONS", &format!("/mockoon-admin{path}")).header("origin", origin);
        let request = request.header("access-control-request-method", "PUT");
        let reply = server.send(&request.header("access-control-request-headers", headers));
        assert_eq!(reply.status, 204, "{}", reply.whole());
        reply.header("access-control-allow-headers").expect("headers").to_ascii_lowercase()
    };
    for (path, asked) in [("/x/environment", "authorization"), ("/logs", "authorization,x-sidemock-session")] {
        let allowed = preflight(path, asked);
        for name in ["x-sidemock-session", "if-match", "if-none-match", "authorization", "content-type"] {
            assert!(allowed.split(',').any(|one| one.trim() == name), "{path} {name}: {allowed}");
        }
    }
    assert!(!preflight("/logs", "authorization").contains("x-sidemock-session"), "as the reference");
    let request = Request::get("/mockoon-admin/x/environment").bearer(TOKEN).header("origin", origin);
    let exposed = server.send(&request).header("access-control-expose-headers").expect("names").to_ascii_lowercase();
    assert!(exposed.contains("etag") && exposed.contains("location"), "{exposed}");
}

#[test]
fn a_preflight_needs_no_session() {
    let server = Sidemock::on(&shop()).var("MOCKOON_SESSIONS", "required").start();
    let request = Request::new("OPTIONS", "/says").header("origin", "https://app.example");
    assert_eq!(server.send(&request).status, 428);
    assert_eq!(server.send(&request.header("access-control-request-method", "GET")).status, 200);
    assert_eq!(server.get("/says").status, 428);
}

#[test]
fn a_latency_that_lacks_a_key_names_it() {
    let server = Sidemock::on(&shop()).start();
    for (latency, path, word) in [
        (json!({"lognormal": {"median": "10ms"}}), "$.latency.lognormal", "sigma"),
        (json!({"percentiles": {"p50": "1ms", "p95": "2ms"}}), "$.latency.percentiles", "p99"),
        (json!({"uniform": ["1ms"]}), "$.latency.uniform", "2"),
        (json!({"fixd": "1ms"}), "$.latency.fixd", "fixed"),
    ] {
        let reply = call(&server, "POST", "/x/faults", &json!({"latency": latency}));
        let told = reply.json();
        assert_eq!(reply.status, 400, "{told}");
        assert!(told["path"].as_str().is_some_and(|at| at.starts_with(path)), "{told}");
        assert!(message(&reply).contains(word), "{told}");
    }
}
