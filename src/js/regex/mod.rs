//! JavaScript regular expressions (without the flag `v`): read by our own parser, so that what is refused
//! is refused in V8's words, and run by engines that cannot block.
//!
//! Plain patterns run in [linear] time; those with lookaround or back references in a [machine] that backtracks. Both
//! charge the request's budget. JavaScript matches UTF-16 units (without the flag `u`): in patterns and texts characters
//! beyond the basic plane are split into carried halves (see [`crate::js::text`]) while they are matched.

mod ast;
mod charset;
pub mod fold;
mod kept;
mod linear;
mod machine;
mod parser;
mod translate;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

pub use kept::kept;
use linear::Linear;
use machine::Program;

use super::text;
use crate::budget::{self, Exceeded};

/// How much memory a compiled pattern may take.
const SIZE_LIMIT: usize = 4 << 20;
/// The same for one that came with a request.
const SMALL_SIZE_LIMIT: usize = 128 << 10;
/// Bytes that a state of a compiled pattern takes, about.
const STATE: usize = 400;

/// A pattern or flags that JavaScript refuses; the message is V8's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SyntaxError(pub String);

/// Why a match could not be looked for to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// It would cost more than the request may.
    #[error(transparent)]
    Budget(#[from] Exceeded),
    /// The pattern is larger than it may be.
    #[error("the regular expression is too large")]
    TooLarge,
}

/// Bytes that a pattern takes once it is compiled, about.
pub fn weight(pattern: &str) -> usize {
    let states = parser::parse(pattern, false).map_or(0, |read| read.size());
    usize::try_from(states).unwrap_or(usize::MAX).saturating_mul(STATE).min(2 * SIZE_LIMIT)
}

/// A compiled regular expression.
#[derive(Debug)]
pub struct Regex {
    source: String,
    flags: String,
    runaway: bool,
    /// Whether it matches whole characters (flag `u`).
    unicode: bool,
    /// All that it matches, where that is a few words.
    words: Option<Box<[String]>>,
    engine: Engine,
    /// For what the linear engine would take too long for: made from the source again when it is needed.
    fallback: OnceLock<Option<Box<Program>>>,
}

#[derive(Debug)]
enum Engine {
    Linear(Box<Linear>),
    Backtracking(Box<Program>),
    /// Valid, but more than we are willing to run.
    TooLarge,
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
        let engine = engine(&read, meaning(flags), size_limit);
        let words = if flags.contains(['i', 'm']) { None } else { words::words(&read) };
        let runaway = read.nests_unbounded_repetitions();
        let (source, flags, fallback) = (pattern.to_owned(), flags.to_owned(), OnceLock::new());
        Ok(Self { source, flags, runaway, unicode, words, engine, fallback })
    }

    /// Whether it is never run.
    fn is_too_large(&self) -> bool {
        matches!(self.engine, Engine::TooLarge)
    }

    /// The backtracking engine for the pattern.
    fn program(&self) -> Result<&Program, Stopped> {
        let make = || {
            let characters = if self.unicode { Cow::Borrowed(self.source.as_str()) } else { split_pairs(&self.source) };
            parser::parse(&characters, self.unicode)
                .ok()
                .map(|read| Box::new(Program::new(&read, meaning(&self.flags))))
        };
        match &self.engine {
            Engine::Backtracking(program) => Ok(program),
            Engine::Linear(_) => self.fallback.get_or_init(make).as_deref().ok_or(Stopped::TooLarge),
            Engine::TooLarge => Err(Stopped::TooLarge),
        }
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
    pub fn is_match(&self, text: &str) -> Result<bool, Stopped> {
        if let Some(words) = &self.words {
            return Ok(words.iter().any(|word| word == text));
        }
        let text = self.prepare(text);
        if let Engine::Linear(linear) = &self.engine
            && let Some(verdict) = linear.is_match(&text)?
        {
            return Ok(verdict);
        }
        Ok(self.program()?.find(&text, 0)?.is_some())
    }

    /// Where the first match and its groups are.
    fn groups(&self, text: &str) -> Result<Option<Groups>, Stopped> {
        if let Engine::Linear(linear) = &self.engine
            && let Some(found) = linear.groups(text)?
        {
            return Ok(found);
        }
        Ok(self.program()?.find(text, 0)?)
    }

    /// Where the first match is, in UTF-16 units.
    pub fn find(&self, text: &str) -> Result<Option<Range<usize>>, Stopped> {
        let text = self.prepare(text);
        let found = self.ranges(&text, 1)?.into_iter().next();
        let units = |at: usize| text.get(..at).map_or(0, text::len_utf16);
        Ok(found.map(|range| units(range.start)..units(range.end)))
    }

    /// The first match and its groups.
    pub fn captures(&self, text: &str) -> Result<Option<Captures>, Stopped> {
        let text = self.prepare(text);
        let piece = |range: Range<usize>| join_pairs(text.get(range).unwrap_or_default());
        let found = self.groups(&text)?;
        Ok(found.map(|groups| Captures { groups: groups.into_iter().map(|group| group.map(piece)).collect() }))
    }

    /// The texts of all matches.
    pub fn find_all(&self, text: &str) -> Result<Vec<String>, Stopped> {
        let text = self.prepare(text);
        let ranges = self.ranges(&text, usize::MAX)?;
        Ok(ranges.into_iter().filter_map(|range| text.get(range)).map(join_pairs).collect())
    }

    /// The text as the engines see it.
    pub fn prepare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.unicode { Cow::Borrowed(text) } else { split_pairs(text) }
    }

    /// Where the first `limit` matches are, in bytes of a text that went through [`Self::prepare`].
    pub fn ranges(&self, prepared: &str, limit: usize) -> Result<Vec<Range<usize>>, Stopped> {
        if let Engine::Linear(linear) = &self.engine
            && let Some(ranges) = linear.ranges(prepared, limit)?
        {
            return Ok(ranges);
        }
        let program = self.program()?;
        let (mut ranges, mut from) = (Vec::new(), 0);
        while ranges.len() < limit && from <= prepared.len() {
            let Some(found) = program.find(prepared, from)?.and_then(|groups| groups.into_iter().next().flatten())
            else {
                break;
            };
            budget::make(size_of::<Range<usize>>())?;
            // Behind an empty match the next character is passed over.
            let passed = || prepared.get(found.end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            from = if found.is_empty() { found.end + passed() } else { found.end };
            ranges.push(found);
        }
        Ok(ranges)
    }
}

/// The engine for a tree.
fn engine(read: &ast::Node, flags: translate::Flags, size_limit: usize) -> Engine {
    let Some(source) = translate::translate(read, flags) else {
        let program = Box::new(Program::new(read, flags));
        return if budget::make(program.weight()).is_ok() { Engine::Backtracking(program) } else { Engine::TooLarge };
    };
    // Reading it once more and building the automaton, about.
    if budget::make(source.len()).and_then(|()| budget::work(8 * source.len() as u64)).is_err() {
        return Engine::TooLarge;
    }
    Linear::new(&source, read.size(), size_limit).map_or(Engine::TooLarge, |linear| Engine::Linear(Box::new(linear)))
}

fn meaning(flags: &str) -> translate::Flags {
    translate::Flags { ignore_case: flags.contains('i'), multiline: flags.contains('m'), dot_all: flags.contains('s') }
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
    // Once exceeded, the budget ends the match that follows.
    let _ = budget::make(s.len() * 2);
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
