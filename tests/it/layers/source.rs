//! The files of `src`, which module each of them is, and the paths that stand in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One file of the program, without its tests.
pub struct File {
    /// Below `src`, such as `js/value.rs`.
    pub name: String,
    /// Its lines, tests included.
    pub lines: usize,
    /// Every path that begins with `crate`, `super`, `self` or a module of its own.
    pub paths: Vec<Imported>,
}

/// A path in a file, from the root of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Number of the line.
    pub line: usize,
    /// `["js", "value", "Value"]` for `crate::js::value::Value`; `*` last for all of a module.
    pub path: Vec<String>,
    /// The name under which the module shows it to others, where it does.
    pub shown_as: Option<String>,
}

/// The files of a directory by the modules that they are: `["js", "value"]`, and `[]` for `lib.rs`.
pub fn read(root: &Path) -> BTreeMap<Vec<String>, File> {
    let mut files = BTreeMap::new();
    read_module(root, &root.join("lib.rs"), Vec::new(), &mut files);
    files
}

/// Reads the file of a module and those of its children; modules of tests are left out.
fn read_module(root: &Path, file: &Path, module: Vec<String>, files: &mut BTreeMap<Vec<String>, File>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let code = without_tests(&without_comments_and_texts(&text));
    let own = modules(&code);
    for child in &own {
        let mut path = module.clone();
        path.push(child.clone());
        let flat = root.join(format!("{}.rs", path.join("/")));
        let folder = root.join(path.join("/")).join("mod.rs");
        let file = if flat.exists() { flat } else { folder };
        read_module(root, &file, path, files);
    }
    let name = file.strip_prefix(root).expect("a file of src").to_string_lossy().into_owned();
    let paths = paths(&code, &module, &own);
    files.insert(module, File { name, lines: text.lines().count(), paths });
}

/// The same text with blanks for comments and for what stands in quotes, so that lines keep their numbers.
fn without_comments_and_texts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            quoted(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") && !out.ends_with(is_word) {
            raw(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (skipped, after) = rest.split_at(length);
        out.extend(skipped.chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = after;
    }
    out
}

fn quoted(text: &str) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => (),
        }
    }
    text.len()
}

/// `r"..."` and `r#"..."#`; one byte for a raw identifier.
fn raw(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    if !text[1 + hashes..].starts_with('"') {
        return 1;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let begin = 2 + hashes;
    text[begin..].find(&end).map_or(text.len(), |at| begin + at + end.len())
}

/// `'x'`, `'\n'`, `'\u{fe0f}'`; one byte for a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(1, |at| at + 4),
        Some(_) => match characters.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

/// Without items under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let (before, item) = rest.split_at(at);
        out.push_str(before);
        let end = match item.find(['{', ';']) {
            Some(at) if item[at..].starts_with('{') => at + block(&item[at..]),
            Some(at) => at + 1,
            None => item.len(),
        };
        out.extend(item[..end].chars().filter(|c| *c == '\n'));
        rest = &item[end..];
    }
    out.push_str(rest);
    out
}

/// The length of `{ ... }`.
fn block(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => (),
        }
    }
    text.len()
}

/// The modules that the code declares in files of their own.
fn modules(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines() {
        let line = line.trim_start();
        let line = line.strip_prefix("pub").map_or(line, |rest| {
            let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
            rest.trim_start()
        });
        if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.trim_end().strip_suffix(';')) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Every path of the code that leads into the crate, absolute.
fn paths(code: &str, module: &[String], own: &[String]) -> Vec<Imported> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..) {
        let Some(begin) = rest.find(is_word) else { break };
        let word = word_at(&rest[begin..]);
        let start = at + begin;
        let line = || code[..start].matches('\n').count() + 1;
        at = start + word.len();
        // A visibility, not a path: `pub(in crate::js)`.
        if code[..start].ends_with("(in ") || code[..start].ends_with("::") || code[..start].ends_with('$') {
            continue;
        }
        if word == "use" {
            let end = code[at..].find(';').map_or(code.len(), |end| at + end);
            let shows = code[..start].trim_end().ends_with(['b', ')']);
            for (path, name) in tree(code[at..end].trim()) {
                if let Some(path) = absolute(&path, module, own) {
                    found.push(Imported { line: line(), path, shown_as: shows.then_some(name) });
                }
            }
            at = end;
        } else if code[at..].starts_with("::")
            && (matches!(word, "crate" | "super" | "self") || own.contains(&word.to_owned()))
        {
            let text: String = code[start..].chars().take_while(|c| is_word(*c) || *c == ':').collect();
            let path: Vec<String> = text.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
            if let Some(path) = absolute(&path, module, own) {
                found.push(Imported { line: line(), path, shown_as: None });
            }
            at = start + text.len();
        }
    }
    found
}

