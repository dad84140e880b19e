//! Files of the repository that are named in code, inline or in blocks, are there.

use super::{documents, root};

/// Folders whose files are meant when a word of code begins with one.
const FOLDERS: &[&str] = &["src/", "tests/", "helm/", "k8s/", ".ci/"];

/// The words of a line that are paths of ours.
fn paths(code: &str) -> impl Iterator<Item = &str> {
    let words = code.split(|c: char| c.is_whitespace() || "'\"`=,;:()@$".contains(c));
    let words = words.map(|word| word.trim_start_matches("./").trim_end_matches('.'));
    // A pattern stands for files, not for one.
    words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)) && !word.contains(['*', '{', '<', '[']))
}

#[test]
fn files_that_are_named_in_code_exist() {
    let mut wrong = Vec::new();
    for document in documents() {
        for (number, line, block) in document.lines() {
            // Outside of blocks every other piece between back ticks is code.
            let pieces: Vec<&str> = match block {
                Some(_) => vec![line],
                None => line.split('`').skip(1).step_by(2).collect(),
            };
            for path in pieces.into_iter().flat_map(paths).filter(|path| !root().join(path).exists()) {
                wrong.push(format!("{}:{number}: {path} does not exist", document.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
