//! What may still be had when the budget is used up: an eighth of it, kept for those who hold little. The less one holds,
//! the further into it one may go, so that a crowd of small ones leaves room for the smallest.

/// Who holds less than this (bytes) is small.
pub const SMALL: usize = 64 << 10;
/// Who holds less than this (bytes) is among the smallest.
pub(super) const SMALLEST: usize = 8 << 10;

/// How far into the reserve somebody may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reserve {
    /// Not at all.
    None,
    /// Up to its half.
    Half,
    /// To its end.
    Whole,
}

impl Reserve {
    /// What is for one who holds so many bytes.
    pub fn of(held: usize) -> Self {
        match held {
            0..SMALLEST => Self::Whole,
            SMALLEST..SMALL => Self::Half,
            _ => Self::None,
        }
    }

    /// How many bytes of a budget of so many may be in use with it.
    pub(super) fn bound(self, limit: usize) -> usize {
        let more = match self {
            Self::None => 0,
            Self::Half => limit / 16,
            Self::Whole => limit / 8,
        };
        limit.saturating_add(more)
    }
}
