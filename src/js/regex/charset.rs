//! Sets of characters: what a class or a character matches once case is taken into account.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ast::{Class, ClassItem};
use super::fold::canonicalize;
use crate::budget;
use crate::js::text;

/// Ranges of code points, both ends included.
#[derive(Debug, Default)]
pub(super) struct CharSet {
    ranges: Vec<(u32, u32)>,
}

/// The characters beyond ASCII that share their canonical form with others, grouped by it.
static CASES: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut groups: HashMap<char, Vec<char>> = HashMap::new();
    for c in ('\u{80}'..='\u{ffff}').filter(|c| c.is_alphabetic() || canonicalize(*c) != *c) {
        groups.entry(canonicalize(c)).or_default().push(c);
    }
    groups.retain(|_, members| members.len() > 1);
    groups
});

impl CharSet {
    /// The set of one character.
    pub(super) fn of_char(c: char, ignore_case: bool) -> Self {
        let mut set = Self::default();
        set.add(c, c);
        if ignore_case {
            set.add_cases();
        }
        set.normalize();
        set
    }

    /// The set of a class.
    pub(super) fn of_class(class: &Class, ignore_case: bool) -> Self {
        let mut set = Self::default();
        for item in &class.items {
            set.add_item(item);
        }
        if ignore_case {
            set.add_cases();
        }
        set.normalize();
        if class.negated { set.complement() } else { set }
    }

    /// What `\w` matches.
    pub(super) fn word() -> Self {
        let mut set = Self::default();
        set.add_item(&ClassItem::Word(false));
        set.normalize();
        set
    }

    /// Every character.
    pub(super) fn any() -> Self {
        Self { ranges: vec![(0, char::MAX as u32)] }
    }

    /// What `.` matches.
    pub(super) fn no_line_end() -> Self {
        let mut set = Self::default();
        ['\n', '\r', '\u{2028}', '\u{2029}'].into_iter().for_each(|c| set.add(c, c));
        set.normalize();
        set.complement()
    }

    /// The ranges in order, none next to another.
    pub(super) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    fn add(&mut self, first: char, last: char) {
        self.ranges.push((first as u32, last as u32));
    }

    fn add_item(&mut self, item: &ClassItem) {
        let mut set = Self::default();
        let opposite = match item {
            ClassItem::Range(first, last) => {
                self.add(*first, *last);
                return;
            }
            ClassItem::Property(ranges) => {
                ranges.iter().for_each(|(first, last)| self.add(*first, *last));
                return;
            }
            ClassItem::Digit(opposite) => {
                set.add('0', '9');
                opposite
            }
            ClassItem::Word(opposite) => {
                [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')].into_iter().for_each(|(a, b)| set.add(a, b));
                opposite
            }
            ClassItem::Space(opposite) => {
                ('\0'..='\u{ffff}').filter(|c| text::is_js_space(*c)).for_each(|c| set.add(c, c));
                opposite
            }
        };
        set.normalize();
        self.ranges.extend(if *opposite { set.complement().ranges } else { set.ranges });
    }

    fn contains(&self, c: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&(c as u32)))
    }

    /// Adds the other cases of all members.
    fn add_cases(&mut self) {
        let mut more = Vec::new();
        for (lower, upper) in ('a'..='z').zip('A'..='Z') {
            match (self.contains(lower), self.contains(upper)) {
                (true, false) => more.push(upper),
                (false, true) => more.push(lower),
                _ => {}
            }
        }
        if self.ranges.iter().any(|(_, last)| *last >= 0x80) {
            // Once exceeded, the budget ends the compilation when the tree is read.
            let _ = budget::work(CASES.len() as u64 * (1 + (self.ranges.len() as u64 >> 2)));
            for members in CASES.values() {
                if members.iter().any(|c| self.contains(*c)) {
                    more.extend(members);
                }
            }
        }
        more.into_iter().for_each(|c| self.add(c, c));
    }

    fn normalize(&mut self) {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (first, last) in self.ranges.drain(..) {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
    }

    /// All other characters; the set is normalized.
    fn complement(&self) -> Self {
        let mut ranges = Vec::new();
        let mut next = 0;
        for (first, last) in &self.ranges {
            if *first > next {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= char::MAX as u32 {
            ranges.push((next, char::MAX as u32));
        }
        Self { ranges }
    }

    /// Writes the set as a class of the engines.
    pub(super) fn write(&self, out: &mut String) {
        use std::fmt::Write;
        if self.ranges.is_empty() {
            out.push_str(r"[^\x{0}-\x{10FFFF}]");
            return;
        }
        out.push('[');
        for (first, last) in &self.ranges {
            // Surrogates are no characters: a range must not begin or end among them.
            let first = if (0xD800..0xE000).contains(first) { 0xE000 } else { *first };
            let last = if (0xD800..0xE000).contains(last) { 0xD7FF } else { *last };
            if first <= last {
                // Writing to a string cannot fail.
                let _ = write!(out, r"\x{{{first:X}}}-\x{{{last:X}}}");
            }
        }
        out.push(']');
    }
}
