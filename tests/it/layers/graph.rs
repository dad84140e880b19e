//! Who imports whom, file by file, and where that goes in circles.

use std::collections::{BTreeMap, BTreeSet};

use super::source::File;

/// The files that each file imports from.
pub type Graph = BTreeMap<String, BTreeSet<String>>;

/// How often a name may be passed on by `pub use`.
const MAX_HOPS: usize = 8;

/// Draws the files of a crate. A module and the files below it count as one that leads its parts: what it imports from them
/// makes no circle.
pub fn draw(files: &BTreeMap<Vec<String>, File>) -> Graph {
    let mut graph = Graph::new();
    for (module, file) in files {
        let used = graph.entry(file.name.clone()).or_default();
        for imported in &file.paths {
            let Some(target) = resolve(files, &imported.path, MAX_HOPS) else { continue };
            if !target.starts_with(module) && !target.is_empty() {
                used.extend(files.get(target).map(|file| file.name.clone()));
            }
        }
    }
    graph
}

/// The module in whose file the thing stands that a path names: re-exports are followed.
fn resolve<'a>(files: &'a BTreeMap<Vec<String>, File>, path: &[String], hops: usize) -> Option<&'a Vec<String>> {
    let depth = (0..=path.len()).rev().find(|depth| files.contains_key(&path[..*depth]))?;
    let (module, file) = files.get_key_value(&path[..depth])?;
    let Some(name) = path.get(depth).filter(|_| hops > 0) else { return Some(module) };
    let shown = file.paths.iter().find(|one| one.shown_as.as_ref() == Some(name) && one.path != path[..=depth]);
    match shown {
        Some(shown) => resolve(files, &shown.path, hops - 1),
        None => Some(module),
    }
}

/// Sets of files each of which leads to each other, the largest first.
pub fn circles(graph: &Graph) -> Vec<BTreeSet<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|file| (file.as_str(), reachable(graph, file))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for file in graph.keys().filter(|file| leads(file, file)) {
        circles.insert(
            graph.keys().map(String::as_str).filter(|other| leads(file, other) && leads(other, file)).collect(),
        );
    }
    let mut circles: Vec<_> = circles.into_iter().collect();
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

fn reachable<'a>(graph: &'a Graph, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for next in graph.get(file).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    reached
}

#[test]
fn finds_circles_and_only_them() {
    let graph: Graph = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "f")]
        .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
        .into();
    assert_eq!(circles(&graph), [BTreeSet::from(["a", "b", "c"])]);
}
