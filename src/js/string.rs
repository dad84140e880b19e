//! The string of the value model: sixteen bytes, of which texts up to that length stand in the string itself.
//!
//! A value takes no more room than its string, so this size is that of every item of every list.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use lean_string::LeanString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An immutable text. Clones are cheap: copied when short, shared when long.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(LeanString);

impl Str {
    /// A copy of the text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(LeanString::from(text.as_ref()))
    }

    /// A text that lives as long as the program, without a copy.
    pub const fn new_static(text: &'static str) -> Self {
        Self(LeanString::from_static_str(text))
    }

    /// Whether the text is too long to stand in the string itself. Clones share it then.
    pub fn is_heap_allocated(&self) -> bool {
        self.0.is_heap_allocated()
    }

    /// Lets go of the text; whether nobody else holds it.
    pub(super) fn release(mut self) -> bool {
        // A text that others hold too is left to them, where it is.
        self.0.clear();
        self.0.is_heap_allocated()
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Deref for Str {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.0.as_str()
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsRef<[u8]> for Str {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

// A `str` and a `Str` hash and compare alike, as `LeanString` promises.
impl Borrow<str> for Str {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl PartialEq<str> for Str {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Str {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<Str> for str {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Str> for &str {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<Str> for String {
    fn eq(&self, other: &Str) -> bool {
        self == other.as_str()
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Self(LeanString::from(text))
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self(LeanString::from(text))
    }
}

impl From<&String> for Str {
    fn from(text: &String) -> Self {
        Self(LeanString::from(text.as_str()))
    }
}

impl From<Cow<'_, str>> for Str {
    fn from(text: Cow<'_, str>) -> Self {
        Self(LeanString::from(text))
    }
}

impl From<&Str> for Str {
    fn from(text: &Str) -> Self {
        text.clone()
    }
}

impl From<Str> for String {
    fn from(text: Str) -> Self {
        text.as_str().to_owned()
    }
}

impl FromIterator<char> for Str {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        Self(LeanString::from_iter(chars))
    }
}

impl Serialize for Str {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LeanString::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_string_takes_sixteen_bytes_and_leaves_room_for_a_variant() {
        assert_eq!(size_of::<Str>(), 16);
        assert_eq!(size_of::<Option<Str>>(), 16);
    }

    #[test]
    fn a_text_comes_back_whatever_its_length() {
        for length in 0..40 {
            let text = "é".repeat(length);
            assert_eq!(Str::new(&text), text);
            assert_eq!(Str::from(text.clone()).clone().as_str(), text);
        }
    }

    #[test]
    fn a_long_text_knows_whether_it_is_the_last() {
        let text = Str::from("a text that is not short".to_owned());
        let other = text.clone();
        assert!(!text.release());
        assert_eq!(other, "a text that is not short");
        assert!(other.release());
        assert!(!Str::new_static("a text of the program itself").release());
    }

    #[test]
    fn is_found_by_a_plain_text() {
        let map: HashMap<Str, u8> = [(Str::new_static("a name that is not short"), 1), (Str::new("b"), 2)].into();
        assert_eq!(map.get("a name that is not short"), Some(&1));
        assert_eq!(map.get("b"), Some(&2));
    }
}
