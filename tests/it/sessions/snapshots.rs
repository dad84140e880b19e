//! Snapshots: states at rest.

use serde_json::json;

use super::{call, get_in, stateful, within};
use crate::support::{Connection, Request, Sidemock};

#[test]
fn a_snapshot_keeps_every_kind_of_state_and_gives_it_back() {
    let server = Sidemock::on(&stateful()).var("MOCKOON_FAKER_SEED", "7").start();
    server.get("/turns");
    server.get("/seen");
    server.send(&Request::new("DELETE", "/items/1"));
    server.get("/drawn");
    let taken = call(&server, "POST", "/x/snapshots", &json!({"name": "mid"}));
    assert_eq!((taken.status, taken.header("location")), (201, Some("/mockoon-admin/x/snapshots/mid")));
    let after = || {
        [
            server.get("/turns").text(),
            server.get("/seen").text(),
            server.get("/items").text(),
            server.get("/drawn").text(),
        ]
    };
    let first = after();
    assert_ne!(first, after(), "all of it goes on");
    assert_eq!(call(&server, "POST", "/x/snapshots/mid/restore", &json!({})).status, 200);
    assert_eq!(first, after());
}

#[test]
fn a_snapshot_can_be_read_and_put_elsewhere() {
    let (one, other) = (Sidemock::on(&stateful()).start(), Sidemock::on(&stateful()).start());
    for _ in 0..2 {
        one.get("/turns");
        one.get("/seen");
    }
    one.send(&Request::new("POST", "/items").json(&json!({"id": "x"})));
    call(&one, "POST", "/x/snapshots", &json!({"name": "s"}));
    let whole = one.admin("GET", "/x/snapshots/s").json();
    assert_eq!(call(&other, "PUT", "/x/snapshots/s", &whole).status, 201);
    assert_eq!(call(&other, "PUT", "/x/snapshots/s", &whole).status, 200, "replaced");
    call(&other, "POST", "/x/snapshots/s/restore", &json!({"journal": "clear"}));
    assert_eq!([other.get("/seen").text(), other.get("/items/x").json()["id"].to_string()], ["3", "\"x\""]);
    assert_eq!(other.admin("GET", "/x/requests").json()["total"], 2, "the journal was cleared");
}

#[test]
fn a_snapshot_of_what_is_not_there_is_refused_by_name() {
    let server = Sidemock::on(&stateful()).start();
    call(&server, "POST", "/x/snapshots", &json!({"name": "s"}));
    let whole = server.admin("GET", "/x/snapshots/s").json();
    for (key, name) in [("id", "itmz"), ("name", "Item"), ("uuid", "00000000-0000-4000-8000-0000000000ff")] {
        let body = json!({"buckets": [whole["buckets"][0], {key: name, "value": []}]});
        let reply = call(&server, "PUT", "/x/snapshots/new", &body);
        assert_eq!(
            (reply.status, &reply.json()["path"]),
            (400, &json!(format!("$.buckets[1].{key}"))),
            "{}",
            reply.text()
        );
        let known = whole["buckets"][0]["id"].as_str().unwrap();
        assert!(reply.text().contains(name) && reply.text().contains(known), "{}", reply.text());
    }
    let counters = json!({"counters": [{"method": "get", "endpoint": "nowhere", "requests": 3}]});
    let reply = call(&server, "PUT", "/x/snapshots/new", &counters);
    assert_eq!((reply.status, &reply.json()["path"]), (400, &json!("$.counters[0]")), "{}", reply.text());
    assert_eq!(server.admin("GET", "/x/snapshots/new").status, 404, "nothing is kept");
    // What was there when it was taken may come back, though the environment has changed since.
    assert_eq!(call(&server, "PATCH", "/x/environment", &json!({"data": [], "routes": []})).status, 200);
    assert_eq!(call(&server, "PUT", "/x/snapshots/s", &whole).status, 200);
    assert_eq!(call(&server, "PUT", "/x/snapshots/other", &whole).status, 400);
}

