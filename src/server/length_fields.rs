//! Where a head ends, and heads that say twice how long the body is, so that a server in front may read it otherwise: two `Content-Length`, two
//! `Transfer-Encoding`, or one of each. hyper settles these silently; the reference refuses them, and so do we. A field
//! may come in pieces.

const LENGTH: &[u8] = b"content-length";
const CODING: &[u8] = b"transfer-encoding";
/// From the line feed of the last line of a head to what follows the empty line.
const END_BEHIND_LINE: usize = 3;

/// The fields of a head, as far as it has come.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LengthFields {
    /// The beginning of the name that is being read.
    name: [u8; CODING.len()],
    filled: usize,
    in_name: bool,
    lengths: u8,
    codings: u8,
    /// Lines behind the first that have begun.
    fields: usize,
    /// Where the value of its first length begins in the bytes that were looked at last, if the name stands there.
    value: Option<usize>,
}

impl LengthFields {
    /// Looks at the next bytes of a head, its request line first. How many of them belong to it, if its end is among them.
    pub(super) fn look(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut rest = bytes;
        self.value = None;
        loop {
            if self.in_name {
                rest = self.read_name(rest)?;
            }
            let end = memchr::memchr(b'\n', rest)?;
            let line = bytes.len() - rest.len() + end;
            rest = rest.get(end + 1..).unwrap_or_default();
            if rest.starts_with(b"\r\n") && line.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'\r') {
                return Some(line + END_BEHIND_LINE);
            }
            self.begin_name(rest, bytes.len() - rest.len());
        }
    }

    /// A field begins here, mostly as a whole; so many bytes that are looked at come before it.
    fn begin_name(&mut self, bytes: &[u8], before: usize) {
        self.fields += 1;
        (self.in_name, self.filled) = (bytes.len() <= CODING.len(), 0);
        if self.in_name {
            return;
        }
        if is_field(bytes, LENGTH) {
            self.lengths = self.lengths.saturating_add(1);
            self.value.get_or_insert(before + LENGTH.len() + 1);
        } else if is_field(bytes, CODING) {
            self.codings = self.codings.saturating_add(1);
        }
    }

    /// The first length that this head says, if it is what was looked at last.
    pub(super) fn announced(&self, head: &[u8]) -> Option<usize> {
        let value = head.get(self.value?..)?.trim_ascii_start();
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(value.get(..digits)?).ok()?.parse().ok()
    }

    /// Number of its fields so far; the empty line counts as one where it came in pieces.
    pub(super) fn fields(&self) -> usize {
        self.fields
    }

    /// Whether it names a transfer coding: then there may be fields behind the body, too.
    pub(super) fn has_coding(&self) -> bool {
        self.codings > 0
    }

    /// Whether the head says it twice.
    pub(super) fn are_ambiguous(&self) -> bool {
        self.lengths.saturating_add(self.codings) > 1
    }

    /// What stands behind the name, if it ends here or is none that counts.
    fn read_name<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b':' {
                let name = self.name.get(..self.filled).unwrap_or_default();
                self.lengths = self.lengths.saturating_add(u8::from(name == LENGTH));
                self.codings = self.codings.saturating_add(u8::from(name == CODING));
            }
            let byte = byte.to_ascii_lowercase();
            let fits = |name: &[u8]| name.get(self.filled) == Some(&byte);
            if !fits(LENGTH) && !fits(CODING) {
                self.in_name = false;
                return bytes.get(at..);
            }
            if let Some(place) = self.name.get_mut(self.filled) {
                *place = byte;
                self.filled += 1;
            }
        }
        None
    }
}

/// Whether the field of this name begins here.
fn is_field(bytes: &[u8], name: &[u8]) -> bool {
    // The colon alone rules most fields out.
    bytes.get(name.len()) == Some(&b':') && bytes.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_say_it_twice_are_found_in_whatever_pieces_they_come() {
        for (fields, expected) in [
            ("Content-Length: 3\r\n", false),
            ("Content-Length: 3\r\nContent-Type: a\r\nX: content-length: 3\r\n", false),
            ("Transfer-Encoding: chunked\r\nTE: trailers\r\n", false),
            ("X-Content-Length: 3\r\nContent-Length: 3\r\nContent-Lengths: 3\r\nContent: 1\r\n", false),
            ("Content-Length: 3\r\nA: b\r\ncontent-length: 3\r\n", true),
            ("CONTENT-LENGTH:3\r\nTransfer-Encoding: chunked\r\n", true),
            ("Transfer-Encoding: chunked\nContent-Length: 3\n", true),
            ("Transfer-Encoding: a\r\nTransfer-Encoding: chunked\r\n", true),
        ] {
            let head = format!("POST /content-length:a HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
            for size in 1..head.len() {
                let mut found = LengthFields::default();
                head.as_bytes().chunks(size).for_each(|piece| {
                    found.look(piece);
                });
                assert_eq!(found.are_ambiguous(), expected, "{fields:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn a_head_ends_with_its_first_empty_line() {
        for (text, end) in [
            ("GET / HTTP/1.1\r\nA: b\r\n\r\nbody\r\n\r\n", Some(24)),
            ("GET / HTTP/1.1\r\n\r\n", Some(18)),
            ("\r\n\r\n", Some(4)),
            ("\r\nContent-Length: 3\r\n", None),
            ("A: b\n\nB: c\n\r\nC: d\r\n\r\nContent-Length: 3\r\n", Some(21)),
            ("A: b\r\n\r", None),
            ("Transfer-Encoding\r\n\r\n", Some(21)),
            ("\n\r\n\r\n", Some(5)),
        ] {
            let mut fields = LengthFields::default();
            let found = memchr::memmem::find(text.as_bytes(), b"\r\n\r\n").map(|at| at + 4);
            assert_eq!((fields.look(text.as_bytes()), found), (end, end), "{text:?}");
            assert!(!fields.are_ambiguous());
        }
    }
}
