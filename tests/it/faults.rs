//! Faults: answers that are late, broken, or never come, for one scope alone and the same at every run.

mod wire;

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule,
    wait_for,
};

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body))
}

/// A fault that is taken; where it is.
fn fault(server: &Server, query: &str, body: &Value) -> String {
    let reply = call(server, "POST", &format!("/x/faults{query}"), body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let path = format!("/x/faults/{}", reply.json()["id"].as_str().unwrap());
    assert_eq!(reply.header("location"), Some(format!("/mockoon-admin{path}{query}").as_str()));
    path
}

/// A shop with a route, data and nothing else.
fn shop() -> Value {
    environment(json!({
        "routes": [get("a", "file"), get("b", "file"), crud("things", "thng")],
        "data": [bucket("thng", "Things", &json!([{"id": "1"}]))],
    }))
}

/// The statuses of so many requests of a session.
fn statuses(server: &Server, session: Option<&str>, count: usize) -> String {
    let mut connection = Connection::open(server.port());
    let request = Request::get("/a");
    let request = session.map_or(request.clone(), |id| request.header("x-sidemock-session", id));
    let injected = |_| if connection.ask(&request).status == 503 { '1' } else { '0' };
    (0..count).map(injected).collect()
}

#[test]
fn the_same_seed_decides_the_same_in_64_parallel_sessions_as_in_one() {
    let server = Sidemock::on(&shop()).start();
    let body = json!({"match": {"path": "/a"}, "fault": {"type": "status"}, "probability": 0.3, "seed": 7});
    fault(&server, "?session=alone", &body);
    let alone = statuses(&server, Some("alone"), 100);
    assert!((15..45).contains(&alone.matches('1').count()), "{alone}");
    std::thread::scope(|scope| {
        let run = |i: usize| {
            let id = format!("s{i}");
            let path = fault(&server, &format!("?session={id}"), &body);
            assert_eq!(statuses(&server, Some(&id), 100), alone, "{id}");
            let shown = server.admin("GET", &format!("{path}?session={id}")).json();
            assert_eq!((&shown["decisions"], &shown["matched"]), (&json!(alone), &json!(100)));
            assert_eq!(shown["injected"], alone.matches('1').count());
        };
        let threads: Vec<_> = (0..64).map(|i| scope.spawn(move || run(i))).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
    // A printed run is repeated.
    let mut again = body.clone();
    again.as_object_mut().unwrap().remove("probability");
    again["decisions"] = alone.clone().into();
    fault(&server, "?session=again", &again);
    assert_eq!(statuses(&server, Some("again"), 100), alone);
    assert_eq!(statuses(&server, Some("again"), 20), "0".repeat(20), "behind the run nothing happens");
}

#[test]
fn a_fault_happens_after_so_many_requests_and_exactly_so_often() {
    let server = Sidemock::on(&shop()).start();
    let path = fault(&server, "", &json!({"fault": {"type": "status", "status": 503}, "after": 3, "times": 2}));
    assert_eq!(statuses(&server, None, 8), "00011000");
    let shown = server.admin("GET", &path).json();
    assert_eq!(
        (&shown["injected"], &shown["remaining"], &shown["decisions"]),
        (&json!(2), &json!(0), &json!("00011000"))
    );
    server.admin("DELETE", "/x/faults");
    fault(&server, "", &json!({"fault": {"type": "status"}, "times": 200}));
    let server = &server;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..64).map(|_| scope.spawn(|| statuses(server, None, 10).matches('1').count())).collect();
        assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>(), 200);
    });
}

