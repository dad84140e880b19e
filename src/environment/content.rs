//! Whether a file holds what it held when it was read: by its hash, or, cheaper, by its stamp.

use std::fmt;
use std::fs::Metadata;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What changes when a file is written or replaced.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    modified: SystemTime,
    /// When content or attributes were changed: nobody can set that back.
    changed: SystemTime,
    size: u64,
    device: u64,
    inode: u64,
    /// Whether the file was written so long before that another write has to show.
    pub is_settled: bool,
}

/// Two writes within this time may leave the same stamp: clocks of file systems go in steps.
const STEP: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file that is read after this; `None` where there are no times of files.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?;
        let since_epoch = Duration::new(metadata.ctime().try_into().ok()?, metadata.ctime_nsec().try_into().ok()?);
        let changed = UNIX_EPOCH + since_epoch;
        // A file may be dated in the future.
        let now = SystemTime::now();
        let age = now.duration_since(modified).or_else(|_| now.duration_since(changed));
        let is_settled = age.is_ok_and(|age| age > STEP);
        let (size, device, inode) = (metadata.size(), metadata.dev(), metadata.ino());
        Some(Self { modified, changed, size, device, inode, is_settled })
    }

    /// Whether nothing has changed since the other one.
    pub fn is_like(&self, other: &Self) -> bool {
        let parts = |stamp: &Self| (stamp.modified, stamp.changed, stamp.size, stamp.device, stamp.inode);
        parts(self) == parts(other)
    }
}

/// A 64-bit hash, the same on every machine. It takes eight bytes at a step: a start reads every file once, a look at the
/// mounted files again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(pub u64);

impl ContentHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hashing = Hashing::default();
        let last = hashing.add(bytes);
        hashing.finish(last)
    }

    /// The hash of a file, of which no more than a piece is held.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(mut file: impl Read) -> io::Result<Self> {
        let mut hashing = Hashing::default();
        let mut piece = vec![0; 64 * 1024];
        let mut held = 0;
        loop {
            let free = piece.get_mut(held..).unwrap_or_default();
            match file.read(free) {
                Ok(0) => return Ok(hashing.finish(piece.get(..held).unwrap_or_default())),
                Ok(count) => {
                    held += count;
                    let rest = hashing.add(piece.get(..held).unwrap_or_default()).len();
                    piece.copy_within(held - rest..held, 0);
                    held = rest;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

/// A hash in the making. Four chains, because a step waits for the one before it in its chain.
struct Hashing {
    chains: [u64; 4],
    length: u64,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { chains: [1, 2, 3, 4], length: 0 }
    }
}

impl Hashing {
    fn mix(hash: u64, word: u64) -> u64 {
        // Both halves of the product: alone, the lower one would carry differences upwards only.
        let product = u128::from(hash ^ word) * 0x9e37_79b9_7f4a_7c15;
        (product as u64) ^ (product >> 64) as u64
    }

    /// Takes whole blocks, and gives back the bytes that are none.
    fn add<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let (blocks, rest) = bytes.as_chunks::<32>();
        for block in blocks {
            for (chain, word) in self.chains.iter_mut().zip(block.as_chunks::<8>().0) {
                *chain = Self::mix(*chain, u64::from_le_bytes(*word));
            }
        }
        self.length += (bytes.len() - rest.len()) as u64;
        rest
    }

    /// The hash with these last bytes.
    fn finish(self, last: &[u8]) -> ContentHash {
        let length = self.length + last.len() as u64;
        let last = last.iter().map(|byte| u64::from(*byte));
        let hash = self.chains.into_iter().chain(last).fold(length, Self::mix);
        ContentHash(Self::mix(Self::mix(hash, 0), hash >> 32))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load::load_bytes;

    #[test]
    fn the_hash_is_of_the_bytes_and_stable() {
        assert_eq!(ContentHash::of(b"").to_string(), "59ab0310acf74158");
        assert_eq!(ContentHash::of(b"a").to_string(), "34f26751ede098a9");
        let spaced = load_bytes("x", b"{\"routes\": []}").unwrap().hash;
        assert_ne!(spaced, load_bytes("x", b"{\"routes\":[]}").unwrap().hash);
    }

    #[test]
    fn any_byte_of_a_file_changes_its_hash() {
        let file: Vec<u8> = (0..100).collect();
        let mut seen = std::collections::HashSet::from([ContentHash::of(&file)]);
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut other = file.clone();
                other[at] ^= 1 << bit;
                assert!(seen.insert(ContentHash::of(&other)), "byte {at}, bit {bit}");
            }
            assert!(seen.insert(ContentHash::of(&file[..at])), "{at} bytes");
            assert!(seen.insert(ContentHash::of(&vec![0; 1000 + at])), "{at} zeros");
        }
        let large: Vec<u8> = (0..200_003_u32).map(|n| (n % 251) as u8).collect();
        for length in [0, 5, 32, 65_536, 65_541, large.len()] {
            let pieces = large[..length].chunks(977).map(std::io::Cursor::new);
            let read = pieces.fold(Box::new(std::io::empty()) as Box<dyn Read>, |all, one| Box::new(all.chain(one)));
            assert_eq!(ContentHash::of_file(read).unwrap(), ContentHash::of(&large[..length]));
        }
        assert_eq!(ContentHash::parse(&ContentHash(5).to_string()), Some(ContentHash(5)));
    }

    #[test]
    fn a_stamp_tells_when_a_file_was_written_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.json");
        let write = |content: &str, age: u64| {
            std::fs::write(&path, content).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
            Stamp::of(&std::fs::metadata(&path).unwrap()).unwrap()
        };
        assert!(!write("one", 0).is_settled);
        let first = write("one", 10);
        assert!(first.is_settled);
        assert!(first.is_like(&Stamp::of(&std::fs::metadata(&path).unwrap()).unwrap()));
        assert!(!write("two", 5).is_like(&first));
        assert!(!write("six", 10).is_like(&first));
    }
}
