//! File bodies: templated ones are rendered, all others stream, whole or in part.

pub mod mime;
pub mod path;
pub mod range;
mod stream;

use std::cell::Cell;
use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::{self, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::message::reply::{Draft, Headers};
use crate::runtime::{CompiledResponse, RecordedBody, Shared};
use crate::template::{Scope, Template};

use super::pipeline::{Chosen, Exchange};
use super::respond::{self, Source};
use super::{Answer, AnswerBody, callback};
use path::{Found, OpenError, Roots, Wanted};
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

/// Answers with a file.
pub async fn respond(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft) -> Answer {
    let response = chosen.response;
    let source = &response.source;
    let options = &exchange.handle.shared.options;
    let wanted = match path::resolve(&source.file_path, &response.file_path, &exchange.scope(), options) {
        Ok(wanted) => wanted,
        Err(error) => return refused(exchange, chosen, draft, &error),
    };
    let mime = mime::of_extension(wanted.extension());
    if let Some(mime) = mime
        && !has_own_type(response)
    {
        draft.set(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    }
    if !source.send_file_as_body {
        let disposition = format!("attachment; filename=\"{}\"", utf8_percent_encode(wanted.name(), NOT_COMPONENT));
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            draft.set(header::CONTENT_DISPOSITION, value);
        }
    }
    let templated = mime.is_some_and(is_templated_type) || wanted.extension() == TEMPLATED_EXTENSION;
    if templated && !source.disable_templating {
        render(exchange, chosen, draft, wanted).await
    } else {
        serve(exchange, chosen, draft, wanted, mime).await
    }
}

/// Whether the response names a content type itself; those of the environment do not count.
fn has_own_type(response: &CompiledResponse) -> bool {
    let own = response.source.headers.iter().find(|header| header.key.eq_ignore_ascii_case("content-type"));
    own.is_some_and(|header| !header.value.is_empty())
}

/// Answers with a rendered file.
async fn render(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft, wanted: Wanted) -> Answer {
    let template = match template(&exchange.handle.shared, wanted.clone()).await {
        Ok(template) => template,
        Err(OpenError::Refused(error)) => return refused(exchange, chosen, draft, &error),
        Err(OpenError::Io(error)) => return failed(exchange, chosen, draft, &describe(&error, "open", &wanted)),
    };
    let status = Cell::new(None);
    let scope = Scope { status: Some(&status), ..exchange.scope() };
    let rendered = template.render(&scope);
    respond::finish(exchange, chosen, &mut draft, &scope, rendered)
        .unwrap_or_else(|error| unservable(exchange, chosen, draft, &error.to_string()))
}

/// A file compiled, from memory while it does not change.
///
/// # Errors
/// When it may not be read, or cannot be.
pub async fn template(shared: &Arc<Shared>, wanted: Wanted) -> Result<Arc<Template>, OpenError> {
    let shared = Arc::clone(shared);
    blocking(move || {
        let found = wanted.open(&Roots::new(&shared.options))?;
        Ok(shared.file_templates.get(&found.path, &found.metadata, || content(&shared, &found))?)
    })
    .await
}

/// The whole content of a file.
///
/// # Errors
/// When it may not be read, cannot be, or is larger than what a template may render.
pub async fn read(shared: &Arc<Shared>, wanted: Wanted) -> Result<Vec<u8>, OpenError> {
    let shared = Arc::clone(shared);
    blocking(move || {
        let found = wanted.open(&Roots::new(&shared.options))?;
        Ok(content(&shared, &found)?)
    })
    .await
}

/// Reads a file into memory, within the bounds of what a template may render.
fn content(shared: &Shared, found: &Found) -> io::Result<Vec<u8>> {
    let limit = shared.world.limits.output_bytes as u64;
    let mut content = Vec::with_capacity(found.metadata.len().min(limit) as usize);
    (&found.file).take(limit.saturating_add(1)).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        return Err(io::Error::other(format!("the file is larger than {limit} bytes and cannot be held in memory")));
    }
    Ok(content)
}

/// Answers with the bytes of a file as they are.
async fn serve(
    exchange: &Exchange<'_>,
    chosen: &Chosen<'_>,
    mut draft: Draft,
    wanted: Wanted,
    mime: Option<&'static str>,
) -> Answer {
    let roots = Roots::new(&exchange.handle.shared.options);
    let asked = exchange.request.header("range").filter(|range| !range.is_empty());
    let target = wanted.clone();
    let opened = blocking(move || {
        let found = target.open(&roots)?;
        let size = found.metadata.len();
        let part = asked.map(|header| range::parse(size, &header));
        let (first, length) = match part {
            None => (0, size),
            Some(Range::Bytes(start, end)) => (start, (end - start).saturating_add(1)),
            Some(_) => return Ok((size, part, AnswerBody::Bytes(Bytes::new()))),
        };
        Ok((size, part, stream::body(found.file, first, length)?))
    })
    .await;
    let (size, part, body) = match opened {
        Ok(opened) => opened,
        Err(OpenError::Refused(error)) => return refused(exchange, chosen, draft, &error),
        Err(OpenError::Io(error)) => return failed(exchange, chosen, draft, &describe(&error, "stat", &wanted)),
    };
    draft.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    match part {
        Some(Range::Unsatisfiable) => {
            return draft.send_error("Requested range not satisfiable", Some(416), &exchange.conditions()).into();
        }
        Some(Range::Malformed) => {
            return draft.send_error("Malformed range header", Some(400), &exchange.conditions()).into();
        }
        Some(Range::Bytes(start, end)) => {
            draft.status = 206;
            draft.headers.insert(header::CONTENT_LENGTH, HeaderValue::from((end - start).saturating_add(1)));
            draft.headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
            if let Ok(value) = HeaderValue::from_str(&format!("bytes {start}-{end}/{size}")) {
                draft.headers.insert(header::CONTENT_RANGE, value);
            }
            if let Some(mime) = mime {
                draft.set(header::CONTENT_TYPE, HeaderValue::from_static(mime));
            }
        }
        None => {}
    }
    callback::launch(exchange, chosen, &Scope { status: Some(&Cell::new(None)), ..exchange.scope() });
    let bodiless = matches!(draft.status, 204 | 304) || *exchange.request.http_method() == Method::HEAD;
    Answer {
        status: draft.status,
        headers: Headers::Owned(draft.headers),
        body: if bodiless { AnswerBody::Bytes(Bytes::new()) } else { body },
        recorded: RecordedBody::Binary,
        origin: None,
        proxied: false,
    }
}

/// A path that leads out of the directories.
fn refused(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft, error: &path::PathError) -> Answer {
    tracing::error!(route = %chosen.route.endpoint, "Error while serving the content: {error}");
    draft.send_error(&format!("Error while serving the content: {error}"), None, &exchange.conditions()).into()
}

/// A file that cannot be read: the inline body with 404 if the response says so, else the error.
fn failed(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft, error: &str) -> Answer {
    if chosen.response.source.fallback_to_404 {
        draft.status = 404;
        return respond::serve(exchange, chosen, draft, Source::Inline);
    }
    unservable(exchange, chosen, draft, error)
}

fn unservable(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft, error: &str) -> Answer {
    tracing::error!(route = %chosen.route.endpoint, "Error while serving the file content: {error}");
    draft.send_error(&format!("Error while serving the file content: {error}"), None, &exchange.conditions()).into()
}

/// A file error in Node's words; the path is shown as far as it lies below the environment's directory.
pub fn describe(error: &io::Error, call: &str, wanted: &Wanted) -> String {
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

/// Runs file work on the threads that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(io::Error::other(stopped.to_string()).into()),
    }
}
