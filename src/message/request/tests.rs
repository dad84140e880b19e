use super::*;

fn request(target: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut builder = http::Request::builder().uri(target);
    for (name, value) in headers {
        builder = builder.header(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let (parts, ()) = builder.body(()).unwrap().into_parts();
    Request::new(parts, Bytes::copy_from_slice(body.as_bytes()), peer())
}

fn peer() -> Peer {
    Peer { remote: "127.0.0.1:9".parse().unwrap(), tls: false }
}

#[test]
fn is_shared_between_threads() {
    fn assert_shared<T: Send + Sync>(_: &T) {}
    assert_shared(&request("/", &[], ""));
}

#[test]
fn collapses_slashes_of_the_whole_url() {
    let request = request("//a///b?x=//c", &[], "");
    assert_eq!(request.url(), "/a/b?x=/c");
    assert_eq!(request.original_url(), "//a///b?x=//c");
    assert_eq!(request.path(), "/a/b");
}

#[test]
fn joins_headers_as_node_does() {
    let request = request(
        "/",
        &[
            ("Host", "a"),
            ("X-B", "2"),
            ("X-A", "é"),
            ("x-b", "3"),
            ("Cookie", "a=1"),
            ("Cookie", "b=2"),
            ("Content-Type", "first"),
            ("Content-Type", "second"),
            ("Set-Cookie", "x"),
            ("Expect", "100-Continue"),
            ("Referer", "here"),
        ],
        "",
    );
    assert_eq!(
        crate::js::json::stringify(request.headers()).unwrap(),
        r#"{"host":"a","x-b":"2, 3","x-a":"Ã©","cookie":"a=1; b=2","content-type":"first","set-cookie":["x"],"referer":"here"}"#
    );
    assert_eq!(request.header("X-b").as_deref(), Some("2, 3"));
    assert_eq!(request.header("REFERRER").as_deref(), Some("here"));
    assert_eq!(request.header("no such header"), None);
    assert_eq!(request.header("expect"), None);
}

#[test]
fn the_query_is_read_before_slashes_are_collapsed() {
    let request = request("//t?x=//b&y=1?z", &[], "");
    assert_eq!(crate::js::json::stringify(request.query()).unwrap(), r#"{"x":"//b","y":"1?z"}"#);
}

#[test]
fn the_host_name_has_no_port() {
    for (host, expected) in [
        ("api.Example.com:8443", Some("api.Example.com")),
        ("[::1]:3000", Some("[::1]")),
        ("[::1]", Some("[::1]")),
        ("", None),
    ] {
        assert_eq!(request("/", &[("host", host)], "").hostname().as_deref(), expected, "{host}");
    }
    assert_eq!(request("/", &[], "").hostname(), None);
}

#[test]
fn bodies_are_parsed_by_content_type() {
    for (content_type, body, expected) in [
        ("application/json; charset=utf-8", r#"{"a":1}"#, Some(r#"{"a":1}"#)),
        ("Application/VND.api+JSON", "[1]", Some("[1]")),
        ("application/json", "\u{feff}1", None),
        ("application/json", "", None),
        ("text/json", "1", None),
        ("application/x-www-form-urlencoded", "a[]=1", Some(r#"{"a":["1"]}"#)),
        ("text/xml", "<a/>", Some(r#"{"a":{}}"#)),
        ("application/xhtml+xml", "<a/>", None),
        ("text/plain", "x", None),
    ] {
        let request = request("/", &[("content-type", content_type)], body);
        assert_eq!(crate::js::json::stringify(request.body()).as_deref(), expected, "{content_type} {body}");
        assert_eq!(request.string_body(), body);
    }
    assert!(request("/", &[], "{}").body().is_undefined());
}

#[test]
fn a_message_takes_the_place_of_the_body() {
    let handshake = |content_type: &str| {
        let builder = http::Request::builder().uri("//chat?a[b]=1&a[b]=2").header("content-type", content_type);
        let builder = builder.header("host", "h:1").header("x-forwarded-for", "1.2.3.4").header("cookie", "a=1; a=2");
        Request::new(builder.body(()).unwrap().into_parts().0, Bytes::new(), peer()).handshake("chat/:id")
    };
    let json = handshake("application/json");
    let message = json.with_message(r#"{"a":1}"#).with_params(Value::Null);
    assert_eq!(message.body().get("a").as_number(), Some(1.0));
    assert_eq!(message.string_body(), r#"{"a":1}"#);
    assert!(json.body().is_undefined() && json.with_message("").body().is_undefined());
    assert_eq!(handshake("text/plain").with_message("hi").body().as_str(), Some("hi"));

    assert_eq!(json.original_path(), "/chat/:id");
    assert_eq!(json.url(), "//chat?a[b]=1&a[b]=2");
    assert_eq!(crate::js::json::stringify(json.query()).unwrap(), r#"{"a[b]":["1","2"]}"#);
    assert_eq!(json.hostname().as_deref(), Some("h:1"));
    assert_eq!(json.ip(), "1.2.3.4");
    assert_eq!(json.cookies().get("a").as_str(), Some("2"));
    assert_eq!((json.header("Host"), json.header("host").as_deref()), (None, Some("h:1")));
}

#[test]
fn addresses_are_as_the_listener_has_them() {
    let (parts, ()) = http::Request::new(()).into_parts();
    let peer = Peer { remote: "[::ffff:10.0.0.1]:9".parse().unwrap(), tls: false };
    assert_eq!(Request::new(parts, Bytes::new(), peer).ip(), "::ffff:10.0.0.1");
}

#[test]
fn http_2_requests_look_like_those_of_http_1() {
    let mut builder = http::Request::builder().version(Version::HTTP_2).uri("https://api.test:8443/a?b=1");
    builder = builder.header("x-a", "1");
    let request = Request::new(builder.body(()).unwrap().into_parts().0, Bytes::new(), peer());
    assert_eq!((request.url(), request.original_url()), ("/a?b=1", "/a?b=1"));
    assert_eq!(request.hostname().as_deref(), Some("api.test"));
    assert_eq!(request.header("host").as_deref(), Some("api.test:8443"));
}

#[test]
fn runs_of_slashes_are_one_in_short_and_in_long_targets() {
    for (target, one) in [
        ("/", None),
        ("/a/b/c", None),
        ("//", Some("/")),
        ("/a//b///c//", Some("/a/b/c/")),
        ("/a?b=//", Some("/a?b=/")),
        ("/a/path/of/some/length/that/is/longer/than/short/ones/are", None),
        (
            "/a/path/of/some//length/that/is/longer/than/short/ones/are//",
            Some("/a/path/of/some/length/that/is/longer/than/short/ones/are/"),
        ),
    ] {
        assert_eq!(head::collapse_slashes(target).as_deref(), one, "{target}");
    }
}
