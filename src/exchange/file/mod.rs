//! File bodies: templated ones are rendered, all others stream, whole or in part.

mod known;
pub mod mime;
pub mod part;
pub mod path;
mod place;
pub mod range;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::Method;
use http::header::{self, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::js::Str;
use crate::message::response::{Headers, ResponseDraft};
use crate::message::text_body::TextBody;
use crate::runtime::file_contents::FileContent;
use crate::runtime::file_path::ResolvedPath;
use crate::runtime::{CompiledResponse, Outcome, RecordedBody, Shared};
use crate::template::{RenderContext, Template};

use super::context::{Exchange, Responding};
use super::lazy_draft::{self, LazyDraft};
use super::respond::{self, Source};
use super::{Answer, AnswerBody, callback};
pub use known::ready;
use part::{CHUNK, FilePart};
use path::{OpenError, OpenFile, PathError, Roots};
use place::{blocking, quickly};
use range::Range;

/// Types of files that are templates.
const TEMPLATED_TYPES: [&str; 10] = [
    "application/json",
    "text/html",
    "text/css",
    "text/csv",
    "application/javascript",
    "application/typescript",
    "text/plain",
    "application/xhtml+xml",
    "application/xml",
    "text/x-handlebars-template",
];
/// And one extension without a type.
const TEMPLATED_EXTENSION: &str = "handlebars";

/// What `encodeURIComponent` escapes.
const NOT_COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// Whether files of this type are templates.
pub fn is_templated_type(mime: &str) -> bool {
    TEMPLATED_TYPES.contains(&mime)
}

/// Whether a file of this type and name is a template.
fn is_rendered(mime: Option<&str>, path: &ResolvedPath) -> bool {
    mime.is_some_and(is_templated_type) || path.extension() == TEMPLATED_EXTENSION
}

/// The file that a response names.
#[derive(Clone)]
pub struct FileRequest {
    wanted: ResolvedPath,
    /// What it is kept by, see [`FileContents`](crate::runtime::file_contents::FileContents).
    key: Str,
    mime: Option<&'static str>,
    /// Whether it is rendered.
    templated: bool,
}

/// A file that is there.
pub enum Opened {
    /// To be rendered.
    Template(FileRequest, Arc<Template>),
    /// To be sent as it is: whole, or the part that was asked for.
    Stream {
        /// The file.
        asked: FileRequest,
        /// Bytes of the whole.
        size: u64,
        /// The part.
        part: Option<Range>,
        /// What is sent; taken by who sends it.
        body: Option<AnswerBody>,
    },
}

/// Why there is nothing to send.
pub enum Failure {
    /// The path leads out of the directories.
    Refused(PathError),
    /// The file cannot be read: the error in Node's words, and how its headers were begun.
    Unreadable(FileRequest, String),
}

impl Opened {
    /// Whether rendering it may change the space.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Template(_, template) if template.writes())
    }

    /// What is sent as it is, for [`with_body`].
    pub fn take_body(&mut self) -> Option<AnswerBody> {
        match self {
            Self::Stream { body, .. } => body.take(),
            Self::Template(..) => None,
        }
    }
}

/// The file that a response names.
///
/// # Errors
/// When its path leads out of the directories.
pub fn wanted(responding: &Responding<'_>) -> Result<FileRequest, Failure> {
    let response = responding.response;
    let options = &responding.exchange.handle.shared.options;
    let rendering = responding.rendering();
    let wanted = path::resolve(&response.source.file_path, &response.file_path, &rendering, options)
        .map_err(Failure::Refused)?;
    let mime = mime::of_extension(wanted.extension());
    let templated = !response.source.disable_templating && is_rendered(mime, &wanted);
    let key = response.file_path.constant().cloned().unwrap_or_else(|| Str::from(wanted.path().to_string_lossy()));
    Ok(FileRequest { wanted, key, mime, templated })
}

