//! The engine for patterns without lookaround and back references: time in proportion to text times pattern.
//!
//! Where that product is small the regex crate does it in one go. Larger ones go through its lazy automaton by pieces,
//! so that they can be charged and given up in between.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};

use crate::budget::{self, Exceeded};

/// Memory that the automaton of a pattern may take while it runs.
const CACHE: usize = 2 << 20;
/// Up to this product of bytes of the text and size of the pattern nothing looks at the clock: some ten milliseconds in
/// the worst case.
const AT_ONCE: u64 = 1 << 20;
/// Bytes between two charges.
const PIECE: usize = 256;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Linear {
    regex: ::regex::Regex,
    /// States of the pattern, about: what a byte of the text may cost.
    size: u64,
    size_limit: usize,
    automaton: OnceLock<Option<Box<DFA>>>,
}

/// Whether a text matches: `None` where only another engine can tell.
type Verdict<T> = Result<Option<T>, Exceeded>;

impl Linear {
    /// `None` if the pattern would be larger than the limit (bytes).
    pub(super) fn new(source: &str, size: u64, size_limit: usize) -> Option<Self> {
        let regex = ::regex::RegexBuilder::new(source).size_limit(size_limit).dfa_size_limit(CACHE).build().ok()?;
        Some(Self { regex, size, size_limit, automaton: OnceLock::new() })
    }

    pub(super) fn is_match(&self, text: &str) -> Verdict<bool> {
        if self.fits(text)? {
            return Ok(Some(self.regex.is_match(text)));
        }
        self.automaton().map(|automaton| self.step_through(automaton, text.as_bytes())).transpose().map(Option::flatten)
    }

    /// Where the first match and its groups are.
    pub(super) fn groups(&self, text: &str) -> Verdict<Option<Vec<Option<Range<usize>>>>> {
        if !self.fits(text)? {
            return Ok(None);
        }
        let found = self.regex.captures(text);
        Ok(Some(found.map(|groups| groups.iter().map(|group| group.map(|m| m.range())).collect())))
    }

    /// Where the first `limit` matches are.
    pub(super) fn ranges(&self, text: &str, limit: usize) -> Verdict<Vec<Range<usize>>> {
        // Each match may look at the rest of the text.
        if !self.fits(text)? {
            return Ok(None);
        }
        let mut ranges = Vec::new();
        for found in self.regex.find_iter(text).take(limit) {
            budget::make(size_of::<Range<usize>>())?;
            budget::work((text.len() as u64).saturating_mul(self.size) >> 4)?;
            ranges.push(found.range());
        }
        Ok(Some(ranges))
    }

    /// Whether the text is short enough for one go; charged for it then.
    fn fits(&self, text: &str) -> Result<bool, Exceeded> {
        let cost = (text.len() as u64).saturating_mul(self.size);
        if cost > AT_ONCE {
            return Ok(false);
        }
        budget::work(1 + (cost >> 6))?;
        Ok(true)
    }

    fn automaton(&self) -> Option<&DFA> {
        let make = || {
            let nfa = thompson::Config::new()
                .which_captures(WhichCaptures::None)
                .nfa_size_limit(Some(self.size_limit.saturating_mul(2)));
            let config = DFA::config().cache_capacity(CACHE).skip_cache_capacity_check(true);
            DFA::builder().configure(config).thompson(nfa).build(self.regex.as_str()).ok().map(Box::new)
        };
        self.automaton.get_or_init(make).as_deref()
    }

    /// Looks for the end of any match. `None` if the automaton gives up.
    fn step_through(&self, automaton: &DFA, text: &[u8]) -> Verdict<bool> {
        let mut cache = Cache::new(automaton);
        let Ok(mut state) = automaton.start_state_forward(&mut cache, &Input::new(text)) else { return Ok(None) };
        for piece in text.chunks(PIECE) {
            let (known, cleared) = (cache.memory_usage(), cache.clear_count());
            for byte in piece {
                let Ok(next) = automaton.next_state(&mut cache, state, *byte) else { return Ok(None) };
                state = next;
                if state.is_tagged() {
                    if state.is_match() {
                        return Ok(Some(true));
                    }
                    if state.is_dead() {
                        return Ok(Some(false));
                    }
                    if state.is_quit() {
                        return Ok(None);
                    }
                }
            }
            // States that were new cost as much as the pattern is large.
            let is_known = cache.memory_usage() == known && cache.clear_count() == cleared;
            budget::work(if is_known { PIECE as u64 >> 2 } else { (PIECE as u64).saturating_mul(self.size) >> 2 })?;
        }
        Ok(automaton.next_eoi_state(&mut cache, state).ok().map(|state| state.is_match()))
    }
}
