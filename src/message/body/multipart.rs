//! `multipart/form-data` bodies as the reference reads them with the npm package busboy.
//!
//! Text fields come first, in order, files after them as `{filename, mimetype, size}`. A malformed part
//! is skipped, a body that just stops keeps the parts that were complete.

use memchr::memmem;

use crate::budget;
use crate::js::{Object, Str, Value};

mod field;
mod params;
mod part_header;

use field::Form;
use params::Latin1;
use part_header::{Part, PartHeaders, Progress};

/// Files beyond this many are ignored.
const MAX_FILES: usize = 10;
/// A file is cut off at this size.
const MAX_FILE_SIZE: usize = 10 << 20;
/// A text field that reaches this size is dropped.
const MAX_FIELD_SIZE: usize = 1 << 20;

/// Bytes that a part takes besides its content, about.
const PART: usize = 256;

/// The fields and files of a form; `Undefined` when the content type announces none, or none arrived.
pub fn parse(body: &[u8], content_type: &str) -> Value {
    let Some(content_type) = params::content_type(content_type) else { return Value::Undefined };
    if content_type.essence != "multipart/form-data" {
        return Value::Undefined;
    }
    let Some(boundary) = content_type.get("boundary") else { return Value::Undefined };
    let delimiter: Vec<u8> = "\r\n--".bytes().chain(params::to_bytes(boundary)).collect();
    let mut reader = Reader::default();
    let mut rest = body;
    // The first delimiter needs no line break before it.
    if let Some(after) = delimiter.get(2..).and_then(|opening| body.strip_prefix(opening)) {
        reader.segment(b"");
        rest = after;
    }
    let finder = memmem::Finder::new(&delimiter);
    while let Some(at) = finder.find(rest) {
        if budget::make(at + PART).is_err() {
            return Value::Undefined;
        }
        let (segment, after) = rest.split_at(at);
        reader.segment(segment);
        rest = after.get(delimiter.len()..).unwrap_or_default();
    }
    reader.read(rest);
    reader.finish()
}

/// What follows a delimiter: `--` ends the form, a line break starts a part.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum AfterDelimiter {
    #[default]
    Nothing,
    Delimiter,
    Dash,
    CarriageReturn,
}

/// The part whose content is being read.
#[derive(Default)]
enum Open {
    #[default]
    None,
    Skipped,
    Field {
        name: Option<Latin1>,
        charset: String,
        bytes: Vec<u8>,
        truncated: bool,
    },
    File {
        name: Option<Latin1>,
        file: Object,
        size: usize,
    },
}

#[derive(Default)]
struct Reader {
    form: Option<Form>,
    files: Vec<(Option<Latin1>, Value)>,
    after: AfterDelimiter,
    headers: Option<PartHeaders>,
    open: Open,
    files_seen: usize,
}

impl Reader {
    /// What lies between two delimiters.
    fn segment(&mut self, data: &[u8]) {
        if self.read(data) {
            self.after = AfterDelimiter::Delimiter;
            self.close_part();
        }
    }

    /// Reads one segment. False when it ends so early that busboy does not notice the delimiter behind it.
    fn read(&mut self, mut data: &[u8]) -> bool {
        loop {
            if let Some(headers) = &mut self.headers {
                match headers.push(data) {
                    Progress::More => return true,
                    Progress::Malformed => {
                        self.headers = None;
                        return true;
                    }
                    Progress::Done(part, rest) => {
                        self.headers = None;
                        self.start_part(part);
                        data = rest;
                    }
                }
            }
            let Some((&first, tail)) = data.split_first() else { return true };
            if self.after == AfterDelimiter::Delimiter {
                self.after = match first {
                    b'-' => AfterDelimiter::Dash,
                    b'\r' => AfterDelimiter::CarriageReturn,
                    _ => AfterDelimiter::Nothing,
                };
                if self.after != AfterDelimiter::Nothing {
                    data = tail;
                }
                if data.is_empty() {
                    return false;
                }
            }
            match (std::mem::take(&mut self.after), data.split_first()) {
                (AfterDelimiter::Dash, Some((b'-', _))) => return false,
                (AfterDelimiter::CarriageReturn, Some((b'\n', tail))) => {
                    self.headers = Some(PartHeaders::default());
                    if tail.is_empty() {
                        return true;
                    }
                    data = tail;
                    continue;
                }
                // It was not what it looked like: the byte that was taken belongs to the content.
                (AfterDelimiter::Dash, _) => self.content(b"-"),
                (AfterDelimiter::CarriageReturn, _) => self.content(b"\r"),
                _ => {}
            }
            self.content(data);
            return true;
        }
    }

    fn start_part(&mut self, part: Option<Part>) {
        self.open = match part {
            None => Open::Skipped,
            Some(part) if part.is_file() => {
                if self.files_seen == MAX_FILES {
                    Open::Skipped
                } else {
                    self.files_seen += 1;
                    self.form.get_or_insert_with(Form::default);
                    Open::File { name: part.name.clone(), file: part.file(), size: 0 }
                }
            }
            Some(part) => Open::Field { name: part.name, charset: part.charset, bytes: Vec::new(), truncated: false },
        };
    }

    fn content(&mut self, data: &[u8]) {
        match &mut self.open {
            Open::None | Open::Skipped => {}
            Open::Field { bytes, truncated, .. } => {
                let room = MAX_FIELD_SIZE.saturating_sub(bytes.len());
                bytes.extend(data.iter().take(room));
                *truncated = bytes.len() == MAX_FIELD_SIZE;
            }
            Open::File { size, .. } => *size = size.saturating_add(data.len()).min(MAX_FILE_SIZE),
        }
    }

    fn close_part(&mut self) {
        match std::mem::take(&mut self.open) {
            Open::None | Open::Skipped => {}
            Open::Field { name, charset, bytes, truncated } => {
                let form = self.form.get_or_insert_with(Form::default);
                if let Some(name) = name.filter(|_| !truncated) {
                    form.add(&name, params::decode(&bytes, &charset).map_or(Value::Undefined, Value::from));
                }
            }
            Open::File { name, mut file, size } => {
                file.insert(Str::new_static("size"), size.into());
                self.files.push((name, Value::object(file)));
            }
        }
    }

    fn finish(self) -> Value {
        let Some(mut form) = self.form else { return Value::Undefined };
        for (name, file) in self.files {
            if let Some(name) = name {
                form.add(&name, file);
            }
        }
        form.into_value()
    }
}

#[cfg(test)]
mod tests;
