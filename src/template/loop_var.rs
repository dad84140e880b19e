//! The data variables that have a place of their own.

/// Variables that loops set at each turn: they have a place of their own in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopVar {
    /// `@index`
    Index,
    /// `@first`
    First,
    /// `@last`
    Last,
    /// `@key`
    Key,
    /// `@total`
    Total,
}

impl LoopVar {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// The variable of that name.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "index" => Self::Index,
            "first" => Self::First,
            "last" => Self::Last,
            "key" => Self::Key,
            "total" => Self::Total,
            _ => return None,
        })
    }
}
