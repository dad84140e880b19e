//! `/x/snapshots`: states at rest, to go back to and to begin sessions with.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::exchange::Answer;
use crate::exchange::step::step_on;
use crate::js;
use crate::runtime::Snapshot;
use crate::state::StoreError;

use super::super::env_vars::WRITES_DISABLED;
use super::sessions::no_snapshot;
use super::{Call, Handler, Owned, Problem, Returns, Row, Table, created, gone, json, time};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

/// Characters of a name.
const MAX_NAME: usize = 128;

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/snapshots",
        handler: Handler::Step(take),
        doc: "Keeps the state of the scope under a name, in the place of one that has it",
        query: &[],
        body: Some("SnapshotName"),
        answers: &[
            Returns { status: 201, doc: "The snapshot", schema: "SnapshotInfo" },
            Returns { status: 429, doc: "There are too many", schema: "Error" },
            Returns { status: 507, doc: "States and snapshots are as large as they may be", schema: "Error" },
        ],
        example: "/snapshots -d '{\"name\": \"seeded\"}'",
    },
    Row {
        method: "GET",
        path: "/snapshots",
        handler: Handler::Step(list),
        doc: "Lists the snapshots",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The snapshots by name", schema: "Snapshots" }],
        example: "/snapshots",
    },
    Row {
        method: "GET",
        path: "/snapshots/:name",
        handler: Handler::Step(get),
        doc: "Shows a snapshot whole, as PUT takes it",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The snapshot", schema: "Snapshot" },
            Returns { status: 404, doc: "No such snapshot", schema: "Error" },
        ],
        example: "/snapshots/seeded",
    },
    Row {
        method: "PUT",
        path: "/snapshots/:name",
        handler: Handler::Step(put),
        doc: "Keeps a snapshot that was read before, or written by hand",
        query: &[],
        body: Some("Snapshot"),
        answers: &[
            Returns { status: 403, doc: "It sets variables, and the prefix of variables is empty", schema: "Error" },
            Returns { status: 200, doc: "It is in the place of one of this name", schema: "SnapshotInfo" },
            Returns { status: 201, doc: "It is kept", schema: "SnapshotInfo" },
            Returns { status: 429, doc: "There are too many", schema: "Error" },
            Returns { status: 507, doc: "States and snapshots are as large as they may be", schema: "Error" },
        ],
        example: "/snapshots/empty -X PUT -d '{\"buckets\": [{\"id\": \"ordr\", \"value\": []}]}'",
    },
    Row {
        method: "DELETE",
        path: "/snapshots/:name",
        handler: Handler::Step(forget),
        doc: "Forgets a snapshot",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 204, doc: "It is gone, or was", schema: "" },
            Returns { status: 404, doc: "There never was such a snapshot", schema: "Error" },
        ],
        example: "/snapshots/empty -X DELETE",
    },
    Row {
        method: "POST",
        path: "/snapshots/:name/restore",
        handler: Handler::Wait(|owned| Box::pin(restore(owned))),
        doc: "Makes the scope what the snapshot says",
        query: &[],
        body: Some("Restore"),
        answers: &[
            Returns { status: 200, doc: "It is so", schema: "SnapshotInfo" },
            Returns { status: 404, doc: "No such snapshot", schema: "Error" },
        ],
        example: "/snapshots/seeded/restore -d '{\"journal\": \"keep\"}'",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "SnapshotName",
        r#"{"type": "object", "additionalProperties": false, "required": ["name"], "properties": {
            "name": {"type": "string", "pattern": "^[^/]{1,128}$", "description": "1 to 128 characters without a slash"}
        }}"#,
    ),
    (
        "SnapshotInfo",
        r#"{"type": "object", "required": ["name", "created", "buckets"], "properties": {
            "name": {"type": "string"},
            "created": {"type": "string", "format": "date-time"},
            "buckets": {"type": "integer"}
        }}"#,
    ),
    ("Snapshots", r##"{"type": "array", "items": {"$ref": "#/components/schemas/SnapshotInfo"}}"##),
    (
        "Snapshot",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "name": {"type": "string"},
            "created": {"type": "string", "format": "date-time"},
            "buckets": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
                "uuid": {"type": "string"}, "id": {"type": "string"}, "name": {"type": "string"},
                "value": {}, "parsed": {"type": "boolean"}, "validJson": {"type": "boolean"}}}},
            "globalVars": {"type": "object"},
            "envVars": {"type": "object", "additionalProperties": {"type": "string"}},
            "counters": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["requests"],
                "properties": {"route": {"type": "string"}, "method": {"type": "string"}, "endpoint": {"type": "string"},
                "requests": {"type": "integer", "minimum": 0}}}},
            "draws": {"type": "string", "description": "how far fake data and lots have come, where a seed decides on them"}
        }}"#,
    ),
    (
        "Restore",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "journal": {"type": "string", "enum": ["keep", "clear"]}
        }}"#,
    ),
];

