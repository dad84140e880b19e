//! Credentials in addresses, `http://user:password@host`: shown to nobody, and not lost when somebody sends back what he
//! was shown.

use std::borrow::Cow;

/// What stands where credentials were.
const REDACTED: &str = "[REDACTED]";

/// An address without what stands before its host.
pub fn without_credentials(address: &str) -> Cow<'_, str> {
    let Some((before, rest)) = authority(address).and_then(|start| address.split_at_checked(start)) else {
        return address.into();
    };
    let authority = rest.find(['/', '?', '#', '\\']).map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    match authority.rfind('@').and_then(|end| rest.get(end..)) {
        Some(host) => format!("{before}{REDACTED}{host}").into(),
        None => address.into(),
    }
}

/// The address that is meant by one that was sent: the known one, if the sent one is what is shown of it.
pub fn with_credentials(sent: String, known: &str) -> String {
    if sent.contains(REDACTED) && sent == without_credentials(known) { known.to_owned() } else { sent }
}

/// Where the credentials and the host begin: behind the scheme, whatever slashes follow it, or at the beginning. A path
/// has none, but may hold another address.
fn authority(address: &str) -> Option<usize> {
    let slashes = |from: usize| {
        let rest = address.get(from..).unwrap_or_default();
        from + rest.len() - rest.trim_start_matches(['/', '\\']).len()
    };
    let (before, rest) = address.split_at(address.find([':', '/', '?', '#', '\\']).unwrap_or(address.len()));
    if rest.starts_with(':') {
        Some(slashes(before.len() + 1))
    } else if rest.is_empty() || before.contains('@') {
        Some(0)
    } else {
        address.find("//").map(|at| at + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_stands_before_the_host() {
        for (address, shown) in [
            ("http://user:secret@h:1/p@q", "http://[REDACTED]@h:1/p@q"),
            ("https://user@h?x=@", "https://[REDACTED]@h?x=@"),
            ("http://a@b@h", "http://[REDACTED]@h"),
            ("http:user:secret@h", "http:[REDACTED]@h"),
            ("http:\\\\user:secret@h/p", "http:\\\\[REDACTED]@h/p"),
            ("user:secret@h", "user:[REDACTED]@h"),
            ("user:secret@h//p", "user:[REDACTED]@h//p"),
            ("secret@h/p", "[REDACTED]@h/p"),
            ("://user:secret@h", "://[REDACTED]@h"),
            ("//user:secret@h/p", "//[REDACTED]@h/p"),
            ("/p?next=http://user:secret@h", "/p?next=http://[REDACTED]@h"),
            ("http://h/p@q", "http://h/p@q"),
            ("/@scope/p", "/@scope/p"),
            ("p/@scope", "p/@scope"),
            ("?q=a@b", "?q=a@b"),
            ("localhost:3000/a@b", "localhost:3000/a@b"),
            ("h", "h"),
            ("", ""),
        ] {
            assert_eq!(without_credentials(address), shown, "{address}");
        }
    }

    #[test]
    fn what_was_shown_means_what_is_known() {
        let known = "http://user:secret@h/p";
        assert_eq!(with_credentials("http://[REDACTED]@h/p".to_owned(), known), known);
        for other in ["http://[REDACTED]@other/p", "http://h/p", "", known] {
            assert_eq!(with_credentials(other.to_owned(), known), other);
        }
        assert_eq!(with_credentials("http://h".to_owned(), "http://h"), "http://h");
    }
}
