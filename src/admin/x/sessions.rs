//! `/x/sessions`: spaces of tests that run side by side.

use serde_json::{Value, json};

use crate::exchange::Answer;
use crate::exchange::step::step_on;
use crate::js::date_parse;
use crate::masking;
use crate::runtime::replicas::Replicas;
use crate::runtime::session_keys::{SECRET_ID, SessionMode};
use crate::runtime::space::{Origin, SessionStart};
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::space::now_ms;
use crate::state::{Bucket, SpacesError, StoreError};

use super::{Handler, Owned, Problem, Returns, Row, Table, created, gone, json, time, ttl};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/sessions",
        handler: Handler::Wait(|owned| Box::pin(start(owned))),
        doc: "Starts a session: a state of its own for one test",
        query: &[],
        body: Some("SessionStart"),
        answers: &[
            Returns { status: 201, doc: "The session, and the headers that name it", schema: "Session" },
            Returns { status: 404, doc: "No such snapshot, or sessions are off", schema: "Error" },
            Returns { status: 409, doc: "There is a session with this id", schema: "Error" },
        ],
        example: "/sessions -d '{\"id\": \"t42\", \"ttl\": \"10m\"}'",
    },
    Row {
        method: "GET",
        path: "/sessions",
        handler: Handler::Wait(|owned| Box::pin(list(owned))),
        doc: "Lists the sessions",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The sessions, the oldest first", schema: "Sessions" }],
        example: "/sessions",
    },
    Row {
        method: "GET",
        path: "/sessions/:id",
        handler: Handler::Wait(|owned| Box::pin(get(owned))),
        doc: "Shows a session",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The session", schema: "Session" },
            Returns { status: 404, doc: "No such session", schema: "Error" },
        ],
        example: "/sessions/t42",
    },
    Row {
        method: "POST",
        path: "/sessions/:id/reset",
        handler: Handler::Wait(|owned| Box::pin(reset(owned))),
        doc: "Makes a session what it was when it began",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The session", schema: "Session" },
            Returns { status: 404, doc: "No such session", schema: "Error" },
        ],
        example: "/sessions/t42/reset -X POST",
    },
    Row {
        method: "DELETE",
        path: "/sessions/:id",
        handler: Handler::Wait(|owned| Box::pin(end(owned))),
        doc: "Ends a session",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 204, doc: "It is over, or was", schema: "" },
            Returns { status: 404, doc: "There never was such a session", schema: "Error" },
        ],
        example: "/sessions/t42 -X DELETE",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "SessionStart",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9._~:-]{1,128}$", "description": "1 to 128 characters of A-Z a-z 0-9 . _ ~ : -"},
            "ttl": {"type": "string", "format": "duration", "description": "how long it may be idle"},
            "from": {"type": "string", "pattern": "^(base|snapshot:.+)$", "description": "\"base\" or \"snapshot:NAME\""},
            "fakerSeed": {"type": "integer", "minimum": 0, "maximum": 4294967295, "description": "decides on fake data and on what oneOf, someOf and repeat draw; buckets are generated anew"},
            "clock": {"type": "string", "description": "an RFC 3339 time such as \"2026-01-01T00:00:00Z\", which its templates and fake data take for now; buckets are generated anew",
                "pattern": "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"}
        }}"#,
    ),
    (
        "Session",
        r#"{"type": "object", "required": ["id", "send", "created", "lastSeen", "expires", "requests", "unmatched"], "properties": {
            "id": {"type": "string"},
            "send": {"type": "object", "description": "headers that put a request into the session",
                "properties": {"x-sidemock-session": {"type": "string"}, "baggage": {"type": "string"}}},
            "created": {"type": "string", "format": "date-time"},
            "lastSeen": {"type": "string", "format": "date-time"},
            "expires": {"type": ["string", "null"], "format": "date-time"},
            "requests": {"type": "integer"},
            "unmatched": {"type": "integer", "description": "requests that no route matched"},
            "stubs": {"type": "integer"},
            "changedBuckets": {"type": ["integer", "null"], "description": "buckets that are no longer as they were at the beginning"}
        }}"#,
    ),
    ("Sessions", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Session"}}"##),
];

async fn start(call: Owned) -> Result<Answer, Problem> {
    if call.handle.shared.options.sessions.mode == SessionMode::Off {
        return Err(Problem::new(404, "sessions are off (MOCKOON_SESSIONS=off)"));
    }
    let body = &call.body;
    let text = |name: &str| body[name].as_str();
    let origin = match text("from").and_then(|from| from.strip_prefix("snapshot:")) {
        Some(name) => Origin::Snapshot(call.handle.spaces.snapshot(name).ok_or_else(|| no_snapshot(name))?),
        None => Origin::Beginning,
    };
    let ttl = ttl::read(body)?;
    let clock_ahead = match text("clock").map(date_parse::parse) {
        Some(ms) if ms.is_nan() => {
            return Err(Problem::at("$.clock", "expected an RFC 3339 time such as \"2026-01-01T00:00:00Z\""));
        }
        Some(ms) => ms - now_ms(),
        None => 0.0,
    };
    let id = text("id").map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    if masking::is_in(&id) {
        return Err(Problem::at("$.id", SECRET_ID));
    }
    let faker_seed = body["fakerSeed"].as_f64().map(|seed| seed as u32);
    let start = SessionStart { id: id.as_str().into(), ttl, origin, faker_seed, clock_ahead };
    let space = call.handle.start_session(start).map_err(|error| Problem::new(409, error.to_string()))?;
    if let Some(replicas) = &call.handle.replicas {
        match share(&call.handle, replicas, &space, clock_ahead).await {
            Ok(true) => {}
            Ok(false) => {
                call.handle.spaces.remove(&id);
                return Err(Problem::new(409, SpacesError::SessionExists(id.into()).to_string()));
            }
            Err(error) => {
                call.handle.spaces.remove(&id);
                return Err(Problem::without_state(&error));
            }
        }
    }
    Ok(created(&format!("/sessions/{id}"), &shown(&call.handle, &space).await))
}

