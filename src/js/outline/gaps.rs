//! What stands between the values of an object: a name and what is around it. In all objects of an array that is mostly
//! the same, and comparing it takes less than reading it.

use wide::u8x16;

use super::scan::{Begin, bytes, next_byte};
use crate::js::json::TOGETHER;

/// No gap that is noted has more bytes.
const LONGEST: u32 = 2 * TOGETHER as u32;
/// So many gaps are noted.
const MOST: usize = 64;

/// From the bracket of an object, or the end of a value in it, to where the next value begins; to behind its quote if that
/// is a text.
#[derive(Debug, Clone, Copy)]
struct Gap {
    /// Its first bytes, and the next ones.
    text: [u8x16; 2],
    /// Their bits that belong to it.
    bits: [u32; 2],
    /// Where the value begins.
    value: u8,
    is_text: bool,
    /// Whether it begins with the object's bracket.
    opens: bool,
}

/// The gaps of the objects that were read last in the arrays that are open.
#[derive(Debug)]
pub(super) struct Gaps {
    gaps: Vec<Gap>,
    /// The one that is expected next: [`MOST`] outside of arrays, where nothing repeats.
    next: usize,
}

/// Where the gaps of an array's items are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repeats {
    around: usize,
    first: usize,
}

impl Default for Gaps {
    fn default() -> Self {
        Self { gaps: Vec::new(), next: MOST }
    }
}

impl Gaps {
    /// The first item of an array comes next.
    pub(super) fn begin_items(&mut self) -> Repeats {
        let around = self.next;
        self.next = if around < MOST { around } else { 0 };
        Repeats { around, first: self.next }
    }

    /// Another item comes next.
    #[inline(always)]
    pub(super) fn next_item(&mut self, array: Repeats) {
        self.next = array.first;
    }

    /// The array is over.
    pub(super) fn end_items(&mut self, array: Repeats) {
        if array.around == MOST {
            self.next = MOST;
        }
    }

    /// The value that comes next in an object, if the gap here is the expected one; `opens` if it has to be the first.
    #[inline(always)]
    pub(super) fn cross(&mut self, json: &[u8], at: u32, opens: bool) -> Option<Begin> {
        let gap = self.gaps.get(self.next)?;
        if !gap.is_at(json, at) || gap.opens != opens {
            return None;
        }
        self.next += 1;
        let start = at + u32::from(gap.value);
        if gap.is_text { Some(Begin { start, first: b'"' }) } else { next_byte(json, start) }
    }

    /// Notes the gap from here to a value, in the place of the one that was expected.
    #[inline(always)]
    pub(super) fn note(&mut self, json: &[u8], at: u32, value: Begin, opens: bool) {
        if self.next < MOST {
            self.replace(json, at, value, opens);
        }
    }

    #[inline(never)]
    fn replace(&mut self, json: &[u8], at: u32, value: Begin, opens: bool) {
        let (to_value, is_text) = (value.start - at, value.first == b'"');
        let length = to_value + u32::from(is_text);
        let (Some(first), Some(next)) = (bytes(json, at), bytes(json, at + TOGETHER as u32)) else { return };
        if length > LONGEST {
            return;
        }
        let bits = (1u64 << length) - 1;
        let bits = [bits as u32 & 0xFFFF, (bits >> TOGETHER) as u32];
        let gap = Gap { text: [first, next], bits, value: to_value as u8, is_text, opens };
        match self.gaps.get_mut(self.next) {
            Some(before) => *before = gap,
            None => self.gaps.push(gap),
        }
        self.next += 1;
    }
}

impl Gap {
    #[inline(always)]
    fn is_at(&self, json: &[u8], at: u32) -> bool {
        let ([text, more], [bits, more_bits]) = (&self.text, self.bits);
        let differs = |known: &u8x16, bits: u32, at: u32| {
            bytes(json, at).is_none_or(|here| known.simd_eq(here).to_bitmask() & bits != bits)
        };
        !differs(text, bits, at) && (more_bits == 0 || !differs(more, more_bits, at + TOGETHER as u32))
    }
}