#[test]
fn a_fault_is_its_scopes_alone_over_a_reload_and_ends_with_it() {
    let shop = shop();
    let server = Sidemock::on(&shop).start();
    let body = json!({"fault": {"type": "status"}});
    let path = fault(&server, "?session=one", &body);
    let seen = || [Some("one"), Some("two"), None].map(|session| statuses(&server, session, 1));
    assert_eq!(seen(), ["1", "0", "0"]);
    assert_eq!(server.admin("GET", &path).status, 404, "it is not the base's");
    assert_eq!(server.admin("GET", "/x/faults").json(), json!([]));
    assert_eq!(server.admin("GET", "/x/faults?session=*").json()[0]["session"], "one");
    let mut changed = shop.clone();
    changed["headers"] = json!([{"key": "x-new", "value": "1"}]);
    fs::write(server.directory().join("environment.json"), changed.to_string()).unwrap();
    wait_for("the reload", || server.get("/a").header("x-new").is_some());
    assert_eq!(seen(), ["1", "0", "0"]);
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!(seen(), ["1", "0", "0"]);
    assert_eq!(server.admin("POST", "/state/purge?session=one").status, 200);
    assert_eq!(seen(), ["0", "0", "0"]);
    fault(&server, "?session=one", &body);
    server.admin("DELETE", "/x/sessions/one");
    assert_eq!(seen(), ["0", "0", "0"]);
    fault(&server, "", &body);
    assert_eq!(seen(), ["0", "0", "1"], "a session begins without the faults of the base");
    server.admin("POST", "/state/purge");
    let path = fault(&server, "", &json!({"fault": {"type": "status"}, "ttl": "200ms"}));
    wait_for("the end of its time", || statuses(&server, None, 1) == "0");
    assert_eq!(server.admin("GET", &path).status, 404);
    let path = fault(&server, "", &body);
    assert_eq!([(); 2].map(|()| server.admin("DELETE", &path).status), [204, 204]);
    assert_eq!(seen(), ["0", "0", "0"]);
    assert_eq!(server.admin("DELETE", "/x/faults/never").status, 404);
}

#[test]
fn a_status_comes_in_the_place_of_the_route_which_does_not_run() {
    let shop = shop();
    let uuid = shop["routes"][2]["uuid"].as_str().unwrap();
    let server = Sidemock::on(&shop).start();
    let path = fault(
        &server,
        "",
        &json!({
        "route": uuid, "match": {"method": "POST"}, "fault": {"type": "status", "status": 429, "headers": {"Retry-After": "7"}}, "times": 1}),
    );
    let post = || server.send(&Request::new("POST", "/things").json(&json!({"name": "new"})));
    let refused = post();
    assert_eq!((refused.status, refused.header("retry-after"), refused.text().as_str()), (429, Some("7"), ""));
    assert_eq!(server.get("/things").json().as_array().unwrap().len(), 1, "nothing was created");
    assert_eq!(post().status, 201);
    let entry = server.admin("GET", "/x/requests?outcome=fault").json();
    let entry = &entry["requests"][0];
    assert_eq!((&entry["response"]["statusCode"], &entry["endpoint"]), (&json!(429), &json!("/things")));
    assert_eq!((&entry["fault"]["type"], &entry["fault"]["number"]), (&json!("status"), &json!(1)));
    assert!(path.ends_with(entry["fault"]["id"].as_str().unwrap()));
    let verified = server.admin("GET", &format!("/x/verify?route={uuid}&outcome=fault&status=429&count=1"));
    assert_eq!(verified.status, 200, "{}", verified.text());
}

#[test]
fn everything_of_the_answer_can_be_matched() {
    let busy = response(json!({"label": "busy", "statusCode": 503, "rules": [rule("query", "x", "equals", "1")]}));
    let server = Sidemock::on(&environment(json!({
        "routes": [route("get", "a/:id", vec![response(json!({"body": "good"})), busy])],
    })))
    .start();
    let is_late = |target: &str| {
        server.get(target);
        let entry = server.admin("GET", "/x/requests?limit=1").json();
        !entry["requests"][0]["fault"].is_null()
    };
    for (matched, hit, miss) in [
        (json!({"response": "busy"}), "/a/1?x=1", "/a/1"),
        (json!({"status": "5xx"}), "/a/1?x=1", "/a/1"),
        (json!({"outcome": "rule"}), "/a/1?x=1", "/a/1"),
        (json!({"route": null}), "/nowhere", "/a/1"),
        (json!({"status": 404}), "/nowhere", "/a/1"),
        (json!({"method": "GET", "path": "/a/:id", "rules": [rule("params", "id", "equals", "7")]}), "/a/7", "/a/8"),
        (json!({"route": "GET /a/:id", "rules": [rule("query", "y", "regex", "^z")]}), "/a/7?y=zz", "/a/7?y=y"),
    ] {
        fault(&server, "", &json!({"match": matched, "latency": {"fixed": "1ms"}}));
        assert_eq!([hit, miss].map(is_late), [true, false], "{matched}");
        server.admin("DELETE", "/x/faults");
    }
}