#[test]
fn the_scope_of_a_snapshot_is_a_session_where_one_is_named() {
    let server = Sidemock::on(&stateful()).start();
    get_in(&server, "a", "/seen");
    call(&server, "POST", "/x/snapshots?session=a", &json!({"name": "of-a"}));
    get_in(&server, "a", "/seen");
    assert_eq!(call(&server, "POST", "/x/snapshots/of-a/restore?session=b", &json!({})).status, 200);
    assert_eq!(
        [get_in(&server, "b", "/seen").text(), get_in(&server, "a", "/seen").text(), server.get("/seen").text()],
        ["2", "3", "1"]
    );
}

#[test]
fn there_are_sixty_four_at_the_most() {
    let server = Sidemock::on(&stateful()).start();
    for i in 0..64 {
        assert_eq!(call(&server, "POST", "/x/snapshots", &json!({"name": format!("s{i}")})).status, 201);
    }
    let reply = call(&server, "POST", "/x/snapshots", &json!({"name": "more"}));
    assert_eq!(reply.status, 429);
    assert!(reply.header("retry-after").is_some(), "{}", reply.whole());
    assert_eq!(
        call(&server, "POST", "/x/snapshots", &json!({"name": "s1"})).status,
        201,
        "one in the place of another"
    );
    assert_eq!(
        [server.admin("DELETE", "/x/snapshots/s1").status, server.admin("DELETE", "/x/snapshots/s1").status],
        [204, 204]
    );
    assert_eq!(server.admin("DELETE", "/x/snapshots/never").status, 404);
}

#[test]
fn no_request_fails_while_snapshots_are_taken_and_restored() {
    let server = Sidemock::on(&stateful()).start();
    call(&server, "POST", "/x/snapshots", &json!({"name": "s"}));
    std::thread::scope(|scope| {
        for i in 0..20 {
            let server = &server;
            scope.spawn(move || {
                let mut connection = Connection::open(server.port());
                for j in 0..20 {
                    let request = Request::new("POST", "/items").json(&json!({"id": format!("{i}-{j}")}));
                    let request = if i % 2 == 0 { within("a", request) } else { request };
                    assert_eq!(connection.ask(&request).status, 201);
                }
            });
        }
        for _ in 0..20 {
            assert_eq!(call(&server, "POST", "/x/snapshots/s/restore", &json!({})).status, 200);
            call(&server, "POST", "/x/snapshots", &json!({"name": "t"}));
        }
    });
}

