//! The reply of a chosen response: prepared at load, or made from its body source.

use std::cell::Cell;

use http::header::{HeaderName, HeaderValue};

use crate::crud::{self, CrudRequest};
use crate::environment::model::BodyType;
use crate::js::{Value, json};
use crate::message::Request;
use crate::message::reply::{Draft, Headers};
use crate::routing::CrudOperation;
use crate::runtime::{CompiledResponse, CompiledRoute, RecordedBody, bucket_render};
use crate::state::Bucket;
use crate::template::{RenderError, Scope};

use super::pipeline::{Chosen, Exchange};
use super::{Answer, AnswerBody, callback, file};

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
    if response.source.body_type == BodyType::File && !response.source.file_path.is_empty() {
        let draft = {
            let _entered = exchange.budget.enter();
            draft(exchange, response)
        };
        return Box::pin(file::respond(exchange, chosen, draft)).await;
    }
    let _entered = exchange.budget.enter();
    let mut draft = draft(exchange, response);
    match content(exchange, chosen, &mut draft) {
        Ok(source) => serve(exchange, chosen, draft, source),
        Err(error) => draft.send_error(&error.to_string(), Some(400), &exchange.conditions()).into(),
    }
}

/// The reply with its status and headers.
fn draft(exchange: &Exchange<'_>, response: &CompiledResponse) -> Draft {
    if let Some(headers) = &response.draft {
        return Draft { status: response.status, headers: (**headers).clone() };
    }
    let mut draft = exchange.draft();
    draft.status = response.status;
    response.headers.apply(&mut draft, &exchange.scope());
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    draft
}

/// A body on its way out.
pub enum Source {
    /// Text that is sent as it stands.
    Text(String),
    /// What a CRUD operation answers, and the request with its body as the operation left it.
    Written(String, Request),
    /// The inline body, a template.
    Inline,
}

/// Where the body comes from: inline, or a data bucket (on CRUD routes through an operation).
fn content(exchange: &Exchange<'_>, chosen: &Chosen<'_>, draft: &mut Draft) -> Result<Source, crud::CrudError> {
    let source = &chosen.response.source;
    if source.body_type != BodyType::Databucket || source.databucket_id.is_empty() {
        return Ok(Source::Inline);
    }
    let compiled = exchange.compiled();
    let Some(position) = compiled.buckets.iter().position(|b| b.id == source.databucket_id.as_str()) else {
        return Ok(Source::Text(source.body.to_string()));
    };
    let bucket = &compiled.buckets[position];
    match chosen.crud {
        Some(operation) => crud_content(exchange, chosen, operation, bucket, draft),
        None => Ok(Source::Text(bucket_text(bucket))),
    }
}

/// Runs a CRUD operation on the bucket, as one step under the bucket's lock.
fn crud_content(
    exchange: &Exchange<'_>,
    chosen: &Chosen<'_>,
    operation: CrudOperation,
    bucket: &Bucket,
    draft: &mut Draft,
) -> Result<Source, crud::CrudError> {
    let request = &exchange.request;
    let Some(key) = &chosen.response.crud_key else { return Ok(Source::Text(bucket_text(bucket))) };
    let id = request.params().get("id").to_str();
    let string_body = request.string_body();
    let request = CrudRequest {
        operation,
        key,
        id: &id,
        query: request.query(),
        body: request.body(),
        string_body: &string_body,
    };
    let mut render_id = |_: &str| chosen.response.id_template.as_ref()?.render(&exchange.scope()).ok();
    let reply = crud::run(bucket, &request, &mut render_id)?;
    if let Some(status) = reply.status {
        draft.status = status;
    }
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
            draft.set(name, value);
        }
    }
    Ok(match reply.request_body {
        Some(body) => Source::Written(reply.body, exchange.request.with_body(body)),
        None => Source::Text(reply.body),
    })
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
    let (source, written) = match source {
        Source::Written(text, request) => (Source::Text(text), Some(request)),
        other => (other, None),
    };
    let request = Some(written.as_ref().unwrap_or(&exchange.request));
    let scope = Scope { status: Some(&status), request, ..exchange.scope() };
    let rendered = match source {
        Source::Text(text) | Source::Written(text, _) => Ok(text),
        Source::Inline if response.source.disable_templating => Ok(response.source.body.to_string()),
        Source::Inline => response.body.render(&scope),
    };
    finish(exchange, chosen, &mut draft, &scope, rendered).unwrap_or_else(|error| {
        tracing::error!(route = %chosen.route.endpoint, "Error while serving the content: {error}");
        draft.send_error(&format!("Error while serving the content: {error}"), None, &exchange.conditions()).into()
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
