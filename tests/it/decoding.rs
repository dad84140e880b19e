//! Compressed request bodies: decoded for rules, templates, buckets and the journal, passed on by the proxy as they came.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::json;

use crate::support::{Request, Server, Sidemock, bucket, crud, environment, response, route, rule};

const JSON: &str = r#"{"name":"Ada"}"#;
/// [`JSON`] by brotli, in one uncompressed block.
const BROTLI: [u8; 18] =
    [0x8B, 0x06, 0x80, b'{', b'"', b'n', b'a', b'm', b'e', b'"', b':', b'"', b'A', b'd', b'a', b'"', b'}', 0x03];

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn post(path: &str, coding: &str, body: &[u8]) -> Request {
    Request::new("POST", path).header("Content-Encoding", coding).body("application/json", body)
}

fn server() -> Sidemock {
    let ada = rule("body", "name", "equals", "Ada");
    Sidemock::on(&environment(json!({
        "routes": [
            route("post", "rule", vec![
                response(json!({"statusCode": 404, "default": true})),
                response(json!({"body": "knows {{body 'name'}}: {{bodyRaw 'name'}} {{{body}}}", "rules": [ada]})),
            ]),
            route("post", "raw", vec![response(json!({"body": "{{{body}}}"}))]),
            route("post", "length", vec![response(json!({"body": "{{len (body)}}"}))]),
            crud("items", "buck"),
        ],
        "data": [bucket("buck", "items", &json!([]))],
    })))
}

#[test]
fn rules_templates_buckets_and_the_journal_see_compressed_bodies_decoded() {
    let server = server().start();
    let json = JSON.as_bytes();
    for (coding, body) in [
        ("gzip", gzip(json)),
        ("X-GZIP", gzip(json)),
        ("deflate", zlib(json)),
        ("deflate", deflate(json)),
        ("br", BROTLI.to_vec()),
        ("gzip, deflate", zlib(&gzip(json))),
        ("br,gzip", gzip(&BROTLI)),
        ("identity", json.to_vec()),
        ("identity, gzip", gzip(json)),
    ] {
        let reply = server.send(&post("/rule", coding, &body));
        assert_eq!((reply.status, reply.text().as_str()), (200, &*format!("knows Ada: Ada {JSON}")), "{coding}");
        let logs = server.admin("GET", "/logs?limit=1000").json();
        let log = logs.as_array().unwrap().last().unwrap();
        assert_eq!(log["request"]["body"], JSON, "{coding}");
    }
    assert_eq!(server.send(&post("/items", "gzip", &gzip(json))).status, 201);
    assert!(server.get("/items").text().contains("Ada"));
}

#[test]
fn what_does_not_decode_is_taken_as_it_came() {
    let server = server().start();
    let json = JSON.as_bytes();
    for (coding, body) in [
        ("gzip", json.to_vec()),
        ("deflate", json.to_vec()),
        ("br", json.to_vec()),
        ("zstd", json.to_vec()),
        ("gzip, zstd", json.to_vec()),
        ("nonsense", json.to_vec()),
        ("gzip, gzip", json.to_vec()),
        ("gzip,gzip,gzip,gzip,gzip", json.to_vec()),
    ] {
        let reply = server.send(&post("/raw", coding, &body));
        assert_eq!((reply.status, reply.text().as_str()), (200, JSON), "{coding}");
    }
    server.wait_for_output("not what its Content-Encoding says");
    // The end of it is missing.
    let cut = gzip(json);
    assert_eq!(server.send(&post("/rule", "gzip", &cut[..cut.len() - 9])).status, 404);
    assert_eq!(server.send(&post("/raw", "gzip", b"")).status, 200);
    assert_eq!(server.send(&post("/raw", "gzip", &gzip(b""))).text(), "");
}

#[test]
fn decoding_can_be_turned_off() {
    let server = server().var("MOCKOON_DECODE_REQUESTS", "false").start();
    assert_eq!(server.send(&post("/rule", "gzip", &gzip(JSON.as_bytes()))).status, 404);
}

fn memory_of(server: &Server) -> u64 {
    server.peak_memory() / 1024
}

#[test]
fn bombs_are_too_large() {
    let server = server().var("MOCKOON_MAX_REQUEST_BODY_SIZE", "2MB").start();
    let (million, bomb) = (gzip(&vec![b'a'; 1 << 20]), gzip(&vec![b'a'; 64 << 20]));
    assert_eq!(server.send(&post("/length", "gzip", &million)).status, 200);
    let before = memory_of(&server);
    for (coding, body) in [("gzip", bomb.clone()), ("gzip, gzip", gzip(&bomb)), ("deflate", zlib(&vec![0; 32 << 20]))] {
        let reply = server.send(&post("/length", coding, &body));
        assert_eq!((reply.status, reply.text().as_str()), (413, "Payload too large"), "{coding}");
    }
    assert!(memory_of(&server) < before + 32, "{} MiB", memory_of(&server));
    assert_eq!(server.send(&post("/raw", "gzip", &gzip(JSON.as_bytes()))).text(), JSON);
}

#[test]
fn the_proxy_passes_the_bytes_on_as_they_came() {
    let upstream = server().start();
    let off = server().var("MOCKOON_DECODE_REQUESTS", "false").start();
    for (upstream, expected) in [(&upstream, 200), (&off, 404)] {
        let host = format!("http://127.0.0.1:{}", upstream.port());
        let proxy = Sidemock::on(&environment(json!({"proxyMode": true, "proxyHost": host}))).start();
        let body = gzip(JSON.as_bytes());
        assert_eq!(proxy.send(&post("/rule", "gzip", &body)).status, expected);
        let logs = proxy.admin("GET", "/logs").json();
        assert_eq!(logs[0]["request"]["body"], JSON);
    }
}
