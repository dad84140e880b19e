//! Stubs and forced responses: another answer for now, for one scope alone.

use std::fs;

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule,
    wait_for,
};

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body))
}

/// A stub that is taken; it.
fn stub(server: &Server, query: &str, body: &Value) -> Value {
    let reply = call(server, "POST", &format!("/x/stubs{query}"), body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let stub = reply.json();
    let location = format!("/mockoon-admin/x/stubs/{}{query}", stub["id"].as_str().unwrap());
    assert_eq!(reply.header("location"), Some(location.as_str()));
    let found = server.send(&Request::get(&location).bearer(TOKEN));
    assert_eq!(found.json()["id"], stub["id"], "{location}: {}", found.text());
    stub
}

fn simple(endpoint: &str, body: &str) -> Value {
    json!({"route": {"method": "GET", "endpoint": endpoint, "responses": [{"body": body}]}})
}

fn as_session(id: &str, target: &str) -> Request {
    Request::get(target).header("x-sidemock-session", id)
}

#[test]
fn a_stub_answers_so_often_and_then_the_file_again() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "file")]}))).start();
    let mut body = simple("/a", "{{method}} stub");
    body["times"] = 2.into();
    let made = stub(&server, "", &body);
    assert_eq!((&made["remaining"], &made["used"], &made["at"]), (&json!(2), &json!(0), &json!("first")));
    let listed = |query: &str| server.admin("GET", &format!("/x/stubs{query}")).json();
    assert_eq!(listed("?unused=true")[0]["id"], made["id"]);
    let texts: Vec<String> = (0..3).map(|_| server.get("/a").text()).collect();
    assert_eq!(texts, ["GET stub", "GET stub", "file"]);
    assert_eq!(listed("?unused=true"), json!([]));
    assert_eq!((&listed("")[0]["used"], &listed("")[0]["remaining"]), (&json!(2), &json!(0)));
    let found = server.admin("GET", "/x/requests?outcome=stub").json();
    assert_eq!(found["total"], 2);
    assert_eq!(found["requests"][0]["routeUUID"], made["route"]["uuid"]);
    let explained = server.admin("GET", "/x/explain/1").json();
    assert_eq!((&explained["outcome"], &explained["chosen"]["endpoint"]), (&json!("stub"), &json!("/a")));
}

#[test]
fn a_stub_is_used_exactly_so_often_by_64_connections() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "file")]}))).start();
    let mut body = simple("a", "stub");
    body["times"] = 500.into();
    let made = stub(&server, "", &body);
    let port = server.port();
    let ask = move || {
        let mut connection = Connection::open(port);
        (0..20).filter(|_| connection.ask(&Request::get("/a")).text() == "stub").count()
    };
    let threads: Vec<_> = (0..64).map(|_| std::thread::spawn(ask)).collect();
    let stubbed: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(stubbed, 500);
    let shown = server.admin("GET", &format!("/x/stubs/{}", made["id"].as_str().unwrap())).json();
    assert_eq!((&shown["used"], &shown["remaining"]), (&json!(500), &json!(0)));
}

