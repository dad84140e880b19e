//! The documents under `tests/openapi/documents` as their authors mean them: every request that a document expects
//! (`x-expect`) is sent, printed and compared.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sidemock::environment::parse::{Syntax, parse};

use crate::support::{Request, Server, Sidemock};

fn documents() -> Vec<(String, String, Value)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/documents");
    let mut files: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    let read = |file: PathBuf| {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let value = parse(&text, Syntax::of(&name)).unwrap();
        (name, text, value)
    };
    files.into_iter().map(read).collect()
}

/// What is wrong with the answer to an expected request, if anything is.
fn wrong(port: u16, name: &str, expected: &Value) -> Option<String> {
    let (method, target) = expected["request"].as_str().unwrap().split_once(' ').unwrap();
    let headers = expected["headers"].as_object().unwrap();
    let request = headers
        .iter()
        .fold(Request::new(method, target), |request, (name, value)| request.header(name, value.as_str().unwrap()));
    let request = if method == "POST" { request.json(&json!({})) } else { request };
    let reply = request.send(port);
    println!("{name}: {method} {target} {} -> {} {}", expected["headers"], reply.status, reply.text());
    let body = &expected["body"];
    let is_same = serde_json::from_slice::<Value>(&reply.body).is_ok_and(|json| json == *body)
        || body.as_str() == Some(reply.text().as_str());
    let mut answer = expected["answer"].as_object().into_iter().flatten();
    let has_headers = answer.all(|(name, value)| reply.header(name) == value.as_str());
    let is_right = reply.status == expected["status"].as_u64().unwrap() as u16 && is_same && has_headers;
    (!is_right).then(|| format!("{name}: {expected}\n  got {}", reply.whole()))
}

#[test]
fn every_example_of_forty_documents_is_reachable() {
    let documents = documents();
    assert!(documents.len() >= 40, "{}", documents.len());
    let parts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/documents/parts/cat.yaml");
    let sidemock = Sidemock::new().file("parts/cat.yaml", fs::read(parts).unwrap());
    let server = documents.iter().fold(sidemock, |all, (name, text, _)| all.environment(name, text)).start();
    let mut failures = Vec::new();
    for (index, (name, _, document)) in documents.iter().enumerate() {
        let expected = document["x-expect"].as_array().unwrap();
        assert!(!expected.is_empty(), "{name}");
        failures.extend(expected.iter().filter_map(|expected| wrong(server.port_of(index), name, expected)));
    }
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn generated_values_are_valid_by_their_schemas() {
    let properties = json!({
        "at": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "time": {"type": "string", "format": "time"},
        "ip": {"type": "string", "format": "ipv4"},
        "link": {"type": "string", "format": "uri"},
        "long": {"type": "string", "minLength": 5, "maxLength": 5},
        "few": {"type": "integer", "minimum": -3, "maximum": 3},
        "negative": {"type": "integer", "maximum": -1},
        "large": {"type": "number", "minimum": 200_000},
        "real": {"type": "number", "minimum": 5.1, "maximum": 5.9},
        "open": {"type": "number", "minimum": 0, "maximum": 1, "exclusiveMinimum": true, "exclusiveMaximum": true},
        "float": {"type": "number", "format": "double", "minimum": 5, "maximum": 6},
    });
    let document = json!({"openapi": "3.0.3", "info": {"title": "V", "version": "1"}, "paths": {"/v": {"get": {
        "responses": {"200": {"description": "ok", "content": {"application/json": {
            "schema": {"type": "object", "properties": properties}}}}}}}}});
    let server = Sidemock::on(&document).start();
    for _ in 0..20 {
        let reply = server.get("/v");
        let values: Value = serde_json::from_slice(&reply.body).unwrap_or_else(|_| panic!("{}", reply.text()));
        let text = |name: &str| values[name].as_str().unwrap_or_else(|| panic!("{name}: {values}")).to_owned();
        let shape = |name: &str, wanted: &str| {
            let like = |c: char| if c.is_ascii_digit() { '0' } else { c };
            assert_eq!(text(name).chars().map(like).collect::<String>(), wanted, "{name}");
        };
        shape("at", "0000-00-00T00:00:00.000+00:00");
        shape("day", "0000-00-00");
        shape("time", "00:00:00Z");
        assert!(text("ip").parse::<std::net::Ipv4Addr>().is_ok() && text("link").starts_with("http"), "{values}");
        assert_eq!(text("long").len(), 5, "{values}");
        let within = |name: &str, least: f64, most: f64| {
            let number = values[name].as_f64().unwrap_or_else(|| panic!("{name}: {values}"));
            assert!((least..=most).contains(&number), "{name}: {values}");
        };
        within("few", -3.0, 3.0);
        within("negative", f64::MIN, -1.0);
        within("large", 200_000.0, f64::MAX);
        within("real", 5.1, 5.9);
        within("float", 5.0, 6.0);
        within("open", f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
    }
}

const DEAD: &str = r#"{"openapi": "3.0.3", "info": {"title": "P", "version": "1"}, "paths": {
    "/ops/{id}:cancel": {"post": {"responses": {"200": {"description": "ok"}}}},
    "/hello": {"get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"example": {"a": 1}}}}}}},
    "/pets/{id}": {"get": {"responses": {"200": {"description": "ok", "content": {"text/plain": {"example": "by id"}}}}}},
    "/pets/mine": {"get": {"responses": {"200": {"description": "ok"}}}}}}"#;

fn by_the_reference() -> Server {
    Sidemock::new().environment("api.json", DEAD).var("MOCKOON_OPENAPI_COMPAT", "reference").start()
}

#[test]
fn reference_takes_documents_as_the_reference_does_and_says_what_is_dead() {
    let server = by_the_reference();
    assert_eq!(Request::new("POST", "/ops/5:cancel").send(server.port()).status, 404);
    // Without a schema there is no body, and the templated path, which was written first, answers for both.
    assert_eq!((server.get("/hello").status, server.get("/hello").text().as_str()), (200, ""));
    assert_eq!(server.get("/pets/mine").header("content-type"), Some("text/plain; charset=utf-8"));
    let output = server.wait_for_output("/ops/{id}:cancel");
    assert!(output.contains("MOCKOON_OPENAPI_COMPAT"), "{output}");
    assert!(!output.contains("/pets/{id} has"), "{output}");
}

#[test]
fn paths_of_environments_are_compared_as_they_are_written() {
    let environment = crate::support::environment(json!({"routes": [crate::support::get("plus\\+one", "x")]}));
    let server = Sidemock::on(&environment).start();
    assert_eq!((server.get("/plus+one").status, server.get("/plus%2Bone").status), (200, 404));
}

#[test]
fn an_environment_that_was_put_keeps_the_spelling_of_the_document() {
    let server = Sidemock::new().environment("api.json", &DEAD.replace("/hello", "/hello(1)")).start();
    assert_eq!(server.get("/hello%281%29").status, 200);
    let put = crate::support::environment(json!({"routes": [crate::support::get("put\\(1\\)", "put")]}));
    let reply =
        Request::new("PUT", "/mockoon-admin/environment").bearer(crate::support::TOKEN).json(&put).send(server.port());
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(server.get("/put%281%29").text(), "put");
}
