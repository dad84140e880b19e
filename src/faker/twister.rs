//! The Mersenne Twister (MT19937) as faker seeds and reads it.

use std::fmt::Write as _;

const SIZE: usize = 624;
const SHIFT: usize = 397;

/// A seeded generator of 53-bit reals.
#[derive(Debug, Clone)]
pub struct Twister {
    state: [u32; SIZE],
    index: usize,
}

impl Twister {
    /// The generator of a seed.
    pub fn new(seed: u32) -> Self {
        let mut state = [0u32; SIZE];
        let mut last = seed;
        for (i, word) in state.iter_mut().enumerate() {
            if i > 0 {
                last = 1_812_433_253u32.wrapping_mul(last ^ (last >> 30)).wrapping_add(i as u32);
            }
            *word = last;
        }
        let mut twister = Self { state, index: 0 };
        twister.twist();
        twister
    }

    /// Where it has come to: the position, and the words in hexadecimal digits.
    pub fn to_text(&self) -> String {
        let mut text = self.index.to_string();
        text.push(' ');
        for word in self.state {
            // Writing to a string does not fail.
            let _ = write!(text, "{word:08x}");
        }
        text
    }

    /// A word that tells how far it has come; nothing is drawn.
    pub fn peek(&self) -> u32 {
        self.state[self.index % SIZE] ^ self.index as u32
    }

    /// Reads what [`Twister::to_text`] writes.
    pub fn from_text(text: &str) -> Option<Self> {
        let (index, words) = text.split_once(' ')?;
        let index = index.parse().ok().filter(|index| *index <= SIZE)?;
        if words.len() != 8 * SIZE {
            return None;
        }
        let mut state = [0u32; SIZE];
        for (i, slot) in state.iter_mut().enumerate() {
            *slot = u32::from_str_radix(words.get(8 * i..8 * (i + 1))?, 16).ok()?;
        }
        Some(Self { state, index })
    }

    /// The next real of [0, 1), from two words of the sequence.
    pub fn next_real(&mut self) -> f64 {
        let high = f64::from(self.next_word() >> 5);
        let low = f64::from(self.next_word() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    fn next_word(&mut self) -> u32 {
        if self.index >= SIZE {
            self.twist();
            self.index = 0;
        }
        let mut word = self.word(self.index);
        self.index += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn twist(&mut self) {
        for i in 0..SIZE {
            let joined = (self.word(i) & 0x8000_0000) | (self.word(i + 1) & 0x7fff_ffff);
            let mixed = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            let word = self.word(i + SHIFT) ^ (joined >> 1) ^ mixed;
            if let Some(slot) = self.state.get_mut(i) {
                *slot = word;
            }
        }
    }

    fn word(&self, i: usize) -> u32 {
        self.state.get(i % SIZE).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_those_of_the_reference() {
        let mut twister = Twister::new(1);
        assert_eq!(twister.next_real(), 0.417_022_004_702_574);
        assert_eq!((twister.next_real() * 9_007_199_254_740_992.0).floor(), 6_488_106_240_503_889.0);
    }

    #[test]
    fn goes_on_from_its_text() {
        let mut twister = Twister::new(42);
        for _ in 0..1_000 {
            twister.next_real();
            let mut other = Twister::from_text(&twister.to_text()).expect("a twister");
            assert_eq!(other.next_real(), twister.clone().next_real());
        }
        assert!(Twister::from_text("").is_none() && Twister::from_text("625 00").is_none());
    }
}
