//! Heads that a client says again.
//!
//! The requests of a connection mostly have the same fields, byte for byte, and often the same head. What hyper would parse
//! of them is there already ([`crate::message::latest`]). hyper gets the shortest head in its place that means the same to
//! it, and the service goes on with what it knows. It says which heads may be abridged: those of which hyper goes by
//! nothing but method, target and version.

/// The end of a head without fields.
pub(super) const NO_FIELDS: &[u8] = b"\r\n";
/// What hyper gets in the place of a whole head.
pub(super) const STAND_IN: &[u8] = b"GET / HTTP/1.1\r\n\r\n";
/// How the lines of such heads begin, and how they end.
const LINE: (&[u8], &[u8]) = (b"GET ", b" HTTP/1.1\r\n");
/// A longer head (bytes) is not kept.
const LONGEST: usize = 2 << 10;

/// What of a head the client has said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// All of it.
    Head,
    /// All but the line, which takes so many bytes.
    Fields { line: usize },
}

/// The head that has been handed on, where it came as a whole.
#[derive(Default)]
pub(super) struct HeadBefore {
    head: Vec<u8>,
    /// Bytes of its line.
    line: usize,
}

impl HeadBefore {
    /// What of these bytes that head said, if they are a head; one whose line is not plain says nothing again.
    pub(super) fn repeated(&self, bytes: &[u8]) -> Option<Repeated> {
        if self.head.is_empty() {
            return None;
        }
        if self.head == bytes {
            return Some(Repeated::Head);
        }
        let line = memchr::memchr(b'\n', bytes)? + 1;
        let (text, fields) = bytes.split_at_checked(line)?;
        let is_known = self.head.get(self.line..) == Some(fields) && text.starts_with(LINE.0) && text.ends_with(LINE.1);
        is_known.then_some(Repeated::Fields { line })
    }

    /// Keeps a head that is handed on.
    pub(super) fn keep(&mut self, head: &[u8]) {
        self.drop();
        if head.len() <= LONGEST
            && head.starts_with(LINE.0)
            && let Some(end) = memchr::memchr(b'\n', head)
        {
            self.head.extend_from_slice(head);
            self.line = end + 1;
        }
    }

    /// Something else has been handed on.
    pub(super) fn drop(&mut self) {
        self.head.clear();
    }

    /// Gives the memory back.
    pub(super) fn rest(&mut self) {
        self.head = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";

    #[test]
    fn says_what_a_head_repeats() {
        let mut before = HeadBefore::default();
        assert_eq!(before.repeated(HEAD), None);
        before.keep(HEAD);
        for (head, repeated) in [
            (HEAD, Some(Repeated::Head)),
            (b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", Some(Repeated::Fields { line: 17 })),
            (b"GET /a?b=c HTTP/1.1\r\nHost: y\r\n\r\n", None),
            (b"GET /a?b=c HTTP/1.1\r\nhost: x\r\n\r\n", None),
            (b"GET /a?b=c HTTP/1.0\r\nHost: x\r\n\r\n", None),
            (b"GET /a?b=c HTTP/1.1\nHost: x\r\n\r\n", None),
            (b"HEAD /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", None),
            (b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
            (b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n", None),
            (b"GET /a", None),
            (b"", None),
        ] {
            assert_eq!(before.repeated(head), repeated, "{:?}", String::from_utf8_lossy(head));
        }
        for other in [&b"POST /a HTTP/1.1\r\nHost: x\r\n\r\n"[..], &HEAD.repeat(LONGEST)] {
            before.keep(other);
            assert_eq!(before.repeated(other), None);
        }
        before.keep(HEAD);
        before.drop();
        assert_eq!(before.repeated(HEAD), None);
    }
}
