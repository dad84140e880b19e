//! A text on its way out: made for one response, or kept from one to the next in the form in which it is sent.

use std::borrow::Cow;

use bytes::Bytes;

use crate::js::text;

/// A text that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextBody {
    /// Made for this response.
    Made(String),
    /// UTF-8, as it goes over the wire.
    Wire(Bytes),
}

impl TextBody {
    /// The text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Made(text) => Cow::Borrowed(text),
            Self::Wire(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    /// The text as it is sent in UTF-8.
    pub fn into_wire(self) -> Bytes {
        match self {
            Self::Made(text) => match text::to_wire(&text) {
                Cow::Borrowed(_) => Bytes::from(text),
                Cow::Owned(text) => Bytes::from(text),
            },
            Self::Wire(bytes) => bytes,
        }
    }
}

impl Default for TextBody {
    fn default() -> Self {
        Self::Made(String::new())
    }
}

impl From<String> for TextBody {
    fn from(text: String) -> Self {
        Self::Made(text)
    }
}