#[test]
fn answers_are_late_and_the_journal_says_by_how_much() {
    let server = Sidemock::on(&shop()).start();
    fault(&server, "", &json!({"match": {"path": "/a"}, "latency": {"fixed": "150ms"}}));
    fault(&server, "", &json!({"match": {"path": "/a"}, "latency": {"uniform": ["50ms", "60ms"]}, "seed": 1}));
    let began = Instant::now();
    assert_eq!(server.get("/a").text(), "file");
    assert!(began.elapsed() >= Duration::from_millis(200), "{:?}", began.elapsed());
    let entry = server.admin("GET", "/x/requests?limit=1").json()["requests"][0].clone();
    let delay = entry["fault"]["delayMs"].as_f64().unwrap();
    assert!((200.0..=210.0).contains(&delay), "{entry}");
    assert_eq!((&entry["outcome"], &entry["fault"]["type"]), (&json!("default"), &Value::Null));
    assert!(entry["durationMs"].as_f64().unwrap() >= delay);
    // One that waits is in the journal from the beginning.
    fault(&server, "", &json!({"match": {"path": "/b"}, "latency": {"fixed": "1h"}}));
    let mut waiting = Connection::open(server.port());
    waiting.write(&Request::get("/b").bytes());
    let state = || server.admin("GET", "/x/requests?path=/b").json()["requests"][0]["state"].clone();
    wait_for("its entry", || state() == "received");
}

#[test]
fn the_admin_api_and_the_probes_are_never_faulted() {
    let server = Sidemock::on(&shop()).start();
    fault(&server, "", &json!({"fault": {"type": "reset"}}));
    fault(&server, "", &json!({"fault": {"type": "status"}}));
    assert_eq!(server.manage("/readyz").status, 200);
    assert_eq!(server.manage("/livez").status, 200);
    for path in ["/", "/x/faults", "/logs", "/x", "/none"] {
        let reply = server.admin("GET", path);
        assert!(reply.status != 503, "{path}");
    }
    assert_eq!(server.get("/a").status, 503);
}

#[test]
fn what_is_no_fault_is_refused_with_its_place() {
    let server = Sidemock::on(&shop()).start();
    for (body, path, said) in [
        (json!({}), "$", "latency"),
        (json!({"fault": {"type": "rest"}}), "$.fault.type", "reset"),
        (json!({"fault": {"type": "reset"}, "probabilty": 1}), "$.probabilty", "probability"),
        (json!({"fault": {"type": "reset"}, "probability": 2}), "$.probability", "1"),
        (json!({"fault": {"type": "reset", "at": 0.5}}), "$.fault.at", "no options"),
        (json!({"fault": {"type": "status"}, "match": {"status": 200}}), "$.match.status", "not known yet"),
        (
            json!({"fault": {"type": "reset"}, "match": {"rules": [{"target": "body", "operator": "regex", "value": "("}]}}),
            "$.match.rules[0].value",
            "",
        ),
        (json!({"fault": {"type": "reset"}, "match": {"metod": "GET"}}), "$.match.metod", "method"),
        (json!({"latency": {"fixd": "1s"}}), "$.latency.fixd", "fixed"),
        (json!({"latency": {"fixed": 250}}), "$.latency.fixed", "string"),
        (json!({"latency": {"uniform": ["2s", "1s"]}}), "$.latency.uniform", "lower"),
        (json!({"fault": {"type": "reset"}, "route": "00000000-0000-4000-8000-0000000000ff"}), "$.route", "no route"),
        (json!({"fault": {"type": "reset"}, "decisions": "01x"}), "$.decisions", "run"),
        (json!({"fault": {"type": "reset"}, "ttl": "0"}), "$.ttl", "0s"),
    ] {
        let reply = call(&server, "POST", "/x/faults", &body);
        let problem = reply.json();
        assert_eq!((reply.status, &problem["path"]), (400, &json!(path)), "{body}: {problem}");
        assert!(problem["message"].as_str().unwrap().contains(said), "{body}: {problem}");
    }
    assert_eq!(server.admin("GET", "/x/faults").json(), json!([]));
}

