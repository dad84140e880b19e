//! Parametrised paths by their segments: finding the few that a path can mean does not depend on how many there are.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use super::entries::Entries;
use super::shape::Segment;
use crate::js::Str;

/// So many segments are compared one by one.
const FEW: usize = 8;

/// Deeper segments are not told apart, so that no endpoint makes the tree too deep to walk or to drop.
const MAX_DEPTH: usize = 64;

/// Lists of entries that a path may lead to.
pub(super) type EntryLists<'t> = SmallVec<[&'t [u32]; 4]>;

/// A set of entries (ascending numbers) by shape of path.
#[derive(Debug, Default)]
pub(super) struct Trie {
    root: Node,
    is_filled: bool,
}

#[derive(Debug, Default)]
struct Node {
    literals: Literals,
    dynamic: Option<Box<Node>>,
    /// Entries whose path ends with this segment.
    ending: Entries,
    /// Entries that take anything from here on.
    open: Entries,
}

/// Segments and what is behind them: up to [`FEW`] are looked through, more are indexed.
#[derive(Debug)]
enum Literals {
    Few(Vec<(Str, Node)>),
    Many(Box<Index>),
}

/// Boxed, because hardly any node has one.
#[derive(Debug, Default)]
struct Index(HashMap<Str, Node, RandomState>);

impl Default for Literals {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Literals {
    fn get(&self, segment: &str) -> Option<&Node> {
        match self {
            Self::Few(nodes) => nodes.iter().find(|(text, _)| text == segment).map(|(_, node)| node),
            Self::Many(index) => index.0.get(segment),
        }
    }

    fn get_or_insert(&mut self, segment: &str) -> Option<&mut Node> {
        if let Self::Few(nodes) = self
            && nodes.len() >= FEW
            && !nodes.iter().any(|(text, _)| text == segment)
        {
            *self = Self::Many(Box::new(Index(std::mem::take(nodes).into_iter().collect())));
        }
        match self {
            Self::Few(nodes) => {
                let place = nodes.iter().position(|(text, _)| text == segment).unwrap_or_else(|| {
                    nodes.reserve_exact(1);
                    nodes.push((segment.into(), Node::default()));
                    nodes.len() - 1
                });
                nodes.get_mut(place).map(|(_, node)| node)
            }
            Self::Many(index) => Some(index.0.entry(segment.into()).or_default()),
        }
    }
}

impl Trie {
    /// Adds an entry; numbers must not fall.
    pub(super) fn insert(&mut self, segments: Vec<Segment<'_>>, open: bool, entry: u32) {
        let open = open || segments.len() > MAX_DEPTH;
        self.is_filled = true;
        let mut node = &mut self.root;
        for segment in segments.into_iter().take(MAX_DEPTH) {
            let next = match segment {
                Segment::Literal(text) => node.literals.get_or_insert(&text),
                Segment::Dynamic => Some(&mut **node.dynamic.get_or_insert_default()),
            };
            let Some(next) = next else { return };
            node = next;
        }
        let entries = if open { &mut node.open } else { &mut node.ending };
        entries.add(entry);
    }

    /// Whether there are no entries.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_filled
    }

    /// Adds to `found` the lists of all entries that may match the (folded) path.
    pub(super) fn find<'t>(&'t self, path: &str, found: &mut EntryLists<'t>) {
        // Nodes to visit, with what is left of the path behind each (None: nothing).
        let mut pending: SmallVec<[(&'t Node, Option<&str>); 4]> = SmallVec::new();
        let mut visit = Some((&self.root, Some(path)));
        while let Some((node, rest)) = visit.take().or_else(|| pending.pop()) {
            let at_end = matches!(rest, None | Some(""));
            for list in [node.open.as_slice(), if at_end { node.ending.as_slice() } else { &[] }] {
                if !list.is_empty() {
                    found.push(list);
                }
            }
            let Some(rest) = rest else { continue };
            // Segments are short: looking at each byte takes less than starting a search.
            let (segment, behind) = match rest.bytes().position(|byte| byte == b'/') {
                Some(slash) => (rest.get(..slash).unwrap_or_default(), rest.get(slash + 1..)),
                None => (rest, None),
            };
            let dynamic = node.dynamic.as_deref().map(|n| (n, behind));
            match node.literals.get(segment) {
                Some(literal) => {
                    visit = Some((literal, behind));
                    if let Some(dynamic) = dynamic {
                        pending.push(dynamic);
                    }
                }
                None => visit = dynamic,
            }
        }
    }
}