/// Opens the file.
///
/// # Errors
/// When it may not be read, or cannot be.
pub async fn open(exchange: &Exchange, mut asked: FileRequest) -> Result<Opened, Failure> {
    if let Some(file) = known::known(exchange, &asked.key) {
        asked = match known::opened(exchange, asked, file) {
            Ok(opened) => return Ok(opened),
            Err(asked) => asked,
        };
    }
    let shared = &exchange.handle.shared;
    if asked.templated {
        return match compiled(shared, asked.wanted.clone(), Some(asked.clone())).await {
            Ok(template) => Ok(Opened::Template(asked, template)),
            Err(OpenError::Refused(error)) => Err(Failure::Refused(error)),
            Err(OpenError::Io(error)) => {
                let reason = describe(&error, "open", &asked.wanted);
                Err(Failure::Unreadable(asked, reason))
            }
        };
    }
    let range = known::asked_range(exchange);
    let (target, keeper) = (asked.clone(), Arc::clone(shared));
    let opened = quickly(move || {
        let began = SystemTime::now();
        let found = path::open(&target.wanted, &Roots::new(&keeper.options))?;
        let size = found.metadata.len();
        let part = range.map(|header| range::parse(size, &header));
        let (first, length) = match part {
            None => (0, size),
            Some(Range::Bytes(start, end)) => (start, (end - start).saturating_add(1)),
            Some(_) => return Ok((size, part, AnswerBody::Bytes(Bytes::new()))),
        };
        let body = body(found.file, first, length)?;
        if let (None, AnswerBody::Bytes(bytes)) = (part, &body) {
            known::keep(&keeper, &target, (began, &found.metadata), FileContent::Bytes(bytes.clone()));
        }
        Ok((size, part, body))
    })
    .await;
    match opened {
        Ok((size, part, body)) => Ok(Opened::Stream { asked, size, part, body: Some(body) }),
        Err(OpenError::Refused(error)) => Err(Failure::Refused(error)),
        Err(OpenError::Io(error)) => {
            let reason = describe(&error, "stat", &asked.wanted);
            Err(Failure::Unreadable(asked, reason))
        }
    }
}

