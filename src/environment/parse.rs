//! Bytes to a JSON value: gzip, byte order mark, JSON, YAML. Messages say where and what to do about it.

mod yaml;

use std::borrow::Cow;
use std::io::Read as _;

use serde_json::Value;

use crate::js::text;

pub use yaml::Document;

/// No file may be larger, packed or unpacked.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Why bytes are not a document.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// Over [`MAX_BYTES`].
    #[error("the file is larger than {} MB{}: split it into several environments", MAX_BYTES / 1024 / 1024, if *unpacked { " when unpacked" } else { "" })]
    TooLarge {
        /// Whether it was small enough before it was unpacked.
        unpacked: bool,
    },
    /// Broken gzip data.
    #[error("the file starts like gzip data but cannot be unpacked ({0}): pack it again, it may have been cut off")]
    Gzip(std::io::Error),
    /// Another encoding.
    #[error("the file is UTF-16 text: save it as UTF-8")]
    Utf16,
    /// Nothing in it.
    #[error("the file is empty: it may still be being written, or its ConfigMap key has no content")]
    Empty,
    /// Not JSON.
    #[error("not JSON: line {line}, column {column}: {message}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong, and what may help.
        message: String,
    },
    /// Not YAML.
    #[error("not YAML: {0}")]
    Yaml(String),
}

/// The text syntax of a file, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// `.json` and everything else.
    Json,
    /// `.yaml`, `.yml`.
    Yaml,
}

impl Syntax {
    /// The syntax that a file name announces, with or without `.gz`.
    pub fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
        if plain.ends_with(".yaml") || plain.ends_with(".yml") { Self::Yaml } else { Self::Json }
    }
}

/// The text of a file and what was wrong with it.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// Where the first byte was that is not UTF-8; such bytes were replaced by U+FFFD, as the reference does.
    pub bad_byte: Option<usize>,
}

/// Parses the text of a document.
///
/// # Errors
/// When the text is not of that syntax.
pub fn parse(text: &str, syntax: Syntax) -> Result<Value, ParseError> {
    document(text, syntax).map(|document| document.value)
}

/// Parses the text of a document, and says which keys stand more than once. JSON may have those.
///
/// # Errors
/// When the text is not of that syntax.
pub fn document(text: &str, syntax: Syntax) -> Result<Document, ParseError> {
    match syntax {
        Syntax::Yaml => yaml(text),
        Syntax::Json => match json(text) {
            // OpenAPI documents in YAML are recognised under any name, as in the reference.
            Err(error) if names_openapi(text) => {
                yaml(text).ok().filter(|document| is_openapi(&document.value)).ok_or(error)
            }
            value => value.map(|value| Document { value, repeated: Vec::new() }),
        },
    }
}

fn names_openapi(text: &str) -> bool {
    ["openapi", "swagger"].iter().any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some())
}

fn is_openapi(value: &Value) -> bool {
    value.get("openapi").is_some() || value.get("swagger").is_some()
}

/// Unpacks gzip data, recognised by its first bytes.
///
/// # Errors
/// When it is broken, or too large.
pub fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ParseError> {
    if bytes.len() > MAX_BYTES {
        return Err(ParseError::TooLarge { unpacked: false });
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    flate2::read::MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut unpacked).map_err(ParseError::Gzip)?;
    if unpacked.len() > MAX_BYTES { Err(ParseError::TooLarge { unpacked: true }) } else { Ok(Cow::Owned(unpacked)) }
}

/// As much of a broken file as tells what it was to be.
pub fn beginning(bytes: &[u8]) -> Cow<'_, [u8]> {
    const ENOUGH: usize = 1024 * 1024;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(bytes.get(..ENOUGH).unwrap_or(bytes));
    }
    let mut unpacked = Vec::new();
    // Where it breaks off, what came before stays.
    let _ = flate2::read::MultiGzDecoder::new(bytes).take(ENOUGH as u64).read_to_end(&mut unpacked);
    Cow::Owned(unpacked)
}

