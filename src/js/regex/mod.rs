//! JavaScript regular expressions (without the flags `u` and `v`).

pub mod fold;

use std::ops::Range;

/// A pattern or flags that JavaScript refuses; the message is V8's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SyntaxError(pub String);

/// A match took more steps than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the regular expression takes too many steps")]
pub struct StepLimit;

/// A compiled regular expression.
#[derive(Debug)]
pub struct Regex {
    source: String,
    flags: String,
    engine: fancy_regex::Regex,
}

impl Regex {
    /// `new RegExp(pattern, flags)`
    pub fn new(pattern: &str, flags: &str) -> Result<Self, SyntaxError> {
        let prefix = if flags.contains('i') { "(?i)" } else { "" };
        let engine = fancy_regex::Regex::new(&format!("{prefix}{pattern}"))
            .map_err(|_| SyntaxError(format!("Invalid regular expression: /{pattern}/{flags}: Invalid group")))?;
        Ok(Self { source: pattern.to_owned(), flags: flags.to_owned(), engine })
    }

    /// `regex.source`
    pub fn source(&self) -> &str {
        &self.source
    }

    /// `regex.flags`
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// `regex.test(text)`
    pub fn is_match(&self, text: &str) -> Result<bool, StepLimit> {
        self.engine.is_match(text).map_err(|_| StepLimit)
    }

    /// Where the first match is, in bytes.
    pub fn find(&self, text: &str) -> Result<Option<Range<usize>>, StepLimit> {
        Ok(self.engine.find(text).map_err(|_| StepLimit)?.map(|m| m.range()))
    }

    /// The first match and its groups.
    pub fn captures<'t>(&self, text: &'t str) -> Result<Option<Captures<'t>>, StepLimit> {
        let found = self.engine.captures(text).map_err(|_| StepLimit)?;
        Ok(found.map(|c| Captures { groups: (0..c.len()).map(|i| c.get(i).map(|m| m.as_str())).collect() }))
    }

    /// The texts of all matches.
    pub fn find_all<'t>(&self, text: &'t str) -> Result<Vec<&'t str>, StepLimit> {
        Ok(self.ranges(text, usize::MAX)?.into_iter().filter_map(|range| text.get(range)).collect())
    }

    /// Where the first `limit` matches are, in bytes.
    pub fn ranges(&self, text: &str, limit: usize) -> Result<Vec<Range<usize>>, StepLimit> {
        self.engine.find_iter(text).take(limit).map(|m| m.map(|m| m.range()).map_err(|_| StepLimit)).collect()
    }
}

impl std::fmt::Display for Regex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/{}", self.source, self.flags)
    }
}

/// A match and its groups.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    groups: Vec<Option<&'t str>>,
}

impl<'t> Captures<'t> {
    /// How many groups there are, the whole match included.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// The text of a group; `None` for one that took no part.
    pub fn get(&self, i: usize) -> Option<&'t str> {
        self.groups.get(i).copied().flatten()
    }
}
