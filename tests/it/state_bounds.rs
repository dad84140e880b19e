//! What clients may put into buckets and variables: as much as there is room for, of all environments and sessions together.

use serde_json::json;

use crate::support::{Request, Server, Sidemock, bucket, crud, environment, get, response, route};

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
