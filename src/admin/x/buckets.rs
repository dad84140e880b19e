//! `/x/data-buckets`: the value of a data bucket in the scope, written whole or patched, as one step on the scope's space.

use std::sync::Arc;

use serde_json::Value;

use crate::environment::content::ContentHash;
use crate::exchange::Answer;
use crate::js::{self, json as js_json};
use crate::runtime::Generation;
use crate::state::{Bucket, Content, StateError, Step};

use super::super::data_buckets::{find, shown};
use super::super::reply;
use super::precondition::{self, tagged};
use super::{Call, Handler, Problem, Returns, Row, Table};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const NO_BUCKET: Returns = Returns { status: 404, doc: "No such data bucket", schema: "Error" };
const STALE: Returns = Returns { status: 412, doc: "The value is not what If-Match says", schema: "Stale" };
const NO_ROOM: Returns =
    Returns { status: 507, doc: "States and snapshots are as large as they may be", schema: "Error" };
const BUCKET: Returns = Returns { status: 200, doc: "The data bucket, the tag of its value in ETag", schema: "Bucket" };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/data-buckets/:bucket",
        handler: Handler::Step(get),
        doc: "Shows a data bucket of the scope, by uuid, id or name",
        query: &[],
        body: None,
        answers: &[BUCKET, NO_BUCKET, precondition::NOT_MODIFIED],
        example: "/data-buckets/orders",
    },
    Row {
        method: "PUT",
        path: "/data-buckets/:bucket",
        handler: Handler::Step(put),
        doc: "Gives a data bucket of the scope another value",
        query: &[],
        body: Some("Value"),
        answers: &[BUCKET, NO_BUCKET, STALE, NO_ROOM],
        example: "/data-buckets/orders -X PUT -d '[]'",
    },
    Row {
        method: "PATCH",
        path: "/data-buckets/:bucket",
        handler: Handler::Step(patch),
        doc: "Changes the value of a data bucket of the scope by a JSON Patch, as a whole or not at all",
        query: &[],
        body: Some("JsonPatch"),
        answers: &[
            BUCKET,
            NO_BUCKET,
            Returns { status: 409, doc: "An operation or a test does not hold on the value", schema: "Error" },
            STALE,
            NO_ROOM,
        ],
        example: "/data-buckets/orders -X PATCH -d '[{\"op\": \"add\", \"path\": \"/-\", \"value\": {\"id\": 7}}]'",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    ("Value", r#"{"description": "any JSON value"}"#),
    (
        "Bucket",
        r#"{"type": "object", "required": ["uuid", "id", "name", "value", "parsed", "validJson"], "properties": {
            "uuid": {"type": "string"}, "id": {"type": "string"}, "name": {"type": "string"}, "value": {},
            "parsed": {"type": "boolean"}, "validJson": {"type": "boolean"}
        }}"#,
    ),
    (
        "JsonPatch",
        r#"{"type": "array", "description": "operations of RFC 6902", "items": {"type": "object", "required": ["op", "path"],
            "properties": {
                "op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]},
                "path": {"type": "string", "pattern": "^(/|$)", "description": "a JSON Pointer: empty, or one that begins with /"},
                "from": {"type": "string", "pattern": "^(/|$)", "description": "a JSON Pointer: empty, or one that begins with /"},
                "value": {}
        }}}"#,
    ),
];

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    let bucket = named(call, &generation)?;
    let known = precondition::not_modified(&call.request, &tag(&call.step.bucket(bucket)));
    Ok(known.unwrap_or_else(|| listing(bucket, call.step)))
}

fn put(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    let bucket = named(call, &generation)?;
    if call.request.body_bytes().is_empty() {
        return Err(Problem::new(400, "the body is the value: any JSON, but not nothing"));
    }
    fresh(call, bucket, &generation)?;
    // Read as JavaScript reads it: the order of keys counts.
    let value = js_json::parse(&call.request.string_body())
        .map_err(|error| Problem::new(400, format!("the body is not JSON: {error}")))?;
    keep(call.step, bucket, value)?;
    Ok(listing(bucket, call.step))
}

