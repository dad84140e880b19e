//! JavaScript regular expressions (without the flag `v`): read by our own parser, so that what is refused
//! is refused in V8's words, and run by engines that cannot block.
//!
//! Plain patterns run in linear time; those with lookaround or back references in a backtracking engine with a
//! limit. JavaScript matches UTF-16 units (without the flag `u`): in patterns and texts characters beyond the basic plane are split into
//! carried halves (see [`crate::js::text`]) while they are matched.

mod ast;
mod charset;
pub mod fold;
mod parser;
mod translate;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::text;

/// How much memory a compiled pattern may take.
const SIZE_LIMIT: usize = 4 << 20;
/// The same for one that came with a request: every character of a text may cost as many steps as a pattern is large.
const SMALL_SIZE_LIMIT: usize = 128 << 10;

/// Steps that a backtracking expression may take for one match; `MOCKOON_REGEX_MAX_STEPS` sets it at start.
static MAX_STEPS: AtomicUsize = AtomicUsize::new(200_000);

/// Sets the steps that a backtracking expression may take for one match. Expressions that are compiled already keep theirs.
pub fn set_max_steps(steps: usize) {
    MAX_STEPS.store(steps, Ordering::Relaxed);
}

/// A pattern or flags that JavaScript refuses; the message is V8's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SyntaxError(pub String);

/// A match took more steps than it may, or the pattern is larger than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the regular expression takes too many steps")]
pub struct StepLimit;

/// A compiled regular expression.
#[derive(Debug)]
pub struct Regex {
    source: String,
    flags: String,
    runaway: bool,
    /// Whether it matches whole characters (flag `u`).
    unicode: bool,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Linear(::regex::Regex),
    Backtracking(fancy_regex::Regex),
    /// Valid, but more than we are willing to run.
    TooLarge,
}

impl Engine {
    fn new(pattern: &translate::Translated, size_limit: usize) -> Self {
        if pattern.backtracks {
            fancy_regex::RegexBuilder::new(&pattern.source)
                .backtrack_limit(MAX_STEPS.load(Ordering::Relaxed))
                .delegate_size_limit(size_limit)
                .build()
                .map_or(Self::TooLarge, Self::Backtracking)
        } else {
            ::regex::RegexBuilder::new(&pattern.source)
                .size_limit(size_limit)
                .dfa_size_limit(SIZE_LIMIT)
                .build()
                .map_or(Self::TooLarge, Self::Linear)
        }
    }

    fn groups(&self, text: &str) -> Result<Option<Groups>, StepLimit> {
        match self {
            Self::Linear(regex) => {
                Ok(regex.captures(text).map(|c| c.iter().map(|group| group.map(|m| m.range())).collect()))
            }
            Self::Backtracking(regex) => {
                let found = regex.captures(text).map_err(|_| StepLimit)?;
                Ok(found.map(|c| c.iter().map(|group| group.map(|m| m.start()..m.end())).collect()))
            }
            Self::TooLarge => Err(StepLimit),
        }
    }
}

/// Where the groups of a match are.
type Groups = Vec<Option<Range<usize>>>;

impl Regex {
    /// `new RegExp(pattern, flags)`
    pub fn new(pattern: &str, flags: &str) -> Result<Self, SyntaxError> {
        Self::within(pattern, flags, SIZE_LIMIT)
    }

    /// The same for a pattern that came with a request: it may not be as large.
    pub fn small(pattern: &str, flags: &str) -> Result<Self, SyntaxError> {
        Self::within(pattern, flags, SMALL_SIZE_LIMIT)
    }

    fn within(pattern: &str, flags: &str, size_limit: usize) -> Result<Self, SyntaxError> {
        let twice = |c| flags.matches(c).count() > 1;
        if flags.chars().any(|c| !"dgimsuvy".contains(c) || twice(c)) || (flags.contains('u') && flags.contains('v')) {
            return Err(SyntaxError(format!("Invalid flags supplied to RegExp constructor '{flags}'")));
        }
        let unicode = flags.contains('u');
        let characters = if unicode { Cow::Borrowed(pattern) } else { split_pairs(pattern) };
        let read = parser::parse(&characters, unicode)
            .map_err(|reason| SyntaxError(format!("Invalid regular expression: /{pattern}/{flags}: {reason}")))?;
        let meaning = translate::Flags {
            ignore_case: flags.contains('i'),
            multiline: flags.contains('m'),
            dot_all: flags.contains('s'),
        };
        let engine = Engine::new(&translate::translate(&read, meaning), size_limit);
        let runaway = read.nests_unbounded_repetitions();
        Ok(Self { source: pattern.to_owned(), flags: flags.to_owned(), runaway, unicode, engine })
    }

