//! Heads that a client says again.
//!
//! The requests of a connection mostly have the same fields, byte for byte or but for a value (a length, the id of a trace),
//! and often the same head. What hyper would parse of them is there already ([`crate::message::latest`]). hyper gets
//! [`STAND_IN`] in the place of such a head and of the body that came with it, and the service goes on with what it knows
//! and with [what is new](Said).
//!
//! The service says of a head whether it may be left out when it comes again: hyper has read it, took its body for as long
//! as the bytes that were read with it, and goes on after it as after the stand-in. A head differs from it only as far as
//! hyper would see the same difference: in a plain target, in plain values of fields that mean nothing to a connection, and
//! in its length, of which exactly as many bytes have come. Whatever else comes, hyper reads.

mod lines;

use std::ops::Range;

use bytes::Bytes;
use http::HeaderValue;
use http::uri::PathAndQuery;
use wide::u8x16;

use crate::message::target::STOOD_FOR;

use lines::Lines;

/// What hyper gets in the place of a whole request. It goes by the method only where that is HEAD or CONNECT.
pub(super) const STAND_IN: &[u8] = b"GET / HTTP/1.1\r\n\r\n";
/// How the lines of heads end that are left out.
const LINE_END: &[u8] = b" HTTP/1.1\r\n";
/// A longer head (bytes) is not kept.
const LONGEST: usize = 2 << 10;

/// What a request says that the one before did not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Another target.
    pub(super) target: Option<PathAndQuery>,
    /// Other values of fields, with the numbers of these, in order.
    pub(super) values: Vec<(usize, HeaderValue)>,
    /// The whole body, in memory of its own.
    pub(super) body: Bytes,
}

/// What of a request is left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Repeated {
    /// All of it, which is a head alone that was said before.
    Head,
    /// What was said before, and this.
    But(Said),
}

/// The head that has been handed on, where it came as a whole with its body.
#[derive(Default)]
pub(super) struct HeadBefore {
    head: Vec<u8>,
    /// Bytes of its method, with the blank behind that.
    method: usize,
    /// Bytes of its line.
    line: usize,
    /// Bytes of the body behind it.
    body: usize,
    lines: Lines,
}

impl HeadBefore {
    /// What of these bytes that head said, if they are a request and its whole body. The service tells so many fields
    /// apart by their order.
    pub(super) fn repeated(&mut self, bytes: &[u8], told_apart: usize) -> Option<Repeated> {
        if self.head.is_empty() {
            return None;
        }
        if bytes.len() == self.head.len() + self.body
            && let Some(body) = bytes.strip_prefix(&*self.head)
        {
            return Some(match body {
                [] => Repeated::Head,
                body => Repeated::But(Said { body: Bytes::copy_from_slice(body), ..Said::default() }),
            });
        }
        let (line, fields) = bytes.split_at_checked(memchr::memchr(b'\n', bytes)? + 1)?;
        let (known_line, known) = self.head.split_at_checked(self.line)?;
        let target = match line == known_line {
            true => None,
            false => Some(target(line.strip_prefix(known_line.get(..self.method)?)?)?),
        };
        let (values, end, length) = match fields.starts_with(known) {
            true => (Vec::new(), known.len(), self.body),
            false => {
                let changed = self.lines.changed(known, fields, told_apart)?;
                (changed.values, changed.end, changed.length.unwrap_or(self.body))
            }
        };
        let (head, body) = bytes.split_at_checked(line.len() + end)?;
        if body.len() != length || head.len() > LONGEST {
            return None;
        }
        (self.line, self.body) = (line.len(), length);
        self.head.clear();
        self.head.extend_from_slice(head);
        Some(Repeated::But(Said { target, values, body: Bytes::copy_from_slice(body) }))
    }

    /// Bytes of the head.
    pub(super) fn len(&self) -> usize {
        self.head.len()
    }

    /// Keeps a head that is handed on with a body of so many bytes behind it.
    pub(super) fn keep(&mut self, head: &[u8], body: usize) {
        self.drop();
        if head.len() <= LONGEST
            && head.first().is_some_and(u8::is_ascii_uppercase)
            && let Some(method) = memchr::memchr(b' ', head)
            && let Some(line) = memchr::memchr(b'\n', head)
        {
            self.head.extend_from_slice(head);
            (self.method, self.line, self.body) = (method + 1, line + 1, body);
        }
    }

    /// Something else has been handed on.
    pub(super) fn drop(&mut self) {
        self.head.clear();
        self.lines.forget();
    }

    /// Gives the memory back.
    pub(super) fn rest(&mut self) {
        *self = Self::default();
    }
}

/// The target of a line without its method, if it is a path that hyper reads as it stands there.
fn target(line: &[u8]) -> Option<PathAndQuery> {
    let target = line.strip_suffix(LINE_END)?;
    let is_plain = target.first() == Some(&b'/') && is_plain(target);
    PathAndQuery::try_from(target).ok().filter(|_| is_plain)
}

/// Whether nobody changes these bytes of a target.
fn is_plain(target: &[u8]) -> bool {
    let (many, rest) = target.as_chunks();
    let is_odd = |bytes: &[u8; 16]| {
        let bytes = u8x16::new(*bytes);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let [a, b, c, d] = STOOD_FOR.map(is);
        let is_outside = (bytes - u8x16::splat(PLAIN.start)).simd_gt(u8x16::splat(PLAIN.end - 1 - PLAIN.start));
        (is_outside | a | b | c | d | is(BEHIND)).to_bitmask() != 0
    };
    !many.iter().any(is_odd) && rest.iter().all(|byte| IN_PLAIN_TARGET[usize::from(*byte)])
}

/// Bytes of a target that nobody changes, but for those that have stand-ins and what is [`BEHIND`].
const PLAIN: Range<u8> = 0x21..0x7F;
/// What stands behind it never counts.
const BEHIND: u8 = b'#';

/// The bytes of a target that nobody changes.
const IN_PLAIN_TARGET: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = PLAIN.start;
    while byte < PLAIN.end {
        plain[byte as usize] = true;
        byte += 1;
    }
    let [a, b, c, d] = STOOD_FOR;
    (plain[a as usize], plain[b as usize], plain[c as usize], plain[d as usize]) = (false, false, false, false);
    plain[BEHIND as usize] = false;
    plain
};

#[cfg(test)]
mod tests;
