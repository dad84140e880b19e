//! The codings of `Content-Encoding`, undone piece by piece: a body may unfold to a thousand times its size.

use std::io::{self, Read};

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// Codings that a body may have one over the other.
const MOST: usize = 4;
/// Bytes that are unfolded at a time.
const PIECE: usize = 16 << 10;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`, `x-gzip`.
    Gzip,
    /// `deflate`: with zlib's frame, as the RFC says, or without it, as some send it.
    Deflate,
    /// `br`.
    Brotli,
}

/// Why a body was not unfolded.
#[derive(Debug)]
pub enum Stopped<E> {
    /// It is not what its coding says.
    Malformed,
    /// Whoever takes the bytes does not want more.
    Refused(E),
}

/// The codings of a body in the order in which they were applied; empty when there are none, or not all are known.
pub fn of(headers: &HeaderMap) -> Vec<Coding> {
    let mut codings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        for name in value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            match name.to_ascii_lowercase().as_slice() {
                b"" | b"identity" => {}
                b"gzip" | b"x-gzip" => codings.push(Coding::Gzip),
                b"deflate" => codings.push(Coding::Deflate),
                b"br" => codings.push(Coding::Brotli),
                _ => return Vec::new(),
            }
        }
    }
    if codings.len() > MOST { Vec::new() } else { codings }
}

/// Whether a body is said to be as it is.
pub fn is_identity(headers: &HeaderMap) -> bool {
    let names = headers.get_all(CONTENT_ENCODING).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    names.map(<[u8]>::trim_ascii).all(|name| name.is_empty() || name.eq_ignore_ascii_case(b"identity"))
}

impl Coding {
    /// Gives the unfolded bytes to `take`, piece by piece.
    ///
    /// # Errors
    /// When the body is malformed, or `take` refuses.
    pub fn undo<E>(self, body: &[u8], take: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), Stopped<E>> {
        match self {
            Self::Gzip => unfold(flate2::bufread::MultiGzDecoder::new(body), take),
            Self::Deflate if has_zlib_header(body) => unfold(flate2::bufread::ZlibDecoder::new(body), take),
            Self::Deflate => unfold(flate2::bufread::DeflateDecoder::new(body), take),
            Self::Brotli => unfold(brotli_decompressor::Decompressor::new(body, 4_096), take),
        }
    }
}

/// The first two bytes of a zlib stream name its method and are a multiple of 31.
fn has_zlib_header(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0F == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

fn unfold<E>(mut reader: impl Read, mut take: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), Stopped<E>> {
    let mut piece = vec![0; PIECE];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(count) => take(piece.get(..count).unwrap_or_default()).map_err(Stopped::Refused)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Stopped::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    /// `hello`, by brotli.
    const BROTLI: [u8; 9] = [0x0B, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];

    fn undone(coding: Coding, body: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let take = |piece: &[u8]| {
            out.extend_from_slice(piece);
            Ok::<(), ()>(())
        };
        coding.undo(body, take).ok().map(|()| out)
    }

    #[test]
    fn every_coding_is_undone() {
        let text = b"hello ".repeat(10_000);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&text).unwrap();
        zlib.write_all(&text).unwrap();
        raw.write_all(&text).unwrap();
        let gzip = gzip.finish().unwrap();
        for (coding, body) in [
            (Coding::Gzip, &gzip),
            (Coding::Deflate, &zlib.finish().unwrap()),
            (Coding::Deflate, &raw.finish().unwrap()),
        ] {
            assert_eq!(undone(coding, body).as_deref(), Some(&text[..]), "{coding:?}");
            assert_eq!(undone(coding, &body[..body.len() / 2]), None, "{coding:?} cut off");
        }
        assert_eq!(undone(Coding::Gzip, &[&gzip[..], &gzip[..]].concat()).unwrap().len(), 2 * text.len());
        assert_eq!(undone(Coding::Brotli, &BROTLI).as_deref(), Some(&b"hello"[..]));
        for coding in [Coding::Gzip, Coding::Deflate, Coding::Brotli] {
            assert_eq!(undone(coding, b"{\"not\": \"compressed\"}"), None, "{coding:?}");
        }
    }

    #[test]
    fn the_taker_ends_it() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&vec![0; 10 << 20]).unwrap();
        let mut taken = 0;
        let stopped = Coding::Gzip.undo(&gzip.finish().unwrap(), |piece| {
            taken += piece.len();
            if taken > 1 << 20 { Err("enough") } else { Ok(()) }
        });
        assert!(matches!(stopped, Err(Stopped::Refused("enough"))) && taken < 2 << 20);
    }

    #[test]
    fn codings_are_read_from_all_lines() {
        let headers = |lines: &[&'static str]| -> HeaderMap {
            lines.iter().map(|line| (CONTENT_ENCODING, http::HeaderValue::from_static(line))).collect()
        };
        assert_eq!(of(&headers(&["GZIP, br", "x-gzip"])), [Coding::Gzip, Coding::Brotli, Coding::Gzip]);
        assert_eq!(of(&headers(&["identity, deflate,"])), [Coding::Deflate]);
        assert!(is_identity(&headers(&["Identity, ", ""])) && is_identity(&headers(&[])));
        assert!(!is_identity(&headers(&["identity", "zstd"])));
        for unknown in [&["zstd"][..], &["gzip, zstd"], &[], &["gzip,gzip,gzip", "gzip, gzip"]] {
            assert_eq!(of(&headers(unknown)), [], "{unknown:?}");
        }
    }
}
