//! What the index knows about a pattern: the segments that matching paths have, in one spelling for all cases.

use std::borrow::Cow;

use crate::js::Str;
use crate::js::regex::fold::fold;

/// Paths that an alternative may match, cut at slashes.
pub(super) enum Shape<'p> {
    /// Only this path (folded), apart from an optional slash behind it.
    Static(Str),
    /// These segments, and with `open` anything behind them.
    Segments { segments: Vec<Segment<'p>>, open: bool },
}

/// A segment of a [`Shape`].
pub(super) enum Segment<'p> {
    /// Exactly this text (folded).
    Literal(Cow<'p, str>),
    /// Any text without slashes.
    Dynamic,
}

impl<'p> Segment<'p> {
    /// A text, folded.
    pub(super) fn literal(text: &'p str) -> Self {
        Self::Literal(index_key(text))
    }
}

/// A text that all cases of `text` share. Lower-case ASCII, which most paths are, stands for itself.
pub(super) fn index_key(text: &str) -> Cow<'_, str> {
    // Without an early end: so the machine looks at many bytes at once.
    if text.bytes().fold(true, |plain, b| plain & b.is_ascii() & !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(fold(text).to_ascii_lowercase())
}