#[test]
fn faults_are_bounded() {
    let server = Sidemock::on(&shop()).start();
    for _ in 0..256 {
        fault(&server, "", &json!({"match": {"path": "/b"}, "fault": {"type": "reset"}}));
    }
    let refused = call(&server, "POST", "/x/faults", &json!({"fault": {"type": "reset"}}));
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true));
    assert_eq!(server.get("/a").text(), "file");
}

#[test]
fn a_companion_declares_faults_for_the_base_and_every_session() {
    let companion = |status: u16| {
        format!("faults:\n  - {{match: {{path: /a}}, fault: {{type: status, status: {status}}}, times: 1}}\n")
    };
    let server = Sidemock::on(&shop()).file("environment.sidemock.yaml", companion(503)).start();
    let write = |text: String| fs::write(server.directory().join("environment.sidemock.yaml"), text).unwrap();
    assert_eq!([None, Some("one"), Some("two")].map(|session| statuses(&server, session, 2)), ["10", "10", "10"]);
    let listed = server.admin("GET", "/x/faults").json();
    assert_eq!(
        (&listed[0]["companion"], &listed[0]["matched"], &listed[0]["seed"]),
        (&json!(true), &json!(2), &json!(0))
    );
    // A purge begins anew, whatever was removed meanwhile.
    server.admin("DELETE", "/x/faults");
    assert_eq!(statuses(&server, None, 1), "0");
    server.admin("POST", "/state/purge");
    assert_eq!([None, Some("one")].map(|session| statuses(&server, session, 2)), ["10", "00"]);
    // What is wrong is named, and what served goes on.
    write("faults:\n  - {fault: {type: rest}}\n".to_owned());
    let output = server.wait_for_output("faults[0].fault.type");
    assert!(output.contains("environment.sidemock.yaml") && output.contains("reset"), "{output}");
    assert_eq!(server.admin("GET", "/x/faults").json()[0]["matched"], 2);
    // Another declaration is in force at once, in the base and in sessions.
    write(companion(418));
    let teapot = |session: &str| {
        let request = Request::get("/a").header("x-sidemock-session", session);
        (0..2).map(|_| server.send(&request).status).collect::<Vec<_>>()
    };
    wait_for("the reload", || server.admin("GET", "/x/faults").json()[0]["fault"]["status"] == 418);
    assert_eq!((teapot("one"), teapot("three")), (vec![418, 200], vec![418, 200]));
    write(String::new());
    wait_for("the reload", || server.admin("GET", "/x/faults?session=one").json() == json!([]));
}

#[test]
fn a_revert_brings_declared_faults_back_and_leaves_those_that_were_asked_for() {
    let companion = "faults:\n  - {match: {path: /a}, fault: {type: status, status: 503}}\n";
    let server = Sidemock::on(&shop()).file("environment.sidemock.yaml", companion).start();
    assert_eq!([None, Some("one")].map(|session| statuses(&server, session, 1)), ["1", "1"]);
    server.admin("DELETE", "/x/faults");
    server.admin("DELETE", "/x/faults?session=one");
    fault(&server, "", &json!({"match": {"path": "/b"}, "fault": {"type": "status", "status": 418}}));
    assert_eq!([None, Some("one")].map(|session| statuses(&server, session, 1)), ["0", "0"]);
    assert_eq!(server.admin("POST", "/x/environment/revert").status, 200);
    assert_eq!([None, Some("one")].map(|session| statuses(&server, session, 1)), ["1", "1"]);
    assert_eq!(server.get("/b").status, 418);
}

