//! The reply of a chosen response: prepared at load, or made from its body source.

use std::cell::Cell;
use std::sync::Arc;

use http::header::CONTENT_TYPE;

use crate::budget;
use crate::crud::{self, CrudRequest};
use crate::environment::model::BodyType;
use crate::js::{Str, Value, json};
use crate::message::Request;
use crate::message::response::{APPLICATION_JSON, Headers};
use crate::message::text_body::TextBody;
use crate::routing::CrudOperation;
use crate::runtime::{CompiledRoute, Outcome, RecordedBody, bucket_render};
use crate::state::{Bucket, Step};
use crate::template::{RenderContext, RenderError};

use super::context::{Context, Responding};
use super::lazy_draft::LazyDraft;
use super::{Answer, AnswerBody, callback};

/// The reply, where it was prepared at load.
pub fn ready(responding: &Responding<'_>) -> Option<Answer> {
    let prepared = responding.response.prepared.as_ref()?;
    let body = AnswerBody::Bytes(prepared.body.clone());
    let headers = Headers::Shared(prepared.headers.clone());
    let recorded = RecordedBody::Bytes { bytes: prepared.text.clone(), truncated: false };
    Some(Answer { recorded, ..Answer::new(prepared.status, headers, body, Outcome::Default) })
}

/// Makes the reply; what has to be waited for is over.
pub fn respond(responding: &Responding<'_>) -> Answer {
    if let Some(answer) = ready(responding) {
        return answer;
    }
    let mut draft = LazyDraft::of(responding);
    match content(responding, &mut draft) {
        Ok(source) => serve(responding, draft, source),
        Err(error) => {
            draft.made().send_error(&error.to_string(), Some(error.status()), &responding.conditions()).into()
        }
    }
}

/// A body on its way out.
pub enum Source {
    /// Text that is sent as it stands.
    Text(TextBody),
    /// What a CRUD operation answers, and the request with its body as the operation left it.
    Written(TextBody, Request),
    /// The inline body, a template.
    Inline,
}

/// Where the body comes from: inline, or a data bucket (on CRUD routes through an operation).
fn content(responding: &Responding<'_>, draft: &mut LazyDraft<'_>) -> Result<Source, crud::CrudError> {
    let source = &responding.response.source;
    if source.body_type != BodyType::Databucket || source.databucket_id.is_empty() {
        return Ok(Source::Inline);
    }
    let buckets = &responding.compiled().buckets;
    let Some(bucket) = buckets.iter().find(|b| b.id == source.databucket_id.as_str()) else {
        return Ok(Source::Text(source.body.to_string().into()));
    };
    match responding.crud {
        Some(operation) => crud_content(responding, operation, bucket, draft),
        None => Ok(Source::Text(bucket_text(responding.step, bucket).into())),
    }
}

/// Runs a CRUD operation on the bucket.
fn crud_content(
    responding: &Responding<'_>,
    operation: CrudOperation,
    bucket: &Bucket,
    draft: &mut LazyDraft<'_>,
) -> Result<Source, crud::CrudError> {
    let request = responding.request();
    let response = responding.response;
    let Some(ids) = &response.crud_ids else {
        return Ok(Source::Text(bucket_text(responding.step, bucket).into()));
    };
    let id = request.params().get("id").to_str();
    // What the operation does not look at is not parsed.
    let query = if operation == CrudOperation::Get { request.query() } else { &Value::Undefined };
    let body = if operation.writes() { request.body() } else { &Value::Undefined };
    // Only an unparsed body is taken by its text.
    let is_text = operation.writes() && body.is_undefined();
    let string_body = if is_text { request.string_body() } else { Str::default() };
    let request = CrudRequest { operation, key: &ids.key, id: &id, query, body, string_body: &string_body };
    let mut render_id = |_: &str| ids.template.as_ref()?.render(&responding.rendering()).ok();
    let reply = crud::run(responding.step, bucket, &request, &mut render_id)?;
    if let Some(status) = reply.status {
        draft.made().status = status;
    }
    if reply.is_json {
        draft.set(CONTENT_TYPE, APPLICATION_JSON);
    }
    if let Some(counts) = reply.counts {
        draft.count(counts);
    }
    Ok(match reply.request_body {
        Some(body) => Source::Written(reply.body, responding.request().with_body(body)),
        None => Source::Text(reply.body),
    })
}

