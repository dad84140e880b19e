//! The environment as a whole.

use serde_json::{Value, json};

use super::{call, shop, tag, uuid_of};
use crate::support::{Request, Sidemock, TOKEN, get};

#[test]
fn the_environment_that_is_read_can_be_put_back_without_a_change() {
    let server = Sidemock::on(&shop()).start();
    let read = call(&server, "GET", "/environment", &Value::Null, None);
    let tag = read.header("etag").unwrap();
    let (generation, hash) = tag.trim_matches('"').split_once('-').unwrap();
    assert_eq!((generation, hash.len()), ("1", 64));
    for path in ["/environment?dryRun=true", "/environment?dryRun=false"] {
        let reply = call(&server, "PUT", path, &read.json(), Some(tag));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let dry = call(&server, "PUT", "/environment?dryRun=true", &shop_again(&read.json()), None).json();
    assert_eq!(dry["changes"], json!({"added": [], "changed": [], "removed": []}));
}

/// As somebody has it in a file: without what Mockoon's defaults say, with the port of the file.
fn shop_again(environment: &Value) -> Value {
    let mut file = environment.clone();
    file["port"] = 3000.into();
    for name in ["cors", "latency", "callbacks", "tlsOptions", "rootChildren", "uuid"] {
        file.as_object_mut().unwrap().remove(name);
    }
    file
}

#[test]
fn an_edit_of_what_somebody_else_has_changed_is_refused_with_the_tag_of_now() {
    let server = Sidemock::on(&shop()).start();
    let seen = tag(&server);
    let patched = call(&server, "PATCH", "/environment", &json!({"name": "Another"}), Some(&seen));
    assert_eq!(patched.status, 200, "{}", patched.text());
    let now = tag(&server);
    assert_eq!(patched.header("etag"), Some(&*now));
    let route = uuid_of(&call(&server, "GET", "/routes", &Value::Null, None).json()[0]);
    for (method, path) in [
        ("PUT", "/environment".to_owned()),
        ("PUT", "/environment?dryRun=true".to_owned()),
        ("PATCH", "/environment".to_owned()),
        ("POST", "/environment/revert".to_owned()),
        ("POST", "/routes".to_owned()),
        ("PUT", format!("/routes/{route}")),
        ("PATCH", format!("/routes/{route}")),
        ("DELETE", format!("/routes/{route}")),
        ("POST", format!("/routes/{route}/responses")),
    ] {
        let body = if method == "DELETE" || path.ends_with("revert") { Value::Null } else { json!({}) };
        let reply = call(&server, method, &path, &body, Some(&seen));
        assert_eq!((reply.status, reply.header("etag")), (412, Some(&*now)), "{method} {path}");
        assert_eq!(reply.json()["etag"], now, "{method} {path}");
    }
    let lenient =
        Request::new("PUT", "/mockoon-admin/environment").bearer(TOKEN).header("If-Match", &seen).json(&shop());
    assert_eq!(server.send(&lenient).status, 412);
    assert_eq!(tag(&server), now, "nothing was changed");
    for good in [now.as_str(), "*", &format!("\"0-0\", {now}")] {
        let reply = call(&server, "PATCH", "/environment?dryRun=true", &json!({}), Some(good));
        assert_eq!(reply.status, 200, "{good}");
    }
    assert_eq!(call(&server, "PATCH", "/environment", &json!({}), Some(&format!("W/{now}"))).status, 412);
}

#[test]
fn what_the_listener_is_bound_to_cannot_be_changed() {
    let server = Sidemock::on(&shop()).start();
    for (body, path) in [
        (json!({"port": 1}), "$.port"),
        (json!({"hostname": "10.0.0.1"}), "$.hostname"),
        (json!({"tlsOptions": {"enabled": true}}), "$.tlsOptions"),
    ] {
        for method in ["PUT", "PATCH"] {
            let reply = call(&server, method, "/environment", &body, None);
            assert_eq!((reply.status, &reply.json()["path"]), (409, &json!(path)), "{method} {body}");
            let dry = call(&server, method, "/environment?dryRun=true", &body, None).json();
            assert_eq!((&dry["valid"], &dry["path"]), (&json!(false), &json!(path)), "{dry}");
        }
    }
    // Those of the file are what is served, whatever the settings made of them.
    assert_eq!(call(&server, "PATCH", "/environment", &json!({"port": 3000}), None).status, 200);
    assert_eq!(call(&server, "PATCH", "/environment", &json!({"port": server.port()}), None).status, 200);
    assert_eq!(server.get("/one").text(), "0");
}

#[test]
fn bodies_that_are_no_environment_say_where() {
    let server = Sidemock::on(&shop()).start();
    for (body, path) in [
        (json!({"routes": "none"}), "$.routes"),
        (json!({"latencys": 1}), "$.latencys"),
        (
            json!({"routes": [{"endpoint": "a", "responses": [{"statusCode": "many"}]}]}),
            "$.routes[0].responses[0].statusCode",
        ),
        (json!({"routes": [{"uuid": "x"}]}), "$.routes[0].uuid"),
        (json!({"lastMigration": 999}), "$.lastMigration"),
    ] {
        let reply = call(&server, "PUT", "/environment", &body, None);
        assert_eq!((reply.status, &reply.json()["path"]), (400, &json!(path)), "{body}: {}", reply.text());
        let dry = call(&server, "PUT", "/environment?dryRun=true", &body, None);
        assert_eq!(
            (dry.status, &dry.json()["valid"], &dry.json()["path"]),
            (200, &json!(false), &json!(path)),
            "{body}"
        );
    }
    assert_eq!(call(&server, "PUT", "/environment", &json!([]), None).status, 400);
    let wrong = call(&server, "POST", "/environment", &json!({}), None);
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET, HEAD, PUT, PATCH")));
    let unknown = call(&server, "PUT", "/environment?dryrun=true", &json!({}), None);
    assert_eq!((unknown.status, unknown.text().contains("dryRun")), (400, true));
    assert_eq!(server.get("/one").text(), "0", "nothing was changed");
}

#[test]
fn patches_are_what_they_say_they_are() {
    let server = Sidemock::on(&shop()).start();
    let patch = |path: &str, kind: Option<&str>, body: &Value| {
        let request = Request::new("PATCH", &format!("/mockoon-admin/x{path}")).bearer(TOKEN);
        server.send(&match kind {
            Some(kind) => request.body(kind, body.to_string()),
            None => request.json(body).header("Content-Type", ""),
        })
    };
    let merge = json!({"latency": 0});
    let route =
        format!("/routes/{}", call(&server, "GET", "/routes", &Value::Null, None).json()[0]["uuid"].as_str().unwrap());
    let known =
        ["application/json", "Application/Merge-Patch+JSON; charset=utf-8", "application/x-www-form-urlencoded"];
    for kind in known.map(Some).into_iter().chain([None]) {
        assert_eq!(patch("/environment", kind, &merge).status, 200, "{kind:?}");
    }
    for (path, kind) in
        [("/environment", "application/json-patch+json"), (&route, "application/json-patch+json"), (&route, "text/xml")]
    {
        let reply = patch(path, Some(kind), &json!({}));
        assert_eq!(
            (reply.status, reply.header("accept-patch")),
            (415, Some("application/merge-patch+json, application/json"))
        );
        assert!(
            reply.text().contains(kind) && reply.text().contains("application/merge-patch+json"),
            "{}",
            reply.text()
        );
    }
    let reply = patch("/data-buckets/any", Some("application/merge-patch+json"), &json!({}));
    assert_eq!(
        (reply.status, reply.header("accept-patch")),
        (415, Some("application/json-patch+json, application/json"))
    );
}

#[test]
fn a_patch_is_of_the_environment_that_serves_and_not_of_an_older_one() {
    let server = Sidemock::on(&shop()).start();
    for number in [json!(1), json!(32), json!("x"), json!(-1)] {
        let reply = call(&server, "PATCH", "/environment", &json!({"lastMigration": number}), None);
        assert_eq!(
            (reply.status, &reply.json()["path"]),
            (400, &json!("$.lastMigration")),
            "{number}: {}",
            reply.text()
        );
    }
    assert_eq!(call(&server, "PATCH", "/environment", &json!({"lastMigration": 33}), None).status, 200);
    assert_eq!(call(&server, "GET", "/environment", &Value::Null, None).json()["lastMigration"], 33);
}

#[test]
fn mockoons_own_put_stays_lenient_and_its_dry_run_says_so() {
    let server = Sidemock::on(&shop()).start();
    let put = |query: &str, body: &Value| {
        server.send(&Request::new("PUT", &format!("/mockoon-admin/environment{query}")).bearer(TOKEN).json(body))
    };
    for wrong in [json!({"routes": "none"}), json!([]), json!({"name": 5, "routes": [], "rootChildren": []})] {
        let dry = put("?dryRun=true", &wrong).json();
        assert_eq!((&dry["valid"], &dry["message"]), (&json!(true), &Value::Null), "{dry}");
        assert!(dry["warnings"][0].as_str().is_some_and(|warning| warning.starts_with("repaired: ")), "{dry}");
        assert!(dry["changes"]["removed"].as_array().is_some_and(|list| !list.is_empty()), "{dry}");
        assert!(!dry["losesState"].is_null(), "{dry}");
    }
    let dry = put("?dryRun=true", &json!({"routes": [{"endpoint": "a", "x": 1}]})).json();
    assert_eq!(dry["valid"], true);
    assert!(dry["warnings"].to_string().contains("routes[0]: unknown field"), "{dry}");
    assert_eq!(server.get("/one").status, 200, "a dry run changes nothing");
    // Without an order of their own routes are served in the order of the list.
    assert_eq!(put("", &json!({"routes": [get("fresh", "new")]})).status, 200);
    assert_eq!((server.get("/fresh").text().as_str(), server.get("/one").status), ("new", 404));
    assert_eq!(put("", &json!({"routes": "none"})).status, 200);
    assert_eq!(server.get("/fresh").status, 404);
}

#[test]
fn a_revert_goes_back_to_the_mounted_file_and_wakes_who_waits_for_it() {
    let server = Sidemock::on(&shop()).start();
    let mounted = tag(&server);
    let hash = mounted.trim_matches('"').split_once('-').unwrap().1.to_owned();
    call(&server, "PATCH", "/environment", &json!({"routes": [get("other", "other")]}), None);
    assert_eq!((server.get("/other").text().as_str(), server.get("/one").status), ("other", 404));
    assert_eq!(server.manage(&format!("/readyz?hash={hash}")).status, 503);
    let reverted = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| server.manage(&format!("/readyz?hash={hash}&wait=30s")).status);
        let reverted = call(&server, "POST", "/environment/revert", &Value::Null, None);
        assert_eq!(waiting.join().unwrap(), 200);
        reverted
    });
    assert_eq!(reverted.json()["hash"], hash);
    assert_eq!((server.get("/other").status, server.get("/one").text().as_str()), (404, "0"));
    std::fs::write(server.directory().join("environment.json"), "{").unwrap();
    call(&server, "PATCH", "/environment", &json!({"name": "edited"}), None);
    let refused = call(&server, "POST", "/environment/revert", &Value::Null, None);
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(call(&server, "GET", "/environment", &Value::Null, None).json()["name"], "edited");
}
