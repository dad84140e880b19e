//! The lines of a head's fields, and another head whose lines have other values.

use http::HeaderValue;

/// Names of fields that say how a connection goes on, whose it is, or how a body comes: with another value the head is
/// another one.
const FIXED: [&[u8]; 10] = [
    b"host",
    b"connection",
    b"keep-alive",
    b"proxy-connection",
    b"upgrade",
    b"expect",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"http2-settings",
];
const LENGTH: &[u8] = b"content-length";
/// A length of more digits is none.
const DIGITS: usize = 15;

/// The lines of a head, once somebody has asked.
#[derive(Default)]
pub(super) struct Lines(Vec<Line>);

struct Line {
    /// Where it ends, from the first line on.
    end: usize,
    /// Where in it the value begins.
    value: usize,
    kind: Kind,
}

/// What another value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Another head.
    Fixed,
    /// Nothing to the connection.
    Free,
    /// A body of another length.
    Length,
}

/// What a head says that another did not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// The values, with the numbers of their lines.
    pub(super) values: Vec<(usize, HeaderValue)>,
    /// The length of the body, where it is another.
    pub(super) length: Option<usize>,
    /// Where its fields and the empty line behind them end.
    pub(super) end: usize,
}

impl Lines {
    /// The lines are others.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// What these bytes, from their first field on, say that the fields known do not, if they have the same names, and
    /// as many as can be told apart by their order. The lines are theirs then.
    pub(super) fn changed(&mut self, known: &[u8], bytes: &[u8], told_apart: usize) -> Option<Changed> {
        if self.0.is_empty() {
            self.0 = read(known).unwrap_or_default();
        }
        if self.0.len() != told_apart {
            return None;
        }
        let changed = self.compare(known, bytes);
        if changed.is_none() {
            self.forget();
        }
        changed
    }

    fn compare(&mut self, known: &[u8], bytes: &[u8]) -> Option<Changed> {
        let mut changed = Changed { values: Vec::new(), length: None, end: 0 };
        let (mut begin, mut at) = (0, 0);
        for (number, line) in self.0.iter_mut().enumerate() {
            let (text, rest) = (known.get(begin..line.end)?, bytes.get(at..)?);
            begin = line.end;
            if rest.starts_with(text) {
                at += text.len();
            } else {
                let value = rest.strip_prefix(text.get(..line.value)?)?;
                let value = value.get(..memchr::memchr(b'\r', value)?)?;
                match line.kind {
                    Kind::Fixed => return None,
                    Kind::Free => {}
                    Kind::Length => changed.length = Some(length(value)?),
                }
                at += line.value + value.len();
                if !is_plain(value) || !bytes.get(at..)?.starts_with(b"\r\n") {
                    return None;
                }
                at += 2;
                changed.values.push((number, HeaderValue::from_bytes(value).ok()?));
            }
            line.end = at;
        }
        changed.end = at + 2;
        bytes.get(at..)?.starts_with(b"\r\n").then_some(changed)
    }
}

/// The lines of these fields, if all of them are plain.
fn read(fields: &[u8]) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    let mut begin = 0;
    loop {
        let rest = fields.get(begin..)?;
        let (text, _) = rest.split_at_checked(memchr::memchr(b'\n', rest)? + 1)?;
        if text == b"\r\n" {
            return Some(lines);
        }
        let name = text.get(..memchr::memchr(b':', text)?)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || !name.iter().all(is_name) || !text.ends_with(b"\r\n") {
            return None;
        }
        let value = name.len() + 1;
        let value = value + text.get(value..)?.iter().take_while(|byte| **byte == b' ').count();
        begin += text.len();
        lines.push(Line { end: begin, value, kind: kind(name) });
    }
}

fn kind(name: &[u8]) -> Kind {
    if name.eq_ignore_ascii_case(LENGTH) {
        Kind::Length
    } else if FIXED.iter().any(|fixed| name.eq_ignore_ascii_case(fixed)) {
        Kind::Fixed
    } else {
        Kind::Free
    }
}

