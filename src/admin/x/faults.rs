//! `/x/faults`: answers that are late, broken, or never come.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::environment::model::Environment;
use crate::exchange::Answer;
use crate::runtime::Space;
use crate::steering::Item;
use crate::steering::fault::{Definition, Fault, FaultError, KIND_SCHEMA, SCHEMA};

use super::{Call, Handler, Problem, Returns, Row, Table, check, created_in, gone, json, named_route, time, ttl};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

/// What a fault weighs beside its text (bytes).
const BASE_WEIGHT: usize = 2 << 10;
/// What is compiled from a text is larger than it.
const PER_BYTE: usize = 4;

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/faults",
        handler: Handler::Step(add),
        doc: "Breaks or delays answers in the scope",
        query: &[],
        body: Some("FaultStart"),
        answers: &[
            Returns { status: 201, doc: "The fault", schema: "Fault" },
            Returns { status: 429, doc: "There are too many, or no memory is left for it", schema: "Error" },
        ],
        example: "/faults -d '{\"match\": {\"path\": \"/slow\"}, \"fault\": {\"type\": \"reset\"}, \"times\": 1}'",
    },
    Row {
        method: "GET",
        path: "/faults",
        handler: Handler::Step(list),
        doc: "Lists the faults in the order in which they are looked at",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The faults", schema: "Faults" }],
        example: "/faults",
    },
    Row {
        method: "GET",
        path: "/faults/:id",
        handler: Handler::Step(get),
        doc: "Shows a fault and what it has decided, by its id; `last` is the newest",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The fault", schema: "Fault" },
            Returns { status: 404, doc: "No such fault in this scope", schema: "Error" },
        ],
        example: "/faults/last",
    },
    Row {
        method: "DELETE",
        path: "/faults/:id",
        handler: Handler::Step(remove),
        doc: "Ends a fault",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 204, doc: "It is over, or was", schema: "" },
            Returns { status: 404, doc: "There never was such a fault in this scope", schema: "Error" },
        ],
        example: "/faults/last -X DELETE",
    },
    Row {
        method: "DELETE",
        path: "/faults",
        handler: Handler::Step(clear),
        doc: "Ends all faults of the scope",
        query: &[],
        body: None,
        answers: &[Returns { status: 204, doc: "They are over", schema: "" }],
        example: "/faults -X DELETE",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    ("FaultStart", SCHEMA),
    ("FaultKind", KIND_SCHEMA),
    (
        "Fault",
        r#"{"type": "object", "required": ["id", "session", "seed", "probability", "matched", "injected", "remaining", "decisions", "created", "expires"], "properties": {
            "id": {"type": "string"}, "session": {"type": ["string", "null"]},
            "companion": {"type": "boolean", "description": "whether the file's companion brought it"},
            "match": {"type": "object"}, "route": {"type": "string"}, "fault": {"type": "object"}, "latency": {"type": "object"},
            "seed": {"type": "integer"}, "probability": {"type": "number"}, "after": {"type": "integer"},
            "times": {"type": ["integer", "null"]}, "ttl": {"type": "string"},
            "replays": {"type": "string", "description": "the run that it repeats"},
            "matched": {"type": "integer", "description": "requests that it matched"},
            "injected": {"type": "integer", "description": "those that it happened to"},
            "remaining": {"type": ["integer", "null"], "description": "how often it may still happen; null: without end"},
            "decisions": {"type": "string", "description": "a 0 or 1 for each match, of a long run the first 10,000; given to another fault it repeats the run"},
            "created": {"type": "string", "format": "date-time"},
            "expires": {"type": ["string", "null"], "format": "date-time"}
        }}"#,
    ),
    ("Faults", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Fault"}}"##),
];

