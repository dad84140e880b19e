//! `/x/recordings`: traffic on its way to an environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::budget::background;
use crate::environment::har;
use crate::environment::model::Environment;
use crate::environment::traffic::{self, Exchange, Secrets, Style, openapi};
use crate::exchange::Answer;
use crate::inspect::replay::{Replay, replay};
use crate::inspect::{Entry, with_rule_state};
use crate::js::Str;
use crate::matching::Verdict;
use crate::memory::MemoryBudget;
use crate::runtime::exchanges::exchange_of;
use crate::runtime::recordings::{
    Recording, RecordingOptions, RecordingSnapshot, RecordingTarget, RecordingsError, Whose,
};
use crate::runtime::redact::Redaction;
use crate::runtime::session_keys::is_id;
use crate::runtime::{EnvironmentHandle, RecordedBody};
use crate::state::space::now_ms;

use super::requests::read;
use super::{Handler, Owned, Parameter, Problem, Returns, Row, Table, created, gone, json, time};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

/// How often the bytes of a recording are there while an environment is made of it: as values, as texts, as the answer.
const COPIES: usize = 4;
/// Bytes of the header that carries a self-replay.
const MAX_HEADER: usize = 4_000;
/// The header that carries the self-replay of a file.
const REPLAY_HEADER: HeaderName = HeaderName::from_static("x-sidemock-replay");

/// Parts of a match object that only an answer decides.
const OF_THE_ANSWER: [&str; 5] = ["route", "response", "status", "outcome", "proxied"];

const FORMAT: &[Parameter] = &[Parameter {
    name: "format",
    schema: r#"{"type": "string", "enum": ["mockoon", "har", "openapi"]}"#,
    doc: "mockoon if nothing is said",
}];

