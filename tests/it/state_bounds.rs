//! What clients may put into buckets and variables: as much as there is room for, of all environments and sessions together.

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route};

fn server() -> Server {
    let data = json!([bucket("itm1", "Items", &json!([])), bucket("obj1", "Things", &json!({}))]);
    let set = "{{setGlobalVar (queryParam 'name') (padStart '' 100000 'x')}}done";
    let put = "{{setData 'set' 'obj1' (queryParam 'name') (padStart '' 100000 'x')}}done";
    let both = "{{setGlobalVar 'half' 'written'}}{{setGlobalVar 'big' (padStart '' 1500000 'x')}}done";
    let routes = json!([
        crud("items", "itm1"),
        get("set", set),
        get("put", put),
        get("both", both),
        route("get", "half", vec![response(json!({"body": "{{getGlobalVar 'half'}}"}))]),
        get("ok", "ok")
    ]);
    Sidemock::on(&environment(json!({"data": data, "routes": routes}))).var("MOCKOON_MAX_STATE_BYTES", "1MB").start()
}

fn item() -> Request {
    Request::new("POST", "/items").json(&json!({"text": "x".repeat(100_000)}))
}

/// Sends until it is refused: how often it was taken, and what the refusal says.
fn fill(server: &Server, request: impl Fn(usize) -> Request) -> (usize, u16, String) {
    for count in 0..100 {
        let reply = server.send(&request(count));
        if reply.status == 507 || !reply.text().ends_with("done") && reply.status == 200 {
            return (count, reply.status, reply.text());
        }
    }
    panic!("it was never refused");
}

#[test]
fn a_bucket_grows_as_far_as_there_is_room_and_says_what_to_do() {
    let server = server();
    let (count, status, text) = fill(&server, |_| item());
    assert!((9..=11).contains(&count), "{count}");
    assert_eq!(status, 507);
    for word in ["the data bucket \"Items\" cannot grow", "MOCKOON_MAX_STATE_BYTES", "delete"] {
        assert!(text.contains(word), "{text}");
    }
    let kept = server.get("/items").json();
    assert_eq!(kept.as_array().unwrap().len(), count, "the refused one is not there");
    assert_eq!(server.get("/ok").text(), "ok");
    let first = format!("/items/{}", kept[0]["id"].as_str().expect("an id"));
    let small = Request::new("PATCH", &first).json(&json!({"text": "y"}));
    assert_eq!(server.send(&small).status, 200, "what becomes smaller fits");
    assert_eq!(server.send(&item()).status, 201, "there is room again");
    assert_eq!(server.send(&Request::new("PUT", "/items").json(&json!([]))).status, 200);
    assert_eq!(fill(&server, |_| item()).0, count, "all of it was given back");
}

#[test]
fn a_value_that_does_not_fit_is_refused_for_want_of_room() {
    let server = server();
    let large = json!("x".repeat(1_500_000));
    assert_eq!(x(&server, "PUT", "/x/data-buckets/itm1", &json!([1])).status, 200);
    let reply = x(&server, "PUT", "/x/data-buckets/itm1", &large);
    assert_eq!(reply.status, 507, "{}", reply.whole());
    assert!(reply.json()["message"].to_string().contains("MOCKOON_MAX_STATE_BYTES"), "{}", reply.text());
    let patch = json!([{"op": "add", "path": "/-", "value": large}]);
    assert_eq!(x(&server, "PATCH", "/x/data-buckets/itm1", &patch).status, 507);
    assert_eq!(server.admin("GET", "/x/data-buckets/itm1").json()["value"], json!([1]));
}

#[test]
fn variables_and_values_set_by_templates_grow_as_far_as_there_is_room() {
    for (path, place) in [("/set", "the global variable \"n1"), ("/put", "the data bucket \"Things\"")] {
        let server = server();
        let (count, _, text) = fill(&server, |n| Request::get(&format!("{path}?name=n{}", 100 + n)));
        assert!((9..=11).contains(&count), "{path} {count}");
        assert!(text.contains("Error while serving the content: ") && text.contains(place), "{text}");
        let again = server.get(&format!("{path}?name=n100"));
        assert_eq!(again.text(), "done", "what is there may be set again");
    }
}

