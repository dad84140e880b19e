//! The resources of the admin API.

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route,
};

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body))
}

fn shop() -> Value {
    let mut counted = route("get", "counted", (0..3).map(|i| response(json!({"body": i.to_string()}))).collect());
    counted["responseMode"] = "SEQUENTIAL".into();
    environment(json!({
        "name": "Shop",
        "data": [bucket("itm1", "Items", &json!([{"id": 1}]))],
        "routes": [
            counted,
            crud("items", "itm1"),
            get("global", "{{getGlobalVar 'color'}}"),
            get("variable", "{{getEnvVar 'MOCKOON_PLACE'}}"),
            route("post", "echo/:id", vec![response(json!({"body": "{{body}}"}))]),
        ],
    }))
}

#[test]
fn the_root_greets() {
    let server = Sidemock::on(&shop()).start();
    let reply = server.admin("GET", "");
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    assert!(reply.json()["response"].as_str().is_some_and(|text| text.starts_with("Welcome to Mockoon's admin API")));
    assert_eq!(server.admin("GET", "/").status, 200);
    assert_eq!(server.admin("GET", "/nothing/here").status, 404);
}

#[test]
fn a_state_purge_resets_counters_buckets_global_variables_and_logs() {
    for (method, path) in [("PURGE", "/state"), ("POST", "/state/purge")] {
        let server = Sidemock::on(&shop()).start();
        assert_eq!(server.get("/counted").text(), "0");
        server.send(&Request::new("POST", "/items").json(&json!({"name": "new"})));
        call(&server, "POST", "/global-vars", &json!({"key": "color", "value": "red"}));
        call(&server, "POST", "/env-vars", &json!({"key": "MOCKOON_PLACE", "value": "here"}));
        let reply = server.admin(method, path);
        assert_eq!(reply.json(), json!({"response": "Server has been reset to its initial state"}));
        assert_eq!(server.admin("GET", "/logs").json(), json!([]));
        assert_eq!(server.get("/counted").text(), "0");
        assert_eq!(server.get("/items").json(), json!([{"id": 1}]));
        assert_eq!(server.get("/global").text(), "");
        assert_eq!(server.get("/variable").text(), "here", "environment variables stay");
    }
}

#[test]
fn global_variables_are_set_read_and_purged() {
    let server = Sidemock::on(&shop()).start();
    assert_eq!(server.admin("GET", "/global-vars/color").status, 404);
    for (method, value) in [("POST", "red"), ("PUT", "green"), ("PATCH", "blue")] {
        let reply = call(&server, method, "/global-vars", &json!({"key": "color", "value": value}));
        let message = format!("Global variable 'color' has been set to '{value}'");
        assert_eq!((reply.status, reply.json()), (200, json!({"message": message})));
        assert_eq!(server.get("/global").text(), value);
    }
    assert_eq!(server.admin("GET", "/global-vars/color").json(), json!({"key": "color", "value": "blue"}));
    assert_eq!(call(&server, "POST", "/global-vars", &json!({"key": "color"})).status, 400);
    assert_eq!(server.admin("PURGE", "/global-vars").status, 200);
    assert_eq!(server.admin("GET", "/global-vars/color").status, 404);
    assert_eq!(server.admin("POST", "/global-vars/purge").status, 200);
}

#[test]
fn environment_variables_are_seen_below_the_prefix_and_set_in_memory() {
    let server = Sidemock::on(&shop()).var("MOCKOON_PLACE", "there").var("OTHER", "hidden").start();
    assert_eq!(server.admin("GET", "/env-vars/PLACE").json(), json!({"key": "MOCKOON_PLACE", "value": "there"}));
    assert_eq!(server.admin("GET", "/env-vars/OTHER").status, 404);
    assert_eq!(server.admin("GET", "/env-vars/PATH").status, 404);
    for method in ["POST", "PUT", "PATCH"] {
        let reply = call(&server, method, "/env-vars", &json!({"key": "PLACE", "value": method}));
        assert_eq!(
            reply.json(),
            json!({"message": format!("Environment variable 'MOCKOON_PLACE' has been set to '{method}'")})
        );
        assert_eq!(server.get("/variable").text(), method);
    }
    assert_eq!(call(&server, "POST", "/env-vars", &json!({"value": "x"})).status, 400);
}

#[test]
fn an_empty_prefix_allows_reads_and_refuses_writes() {
    // An empty value means the default, so this is about the prefix of somebody else.
    let server = Sidemock::on(&shop()).var("MOCKOON_ENV_VARS_PREFIX", "SHOP_").var("SHOP_A", "1").start();
    assert_eq!(server.admin("GET", "/env-vars/A").json(), json!({"key": "SHOP_A", "value": "1"}));
    assert_eq!(server.admin("GET", "/env-vars/MOCKOON_DATA").status, 404);
}

