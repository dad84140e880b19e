//! What a session does is seen by itself alone: state, journal, events, broadcasts, what it sends on.

use serde_json::{Value, json};

use super::{call, get_in, stateful, within};
use crate::support::{Connection, Request, Sidemock, environment, get, response, route, wait_for};

#[test]
fn every_kind_of_state_is_the_session_s_own() {
    let server = Sidemock::on(&stateful()).start();
    let item = Request::new("POST", "/items").json(&json!({"id": "3", "name": "three"}));
    assert_eq!(server.send(&within("a", item)).status, 201);
    assert_eq!(server.send(&within("a", Request::new("POST", "/keep/changed"))).text(), "kept");
    assert_eq!([get_in(&server, "a", "/seen").text(), get_in(&server, "a", "/seen").text()], ["1", "2"]);
    assert_eq!(get_in(&server, "a", "/items").json().as_array().map(Vec::len), Some(3));
    assert_eq!(get_in(&server, "a", "/items/1").json()["name"], "changed");
    for session in [Some("b"), None] {
        let ask = |target: &str| match session {
            Some(session) => get_in(&server, session, target),
            None => server.get(target),
        };
        assert_eq!(ask("/items").json().as_array().map(Vec::len), Some(2));
        assert_eq!(ask("/items/1").json()["name"], "one");
        assert_eq!(ask("/seen").text(), "1");
        assert_eq!(ask("/turns").text(), "1");
    }
}

#[test]
fn a_hundred_sessions_at_once_each_see_their_own_turns() {
    let server = Sidemock::on(&stateful()).start();
    std::thread::scope(|scope| {
        for i in 0..100 {
            let server = &server;
            scope.spawn(move || {
                let session = format!("s{i}");
                let mut connection = Connection::open(server.port());
                let mut ask = || connection.ask(&within(&session, Request::get("/turns"))).text();
                assert_eq!([ask(), ask(), ask(), ask()], ["1", "2", "3", "1"], "{session}");
            });
        }
    });
    assert_eq!(server.get("/turns").text(), "1");
}

#[test]
fn the_admin_api_works_on_the_scope_that_it_is_told() {
    let server = Sidemock::on(&stateful()).start();
    get_in(&server, "a", "/seen");
    server.get("/look");
    let logs = |path: &str| {
        let logs = server.admin("GET", path).json();
        let paths = logs.as_array().expect("a list").iter().map(|one| one["request"]["urlPath"].clone());
        paths.collect::<Vec<Value>>()
    };
    assert_eq!(logs("/logs"), ["/look"]);
    assert_eq!(logs("/logs?session=a"), ["/seen"]);
    assert_eq!(logs("/logs?session=*").len(), 2);
    // The header names the scope as the query does.
    let by_header = Request::get("/mockoon-admin/logs").bearer(crate::support::TOKEN);
    assert_eq!(server.send(&within("a", by_header)).json().as_array().map(Vec::len), Some(1));
    assert_eq!(server.admin("GET", "/global-vars/seen?session=a").json()["value"], 1);
    assert_eq!(server.admin("GET", "/global-vars/seen").status, 404);
    assert_eq!(call(&server, "PUT", "/global-vars?session=a", &json!({"key": "seen", "value": 41})).status, 200);
    assert_eq!(get_in(&server, "a", "/seen").text(), "42");
    // A session that nobody has used yet looks as it would begin: a test may look first.
    assert_eq!(server.admin("GET", "/logs?session=new").json(), json!([]));
    for (path, status) in [("/logs?session=a%20b", 400), ("/logs?session=", 400)] {
        assert_eq!(server.admin("GET", path).status, status, "{path}");
    }
    assert_eq!(server.admin("POST", "/state/purge?session=*").status, 400, "all of them are for reading");
}

