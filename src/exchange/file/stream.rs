//! The bytes of an open file, read while they are sent.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::stream;

use crate::exchange::AnswerBody;

use super::place::quickly;

/// Bytes per read: few enough for many streams at once, enough for a fast one.
const CHUNK: u64 = 128 << 10;

/// The body of `length` bytes from `first`. A short one is read at once; this blocks.
///
/// # Errors
/// When the file cannot be read.
pub fn body(mut file: File, first: u64, length: u64) -> io::Result<AnswerBody> {
    if first > 0 {
        file.seek(SeekFrom::Start(first))?;
    }
    if length <= CHUNK {
        let mut whole = Vec::with_capacity(length as usize);
        // A file that has become shorter is an error: its length is already sent.
        return match file.take(length).read_to_end(&mut whole)? as u64 {
            read if read == length => Ok(AnswerBody::Bytes(whole.into())),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        };
    }
    let chunks = stream::try_unfold((file, length, Buffer::default()), |(file, left, buffer)| async move {
        if left == 0 {
            return Ok(None);
        }
        let work = move || {
            let chunk = buffer.read(&file, left)?;
            Ok::<_, io::Error>((chunk, file, buffer))
        };
        let (chunk, file, buffer) = quickly(work).await?;
        let left = left.saturating_sub(chunk.len() as u64);
        Ok::<_, io::Error>(Some((chunk, (file, left, buffer))))
    });
    Ok(AnswerBody::Stream(Box::pin(chunks)))
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
    /// The next chunk, at most `left` bytes. A file that has become shorter is an error: its length is already sent.
    fn read(&self, mut file: &File, left: u64) -> io::Result<Bytes> {
        let mut bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let used = left.min(CHUNK) as usize;
        // Nothing is cleared but what has never been used.
        bytes.resize(CHUNK as usize, 0);
        file.read_exact(bytes.get_mut(..used).unwrap_or_default())?;
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
    use futures_util::StreamExt;
    use std::io::Write;

    use super::*;

    #[tokio::test]
    async fn chunks_are_the_file_whether_they_are_kept_or_not() {
        let content: Vec<u8> = (0..CHUNK * 3 + 5).map(|at| (at % 251) as u8).collect();
        for keeps in [true, false] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&content).unwrap();
            let AnswerBody::Stream(mut body) = body(file, 7, content.len() as u64 - 7).unwrap() else {
                panic!("a stream")
            };
            let (mut kept, mut all) = (Vec::new(), Vec::new());
            while let Some(chunk) = body.next().await {
                let chunk = chunk.unwrap();
                all.extend_from_slice(&chunk);
                kept.extend(keeps.then_some(chunk));
            }
            assert!(all == content[7..], "keeps {keeps}");
            assert!(!keeps || kept.concat() == content[7..]);
        }
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_is_an_error() {
        for length in [10, CHUNK + 1] {
            let file = tempfile::tempfile().unwrap();
            match body(file, 0, length) {
                Err(error) => assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof),
                Ok(AnswerBody::Stream(mut body)) => assert!(body.next().await.unwrap().is_err()),
                Ok(AnswerBody::Bytes(_)) => panic!("a whole body"),
            }
        }
    }
}
