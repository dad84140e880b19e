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
    pub(crate) written: Written,
}

/// How the text of a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As the body came, which is UTF-8.
    Utf8,
    /// In the charset of its content type, as the body came.
    InItsCharset,
    /// In UTF-8, and the content type has to say so: the body came in a charset that Mockoon cannot write.
    Anew,
    /// Each character stands for a byte, and the content type has to say so (`charset=latin1`): the body is no text.
    Bytes,
}

impl Written {
    /// The charset that the content type has to name instead of what it says.
    pub(crate) const fn charset(self) -> Option<&'static str> {
        match self {
            Self::Utf8 | Self::InItsCharset => None,
            Self::Anew => Some("utf-8"),
            Self::Bytes => Some("latin1"),
        }
    }
}

/// The body as a text that is sent as these bytes again where that can be: Mockoon writes it out in the charset of the content
/// type, where Node knows that one, else in UTF-8.
pub(crate) fn text(message: &Message) -> Text<'_> {
    let charset = charset(message);
    let encoding = BufferEncoding::of(&charset);
    match std::str::from_utf8(&message.body) {
        Ok(text) if encoding.is_none() || encoding == Some(BufferEncoding::Latin1) && text.is_ascii() => {
            return Text { text: Cow::Borrowed(text), written: Written::Utf8 };
        }
        _ => {}
    }
    if let Some(text) = encoding.and_then(|encoding| encoding.decode(&message.body)) {
        return Text { text: Cow::Owned(text), written: Written::InItsCharset };
    }
    match decode_standard(&message.body, &charset) {
        Some(text) => Text { text, written: Written::Anew },
        None => {
            let text = message.body.iter().map(|byte| char::from(*byte)).collect();
            Text { text, written: Written::Bytes }
        }
    }
}

/// The text of a body as its client reads it; `None` where it is none.
pub(crate) fn as_read(message: &Message) -> Option<Cow<'_, str>> {
    let charset = charset(message);
    match BufferEncoding::of(&charset) {
        Some(encoding) => encoding.decode(&message.body).map(Cow::Owned),
        None if charset.is_empty() => std::str::from_utf8(&message.body).ok().map(Cow::Borrowed),
        None => decode_standard(&message.body, &charset),
    }
}

/// The charset of the content type in lower case, empty where there is none.
fn charset(message: &Message) -> String {
    message.type_parameter("charset").unwrap_or_default().to_ascii_lowercase()
}

/// The text in a charset of the encoding standard.
fn decode_standard<'b>(bytes: &'b [u8], charset: &str) -> Option<Cow<'b, str>> {
    encoding_rs::Encoding::for_label(charset.as_bytes())?.decode_without_bom_handling_and_without_replacement(bytes)
}
