//! What a seed decides on: the draws of fake data, as the reference has them, and beside them those for which the reference
//! knows no seed. Neither shifts the other.

use super::twister::Twister;

/// The golden ratio, by which SplitMix64 goes on.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The draws of a seed.
#[derive(Debug, Clone)]
pub(super) struct Seeded {
    /// Those of fake data.
    pub twister: Twister,
    /// Where the others have come to.
    others: u64,
}

impl Seeded {
    /// The draws of a seed, none of which is drawn.
    pub fn new(seed: u32) -> Self {
        Self { twister: Twister::new(seed), others: mixed(u64::from(seed)) }
    }

    /// The next real of [0, 1) that is no fake data.
    pub fn next_other(&mut self) -> f64 {
        self.others = self.others.wrapping_add(STEP);
        (mixed(self.others) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from how far the fake data has come and from another number; nothing is drawn.
    pub fn lot(&self, number: u64) -> u64 {
        mixed(number.wrapping_add(u64::from(self.twister.peek()) << 32).wrapping_add(STEP))
    }

    /// How far they have come.
    pub fn to_text(&self) -> String {
        format!("{} {:x}", self.twister.to_text(), self.others)
    }

    /// Reads what [`Seeded::to_text`] writes, or the fake data's part of it.
    pub fn from_text(text: &str) -> Option<Self> {
        let (twister, others) = match text.rsplit_once(' ') {
            Some((twister, others)) if twister.contains(' ') => (twister, u64::from_str_radix(others, 16).ok()?),
            _ => (text, 0),
        };
        Some(Self { twister: Twister::from_text(twister)?, others })
    }
}

/// SplitMix64's last step: neighbouring numbers have nothing in common.
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_kinds_go_on_from_their_text_and_do_not_shift_each_other() {
        let (mut one, mut plain) = (Seeded::new(7), Seeded::new(7));
        for _ in 0..1_000 {
            assert!((0.0..1.0).contains(&one.next_other()));
            let mut read = Seeded::from_text(&one.to_text()).expect("draws");
            assert_eq!(read.next_other(), one.clone().next_other());
            assert_eq!(one.twister.next_real(), plain.twister.next_real());
        }
        assert_eq!(plain.next_other(), Seeded::new(7).next_other());
        assert!(Seeded::from_text(&plain.twister.to_text()).is_some(), "what an earlier version has written");
        assert!(Seeded::from_text("").is_none() && Seeded::from_text("1 2 3").is_none());
    }
}