    /// Whether it is run by the backtracking engine, of which each step may look at the whole text.
    pub fn backtracks(&self) -> bool {
        matches!(self.engine, Engine::Backtracking(_))
    }

    /// Whether JavaScript's engine may take exponential time for it: a repetition without bound contains another one.
    pub fn is_runaway(&self) -> bool {
        self.runaway
    }

    /// The pattern as it was given; an empty one as JavaScript prints it.
    pub fn source(&self) -> &str {
        if self.source.is_empty() { "(?:)" } else { &self.source }
    }

    /// `regex.flags`
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// `regex.test(text)`
    pub fn is_match(&self, text: &str) -> Result<bool, StepLimit> {
        let text = self.prepare(text);
        match &self.engine {
            Engine::Linear(regex) => Ok(regex.is_match(&text)),
            Engine::Backtracking(regex) => regex.is_match(text.as_ref()).map_err(|_| StepLimit),
            Engine::TooLarge => Err(StepLimit),
        }
    }

    /// Where the first match is, in UTF-16 units.
    pub fn find(&self, text: &str) -> Result<Option<Range<usize>>, StepLimit> {
        let text = self.prepare(text);
        let found = self.ranges(&text, 1)?.into_iter().next();
        let units = |at: usize| text.get(..at).map_or(0, text::len_utf16);
        Ok(found.map(|range| units(range.start)..units(range.end)))
    }

    /// The first match and its groups.
    pub fn captures(&self, text: &str) -> Result<Option<Captures>, StepLimit> {
        let text = self.prepare(text);
        let piece = |range: Range<usize>| join_pairs(text.get(range).unwrap_or_default());
        let found = self.engine.groups(&text)?;
        Ok(found.map(|groups| Captures { groups: groups.into_iter().map(|group| group.map(piece)).collect() }))
    }

    /// The texts of all matches.
    pub fn find_all(&self, text: &str) -> Result<Vec<String>, StepLimit> {
        let text = self.prepare(text);
        let ranges = self.ranges(&text, usize::MAX)?;
        Ok(ranges.into_iter().filter_map(|range| text.get(range)).map(join_pairs).collect())
    }

    /// The text as the engines see it.
    pub fn prepare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.unicode { Cow::Borrowed(text) } else { split_pairs(text) }
    }

    /// Where the first `limit` matches are, in bytes of a text that went through [`Self::prepare`].
    pub fn ranges(&self, prepared: &str, limit: usize) -> Result<Vec<Range<usize>>, StepLimit> {
        match &self.engine {
            Engine::Linear(regex) => Ok(regex.find_iter(prepared).take(limit).map(|m| m.range()).collect()),
            Engine::Backtracking(regex) => {
                let found = regex.find_iter(prepared).take(limit);
                found.map(|m| m.map(|m| m.start()..m.end()).map_err(|_| StepLimit)).collect()
            }
            Engine::TooLarge => Err(StepLimit),
        }
    }
}

impl std::fmt::Display for Regex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/{}", self.source(), self.flags)
    }
}

/// A match and its groups.
#[derive(Clone, Debug)]
pub struct Captures {
    groups: Vec<Option<String>>,
}

impl Captures {
    /// The texts of the whole match and of the groups; `None` for those that took no part.
    pub fn groups(&self) -> &[Option<String>] {
        &self.groups
    }
}

/// The text with characters beyond the basic plane as two carried halves.
fn split_pairs(s: &str) -> Cow<'_, str> {
    // Only these characters have bytes from 0xF0 on.
    if !s.bytes().any(|b| b >= 0xF0) {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len() * 2);
    let mut units = [0; 2];
    for c in s.chars() {
        if text::units_of(c) == 2 {
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| text::carrier(*unit)));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text with carried halves of pairs joined again.
pub fn join_pairs(s: &str) -> String {
    if text::has_carrier(s) { text::from_units(&text::to_units(s)) } else { s.to_owned() }
}

#[cfg(test)]
mod tests;
