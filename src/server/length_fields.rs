//! Heads that say twice how long the body is, so that a server in front may read it otherwise: two `Content-Length`, two
//! `Transfer-Encoding`, or one of each. hyper settles these silently; the reference refuses them, and so do we. A field
//! may come in pieces.

const LENGTH: &[u8] = b"content-length";
const CODING: &[u8] = b"transfer-encoding";

/// The fields of a head, as far as it has come.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LengthFields {
    /// The beginning of the name that is being read.
    name: [u8; CODING.len()],
    filled: usize,
    in_name: bool,
    lengths: u8,
    codings: u8,
}

impl LengthFields {
    /// Looks at the next bytes of a head, its request line first.
    pub(super) fn look(&mut self, mut bytes: &[u8]) {
        loop {
            if self.in_name {
                let Some(behind) = self.read_name(bytes) else { return };
                bytes = behind;
            }
            let Some(end) = memchr::memchr(b'\n', bytes) else { return };
            bytes = bytes.get(end + 1..).unwrap_or_default();
            (self.in_name, self.filled) = (true, 0);
        }
    }

    /// Whether the head says it twice.
    pub(super) fn are_ambiguous(&self) -> bool {
        self.lengths + self.codings > 1
    }

    /// What stands behind the name, if it ends here or is none that counts.
    fn read_name<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b':' {
                let name = self.name.get(..self.filled).unwrap_or_default();
                self.lengths = self.lengths.saturating_add(u8::from(name == LENGTH)).min(2);
                self.codings = self.codings.saturating_add(u8::from(name == CODING)).min(2);
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
                head.as_bytes().chunks(size).for_each(|piece| found.look(piece));
                assert_eq!(found.are_ambiguous(), expected, "{fields:?} in pieces of {size}");
            }
        }
    }
}
