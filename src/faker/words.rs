//! A list of words as the build packs it: one text, and where each of its words ends.

/// The words of a definition, in their order.
#[derive(Clone, Copy)]
pub(super) struct Words {
    text: &'static str,
    ends: &'static [u16],
}

impl Words {
    /// No words.
    pub const NONE: Self = Self::new("", &[]);

    /// Words that stand behind each other in a text, and the bytes at which they end.
    pub const fn new(text: &'static str, ends: &'static [u16]) -> Self {
        Self { text, ends }
    }

    /// How many words there are.
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// The word at an index.
    pub fn get(self, index: usize) -> Option<&'static str> {
        let end = usize::from(*self.ends.get(index)?);
        let start = match index.checked_sub(1) {
            Some(before) => usize::from(*self.ends.get(before)?),
            None => 0,
        };
        self.text.get(start..end)
    }

    /// All words.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        (0..self.len()).filter_map(move |index| self.get(index))
    }
}
