//! Answers with files that are in memory, without a wait: nothing is opened, and no task is made.

use std::fs::Metadata;
use std::time::SystemTime;

use bytes::Bytes;

use crate::js::Str;
use crate::runtime::Shared;
use crate::runtime::file_contents::{FileContent, KnownFile};

use super::super::context::{Exchange, Responding};
use super::super::{Answer, AnswerBody};
use super::range::{self, Range};
use super::{FileRequest, Opened, is_rendered, place, respond, with_body};

/// The answer with a file that is in memory, if its path is the same for all requests; nothing where something has to be
/// waited for.
pub fn ready(responding: &Responding<'_>) -> Option<Answer> {
    let response = responding.response;
    let path = response.file_path.constant()?;
    let exchange = responding.exchange;
    let file = known(exchange, path)?;
    let asked = FileRequest {
        key: path.clone(),
        templated: !response.source.disable_templating && is_rendered(file.mime, &file.path),
        mime: file.mime,
        wanted: file.path.clone(),
    };
    let mut opened = opened(exchange, asked, file).ok()?;
    // Whoever holds no turn may not write.
    if opened.writes() {
        return None;
    }
    let body = opened.take_body();
    Some(with_body(respond(responding, &Ok(opened)), body, exchange.request.http_method()))
}

/// The file that this path names, if it is in memory and nobody would be held up by a look at it. Whether files are slow
/// shows when they are opened.
pub(super) fn known(exchange: &Exchange, path: &str) -> Option<KnownFile> {
    if place::is_quick() { exchange.handle.shared.file_contents.known(path) } else { None }
}

/// What is sent of a file in memory; one that is kept for another use is given back.
pub(super) fn opened(exchange: &Exchange, asked: FileRequest, file: KnownFile) -> Result<Opened, FileRequest> {
    match file.content {
        FileContent::Template(template) if asked.templated => Ok(Opened::Template(asked, template)),
        FileContent::Bytes(bytes) if !asked.templated => {
            let size = bytes.len() as u64;
            let part = asked_range(exchange).map(|header| range::parse(size, &header));
            let body = match part {
                None => bytes,
                Some(Range::Bytes(start, end)) => bytes.slice(start as usize..=end as usize),
                Some(_) => Bytes::new(),
            };
            Ok(Opened::Stream { asked, size, part, body: Some(AnswerBody::Bytes(body)) })
        }
        _ => Err(asked),
    }
}

/// What a request's `Range` says, if it says anything.
pub(super) fn asked_range(exchange: &Exchange) -> Option<Str> {
    exchange.request.header("range").filter(|range| !range.is_empty())
}

/// Keeps a file that was opened not before `began`, and was this then, for requests to come.
pub(super) fn keep(
    shared: &Shared,
    asked: &FileRequest,
    (began, metadata): (SystemTime, &Metadata),
    content: FileContent,
) {
    let file = KnownFile { path: asked.wanted.clone(), mime: asked.mime, content };
    shared.file_contents.keep(&asked.key, file, (began, metadata));
}
