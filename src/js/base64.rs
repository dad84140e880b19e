//! Base64 as Node's `Buffer` reads and writes it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::text;

/// `Buffer.from(text).toString('base64')`.
pub fn encode(s: &str) -> String {
    STANDARD.encode(text::to_wire(s).as_bytes())
}

/// `Buffer.from(text).toString('base64url')`: the other two characters, no padding.
pub fn encode_url(s: &str) -> String {
    URL_SAFE_NO_PAD.encode(text::to_wire(s).as_bytes())
}

/// `Buffer.from(text, 'base64')`, for both alphabets: reads up to the first `=`, skips what is no base64,
/// drops an unfinished byte. Of characters beyond Latin-1 the low byte counts.
pub fn decode(s: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(s.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0u32, 0);
    for unit in text::to_units(s) {
        let sextet = match (unit & 0xFF) as u8 {
            c @ b'A'..=b'Z' => c - b'A',
            c @ b'a'..=b'z' => c - b'a' + 26,
            c @ b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(sextet)) & 0xFFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    out
}

/// `Buffer.from(text, 'base64').toString('utf-8')`: broken sequences become U+FFFD.
pub fn decode_text(s: &str) -> String {
    String::from_utf8_lossy(&decode(s)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_alphabets() {
        assert_eq!(encode("a?>é"), "YT8+w6k=");
        assert_eq!(encode_url("a?>é"), "YT8-w6k");
    }

    #[test]
    fn reads_leniently_as_node_does() {
        for (text, bytes) in [
            ("=YQ", ""),
            ("Y=Q", ""),
            ("YQ=YQ", "a"),
            ("YQ==YWJj", "a"),
            ("a", ""),
            ("ab", "i"),
            ("YWJj\u{141}", "abc"),
            ("\u{141}Q==", "\u{1}"),
            ("YW Jj", "abc"),
            ("YW😀Jj", "a"),
            ("YWJ!j", "abc"),
            ("YWJjZ", "abc"),
        ] {
            assert_eq!(decode_text(text), bytes, "{text:?}");
        }
        assert_eq!(decode("-_-_"), [0xFB, 0xFF, 0xBF]);
        assert_eq!(decode_text("////"), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }
}
