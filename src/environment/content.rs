//! Whether a file holds what it held when it was read: by its hash, or, cheaper, by its stamp.

use std::fmt;
use std::fs::Metadata;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::digest;

use crate::budget::background;

/// What changes when a file is written or replaced.
#[derive(Debug, Clone, Copy)]
pub struct FileStamp {
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

impl FileStamp {
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

/// A further file that an environment is made of: its companion, or what a document refers to.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its path.
    pub path: PathBuf,
    /// Its stamp when it was read.
    pub stamp: Option<FileStamp>,
    /// The hash of its content; `None` if it was not there.
    pub hash: Option<ContentHash>,
}

/// The SHA-256 of a file's bytes: what `sha256sum` says of the file that was mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

/// From so many bytes on a file is hashed beside what else is done with it.
const LARGE: usize = 512 * 1024;

/// So many bytes are hashed in one go.
const PIECE: usize = 64 * 1024;

impl ContentHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        for piece in bytes.chunks(PIECE) {
            context.update(piece);
            if piece.len() == PIECE {
                background::piece();
            }
        }
        Self::from_digest(&context.finish())
    }

    /// The hash of these bytes, and what `work` makes of them meanwhile: a start waits for both.
    pub(super) fn beside<T>(bytes: &[u8], work: impl FnOnce() -> T) -> (Self, T) {
        if bytes.len() < LARGE {
            return (Self::of(bytes), work());
        }
        thread::scope(|scope| {
            let hash = || Self::of(bytes);
            let is_background = background::is_on();
            let hash_there = move || if is_background { background::run(hash) } else { hash() };
            let hashing = thread::Builder::new().spawn_scoped(scope, hash_there);
            let done = work();
            let hash = hashing.ok().and_then(|hashing| hashing.join().ok());
            // Where there is no thread to be had, it is done here.
            (hash.unwrap_or_else(|| Self::of(bytes)), done)
        })
    }

    /// The hash of a file, of which no more than a piece is held.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(mut file: impl Read) -> io::Result<Self> {
        let mut context = digest::Context::new(&digest::SHA256);
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(Self::from_digest(&context.finish())),
                Ok(count) => {
                    context.update(piece.get(..count).unwrap_or_default());
                    background::piece();
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn from_digest(digest: &digest::Digest) -> Self {
        let mut hash = [0; 32];
        hash.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
        Self(hash)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load::load_bytes;

    #[test]
    fn the_hash_is_the_one_of_sha256sum() {
        assert_eq!(
            ContentHash::of(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let spaced = load_bytes("x", b"{\"routes\": []}").unwrap().hash;
        assert_ne!(spaced, load_bytes("x", b"{\"routes\":[]}").unwrap().hash);
    }

    #[test]
    fn whole_in_pieces_or_beside_other_work_the_hash_is_the_same() {
        let large: Vec<u8> = (0..LARGE as u32 + 3).map(|n| (n % 251) as u8).collect();
        for length in [0, 5, 65_536, 65_541, large.len()] {
            let bytes = &large[..length];
            let pieces = bytes.chunks(977).map(std::io::Cursor::new);
            let read = pieces.fold(Box::new(std::io::empty()) as Box<dyn Read>, |all, one| Box::new(all.chain(one)));
            assert_eq!(ContentHash::of_file(read).unwrap(), ContentHash::of(bytes));
            assert_eq!(ContentHash::beside(bytes, || length), (ContentHash::of(bytes), length));
        }
    }

    #[test]
    fn a_stamp_tells_when_a_file_was_written_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.json");
        let write = |content: &str, age: u64| {
            std::fs::write(&path, content).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
            FileStamp::of(&std::fs::metadata(&path).unwrap()).unwrap()
        };
        assert!(!write("one", 0).is_settled);
        let first = write("one", 10);
        assert!(first.is_settled);
        assert!(first.is_like(&FileStamp::of(&std::fs::metadata(&path).unwrap()).unwrap()));
        assert!(!write("two", 5).is_like(&first));
        assert!(!write("six", 10).is_like(&first));
    }
}
