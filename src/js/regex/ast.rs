//! The tree of a regular expression.

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Empty,
    /// One UTF-16 unit or, where the pattern holds one, a whole character.
    Char(char),
    /// `.`
    Dot,
    Class(Class),
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`, or `\B` if true.
    Boundary(bool),
    /// `\n`, `\k<name>`; the number of the group.
    Backreference(u32),
    /// A capturing group and its number.
    Group(u32, Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        inner: Box<Node>,
    },
    Repeat {
        inner: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
}

/// A class of characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) items: Vec<ClassItem>,
}

/// A part of a class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ClassItem {
    Range(char, char),
    /// `\d`, `\w`, `\s`; true for the opposites in capitals.
    Digit(bool),
    Word(bool),
    Space(bool),
}