/// UTF-8 text without its byte order mark.
///
/// # Errors
/// When it is of another encoding, or empty.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ParseError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ParseError::Utf16);
    }
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf");
    let (text, bad_byte) = match std::str::from_utf8(marked.unwrap_or(bytes)) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let mark = bytes.len() - marked.unwrap_or(bytes).len();
            (String::from_utf8_lossy(marked.unwrap_or(bytes)), Some(mark + error.valid_up_to()))
        }
    };
    if text.trim().is_empty() { Err(ParseError::Empty) } else { Ok(Decoded { text, bad_byte }) }
}

/// Parses JSON.
///
/// # Errors
/// When the text is not JSON.
pub fn json(text: &str) -> Result<Value, ParseError> {
    serde_json::from_str(text).or_else(|error| {
        // JavaScript's strings may hold half a surrogate pair, Rust's may not.
        let Cow::Owned(carried) = carry_lone_surrogates(text) else { return Err(json_error(text, &error)) };
        serde_json::from_str(&carried).map_err(|_| json_error(text, &error))
    })
}

fn json_error(text: &str, error: &serde_json::Error) -> ParseError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    let near = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let hint = json_hint(error, reason, near, column);
    ParseError::Json { line, column, message: format!("{reason}{hint}") }
}

/// What usually is behind an error.
fn json_hint(error: &serde_json::Error, reason: &str, line: &str, column: usize) -> &'static str {
    let before = line.get(..column.saturating_sub(1)).unwrap_or_default().trim_end();
    if error.is_eof() {
        ": the file ends too early, it may have been cut off"
    } else if reason.contains("trailing comma") {
        ": remove the comma before it"
    } else if line.trim_start().starts_with("//") || line.trim_start().starts_with("/*") || before.ends_with('/') {
        ": JSON has no comments"
    } else if line.trim_start().starts_with("{{") {
        ": a Helm or other template was not rendered"
    } else if line.trim_start().starts_with("<<<<<<<") || line.trim_start().starts_with(">>>>>>>") {
        ": a merge conflict was left in the file"
    } else {
        ""
    }
}

/// Replaces escapes of lone surrogates by the characters that carry them.
fn carry_lone_surrogates(json: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(step) = json.get(at..).and_then(|rest| rest.find('\\')) {
        let here = at + step;
        let Some(unit) = escaped_unit(json, here) else {
            // Any other escape: skip the character behind the backslash too.
            let next = json.get(here + 1..).and_then(|rest| rest.chars().next());
            at = here + 1 + next.map_or(0, char::len_utf8);
            continue;
        };
        let is_pair = (0xd800..0xdc00).contains(&unit)
            && escaped_unit(json, here + 6).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        at = here + if is_pair { 12 } else { 6 };
        if !is_pair && (0xd800..0xe000).contains(&unit) {
            out.push_str(json.get(kept..here).unwrap_or_default());
            out.push(text::carrier(unit));
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(json.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The unit of the `\uXXXX` at this position.
fn escaped_unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at.checked_add(6)?)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

/// Parses YAML.
///
/// # Errors
/// When the text is not YAML, or holds several documents.
pub fn yaml(text: &str) -> Result<Document, ParseError> {
    yaml::read(text).map_err(|error| {
        let line = error.line.and_then(|line| text.lines().nth(line.saturating_sub(1)));
        let hint = match line {
            _ if error.message.contains("repetition limit") => ": its aliases (*name) expand beyond measure",
            _ if error.message.contains("recursion limit") => ": it nests too deeply, or an anchor holds itself",
            Some(line) if line.trim_start_matches(' ').starts_with('\t') => ": YAML is indented by spaces, not by tabs",
            Some(line) if line.contains("{{") => ": a value that starts with {{ needs quotes around it",
            _ => "",
        };
        ParseError::Yaml(format!("{}{hint}", error.message))
    })
}

#[cfg(test)]
mod tests;