/// A bucket's value as a body: text as it is, anything else as JSON.
pub fn bucket_text(step: &Step<'_>, bucket: &Bucket) -> String {
    match step.bucket(bucket).value() {
        Value::String(text) => text.to_string(),
        other => json::stringify(other).unwrap_or_default(),
    }
}

/// Renders the body and the callbacks, and sends.
pub fn serve(responding: &Responding<'_>, draft: LazyDraft<'_>, source: Source) -> Answer {
    let response = responding.response;
    let status = Cell::new(None);
    let (source, written) = match source {
        Source::Written(text, request) => (Source::Text(text), Some(request)),
        other => (other, None),
    };
    let request = Some(written.as_ref().unwrap_or(responding.request()));
    let rendering = RenderContext { status: Some(&status), request, ..responding.rendering() };
    let rendered = match source {
        Source::Text(text) | Source::Written(text, _) => Ok(text),
        Source::Inline if response.source.disable_templating => Ok(response.source.body.to_string().into()),
        Source::Inline => response.body.render(&rendering).map(TextBody::from),
    };
    let rendered = rendered.and_then(|text| budget::check().map(|()| text).map_err(RenderError::from));
    finish(responding, draft, &rendering, rendered, "content")
}

/// Sends rendered text: the status a template asked for, callbacks, then the body. `what` is what an error calls it.
pub fn finish(
    responding: &Responding<'_>,
    mut draft: LazyDraft<'_>,
    rendering: &RenderContext<'_>,
    rendered: Result<TextBody, RenderError>,
    what: &str,
) -> Answer {
    let mut callbacks = Vec::new();
    let mut outcome = Outcome::Default;
    let sent = rendered.map_err(|error| error.to_string()).and_then(|text| {
        let status = rendering.status.and_then(Cell::get);
        callbacks = callback::prepare(responding, rendering);
        draft.send_text(status, text).map_err(|error| error.to_string())
    });
    let reply = sent.unwrap_or_else(|error| {
        let message = format!("Error while serving the {what}: {error}");
        report(responding, &message);
        outcome = Outcome::Error;
        draft.made().send_error(&message, None, &responding.conditions())
    });
    Answer { callbacks, outcome, ..reply.into() }
}

/// Says in the log why a response is not what its route says.
pub fn report(responding: &Responding<'_>, message: &str) {
    let (label, route) = (responding.exchange.handle.shared.transaction_log.label(), &responding.route.definition);
    tracing::error!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        routePath = route.endpoint.as_str(),
        routeUUID = route.uuid.as_str(),
        "{message}"
    );
}

/// Generates the buckets that wait for a request and that this route, which names some, names.
pub fn generate_buckets(context: Context<'_>, route: &CompiledRoute) {
    let compiled = context.compiled();
    let waits =
        |index: &&usize| compiled.buckets.get(**index).is_some_and(|bucket| !context.step.bucket(bucket).parsed);
    // Even where the route's own are there already: the reference looks at all.
    let any_waits = compiled
        .bucket_sources
        .iter()
        .zip(&compiled.buckets)
        .any(|(source, bucket)| source.waits && !context.step.bucket(bucket).parsed);
    if !any_waits {
        return;
    }
    for index in route.request_buckets.iter().filter(waits) {
        if let (Some(bucket), Some(source)) = (compiled.buckets.get(*index), compiled.bucket_sources.get(*index)) {
            let content = bucket_render::render(&source.template, &context.rendering());
            if let Err(error) = context.step.set_bucket(bucket, Arc::new(content)) {
                let label = context.exchange.handle.shared.transaction_log.label();
                tracing::error!(environmentName = label.name, environmentUUID = label.uuid, "{error}");
            }
        }
    }
    context.exchange.handle.shared.announce_buckets(&context.exchange.space, compiled, context.step);
}
