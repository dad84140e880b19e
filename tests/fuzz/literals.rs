//! The string literals of our own sources: what the unit tests feed to a module is the best corpus there is for it.

use std::fs;
use std::path::Path;

/// The string literals of a file, or of all Rust files below a directory, relative to the repository.
pub fn of(relative: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(relative), &mut found);
    found.sort();
    found.dedup();
    found
}

fn collect(path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        scan(&fs::read_to_string(path).unwrap_or_default(), found);
    }
}

/// Collects the literals of one source. Quotes in comments may start a wrong one: that is noise, not harm.
fn scan(source: &str, found: &mut Vec<String>) {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut rest = code.as_str();
    while let Some(quote) = rest.find('"') {
        let (before, after) = rest.split_at(quote);
        let after = &after[1..];
        let hashes = before.len() - before.trim_end_matches('#').len();
        if before.trim_end_matches('#').ends_with('r') {
            let end = format!("\"{}", "#".repeat(hashes));
            let Some((literal, tail)) = after.split_once(end.as_str()) else { return };
            found.push(literal.to_owned());
            rest = tail;
        } else if before.ends_with('\'') {
            rest = after;
        } else {
            let Some((literal, tail)) = escaped(after) else { return };
            found.push(literal);
            rest = tail;
        }
    }
}

/// The literal up to its closing quote, unescaped, and what follows.
fn escaped(text: &str) -> Option<(String, &str)> {
    let mut literal = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((literal, &text[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => literal.push('\n'),
                'r' => literal.push('\r'),
                't' => literal.push('\t'),
                '0' => literal.push('\0'),
                'u' => {
                    let digits: String = chars.by_ref().map(|(_, c)| c).skip(1).take_while(|c| *c != '}').collect();
                    literal.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                '\n' => {}
                other => literal.push(other),
            },
            other => literal.push(other),
        }
    }
    None
}
