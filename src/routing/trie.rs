//! Parametrised paths by their segments: finding the few that a path can mean does not depend on how many there are.

use std::collections::HashMap;

use super::alternative::Segment;

/// Deeper segments are not told apart, so that no endpoint makes the tree too deep to walk or to drop.
const MAX_DEPTH: usize = 64;

/// A set of entries (ascending numbers) by shape of path.
#[derive(Debug, Default)]
pub(super) struct Trie {
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<Box<str>, Node>,
    dynamic: Option<Box<Node>>,
    /// Entries whose path ends with this segment.
    ending: Vec<usize>,
    /// Entries that take anything from here on.
    open: Vec<usize>,
}

impl Trie {
    /// Adds an entry; numbers must not fall.
    pub(super) fn insert(&mut self, segments: Vec<Segment>, open: bool, entry: usize) {
        let open = open || segments.len() > MAX_DEPTH;
        let mut node = &mut self.root;
        for segment in segments.into_iter().take(MAX_DEPTH) {
            node = match segment {
                Segment::Literal(text) => node.literals.entry(text.into()).or_default(),
                Segment::Dynamic => node.dynamic.get_or_insert_default(),
            };
        }
        let entries = if open { &mut node.open } else { &mut node.ending };
        if entries.last() != Some(&entry) {
            entries.push(entry);
        }
    }

    /// Adds to `found` the lists of all entries that may match the (folded) path.
    pub(super) fn find<'t>(&'t self, path: &str, found: &mut Vec<&'t [usize]>) {
        // Nodes to visit, with what is left of the path behind each (None: nothing).
        let mut pending: Vec<(&'t Node, Option<&str>)> = Vec::new();
        let mut visit = Some((&self.root, Some(path)));
        while let Some((node, rest)) = visit.take().or_else(|| pending.pop()) {
            if !node.open.is_empty() {
                found.push(&node.open);
            }
            if !node.ending.is_empty() && matches!(rest, None | Some("")) {
                found.push(&node.ending);
            }
            let Some(rest) = rest else { continue };
            let (segment, behind) = match rest.split_once('/') {
                Some((segment, behind)) => (segment, Some(behind)),
                None => (rest, None),
            };
            let dynamic = node.dynamic.as_deref().map(|n| (n, behind));
            match node.literals.get(segment) {
                Some(literal) => {
                    visit = Some((literal, behind));
                    pending.extend(dynamic);
                }
                None => visit = dynamic,
            }
        }
    }
}