#[test]
fn a_step_for_which_there_is_no_room_leaves_nothing() {
    let server = server();
    assert!(server.get("/both").text().contains("the global variable \"big\" cannot grow"));
    assert_eq!(server.get("/half").text(), "");
}

#[test]
fn sessions_share_what_all_may_hold() {
    let server = server();
    let (count, _, text) = fill(&server, |n| item().header("x-sidemock-session", &format!("s{n}")));
    assert!((9..=11).contains(&count), "{count} {text}");
    assert_eq!(server.send(&item()).status, 507);
}

#[test]
fn sessions_are_charged_what_they_change_and_not_the_bucket_that_they_share() {
    let items: Vec<_> = (0..2_000).map(|id| json!({"id": id, "text": "x".repeat(400)})).collect();
    let data = json!([bucket("itm1", "Items", &json!(items))]);
    let server = Sidemock::on(&environment(json!({"data": data, "routes": [crud("items", "itm1")]})))
        .var("MOCKOON_MAX_STATE_BYTES", "2MB")
        .start();
    for session in 0..50 {
        for (method, path) in [("PATCH", "/items/7"), ("POST", "/items"), ("DELETE", "/items/1999")] {
            let request = Request::new(method, path).json(&json!({"text": "y"}));
            let reply = server.send(&request.header("x-sidemock-session", &format!("s{session}")));
            assert!(reply.status < 300, "session {session}: {}", reply.whole());
        }
    }
    let everything = Request::new("PUT", "/items").json(&json!(items));
    let of =
        |session: usize| server.send(&everything.clone().header("x-sidemock-session", &format!("s{session}"))).status;
    assert!((0..10).map(of).any(|status| status == 507), "what is all a session's own counts");
}

fn x(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body))
}

/// A snapshot of about 100 kB.
fn snapshot(letter: &str) -> Value {
    json!({"buckets": [{"id": "itm1", "value": [{"id": 1, "text": letter.repeat(100_000)}]}]})
}

/// Puts snapshots until one is refused: how many there are.
fn fill_with_snapshots(server: &Server) -> usize {
    for count in 0..64 {
        let reply = x(server, "PUT", &format!("/x/snapshots/s{count}"), &snapshot("x"));
        if reply.status != 201 {
            assert_eq!(reply.status, 507, "{}", reply.whole());
            let message = reply.json()["message"].to_string();
            for word in ["the snapshot ", "MOCKOON_MAX_STATE_BYTES", "delete"] {
                assert!(message.contains(word), "{message}");
            }
            return count;
        }
    }
    panic!("none was refused");
}

#[test]
fn snapshots_share_what_all_states_may_hold() {
    let server = server();
    let count = fill_with_snapshots(&server);
    assert!((9..=11).contains(&count), "{count}");
    assert_eq!(server.admin("GET", "/x/snapshots").json().as_array().unwrap().len(), count);
    assert_eq!(server.send(&item()).status, 507, "a bucket finds no room either");
    assert_eq!(server.admin("DELETE", "/x/snapshots/s0").status, 204);
    assert_eq!(server.send(&item()).status, 201);
    assert_eq!(x(&server, "POST", "/x/snapshots", &json!({"name": "now"})).status, 507);
}

#[test]
fn what_snapshots_have_in_common_counts_once() {
    let server = server();
    assert_eq!(server.send(&item()).status, 201);
    for name in 0..30 {
        assert_eq!(x(&server, "POST", "/x/snapshots", &json!({"name": format!("s{name}")})).status, 201, "{name}");
    }
    for id in 0..30 {
        let session = format!("t{id}");
        let start = json!({"id": session, "from": "snapshot:s7"});
        assert_eq!(x(&server, "POST", "/x/sessions", &start).status, 201, "{id}");
        let small = Request::new("POST", "/items").json(&json!({"text": "y"})).header("x-sidemock-session", &session);
        assert_eq!(server.send(&small).status, 201, "session {id}");
        assert_eq!(x(&server, "POST", &format!("/x/snapshots/s8/restore?session={session}"), &json!({})).status, 200);
        let name = json!({"name": format!("s{id}")});
        assert_eq!(x(&server, "POST", &format!("/x/snapshots?session={session}"), &name).status, 201, "{id}");
    }
}

