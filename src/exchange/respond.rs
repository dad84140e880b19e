//! The reply of a chosen response: prepared at load, or made from its body source.

use std::cell::Cell;

use crate::environment::model::BodyType;
use crate::js::{Value, json};
use crate::message::reply::{Draft, Headers};
use crate::runtime::{CompiledRoute, RecordedBody, bucket_render};
use crate::state::Bucket;
use crate::template::{RenderError, Scope};

use super::pipeline::{Chosen, Exchange};
use super::{Answer, AnswerBody, callback, crud, file};

/// Makes the reply.
pub async fn respond(exchange: &Exchange<'_>, chosen: &Chosen<'_>) -> Answer {
    let response = chosen.response;
    if let Some(prepared) = &response.prepared {
        return Answer {
            status: prepared.status,
            headers: Headers::Shared(prepared.headers.clone()),
            body: AnswerBody::Bytes(prepared.body.clone()),
            recorded: RecordedBody::Bytes { bytes: prepared.text.clone(), truncated: false },
            origin: None,
            proxied: false,
        };
    }
    exchange.delay(response.source.latency).await;
    let mut draft = exchange.draft();
    draft.status = response.status;
    response.headers.apply(&mut draft, &exchange.scope());
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    if response.source.body_type == BodyType::File && !response.source.file_path.is_empty() {
        return file::respond(exchange, chosen, draft).await;
    }
    let source = content(exchange, chosen, &mut draft);
    serve(exchange, chosen, draft, source)
}

/// A body on its way out.
pub enum Source {
    /// Text that is sent as it stands.
    Text(String),
    /// The inline body, a template.
    Inline,
}

/// Where the body comes from: inline, or a data bucket (on CRUD routes through an operation).
fn content(exchange: &Exchange<'_>, chosen: &Chosen<'_>, draft: &mut Draft) -> Source {
    let source = &chosen.response.source;
    if source.body_type != BodyType::Databucket || source.databucket_id.is_empty() {
        return Source::Inline;
    }
    let compiled = exchange.compiled();
    let Some(position) = compiled.buckets.iter().position(|b| b.id == source.databucket_id.as_str()) else {
        return Source::Text(source.body.clone());
    };
    let bucket = &compiled.buckets[position];
    match chosen.crud {
        Some(operation) => crud_content(exchange, chosen, operation, position, draft),
        None => Source::Text(bucket_text(bucket)),
    }
}

/// Runs a CRUD operation on the bucket, as one step under the bucket's lock.
fn crud_content(
    exchange: &Exchange<'_>,
    chosen: &Chosen<'_>,
    operation: crate::routing::crud_routes::CrudOperation,
    position: usize,
    draft: &mut Draft,
) -> Source {
    let compiled = exchange.compiled();
    let text = compiled.bucket_sources.get(position).map_or("", |s| s.text.as_str());
    let crud_key = chosen.route.responses.first().map_or("id", |r| r.source.crud_key.as_str());
    let outcome = crud::perform(operation, &compiled.buckets[position], &exchange.scope(), crud_key, text);
    if let Some(status) = outcome.status {
        draft.status = status;
    }
    for (name, value) in outcome.headers {
        draft.headers.insert(name, value);
    }
    Source::Text(outcome.body)
}

/// A bucket's value as a body: text as it is, anything else as JSON.
pub fn bucket_text(bucket: &Bucket) -> String {
    match bucket.value() {
        Value::String(text) => text.to_string(),
        other => json::stringify(&other).unwrap_or_default(),
    }
}

/// Renders the body, launches callbacks, sends.
pub fn serve(exchange: &Exchange<'_>, chosen: &Chosen<'_>, mut draft: Draft, source: Source) -> Answer {
    let response = chosen.response;
    let status = Cell::new(None);
    let scope = Scope { status: Some(&status), ..exchange.scope() };
    let rendered = match source {
        Source::Text(text) => Ok(text),
        Source::Inline if response.source.disable_templating => Ok(response.source.body.clone()),
        Source::Inline => response.body.render(&scope),
    };
    finish(exchange, chosen, &mut draft, &scope, rendered).unwrap_or_else(|error| {
        tracing::error!(route = %chosen.route.endpoint, "Error while serving the content: {error}");
        draft
            .send_error(&format!("Error while serving the content: {error}"), None, &exchange.conditions())
            .into()
    })
}

/// Sends rendered text: the status a template asked for, callbacks, then the body.
///
/// # Errors
/// A template's error, or an invalid content type.
pub fn finish(
    exchange: &Exchange<'_>,
    chosen: &Chosen<'_>,
    draft: &mut Draft,
    scope: &Scope<'_>,
    rendered: Result<String, RenderError>,
) -> Result<Answer, RenderError> {
    let text = rendered?;
    if let Some(status) = scope.status.and_then(Cell::get) {
        draft.status = status;
    }
    callback::launch(exchange, chosen, scope);
    let reply = draft.send_text(text, &exchange.conditions()).map_err(|e| RenderError::new(e.to_string()))?;
    Ok(reply.into())
}

/// Generates the buckets that waited for a request and that this route names.
pub fn generate_buckets(exchange: &Exchange<'_>, route: &CompiledRoute) {
    let compiled = exchange.compiled();
    if !route.names_buckets || !compiled.has_waiting_bucket() {
        return;
    }
    let scope = exchange.scope();
    for &index in &route.request_buckets {
        let (Some(bucket), Some(source)) = (compiled.buckets.get(index), compiled.bucket_sources.get(index)) else {
            continue;
        };
        if bucket.is_parsed() {
            continue;
        }
        // Rendered outside the lock (the text may refer to this very bucket); the first to finish wins.
        let content = bucket_render::render(&source.template, &scope);
        bucket.update(|current| {
            if !current.parsed {
                *current = content;
            }
        });
    }
    exchange.handle.shared.announce_buckets(compiled);
}
