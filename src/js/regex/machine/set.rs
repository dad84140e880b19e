//! What one character may be.

use crate::js::regex::ast::Node;
use crate::js::regex::charset::CharSet;
use crate::js::regex::translate::Flags;

/// A test of one character.
#[derive(Debug)]
pub(super) enum Matcher {
    /// This one.
    Char(char),
    /// One of a set.
    Set(Box<Set>),
}

/// A set of characters: ASCII as bits, the rest as ranges in order.
#[derive(Debug)]
pub(super) struct Set {
    ascii: u128,
    ranges: Box<[(u32, u32)]>,
}

impl Matcher {
    /// The test of a node that stands for exactly one character; `None` for any other node.
    pub(super) fn of(node: &Node, flags: Flags) -> Option<Self> {
        let set = match node {
            Node::Char(c) if !flags.ignore_case => return Some(Self::Char(*c)),
            Node::Char(c) => CharSet::of_char(*c, true),
            Node::Class(class) => CharSet::of_class(class, flags.ignore_case),
            Node::Dot if flags.dot_all => CharSet::any(),
            Node::Dot => CharSet::no_line_end(),
            _ => return None,
        };
        Some(Self::Set(Box::new(Set::new(&set))))
    }

    /// Whether the character is one of these.
    #[inline]
    pub(super) fn matches(&self, c: char) -> bool {
        match self {
            Self::Char(own) => *own == c,
            Self::Set(set) => set.contains(c),
        }
    }
}

impl Set {
    pub(super) fn new(set: &CharSet) -> Self {
        let ascii = (0..128u32).filter(|code| set.ranges().iter().any(|(first, last)| (*first..=*last).contains(code)));
        let ascii = ascii.fold(0, |bits, code| bits | 1 << code);
        Self { ascii, ranges: set.ranges().into() }
    }

    #[inline]
    pub(super) fn contains(&self, c: char) -> bool {
        let code = c as u32;
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let at = self.ranges.partition_point(|(_, last)| *last < code);
        self.ranges.get(at).is_some_and(|(first, _)| *first <= code)
    }
}