#[test]
fn a_snapshot_counts_as_long_as_somebody_has_what_it_held() {
    let server = server();
    let mut refused = None;
    for id in 0..30 {
        let variables =
            json!({"globalVars": {"big": "x".repeat(50_000)}, "envVars": {"MOCKOON_B": "x".repeat(50_000)}});
        if x(&server, "PUT", "/x/snapshots/one", &variables).status == 507 {
            refused = Some(id);
            break;
        }
        let start = json!({"id": format!("t{id}"), "from": "snapshot:one"});
        assert_eq!(x(&server, "POST", "/x/sessions", &start).status, 201);
        assert_eq!(server.admin("DELETE", "/x/snapshots/one").status, 204);
    }
    let count = refused.expect("sessions that began with snapshots have no end");
    assert!((8..=11).contains(&count), "{count}");
    for id in 0..count {
        server.admin("DELETE", &format!("/x/sessions/t{id}"));
    }
    assert!(fill_with_snapshots(&server) > 8, "all of it was given back");
}

#[test]
fn a_state_that_is_kept_gone_back_to_and_kept_again_counts_what_is_new() {
    let items: Vec<_> = (0..1_500).map(|id| json!({"id": id, "text": "x".repeat(300)})).collect();
    let data = json!([bucket("itm1", "Items", &json!(items))]);
    let server = Sidemock::on(&environment(json!({"data": data, "routes": [crud("items", "itm1")]})))
        .var("MOCKOON_MAX_STATE_BYTES", "1500kB")
        .start();
    // The bucket is more than half of what there is.
    let change = |session: &str, text: &str| {
        let small = Request::new("PATCH", "/items/7").json(&json!({"text": text}));
        server.send(&if session.is_empty() { small } else { small.header("x-sidemock-session", session) }).status
    };
    let name = |number: usize| if number.is_multiple_of(2) { "one".to_owned() } else { format!("s{number}") };
    for number in 0..20 {
        let name = name(number);
        assert_eq!(change("", &format!("kept {number}")), 200);
        let kept = x(&server, "POST", "/x/snapshots", &json!({"name": name}));
        assert_eq!(kept.status, 201, "{number}: {}", kept.text());
        assert_eq!(change("", "another"), 200);
        assert_eq!(x(&server, "POST", &format!("/x/snapshots/{name}/restore"), &json!({})).status, 200);
        assert_eq!(server.get("/items/7").json()["text"], json!(format!("kept {number}")));
    }
    for number in 0..20 {
        let id = format!("t{number}");
        assert_eq!(x(&server, "POST", "/x/sessions", &json!({"id": id, "from": "snapshot:one"})).status, 201);
        assert_eq!(change(&id, "of a session"), 200);
        let kept = x(&server, "POST", &format!("/x/snapshots?session={id}"), &json!({"name": name(number)}));
        assert_eq!(kept.status, 201, "{id}: {}", kept.text());
        assert_eq!(server.admin("DELETE", &format!("/x/sessions/{id}")).status, 204);
    }
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    for number in 0..20 {
        server.admin("DELETE", &format!("/x/snapshots/{}", name(number)));
    }
    let whole = |name: &str| {
        x(&server, "PUT", &format!("/x/snapshots/{name}"), &json!({"buckets": [{"id": "itm1", "value": items}]}))
    };
    assert_eq!(whole("a").status, 201, "what was kept is given back");
    assert_eq!(whole("b").status, 507, "and what has nothing in common counts whole");
}

#[test]
fn environment_variables_that_are_set_are_state_too() {
    let server = server();
    for count in 0..100 {
        let body = json!({"key": format!("k{}", 100 + count), "value": "x".repeat(100_000)});
        let reply = x(&server, "POST", "/env-vars", &body);
        if reply.status != 200 {
            assert_eq!(reply.status, 507, "{}", reply.whole());
            assert!(reply.text().contains("MOCKOON_MAX_STATE_BYTES"), "{}", reply.text());
            assert!((9..=11).contains(&count), "{count}");
            let again = json!({"key": "k100", "value": "y".repeat(100_000)});
            assert_eq!(x(&server, "POST", "/env-vars", &again).status, 200, "what is there may be set again");
            return;
        }
    }
    panic!("it was never refused");
}