#[test]
fn data_buckets_are_listed_shown_and_reset() {
    let server = Sidemock::on(&shop()).start();
    server.send(&Request::new("POST", "/items").json(&json!({"name": "new"})));
    let list = server.admin("GET", "/data-buckets").json();
    assert_eq!(list, json!([{"id": "itm1", "name": "Items", "parsed": true, "validJson": true}]));
    for name in ["Items", "items", "itm1"] {
        let shown = server.admin("GET", &format!("/data-buckets/{name}")).json();
        assert_eq!(shown["value"], json!([{"id": 1}, {"name": "new", "id": 2}]), "{name}");
    }
    assert_eq!(server.admin("GET", "/data-buckets/nothing").status, 404);
    for (method, path) in [("PURGE", "/data-buckets"), ("POST", "/data-buckets/purge")] {
        server.send(&Request::new("DELETE", "/items/1"));
        assert_eq!(server.admin(method, path).status, 200);
        assert_eq!(server.get("/items").json(), json!([{"id": 1}]));
    }
}

#[test]
fn logs_are_paged_and_purged() {
    let server = Sidemock::on(&shop()).start();
    for i in 0..12 {
        server.send(&Request::new("POST", &format!("/echo/{i}?q={i}")).body("text/plain", format!("body {i}")));
    }
    let page = |query: &str| server.admin("GET", &format!("/logs{query}")).json();
    assert_eq!(page("").as_array().map(Vec::len), Some(10));
    assert_eq!(page("?page=2").as_array().map(Vec::len), Some(2));
    let fifth = &page("?limit=1&page=5")[0];
    assert_eq!(fifth["request"]["urlPath"], json!("/echo/4"));
    assert_eq!(fifth["request"]["body"], json!("body 4"));
    assert_eq!(fifth["request"]["params"], json!([{"name": "id", "value": "4"}]));
    assert_eq!((&fifth["response"]["statusCode"], &fifth["response"]["body"]), (&json!(200), &json!("body 4")));
    assert_eq!(server.admin("PURGE", "/logs").status, 200);
    assert_eq!(page(""), json!([]));
    server.get("/counted");
    assert_eq!(server.admin("POST", "/logs/purge").status, 200);
    assert_eq!(page(""), json!([]));
}

#[test]
fn calls_of_the_admin_api_are_not_recorded() {
    let server = Sidemock::on(&shop()).start();
    server.admin("GET", "/data-buckets");
    server.get("/mockoon-admin/logs");
    assert_eq!(server.admin("GET", "/logs").json(), json!([]));
}

