//! Routes and responses one by one.

use serde_json::{Value, json};

use super::{call, shop, uuid_of};
use crate::support::{Sidemock, environment, get};

const NOWHERE: &str = "99999999-9999-4999-8999-999999999999";

#[test]
fn routes_are_added_read_changed_and_removed() {
    let server = Sidemock::on(&shop()).start();
    let added = call(&server, "POST", "/routes", &json!({"method": "POST", "endpoint": "/hello/:name"}), None);
    assert_eq!(added.status, 201, "{}", added.text());
    let (route, place) = (added.json(), format!("/routes/{}", uuid_of(&added.json())));
    assert_eq!(added.header("location"), Some(&*format!("/mockoon-admin/x{place}")));
    assert_eq!((&route["method"], &route["endpoint"]), (&json!("post"), &json!("hello/:name")));
    assert_eq!(server.send(&crate::support::Request::new("POST", "/hello/you")).text(), "{}");
    assert_eq!(call(&server, "GET", &place, &Value::Null, None).json(), route);
    let body = json!({"method": "get", "endpoint": "hello", "responses": [{"body": "put"}]});
    assert_eq!(call(&server, "PUT", &place, &body, None).json()["responses"][0]["body"], "put");
    assert_eq!(server.get("/hello").text(), "put");
    let patched = call(&server, "PATCH", &place, &json!({"endpoint": "bye", "documentation": "x"}), None);
    assert_eq!(patched.json()["responses"][0]["body"], "put");
    assert_eq!((server.get("/hello").status, server.get("/bye").text().as_str()), (404, "put"));
    assert_eq!(call(&server, "DELETE", &place, &Value::Null, None).status, 204);
    assert_eq!(call(&server, "DELETE", &place, &Value::Null, None).status, 204, "it is gone already");
    assert_eq!((call(&server, "GET", &place, &Value::Null, None).status, server.get("/bye").status), (404, 404));
    let whole = call(&server, "GET", "/environment", &Value::Null, None).json();
    assert!(!whole.to_string().contains(&uuid_of(&route)), "nothing refers to it");
    assert_eq!(call(&server, "GET", "/routes", &Value::Null, None).json(), whole["routes"]);
}

#[test]
fn responses_are_added_read_changed_and_removed() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "first")]}))).start();
    let route = uuid_of(&call(&server, "GET", "/routes", &Value::Null, None).json()[0]);
    let list = format!("/routes/{route}/responses");
    let added = call(&server, "POST", &list, &json!({"body": "second", "statusCode": 202}), None);
    assert_eq!(added.status, 201, "{}", added.text());
    let place = format!("{list}/{}", uuid_of(&added.json()));
    assert_eq!(added.header("location"), Some(&*format!("/mockoon-admin/x{place}")));
    call(&server, "PATCH", &format!("/routes/{route}"), &json!({"responseMode": "SEQUENTIAL"}), None);
    assert_eq!((server.get("/a").text().as_str(), server.get("/a").status), ("first", 202));
    call(&server, "PATCH", &place, &json!({"statusCode": 203}), None);
    assert_eq!(call(&server, "GET", &place, &Value::Null, None).json()["body"], "second");
    assert_eq!((server.get("/a").text().as_str(), server.get("/a").status), ("first", 203));
    let put = call(&server, "PUT", &place, &json!({"label": "new"}), None).json();
    assert_eq!((&put["label"], &put["statusCode"], &put["body"]), (&json!("new"), &json!(200), &json!("{}")));
    assert_eq!(call(&server, "GET", &list, &Value::Null, None).json()[1], put);
    assert_eq!(call(&server, "DELETE", &place, &Value::Null, None).status, 204);
    assert_eq!(call(&server, "DELETE", &place, &Value::Null, None).status, 204);
    assert_eq!(call(&server, "GET", &list, &Value::Null, None).json().as_array().unwrap().len(), 1);
}

#[test]
fn one_response_of_a_route_is_the_default_one_however_it_is_edited() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "0")]}))).start();
    let route = format!("/routes/{}", uuid_of(&call(&server, "GET", "/routes", &Value::Null, None).json()[0]));
    let list = format!("{route}/responses");
    // The bodies of the default responses, and what is answered.
    let defaults = |what: &str, expected: &str| {
        let route = call(&server, "GET", &route, &Value::Null, None).json();
        let found = route["responses"].as_array().unwrap().iter().filter(|one| one["default"] == true);
        let found: Vec<&str> = found.map(|one| one["body"].as_str().unwrap()).collect();
        assert_eq!((found, server.get("/a").text().as_str()), (vec![expected], expected), "{what}");
    };
    let add = |body: &str, default: bool| {
        let added = call(&server, "POST", &list, &json!({"body": body, "default": default}), None);
        assert_eq!((added.status, &added.json()["default"]), (201, &json!(default)), "{}", added.text());
        format!("{list}/{}", uuid_of(&added.json()))
    };
    let one = add("1", true);
    defaults("POST", "1");
    let two = add("2", false);
    defaults("POST of another", "1");
    call(&server, "PATCH", &two, &json!({"default": true}), None);
    defaults("PATCH", "2");
    call(&server, "PATCH", &two, &json!({"label": "x"}), None);
    defaults("PATCH of something else", "2");
    call(&server, "PUT", &one, &json!({"body": "1", "default": true}), None);
    defaults("PUT", "1");
    let mut responses = call(&server, "GET", &list, &Value::Null, None).json();
    responses.as_array_mut().unwrap().reverse();
    assert_eq!(call(&server, "PATCH", &route, &json!({"responses": responses}), None).status, 200);
    defaults("another order", "1");
    assert_eq!(call(&server, "DELETE", &one, &Value::Null, None).status, 204);
    defaults("DELETE of the default one", "2");
    let several = json!({"endpoint": "a", "responses": [
        {"body": "x"}, {"body": "y", "default": true}, {"body": "z", "default": true}]});
    assert_eq!(call(&server, "PUT", &route, &several, None).status, 200);
    defaults("PUT of several", "y");
    assert_eq!(call(&server, "PATCH", &route, &several, None).status, 200);
    defaults("PATCH of several", "y");
    for (path, body, place) in
        [("/routes", several.clone(), "/responses"), ("/stubs", json!({"route": several}), "/route/responses")]
    {
        let made = call(&server, "POST", path, &body, None).json();
        let made = made.pointer(place).and_then(Value::as_array).unwrap_or_else(|| panic!("{path}: {made}"));
        let defaults: Vec<bool> = made.iter().map(|one| one["default"] == true).collect();
        assert_eq!(defaults, [false, true, false], "{path}");
    }
}

