//! `/x/explain`: why a request got its answer, or what answer it would get.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::exchange::step::step_on;
use crate::exchange::{Answer, session};
use crate::inspect::{Entry, explain};
use crate::js::Value;
use crate::matching::Verdict;
use crate::message::Request;
use crate::runtime::redact::masked;

use super::super::reply;
use super::requests::{MATCH, read_query};
use super::{Call, Handler, Owned, Parameter, Problem, Returns, Row, Table};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const LIMIT: &[Parameter] = &[Parameter {
    name: "limit",
    schema: r#"{"type": "integer", "minimum": 1, "maximum": 100}"#,
    doc: "how many at the most; 10 if nothing is said",
}];

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/explain",
        handler: Handler::Step(list),
        doc: "Explains the latest requests that are meant",
        query: &[MATCH, LIMIT],
        body: None,
        answers: &[Returns { status: 200, doc: "The explanations, the newest first", schema: "Explanations" }],
        example: "/explain?outcome=not-found&limit=3",
    },
    Row {
        method: "GET",
        path: "/explain/:entry",
        handler: Handler::Step(get),
        doc: "Explains a recorded request, by index or uuid, or the last one",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The explanation", schema: "Explanation" },
            Returns { status: 404, doc: "No such request, or no longer", schema: "Error" },
        ],
        example: "/explain/last",
    },
    Row {
        method: "POST",
        path: "/explain",
        handler: Handler::Wait(|call| Box::pin(hypothetical(call))),
        doc: "Explains what would happen; nothing is counted, generated, sent or recorded",
        query: &[],
        body: Some("Hypothesis"),
        answers: &[Returns { status: 200, doc: "The explanation", schema: "Explanation" }],
        example: "/explain -d '{\"method\": \"GET\", \"path\": \"/nothing\"}'",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "Hypothesis",
        r#"{"type": "object", "additionalProperties": false, "required": ["path"], "properties": {
            "method": {"type": "string", "pattern": "^[A-Za-z]+$", "description": "a method"},
            "path": {"type": "string", "pattern": "^/", "description": "a path that begins with /, perhaps with a query"},
            "headers": {"type": "object", "additionalProperties": {"type": "string"}},
            "body": {}
        }}"#,
    ),
    (
        "Explanation",
        r#"{"type": "object", "required": ["request", "outcome", "generation", "chosen", "responses", "nearest", "hints"], "properties": {
            "request": {"type": "object"}, "outcome": {"type": "string"}, "generation": {"type": "integer"},
            "chosen": {"type": ["object", "null"], "properties": {"route": {"type": "string"}, "method": {"type": "string"},
                "endpoint": {"type": "string"}, "response": {"type": ["string", "null"]}, "label": {"type": ["string", "null"]},
                "why": {"type": "string"}}},
            "responses": {"type": "array", "items": {"type": "object", "properties": {
                "label": {"type": "string"}, "holds": {"type": ["boolean", "null"], "description": "null where it cannot be known any more"}, "operator": {"type": "string"},
                "rules": {"type": "array", "items": {"type": "object"}}}}},
            "nearest": {"type": "array", "items": {"type": "object", "properties": {
                "method": {"type": "string"}, "endpoint": {"type": "string"}, "route": {"type": "string"},
                "distance": {"type": "number"}, "failed": {"type": "array"}, "hint": {"type": ["string", "null"]}}}},
            "fault": {"type": ["object", "null"], "description": "the fault that hit the request, or would hit it", "properties": {
                "id": {"type": "string"}, "type": {"type": ["string", "null"]}, "action": {"type": "string"},
                "number": {"type": "integer"}, "delayMs": {"type": "number"}}},
            "hints": {"type": "array", "items": {"type": "string"}}
        }}"#,
    ),
    ("Explanations", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Explanation"}}"##),
];

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let (matcher, others) = read_query(call)?;
    let limit = others.first().and_then(|(_, value)| value.parse().ok()).unwrap_or(10);
    let generation = call.handle.current();
    let rendering = generation.compiled.rendering(&call.handle.shared.env_vars, call.step);
    let mut explanations = Vec::new();
    for entry in Entry::all(&call.spaces()).into_iter().rev() {
        if explanations.len() >= limit {
            break;
        }
        let verdict = entry.judge(&matcher, &rendering).map_err(|error| Problem::new(400, error.to_string()))?;
        if verdict == Verdict::Yes {
            explanations.push(of_entry(call, &entry));
        }
    }
    Ok(reply::value(200, &Value::array(explanations)))
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let wanted = call.segment(0);
    let entries = Entry::all(&call.spaces());
    let found = match wanted {
        "last" => entries.into_iter().next_back(),
        wanted => entries.into_iter().find(|entry| entry.is_called(wanted)),
    };
    match found {
        Some(entry) => Ok(reply::value(200, &of_entry(call, &entry))),
        None => Err(Problem::new(404, format!("there is no request {wanted} in this scope, or no longer"))),
    }
}

/// Why a request got its answer, as it may be shown.
fn of_entry(call: &Call<'_>, entry: &Entry) -> Value {
    let explained = masked(explain::entry(&call.handle, &call.space, call.step, entry));
    entry.transaction.without_any_hidden(explained, entry.request())
}

async fn hypothetical(call: Owned) -> Result<Answer, Problem> {
    let body = &call.body;
    let method = body["method"].as_str().unwrap_or("GET").to_ascii_uppercase();
    let path = body["path"].as_str().unwrap_or("/");
    let text = match &body["body"] {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut builder = http::Request::builder().method(method.as_str()).uri(path);
    for (name, value) in body["headers"].as_object().into_iter().flatten() {
        let at = || format!("$.headers.{name}");
        let value = value.as_str().unwrap_or_default();
        let wrong = |what: &str| Problem::at(at(), format!("expected {what}"));
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| wrong("the name of a header: letters, digits and -, without blanks"))?;
        let value = HeaderValue::from_str(value).map_err(|_| wrong("the value of a header, in one line"))?;
        builder = builder.header(name, value);
    }
    let is_structured = body["body"].is_object() || body["body"].is_array();
    let has_type = builder.headers_ref().is_some_and(|headers| headers.contains_key(http::header::CONTENT_TYPE));
    if is_structured && !has_type {
        builder = builder.header(http::header::CONTENT_TYPE, "application/json");
    }
    let (parts, ()) = builder
        .body(())
        .map_err(|error| Problem::at("$.path", format!("no request can ask for this: {error}")))?
        .into_parts();
    let request = Request::new(parts, Bytes::from(text), call.request.peer());
    // The request may name a session as well, where the call is about none.
    let space = match call.space.session {
        Some(_) => Arc::clone(&call.space),
        None => {
            let space = session::space_of(&call.handle, &request, false).await;
            space.map_err(|refused| Problem::new(refused.status(), refused.to_string()))?
        }
    };
    let generation = call.handle.current();
    let explained = step_on(&space, &generation, false, |step| {
        (explain::hypothetical(&call.handle, &space, step, &request), false)
    });
    let explained = explained.await.map_err(|error| Problem::without_state(&error))?;
    Ok(reply::value(200, &masked(explained)))
}
