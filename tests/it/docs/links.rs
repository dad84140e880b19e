//! Links between documents lead somewhere, and to a heading that is there.

use std::path::Path;

use super::{Document, documents, root};

/// The anchor that a heading gets: lower case, spaces as hyphens, nothing else but letters, digits, `-` and `_`.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>().replace(' ', "-")
}

fn anchors(document: &Document) -> Vec<String> {
    let headings = document.lines().filter(|(_, line, block)| block.is_none() && line.starts_with('#'));
    headings.map(|(_, line, _)| anchor(line.trim_start_matches('#'))).collect()
}

/// The targets of the links in a line: what stands in the parentheses of `[text](target)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

/// Why a link leads nowhere, if it does.
fn broken(document: &Document, target: &str) -> Option<String> {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(&document.name).parent().unwrap_or(Path::new(""));
    let file = if path.is_empty() { document.name.clone() } else { folder.join(path).display().to_string() };
    if !root().join(&file).exists() {
        return Some(format!("{file} does not exist"));
    }
    if fragment.is_empty() {
        return None;
    }
    let known = anchors(&Document::read(&file));
    (!known.iter().any(|anchor| anchor == fragment)).then(|| format!("#{fragment} is none of {known:?}"))
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut wrong = Vec::new();
    for document in documents() {
        for (number, line, _) in document.lines().filter(|(_, _, block)| block.is_none()) {
            for target in targets(line).filter(|target| !target.contains("://")) {
                if let Some(why) = broken(&document, target) {
                    wrong.push(format!("{}:{number}: {target}: {why}", document.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_link_to_nowhere_is_seen() {
    let readme = Document::read("README.md");
    assert!(broken(&readme, "src/nowhere.md").is_some_and(|why| why.contains("does not exist")));
    assert!(broken(&readme, "src/settings/README.md#nowhere").is_some_and(|why| why.contains("#nowhere")));
    assert_eq!(broken(&readme, "src/settings/README.md#settings"), None);
}
