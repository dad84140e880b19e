//! Bodies without their content encodings, and as texts that a Mockoon file can hold.

use std::borrow::Cow;
use std::io::{self, Read};

use bytes::Bytes;

use super::exchange::Message;
use crate::js::buffer_encoding::BufferEncoding;

/// Bytes that a body may unfold to.
const MAX_UNFOLDED: u64 = 64 << 20;

/// Why a body is not what was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ContentError {
    /// An encoding that nobody here knows.
    #[error("its content-encoding {0} is none of gzip, deflate and br")]
    Unknown(String),
    /// It does not unfold.
    #[error("its {0} body is broken or was cut off")]
    Broken(String),
    /// It unfolds to too much.
    #[error("its body unfolds to more than {} MB", MAX_UNFOLDED >> 20)]
    TooLarge,
}

/// Takes the content encodings off a body, and the header that names them.
///
/// # Errors
/// Why it has to be left out.
pub(crate) fn decode(message: &mut Message) -> Result<(), ContentError> {
    let line = message.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
    for encoding in line.rsplit(',').map(str::trim).filter(|name| !matches!(*name, "" | "identity")) {
        if message.body.is_empty() {
            break;
        }
        message.body = unfold(&message.body, encoding)?;
    }
    message.headers.retain(|(name, _)| name != "content-encoding");
    Ok(())
}

fn unfold(body: &[u8], encoding: &str) -> Result<Bytes, ContentError> {
    let unfolded = match encoding {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body)),
        // Some servers leave the frame away that the standard wants.
        "deflate" => {
            read(flate2::read::ZlibDecoder::new(body)).or_else(|_| read(flate2::read::DeflateDecoder::new(body)))
        }
        "br" => read(brotli_decompressor::Decompressor::new(body, 4096)),
        other => return Err(ContentError::Unknown(other.chars().take(40).collect())),
    };
    let unfolded = unfolded.map_err(|_| ContentError::Broken(encoding.to_owned()))?;
    if unfolded.len() as u64 > MAX_UNFOLDED { Err(ContentError::TooLarge) } else { Ok(unfolded.into()) }
}

fn read(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(MAX_UNFOLDED + 1).read_to_end(&mut out)?;
    Ok(out)
}

/// A body as the text of a file.
pub(crate) struct Text<'b> {
    pub(crate) text: Cow<'b, str>,
    /// Whether it is no text: each character stands for a byte, and the content type has to say so (`charset=latin1`).
    pub(crate) is_bytes: bool,
}

/// The body as a text that is sent as these bytes again: Mockoon writes it out in the charset of the content type, where
/// Node knows that one, else in UTF-8.
pub(crate) fn text(message: &Message) -> Text<'_> {
    let charset = message.type_parameter("charset").unwrap_or_default().to_ascii_lowercase();
    let encoding = BufferEncoding::of(&charset);
    match std::str::from_utf8(&message.body) {
        Ok(text) if encoding.is_none() || encoding == Some(BufferEncoding::Latin1) && text.is_ascii() => {
            return Text { text: Cow::Borrowed(text), is_bytes: false };
        }
        _ => {}
    }
    match encoding.and_then(|encoding| encoding.decode(&message.body)) {
        Some(text) => Text { text: Cow::Owned(text), is_bytes: false },
        None => Text { text: message.body.iter().map(|byte| char::from(*byte)).collect(), is_bytes: true },
    }
}