/// Makes a session one of all replicas; false where another one has its id.
async fn share(
    handle: &EnvironmentHandle,
    replicas: &Replicas,
    space: &Space,
    clock_ahead: f64,
) -> Result<bool, StoreError> {
    if !replicas.start(space, clock_ahead).await? {
        return Ok(false);
    }
    let generation = handle.current();
    let begun = step_on(space, &generation, true, |step| (handle.begin(space, step), true)).await?;
    if let Err(error) = begun {
        tracing::error!("{error}");
    }
    Ok(true)
}

/// What to say where there is no such snapshot.
pub(super) fn no_snapshot(name: &str) -> Problem {
    Problem::new(404, format!("there is no snapshot \"{name}\"; GET /mockoon-admin/x/snapshots lists them"))
}

async fn list(call: Owned) -> Result<Answer, Problem> {
    let mut sessions = Vec::new();
    for space in call.handle.spaces.sessions() {
        sessions.push(shown(&call.handle, &space).await);
    }
    Ok(json(200, &sessions.into()))
}

async fn get(call: Owned) -> Result<Answer, Problem> {
    let space = named(&call)?;
    Ok(json(200, &shown(&call.handle, &space).await))
}

async fn reset(owned: Owned) -> Result<Answer, Problem> {
    let space = named(&owned)?;
    let generation = owned.handle.current();
    let reset = step_on(&space, &generation, true, |step| (owned.handle.reset(&space, step), true));
    match reset.await {
        Ok(reset) => reset.map_err(|error| Problem::new(500, error.to_string()))?,
        Err(error) => return Err(Problem::without_state(&error)),
    }
    if let Some(replicas) = &owned.handle.replicas
        && let Err(error) = replicas.unsteer(&owned.handle, &space).await
    {
        return Err(Problem::without_state(&error));
    }
    space.touch();
    Ok(json(200, &shown(&owned.handle, &space).await))
}

async fn end(call: Owned) -> Result<Answer, Problem> {
    let id = call.segment(0);
    if let Some(replicas) = &call.handle.replicas {
        match replicas.end(id).await {
            Ok(true) => {
                call.handle.spaces.remove(id);
                return Ok(gone());
            }
            Ok(false) => {}
            Err(error) => return Err(Problem::without_state(&error)),
        }
    }
    if call.handle.spaces.remove(id) || call.handle.spaces.was_session(id) {
        return Ok(gone());
    }
    Err(unknown(id))
}

fn named(owned: &Owned) -> Result<std::sync::Arc<Space>, Problem> {
    let id = owned.segment(0);
    owned.handle.spaces.session(id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Problem {
    Problem::new(404, format!("there is no session \"{id}\"; GET /mockoon-admin/x/sessions lists them"))
}

async fn shown(handle: &EnvironmentHandle, space: &Space) -> Value {
    let id = space.session.as_deref().unwrap_or_default();
    let (requests, unmatched) = space.requests();
    let changed = match &handle.replicas {
        // Where the store is away nobody knows.
        Some(replicas) => {
            if space.attached.steering().is_some() {
                replicas.fetch_steering(handle, space).await.ok();
            }
            replicas.changed_buckets(id).await.ok()
        }
        None => {
            let cells = space.state.cells();
            let generation = handle.current();
            let buckets = generation.compiled.buckets.iter();
            let is_changed = |bucket: &Bucket| {
                cells.bucket(bucket.cell).is_some_and(|content| space.attached.is_changed(bucket, content))
            };
            Some(buckets.filter(|bucket| is_changed(bucket)).count())
        }
    };
    let mut send = serde_json::Map::new();
    for (name, value) in handle.shared.options.sessions.keys().iter().filter_map(|key| key.sent(id)) {
        // Of several of a kind the first one counts.
        send.entry(name).or_insert_with(|| value.into());
    }
    json!({
        "id": id,
        "send": send,
        "created": time(space.created_ms),
        "lastSeen": time(space.last_seen_ms() as f64),
        "expires": space.expires_ms().map(|ms| time(ms as f64)),
        "requests": requests,
        "unmatched": unmatched,
        "stubs": space.attached.steering().map_or(0, |steering| steering.stubs.in_force()),
        "changedBuckets": changed,
    })
}