const NOT_THERE: Returns = Returns { status: 404, doc: "No such recording", schema: "Error" };

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/recordings",
        handler: Handler::Wait(|owned| Box::pin(async move { start(&owned) })),
        doc: "Starts to record requests of the scope; with a target, they are passed on to it",
        query: &[],
        body: Some("RecordingStart"),
        answers: &[
            Returns { status: 201, doc: "The recording", schema: "Recording" },
            Returns { status: 429, doc: "There are too many, or they are full", schema: "Error" },
        ],
        example: "/recordings -d '{\"match\": {\"method\": \"GET\"}}'",
    },
    Row {
        method: "POST",
        path: "/recordings/from-journal",
        handler: Handler::Wait(|owned| Box::pin(from_journal(owned))),
        doc: "Makes a recording of what the journal still has",
        query: &[],
        body: Some("JournalRecording"),
        answers: &[
            Returns { status: 201, doc: "The recording, stopped", schema: "Recording" },
            Returns { status: 429, doc: "There are too many, or they are full", schema: "Error" },
        ],
        example: "/recordings/from-journal -d '{\"match\": {\"status\": \"2xx\"}}'",
    },
    Row {
        method: "GET",
        path: "/recordings",
        handler: Handler::Step(|call| Ok(list(call))),
        doc: "Lists the recordings of the scope",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The recordings, the oldest first", schema: "Recordings" }],
        example: "/recordings",
    },
    Row {
        method: "GET",
        path: "/recordings/:id",
        handler: Handler::Step(|call| Ok(json(200, &shown(&*named(call)?)))),
        doc: "Shows a recording by its id, or the last one",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The recording", schema: "Recording" }, NOT_THERE],
        example: "/recordings/last",
    },
    Row {
        method: "POST",
        path: "/recordings/:id/stop",
        handler: Handler::Wait(|owned| Box::pin(stop(owned))),
        doc: "Stops a recording, and tells how well its environment answers the same requests",
        query: &[],
        body: Some("Nothing"),
        answers: &[Returns { status: 200, doc: "The recording with its self-replay", schema: "Recording" }, NOT_THERE],
        example: "/recordings/last/stop -X POST",
    },
    Row {
        method: "GET",
        path: "/recordings/:id/environment",
        handler: Handler::Wait(|owned| Box::pin(environment(owned))),
        doc: "The recording as a Mockoon file (its self-replay in the header x-sidemock-replay), as HAR or as OpenAPI",
        query: &[FORMAT],
        body: None,
        answers: &[Returns { status: 200, doc: "The file", schema: "RecordedFile" }, NOT_THERE],
        example: "/recordings/last/environment",
    },
    Row {
        method: "DELETE",
        path: "/recordings/:id",
        handler: Handler::Step(forget),
        doc: "Stops and forgets a recording",
        query: &[],
        body: None,
        answers: &[Returns { status: 204, doc: "It is gone", schema: "" }, NOT_THERE],
        example: "/recordings/last -X DELETE",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "RecordingStart",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "target": {"type": "string", "description": "the server that requests are passed on to, http:// or https://"},
            "match": {"$ref": "#/components/schemas/Match"},
            "session": {"type": "string", "description": "whose requests; the scope's if nothing is said, * for all"},
            "redact": {"$ref": "#/components/schemas/Redaction"},
            "generalize": {"type": "boolean", "description": "whether segments that vary like ids become parameters; true if nothing is said"}
        }}"##,
    ),
    (
        "JournalRecording",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "match": {"$ref": "#/components/schemas/Match"},
            "session": {"type": "string", "description": "whose requests; the scope's if nothing is said, * for all"},
            "redact": {"$ref": "#/components/schemas/Redaction"},
            "generalize": {"type": "boolean"},
            "since": {"type": "integer", "minimum": 0}
        }}"##,
    ),
    (
        "Redaction",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "headers": {"type": "array", "maxItems": 1000, "items": {"type": "string"}, "description": "further headers, by name"},
            "body": {"type": "array", "maxItems": 1000, "items": {"type": "string"}, "description": "places such as $.card or $..pin"},
            "patterns": {"type": "array", "maxItems": 1000, "items": {"type": "string"}, "description": "regular expressions"}
        }}"#,
    ),
    (
        "Recording",
        r##"{"type": "object", "required": ["id", "state", "created", "requests", "bytes", "leftOut"], "properties": {
            "id": {"type": "string"}, "state": {"type": "string", "enum": ["running", "stopped"]},
            "target": {"type": ["string", "null"]}, "session": {"type": ["string", "null"]}, "match": {"type": ["object", "null"]},
            "generalize": {"type": "boolean"}, "created": {"type": "string", "format": "date-time"},
            "stopped": {"type": ["string", "null"]},
            "requests": {"type": "integer", "description": "requests that are kept"}, "bytes": {"type": "integer"},
            "leftOut": {"type": "array", "items": {"type": "object", "properties": {
                "reason": {"type": "string"}, "requests": {"type": "integer"}}}},
            "replay": {"$ref": "#/components/schemas/Replay"}
        }}"##,
    ),
    ("Recordings", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Recording"}}"##),
    (
        "Replay",
        r#"{"type": ["object", "null"], "required": ["requests", "exact", "differs", "why"], "properties": {
            "requests": {"type": "integer"}, "exact": {"type": "integer"}, "differs": {"type": "integer"},
            "why": {"type": "array", "items": {"type": "object"}}
        }}"#,
    ),
    ("RecordedFile", r#"{"type": "object"}"#),
    ("Nothing", r#"{"type": "object", "additionalProperties": false}"#),
];

fn start(owned: &Owned) -> Result<Answer, Problem> {
    let body = &owned.body;
    let target = match body["target"].as_str() {
        None => None,
        Some(address) => Some(RecordingTarget::new(address).ok_or_else(|| {
            Problem::at("$.target", "expected the address of a server without a query or a fragment, such as \"https://api.example.com/v1\"")
        })?),
    };
    if let Some(part) = OF_THE_ANSWER.iter().find(|part| target.is_some() && !body["match"][**part].is_null()) {
        let message = format!("with a target, requests are chosen before there is an answer: {part} cannot be known");
        return Err(Problem::at(format!("$.match.{part}"), message));
    }
    let recording = begin(owned, target)?;
    Ok(created(&format!("/recordings/{}", recording.id), &shown(&recording)))
}

fn begin(owned: &Owned, target: Option<RecordingTarget>) -> Result<Arc<Recording>, Problem> {
    let body = &owned.body;
    let shared = &owned.handle.shared;
    let wanted = RecordingOptions {
        whose: whose(owned)?,
        matcher: read(owned, &body["match"], "$.match")?,
        name: name(&owned.handle, target.as_ref()),
        target,
        secrets: Arc::new(secrets(&body["redact"], &owned.handle.shared.options.redaction)?),
        generalize: body["generalize"] != false,
    };
    shared.recordings.start(wanted, &shared.options.memory, now_ms()).map_err(|error| match error {
        RecordingsError::TooMany | RecordingsError::Full(_) => Problem::limit(error.to_string(), 60),
    })
}

/// What the environment will be called: by the server that answers.
fn name(handle: &EnvironmentHandle, target: Option<&RecordingTarget>) -> String {
    let generation = handle.current();
    let upstream = target.map(|target| &target.upstream).or(generation.compiled.upstream.as_ref());
    let of = upstream.map_or(generation.compiled.source.name.as_str(), |upstream| upstream.hostname());
    format!("{of} (recorded)")
}

fn whose(owned: &Owned) -> Result<Whose, Problem> {
    match owned.body["session"].as_str() {
        Some("*") => Ok(Whose::Everybody),
        Some(id) if is_id(id) => Ok(Whose::Session(Str::new(id))),
        Some(_) => Err(Problem::at("$.session", "expected 1 to 128 characters of A-Z a-z 0-9 . _ ~ : -, or * for all")),
        None => Ok(owned.space.session.clone().map_or(Whose::Base, Whose::Session)),
    }
}

fn secrets(redact: &Value, redaction: &Redaction) -> Result<Secrets, Problem> {
    let list = |name: &str| -> Vec<String> {
        let texts = redact[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    Secrets::new(&list("headers"), &list("body"), &list("patterns"))
        .map(|secrets| redaction.and(secrets))
        .map_err(|error| Problem::at(format!("$.redact{}", error.path), error.message))
}

async fn from_journal(owned: Owned) -> Result<Answer, Problem> {
    let recording = begin(&owned, None)?;
    let kept = fill(&owned, &recording).await;
    owned.handle.shared.recordings.stop(&recording, now_ms());
    if let Err(problem) = kept {
        owned.handle.shared.recordings.forget(&recording.id.to_string(), now_ms());
        return Err(problem);
    }
    tried(&owned.handle, &recording).await?;
    Ok(created(&format!("/recordings/{}", recording.id), &shown(&recording)))
}

/// Keeps what the journals have.
async fn fill(owned: &Owned, recording: &Recording) -> Result<(), Problem> {
    let handle = &owned.handle;
    let since = owned.body["since"].as_f64().unwrap_or(0.0) as u64;
    let entries = Entry::all(&handle.spaces.all());
    let verdicts = with_rule_state(handle, std::slice::from_ref(&owned.space), |scope| {
        entries.iter().map(|entry| entry.judge(&recording.wanted.matcher, scope)).collect::<Vec<_>>()
    });
    let verdicts = verdicts.await.map_err(|error| Problem::new(503, error.to_string()))?;
    for (entry, verdict) in entries.iter().zip(verdicts) {
        let transaction = &entry.transaction;
        if entry.index() <= since || !recording.is_of(transaction.session.as_ref()) {
            continue;
        }
        // What nobody answered, nobody will answer by the environment.
        let outcome = transaction.answered().map_or("", |answered| answered.outcome.name());
        if matches!(outcome, "not-found" | "preflight" | "websocket") {
            continue;
        }
        match verdict.map_err(|error| Problem::at("$.match", error.to_string()))? {
            Verdict::No => continue,
            Verdict::Unknown => {
                recording.keep(entry.index(), Err("a part of its body is gone that decides the match".to_owned()))
            }
            Verdict::Yes => {
                let none = RecordedBody::Missing;
                let sent = transaction.answered().map_or(&none, |answered| &answered.sent.body);
                let (exchange, incomplete) =
                    exchange_of(transaction, &transaction.request_body, sent, &recording.wanted.secrets);
                recording.keep(entry.index(), incomplete.map_or(Ok(exchange), Err));
            }
        }
    }
    Ok(())
}

fn list(owned: &Owned) -> Answer {
    let all = owned.handle.shared.recordings.all();
    let of_scope = |recording: &&Arc<Recording>| {
        owned.everywhere
            || recording.wanted.whose == Whose::Everybody
            || recording.wanted.whose == owned.space.session.clone().map_or(Whose::Base, Whose::Session)
    };
    json(200, &all.iter().filter(of_scope).map(|recording| shown(recording)).collect())
}

fn named(owned: &Owned) -> Result<Arc<Recording>, Problem> {
    let id = owned.segment(0);
    let recordings = &owned.handle.shared.recordings;
    let found = if id == "last" { recordings.all().pop() } else { recordings.get(id) };
    found.ok_or_else(|| {
        Problem::new(
            404,
            format!("there is no recording \"{id}\"; GET /mockoon-admin/x/recordings?session=* lists them"),
        )
    })
}

async fn stop(owned: Owned) -> Result<Answer, Problem> {
    let recording = named(&owned)?;
    owned.handle.shared.recordings.stop(&recording, now_ms());
    tried(&owned.handle, &recording).await?;
    Ok(json(200, &shown(&recording)))
}

fn forget(call: &super::Call<'_>) -> Result<Answer, Problem> {
    if call.handle.shared.recordings.knew(call.segment(0)) {
        return Ok(gone());
    }
    let recording = named(call)?;
    call.handle.shared.recordings.forget(&recording.id.to_string(), now_ms());
    Ok(gone())
}

async fn environment(owned: Owned) -> Result<Answer, Problem> {
    let recording = named(&owned)?;
    let format =
        owned.query().into_iter().find(|(name, _)| name == "format").map_or_else(String::new, |(_, value)| value);
    let held = recording.held();
    match format.as_str() {
        "har" => {
            let memory = owned.handle.shared.options.memory.clone();
            let text = worked(&memory, held.bytes, move || {
                har::document(held.exchanges.iter().map(|exchange| (&**exchange, None))).to_string()
            });
            Ok(super::super::reply::json_text(200, text.await?))
        }
        "openapi" => {
            let (exchanges, bytes) = (held.exchanges.clone(), held.bytes);
            let made = made(&owned.handle, &recording, held, false).await?;
            let text = worked(&owned.handle.shared.options.memory, bytes, move || {
                let exchanges: Vec<&Exchange> = exchanges.iter().map(Arc::as_ref).collect();
                openapi::document(&made.environment, &exchanges).to_string()
            });
            Ok(super::super::reply::json_text(200, text.await?))
        }
        _ => {
            let made = made(&owned.handle, &recording, held, true).await?;
            Ok(file(&made))
        }
    }
}

/// An environment that was made, and how well it answers.
pub(super) struct GeneratedEnvironment {
    pub(super) environment: Environment,
    pub(super) replay: Value,
}

/// The answer with an environment.
pub(super) fn file(made: &GeneratedEnvironment) -> Answer {
    let text = serde_json::to_string_pretty(&made.environment).unwrap_or_default();
    let mut replay = made.replay.clone();
    // A header has little room: the counts matter most.
    while replay.to_string().len() > MAX_HEADER && replay["why"].as_array_mut().is_some_and(|why| why.pop().is_some()) {
    }
    let ascii: String = replay.to_string().chars().flat_map(escaped).collect();
    let headers: HeaderMap = HeaderValue::from_str(&ascii).map(|value| (REPLAY_HEADER, value)).into_iter().collect();
    super::super::reply::json_text(200, text).with(headers)
}

/// A character as JSON in ASCII.
fn escaped(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().flat_map(|unit| format!("\\u{unit:04x}").chars().collect::<Vec<_>>()).collect()
}

/// Tries a recording that has been stopped, once.
async fn tried(handle: &EnvironmentHandle, recording: &Recording) -> Result<(), Problem> {
    if recording.replay.get().is_none() {
        let made = made(handle, recording, recording.held(), true).await?;
        // Somebody else may have been as fast, with the same result.
        let _ = recording.replay.set(made.replay);
    }
    Ok(())
}

async fn made(
    handle: &EnvironmentHandle,
    recording: &Recording,
    held: RecordingSnapshot,
    try_it: bool,
) -> Result<GeneratedEnvironment, Problem> {
    let style = Style { name: recording.wanted.name.clone(), generalize: recording.wanted.generalize };
    make(&handle.shared.options.memory, held.exchanges, held.left_out, held.bytes, style, try_it).await
}

/// Makes an environment of exchanges.
pub(super) async fn make(
    memory: &MemoryBudget,
    exchanges: Vec<Arc<Exchange>>,
    left_out: BTreeMap<String, usize>,
    bytes: usize,
    style: Style,
    try_it: bool,
) -> Result<GeneratedEnvironment, Problem> {
    let budget = memory.clone();
    let work = move || {
        let all: Vec<&Exchange> = exchanges.iter().map(Arc::as_ref).collect();
        let generated = traffic::environment(&all, &style);
        let used: Vec<&Exchange> = generated.used.iter().filter_map(|at| all.get(*at)).copied().collect();
        let mut tried = if try_it { replay(&generated.environment, &used, &budget) } else { Replay::default() };
        for (reason, count) in left_out.iter().chain(&generated.left_out) {
            tried.leave_out(reason, *count);
        }
        GeneratedEnvironment { environment: generated.environment, replay: tried.to_value() }
    };
    worked(memory, bytes, work).await
}

/// Does work on so many bytes beside the requests, within the memory budget.
pub(super) async fn worked<T: Send + 'static>(
    memory: &MemoryBudget,
    bytes: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let share = memory
        .take(bytes.saturating_mul(COPIES))
        .map_err(|shortage| Problem::new(503, shortage.to_string()).with_header(http::header::RETRY_AFTER, "1"))?;
    let task = background::spawn(move || {
        let _share = share;
        work()
    });
    task.await.map_err(|_| Problem::new(500, "the environment could not be made; please report the traffic"))
}

fn shown(recording: &Recording) -> Value {
    let RecordingSnapshot { exchanges, left_out, bytes, stopped_ms } = recording.held();
    let wanted = &recording.wanted;
    let left_out: Vec<Value> =
        left_out.iter().map(|(reason, requests)| json!({"reason": reason, "requests": requests})).collect();
    let mut shown = json!({
        "id": recording.id.to_string(),
        "state": if stopped_ms.is_some() { "stopped" } else { "running" },
        "target": wanted.target.as_ref().map(|target| &target.shown),
        "session": match &wanted.whose {
            Whose::Base => None,
            Whose::Session(id) => Some(id.as_str()),
            Whose::Everybody => Some("*"),
        },
        "match": wanted.matcher.source(),
        "generalize": wanted.generalize,
        "created": time(recording.created_ms),
        "stopped": stopped_ms.map(time),
        "requests": exchanges.len(),
        "bytes": bytes,
        "leftOut": left_out,
    });
    if let Some(replay) = recording.replay.get() {
        shown["replay"] = replay.clone();
    }
    shown
}