#[test]
fn a_companion_with_a_fault_that_is_none_does_not_start() {
    let ended = Sidemock::on(&shop()).file("environment.sidemock.yaml", "faults: [{latency: {fixed: 5}}]").run();
    assert_eq!(ended.code, Some(65), "{}", ended.output());
    assert!(ended.output().contains("faults[0].latency.fixed"), "{}", ended.output());
}

#[test]
fn explain_foresees_what_faults_do_to_a_request_and_counts_nothing() {
    let server = Sidemock::on(&shop()).start();
    let explain = |request: &Value| call(&server, "POST", "/x/explain", request).json();
    let a = json!({"path": "/a"});
    assert_eq!((&explain(&a)["fault"], &explain(&a)["outcome"]), (&Value::Null, &json!("default")));
    for (fault_object, outcome, action) in [
        (json!({"fault": {"type": "reset"}, "match": {"path": "/a"}}), "fault", "the connection is reset"),
        (json!({"fault": {"type": "status", "status": 503}, "route": "GET /a"}), "fault", "a status comes"),
        (
            json!({"fault": {"type": "truncate"}, "match": {"status": "2xx", "outcome": "default"}}),
            "fault",
            "a part of the body",
        ),
        (json!({"fault": {"type": "dribble", "over": "10ms"}}), "default", "the body comes slowly"),
        (json!({"latency": {"fixed": "7ms"}}), "default", "the answer is late"),
    ] {
        let path = fault(&server, "", &fault_object);
        let before = server.admin("GET", &path).json();
        let explained = explain(&a);
        assert_eq!(explained["outcome"], outcome, "{fault_object}");
        let told = &explained["fault"];
        assert_eq!((&told["id"], &told["type"]), (&before["id"], &fault_object["fault"]["type"]), "{explained}");
        assert!(told["action"].as_str().unwrap().starts_with(action) && told["number"] == 1, "{told}");
        assert_eq!(explained["chosen"]["endpoint"], "/a");
        assert!(explained["hints"].to_string().contains(action), "{explained}");
        assert_eq!(server.admin("GET", &path).json(), before, "nothing is counted");
        assert_eq!(explain(&json!({"path": "/mockoon-admin/a"}))["fault"], Value::Null);
        server.admin("DELETE", &path);
    }
    // What a CRUD route answers is known when it has run.
    let path = fault(&server, "", &json!({"fault": {"type": "close"}, "match": {"status": 404}}));
    let things = explain(&json!({"path": "/things/9"}));
    assert_eq!((&things["outcome"], &things["fault"]), (&json!("crud"), &Value::Null));
    assert!(things["hints"].to_string().contains("hangs on the status"), "{things}");
    server.admin("DELETE", &path);
    assert_eq!(server.admin("GET", "/x/requests").json()["total"], 0);
}

#[test]
fn what_explain_foresees_of_a_fault_is_what_happens() {
    let server = Sidemock::on(&shop()).start();
    let object = json!({"match": {"path": "/a"}, "fault": {"type": "status", "status": 503}, "latency": {"uniform": ["1ms", "9ms"]},
        "probability": 0.5, "seed": 11, "after": 2, "times": 5});
    fault(&server, "", &object);
    let mut hit = 0;
    for number in 1..=30 {
        let explained = call(&server, "POST", "/x/explain", &json!({"path": "/a"})).json();
        let status = server.get("/a").status;
        assert_eq!(explained["fault"].is_null(), status == 200, "{number}: {explained}");
        let recorded = server.admin("GET", "/x/requests?limit=1").json()["requests"][0]["fault"].clone();
        for member in ["id", "type", "number", "delayMs"] {
            assert_eq!(explained["fault"][member], recorded[member], "{number} {member}");
        }
        let last = server.admin("GET", "/x/explain/last").json();
        assert_eq!((&last["fault"], &last["outcome"]), (&explained["fault"], &explained["outcome"]), "{number}");
        hit += usize::from(status == 503);
    }
    assert_eq!(hit, 5);
}
