//! Ids of traces and spans: how they are drawn, and how they are written.

use std::cell::Cell;
use std::fmt;
use std::num::NonZeroU64;
use std::ops::Deref;

thread_local! {
    /// Ids have to differ and are no secrets: a generator of a few instructions (SplitMix64), begun at random in each
    /// thread; 0 before.
    static IDS: Cell<u64> = const { Cell::new(0) };
}

/// By how much the generator moves on: the golden ratio, which is far from every fraction.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Eight random bytes that are not all 0, which is no id.
#[inline]
fn draw() -> NonZeroU64 {
    loop {
        let state = match IDS.get() {
            0 => rand::random(),
            state => state,
        };
        IDS.set(state.wrapping_add(STEP));
        if let Some(id) = NonZeroU64::new(mixed(state)) {
            return id;
        }
    }
}

/// Another number for each number (the last steps of SplitMix64).
#[inline]
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// What the ids of a span and of its trace are made of: a request carries no more than this until somebody asks for them.
#[derive(Debug, Clone, Copy)]
pub struct Seed(NonZeroU64);

impl Seed {
    /// A new one.
    #[inline]
    pub(super) fn random() -> Self {
        Self(draw())
    }

    /// The id of the span.
    #[inline]
    pub(super) fn span_id(self) -> SpanId {
        SpanId(self.0.get().rotate_left(32))
    }

    /// The id of the trace, if it begins with the span; `salt` is another one in each process. Each half is as random as
    /// the seed, and the lower one, by which samplers decide, is never 0: what it is multiplied by is odd.
    #[inline]
    pub(super) fn trace_id(self, salt: u64) -> TraceId {
        TraceId { high: self.0.get() ^ salt, low: self.0.get().wrapping_mul(STEP) }
    }
}

/// The id of a trace, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId {
    high: u64,
    low: u64,
}

impl TraceId {
    #[cfg(test)]
    pub(super) fn new(high: u64, low: u64) -> Self {
        Self { high, low }
    }

    /// The one that these 32 hexadecimal digits are.
    pub fn parse(digits: &str) -> Option<Self> {
        let (high, low) = digits.split_at_checked(16)?;
        let number = |digits: &str| u64::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 16);
        Some(Self { high: number(high)?, low: number(low)? }).filter(|id| (id.high, id.low) != (0, 0))
    }

    /// Its last eight bytes.
    pub(super) fn low(self) -> u64 {
        self.low
    }

    /// Its bytes.
    #[inline]
    pub(super) fn bytes(self) -> [u8; 16] {
        (u128::from(self.high) << 64 | u128::from(self.low)).to_be_bytes()
    }

    /// Its hexadecimal digits.
    #[inline]
    fn hex(self) -> [u8; 32] {
        let mut digits = [0; 32];
        let (high, low) = digits.split_at_mut(16);
        high.copy_from_slice(&hex(self.high));
        low.copy_from_slice(&hex(self.low));
        digits
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.hex()).unwrap_or_default())
    }
}

/// The id of a trace as it is shown: a caller's as it came, else ours.
#[derive(Debug, Clone, Copy)]
pub enum TraceText<'a> {
    /// Of the caller.
    Given(&'a str),
    /// Of a trace that began here.
    Own([u8; 32]),
}

impl From<TraceId> for TraceText<'_> {
    fn from(id: TraceId) -> Self {
        Self::Own(id.hex())
    }
}

impl Deref for TraceText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Given(text) => text,
            Self::Own(digits) => str::from_utf8(digits).unwrap_or_default(),
        }
    }
}

/// The id of a span, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanId(pub(super) u64);

impl SpanId {
    /// A new one.
    pub(super) fn random() -> Self {
        Self(draw().get())
    }

    /// Its bytes.
    #[inline]
    pub(super) fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&hex(self.0)).unwrap_or_default())
    }
}

/// By byte, its two digits.
const DIGITS: [[u8; 2]; 256] = {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut digits = [[0; 2]; 256];
    let mut byte = 0;
    while byte < digits.len() {
        digits[byte] = [HEX[byte >> 4], HEX[byte & 15]];
        byte += 1;
    }
    digits
};

#[inline]
fn hex(number: u64) -> [u8; 16] {
    let mut digits = [0; 16];
    let (pairs, _) = digits.as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(number.to_be_bytes()) {
        *pair = DIGITS[usize::from(byte)];
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_written_with_all_their_digits() {
        assert_eq!(TraceId::new(0, 0xA).to_string(), "0000000000000000000000000000000a");
        assert_eq!(TraceId::new(0x0123_4567_89AB_CDEF, u64::MAX).to_string(), "0123456789abcdefffffffffffffffff");
        assert_eq!(SpanId(0xB0).to_string(), "00000000000000b0");
        let (own, given) = (TraceText::from(TraceId::new(0, 1)), TraceText::Given("x"));
        assert_eq!([&*own, &*given], ["00000000000000000000000000000001", "x"]);
    }

    #[test]
    fn no_two_are_the_same_in_any_thread() {
        let drawn = || (0..1_000).map(|_| Seed::random().trace_id(7).to_string()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(drawn)).collect();
        let all: HashSet<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        assert_eq!(all.len(), 4_000);
        let (seed, other) = (Seed(NonZeroU64::MIN), Seed(NonZeroU64::MAX));
        let halves = [seed.span_id().0, seed.trace_id(7).high, seed.trace_id(8).high, seed.trace_id(7).low];
        assert_eq!(halves.iter().collect::<HashSet<_>>().len(), 4);
        assert!(seed.span_id() != other.span_id() && seed.span_id().0 != 0);
    }
}
