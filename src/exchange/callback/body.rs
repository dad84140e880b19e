//! Bodies of callbacks: inline, a data bucket, or a file, which is either the body itself or a form's attachment.

use std::cell::Cell;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use uuid::Uuid;

use crate::budget;
use crate::environment::model::BodyType;
use crate::exchange::context::Responding;
use crate::exchange::file::path::OpenError;
use crate::exchange::file::{self, mime, path};
use crate::exchange::respond;
use crate::exchange::step::step_on;
use crate::js::text;
use crate::message::Request;
use crate::runtime::compiled::CompiledCallback;
use crate::runtime::file_path::ResolvedPath;
use crate::runtime::{EnvironmentHandle, Generation, Space};
use crate::state::StoreError;
use crate::template::{RenderContext, RenderError};

use super::{PrepareError, append};

/// The type of a string that nobody gave a type.
const PLAIN: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");

/// Where the body comes from.
pub(super) enum Content {
    /// The rendered inline body.
    Text(String),
    /// The content of a file.
    File {
        /// The file.
        wanted: ResolvedPath,
        /// Whether it is a template.
        templated: bool,
    },
    /// A form with the file in it.
    Attachment(ResolvedPath),
}

/// A body ready to be sent, which only some methods do.
pub(super) struct Body {
    /// The bytes.
    pub(super) bytes: Bytes,
    /// Their type, unless the callback names one.
    pub(super) kind: HeaderValue,
    /// The body as the log shows it.
    pub(super) shown: Shown,
}

/// What the log shows.
pub(super) enum Shown {
    /// The body itself.
    Text(Bytes),
    /// A form with a file.
    Form,
}

/// Why a file is not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    #[error("Error while attaching file to callback request: {0}")]
    File(String),
    #[error(transparent)]
    Template(#[from] RenderError),
    #[error(transparent)]
    State(#[from] StoreError),
}

/// Renders what needs no file. A file without a type of the user's brings its own.
pub(super) fn prepare(
    responding: &Responding<'_>,
    callback: &CompiledCallback,
    rendering: &RenderContext<'_>,
    headers: &mut HeaderMap,
) -> Result<Content, PrepareError> {
    let source = &callback.source;
    let templated = !responding.response.source.disable_templating;
    match source.body_type {
        BodyType::Databucket if !source.databucket_id.is_empty() => {
            let mut buckets = responding.compiled().buckets.iter();
            let bucket = buckets.find(|bucket| bucket.id == source.databucket_id.as_str());
            let text = bucket.map(|bucket| respond::bucket_text(responding.step, bucket));
            Ok(Content::Text(text.unwrap_or_else(|| source.body.clone())))
        }
        BodyType::File if !source.file_path.is_empty() => {
            let options = &responding.exchange.handle.shared.options;
            let path_rendering = RenderContext { status: None, ..*rendering };
            let wanted = path::resolve(&source.file_path, &callback.file_path, &path_rendering, options)?;
            if !source.send_file_as_body {
                return Ok(Content::Attachment(wanted));
            }
            let mime = mime::of_extension(wanted.extension());
            // Only a type under this very spelling keeps the file's own away.
            let named = source.headers.iter().any(|header| header.key == "Content-Type" && !header.value.is_empty());
            if let Some(mime) = mime
                && !named
            {
                append(headers, &header::CONTENT_TYPE, &HeaderValue::from_static(mime), ", ");
            }
            let templated = templated && mime.is_some_and(file::is_templated_type);
            Ok(Content::File { wanted, templated })
        }
        _ if templated => Ok(Content::Text(callback.body.render(rendering)?)),
        _ => Ok(Content::Text(source.body.clone())),
    }
}

impl Content {
    /// Bytes that it holds so far.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::File { .. } | Self::Attachment(_) => 0,
        }
    }

    /// Reads the file, if it is one.
    pub(super) async fn load(
        self,
        handle: &EnvironmentHandle,
        generation: &Generation,
        space: &Space,
        request: &Request,
    ) -> Result<Body, LoadError> {
        let shared = &handle.shared;
        match self {
            Self::Text(text) => Ok(Body::text(&text)),
            Self::File { wanted, templated: true } => {
                let template =
                    file::template(shared, wanted.clone()).await.map_err(|error| unreadable(error, &wanted))?;
                let rendered = step_on(space, generation, template.writes(), |step| {
                    let budget = shared.options.request_budget();
                    let _entered = budget.enter();
                    let rendered = template.render(&RenderContext {
                        env_vars: &shared.env_vars,
                        step,
                        base_url: &generation.compiled.base_url,
                        buckets: &generation.compiled.buckets,
                        request: Some(request),
                        status: Some(&Cell::new(None)),
                    });
                    (rendered, budget::check().is_ok())
                });
                Ok(Body::text(&rendered.await??))
            }
            Self::File { wanted, templated: false } => {
                let content = file::read(shared, wanted.clone()).await.map_err(|error| unreadable(error, &wanted))?;
                Ok(Body::text(&String::from_utf8_lossy(&content)))
            }
            Self::Attachment(wanted) => {
                let content = file::read(shared, wanted.clone()).await.map_err(|error| unreadable(error, &wanted))?;
                Ok(Body::form(&content))
            }
        }
    }
}

impl Body {
    fn text(text: &str) -> Self {
        let bytes = Bytes::from(text::to_wire(text).into_owned());
        Self { shown: Shown::Text(bytes.clone()), bytes, kind: PLAIN }
    }

    fn form(content: &[u8]) -> Self {
        let boundary = format!("----formdata-sidemock-{}", Uuid::new_v4().simple());
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let bytes = [head.as_bytes(), content, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
        let kind = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}")).unwrap_or(PLAIN);
        Self { bytes: bytes.into(), kind, shown: Shown::Form }
    }
}

fn unreadable(error: OpenError, wanted: &ResolvedPath) -> LoadError {
    LoadError::File(match error {
        OpenError::Io(error) => file::describe(&error, "open", wanted),
        OpenError::Refused(error) => error.to_string(),
    })
}
