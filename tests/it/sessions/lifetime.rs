//! How sessions begin and end: by a call, by idleness, by the number that there may be.

use serde_json::{Value, json};

use super::{call, get_in, stateful};
use crate::support::{Server, Sidemock, bucket, environment, get, response, route, wait_for};

#[test]
fn a_started_session_says_how_to_send_and_when_it_ends() {
    let server = Sidemock::on(&stateful()).start();
    let started = call(&server, "POST", "/x/sessions", &json!({"id": "t42", "ttl": "10m"}));
    assert_eq!((started.status, started.header("location")), (201, Some("/mockoon-admin/x/sessions/t42")));
    let session = started.json();
    assert_eq!(session["send"], json!({"x-sidemock-session": "t42", "baggage": "sidemock-session=t42"}));
    assert!(session["expires"].as_str().is_some_and(|time| time.ends_with('Z')), "{session}");
    assert_eq!(call(&server, "POST", "/x/sessions", &json!({"id": "t42"})).status, 409);
    let made = call(&server, "POST", "/x/sessions", &json!({})).json();
    assert_eq!(made["id"].as_str().map(str::len), Some(36), "an id is made where none is given: {made}");
}

#[test]
fn wrong_starts_are_refused_with_the_place() {
    let server = Sidemock::on(&stateful()).start();
    for (body, path) in [
        (json!({"id": "a b"}), "$.id"),
        (json!({"ttl": "soon"}), "$.ttl"),
        (json!({"ttl": "0s"}), "$.ttl"),
        (json!({"from": "elsewhere"}), "$.from"),
        (json!({"clock": "yesterday"}), "$.clock"),
        (json!({"fakerSeed": -1}), "$.fakerSeed"),
        (json!({"tll": "1m"}), "$.tll"),
    ] {
        let reply = call(&server, "POST", "/x/sessions", &body);
        assert_eq!((reply.status, &reply.json()["path"]), (400, &json!(path)), "{body}: {}", reply.text());
    }
    let reply = call(&server, "POST", "/x/sessions", &json!({"tll": "1m"}));
    assert!(reply.text().contains("ttl"), "the nearest known key: {}", reply.text());
    assert_eq!(call(&server, "POST", "/x/sessions", &json!({"from": "snapshot:none"})).status, 404);
}

#[test]
fn an_ended_session_is_gone_and_may_begin_again() {
    let server = Sidemock::on(&stateful()).start();
    get_in(&server, "a", "/seen");
    assert_eq!(server.admin("DELETE", "/x/sessions/a").status, 204);
    assert_eq!(server.admin("DELETE", "/x/sessions/a").status, 204, "again");
    assert_eq!(server.admin("DELETE", "/x/sessions/never").status, 404);
    assert_eq!(server.admin("GET", "/x/sessions/a").status, 404);
    assert_eq!(get_in(&server, "a", "/seen").text(), "1");
}

#[test]
fn a_reset_session_is_what_it_was_at_its_beginning() {
    let server = Sidemock::on(&stateful()).start();
    assert_eq!(server.get("/turns").text(), "1");
    call(&server, "POST", "/x/snapshots", &json!({"name": "second"}));
    call(&server, "POST", "/x/sessions", &json!({"id": "a", "from": "snapshot:second"}));
    assert_eq!(get_in(&server, "a", "/turns").text(), "2");
    assert_eq!(server.admin("POST", "/x/sessions/a/reset").status, 200);
    assert_eq!(get_in(&server, "a", "/turns").text(), "2");
}

#[test]
fn the_idlest_goes_first_with_a_metric_and_an_event() {
    let server = Sidemock::on(&stateful()).var("MOCKOON_MAX_SESSIONS", "3").start();
    for session in ["a", "b", "c"] {
        get_in(&server, session, "/seen");
        // The clock of idleness counts milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    get_in(&server, "a", "/seen");
    get_in(&server, "d", "/seen");
    let sessions = server.admin("GET", "/x/sessions").json();
    let ids: Vec<_> = sessions.as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["a", "c", "d"]);
    let metrics = server.manage("/metrics").text();
    for line in [
        "sidemock_sessions{environment=\"Test\"} 3",
        "sidemock_sessions_created_total{environment=\"Test\"} 4",
        "sidemock_sessions_evicted_total{environment=\"Test\"} 1",
    ] {
        assert!(metrics.contains(line), "{line} in\n{metrics}");
    }
}

