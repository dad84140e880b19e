//! What the documents say is so: commands and their answers, links, names of files, tables of settings and metrics.
//! What is generated in them is written anew by `UPDATE_DOCS=1 cargo test --test it docs`.

use std::fs;
use std::path::{Path, PathBuf};

mod admin;
mod commands;
mod files;
mod links;
mod metrics;
mod readme;
mod settings;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A Markdown file of the repository.
struct Document {
    /// Below the root of the repository.
    name: String,
    text: String,
}

impl Document {
    fn read(name: &str) -> Self {
        let text = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name: name.to_owned(), text }
    }

    /// Line by line: number from 1, text, and what the code block it lies in says behind its fence.
    fn lines(&self) -> impl Iterator<Item = (usize, &str, Option<&str>)> {
        let mut block = None;
        self.text.lines().enumerate().filter_map(move |(number, line)| {
            match (line.trim_start().strip_prefix("```"), block) {
                (Some(info), None) => block = Some(info),
                (Some(_), Some(_)) => block = None,
                (None, _) => return Some((number + 1, line, block)),
            }
            None
        })
    }
}

/// All of them, but for what is built or hidden.
fn documents() -> Vec<Document> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).expect("a readable directory").flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() && name != "target" && !name.to_string_lossy().starts_with('.') {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(root(), &mut found);
    found.sort();
    let below = |path: &PathBuf| path.strip_prefix(root()).expect("a file of ours").display().to_string();
    found.iter().map(|path| Document::read(&below(path))).collect()
}

/// Compares what stands in a document between `<!-- KIND:...` and `<!-- end of KIND -->`, or writes it anew.
fn generated(document: &str, kind: &str, expected: &str) {
    let text = Document::read(document).text;
    let (begin, end) = (format!("<!-- {kind}:"), format!("<!-- end of {kind} -->"));
    let marked = text.split_once(&begin).and_then(|(before, rest)| {
        let (note, rest) = rest.split_once("-->\n")?;
        let (found, after) = rest.split_once(&end)?;
        Some((before, note, found, after))
    });
    let (before, note, found, after) = marked.unwrap_or_else(|| panic!("{document}: {begin} ... --> ... {end}"));
    let expected = format!("\n{expected}\n");
    if found != expected && std::env::var_os("UPDATE_DOCS").is_some() {
        let text = format!("{before}{begin}{note}-->\n{expected}{end}{after}");
        fs::write(root().join(document), text).expect("a writable document");
        return;
    }
    assert_eq!(found, expected, "{document}: write it anew with UPDATE_DOCS=1 cargo test --test it docs");
}