#[test]
fn a_companion_says_what_the_base_and_every_session_begin_with() {
    let snapshot = json!({
        "buckets": [{"id": "itms", "value": [{"id": "seeded"}]}],
        "globalVars": {"seen": 40},
    });
    let server = Sidemock::on(&stateful())
        .file("environment.sidemock.yaml", "snapshot: seed.json\n")
        .file("seed.json", snapshot.to_string())
        .start();
    for ask in [&|path: &str| server.get(path) as crate::support::Reply, &|path: &str| get_in(&server, "a", path)]
        as [&dyn Fn(&str) -> crate::support::Reply; 2]
    {
        assert_eq!([ask("/seen").text(), ask("/items").text()], ["41", r#"[{"id":"seeded"}]"#]);
    }
    server.send(&Request::new("DELETE", "/items/seeded"));
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!([server.get("/seen").text(), server.get("/items").text()], ["41", r#"[{"id":"seeded"}]"#]);
    // Buckets alone go back to the same.
    let delete = || Request::new("DELETE", "/items/seeded");
    for (scope, request) in [("", delete()), ("?session=a", within("a", delete()))] {
        assert_eq!(server.send(&request).status, 200);
        assert_eq!(server.admin("POST", &format!("/data-buckets/purge{scope}")).status, 200);
    }
    let items = r#"[{"id":"seeded"}]"#;
    assert_eq!([server.get("/items").text(), get_in(&server, "a", "/items").text()], [items, items]);
    assert_eq!([server.get("/look").text(), get_in(&server, "a", "/look").text()], ["41", "41"], "and nothing else");
    assert_eq!(server.admin("GET", "/x/sessions/a").json()["changedBuckets"], 0);
    // Another snapshot is another beginning.
    let next = server.directory().join("next");
    std::fs::write(&next, json!({"globalVars": {"seen": 6}}).to_string()).expect("written");
    std::fs::rename(next, server.directory().join("seed.json")).expect("moved");
    crate::support::wait_for("the new beginning", || {
        get_in(&server, &format!("s{}", rand::random::<u32>()), "/seen").text() == "7"
    });
    assert_eq!(server.get("/look").text(), "6");
}

#[test]
fn buckets_go_back_to_what_their_session_began_with() {
    let server = Sidemock::on(&stateful()).start();
    server.send(&Request::new("DELETE", "/items/1"));
    call(&server, "POST", "/x/snapshots", &json!({"name": "one-item"}));
    server.send(&Request::new("DELETE", "/items/2"));
    call(&server, "POST", "/x/sessions", &json!({"id": "a", "from": "snapshot:one-item"}));
    let two = || get_in(&server, "a", "/items").text();
    let began = two();
    assert!(began.contains("two"), "{began}");
    server.send(&within("a", Request::new("DELETE", "/items/2")));
    assert_eq!(two(), "[]");
    server.admin("POST", "/data-buckets/purge?session=a");
    assert_eq!(two(), began);
    server.admin("POST", "/data-buckets/purge");
    assert!(server.get("/items").text().contains("one"), "the base goes back to the file");
}

#[test]
fn a_restore_leaves_stubs_forced_responses_and_faults_as_they_are() {
    let server = Sidemock::on(&stateful()).start();
    call(&server, "POST", "/x/snapshots", &json!({"name": "s"}));
    let stub = json!({"route": {"endpoint": "stubbed", "responses": [{"body": "stub"}]}});
    call(&server, "POST", "/x/stubs", &stub);
    call(&server, "POST", "/x/faults", &json!({"match": {"path": "/look"}, "fault": {"type": "status"}}));
    assert_eq!(call(&server, "POST", "/x/snapshots/s/restore", &json!({})).status, 200);
    assert_eq!((server.get("/stubbed").text().as_str(), server.get("/look").status), ("stub", 503));
    server.admin("POST", "/state/purge");
    assert_eq!((server.get("/stubbed").status, server.get("/look").status), (404, 200));
}

#[test]
fn a_companion_s_snapshot_that_is_none_is_refused_by_name() {
    for (snapshot, said) in [("nothing", "not JSON"), (r#"{"bukets": []}"#, "bukets")] {
        let ended = Sidemock::on(&stateful())
            .file("environment.sidemock.yaml", "snapshot: seed.json\n")
            .file("seed.json", snapshot)
            .run();
        let output = ended.output();
        assert!(ended.code == Some(65) && output.contains("seed.json") && output.contains(said), "{output}");
    }
}

#[test]
fn a_snapshot_is_found_where_its_location_says() {
    let server = Sidemock::on(&stateful()).start();
    for (name, path) in [("two-orders", "two-orders"), ("v1.2_a~b", "v1.2_a~b"), ("žluť 1", "%C5%BElu%C5%A5%201")] {
        let made = call(&server, "POST", "/x/snapshots", &json!({"name": name}));
        assert_eq!(made.header("location"), Some(&*format!("/mockoon-admin/x/snapshots/{path}")));
        assert_eq!(server.admin("GET", &format!("/x/snapshots/{path}")).json()["name"], json!(name));
    }
    for name in [".", ".."] {
        let refused = call(&server, "POST", "/x/snapshots", &json!({"name": name}));
        assert_eq!(refused.status, 400, "{}", refused.text());
    }
}

#[test]
fn a_snapshot_sets_no_variables_where_nobody_may() {
    let server = Sidemock::on(&stateful()).var("MOCKOON_ENV_VARS_PREFIX", "").start();
    let put = |body| call(&server, "PUT", "/x/snapshots/z", &body);
    assert_eq!(put(json!({"envVars": {"MYVAR": "changed"}})).status, 403);
    assert_eq!(put(json!({"envVars": {}})).status, 201);
}
