//! `decodeURIComponent` and the check that Express makes on every path.

use std::borrow::Cow;

use memchr::memchr;

/// `decodeURIComponent(text)`: `None` where JavaScript throws (a `%` without two hexadecimal digits, bytes that
/// are not UTF-8).
pub fn decode_uri_component(text: &str) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    let Some(first) = memchr(b'%', bytes) else { return Some(Cow::Borrowed(text)) };
    let mut out = Vec::with_capacity(bytes.len());
    let (head, mut rest) = bytes.split_at(first);
    out.extend_from_slice(head);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let (&[high, low], after) = rest.split_first_chunk::<2>()?;
            out.push((hex(high)? << 4) | hex(low)?);
            rest = after;
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// Whether Express refuses the path (slashes already collapsed, no query) before any route is tried. The
/// reference then answers 500 as `text/plain` with [`malformed_message`], environment headers included.
pub fn path_is_malformed(path: &str) -> bool {
    memchr(b'%', path.as_bytes()).is_some() && decode_uri_component(path).is_none()
}

/// The body of the 500 for a malformed path.
pub fn malformed_message(path: &str) -> String {
    format!("Failed to decode param '{path}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_as_javascript_does() {
        for (text, decoded) in [
            ("abc", "abc"),
            ("a%20b+", "a b+"),
            ("%E4%BD%A0", "你"),
            ("100%25", "100%"),
            ("a%2fb", "a/b"),
            ("%00", "\0"),
        ] {
            assert_eq!(decode_uri_component(text).as_deref(), Some(decoded), "{text}");
        }
    }

    #[test]
    fn refuses_what_throws() {
        for text in ["%", "%a", "%zz", "a%+1", "%C3%28", "%E4%BD", "%ff", "%C0%80", "%ED%A0%80", "%C3é"] {
            assert!(path_is_malformed(text), "{text}");
        }
        assert!(!path_is_malformed("/users/%41"));
        assert_eq!(malformed_message("/%"), "Failed to decode param '/%'");
    }
}
