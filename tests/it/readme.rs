//! What the README says is so: every command in a `console` block.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Server, Sidemock, TOKEN};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the README")
}

/// A command and what the README prints below it.
struct Example {
    command: String,
    output: Vec<String>,
}

/// The examples of the section with this heading, or, without one, of the text above the first heading.
fn examples(heading: Option<&str>) -> Vec<Example> {
    let text = readme();
    let section = match heading {
        None => text.split("\n## ").next(),
        Some(heading) => text.split("\n## ").find(|section| section.lines().next() == Some(heading)),
    };
    let mut found: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in section.expect("the section").lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push(Example { command: command.to_owned(), output: Vec::new() }),
                (None, Some(example)) => example.output.push(line.to_owned()),
                (None, None) => panic!("output without a command: {line}"),
            },
            (false, _) => (),
        }
    }
    found
}

/// Runs the command as it stands, but for the ports, and compares; `...` at the end of a line stands for its rest.
fn run(server: &Server, example: &Example) {
    let command = example
        .command
        .replace("localhost:3000", &format!("127.0.0.1:{}", server.port()))
        .replace("localhost:8990", &format!("127.0.0.1:{}", server.management()))
        .replacen("curl ", "curl -sS ", 1);
    let done = Command::new("sh").args(["-c", &command]).current_dir(root()).env("TOKEN", TOKEN).output().expect("sh");
    let (stdout, stderr) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let context = || format!("$ {}\n{stdout}{stderr}", example.command);
    assert!(!example.output.is_empty(), "no output is printed below {}", example.command);
    for (i, expected) in example.output.iter().enumerate() {
        let line = stdout.lines().nth(i).unwrap_or_default();
        match expected.strip_suffix("...") {
            Some(start) => assert!(line.starts_with(start), "{}", context()),
            None => assert_eq!(line, expected, "{}", context()),
        }
    }
    let cut = example.output.last().is_some_and(|line| line.ends_with("..."));
    assert!(cut || stdout.lines().count() == example.output.len(), "{}", context());
}

fn run_all(heading: Option<&str>, at_least: usize) {
    let examples = examples(heading);
    assert!(examples.len() >= at_least, "{} examples in {heading:?}", examples.len());
    let server = Sidemock::new().start();
    examples.iter().for_each(|example| run(&server, example));
}

#[test]
fn the_first_screen_is_true() {
    run_all(None, 1);
}

#[test]
fn the_tour_of_the_demo_is_true() {
    run_all(Some("What it does"), 6);
}

#[test]
fn every_line_of_the_admin_section_is_true() {
    run_all(Some("Admin API"), 14);
}

#[test]
fn every_line_about_the_management_port_is_true() {
    run_all(Some("Probes and metrics"), 4);
}

#[test]
fn the_first_screen_has_one_run_command_and_one_test_command() {
    let text = readme();
    let first = text.split("\n## ").next().expect("the first screen");
    let commands: Vec<&str> = first.split("```sh\n").skip(1).filter_map(|block| block.split("\n```").next()).collect();
    assert_eq!(commands, ["cargo run --release", "cargo test --locked"]);
}
