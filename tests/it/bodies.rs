//! Request bodies as templates see them.

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, environment, response, route};

fn echo(template: &str) -> Server {
    let route = route("post", "x", vec![response(json!({"body": template}))]);
    Sidemock::on(&environment(json!({"routes": [route]}))).start()
}

fn echoed(server: &Server, kind: &str, body: impl Into<Vec<u8>>) -> Value {
    server.send(&Request::new("POST", "/x").body(kind, body)).json()
}

#[test]
fn json_keeps_the_order_of_javascript() {
    let server = echo("{{{bodyRaw}}}|{{{stringify (bodyRaw)}}}");
    let reply =
        server.send(&Request::new("POST", "/x").body("application/vnd.api+json", r#"{"b":1,"2":0,"a":2,"1":0}"#));
    let text = reply.text();
    let places: Vec<_> = ["\"1\"", "\"2\"", "\"b\"", "\"a\""].map(|key| text.find(key)).into();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
}

#[test]
fn forms_nest_and_names_of_prototypes_are_dropped() {
    let server = echo("{{{stringify (bodyRaw)}}}");
    let body = "user[name]=Ada+L&user[tags][]=x&user[tags][]=y&__proto__[x]=1&constructor=2&plain=%C3%A9";
    let seen = echoed(&server, "application/x-www-form-urlencoded", body);
    assert_eq!(seen["user"], json!({"name": "Ada L", "tags": ["x", "y"]}));
    assert_eq!(seen["plain"], json!("é"));
    assert!(seen.get("__proto__").is_none(), "{seen}");
}

#[test]
fn multipart_gives_fields_and_files_as_metadata() {
    let server = echo("{{{stringify (bodyRaw)}}}");
    let body = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHello\r\n\
                --b\r\nContent-Disposition: form-data; name=\"doc\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n12345\r\n--b--\r\n";
    let seen = echoed(&server, "multipart/form-data; boundary=b", body);
    assert_eq!(seen["title"], json!("Hello"));
    assert_eq!(seen["doc"], json!({"filename": "a.txt", "mimetype": "text/plain", "size": 5}));
}

#[test]
fn xml_is_seen_in_the_compact_shape() {
    let server = echo("{{{stringify (bodyRaw)}}}");
    let seen = echoed(&server, "application/xml", "<user id=\"7\"><name>Ada</name></user>");
    assert_eq!(seen, json!({"user": {"_attributes": {"id": "7"}, "name": {"_text": "Ada"}}}));
}

#[test]
fn broken_bodies_are_answered_all_the_same() {
    let server = echo("{{body}}|{{body 'a'}}");
    for (kind, body) in [
        ("application/json", &b"{\"a\":"[..]),
        ("application/json", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"%zz=%&[=1&]=2"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"x"),
        ("multipart/form-data", b"no boundary"),
        ("application/xml", b"<a><b></a>"),
        ("text/plain; charset=nonsense", b"x"),
    ] {
        let reply = server.send(&Request::new("POST", "/x").body(kind, body));
        assert_eq!(reply.status, 200, "{kind}: {reply:?}");
    }
}

#[test]
fn a_large_json_body_is_read_whole() {
    let server = echo("{{body 'items.49999'}}");
    let items: Vec<u32> = (0..50_000).collect();
    let reply = server.send(&Request::new("POST", "/x").json(&json!({"items": items})));
    assert_eq!(reply.text(), "49999");
}
