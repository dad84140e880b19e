//! Every command in a `console` block answers what is printed below it.
//!
//! The blocks of one section (from one `## ` heading to the next) are played in their order against one fresh server with
//! the embedded demo. Variables behind the fence (```` ```console MOCKOON_PROXY=disabled ````) are settings of that server.
//! Ports are replaced; `...` at the end of a line stands for its rest, and as the last line for all that follows.
//! Lines of curl in `sh` blocks, below which nothing is printed, have to succeed.

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::{Server, Sidemock, TOKEN, free_port};

use super::{Document, documents, root};

/// A command and what is printed below it.
struct Example {
    line: usize,
    command: String,
    output: Vec<String>,
}

/// The examples of one section, and the settings they want.
#[derive(Default)]
struct Section {
    settings: BTreeMap<String, String>,
    examples: Vec<Example>,
}

fn sections(document: &Document) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for (number, line, block) in document.lines() {
        if block.is_none() && line.starts_with("## ") {
            sections.push(Section::default());
        }
        let section = sections.last_mut().expect("the first one");
        if block == Some("sh") && line.starts_with("curl ") {
            let command = line.replacen("curl ", "curl -f -o /dev/null ", 1);
            section.examples.push(Example { line: number, command, output: Vec::new() });
        }
        let Some(variables) = block.and_then(|info| info.strip_prefix("console")) else { continue };
        for (name, value) in variables.split_whitespace().filter_map(|variable| variable.split_once('=')) {
            // The server runs elsewhere.
            let path = root().join(value);
            let value = if path.exists() { path.display().to_string() } else { value.to_owned() };
            section.settings.insert(name.to_owned(), value);
        }
        match (line.strip_prefix("$ "), section.examples.last_mut()) {
            (Some(command), _) => {
                section.examples.push(Example { line: number, command: command.to_owned(), output: Vec::new() });
            }
            (None, Some(example)) if example.command.ends_with('\\') => {
                example.command = format!("{}\n{line}", example.command);
            }
            (None, Some(example)) => example.output.push(line.to_owned()),
            (None, None) => panic!("{}:{number}: output without a command", document.name),
        }
    }
    sections.retain(|section| !section.examples.is_empty());
    sections
}

/// What the command prints, or what differs from what stands below it.
fn run(ports: &[(String, u16)], example: &Example) -> Result<(), String> {
    let mut command = example.command.replacen("curl ", "curl -sS ", 1);
    for (written, port) in ports {
        command = command.replace(&format!("localhost:{written}"), &format!("127.0.0.1:{port}"));
    }
    let done = Command::new("sh").args(["-c", &command]).current_dir(root()).env("TOKEN", TOKEN).output().expect("sh");
    let stdout = String::from_utf8_lossy(&done.stdout).replace(&format!("{}/", root().display()), "");
    let stderr = String::from_utf8_lossy(&done.stderr);
    let mut lines = stdout.lines();
    for expected in &example.output {
        let line = lines.next().unwrap_or_default();
        let same = expected.strip_suffix("...").map_or(line == expected, |start| line.starts_with(start));
        if !same {
            return Err(format!("expected {expected}\nfound    {line}\nof\n{stdout}{stderr}"));
        }
    }
    if !done.status.success() && example.output.is_empty() {
        return Err(format!("{}: {stdout}{stderr}", done.status));
    }
    match example.output.last() {
        None if !stdout.is_empty() => Err(format!("nothing stands below it for\n{stdout}")),
        Some(last) if !last.ends_with("...") && lines.next().is_some() => Err(format!("more than expected:\n{stdout}")),
        _ => Ok(()),
    }
}

/// The server of a section, and its ports by what is written for them.
fn start(section: &Section) -> (Server, Vec<(String, u16)>) {
    let mut ports = Vec::new();
    let mut server = Sidemock::new();
    for (name, value) in &section.settings {
        if name.ends_with("_PORT") {
            let port = free_port();
            ports.push((value.clone(), port));
            server = server.var(name, port.to_string());
        } else {
            server = server.var(name, value);
        }
    }
    let server = server.start();
    ports.push(("3000".to_owned(), server.port()));
    ports.push(("8990".to_owned(), server.management()));
    (server, ports)
}

/// Plays all sections of a document; what is wrong, and how many commands there were.
fn play(document: &Document) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for section in sections(document) {
        let (_server, ports) = start(&section);
        for example in &section.examples {
            count += 1;
            if let Err(error) = run(&ports, example) {
                wrong.push(format!("{}:{}: $ {}\n{error}", document.name, example.line, example.command));
            }
        }
    }
    (wrong, count)
}

#[test]
fn every_command_answers_what_is_printed_below_it() {
    let wrong: Vec<String> = documents().iter().flat_map(|document| play(document).0).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_answer_a_missing_one_and_one_too_many_are_seen() {
    let text = "```console\n$ echo right\nright\n$ echo wrong\nright\n$ echo missing\nmissing\nmore\n$ printf 'a\\nb\\n'\na\n\
                $ printf 'a\\nb\\n'\na...\n$ echo unexpected\n```\n```sh\ntrue\ncurl localhost:3000/nowhere\ncurl localhost:3000/\n```\n";
    let (wrong, count) = play(&Document { name: "text".to_owned(), text: text.to_owned() });
    let lines: Vec<_> = wrong.iter().filter_map(|text| text.split(':').nth(1)).collect();
    assert_eq!((lines, count), (vec!["4", "6", "9", "13", "17"], 8));
}
