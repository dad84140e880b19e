//! The bytes of a file that may be large: at a start read on all cores at once, later in pieces.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::FileExt as _;

use crate::budget::{background, together};

/// So many bytes are read in one go.
const PIECE: u64 = 256 << 10;

/// Fewer are read before there is a thread for them.
const LEAST: usize = 1 << 20;

/// The bytes of a file of this size, but for what comes behind so many.
///
/// # Errors
/// When it cannot be read.
pub fn read(mut file: File, size: u64, most: usize) -> io::Result<Vec<u8>> {
    let size = usize::try_from(size).map_or(most, |size| size.min(most));
    let mut bytes = at_once(&file, size, together::parts(size, LEAST));
    file.seek(SeekFrom::Start(bytes.len() as u64))?;
    if bytes.is_empty() {
        bytes.reserve_exact(size + 1);
    }
    let mut rest = file.take((most - bytes.len()) as u64);
    while rest.by_ref().take(PIECE).read_to_end(&mut bytes)? > 0 {
        background::piece();
    }
    Ok(bytes)
}

/// The first bytes of a file, read in parts; nothing where it is one part, or where the file has become shorter.
fn at_once(file: &File, size: usize, parts: usize) -> Vec<u8> {
    if parts < 2 {
        return Vec::new();
    }
    let mut bytes = vec![0; size];
    let part = size.div_ceil(parts);
    let pieces = bytes.chunks_mut(part).enumerate().collect();
    let read = together::each(pieces, |(number, piece)| file.read_exact_at(piece, (number * part) as u64));
    if read.iter().any(Result::is_err) {
        bytes.clear();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_parts_or_in_pieces_the_bytes_are_those_of_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        let content: Vec<u8> = (0..3 * LEAST + 5).map(|n| (n % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let opened = || File::open(&path).unwrap();
        // The size may be another one by now.
        for size in [0, 7, 2 * LEAST, content.len(), 4 * LEAST] {
            let whole = read(opened(), size as u64, usize::MAX).unwrap();
            assert!(whole == content, "{size}");
            let in_background = background::run(|| read(opened(), size as u64, usize::MAX).unwrap());
            assert!(in_background == content, "{size}");
            assert!(read(opened(), size as u64, 2 * LEAST + 1).unwrap() == content[..=2 * LEAST], "{size}");
        }
        for parts in 2..5 {
            assert!(at_once(&opened(), content.len(), parts) == content);
            assert!(at_once(&opened(), content.len() + 1, parts).is_empty());
        }
    }
}
