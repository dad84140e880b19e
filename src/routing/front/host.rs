//! Hosts in the form in which they are compared.

use std::borrow::Cow;
use std::net::Ipv6Addr;

/// Longer names do not exist in DNS (bytes).
const MAX_LENGTH: usize = 253;

/// The host of an authority (`Host`, `:authority`, a target in absolute form): without user, port and the dot of the
/// root, in lower case, an IPv6 address in its short form. `None` where there is no host that could be compared.
pub fn canonical(authority: &str) -> Option<Cow<'_, str>> {
    if let Some(name) = plain_name(authority) {
        return Some(Cow::Borrowed(name));
    }
    let host = match memchr::memrchr(b'@', authority.as_bytes()) {
        Some(at) => authority.get(at + 1..)?,
        None => authority,
    };
    if let Some(literal) = host.strip_prefix('[') {
        let (address, port) = literal.split_once(']')?;
        let address: Ipv6Addr = address.parse().ok()?;
        return is_port(port).then(|| Cow::Owned(format!("[{address}]")));
    }
    let name = match memchr::memchr(b':', host.as_bytes()) {
        Some(colon) => {
            let (name, port) = host.split_at_checked(colon)?;
            is_port(port).then_some(name)?
        }
        None => host,
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if !is_name(name) {
        return None;
    }
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    Some(if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase()) })
}

/// The name of an authority that is one in canonical form, perhaps with a port. Nearly all are, so they are looked at once.
fn plain_name(authority: &str) -> Option<&str> {
    let mut before = DOT;
    for (at, byte) in authority.bytes().enumerate() {
        let class = CLASSES[usize::from(byte)];
        match class {
            NAME => {}
            DOT if before == NAME => {}
            COLON if before == NAME => {
                let (name, port) = authority.split_at_checked(at)?;
                return (at <= MAX_LENGTH && is_port(port)).then_some(name);
            }
            _ => return None,
        }
        before = class;
    }
    (before == NAME && authority.len() <= MAX_LENGTH).then_some(authority)
}

/// Bytes of names in canonical form, dots, colons, and all others.
const NAME: u8 = 0;
const DOT: u8 = 1;
const COLON: u8 = 2;
const OTHER: u8 = 3;

const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => NAME,
            b'.' => DOT,
            b':' => COLON,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// Nothing, or a colon and digits.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Labels of letters, digits, `-` and `_`, none of them empty.
fn is_name(name: &str) -> bool {
    let mut is_after_dot = true;
    for byte in name.bytes() {
        match byte {
            b'.' if is_after_dot => return false,
            b'.' => is_after_dot = true,
            b'-' | b'_' => is_after_dot = false,
            _ if byte.is_ascii_alphanumeric() => is_after_dot = false,
            _ => return false,
        }
    }
    !is_after_dot && name.len() <= MAX_LENGTH
}

/// The Service that a name of the cluster's DNS stands for: `NAME.NAMESPACE`, `NAME.NAMESPACE.svc` and
/// `NAME.NAMESPACE.svc.CLUSTER-DOMAIN`.
pub fn service(host: &str) -> Option<&str> {
    let (name, rest) = host.split_once('.')?;
    let mut labels = rest.split('.');
    labels.next()?;
    matches!(labels.next(), None | Some("svc")).then_some(name)
}

/// What stands behind the first label.
pub fn parent(host: &str) -> Option<&str> {
    host.split_once('.').map(|(_, parent)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_compared_without_case_user_port_and_dot() {
        for (authority, expected) in [
            ("payments", Some("payments")),
            ("PayMents", Some("payments")),
            ("payments:8080", Some("payments")),
            ("payments:", Some("payments")),
            ("payments.", Some("payments")),
            ("payments.:80", Some("payments")),
            ("user@payments", Some("payments")),
            ("user:secret@payments:80", Some("payments")),
            ("search@x:1@payments", Some("payments")),
            ("@payments", Some("payments")),
            ("a_b-c.d", Some("a_b-c.d")),
            ("127.0.0.1:80", Some("127.0.0.1")),
            ("[::1]", Some("[::1]")),
            ("[::1]:80", Some("[::1]")),
            ("[0:0:0:0:0:0:0:1]:", Some("[::1]")),
            ("[2001:DB8::A]", Some("[2001:db8::a]")),
        ] {
            assert_eq!(canonical(authority).as_deref(), expected, "{authority}");
        }
        assert!(matches!(canonical("payments:80"), Some(Cow::Borrowed(_))));
    }

    #[test]
    fn what_is_no_host_is_none() {
        let long = "a.".repeat(127) + "a";
        for authority in [
            "",
            ".",
            "..",
            "payments..",
            ".payments",
            "a..b",
            ":80",
            "@",
            "payments:http",
            "payments:80:80",
            "payments/x",
            "payments,search",
            "pay ments",
            "pay%6Dents",
            "b\u{fc}cher",
            "[::1",
            "::1",
            "[::1]x",
            "[::1]:x",
            "[fe80::1%25eth0]",
            "[payments]",
            "*.example.com",
            &long,
        ] {
            assert_eq!(canonical(authority), None, "{authority}");
        }
    }

    #[test]
    fn names_of_the_cluster_stand_for_a_service() {
        for (host, expected) in [
            ("payments.shop", Some("payments")),
            ("payments.shop.svc", Some("payments")),
            ("payments.shop.svc.cluster.local", Some("payments")),
            ("payments.shop.svc.corp", Some("payments")),
            ("payments", None),
            ("payments.example.com", None),
            ("payments.shop.pod.cluster.local", None),
            ("pod-0.payments.shop.svc.cluster.local", None),
        ] {
            assert_eq!(service(host), expected, "{host}");
        }
    }
}
