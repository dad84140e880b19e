//! The document of the admin API names every resource that is routed, and shows a call of each.

use std::fs;

use super::{Document, root};

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