#[test]
fn a_stub_is_its_sessions_alone_and_survives_a_reload() {
    let environment = environment(json!({"routes": [get("a", "file"), get("b", "file")]}));
    let server = Sidemock::on(&environment).start();
    stub(&server, "?session=one", &simple("a", "one"));
    stub(&server, "", &simple("b", "base"));
    let texts = || {
        let of = |session: Option<&str>, target: &str| match session {
            Some(id) => server.send(&as_session(id, target)).text(),
            None => server.get(target).text(),
        };
        ["/a", "/b"].map(|target| [Some("one"), Some("two"), None].map(|session| of(session, target)))
    };
    let expected = [["one", "file", "file"], ["file", "file", "base"]];
    assert_eq!(texts(), expected);
    let sessions = server.admin("GET", "/x/sessions").json();
    let counted: Vec<&Value> = sessions.as_array().unwrap().iter().map(|session| &session["stubs"]).collect();
    assert_eq!(counted, [1, 0]);
    assert_eq!(server.admin("GET", "/x/stubs?session=*").json().as_array().unwrap().len(), 2);
    assert_eq!(server.admin("GET", "/x/stubs?session=two").json(), json!([]));

    let mut changed = environment.clone();
    changed["endpointPrefix"] = "api".into();
    fs::write(server.directory().join("environment.json"), changed.to_string()).unwrap();
    wait_for("the reload", || server.get("/api/a").text() == "file");
    assert_eq!(server.send(&as_session("one", "/api/a")).text(), "one", "the prefix of today is before a stub too");
    assert_eq!(server.get("/api/b").text(), "base");
    fs::write(server.directory().join("environment.json"), environment.to_string()).unwrap();
    wait_for("the reload", || server.get("/a").text() == "file");
    assert_eq!(texts(), expected);

    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!(texts(), [["one", "file", "file"], ["file", "file", "file"]]);
    assert_eq!(server.admin("POST", "/state/purge?session=one").status, 200);
    assert_eq!(texts(), [["file"; 3]; 2]);
    stub(&server, "?session=one", &simple("a", "one"));
    assert_eq!(server.admin("DELETE", "/x/sessions/one").status, 204);
    assert_eq!(texts(), [["file"; 3]; 2]);
}

#[test]
fn a_stub_is_judged_like_the_routes_of_the_file() {
    let server = Sidemock::on(&environment(json!({
        "routes": [get("a", "file"), crud("things", "thng")],
        "headers": [{"key": "x-of-all", "value": "yes"}],
        "data": [bucket("thng", "Things", &json!([{"id": "1", "name": "first"}]))],
    })))
    .start();
    // Rules that hold for some, and the next route for the others.
    stub(
        &server,
        "",
        &json!({"route": {"endpoint": "/a", "responseMode": "FALLBACK", "responses": [
        {"body": "ruled", "rules": [rule("query", "x", "equals", "1")]}]}}),
    );
    assert_eq!((server.get("/a?x=1").text(), server.get("/a").text()), ("ruled".to_owned(), "file".to_owned()));
    assert_eq!(server.get("/a?x=1").header("x-of-all"), Some("yes"));
    // Sequences count for themselves, over the file's data.
    let sequence = json!({"route": {"method": "get", "endpoint": "seq/:id", "responseMode": "SEQUENTIAL", "responses": [
        {"statusCode": 503, "body": "busy"}, {"body": "{{urlParam 'id'}}: {{#each (dataRaw 'Things')}}{{this.name}}{{/each}}"}]}});
    stub(&server, "", &sequence);
    let replies: Vec<(u16, String)> = (0..3)
        .map(|_| {
            let reply = server.get("/seq/7");
            (reply.status, reply.text())
        })
        .collect();
    let expected = [(503, "busy"), (200, "7: first"), (503, "busy")].map(|(status, text)| (status, text.to_owned()));
    assert_eq!(replies, expected);
    // A CRUD stub works on the bucket of the file.
    stub(
        &server,
        "",
        &json!({"route": {"type": "crud", "endpoint": "other", "responses": [
        {"bodyType": "DATABUCKET", "databucketID": "thng"}]}}),
    );
    let posted = server.send(&Request::new("POST", "/other").json(&json!({"name": "second"})));
    assert_eq!(posted.status, 201);
    assert_eq!(server.get("/things").json().as_array().unwrap().len(), 2);
    // Behind the file: for what it does not answer.
    stub(
        &server,
        "",
        &json!({"at": "last", "route": {"method": "all", "endpoint": "*", "responses": [{"body": "rest"}]}}),
    );
    assert_eq!((server.get("/a").text(), server.get("/nowhere").text()), ("file".to_owned(), "rest".to_owned()));
    // The newest stub is first.
    stub(&server, "", &simple("a", "newest"));
    assert_eq!(server.get("/a?x=1").text(), "newest");
}

