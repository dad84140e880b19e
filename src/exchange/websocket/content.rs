//! What a response sends over a WebSocket: its inline body, a data bucket or a file. Unlike over HTTP, buckets are
//! templates here, and nothing is sent for an empty text.

use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::environment::model::BodyType;
use crate::message::Request;
use crate::runtime::CompiledResponse;
use crate::state::rooms::Message;
use crate::template::{RenderError, Template};

use super::super::respond;
use super::view::RouteView;
use super::{file, log};

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
        None if source.disable_templating => Ok(source.body.clone()),
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
    let read = match file::path(view, response, request) {
        Ok(path) => file::read(&path).await,
        Err(refused) => Err(refused),
    };
    match read {
        Ok(text) => match render(view, response, request, text) {
            Ok(text) => Some(Message { text: text.into(), last: false }),
            Err(error) => {
                log::serving_error(view, &error);
                None
            }
        },
        Err(error) => {
            log::file_error(view, &error);
            let text = format!("Status: 500, File reading error! ({error})");
            Some(Message { text: Utf8Bytes::from(text), last: true })
        }
    }
}
