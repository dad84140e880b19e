//! One combination of a pattern's optional groups: literal texts and captures in a row, matched by backtracking.

mod compile;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use smallvec::SmallVec;

use super::shape::{Segment, Shape, index_key};
use crate::js::Str;
use crate::js::object::integer_key;
use crate::js::regex::fold::canonicalize;

/// Room for the segments of most paths.
const USUAL_SEGMENTS: usize = 8;

/// A row of texts and captures: `lead`, then each capture with the text behind it.
#[derive(Debug, Clone)]
pub(super) struct Alternative {
    lead: Str,
    captures: Box<[Capture]>,
    /// Whether each capture is a parameter that ends at a slash which has to be there: then there is nothing to try twice.
    is_direct: bool,
    /// Whether no name is there twice, or a number: these have other places among the parameters.
    names_are_apart: bool,
}

/// Where captures lie in a path.
pub(super) type Spans = SmallVec<[Range<usize>; 4]>;

#[derive(Debug, Clone)]
struct Capture {
    name: Str,
    wildcard: bool,
    /// One character or more, up to where one of these texts begins.
    until: Stops,
    /// What is tried when that fails.
    fallback: Option<Box<Fallback>>,
    /// The text behind it; empty only at the end of the row.
    then: Str,
}

/// Texts that a capture does not run into, in any case.
#[derive(Debug, Clone)]
enum Stops {
    /// It takes everything.
    Nothing,
    /// A slash, by far the most frequent.
    Slash,
    /// One of these.
    Texts(Box<[String]>),
}

#[derive(Debug, Clone)]
enum Fallback {
    /// Exactly this text.
    Text(String),
    /// One character or more, up to where one of these texts begins.
    Run(Stops),
}

/// A capture while its possible ends are tried.
struct Attempt {
    start: usize,
    end: usize,
    /// Whether `fallback` is what is being tried.
    falls_back: bool,
}

impl Alternative {
    fn new(lead: Str, captures: Vec<Capture>) -> Self {
        let is_direct = captures.iter().all(|capture| {
            let ends_at_slash = capture.then.is_empty() || capture.then.starts_with('/');
            !capture.wildcard && ends_at_slash && matches!((&capture.until, &capture.fallback), (Stops::Slash, None))
        });
        let is_apart = |(i, capture): (usize, &Capture)| {
            integer_key(&capture.name).is_none() && !captures.iter().take(i).any(|other| other.name == capture.name)
        };
        let names_are_apart = captures.iter().enumerate().all(is_apart);
        Self { lead, captures: captures.into(), is_direct, names_are_apart }
    }

    /// Names of the captures and whether they are wildcards.
    pub(super) fn captures(&self) -> impl Iterator<Item = (&Str, bool)> {
        self.captures.iter().map(|c| (&c.name, c.wildcard))
    }

    /// Whether no name is there twice, or a number.
    pub(super) fn names_are_apart(&self) -> bool {
        self.names_are_apart
    }

    /// Where the captures lie, if the whole path matches, a slash at its end being optional.
    pub(super) fn find(&self, path: &str) -> Option<Spans> {
        let start = starts_with(path, 0, &self.lead)?;
        if self.is_direct {
            return self.find_directly(path, start);
        }
        let Some(first) = self.captures.first() else { return ends(path, start).then(Spans::new) };
        let mut attempts = Vec::with_capacity(self.captures.len());
        attempts.push(first.begin(path, start));
        // Captures that failed from a place fail there again: without this, many wildcards take exponential time.
        let mut failed = HashSet::new();
        while let Some(capture) = attempts.len().checked_sub(1).and_then(|last| self.captures.get(last)) {
            let depth = attempts.len();
            let following = self.captures.get(depth);
            let attempt = attempts.last_mut()?;
            match (capture.settle(path, attempt), following) {
                (Some(at), Some(_)) if failed.contains(&(depth, at)) => capture.shorten(path, attempt),
                (Some(at), Some(following)) => attempts.push(following.begin(path, at)),
                (Some(at), None) if ends(path, at) => {
                    return Some(attempts.iter().map(|a| a.start..a.end).collect());
                }
                (Some(_), None) => capture.shorten(path, attempt),
                (None, _) => {
                    let start = attempt.start;
                    attempts.pop();
                    let before = attempts.len().checked_sub(1).and_then(|last| self.captures.get(last));
                    if let (Some(before), Some(attempt)) = (before, attempts.last_mut()) {
                        failed.insert((depth - 1, start));
                        before.shorten(path, attempt);
                    }
                }
            }
        }
        None
    }

