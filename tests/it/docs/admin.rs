//! The documents of the admin API name every resource that is routed, and show a call of each.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, TOKEN};

use super::{Document, generated, root};

/// `METHOD /path` of every row of the routing tables, and of the greeting, which has none.
fn resources() -> Vec<(String, String)> {
    let mut found = vec![("GET".to_owned(), "/".to_owned())];
    for entry in fs::read_dir(root().join("src/admin")).expect("the admin API").flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for row in text.split("Resource { method: \"").skip(1) {
            let (method, rest) = row.split_once('"').expect("the end of the method");
            let path = rest.strip_prefix(", path: \"").and_then(|rest| rest.split('"').next()).expect("a path");
            found.push((method.to_owned(), path.to_owned()));
        }
    }
    found
}

#[test]
fn every_resource_is_in_its_table_and_is_called() {
    let document = Document::read("src/admin/README.md");
    let rows: Vec<&str> = document.lines().map(|(_, line, _)| line).filter(|line| line.starts_with("| ")).collect();
    let calls: Vec<&str> =
        document.lines().map(|(_, line, _)| line).filter(|line| line.starts_with("$ curl")).collect();
    let mut missing = Vec::new();
    for (method, path) in resources() {
        // Other methods that do the same are told in a sentence.
        if matches!(method.as_str(), "PURGE" | "PATCH") || (method == "PUT" && path.ends_with("-vars")) {
            continue;
        }
        let row = format!("| {method} | `{path}");
        let called = format!("/mockoon-admin{}", path.trim_end_matches([':', '/']));
        if !rows.iter().any(|line| line.starts_with(&row)) || !calls.iter().any(|line| line.contains(&called)) {
            missing.push(format!("{method} {path}"));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// What `GET /x` lists.
fn index(server: &Server) -> Vec<[String; 4]> {
    let index = server.admin("GET", "/x").json();
    let rows = index["resources"].as_array().expect("a list");
    let text = |row: &Value, key: &str| row[key].as_str().expect("a text").to_owned();
    rows.iter().map(|row| ["method", "path", "doc", "curl"].map(|key| text(row, key))).collect()
}

#[test]
fn the_resources_that_are_ours_are_those_that_the_server_lists() {
    let server = Sidemock::new().start();
    let mut table = String::from("| method | path | what it does |\n|---|---|---|\n");
    for [method, path, doc, _] in index(&server) {
        table.push_str(&format!("| {method} | `{}` | {doc} |\n", path.trim_start_matches("/mockoon-admin")));
    }
    generated("src/admin/x/README.md", "resources", &table);
}

#[test]
fn every_example_that_the_server_lists_succeeds_in_its_turn() {
    let server = Sidemock::new().start();
    // What the examples look for.
    server.get("/flaky");
    server.send(&Request::new("POST", "/orders").json(&json!({"sku": 7})));
    let url = format!("http://127.0.0.1:{}", server.port());
    for [_, _, _, curl] in index(&server) {
        let command = curl.replacen("curl ", "curl -sS -f -m 10 ", 1);
        let done = Command::new("sh").args(["-c", &command]).env("TOKEN", TOKEN).env("URL", &url).output().expect("sh");
        assert!(done.status.success(), "{curl}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