#[test]
fn a_stub_ends_with_its_time_or_is_removed() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "file")]}))).start();
    let mut body = simple("a", "stub");
    body["ttl"] = "200ms".into();
    let made = stub(&server, "", &body);
    assert!(made["expires"].is_string());
    wait_for("the end of its time", || server.get("/a").text() == "file");
    assert_eq!(server.admin("GET", "/x/stubs").json(), json!([]));

    let path = format!("/x/stubs/{}", stub(&server, "", &simple("a", "stub"))["id"].as_str().unwrap());
    assert_eq!(server.get("/a").text(), "stub");
    assert_eq!(server.admin("DELETE", &format!("{path}?session=other")).status, 404, "it is another scope's");
    assert_eq!([(); 2].map(|()| server.admin("DELETE", &path).status), [204, 204]);
    assert_eq!(server.get("/a").text(), "file");
    assert_eq!(server.admin("GET", &path).status, 404);
    assert_eq!(server.admin("DELETE", "/x/stubs/never").status, 404);
    stub(&server, "", &simple("a", "stub"));
    assert_eq!(server.admin("DELETE", "/x/stubs").status, 204);
    assert_eq!(server.get("/a").text(), "file");
}

#[test]
fn what_is_no_stub_is_refused_with_its_place() {
    let server = Sidemock::on(&environment(json!({}))).start();
    for (body, path, said) in [
        (json!({}), "$", "route"),
        (json!({"route": {"endpoint": "a", "respones": []}}), "$.route.respones", "responses"),
        (
            json!({"route": {"endpoint": "a", "responses": [{"statusCode": "200"}]}}),
            "$.route.responses[0].statusCode",
            "integer",
        ),
        (
            json!({"route": {"endpoint": "a", "responses": [{"rules": [{"target": "body", "operator": "equal"}]}]}}),
            "$.route.responses[0].rules[0].operator",
            "equals",
        ),
        (json!({"route": {"endpoint": "a", "type": "ws"}}), "$.route.type", "http"),
        (json!({"route": {"endpoint": "a", "method": "fetch"}}), "$.route.method", "method"),
        (json!({"route": {"endpoint": "a/:id(("}}), "$.route.endpoint", "never matches"),
        (json!({"route": {"endpoint": "a"}, "times": 0}), "$.times", "1"),
        (json!({"route": {"endpoint": "a"}, "ttl": "5"}), "$.ttl", "duration"),
        (json!({"route": {"endpoint": "a"}, "at": "front"}), "$.at", "first"),
    ] {
        let reply = call(&server, "POST", "/x/stubs", &body);
        let problem = reply.json();
        assert_eq!((reply.status, &problem["path"]), (400, &json!(path)), "{body}: {problem}");
        assert!(problem["message"].as_str().unwrap().contains(said), "{problem}");
    }
    assert_eq!(server.admin("GET", "/x/stubs?unusd=true").status, 400);
    assert_eq!(server.admin("GET", "/x/stubs").json(), json!([]));
}

#[test]
fn stubs_are_bounded() {
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_MEMORY_BUDGET", "64MB").start();
    for i in 0..1_000 {
        stub(&server, "", &simple(&format!("a/{i}"), "stub"));
    }
    let refused = call(&server, "POST", "/x/stubs", &simple("b", "stub"));
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true), "{}", refused.text());
    assert_eq!(server.get("/a/500").text(), "stub");
    server.admin("DELETE", "/x/stubs");
    let large = "x".repeat(4 << 20);
    let statuses: Vec<u16> =
        (0..8).map(|_| call(&server, "POST", "/x/stubs", &simple("large", &large)).status).collect();
    assert!(statuses.starts_with(&[201]) && statuses.ends_with(&[429]), "{statuses:?}");
    server.admin("DELETE", "/x/stubs");
    assert_eq!(call(&server, "POST", "/x/stubs", &simple("large", &large)).status, 201, "memory is given back");
}

