//! Which route answers.

use serde_json::json;

use crate::support::{Request, Server, Sidemock, environment, get, response, route};

fn serving(routes: Vec<serde_json::Value>) -> Server {
    Sidemock::on(&environment(json!({"routes": routes}))).start()
}

#[test]
fn the_first_match_in_tree_order_answers() {
    let any = route("all", "a/:id", vec![response(json!({"body": "any"}))]);
    let server = serving(vec![get("a/1", "first"), any, get("a/2", "late")]);
    assert_eq!(server.get("/a/1").text(), "first");
    assert_eq!(server.get("/a/2").text(), "any");
    assert_eq!(server.send(&Request::new("DELETE", "/a/1")).text(), "any");
}

#[test]
fn matching_ignores_case_a_trailing_slash_and_doubled_slashes() {
    let server = serving(vec![get("Some/Path", "found")]);
    for path in ["/Some/Path", "/some/path", "/SOME/PATH/", "//some///path", "/some/path?x=/y"] {
        assert_eq!(server.get(path).text(), "found", "{path}");
    }
    for path in ["/some", "/some/path/more", "/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn endpoints_use_the_syntax_of_express() {
    let server = serving(vec![
        get("opt/:a?", "opt {{urlParam 'a'}}"),
        get("one/:a/two", "one {{urlParam 'a'}}"),
        get("wild/*", "wild"),
        get("plus/:a+", "plus"),
        get("ab?c", "abc"),
    ]);
    for (path, body) in [
        ("/opt", "opt "),
        ("/opt/x", "opt x"),
        ("/one/%C3%A9/two", "one é"),
        ("/wild/a/b/c", "wild"),
        ("/plus/a/b", "plus"),
        ("/ac", "abc"),
        ("/abc", "abc"),
    ] {
        assert_eq!(server.get(path).text(), body, "{path}");
    }
    assert_eq!(server.get("/wild").status, 404);
    assert_eq!(server.get("/plus").status, 404);
}

#[test]
fn an_endpoint_that_cannot_be_expressed_is_skipped_with_a_warning() {
    let server = serving(vec![get("number/:id(\\d+)", "never"), get("number/:id", "rest")]);
    assert_eq!(server.get("/number/1").text(), "rest");
    assert!(server.output().contains(":id(\\\\d+)") || server.output().contains(":id(\\d+)"), "{}", server.output());
}

#[test]
fn the_prefix_stands_before_every_route() {
    let server =
        Sidemock::on(&environment(json!({"endpointPrefix": "api/v1", "routes": [get("hello", "hi")]}))).start();
    assert_eq!(server.get("/api/v1/hello").text(), "hi");
    assert_eq!(server.get("/hello").status, 404);
}

#[test]
fn folders_are_flattened_where_they_stand() {
    let (inner, outer) = (get("x", "inner"), get("x", "outer"));
    let folder = json!({"uuid": "00000000-0000-4000-8000-f00000000001", "name": "Folder", "children": [{"type": "route", "uuid": inner["uuid"]}]});
    let children = json!([{"type": "folder", "uuid": "00000000-0000-4000-8000-f00000000001"}, {"type": "route", "uuid": outer["uuid"]}]);
    let file = environment(json!({"folders": [folder], "routes": [outer, inner], "rootChildren": children}));
    assert_eq!(Sidemock::on(&file).start().get("/x").text(), "inner");
}

#[test]
fn a_get_route_answers_no_head_and_no_post() {
    let server = serving(vec![get("hello", "hi")]);
    assert_eq!(server.send(&Request::new("HEAD", "/hello")).status, 404);
    assert_eq!(server.send(&Request::new("POST", "/hello")).status, 404);
}

#[test]
fn a_head_route_answers_without_a_body() {
    let head = route("head", "hello", vec![response(json!({"body": "12345", "statusCode": 203}))]);
    let server = serving(vec![head]);
    let reply = server.send(&Request::new("HEAD", "/hello"));
    assert_eq!((reply.status, reply.body.len()), (203, 0));
    assert_eq!(reply.header("content-length"), Some("5"));
}

#[test]
fn the_404_page_shows_the_path_escaped_and_lets_no_script_run() {
    let server = serving(vec![]);
    let reply = server.get("//nowhere/%3Cscript%3E");
    assert_eq!(reply.status, 404);
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("content-security-policy"), Some("default-src 'none'"));
    assert!(reply.text().contains("Cannot GET //nowhere/%3Cscript%3E"), "{}", reply.text());
}

#[test]
fn ten_thousand_routes_are_found_first_and_last() {
    let routes = (0..10_000).map(|i| get(&format!("r/{i}"), &format!("route {i}"))).collect();
    let server = serving(routes);
    for i in [0, 4_999, 9_999] {
        assert_eq!(server.get(&format!("/r/{i}")).text(), format!("route {i}"));
    }
    assert_eq!(server.get("/r/10000").status, 404);
}