/// The body of `length` bytes from `first`. A short one is read at once; this blocks.
fn body(mut file: File, first: u64, length: u64) -> io::Result<AnswerBody> {
    if length > CHUNK {
        return Ok(AnswerBody::File(Box::new(FilePart::new(file, first, length))));
    }
    if first > 0 {
        file.seek(SeekFrom::Start(first))?;
    }
    let mut whole = Vec::with_capacity(length as usize);
    // A file that has become shorter is an error: its length is already sent.
    match file.take(length).read_to_end(&mut whole)? as u64 {
        read if read == length => Ok(AnswerBody::Bytes(whole.into())),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Answers with a file, or says why not; what is sent as it is comes later ([`with_body`]), for an answer may be made more
/// than once.
pub fn respond(responding: &Responding<'_>, opened: &Result<Opened, Failure>) -> Answer {
    match opened {
        Ok(Opened::Template(asked, template)) => {
            let draft = draft(responding, asked);
            let status = Cell::new(None);
            let rendering = RenderContext { status: Some(&status), ..responding.rendering() };
            let rendered = template.render(&rendering).map(TextBody::from);
            respond::finish(responding, LazyDraft::with(responding, draft), &rendering, rendered, "file content")
        }
        Ok(Opened::Stream { asked, size, part, .. }) => serve(responding, asked, *size, *part),
        Err(Failure::Refused(error)) => {
            let message = format!("Error while serving the content: {error}");
            respond::report(responding, &message);
            lazy_draft::draft(responding).send_error(&message, None, &responding.conditions()).into()
        }
        // The inline body with 404 if the response says so, else the error.
        Err(Failure::Unreadable(asked, reason)) => {
            let mut draft = draft(responding, asked);
            if responding.response.source.fallback_to_404 {
                draft.status = 404;
                return respond::serve(responding, LazyDraft::with(responding, draft), Source::Inline);
            }
            let message = format!("Error while serving the file content: {reason}");
            respond::report(responding, &message);
            draft.send_error(&message, None, &responding.conditions()).into()
        }
    }
}

/// The reply with its status and headers, and those of the file.
fn draft(responding: &Responding<'_>, asked: &FileRequest) -> ResponseDraft {
    let mut draft = lazy_draft::draft(responding);
    if let Some(mime) = asked.mime
        && !has_own_type(responding.response)
    {
        draft.set(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    }
    if !responding.response.source.send_file_as_body {
        let name = utf8_percent_encode(asked.wanted.name(), NOT_COMPONENT);
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
            draft.set(header::CONTENT_DISPOSITION, value);
        }
    }
    draft
}

/// Whether the response names a content type itself; those of the environment do not count.
fn has_own_type(response: &CompiledResponse) -> bool {
    let own = response.source.headers.iter().find(|header| header.key.eq_ignore_ascii_case("content-type"));
    own.is_some_and(|header| !header.value.is_empty())
}

/// Answers with the bytes of a file as they are.
fn serve(responding: &Responding<'_>, asked: &FileRequest, size: u64, part: Option<Range>) -> Answer {
    let mut draft = draft(responding, asked);
    let conditions = responding.conditions();
    draft.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    match part {
        Some(Range::Unsatisfiable) => {
            let refused = draft.send_error("Requested range not satisfiable", Some(416), &conditions);
            return Answer { outcome: Outcome::File, ..refused.into() };
        }
        Some(Range::Malformed) => {
            let refused = draft.send_error("Malformed range header", Some(400), &conditions);
            return Answer { outcome: Outcome::File, ..refused.into() };
        }
        Some(Range::Bytes(start, end)) => {
            draft.status = 206;
            draft.headers.insert(header::CONTENT_LENGTH, HeaderValue::from((end - start).saturating_add(1)));
            draft.headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
            if let Ok(value) = HeaderValue::from_str(&format!("bytes {start}-{end}/{size}")) {
                draft.headers.insert(header::CONTENT_RANGE, value);
            }
            if let Some(mime) = asked.mime {
                draft.set(header::CONTENT_TYPE, HeaderValue::from_static(mime));
            }
        }
        None => {}
    }
    let rendering = RenderContext { status: Some(&Cell::new(None)), ..responding.rendering() };
    let callbacks = callback::prepare(responding, &rendering);
    let body = AnswerBody::Bytes(Bytes::new());
    let answer = Answer::new(draft.status, Headers::Owned(draft.headers), body, Outcome::File);
    Answer { recorded: RecordedBody::Binary, callbacks, ..answer }
}

/// The answer with the bytes of the file, where it has any.
pub fn with_body(mut answer: Answer, body: Option<AnswerBody>, method: &Method) -> Answer {
    let bodiless = matches!(answer.status, 204 | 304) || *method == Method::HEAD;
    if let (Some(body), RecordedBody::Binary, false) = (body, &answer.recorded, bodiless) {
        answer.body = body;
    }
    answer
}

/// A file compiled, from memory while it does not change.
///
/// # Errors
/// When it may not be read, or cannot be.
pub async fn template(shared: &Arc<Shared>, wanted: ResolvedPath) -> Result<Arc<Template>, OpenError> {
    compiled(shared, wanted, None).await
}

/// The same, kept for this use as well.
async fn compiled(
    shared: &Arc<Shared>,
    wanted: ResolvedPath,
    asked: Option<FileRequest>,
) -> Result<Arc<Template>, OpenError> {
    let known = Arc::clone(shared);
    let found = quickly(move || {
        let began = SystemTime::now();
        let found = path::open(&wanted, &Roots::new(&known.options))?;
        let template = known.file_templates.known(&found.path, &found.metadata);
        if let (Some(asked), Some(template)) = (&asked, &template) {
            known::keep(&known, asked, (began, &found.metadata), FileContent::Template(Arc::clone(template)));
        }
        Ok::<_, OpenError>((found, template))
    });
    let (found, template) = found.await?;
    if let Some(template) = template {
        return Ok(template);
    }
    let shared = Arc::clone(shared);
    blocking(move || Ok(shared.file_templates.compile(&found.path, &found.metadata, &content(&shared, &found)?))).await
}

/// The whole content of a file.
///
/// # Errors
/// When it may not be read, cannot be, or is larger than what a template may render.
pub async fn read(shared: &Arc<Shared>, wanted: ResolvedPath) -> Result<Vec<u8>, OpenError> {
    let shared = Arc::clone(shared);
    blocking(move || {
        let found = path::open(&wanted, &Roots::new(&shared.options))?;
        Ok(content(&shared, &found)?)
    })
    .await
}

/// Reads a file into memory, within the bounds of what a template may render.
fn content(shared: &Shared, found: &OpenFile) -> io::Result<Vec<u8>> {
    let limit = shared.options.budget.bytes as u64;
    let mut content = Vec::with_capacity(found.metadata.len().min(limit) as usize);
    (&found.file).take(limit.saturating_add(1)).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        return Err(io::Error::other(format!("the file is larger than {limit} bytes and cannot be held in memory")));
    }
    Ok(content)
}

/// A file error in Node's words; the path is shown as far as it lies below the environment's directory.
pub fn describe(error: &io::Error, call: &str, wanted: &ResolvedPath) -> String {
    let (code, text) = match error.kind() {
        io::ErrorKind::NotFound => ("ENOENT", "no such file or directory"),
        io::ErrorKind::PermissionDenied => ("EACCES", "permission denied"),
        io::ErrorKind::NotADirectory => ("ENOTDIR", "not a directory"),
        io::ErrorKind::IsADirectory => return "EISDIR: illegal operation on a directory, read".to_owned(),
        io::ErrorKind::InvalidFilename => ("ENAMETOOLONG", "name too long"),
        _ => return error.to_string(),
    };
    format!("{code}: {text}, {call} '{}'", wanted.shown())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_file_that_became_shorter_is_an_error() {
        let shorter = body(tempfile::tempfile().unwrap(), 0, 10);
        assert_eq!(shorter.err().map(|error| error.kind()), Some(io::ErrorKind::UnexpectedEof));
    }
}