    fn find_directly(&self, path: &str, start: usize) -> Option<Spans> {
        let (mut spans, mut at) = (Spans::new(), start);
        for capture in &self.captures {
            let end = run(path, at, &capture.until);
            if end == at {
                return None;
            }
            spans.push(at..end);
            at = starts_with(path, end, &capture.then)?;
        }
        ends(path, at).then_some(spans)
    }

    /// What the index needs to know about matching paths.
    pub(super) fn shape(&self) -> Shape<'_> {
        if self.captures.is_empty() {
            return Shape::Static(match index_key(&self.lead) {
                Cow::Borrowed(_) => self.lead.clone(),
                Cow::Owned(folded) => folded.into(),
            });
        }
        let mut segments = Vec::with_capacity(USUAL_SEGMENTS);
        segments.extend(self.lead.split('/').map(Segment::literal));
        // What stands before a parameter in its segment does not tell paths apart.
        for capture in &self.captures {
            segments.pop();
            if capture.wildcard {
                return Shape::Segments { segments, open: true };
            }
            segments.push(Segment::Dynamic);
            segments.extend(capture.then.split('/').skip(1).map(Segment::literal));
        }
        Shape::Segments { segments, open: false }
    }
}

impl Capture {
    /// The first attempt from here: as much as possible.
    fn begin(&self, path: &str, start: usize) -> Attempt {
        Attempt { start, end: run(path, start, &self.until), falls_back: false }
    }

    /// Shortens the attempt until the text behind the capture fits; says where that text ends.
    fn settle(&self, path: &str, attempt: &mut Attempt) -> Option<usize> {
        loop {
            while attempt.end > attempt.start {
                if let Some(at) = starts_with(path, attempt.end, &self.then) {
                    return Some(at);
                }
                self.shorten(path, attempt);
            }
            if attempt.falls_back {
                return None;
            }
            attempt.falls_back = true;
            attempt.end = match self.fallback.as_deref()? {
                Fallback::Text(text) => starts_with(path, attempt.start, text)?,
                Fallback::Run(until) => run(path, attempt.start, until),
            };
        }
    }

    /// The next shorter attempt; an empty one is used up.
    fn shorten(&self, path: &str, attempt: &mut Attempt) {
        let whole = attempt.falls_back && matches!(self.fallback.as_deref(), Some(Fallback::Text(_)));
        let last = path.get(attempt.start..attempt.end).and_then(|text| text.char_indices().next_back());
        attempt.end = attempt.start + last.filter(|_| !whole).map_or(0, |(offset, _)| offset);
    }
}

/// Whether nothing is left of the path, or only a slash.
fn ends(path: &str, at: usize) -> bool {
    matches!(path.get(at..), Some("" | "/"))
}

/// The end of the longest run from `start` in which none of `until` begins.
fn run(path: &str, start: usize, until: &Stops) -> usize {
    let rest = path.get(start..).unwrap_or_default();
    let length = match until {
        Stops::Nothing => None,
        Stops::Slash => memchr::memchr(b'/', rest.as_bytes()),
        Stops::Texts(stops) => {
            rest.char_indices().map(|(i, _)| i).find(|i| stops.iter().any(|s| starts_with(rest, *i, s).is_some()))
        }
    };
    start + length.unwrap_or(rest.len())
}

/// Where `text` ends in the path if it stands at `at`, in any case.
fn starts_with(path: &str, at: usize, text: &str) -> Option<usize> {
    let rest = path.get(at..)?;
    if let Some(head) = rest.as_bytes().get(..text.len())
        && (head == text.as_bytes() || head.eq_ignore_ascii_case(text.as_bytes()))
    {
        return Some(at + text.len());
    }
    if text.is_ascii() {
        return None;
    }
    let mut chars = rest.chars();
    text.chars()
        .all(|c| chars.next().is_some_and(|d| canonicalize(c) == canonicalize(d)))
        .then(|| path.len() - chars.as_str().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_direct_way_finds_what_trying_finds(path in "(/(:[ab]|x|y)){1,4}/?", asked in "(/(a|x|y|ab|){1}){1,5}") {
            let direct = Alternative::plain(&Str::from(path)).expect("plain");
            prop_assert!(direct.is_direct);
            let trying = Alternative { is_direct: false, ..direct.clone() };
            prop_assert_eq!(direct.find(&asked), trying.find(&asked));
        }
    }
}