#[test]
fn a_route_is_put_into_a_folder_where_one_is_named() {
    let folder = "00000000-0000-4000-8000-00000000f01d";
    let (a, b) = (get("a", "a"), get(":any", "any"));
    let server = Sidemock::on(&environment(json!({
        "rootChildren": [{"type": "folder", "uuid": folder}, {"type": "route", "uuid": b["uuid"]}],
        "folders": [{"uuid": folder, "name": "Folder", "children": [{"type": "route", "uuid": a["uuid"]}]}],
        "routes": [a, b],
    })))
    .start();
    let body = json!({"endpoint": "new", "responses": [{"body": "new"}]});
    assert_eq!(call(&server, "POST", "/routes", &body, None).status, 201);
    assert_eq!(server.get("/new").text(), "any", "behind the others");
    assert_eq!(call(&server, "POST", "/routes?folder=Folder", &body, None).status, 201);
    assert_eq!(server.get("/new").text(), "new");
    assert_eq!(call(&server, "POST", &format!("/routes?folder={folder}"), &body, None).status, 201);
    assert_eq!(call(&server, "POST", "/routes?folder=nothing", &body, None).status, 404);
}

#[test]
fn what_is_no_route_is_refused_by_its_place() {
    let server = Sidemock::on(&shop()).start();
    let uuid = uuid_of(&call(&server, "GET", "/routes", &Value::Null, None).json()[0]);
    let place = format!("/routes/{uuid}");
    for (method, path, body, status, wrong) in [
        ("POST", "/routes", json!({"endpont": "a"}), 400, "$.endpont"),
        ("POST", "/routes", json!({"method": "fetch"}), 400, "$.method"),
        ("POST", "/routes", json!({"endpoint": "a(\\d+)"}), 400, "$.endpoint"),
        ("POST", "/routes", json!({"uuid": uuid}), 409, "$.uuid"),
        ("PATCH", &place, json!({"responses": {"a": 1}}), 400, "$.responses"),
        ("PATCH", &place, json!({"uuid": NOWHERE}), 400, "$.uuid"),
        ("PUT", &place, json!({"responses": [{"latency": -1}]}), 400, "$.responses[0].latency"),
    ] {
        let reply = call(&server, method, path, &body, None);
        assert_eq!((reply.status, &reply.json()["path"]), (status, &json!(wrong)), "{method} {path} {body}");
    }
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        for path in [format!("/routes/{NOWHERE}"), format!("{place}/responses/{NOWHERE}")] {
            let body = if matches!(method, "GET" | "DELETE") { Value::Null } else { json!({}) };
            assert_eq!(call(&server, method, &path, &body, None).status, 404, "{method} {path}");
        }
    }
    let wrong = call(&server, "PUT", "/routes", &json!({}), None);
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET, HEAD, POST")));
    assert_eq!(call(&server, "DELETE", &format!("{place}/responses"), &Value::Null, None).status, 405);
    assert_eq!(server.get("/one").text(), "0", "nothing was changed");
}

#[test]
fn an_edit_leaves_the_state_of_all_else_as_it_is_for_everybody() {
    let server = Sidemock::on(&shop()).start();
    let ask = |path: &str, session: &str| {
        server.send(&crate::support::Request::get(path).header("x-sidemock-session", session)).text()
    };
    let routes = call(&server, "GET", "/routes", &Value::Null, None).json();
    let base = || (server.get("/one").text(), server.get("/two").text());
    assert_eq!(base(), ("0".to_owned(), "0".to_owned()));
    assert_eq!((ask("/one", "s"), ask("/one", "s"), ask("/two", "s")), ("0".into(), "1".into(), "0".into()));
    let change = json!({"documentation": "changed"});
    assert_eq!(call(&server, "PATCH", &format!("/routes/{}", uuid_of(&routes[0])), &change, None).status, 200);
    assert_eq!(base(), ("0".to_owned(), "1".to_owned()), "the changed one begins anew, as after a reload");
    assert_eq!((ask("/one", "s"), ask("/two", "s")), ("0".into(), "1".into()));
    assert_eq!(call(&server, "DELETE", &format!("/routes/{}", uuid_of(&routes[0])), &Value::Null, None).status, 204);
    assert_eq!((server.get("/one").status, server.get("/two").text().as_str()), (404, "2"));
    assert_eq!(call(&server, "POST", "/routes", &json!({"endpoint": "three"}), None).status, 201);
    assert_eq!((server.get("/two").text(), ask("/two", "s")), ("3".into(), "2".into()));
}