/// Whether hyper takes a value as it stands there.
fn is_plain(value: &[u8]) -> bool {
    let (Some(first), Some(last)) = (value.first(), value.last()) else { return false };
    *first != b' ' && *last != b' ' && value.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

fn length(value: &[u8]) -> Option<usize> {
    let is_length = value.len() <= DIGITS
        && value.iter().all(u8::is_ascii_digit)
        && (value.first() != Some(&b'0') || value == b"0");
    std::str::from_utf8(value).ok().filter(|_| is_length)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[u8] = b"Host: x\r\nA: b\r\nContent-Length: 2\r\nC:d\r\n\r\n";

    type Values = Vec<(usize, String)>;

    /// The values that these fields change, and the length.
    fn changed(fields: &str) -> Option<(Values, Option<usize>)> {
        let mut lines = Lines::default();
        let changed = lines.changed(KNOWN, fields.as_bytes(), 4)?;
        assert_eq!(lines.0.last().map(|line| line.end + 2), Some(changed.end));
        assert_eq!(fields.find("\r\n\r\n").map(|at| at + 4), Some(changed.end));
        // From now on these are known.
        let again = lines.changed(fields.get(..changed.end).unwrap().as_bytes(), KNOWN, 4).unwrap();
        assert_eq!(again.values.len(), changed.values.len());
        let text = |(number, value): &(usize, HeaderValue)| (*number, value.to_str().unwrap().to_owned());
        Some((changed.values.iter().map(text).collect(), changed.length))
    }

    #[test]
    fn says_which_values_are_others() {
        for (fields, values, length) in [
            ("Host: x\r\nA: c\r\nContent-Length: 2\r\nC:d\r\n\r\n", vec![(1, "c")], None),
            ("Host: x\r\nA: bb b\r\nContent-Length: 2\r\nC:d\r\n\r\nbody", vec![(1, "bb b")], None),
            ("Host: x\r\nA: b\r\nContent-Length: 15\r\nC:e\r\n\r\n", vec![(2, "15"), (3, "e")], Some(15)),
            ("Host: x\r\nA: b\r\nContent-Length: 0\r\nC:d\r\n\r\n", vec![(2, "0")], Some(0)),
        ] {
            let values: Vec<_> = values.iter().map(|(number, value)| (*number, (*value).to_owned())).collect();
            assert_eq!(changed(fields), Some((values, length)), "{fields:?}");
        }
    }

    #[test]
    fn what_is_not_plain_is_another_head() {
        for fields in [
            "Host: y\r\nA: b\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 2\r\nC:d\r\nE: f\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 2\r\n\r\n",
            "Host: x\r\na: c\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA:c\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA:  c\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: c \r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: c\n\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: c\r\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: c\r\n d\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: \r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: é\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: \t\r\nContent-Length: 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: +2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 02\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 2, 2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 0x2\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 2222222222222222\r\nC:d\r\n\r\n",
            "Host: x\r\nA: b\r\nContent-Length: 2\r\nC:d\r\n",
            "Host: x\r\nA: c",
            "",
        ] {
            assert_eq!(changed(fields), None, "{fields:?}");
        }
    }

    #[test]
    fn of_lines_that_are_not_plain_none_is_known() {
        for known in ["A : b\r\n\r\n", "A: b\r\n c\r\n\r\n", "A: b\n\r\n", ": b\r\n\r\n", "A\r\n\r\n", "A: b\r\n"] {
            let other = known.replace('b', "d");
            assert_eq!(Lines::default().changed(known.as_bytes(), other.as_bytes(), 1), None, "{known:?}");
        }
        let two = "A: b\r\nA: c\r\n\r\n";
        assert_eq!(Lines::default().changed(two.as_bytes(), b"A: b\r\nA: d\r\n\r\n", 0), None);
        for name in ["Connection", "UPGRADE", "expect", "TE", "Transfer-Encoding"] {
            let head = |value: &str| format!("{name}: {value}\r\n\r\n");
            assert_eq!(Lines::default().changed(head("a").as_bytes(), head("b").as_bytes(), 1), None, "{name}");
        }
    }
}