fn take(call: &Call<'_>) -> Result<Answer, Problem> {
    let name = call.body["name"].as_str().unwrap_or_default();
    let snapshot = call.handle.snapshot_of(call.step);
    if call.step.is_lacking() {
        // It is called again when the state is here.
        return Ok(gone());
    }
    let info = info(name, &snapshot);
    keep(call, name, snapshot)?;
    Ok(created(&format!("/snapshots/{}", encoded(name)), &info))
}

/// Makes what a call did to a snapshot known to all replicas.
pub(super) async fn share(owned: &Owned, row: &Row) -> Result<(), StoreError> {
    let Some(replicas) = &owned.handle.replicas else { return Ok(()) };
    if row.method == "GET" || !row.path.starts_with("/snapshots") {
        return Ok(());
    }
    let name = owned.segments.first().map(String::as_str).or(owned.body["name"].as_str());
    replicas.keep_snapshot(&owned.handle, name.unwrap_or_default()).await
}

fn keep(call: &Call<'_>, name: &str, snapshot: Snapshot) -> Result<(), Problem> {
    // Clients take these out of a URL, however they are escaped.
    if matches!(name, "." | "..") {
        return Err(Problem::new(400, format!("a snapshot cannot be called \"{name}\": no client would find it")));
    }
    let kept = snapshot.within(&call.handle.shared.options.state);
    let kept = kept.map_err(|error| Problem::new(507, format!("the snapshot \"{name}\" is not kept: {error}")))?;
    call.handle.spaces.keep_snapshot(name, kept).map_err(|error| Problem::limit(error.to_string(), 60))
}

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let all = call.handle.spaces.all_snapshots();
    Ok(json(200, &all.iter().map(|(name, snapshot)| info(name, snapshot)).collect()))
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let name = call.segment(0);
    let snapshot = call.handle.spaces.snapshot(name).ok_or_else(|| no_snapshot(name))?;
    let js::Value::Object(mut whole) = snapshot.to_value() else { return Err(no_snapshot(name)) };
    whole.insert("name", name.into());
    whole.insert("created", time(snapshot.created_ms).into());
    Ok(super::super::reply::value(200, &js::Value::Object(whole)))
}

fn put(call: &Call<'_>) -> Result<Answer, Problem> {
    let name = call.segment(0);
    if name.chars().count() > MAX_NAME {
        return Err(Problem::new(400, format!("the name of a snapshot has up to {MAX_NAME} characters")));
    }
    // Read once more as JavaScript reads it: key order and lone surrogates count in buckets.
    let body = js::json::parse(&call.request.string_body()).map_err(|error| Problem::new(400, error.to_string()))?;
    let snapshot = Snapshot::from_value(&body).map_err(|error| Problem::at(error.path, error.message))?;
    let sets_variables = call.body["envVars"].as_object().is_some_and(|variables| !variables.is_empty());
    if sets_variables && call.handle.shared.env_vars.prefix.is_empty() {
        return Err(Problem::new(403, format!("envVars: {WRITES_DISABLED}")));
    }
    let before = call.handle.spaces.snapshot(name);
    let source = &call.handle.current().compiled.source;
    if let Some(error) = snapshot.misplaced(source, before.as_deref()) {
        return Err(Problem::at(error.path, error.message));
    }
    let info = info(name, &snapshot);
    let is_new = before.is_none();
    keep(call, name, snapshot)?;
    Ok(if is_new { created(&format!("/snapshots/{}", encoded(name)), &info) } else { json(200, &info) })
}

fn forget(call: &Call<'_>) -> Result<Answer, Problem> {
    let name = call.segment(0);
    if call.handle.spaces.forget_snapshot(name) {
        return Ok(gone());
    }
    Err(no_snapshot(name))
}

async fn restore(owned: Owned) -> Result<Answer, Problem> {
    let name = owned.segment(0);
    let snapshot = owned.handle.spaces.snapshot(name).ok_or_else(|| no_snapshot(name))?;
    let generation = owned.handle.current();
    let restored =
        step_on(&owned.space, &generation, true, |step| (owned.handle.restore(&owned.space, &snapshot, step), true));
    match restored.await {
        Ok(restored) => restored.map_err(|error| Problem::new(500, error.to_string()))?,
        Err(error) => return Err(Problem::without_state(&error)),
    }
    if owned.body["journal"] == "clear" {
        owned.handle.purge_journal(&owned.space);
    }
    Ok(json(200, &info(name, &snapshot)))
}

fn info(name: &str, snapshot: &Snapshot) -> Value {
    json!({"name": name, "created": time(snapshot.created_ms), "buckets": snapshot.bucket_count()})
}

/// What stands in a path as it is (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn encoded(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}
