//! Recorded bodies that were compressed, as text for display. Bounded: a bomb unfolds only so far.

use std::borrow::Cow;
use std::io::Read;

/// Bytes that a body may unfold to.
const MAX_UNFOLDED: u64 = 256 << 10;

/// The body without its content encoding; as it is, when it has none we know or does not unfold.
pub fn for_display<'a>(body: &'a [u8], encoding: Option<&str>) -> Cow<'a, [u8]> {
    let unfolded = match encoding {
        Some("gzip") => read(flate2::read::MultiGzDecoder::new(body)),
        Some("deflate") => read(flate2::read::ZlibDecoder::new(body)),
        Some("br") => read(brotli_decompressor::Decompressor::new(body, 4096)),
        _ => None,
    };
    unfolded.map_or(Cow::Borrowed(body), Cow::Owned)
}

fn read(reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(MAX_UNFOLDED).read_to_end(&mut out).ok()?;
    Some(out)
}
