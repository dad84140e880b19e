//! A part of an open file on its way to the client: read while it is sent, or sent by the system without being read.

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt as _;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::{Stream, stream};

use super::place::{self, quickly};

/// Bytes per read: few enough for many streams at once, enough for a fast one.
pub const CHUNK: u64 = 128 << 10;

/// Hears of the end of a part; of one that the client does not take to its end only by being dropped.
pub trait Ending: Send + Sync {
    /// All of it is about to be sent.
    fn ends(&mut self);
}

/// What is left to send of an open file.
pub struct FilePart {
    file: File,
    at: u64,
    left: u64,
    buffer: Buffer,
    ending: Option<Box<dyn Ending>>,
}

impl FilePart {
    /// So many bytes of a file from the first one on.
    pub fn new(file: File, first: u64, length: u64) -> Self {
        Self { file, at: first, left: length, buffer: Buffer::default(), ending: None }
    }

    /// Tells this of its end.
    pub fn tell(&mut self, ending: Box<dyn Ending>) {
        self.ending = Some(ending);
    }

    /// Bytes that are left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Has the next bytes sent from the file, at most so many: `send` gets their place and number, and says how many it has
    /// sent. `None` where somebody would be held up by that; who reads the part is not.
    pub fn send(
        &mut self,
        most: u64,
        send: impl FnOnce(&File, usize, NonZeroUsize) -> io::Result<usize>,
    ) -> Option<io::Result<usize>> {
        if !place::is_quick() {
            return None;
        }
        // What is told of the end is told before the last few of them.
        let before_last = self.left.saturating_sub(CHUNK);
        let wanted = if before_last > 0 { before_last } else { self.left }.min(most);
        let (at, count) = (usize::try_from(self.at).ok()?, NonZeroUsize::new(usize::try_from(wanted).ok()?)?);
        if wanted == self.left {
            self.ends();
        }
        let sent = place::timed(|| send(&self.file, at, count));
        Some(sent.and_then(|sent| {
            if sent == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.advance(sent as u64);
            Ok(sent)
        }))
    }

    /// The bytes, as they are read.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync {
        stream::try_unfold(self, |part| async move {
            if part.left == 0 {
                return Ok(None);
            }
            quickly(move || part.read()).await.map(Some)
        })
    }

    /// The next chunk. A file that has become shorter is an error: its length is already sent.
    fn read(mut self) -> io::Result<(Bytes, Self)> {
        let used = self.left.min(CHUNK);
        let chunk = self.buffer.read(&self.file, self.at, used as usize)?;
        if used == self.left {
            self.ends();
        }
        self.advance(used);
        Ok((chunk, self))
    }

    fn ends(&mut self) {
        if let Some(mut ending) = self.ending.take() {
            ending.ends();
        }
    }

    fn advance(&mut self, count: u64) {
        self.at = self.at.saturating_add(count);
        self.left = self.left.saturating_sub(count);
    }
}

/// The memory that chunks are read into: that of a chunk which has been sent serves for the next.
#[derive(Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

/// What a chunk lies in until it has been sent.
struct Lent {
    bytes: Vec<u8>,
    used: usize,
    home: Arc<Mutex<Vec<u8>>>,
}

impl Buffer {
    fn read(&self, file: &File, at: u64, used: usize) -> io::Result<Bytes> {
        let mut bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        // Nothing is cleared but what has never been used.
        bytes.resize(CHUNK as usize, 0);
        file.read_exact_at(bytes.get_mut(..used).unwrap_or_default(), at)?;
        Ok(Bytes::from_owner(Lent { bytes, used, home: Arc::clone(&self.0) }))
    }
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.used).unwrap_or_default()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::StreamExt;

    use super::*;

    struct Told(Arc<AtomicUsize>);

    impl Ending for Told {
        fn ends(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A part of a new file with this content, and how often its end was told.
    fn part(content: &[u8], first: u64, length: u64) -> (FilePart, Arc<AtomicUsize>) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        let mut part = FilePart::new(file, first, length);
        let told = Arc::<AtomicUsize>::default();
        part.tell(Box::new(Told(Arc::clone(&told))));
        (part, told)
    }

    fn content() -> Vec<u8> {
        (0..CHUNK * 3 + 5).map(|at| (at % 251) as u8).collect()
    }

    #[tokio::test]
    async fn chunks_are_the_file_whether_they_are_kept_or_not() {
        let content = content();
        for keeps in [true, false] {
            let (part, told) = part(&content, 7, content.len() as u64 - 7);
            let mut body = pin!(part.into_stream());
            let (mut kept, mut all) = (Vec::new(), Vec::new());
            while let Some(chunk) = body.next().await {
                let chunk = chunk.unwrap();
                all.extend_from_slice(&chunk);
                kept.extend(keeps.then_some(chunk));
            }
            assert!(all == content[7..], "keeps {keeps}");
            assert!(!keeps || kept.concat() == content[7..]);
            assert_eq!(told.load(Ordering::Relaxed), 1);
        }
    }

    #[test]
    fn what_is_sent_is_the_file_and_its_end_is_told_before_the_last_bytes() {
        let content = content();
        let (mut part, told) = part(&content, 3, content.len() as u64 - 5);
        let mut sent = Vec::new();
        while part.left() > 0 {
            let left = part.left();
            let took = part.send(100_000, |file, at, count| {
                let mut bytes = vec![0; count.get()];
                file.read_exact_at(&mut bytes, at as u64)?;
                assert_eq!(told.load(Ordering::Relaxed), usize::from(count.get() as u64 == left));
                // Not all is taken at once.
                bytes.truncate(count.get().div_ceil(2));
                sent.extend_from_slice(&bytes);
                Ok(bytes.len())
            });
            assert!(took.expect("files are quick").is_ok());
        }
        assert!(sent == content[3..content.len() - 2]);
        assert_eq!(told.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_is_an_error() {
        let (mut sent, _) = part(b"", 0, CHUNK + 1);
        assert_eq!(sent.send(9, |_, _, _| Ok(0)).unwrap().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert!(pin!(sent.into_stream()).next().await.unwrap().is_err());
    }
}
