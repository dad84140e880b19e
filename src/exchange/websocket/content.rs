//! What a response sends over a WebSocket: its inline body, a data bucket or a file. Unlike over HTTP, buckets are
//! templates here, and nothing is sent for an empty text.

use crate::environment::model::BodyType;
use crate::message::Request;
use crate::runtime::CompiledResponse;
use crate::state::rooms::Message;
use crate::template::{RenderError, Template};

use super::super::file::path::{self, OpenError, PathError};
use super::super::{file, respond};
use super::log;
use super::view::RouteView;

/// What is to be sent.
pub enum Content {
    /// To everybody meant.
    Text(Message),
    /// A file, which a broadcast shows to its first listener only, as the reference does.
    File(Message),
}

impl Content {
    /// The message.
    pub fn into_message(self) -> Message {
        match self {
            Self::Text(message) | Self::File(message) => message,
        }
    }
}

/// Makes the content of a response; `None` when nothing is to be sent.
pub async fn make(view: &RouteView, response: usize, request: &Request) -> Option<Content> {
    let response = view.route().responses.get(response)?;
    if response.source.body_type == BodyType::File && !response.source.file_path.is_empty() {
        return from_file(view, response, request).await.map(Content::File);
    }
    match text(view, response, request) {
        Ok(text) if text.is_empty() => None,
        Ok(text) => Some(Content::Text(Message { text: text.into(), last: false })),
        Err(error) => {
            log::serving_error(view, &error);
            None
        }
    }
}

/// The inline body or a bucket, rendered.
fn text(view: &RouteView, response: &CompiledResponse, request: &Request) -> Result<String, RenderError> {
    let source = &response.source;
    let serves_bucket = source.body_type == BodyType::Databucket && !source.databucket_id.is_empty();
    let buckets = &view.generation().compiled.buckets;
    let bucket =
        serves_bucket.then(|| buckets.iter().find(|bucket| bucket.id == source.databucket_id.as_str())).flatten();
    match bucket {
        Some(bucket) => render(view, response, request, respond::bucket_text(bucket)),
        None if source.disable_templating => Ok(source.body.to_string()),
        None => response.body.render(&view.scope(request)),
    }
}

/// Renders a text that is known only now.
fn render(
    view: &RouteView,
    response: &CompiledResponse,
    request: &Request,
    text: String,
) -> Result<String, RenderError> {
    if response.source.disable_templating || !text.contains("{{") {
        return Ok(text);
    }
    Template::compile(&text).render(&view.scope(request))
}

/// A file; where it cannot be read the client is told, and the connection closes.
async fn from_file(view: &RouteView, response: &CompiledResponse, request: &Request) -> Option<Message> {
    match file_text(view, response, request).await {
        Ok(text) => Some(Message { text: text.into(), last: false }),
        Err(FileError::Template(error)) => {
            log::serving_error(view, &error);
            None
        }
        Err(error) => {
            log::file_error(view, &error);
            Some(Message { text: format!("Status: 500, File reading error! ({error})").into(), last: true })
        }
    }
}

/// Why a file is not sent.
#[derive(Debug, thiserror::Error)]
enum FileError {
    #[error(transparent)]
    Path(#[from] PathError),
    #[error("{0}")]
    Unreadable(String),
    #[error(transparent)]
    Template(RenderError),
}

/// The text of a file: a template whatever its type is.
async fn file_text(view: &RouteView, response: &CompiledResponse, request: &Request) -> Result<String, FileError> {
    let shared = &view.handle.shared;
    let source = &response.source;
    let wanted = path::resolve(&source.file_path, &response.file_path, &view.scope(request), &shared.options)?;
    let failed = |error| match error {
        OpenError::Refused(error) => FileError::Path(error),
        OpenError::Io(error) => FileError::Unreadable(file::describe(&error, "open", &wanted)),
    };
    if source.disable_templating {
        let content = file::read(shared, wanted.clone()).await.map_err(failed)?;
        return Ok(String::from_utf8_lossy(&content).into_owned());
    }
    let template = file::template(shared, wanted.clone()).await.map_err(failed)?;
    template.render(&view.scope(request)).map_err(FileError::Template)
}
