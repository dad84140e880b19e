//! The floor plan of the crate doc, and the files within a floor: a module imports only from lower floors, and no files
//! import each other in a circle.
//!
//! `cargo test --test it drawing -- --ignored --nocapture` prints who imports whom, and the numbers.

mod graph;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Modules by floor, the lowest first.
const FLOORS: &[&[&str]] = &[
    &["budget", "masking", "memory", "spelling"],
    &["js", "faker", "environment"],
    &["message", "state", "traces"],
    &["template", "routing", "rules", "crud", "matching", "steering"],
    &["runtime"],
    &["exchange"],
    &["inspect"],
    &["admin", "reload"],
    &["server"],
    &["app", "settings", "telemetry", "shutdown", "command_line", "termination_message"],
    &["process"],
];

/// Modules of one floor that may use each other, in this direction only.
const WITHIN: &[(&str, &str)] = &[
    ("budget", "memory"),
    ("environment", "js"),
    ("faker", "js"),
    ("rules", "template"),
    ("matching", "template"),
    ("matching", "routing"),
    ("matching", "rules"),
    ("crud", "routing"),
    ("steering", "matching"),
    ("app", "settings"),
    ("telemetry", "settings"),
    ("command_line", "settings"),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn files() -> BTreeMap<Vec<String>, source::File> {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn modules_import_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for (path, file) in files() {
        let Some(module) = path.first() else { continue };
        let Some(own) = floor(module) else {
            wrong.push(format!("{}: the module {module} is on no floor", file.name));
            continue;
        };
        for imported in &file.paths {
            let Some(used) = imported.path.first() else { continue };
            let allowed = used == module
                || floor(used).is_some_and(|other| other < own)
                || WITHIN.contains(&(module.as_str(), used.as_str()));
            if !allowed {
                wrong.push(format!("{}:{}: {module} (floor {own}) uses {used}", file.name, imported.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let graph = graph::draw(&files());
    let found: Vec<BTreeSet<&str>> = graph::circles(&graph);
    let lines = include_str!("known_circles.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let known: Vec<BTreeSet<&str>> = lines.map(|line| line.split(' ').collect()).collect();
    let new: Vec<_> = found.iter().filter(|circle| !known.iter().any(|known| circle.is_subset(known))).collect();
    assert!(new.is_empty(), "files that import each other: {new:#?}");
    let gone: Vec<_> = known.iter().filter(|known| !found.contains(known)).collect();
    assert!(gone.is_empty(), "no circles any more, or smaller ones; correct known_circles.txt: {gone:#?}");
}

#[test]
#[ignore = "prints a drawing for people"]
fn drawing() {
    let files = files();
    let graph = graph::draw(&files);
    let lines: BTreeMap<&str, usize> = files.values().map(|file| (file.name.as_str(), file.lines)).collect();
    for (file, used) in &graph {
        let used: Vec<&str> = used.iter().map(String::as_str).collect();
        println!("{file} ({}) -> {}", lines[file.as_str()], used.join(" "));
    }
    let circles = graph::circles(&graph);
    for circle in &circles {
        println!("circle of {}: {}", circle.len(), circle.iter().copied().collect::<Vec<_>>().join(" "));
    }
    let mut sizes: Vec<(usize, &str)> = lines.into_iter().map(|(file, lines)| (lines, file)).collect();
    sizes.sort_unstable();
    let (largest, name) = sizes[sizes.len() - 1];
    println!(
        "{} circles with {} files; {} files with {} lines, median {}, largest {largest} ({name}), {} over 500",
        circles.len(),
        circles.iter().map(BTreeSet::len).sum::<usize>(),
        sizes.len(),
        sizes.iter().map(|(lines, _)| lines).sum::<usize>(),
        sizes[sizes.len() / 2].0,
        sizes.iter().filter(|(lines, _)| *lines > 500).count(),
    );
}