#[test]
fn an_idle_session_ends_by_itself() {
    let server = Sidemock::on(&stateful()).start();
    call(&server, "POST", "/x/sessions", &json!({"id": "short", "ttl": "50ms"}));
    // Nobody asks for it: the metric alone shows that it went.
    let gone = "sidemock_sessions_evicted_total{environment=\"Test\"} 1";
    wait_for("the end of the session", || server.manage("/metrics").text().contains(gone));
    assert_eq!(get_in(&server, "short", "/turns").text(), "1");
}

#[test]
fn clock_and_seed_are_the_session_s_own() {
    let server = Sidemock::on(&stateful()).start();
    for id in ["a", "b"] {
        let start = json!({"id": id, "fakerSeed": 42, "clock": "2026-01-01T00:00:00Z"});
        assert_eq!(call(&server, "POST", "/x/sessions", &start).status, 201);
    }
    let drawn = |session: &str| [0; 3].map(|_| get_in(&server, session, "/drawn").text());
    assert_eq!(drawn("a"), drawn("b"));
    assert!(
        get_in(&server, "a", "/now").text().starts_with("2026-01-01T00:00"),
        "{}",
        get_in(&server, "a", "/now").text()
    );
    assert!(!server.get("/now").text().starts_with("2026-01-01T"));
}

/// What tells the time: a bucket, a plain one beside it, and dates of fake data.
fn telling_the_time() -> Value {
    let dates = ["date.past", "date.recent", "date.future", "date.soon", "date.birthdate", "date.anytime"];
    let mut routes: Vec<Value> = dates.iter().map(|method| get(method, &format!("{{{{faker '{method}'}}}}"))).collect();
    routes.push(get("ulid", "{{faker 'string.ulid'}}"));
    routes.push(get("bucket", "{{data 'tells' 'at'}} {{data 'plain' 'at'}}"));
    routes.push(route("post", "bucket", vec![response(json!({"body": "{{setData 'set' 'tells' 'at' 'x'}}"}))]));
    let at = json!({"at": "{{now 'yyyy-MM-dd HH:mm'}}", "n": "{{faker 'number.int'}}"});
    environment(json!({
        "routes": routes,
        "data": [bucket("tells", "tells", &at), bucket("plain", "plain", &json!({"at": "always"}))],
    }))
}

#[test]
fn the_clock_of_a_session_is_that_of_its_buckets_and_of_its_fake_data() {
    for seed in [None, Some("7")] {
        let sidemock = Sidemock::on(&telling_the_time());
        let server = if let Some(seed) = seed { sidemock.var("MOCKOON_FAKER_SEED", seed) } else { sidemock }.start();
        let begin = json!({"id": "a", "clock": "2120-03-01T12:00:30Z"});
        assert_eq!(call(&server, "POST", "/x/sessions", &begin).status, 201);
        let ask = |path: &str| get_in(&server, "a", path).text();
        for (method, years) in [
            ("date.past", 2119..=2120),
            ("date.recent", 2120..=2120),
            ("date.soon", 2120..=2120),
            ("date.future", 2120..=2121),
            ("date.birthdate", 2038..=2102),
            ("date.anytime", 2119..=2121),
        ] {
            let drawn = ask(&format!("/{method}"));
            let year = drawn.split(' ').nth(3).and_then(|year| year.parse().ok());
            assert!(year.is_some_and(|year: i32| years.contains(&year)), "{method}: {drawn}");
        }
        assert!(ask("/ulid").starts_with("049"), "{}", ask("/ulid"));
        let began = ask("/bucket");
        assert!(began.starts_with("2120-03-01 12:0") && began.ends_with(" always"), "{began}");
        assert!(!server.get("/bucket").text().starts_with("2120"));
        assert!(!get_in(&server, "b", "/bucket").text().starts_with("2120"), "another session");
        let whole = || server.admin("GET", "/data-buckets/tells?session=a").json()["value"]["n"].clone();
        let number = whole();
        server.send(&super::within("a", crate::support::Request::new("POST", "/bucket")));
        assert_eq!(ask("/bucket"), "x always");
        assert_eq!(server.admin("POST", "/x/sessions/a/reset").status, 200);
        assert_eq!((ask("/bucket"), whole()), (began, number.clone()), "as it began");
        assert_eq!(server.admin("GET", "/data-buckets/tells").json()["value"]["n"] == number, seed.is_some());
    }
}

