//! Which response answers over a WebSocket, and what it sends: its inline body, a data bucket or a file. Unlike over HTTP, buckets are
//! templates here, and nothing is sent for an empty text.

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::budget;
use crate::environment::model::BodyType;
use crate::message::Request;
use crate::rules::Subject;
use crate::runtime::CompiledResponse;
use crate::state::StoreError;
use crate::state::broadcast::Message;
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

/// The response that answers; `None` when there is none, or a rule cannot be judged.
pub async fn choose(view: &RouteView, request: &Request, number: u64, message: Option<&Request>) -> Option<usize> {
    let chooser = &view.route().chooser;
    let chosen = view
        .step(chooser.writes(), |step| chooser.choose(&Subject::new(view.rendering(step, request), number, message)))
        .await;
    let chosen = chosen.map_err(|error| error.to_string()).and_then(|chosen| chosen.map_err(|error| error.0));
    let chosen = chosen.unwrap_or_else(|error| {
        log::serving_error(view, &error);
        None
    });
    chosen.map(|(index, _)| index)
}

/// Makes the content of a response; `None` when nothing is to be sent.
pub async fn make(view: &RouteView, response: usize, request: &Request) -> Option<Content> {
    let response = view.route().responses.get(response)?;
    if response.source.body_type == BodyType::File && !response.source.file_path.is_empty() {
        return from_file(view, response, request).await.map(Content::File);
    }
    match text(view, response, request).await {
        Ok(text) if text.is_empty() => None,
        Ok(text) => message(view, text, false).map(Content::Text),
        Err(error) => {
            log::serving_error(view, &error);
            None
        }
    }
}

/// Texts that are not worth a share of the memory budget (bytes).
const FREE: usize = 4 << 10;

/// A text to be sent, which the memory budget holds until the last client has it; nothing is sent where there is no room.
fn message(view: &RouteView, text: String, last: bool) -> Option<Message> {
    if text.len() < FREE {
        return Some(Message { text: text.into(), last });
    }
    match view.handle.shared.options.memory.hold(Bytes::from(text)) {
        Ok(bytes) => Some(Message { text: Utf8Bytes::try_from(bytes).ok()?, last }),
        Err(shortage) => {
            log::serving_error(view, &shortage);
            None
        }
    }
}

/// The inline body or a bucket, rendered.
async fn text(view: &RouteView, response: &CompiledResponse, request: &Request) -> Result<String, NotRendered> {
    let source = &response.source;
    let serves_bucket = source.body_type == BodyType::Databucket && !source.databucket_id.is_empty();
    let mut buckets = view.generation().compiled.buckets.iter();
    let bucket = serves_bucket.then(|| buckets.find(|bucket| bucket.id == source.databucket_id.as_str())).flatten();
    let Some(bucket) = bucket else {
        if source.disable_templating {
            return Ok(source.body.to_string());
        }
        return render(view, &response.body, request).await;
    };
    let (text, is_of_file) = view
        .step(false, |step| {
            let text = respond::bucket_text(step, bucket);
            budget::check().map(|()| (text, step.bucket(bucket).is_of_file))
        })
        .await?
        .map_err(RenderError::from)?;
    // What a client wrote is data, whatever it looks like.
    if source.disable_templating || !is_of_file || !text.contains("{{") {
        return Ok(text);
    }
    render(view, &Template::compile(&text), request).await
}

/// Renders a template as one step on the connection's space.
async fn render(view: &RouteView, template: &Template, request: &Request) -> Result<String, NotRendered> {
    Ok(view.step(template.writes(), |step| template.render(&view.rendering(step, request))).await??)
}

/// Why a text is not there.
#[derive(Debug, thiserror::Error)]
enum NotRendered {
    #[error(transparent)]
    Template(#[from] RenderError),
    #[error(transparent)]
    State(#[from] StoreError),
}

/// A file; where it cannot be read the client is told, and the connection closes.
async fn from_file(view: &RouteView, response: &CompiledResponse, request: &Request) -> Option<Message> {
    match file_text(view, response, request).await {
        Ok(text) => message(view, text, false),
        Err(FileError::Template(error)) => {
            log::serving_error(view, &error);
            None
        }
        Err(error) => {
            log::file_error(view, &error);
            message(view, format!("Status: 500, File reading error! ({error})"), true)
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
    Template(NotRendered),
}

/// The text of a file: a template whatever its type is.
async fn file_text(view: &RouteView, response: &CompiledResponse, request: &Request) -> Result<String, FileError> {
    let shared = &view.handle.shared;
    let source = &response.source;
    let wanted = view.step(response.file_path.writes(), |step| {
        path::resolve(&source.file_path, &response.file_path, &view.rendering(step, request), &shared.options)
    });
    let wanted = wanted.await.map_err(|error| FileError::Template(error.into()))??;
    let failed = |error| match error {
        OpenError::Refused(error) => FileError::Path(error),
        OpenError::Io(error) => FileError::Unreadable(file::describe(&error, "open", &wanted)),
    };
    if source.disable_templating {
        let content = file::read(shared, wanted.clone()).await.map_err(failed)?;
        return Ok(String::from_utf8_lossy(&content).into_owned());
    }
    let template = file::template(shared, wanted.clone()).await.map_err(failed)?;
    render(view, &template, request).await.map_err(FileError::Template)
}