fn patch(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    let bucket = named(call, &generation)?;
    let patch: json_patch::Patch = serde_json::from_value(normal(&call.body)).map_err(|error| {
        let position = call.body.as_array().and_then(|all| {
            all.iter().position(|one| serde_json::from_value::<json_patch::PatchOperation>(one.clone()).is_err())
        });
        Problem::at(format!("$[{}]", position.unwrap_or_default()), format!("no operation of a JSON Patch: {error}"))
    })?;
    fresh(call, bucket, &generation)?;
    let content = call.step.bucket(bucket);
    if !content.parsed {
        let message = "the bucket is generated by the first request that needs it and has no value yet; PUT one";
        return Err(Problem::new(409, message));
    }
    let mut value: Value = serde_json::from_str(&text(&content))
        .or_else(|_| in_parts(content.value()))
        .map_err(|error| Problem::new(409, format!("the value cannot be patched ({error}); PUT another one")))?;
    json_patch::patch(&mut value, &patch).map_err(|error| {
        Problem::conflict(format!("$[{}]", error.operation), format!("nothing is changed: {error}"))
    })?;
    let value = js_json::parse(&value.to_string()).map_err(|error| Problem::new(400, error.to_string()))?;
    keep(call.step, bucket, value)?;
    Ok(listing(bucket, call.step))
}

/// The same as its text read, level by level: serde_json reads no more than 128 levels of a text, and a bucket may have more.
fn in_parts(value: &js::Value) -> serde_json::Result<Value> {
    match value {
        js::Value::Array(items) => items.iter().map(in_parts).collect(),
        js::Value::Object(object) => {
            object.iter().map(|(key, value)| Ok((key.to_string(), in_parts(value)?))).collect()
        }
        flat => serde_json::from_str(&js_json::stringify(flat).unwrap_or_else(|| "null".to_owned())),
    }
}

/// Numbers as JavaScript has them: 1.0 is 1.
fn normal(value: &Value) -> Value {
    let read = js_json::parse(&value.to_string()).ok();
    let text = read.and_then(|read| js_json::stringify(&read));
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| value.clone())
}

/// The bucket that the path of a call names.
fn named<'g>(call: &Call<'_>, generation: &'g Generation) -> Result<&'g Arc<Bucket>, Problem> {
    let wanted = call.segment(0);
    find(&generation.compiled.buckets, wanted).ok_or_else(|| {
        Problem::new(404, format!("there is no data bucket \"{wanted}\"; GET /mockoon-admin/data-buckets lists them"))
    })
}

/// Refuses a call that has seen another value; the environment's tag stands for whatever the value is.
fn fresh(call: &Call<'_>, bucket: &Bucket, generation: &Generation) -> Result<(), Problem> {
    let content = call.step.bucket(bucket);
    precondition::check(&call.request, &[&tag(&content), &precondition::tag(generation)])
}

fn keep(step: &Step<'_>, bucket: &Bucket, value: js::Value) -> Result<(), Problem> {
    let refuse = |error: StateError| {
        let status = if matches!(error, StateError::Full { .. }) { 507 } else { 400 };
        Problem::new(status, error.to_string())
    };
    Step::fits_bucket(bucket, 0, &value).map_err(refuse)?;
    step.set_bucket(bucket, Arc::new(Content::parsed(value, true))).map_err(refuse)
}

/// The value as JSON.
fn text(content: &Content) -> String {
    js_json::stringify(content.value()).unwrap_or_else(|| "null".to_owned())
}

/// The tag of a value.
fn tag(content: &Content) -> String {
    format!("\"{}\"", ContentHash::of(text(content).as_bytes()))
}

fn listing(bucket: &Bucket, step: &Step<'_>) -> Answer {
    let content = step.bucket(bucket);
    tagged(reply::value(200, &shown(bucket, &content)), &tag(&content))
}