/// An environment whose route tells its responses apart by a rule, and its uuid.
fn ruled() -> (Value, String) {
    let route = route(
        "get",
        "a",
        vec![
            response(json!({"body": "good", "label": "good"})),
            response(
                json!({"body": "busy", "label": "busy", "statusCode": 503, "rules": [rule("query", "busy", "equals", "1")]}),
            ),
            response(json!({"body": "gone", "statusCode": 410, "rules": [rule("query", "gone", "equals", "1")]})),
        ],
    );
    let uuid = route["uuid"].as_str().unwrap().to_owned();
    (environment(json!({"routes": [route]})), uuid)
}

#[test]
fn a_forced_response_comes_whatever_the_rules_say() {
    let (environment, uuid) = ruled();
    let server = Sidemock::on(&environment).start();
    let path = format!("/x/routes/{uuid}/force");
    let force = |query: &str, body: Value| call(&server, "PUT", &format!("{path}{query}"), &body);
    assert_eq!(server.admin("GET", &path).status, 404);
    let forced = force("", json!({"response": "busy", "times": 2}));
    assert_eq!((forced.status, forced.header("location").is_some()), (201, true), "{}", forced.text());
    let texts: Vec<String> = (0..3).map(|_| server.get("/a?gone=1").text()).collect();
    assert_eq!(texts, ["busy", "busy", "gone"]);
    assert_eq!(server.admin("GET", "/x/requests?outcome=forced").json()["total"], 2);
    assert_eq!(server.admin("GET", &path).json()["used"], 2);

    // By uuid, in one session alone, over a reload.
    let gone = &environment["routes"][0]["responses"][2]["uuid"];
    assert_eq!(force("?session=one", json!({"response": gone})).status, 201);
    assert_eq!(force("?session=one", json!({"response": gone})).status, 200, "in the place of the other");
    let mut changed = environment.clone();
    changed["headers"] = json!([{"key": "x-new", "value": "1"}]);
    fs::write(server.directory().join("environment.json"), changed.to_string()).unwrap();
    wait_for("the reload", || server.get("/a").header("x-new").is_some());
    let texts = || {
        [Some("one"), Some("two"), None].map(|id| match id {
            Some(id) => server.send(&as_session(id, "/a")).text(),
            None => server.get("/a").text(),
        })
    };
    assert_eq!(texts(), ["gone", "good", "good"]);
    assert_eq!([(); 2].map(|()| server.admin("DELETE", &format!("{path}?session=one")).status), [204, 204]);
    assert_eq!(texts(), ["good", "good", "good"]);

    for (uuid, body, status, place) in [
        (uuid.as_str(), json!({"response": "bussy"}), 400, json!("$.response")),
        (uuid.as_str(), json!({}), 400, json!("$")),
        (uuid.as_str(), json!({"response": "busy", "time": 2}), 400, json!("$.time")),
        ("00000000-0000-4000-8000-00000000ffff", json!({"response": "busy"}), 404, Value::Null),
    ] {
        let reply = call(&server, "PUT", &format!("/x/routes/{uuid}/force"), &body);
        assert_eq!((reply.status, &reply.json()["path"]), (status, &place), "{body}");
    }
    assert_eq!(server.admin("DELETE", "/x/routes/nope/force").status, 404);
}

#[test]
fn a_response_is_forced_exactly_so_often_by_64_connections() {
    let (environment, uuid) = ruled();
    let server = Sidemock::on(&environment).start();
    call(&server, "PUT", &format!("/x/routes/{uuid}/force"), &json!({"response": "busy", "times": 300}));
    let port = server.port();
    let ask = move || {
        let mut connection = Connection::open(port);
        (0..10).filter(|_| connection.ask(&Request::get("/a")).status == 503).count()
    };
    let threads: Vec<_> = (0..64).map(|_| std::thread::spawn(ask)).collect();
    assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>(), 300);
}
