//! The encodings of Node's buffers that are not UTF-8, by the charsets of content types that mean them.

/// An encoding of a text's units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BufferEncoding {
    /// A byte for each unit, its low one.
    Latin1,
    /// Two bytes for each unit, the low one first.
    Utf16Le,
}

impl BufferEncoding {
    /// That of a charset in lower case; `None` for UTF-8, and for what buffers do not know.
    pub fn of(charset: &str) -> Option<Self> {
        match charset {
            "iso-8859-1" | "latin1" | "binary" | "windows-1252" | "iso88591" | "iso_8859_1" | "iso_8859-1"
            | "ascii" | "us-ascii" => Some(Self::Latin1),
            "utf-16le" | "utf16le" | "ucs-2" | "ucs2" | "utf-16" | "utf16" => Some(Self::Utf16Le),
            _ => None,
        }
    }

    /// The units in this encoding.
    pub fn encode(self, units: impl Iterator<Item = u16>) -> Vec<u8> {
        match self {
            Self::Latin1 => units.map(|unit| unit as u8).collect(),
            Self::Utf16Le => units.flat_map(u16::to_le_bytes).collect(),
        }
    }

    /// The text that is encoded so; `None` where there is none.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Latin1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Self::Utf16Le => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
                String::from_utf16(&units).ok().filter(|_| rest.is_empty())
            }
        }
    }
}
