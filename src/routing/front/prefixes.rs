//! Path prefixes, segment by segment: the longest one is found by walking along a path once.

use std::collections::HashMap;

/// The prefixes below one segment.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    /// The row whose prefix ends here.
    row: Option<usize>,
    children: HashMap<Box<str>, Prefixes, foldhash::fast::RandomState>,
}

/// Where a walk along a path got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Walked {
    /// The row with the longest prefix of the path.
    pub(super) row: usize,
    /// Bytes of the path that the prefix takes.
    pub(super) end: usize,
}

impl Prefixes {
    /// Adds a row with this prefix (`""` or `/a/b`); `false` where another row has it already.
    pub(super) fn add(&mut self, prefix: &str, row: usize) -> bool {
        let mut node = self;
        for segment in prefix.split('/').filter(|segment| !segment.is_empty()) {
            node = node.children.entry(segment.into()).or_default();
        }
        let is_free = node.row.is_none();
        node.row.get_or_insert(row);
        is_free
    }

    /// The row without a prefix.
    pub(super) fn root(&self) -> Option<usize> {
        self.row
    }

    /// All rows, those with shorter prefixes first.
    pub(super) fn rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = self.row.into_iter().collect();
        rows.extend(self.children.values().flat_map(Self::rows));
        rows
    }

    /// The longest prefix of a path as it was sent. Segments are compared as they stand: nothing is decoded, so that an
    /// encoded slash ends none. Empty ones do not count, as slashes in a row are one for the routes behind the door.
    pub(super) fn walk(&self, path: &str) -> Option<Walked> {
        let mut found = self.row.map(|row| Walked { row, end: 0 });
        let mut node = self;
        let mut at = 0;
        while !node.children.is_empty() {
            let rest = path.get(at..).unwrap_or_default();
            let segment = rest.trim_start_matches('/');
            if segment.is_empty() || segment.len() == rest.len() {
                break;
            }
            let length = memchr::memchr(b'/', segment.as_bytes()).unwrap_or(segment.len());
            let Some(child) = segment.get(..length).and_then(|segment| node.children.get(segment)) else { break };
            at += rest.len() - segment.len() + length;
            node = child;
            if let Some(row) = node.row {
                found = Some(Walked { row, end: at });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_end_at_segments_and_the_longest_wins() {
        let mut prefixes = Prefixes::default();
        for (row, prefix) in ["", "/api", "/api/v2/deep", "/legacy"].into_iter().enumerate() {
            assert!(prefixes.add(prefix, row));
        }
        assert!(!prefixes.add("/api", 9));
        for (path, row, end) in [
            ("/", 0, 0),
            ("/other", 0, 0),
            ("/api", 1, 4),
            ("/api/", 1, 4),
            ("/api/v2", 1, 4),
            ("/apis", 0, 0),
            ("/ap", 0, 0),
            ("/API", 0, 0),
            ("/api/v2/deep", 2, 12),
            ("/api/v2/deep/er", 2, 12),
            ("//api//v2/x", 1, 5),
            ("/api%2Fv2", 0, 0),
            ("/%61pi", 0, 0),
            ("/x/api", 0, 0),
            ("/legacy", 3, 7),
            ("*", 0, 0),
            ("", 0, 0),
        ] {
            assert_eq!(prefixes.walk(path), Some(Walked { row, end }), "{path}");
        }
        assert_eq!(Prefixes::default().walk("/api"), None);
        let mut rows = prefixes.rows();
        rows.sort_unstable();
        assert_eq!(rows, [0, 1, 2, 3]);
    }
}