/// `a::{b, c::{self, d as e}}`: each path, and the name that it gets here.
fn tree(text: &str) -> Vec<(Vec<String>, String)> {
    let (head, group) = match text.split_once('{') {
        Some((head, rest)) => (head, Some(rest.trim_end().strip_suffix('}').unwrap_or(rest))),
        None => (text, None),
    };
    let (head, alias) = head.split_once(" as ").map_or((head, None), |(head, alias)| (head, Some(alias.trim())));
    let head: Vec<String> =
        head.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let Some(group) = group else {
        let (path, last) = match head.split_last() {
            Some((last, before)) if last == "self" && !before.is_empty() => (before.to_vec(), before.last()),
            last => (head.clone(), last.map(|(last, _)| last)),
        };
        let name = alias.map(str::to_owned).or(last.cloned()).unwrap_or_default();
        return vec![(path, name)];
    };
    let mut found = Vec::new();
    for part in top_level(group) {
        let parts = if part.trim() == "self" {
            vec![(Vec::new(), head.last().cloned().unwrap_or_default())]
        } else {
            tree(part.trim())
        };
        for (path, name) in parts {
            found.push((head.iter().cloned().chain(path).collect(), name));
        }
    }
    found
}

/// `a::{b, c}, d` gives `a::{b, c}` and `d`.
fn top_level(group: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let parts = group.split(move |c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// The path from the root of the crate, if it leads there.
fn absolute(path: &[String], module: &[String], own: &[String]) -> Option<Vec<String>> {
    let mut at = module.to_vec();
    let mut rest = path;
    match path.first().map(String::as_str)? {
        "crate" => {
            at.clear();
            rest = &path[1..];
        }
        "self" => rest = &path[1..],
        "super" => {}
        first if own.iter().any(|name| name == first) => {}
        _ => return None,
    }
    while rest.first().is_some_and(|first| first == "super") {
        at.pop();
        rest = &rest[1..];
    }
    at.extend(rest.iter().filter(|name| *name != "self").cloned());
    Some(at)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_at(text: &str) -> &str {
    &text[..text.find(|c: char| !is_word(c)).unwrap_or(text.len())]
}

#[test]
fn finds_paths_in_groups_and_expressions() {
    let code = without_tests(&without_comments_and_texts(
        "mod a;\npub use a::{B, c::{self, D as E}};\nuse std::fs;\nuse super::{number, text::len};\n// crate::no\n\
         fn f(x: &'static str) -> crate::js::Value { super::g(\"crate::no\", 'c', r#\"crate::no\"#); a::h() }\n\
         pub(in crate::no) fn g() {}\n#[cfg(test)]\nmod tests { use crate::no; }\n#[cfg(test)]\nmod others;\nuse crate::last;",
    ));
    let module = ["up".to_owned(), "here".to_owned()];
    let own = modules(&code);
    assert_eq!(own, ["a"]);
    let found: Vec<_> =
        paths(&code, &module, &own).into_iter().map(|one| (one.line, one.path.join("::"), one.shown_as)).collect();
    let shown = |line, path: &str, name: &str| (line, path.to_owned(), Some(name.to_owned()));
    let used = |line, path: &str| (line, path.to_owned(), None);
    let expected = [
        shown(2, "up::here::a::B", "B"),
        shown(2, "up::here::a::c", "c"),
        shown(2, "up::here::a::c::D", "E"),
        used(4, "up::number"),
        used(4, "up::text::len"),
        used(6, "js::Value"),
        used(6, "up::g"),
        used(6, "up::here::a::h"),
        used(12, "last"),
    ];
    assert_eq!(found, expected);
}
