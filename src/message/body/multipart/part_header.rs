//! The headers in front of each part.

use std::collections::HashMap;

use super::params::{self, Latin1};
use crate::js::{Object, Str, Value};

/// Bytes of one part's headers.
const MAX_SIZE: usize = 16 * 1024;
/// Header lines of one part that are kept.
const MAX_LINES: usize = 2000;

/// What the headers say of a part.
pub(super) struct Part {
    pub(super) name: Option<Latin1>,
    pub(super) charset: String,
    filename: Option<Latin1>,
    mime_type: String,
}

impl Part {
    /// `None` for a part that is no form data.
    fn from_headers(headers: &HashMap<String, Latin1>) -> Option<Self> {
        let disposition = params::disposition(headers.get("content-disposition")?)?;
        if disposition.essence != "form-data" {
            return None;
        }
        let present = |name: &str| disposition.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let content_type = headers.get("content-type").and_then(|text| params::content_type(text));
        let charset = content_type.as_ref().and_then(|t| t.get("charset")).unwrap_or("utf8").to_ascii_lowercase();
        Some(Self {
            name: present("name"),
            charset,
            filename: present("filename*").or_else(|| present("filename")).map(|path| base_name(&path)),
            mime_type: content_type.map_or_else(|| "text/plain".to_owned(), |t| t.essence),
        })
    }

    /// Whether the part is a file: it has a file name, or is announced as raw bytes.
    pub(super) fn is_file(&self) -> bool {
        self.filename.is_some() || self.mime_type == "application/octet-stream"
    }

    /// The file as templates see it, without its size.
    pub(super) fn file(&self) -> Object {
        let filename = self.filename.as_deref().map_or(Value::Undefined, Value::from);
        [("filename", filename), ("mimetype", self.mime_type.as_str().into())]
            .map(|(key, value)| (Str::new_static(key), value))
            .into_iter()
            .collect()
    }
}

/// What follows the last slash or backslash; nothing for `.` and `..`.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if matches!(name, "." | "..") { String::new() } else { name.to_owned() }
}

/// What became of some more bytes.
pub(super) enum Progress<'d> {
    /// The headers go on.
    More,
    /// They cannot be understood.
    Malformed,
    /// They are complete: the part (`None`: to be skipped) and the bytes that follow.
    Done(Option<Part>, &'d [u8]),
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Name,
    Blank,
    Value,
    CarriageReturn,
    LineFeed,
    LastCarriageReturn,
}

/// Reads headers byte by byte, keeping the first of each name.
#[derive(Default)]
pub(super) struct PartHeaders {
    state: State,
    size: usize,
    lines: usize,
    name: String,
    value: Latin1,
    headers: HashMap<String, Latin1>,
}

impl PartHeaders {
    /// Reads on in `data`.
    pub(super) fn push<'d>(&mut self, data: &'d [u8]) -> Progress<'d> {
        let mut rest = data;
        while let Some((&byte, tail)) = rest.split_first() {
            if self.size == MAX_SIZE {
                return Progress::Malformed;
            }
            self.size += 1;
            match (self.state, byte) {
                (State::Name, b':') if !self.name.is_empty() => self.state = State::Blank,
                (State::Name, _) if params::is_token(char::from(byte)) => self.name.push(char::from(byte)),
                (State::Blank, b' ' | b'\t') => {}
                // The byte is read once more as the first of the value (and counted again).
                (State::Blank, _) => {
                    self.state = State::Value;
                    continue;
                }
                (State::Value, b'\r') => self.state = State::CarriageReturn,
                (State::Value, b'\t' | b' '..=b'~' | 0x80..) => self.value.push(char::from(byte)),
                (State::CarriageReturn, b'\n') => self.state = State::LineFeed,
                // A line that starts with a blank continues the value before it.
                (State::LineFeed, b' ' | b'\t') => {
                    self.state = State::Value;
                    continue;
                }
                (State::LineFeed, b'\r') => {
                    self.keep_line();
                    self.state = State::LastCarriageReturn;
                }
                (State::LineFeed, _) => {
                    self.keep_line();
                    self.state = State::Name;
                    continue;
                }
                (State::LastCarriageReturn, b'\n') => {
                    return Progress::Done(Part::from_headers(&self.headers), tail);
                }
                _ => return Progress::Malformed,
            }
            rest = tail;
        }
        Progress::More
    }

    fn keep_line(&mut self) {
        self.lines += 1;
        let name = std::mem::take(&mut self.name).to_ascii_lowercase();
        let value = std::mem::take(&mut self.value);
        if self.lines < MAX_LINES {
            self.headers.entry(name).or_insert(value);
        }
    }
}