#[test]
fn a_seed_decides_on_what_is_drawn_by_lot_and_fake_data_stays_what_it_is() {
    const LOTS: [&str; 3] = ["/one", "/some", "/repeat"];
    let file = environment(json!({"routes": [
        get("one", "{{oneOf (array 1 2 3 4 5 6 7 8 9)}}{{oneOf (split '1,2,3,4,5,6,7' ',')}}"),
        get("some", "{{someOf (array 1 2 3 4 5 6 7 8 9) 3 5}}"),
        get("repeat", "{{#repeat 1 1000 comma=false}}x{{/repeat}}"),
        get("drawn", "{{faker 'number.int'}}"),
    ]}));
    let with_seed = |seed: &str| Sidemock::on(&file).var("MOCKOON_FAKER_SEED", seed).start();
    let (server, seeded, again) = (Sidemock::on(&file).start(), with_seed("5"), with_seed("5"));
    for id in ["a", "b", "c"] {
        assert_eq!(call(&server, "POST", "/x/sessions", &json!({"id": id, "fakerSeed": 5})).status, 201);
    }
    let lots = |server: &Server, session: &str| -> Vec<String> {
        [0; 5].iter().flat_map(|_| LOTS).map(|path| get_in(server, session, path).text()).collect()
    };
    let drawn = |session: &str| [0; 3].map(|_| get_in(&server, session, "/drawn").text());
    let (first, fake) = (lots(&server, "a"), drawn("a"));
    assert_eq!((drawn("b"), lots(&server, "b")), (fake.clone(), first.clone()), "neither shifts the other");
    assert_ne!(lots(&server, "a"), first, "they go on");
    assert_ne!(lots(&server, "none"), lots(&server, "none either"), "without a seed");
    assert_eq!(lots(&seeded, "a"), lots(&again, "a"));
    // They are a part of the state as all draws are.
    call(&server, "POST", "/x/snapshots?session=b", &json!({"name": "later"}));
    let after = lots(&server, "b");
    assert_eq!(call(&server, "POST", "/x/snapshots/later/restore?session=b", &json!({})).status, 200);
    assert_eq!(lots(&server, "b"), after);
    assert_eq!(server.admin("POST", "/x/sessions/a/reset").status, 200);
    assert_eq!((lots(&server, "a"), drawn("a")), (first, fake));
}

#[test]
fn a_reload_keeps_what_did_not_change_in_every_session() {
    let mut environment = stateful();
    let server = Sidemock::on(&environment).start();
    get_in(&server, "a", "/turns");
    get_in(&server, "a", "/seen");
    server.send(&super::within("a", crate::support::Request::new("DELETE", "/items/1")));
    environment["routes"][3]["responses"][0]["body"] = "looked {{getGlobalVar 'seen'}}".into();
    assert_eq!(call(&server, "PUT", "/environment", &environment).status, 200);
    assert_eq!(get_in(&server, "a", "/turns").text(), "2");
    assert_eq!(get_in(&server, "a", "/look").text(), "looked 1");
    assert_eq!(get_in(&server, "a", "/items").json().as_array().map(Vec::len), Some(1));
    // What changed starts anew.
    environment["data"][0]["value"] = json!([{"id": "9"}]).to_string().into();
    assert_eq!(call(&server, "PUT", "/environment", &environment).status, 200);
    assert_eq!(get_in(&server, "a", "/items").json(), json!([{"id": "9"}]));
    assert_eq!(get_in(&server, "a", "/turns").text(), "3");
}

#[test]
fn what_is_to_be_sent_is_what_the_keys_ask_for() {
    for (keys, expected) in [
        ("header:X-Test,baggage:test", json!({"x-test": "t1", "baggage": "test=t1"})),
        ("query:sess,cookie:SID", json!({"query": "sess=t1", "cookie": "SID=t1"})),
        ("baggage:a,baggage:b", json!({"baggage": "a=t1"})),
        ("traceparent", json!({})),
    ] {
        let server = Sidemock::on(&stateful()).var("MOCKOON_SESSION_KEYS", keys).start();
        let started = call(&server, "POST", "/x/sessions", &json!({"id": "t1"}));
        assert_eq!(started.json()["send"], expected, "{keys}");
    }
}

#[test]
fn a_clock_is_set_to_times_that_there_are() {
    let server = Sidemock::on(&stateful()).start();
    for (id, clock, status) in [
        ("a", "2026-01-01T00:00:00Z", 201),
        ("b", "2026-12-31T23:59:59.123+05:30", 201),
        ("c", "2026-02-30T00:00:00Z", 400),
        ("d", "2026-01-01", 400),
        ("e", "+275760-09-13T00:00:00Z", 400),
        ("f", "2026-01-01T25:00:00Z", 400),
        ("g", "tomorrow", 400),
    ] {
        let started = call(&server, "POST", "/x/sessions", &json!({"id": id, "clock": clock}));
        assert_eq!(started.status, status, "{clock}: {}", started.text());
        assert!(status == 201 || started.text().contains("$.clock"), "{clock}: {}", started.text());
    }
}
