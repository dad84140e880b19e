//! Request targets with characters that Node's parser lets through but `http::Uri` refuses (`/<b>`).
//!
//! Where requests are read each of them is replaced by a stand-in, a character for private use that `http::Uri` lets
//! through, and whoever looks at a target puts the original back. The stand-ins travel within the request itself, so
//! that no other request can get hold of them. A client that sends one itself gets what it could have sent plainly.

use std::borrow::Cow;

/// Distance from a character to its stand-in.
const STAND_IN: u32 = 0xF700;

/// What `http::Uri` refuses in a path or in a query, and Node does not.
pub const STOOD_FOR: [u8; 4] = *b"\"<>`";

/// Whether this byte of a target needs a stand-in.
pub fn needs_stand_in(byte: u8) -> bool {
    STOOD_FOR.contains(&byte)
}

/// The character that stands for a byte of which [`needs_stand_in`] holds.
pub fn stand_in(byte: u8) -> char {
    char::from_u32(STAND_IN + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn original(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c).checked_sub(STAND_IN)?).ok()?;
    needs_stand_in(byte).then_some(char::from(byte))
}

/// A target, or a part of it, as the client sent it.
pub fn as_sent(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| original(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_pass_a_uri_and_become_what_they_stand_for() {
        let sent = "/a<b>`?x=\"1\"";
        let replaced: String =
            sent.chars().map(|c| u8::try_from(c).ok().filter(|b| needs_stand_in(*b)).map_or(c, stand_in)).collect();
        let uri: http::Uri = replaced.parse().unwrap();
        assert_eq!(as_sent(uri.path_and_query().unwrap().as_str()), sent);
        assert!(matches!(as_sent("/plain"), Cow::Borrowed("/plain")));
    }

    #[test]
    fn nothing_else_is_made_of_other_characters() {
        for byte in (0..=255u8).filter(|byte| !needs_stand_in(*byte)) {
            let other = stand_in(byte).to_string();
            assert_eq!(as_sent(&other), other, "{byte:#x}");
        }
        assert_eq!(as_sent("/é/\u{F6FF}/\u{10FFFF}"), "/é/\u{F6FF}/\u{10FFFF}");
    }
}