#[test]
fn a_session_begins_by_what_it_is_sent_and_not_by_who_looks() {
    let server = Sidemock::on(&stateful()).start();
    let sessions = || server.admin("GET", "/x/sessions").json();
    let explain = json!({"path": "/seen", "headers": {"x-sidemock-session": "new"}});
    for path in ["/logs", "/data-buckets", "/global-vars/a", "/env-vars/a", "/x/requests", "/x/environment", "/x/stubs"]
    {
        server.admin("GET", &format!("{path}?session=new"));
        server.send(&within("new", Request::get(&format!("/mockoon-admin{path}")).bearer(crate::support::TOKEN)));
    }
    assert_eq!(server.admin("GET", "/x/verify?count=0&session=new").status, 200);
    assert_eq!(call(&server, "POST", "/x/verify?session=new", &json!({"count": 0})).status, 200);
    assert_eq!(call(&server, "POST", "/x/requests/find?session=new", &json!({})).json()["total"], 0);
    assert_eq!(call(&server, "POST", "/x/explain", &explain).status, 200);
    assert_eq!(sessions(), json!([]));
    // Who changes something, or waits for something, has it begun.
    assert_eq!(call(&server, "PUT", "/global-vars?session=a", &json!({"key": "k", "value": 1})).status, 200);
    assert_eq!(server.admin("GET", "/x/verify?count=0&within=1ms&session=b").status, 200);
    assert_eq!(sessions().as_array().map(Vec::len), Some(2), "{}", sessions());
}

#[test]
fn a_purge_reaches_its_scope_alone() {
    let server = Sidemock::on(&stateful()).start();
    for session in ["a", "b"] {
        get_in(&server, session, "/seen");
    }
    server.get("/seen");
    assert_eq!(server.admin("POST", "/state/purge?session=a").status, 200);
    assert_eq!(
        [get_in(&server, "a", "/seen").text(), get_in(&server, "b", "/seen").text(), server.get("/seen").text()],
        ["1", "2", "2"]
    );
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!([get_in(&server, "b", "/seen").text(), server.get("/seen").text()], ["3", "1"]);
}

#[test]
fn callbacks_and_proxied_requests_carry_the_session_on() {
    let target = Sidemock::on(&environment(json!({"routes": [
        get("next", "{{{header 'x-sidemock-session'}}} {{{header 'baggage'}}} {{{header 'traceparent'}}}"),
        route("post", "called", vec![response(json!({}))]),
    ]})))
    .start();
    let url = format!("http://127.0.0.1:{}", target.port());
    let mut calling = get("call", "called");
    calling["responses"][0]["callbacks"] = json!([{"uuid": "11111111-1111-4111-8111-111111111111", "latency": 0}]);
    let server = Sidemock::on(&environment(json!({
        "routes": [calling], "proxyMode": true, "proxyHost": url,
        "callbacks": [{
            "uuid": "11111111-1111-4111-8111-111111111111", "id": "c", "name": "c", "documentation": "", "uri": format!("{url}/called"),
            "method": "post", "headers": [], "bodyType": "INLINE", "body": "", "filePath": "", "databucketID": "", "sendFileAsBody": false,
        }],
    })))
    .start();
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let carried =
        server.send(&within("a", Request::get("/next").header("traceparent", trace).header("baggage", "k=v")));
    let text = carried.text();
    assert!(text.starts_with("a ") && text.contains("k=v") && text.contains("sidemock-session=a"), "{text}");
    assert!(text.contains("0af7651916cd43dd8448eb211c80319c"), "{text}");
    get_in(&server, "a", "/call");
    let found = || target.admin("GET", "/x/requests?path=/called&session=a").json();
    wait_for("the callback in its session", || found()["total"] == 1);
}

#[test]
fn what_a_request_causes_stays_in_its_session_by_whichever_name_settings_give() {
    let callback = "11111111-1111-4111-8111-111111111111";
    let mut calling = get("call", "called");
    calling["responses"][0]["callbacks"] = json!([{"uuid": callback, "latency": 0}]);
    let environment = environment(json!({
        "routes": [calling, route("post", "called", vec![response(json!({}))])],
        "callbacks": [{
            "uuid": callback, "id": "c", "name": "c", "documentation": "", "uri": "/called",
            "method": "post", "headers": [], "bodyType": "INLINE", "body": "", "filePath": "", "databucketID": "", "sendFileAsBody": false,
        }],
    }));
    for (keys, name, value) in [
        ("header:X-Test-Id", "x-test-id", "a"),
        ("baggage:test", "baggage", "test=a"),
        ("cookie:sid,header:X-Test-Id", "cookie", "sid=a"),
    ] {
        let server = Sidemock::on(&environment).var("MOCKOON_SESSION_KEYS", keys).start();
        assert_eq!(server.send(&Request::get("/call").header(name, value)).status, 200);
        let found = || server.admin("GET", "/x/requests?path=/called&session=a").json();
        wait_for("the callback in its session", || found()["total"] == 1);
        assert_eq!(server.admin("GET", "/x/requests").json()["total"], 0, "{keys}: nothing in the base");
    }
}
