//! Small things on the wire and in the log that the reference does in its own way, and files that nobody may be sent.

use serde_json::json;

use crate::support::{Connection, Request, Sidemock, environment, get, response, route};
use crate::tls::{fixtures, tls_environment};

#[test]
fn heads_that_say_in_two_ways_how_long_the_body_is_are_refused() {
    let echo = route("post", "a", vec![response(json!({"body": "[{{body}}]"}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo, get("b", "b")]}))).start();
    let refused = [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Content-Length: 3\r\nX: y\r\ncontent-length: 3",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3, 3",
        "Content-Length: +3",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip",
        "Host: other\r\nContent-Length: 3",
    ];
    for fields in refused {
        let request = format!("POST /a HTTP/1.1\r\nHost: x\r\n{fields}\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        // At once, and byte by byte, on a connection that has been used before.
        for piece in [request.len(), 1] {
            let mut connection = Connection::open(server.port());
            assert_eq!(connection.ask(&Request::get("/b")).text(), "b");
            for bytes in request.as_bytes().chunks(piece) {
                connection.write(bytes);
            }
            let reply = connection.read(false).expect("an answer");
            assert_eq!(reply.status, 400, "{fields}: {reply:?}");
            assert!(connection.read(false).is_none(), "{fields}: the connection goes on");
        }
    }
    for (fields, body) in [
        ("Content-Length: 3", "abc"),
        ("Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n"),
        ("X-Content-Length: 9\r\nContent-Length: 3", "abc"),
    ] {
        let mut connection = Connection::open(server.port());
        for _ in 0..2 {
            connection.write(format!("POST /a HTTP/1.1\r\nHost: x\r\n{fields}\r\n\r\n{body}").as_bytes());
            assert_eq!(connection.read(false).expect("an answer").text(), "[abc]", "{fields}");
        }
    }
}

#[test]
fn the_address_of_a_client_is_as_the_listener_has_it() {
    for (hostname, expected) in [("", "::ffff:127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "127.0.0.1")] {
        let server = Sidemock::on(&environment(json!({"hostname": hostname, "routes": [get("a", "{{ip}}")]}))).start();
        assert_eq!(server.get("/a").text(), expected, "{hostname:?}");
    }
}

#[test]
fn methods_are_upper_case_in_the_log_and_lower_case_in_the_admin_api() {
    let server =
        Sidemock::on(&environment(json!({"routes": [get("a", "a")]}))).var("MOCKOON_LOG_TRANSACTION", "true").start();
    server.get("/a");
    server.wait_for_output(r#""request":{"method":"GET""#);
    assert_eq!(server.admin("GET", "/logs").json()[0]["request"]["method"], "get");
}

#[test]
fn prototypes_are_no_keys_of_objects_that_templates_make() {
    let template = "{{{stringify (object __proto__='x' a='b')}}}{{{stringify (objectMerge (bodyRaw) (object c='d'))}}}";
    let echo = route("post", "a", vec![response(json!({"body": template}))]);
    let server = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    let reply = server.send(&Request::new("POST", "/a").body("application/json", r#"{"__proto__": {"x": 1}, "b": 1}"#));
    assert!(!reply.text().contains("__proto__") && reply.text().contains("\"d\""), "{}", reply.text());
}

#[test]
fn neither_the_token_nor_keys_are_served() {
    let file = |path: &str| route("get", path, vec![response(json!({"bodyType": "FILE", "filePath": path}))]);
    let routes = json!([file("token"), file("link"), file("hard"), file("plain.txt"), file("proc/self/environ")]);
    let sidemock = Sidemock::on(&environment(json!({"routes": routes})))
        .file("token", "a-token-that-is-long-enough")
        .file("plain.txt", "plain")
        .without("MOCKOON_ADMIN_API_TOKEN")
        .var("MOCKOON_FILES_ALLOWED", "/");
    let at = |name: &str| sidemock.directory().join(name);
    std::os::unix::fs::symlink("token", at("link")).unwrap();
    std::fs::hard_link(at("token"), at("hard")).unwrap();
    std::os::unix::fs::symlink("/proc", at("proc")).unwrap();
    let token = at("token").display().to_string();
    let server = sidemock.var("MOCKOON_ADMIN_API_TOKEN_FILE", token).start();
    for path in ["/token", "/link", "/hard", "/proc/self/environ"] {
        let reply = server.get(path);
        assert!(reply.text().contains("Access to relative path outside"), "{path}: {}", reply.text());
    }
    assert_eq!(server.get("/plain.txt").text(), "plain");
}

#[test]
fn keys_of_certificates_are_not_served_by_any_environment() {
    let key = route("get", "key", vec![response(json!({"bodyType": "FILE", "filePath": "leaf.key"}))]);
    let cert = route("get", "cert", vec![response(json!({"bodyType": "FILE", "filePath": "leaf.pem"}))]);
    let read = |name: &str| std::fs::read(fixtures().join(name)).expect("a fixture");
    let server = Sidemock::new()
        .environment("plain.json", &environment(json!({"routes": [key, cert]})).to_string())
        .environment("tls.json", &tls_environment(&json!({"certPath": "leaf.pem", "keyPath": "leaf.key"})).to_string())
        .file("leaf.pem", read("leaf.pem"))
        .file("leaf.key", read("leaf.key"))
        .start();
    assert!(server.get("/key").text().contains("Access to relative path outside"), "{}", server.get("/key").text());
    assert!(server.get("/cert").text().contains("BEGIN CERTIFICATE"));
}
