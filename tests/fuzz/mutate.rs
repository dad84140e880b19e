//! Makes inputs: a seed of the corpus, changed a few times. The same seed and run make the same input, always.

/// What a target is fed from.
pub struct Corpus {
    /// Whole inputs to start from.
    pub seeds: Vec<Vec<u8>>,
    /// Tokens that mean something to the target.
    pub tokens: Vec<Vec<u8>>,
}

/// Longest input: what is worth finding shows in short ones, and long ones are slow.
const MAX_LENGTH: usize = 2048;

/// A small generator of pseudo-random numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    /// The generator of one run.
    pub fn new(seed: u64, run: u64) -> Self {
        Self(seed ^ run.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, 0 if that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    fn pick<'a>(&mut self, from: &'a [Vec<u8>]) -> &'a [u8] {
        from.get(self.below(from.len())).map_or(&[], Vec::as_slice)
    }
}

/// One input.
pub fn input(corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(&corpus.seeds).to_vec();
    for _ in 0..1 + random.below(6) {
        step(&mut bytes, corpus, random);
    }
    bytes.truncate(MAX_LENGTH);
    bytes
}

fn step(bytes: &mut Vec<u8>, corpus: &Corpus, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let length = random.below(bytes.len() - at + 1).min(1 << random.below(10));
    match random.below(9) {
        // Flip a bit.
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        // Any byte instead of another.
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.next().to_le_bytes()[0];
            }
        }
        // A token, between or instead.
        2 | 3 => drop(bytes.splice(at..at, random.pick(&corpus.tokens).to_vec())),
        4 => drop(bytes.splice(at..at + length, random.pick(&corpus.tokens).to_vec())),
        // The head of this, the tail of another.
        5 => {
            let other = random.pick(&corpus.seeds);
            let from = random.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        // Another one whole, in the middle.
        6 => drop(bytes.splice(at..at, random.pick(&corpus.seeds).to_vec())),
        7 => drop(bytes.drain(at..at + length)),
        // The same again and again: nesting is where stacks overflow.
        _ => {
            let piece = bytes[at..at + length].to_vec();
            let piece = if piece.is_empty() { random.pick(&corpus.tokens).to_vec() } else { piece };
            let times = 1 << random.below(11);
            bytes.splice(at..at, piece.repeat(times).into_iter().take(MAX_LENGTH));
        }
    }
}

/// A shorter input that still fails, found by leaving pieces out.
pub fn shrink(mut bytes: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut size = bytes.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < bytes.len() {
            let mut shorter = bytes.clone();
            shorter.drain(at..(at + size).min(bytes.len()));
            if fails(&shorter) {
                bytes = shorter;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    bytes
}
