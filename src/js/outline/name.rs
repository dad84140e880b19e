//! A name to look for in an outline.

use std::ops::Deref;

use crate::js::Str;

/// The name of a property, and what was seen of it when its path was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    text: Str,
    /// Whether it consists of ASCII, quotes and backslashes left out: a JSON text without escapes has it as it is.
    pub(super) is_plain: bool,
}

impl From<Str> for Name {
    fn from(text: Str) -> Self {
        let is_plain = text.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'"' | b'\\'));
        Self { text, is_plain }
    }
}

impl Deref for Name {
    type Target = Str;

    #[inline]
    fn deref(&self) -> &Str {
        &self.text
    }
}