#[test]
fn the_log_keeps_as_many_transactions_and_bytes_as_it_may() {
    let server = Sidemock::on(&shop())
        .var("MOCKOON_MAX_TRANSACTION_LOGS", "3")
        .var("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "100kb")
        .start();
    for i in 0..5 {
        server.send(&Request::new("POST", &format!("/echo/{i}")).body("text/plain", "x"));
    }
    let kept = server.admin("GET", "/logs").json();
    let paths: Vec<_> = kept.as_array().expect("a list").iter().map(|t| t["request"]["urlPath"].clone()).collect();
    assert_eq!(paths, ["/echo/2", "/echo/3", "/echo/4"]);
    server.send(&Request::new("POST", "/echo/big").body("text/plain", vec![b'x'; 1 << 20]));
    let kept = server.admin("GET", "/logs").json();
    let big = kept.as_array().and_then(|list| list.last()).expect("the last one");
    let body = big["request"]["body"].as_str().expect("text");
    assert!(body.len() < 100 << 10 && body.contains("truncated"), "{} bytes", body.len());
}

#[test]
fn sensitive_headers_are_redacted_in_logs_and_output() {
    let cookie = json!([{"key": "Set-Cookie", "value": "session=set-cookie-value"}]);
    let route = route("get", "x", vec![response(json!({"headers": cookie}))]);
    let server = Sidemock::on(&environment(json!({"routes": [route]}))).var("MOCKOON_LOG_TRANSACTION", "true").start();
    let mut request = Request::get("/x?token=query-value&other=shown").header("X-Shown", "shown-value");
    for name in ["Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "Api-Key", "X-Auth-Token"] {
        request = request.header(name, "Scheme request-value");
    }
    server.send(&request);
    let log = server.admin("GET", "/logs").text();
    let output = server.wait_for_output("shown-value");
    for (place, text) in [("logs", log), ("output", output)] {
        for secret in ["request-value", "set-cookie-value", "query-value"] {
            assert!(!text.contains(secret), "{secret} in {place}: {text}");
        }
        assert!(text.contains("[REDACTED]") && text.contains("shown-value"), "{place}: {text}");
    }
}

#[test]
fn events_replay_what_has_happened_and_go_on_live() {
    let server = Sidemock::on(&shop()).start();
    for i in 0..5 {
        server.get(&format!("/counted?n={i}"));
    }
    let subscribe = |query: &str| {
        let mut connection = Connection::open(server.port());
        connection.write(&Request::get(&format!("/mockoon-admin/events{query}")).bearer(TOKEN).bytes());
        assert_eq!(connection.head().expect("an answer").status, 200);
        connection
    };
    let next = |connection: &mut Connection| -> Value {
        loop {
            let line = connection.line().expect("the stream goes on");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    };
    let mut all = subscribe("");
    assert_eq!(next(&mut all)["event"], json!("data-bucket-processed"));
    for i in 0..5 {
        let event = next(&mut all);
        assert_eq!(event["event"], json!("transaction-complete"));
        assert_eq!(event["transaction"]["request"]["query"], json!(format!("n={i}")));
    }
    let mut newest = subscribe("?maxlogs=2");
    assert_eq!(next(&mut newest)["event"], json!("data-bucket-processed"));
    for i in 3..5 {
        assert_eq!(next(&mut newest)["transaction"]["request"]["query"], json!(format!("n={i}")));
    }
    let mut paced = subscribe("?every=20ms");
    for event in ["data-bucket-processed", "requests-changed"] {
        assert_eq!(next(&mut paced)["event"], json!(event));
    }
    for n in ["first", "second", "third"] {
        server.get(&format!("/counted?n={n}"));
    }
    for n in ["first", "second", "third"] {
        for connection in [&mut all, &mut newest] {
            assert_eq!(next(connection)["transaction"]["request"]["query"], json!(format!("n={n}")));
        }
    }
    assert_eq!(next(&mut paced), json!({"event": "requests-changed"}));
    server.admin("POST", "/logs/purge");
    assert_eq!(next(&mut paced), json!({"event": "requests-changed"}));
}

#[test]
fn another_environment_takes_the_place_of_the_one_that_serves() {
    let file = shop();
    let server = Sidemock::on(&file).start();
    server.send(&Request::new("POST", "/items").json(&json!({"name": "kept"})));
    server.get("/counted");
    let mut changed = file.clone();
    changed["routes"][2] = get("brand-new", "new");
    changed["rootChildren"][2]["uuid"] = changed["routes"][2]["uuid"].clone();
    let reply = call(&server, "PUT", "/environment", &changed);
    assert_eq!((reply.status, reply.json()), (200, json!({"message": "Environment updated"})));
    assert_eq!(server.get("/brand-new").text(), "new");
    assert_eq!(server.get("/global").status, 404);
    assert_eq!(
        server.get("/items").json(),
        json!([{"id": 1}, {"name": "kept", "id": 2}]),
        "unchanged buckets keep their data"
    );
    assert_eq!(server.get("/counted").text(), "1", "counters survive");
}

#[test]
fn an_environment_that_is_no_json_is_refused_and_changes_nothing() {
    let server = Sidemock::on(&shop()).start();
    let broken =
        Request::new("PUT", "/mockoon-admin/environment").bearer(TOKEN).body("application/json", "{\"routes\": [");
    let reply = server.send(&broken);
    assert_eq!(reply.status, 400);
    assert!(reply.text().contains("line 1"), "{}", reply.text());
    assert_eq!(server.get("/counted").text(), "0");
}

#[test]
fn requests_during_many_swaps_are_all_answered() {
    let file = shop();
    let server = Sidemock::on(&file).start();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(server.port());
                    for _ in 0..200 {
                        assert_eq!(connection.ask(&Request::get("/items/1")).json(), json!({"id": 1}));
                    }
                })
            })
            .collect();
        for _ in 0..30 {
            assert_eq!(call(&server, "PUT", "/environment", &file).status, 200);
        }
        readers.into_iter().for_each(|reader| reader.join().expect("every request is answered"));
    });
}

#[test]
fn events_carry_large_transactions_too() {
    let server = Sidemock::on(&shop()).start();
    let mut connection = Connection::open(server.port());
    connection.write(&Request::get("/mockoon-admin/events").bearer(TOKEN).bytes());
    assert_eq!(connection.head().expect("an answer").status, 200);
    server.send(&Request::new("POST", "/echo/large").body("text/plain", vec![b'x'; 300 << 10]));
    server.send(&Request::new("POST", "/echo/last").body("text/plain", "x"));
    let mut seen = Vec::new();
    while !seen.last().is_some_and(|line: &String| line.contains("/echo/last")) {
        seen.push(connection.line().expect("the stream goes on"));
    }
    assert!(
        seen.iter().any(|line| line.contains("/echo/large")),
        "{:?}",
        seen.iter().map(|l| l.len()).collect::<Vec<_>>()
    );
}

#[test]
fn the_absolute_form_of_a_target_reaches_the_admin_api_with_the_token() {
    let server = Sidemock::on(&shop()).start();
    let reply = server.send(&Request::get("http://localhost/mockoon-admin/data-buckets").bearer(TOKEN));
    assert_eq!(reply.status, 200, "{reply:?}");
}

#[test]
fn an_environment_without_a_tree_is_put_with_all_its_routes() {
    let mut file = shop();
    let server = Sidemock::on(&file).start();
    file.as_object_mut().expect("an object").remove("rootChildren");
    assert_eq!(call(&server, "PUT", "/environment", &file).status, 200);
    assert_eq!(server.get("/items").status, 200);
    server.wait_for_output("rootChildren is missing: the routes are served in their order");
    // What is there is taken as it is, as the reference does.
    file["rootChildren"] = json!([]);
    assert_eq!(call(&server, "PUT", "/environment", &file).status, 200);
    assert_eq!(server.get("/items").status, 404);
}