fn add(call: &Call<'_>) -> Result<Answer, Problem> {
    let definition = Definition::read(&call.body)
        .map_err(|FaultError { path, message }| Problem::at(format!("${path}"), message))?;
    ttl::read(&call.body)?;
    if let Some(route) = call.body["route"].as_str() {
        named_route::check(call, route, "$.route")?;
    }
    named_route::check_match(call, &definition.matcher, "$.match.route")?;
    let weight = BASE_WEIGHT + definition.matcher.weight() + PER_BYTE * call.request.body_bytes().len();
    let share = call.handle.shared.options.memory.take(weight);
    let share = share.map_err(|shortage| Problem::limit(shortage.to_string(), 1))?;
    let fault = Fault::new(Arc::new(definition), share);
    let faults = &call.space.attached.steer().faults;
    let fault = faults.add(fault, false).map_err(|full| Problem::limit(full.to_string(), 1))?;
    Ok(created_in(&call.space, &format!("/faults/{}", fault.id), &shown(&call.space, &fault)))
}

/// A fault that a companion file declares: what a call would take. Without a seed it has one that is always the same.
///
/// # Errors
/// Where it is wrong, below the fault, and how.
pub(in crate::admin) fn declared_fault(declared: &Value) -> Result<Definition, FaultError> {
    let mut fault = declared.clone();
    check::member(&fault, "FaultStart").map_err(|(path, message)| FaultError { path, message })?;
    if let Some(members) = fault.as_object_mut() {
        members.entry("seed").or_insert_with(|| 0.into());
    }
    Definition::read(&fault)
}

/// Why a declared fault can never happen, if it names a route that is none.
pub(in crate::admin) fn unknown_route(declared: &Definition, environment: &Environment) -> Option<String> {
    named_route::unknown(declared.matcher.named_route()?, environment)
}

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let mut all = Vec::new();
    for space in call.spaces() {
        let faults = space.attached.steering().map(|steering| steering.faults.all());
        all.extend(faults.into_iter().flatten().map(|fault| shown(&space, &fault)));
    }
    Ok(json(200, &all.into()))
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let id = call.segment(0);
    for space in call.spaces() {
        if let Some(fault) = space.attached.steering().and_then(|steering| steering.faults.find(id)) {
            return Ok(json(200, &shown(&space, &fault)));
        }
    }
    Err(unknown(id))
}

fn clear(call: &Call<'_>) -> Result<Answer, Problem> {
    if let Some(steering) = call.space.attached.steering() {
        steering.faults.clear();
    }
    Ok(gone())
}

fn remove(call: &Call<'_>) -> Result<Answer, Problem> {
    let id = call.segment(0);
    match call.space.attached.steering().map(|steering| &steering.faults) {
        Some(faults) if faults.remove(id) || faults.knew(id) => Ok(gone()),
        _ => Err(unknown(id)),
    }
}

fn unknown(id: &str) -> Problem {
    Problem::new(404, format!("there is no fault \"{id}\" in this scope; GET /mockoon-admin/x/faults lists them"))
}

fn shown(space: &Space, fault: &Fault) -> Value {
    let (definition, lifetime) = (&fault.definition, fault.lifetime());
    let mut value = json!({
        "id": fault.id,
        "session": space.session.as_deref(),
        "companion": fault.is_of_companion(),
    });
    if let (Some(shown), Some(given)) = (value.as_object_mut(), definition.source.as_object()) {
        shown.extend(given.iter().map(|(key, value)| (key.clone(), value.clone())));
        let run = [
            ("replays", definition.replay.as_deref().map(Value::from)),
            ("seed", Some(definition.seed.into())),
            ("probability", Some(definition.probability.into())),
            ("times", Some(definition.times.into())),
            ("matched", Some(fault.matched().into())),
            ("injected", Some(lifetime.used().into())),
            ("remaining", Some(lifetime.remaining().into())),
            ("decisions", Some(fault.decisions().into())),
            ("created", Some(time(lifetime.created_ms).into())),
            ("expires", Some(lifetime.expires_ms().map(time).into())),
        ];
        shown.extend(run.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
    value
}
