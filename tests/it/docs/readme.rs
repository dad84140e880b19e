//! The README stays what one reads in a few minutes.

use std::fs;

use super::{Document, root};

const MOST_LINES: usize = 250;
const MOST_ROWS: usize = 40;

#[test]
fn it_is_short_and_its_tables_are_too() {
    let readme = Document::read("README.md");
    let lines = readme.text.lines().count();
    assert!(lines <= MOST_LINES, "{lines} lines");
    let mut rows = 0;
    for (number, line, _) in readme.lines() {
        rows = if line.starts_with('|') { rows + 1 } else { 0 };
        assert!(rows <= MOST_ROWS + 2, "README.md:{number}: a table of more than {MOST_ROWS} rows");
    }
}

#[test]
fn its_first_screen_has_one_run_command_and_one_test_command() {
    let text = Document::read("README.md").text;
    let first = text.split("\n## ").next().expect("the first screen");
    let commands: Vec<&str> = first.split("```sh\n").skip(1).filter_map(|block| block.split("\n```").next()).collect();
    assert_eq!(commands, ["cargo run", "cargo test"]);
}

#[test]
fn the_manifest_it_shows_is_a_part_of_the_example() {
    let example = fs::read_to_string(root().join("k8s/examples/job-native-sidecar.yaml")).expect("the example");
    let readme = Document::read("README.md");
    let shown: Vec<&str> =
        readme.lines().filter(|(_, _, block)| *block == Some("yaml")).map(|(_, line, _)| line).collect();
    assert!(!shown.is_empty() && example.contains(&shown.join("\n")), "{}", shown.join("\n"));
}
