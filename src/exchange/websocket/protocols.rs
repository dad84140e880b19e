//! `Sec-WebSocket-Protocol`, read as the reference's `ws` reads it: any slip refuses the handshake.

use std::collections::HashSet;

use http::header::{self, HeaderMap, HeaderValue};

/// A header that is no list of different tokens.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid Sec-WebSocket-Protocol header")]
pub struct Malformed;

/// The first protocol of the list, which is the one that is taken.
///
/// # Errors
/// When the header is malformed.
pub fn first(headers: &HeaderMap) -> Result<Option<HeaderValue>, Malformed> {
    let mut lines = Vec::new();
    for value in headers.get_all(header::SEC_WEBSOCKET_PROTOCOL) {
        lines.push(value.to_str().map_err(|_| Malformed)?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let list = lines.join(", ");
    let mut seen = HashSet::new();
    for item in list.split(',') {
        let token = item.trim_matches([' ', '\t']);
        if token.is_empty() || !token.bytes().all(is_token_byte) || !seen.insert(token) {
            return Err(Malformed);
        }
    }
    // Hyper has taken the white space around the whole value off.
    let first = list.split(',').next().unwrap_or_default().trim_matches([' ', '\t']);
    HeaderValue::from_str(first).map(Some).map_err(|_| Malformed)
}

/// `tchar` of RFC 9110.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&'static str]) -> Result<Option<String>, Malformed> {
        let name = header::SEC_WEBSOCKET_PROTOCOL;
        let headers = lines.iter().map(|line| (name.clone(), HeaderValue::from_static(line))).collect();
        Ok(first(&headers)?.map(|value| value.to_str().unwrap().to_owned()))
    }

    #[test]
    fn takes_the_first_of_a_list() {
        assert_eq!(of(&[]), Ok(None));
        for lines in [&["chat"][..], &["chat, superchat"], &["chat ,\tother"], &["chat", "other"]] {
            assert_eq!(of(lines), Ok(Some("chat".into())), "{lines:?}");
        }
    }

    #[test]
    fn refuses_slips() {
        for lines in [&[""][..], &["a,"], &[",a"], &["a,,b"], &["a, a"], &["a b"], &["a/b"], &["a", "a"]] {
            assert_eq!(of(lines), Err(Malformed), "{lines:?}");
        }
    }
}
