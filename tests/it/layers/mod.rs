//! The floor plan of the crate doc: a module imports only from lower floors.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, the lowest first.
const FLOORS: &[&[&str]] = &[
    &["budget", "memory"],
    &["js", "faker", "environment"],
    &["message", "state"],
    &["template", "routing", "rules", "crud"],
    &["runtime"],
    &["exchange"],
    &["admin", "reload"],
    &["server"],
    &["app", "settings", "telemetry", "shutdown", "command_line", "termination_message"],
];

/// Modules of one floor that may use each other, in this direction only.
const WITHIN: &[(&str, &str)] = &[
    ("environment", "js"),
    ("faker", "js"),
    ("rules", "template"),
    ("crud", "routing"),
    ("app", "settings"),
    ("telemetry", "settings"),
    ("command_line", "settings"),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn modules_import_only_from_lower_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&root) {
        let below = file.strip_prefix(&root).expect("a file of src").to_path_buf();
        let first = below.iter().next().and_then(|part| part.to_str()).unwrap_or_default();
        let module = first.trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some(own) = floor(module) else {
            wrong.push(format!("{}: the module {module} is on no floor", below.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a readable file");
        for (line, used) in imports(&text) {
            let allowed = used == module
                || floor(&used).is_some_and(|other| other < own)
                || WITHIN.contains(&(module, used.as_str()));
            if !allowed {
                wrong.push(format!("{}:{line}: {module} (floor {own}) uses {used}", below.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Line and first module of every `crate::` path, `crate::{a, b}` included.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (at, path) in line.match_indices("crate::") {
            // `some_crate::`, `$crate::`
            if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &line[at + path.len()..];
            let names = match rest.strip_prefix('{') {
                Some(group) => top_level(group),
                None => vec![rest],
            };
            found.extend(names.into_iter().map(|name| (number + 1, identifier(name))));
        }
    }
    found
}

/// `a::{b, c}, d}` gives `a::{b, c}` and `d`.
fn top_level(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0usize;
    let mut begin = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&group[begin..at]);
                return names;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[begin..at]);
                begin = at + 1;
            }
            _ => (),
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn finds_modules_in_paths_and_groups() {
    let text =
        "use crate::js::Value;\nuse crate::{state, template::{a, b}};\nlet x = crate::rules::y(other_crate::z());";
    let expected = [(1, "js"), (2, "state"), (2, "template"), (3, "rules")];
    let expected: Vec<_> = expected.map(|(line, name)| (line, name.to_owned())).to_vec();
    assert_eq!(imports(text), expected);
}
