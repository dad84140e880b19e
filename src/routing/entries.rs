//! Lists of numbers, most of which are short, and of which there are as many as routes.

/// Ascending numbers of routes.
#[derive(Debug, Default)]
pub(super) enum Entries {
    #[default]
    None,
    One([u32; 1]),
    Many(Box<Numbers>),
}

/// Boxed, so that the usual list takes no more than 16 bytes.
#[derive(Debug)]
pub(super) struct Numbers(Vec<u32>);

impl Entries {
    /// Adds an entry, unless it was the last one; numbers must not fall.
    pub(super) fn add(&mut self, entry: u32) {
        match self {
            Self::None => *self = Self::One([entry]),
            Self::One([first]) if *first == entry => {}
            Self::One([first]) => *self = Self::Many(Box::new(Numbers(vec![*first, entry]))),
            Self::Many(entries) if entries.0.last() == Some(&entry) => {}
            Self::Many(entries) => entries.0.push(entry),
        }
    }

    /// The numbers.
    pub(super) fn as_slice(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One(entry) => entry,
            Self::Many(entries) => &entries.0,
        }
    }
}
