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

impl Node {
    /// How many states an automaton of it has, about. Classes beyond ASCII take several bytes and states.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Group(_, inner) | Self::Look { inner, .. } => 2 + inner.size(),
            Self::Repeat { inner, min, max, .. } => {
                inner.size().saturating_mul(u64::from(max.unwrap_or(*min).max(1))).saturating_add(2)
            }
            Self::Concat(nodes) | Self::Alternation(nodes) => {
                nodes.iter().map(Self::size).fold(nodes.len() as u64, u64::saturating_add)
            }
            Self::Class(class) => 2 + class.items.len() as u64,
            _ => 2,
        }
    }

    /// Whether a repetition without bound contains another one, as in `(a+)+`: where these overlap, a backtracking
    /// engine tries exponentially many ways to share a text out among them. Lookaround gives nothing back, so its
    /// content counts for itself.
    pub(super) fn nests_unbounded_repetitions(&self) -> bool {
        self.repeats_without_bound(false)
    }

    fn repeats_without_bound(&self, within_another: bool) -> bool {
        match self {
            Self::Repeat { max: None, inner, .. } => within_another || inner.repeats_without_bound(true),
            Self::Repeat { inner, .. } | Self::Group(_, inner) => inner.repeats_without_bound(within_another),
            Self::Look { inner, .. } => inner.repeats_without_bound(false),
            Self::Concat(nodes) | Self::Alternation(nodes) => {
                nodes.iter().any(|node| node.repeats_without_bound(within_another))
            }
            _ => false,
        }
    }
}

/// A class of characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) items: Vec<ClassItem>,
}

/// A part of a class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ClassItem {
    Range(char, char),
    /// `\p{...}` and `\P{...}`, as ranges.
    Property(Vec<(char, char)>),
    /// `\d`, `\w`, `\s`; true for the opposites in capitals.
    Digit(bool),
    Word(bool),
    Space(bool),
}
