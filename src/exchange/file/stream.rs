//! The bytes of an open file, read while they are sent.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use bytes::Bytes;
use futures_util::stream;

use crate::exchange::AnswerBody;

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
        return Ok(AnswerBody::Bytes(read(&file, length)?));
    }
    let chunks = stream::try_unfold((file, length), |(file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let work = move || {
            let chunk = read(&file, left)?;
            Ok::<_, io::Error>((chunk, file))
        };
        let (chunk, file) = tokio::task::spawn_blocking(work).await.map_err(io::Error::other)??;
        let left = left.saturating_sub(chunk.len() as u64);
        Ok::<_, io::Error>(Some((chunk, (file, left))))
    });
    Ok(AnswerBody::Stream(Box::pin(chunks)))
}

/// The next chunk, at most `left` bytes. A file that has become shorter is an error: its length is already sent.
fn read(mut file: &File, left: u64) -> io::Result<Bytes> {
    let mut chunk = vec![0; left.min(CHUNK) as usize];
    file.read_exact(&mut chunk)?;
    Ok(chunk.into())
}
