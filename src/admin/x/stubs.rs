//! `/x/stubs`: routes for now, before or behind those of the file.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::environment::edit::tree;
use crate::environment::model::{Route, RouteKind};
use crate::environment::reader;
use crate::exchange::{Answer, steered};
use crate::runtime::charges;
use crate::runtime::{Generation, Space};
use crate::steering::stub::{Stub, StubPosition};
use crate::steering::{Item, Lifetime};

use super::{Call, Handler, Parameter, Problem, Returns, Row, Table, created_in, gone, json, time, ttl};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

/// Bytes that are kept of each byte of a stub's text, beside what it is compiled to.
const PER_BYTE: usize = 3;

const UNUSED: &[Parameter] = &[Parameter {
    name: "unused",
    schema: r#"{"type": "boolean"}"#,
    doc: "true: only those that have not answered yet; false: only those that have",
}];

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/stubs",
        handler: Handler::Step(add),
        doc: "Answers with a route of your own for now, in the scope alone",
        query: &[],
        body: Some("StubStart"),
        answers: &[
            Returns { status: 201, doc: "The stub", schema: "Stub" },
            Returns { status: 429, doc: "There are too many, or no memory is left for it", schema: "Error" },
        ],
        example: "/stubs -d '{\"route\": {\"method\": \"get\", \"endpoint\": \"orders\", \"responses\": [{\"statusCode\": 503}]}, \"times\": 2}'",
    },
    Row {
        method: "GET",
        path: "/stubs",
        handler: Handler::Step(list),
        doc: "Lists the stubs in the order in which they are tried",
        query: &[UNUSED],
        body: None,
        answers: &[Returns { status: 200, doc: "The stubs", schema: "Stubs" }],
        example: "/stubs?unused=true",
    },
    Row {
        method: "GET",
        path: "/stubs/:id",
        handler: Handler::Step(get),
        doc: "Shows a stub, by its id; `last` is the newest",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The stub", schema: "Stub" },
            Returns { status: 404, doc: "No such stub in this scope", schema: "Error" },
        ],
        example: "/stubs/last",
    },
    Row {
        method: "DELETE",
        path: "/stubs/:id",
        handler: Handler::Step(remove),
        doc: "Removes a stub",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 204, doc: "It is gone, or was", schema: "" },
            Returns { status: 404, doc: "There never was such a stub in this scope", schema: "Error" },
        ],
        example: "/stubs/last -X DELETE",
    },
    Row {
        method: "DELETE",
        path: "/stubs",
        handler: Handler::Step(clear),
        doc: "Removes all stubs of the scope",
        query: &[],
        body: None,
        answers: &[Returns { status: 204, doc: "They are gone", schema: "" }],
        example: "/stubs -X DELETE",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "StubStart",
        r##"{"type": "object", "additionalProperties": false, "required": ["route"], "properties": {
            "route": {"$ref": "#/components/schemas/StubRoute"},
            "times": {"type": "integer", "minimum": 1, "description": "it answers so often"},
            "ttl": {"type": "string", "format": "duration", "description": "it is there for so long"},
            "at": {"type": "string", "enum": ["first", "last"], "description": "before the routes of the file, or behind them; first if nothing is said"}
        }}"##,
    ),
    (
        "StubRoute",
        r##"{"type": "object", "additionalProperties": false, "required": ["endpoint"], "description": "a route as in Mockoon's files; what is left out is as Mockoon has it", "properties": {
            "uuid": {"type": "string", "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "description": "a uuid"},
            "type": {"type": "string", "enum": ["http", "crud"]},
            "documentation": {"type": "string"},
            "method": {"type": "string", "description": "in any case, or \"all\"; GET if nothing is said"},
            "endpoint": {"type": "string"},
            "responses": {"type": "array", "items": {"$ref": "#/components/schemas/StubResponse"}},
            "responseMode": {"enum": [null, "RANDOM", "SEQUENTIAL", "DISABLE_RULES", "FALLBACK"]},
            "streamingMode": {"type": "null"},
            "streamingInterval": {"type": "number"}
        }}"##,
    ),
    (
        "StubResponse",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "uuid": {"type": "string", "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "description": "a uuid"},
            "body": {"type": "string"}, "latency": {"type": "number", "minimum": 0},
            "statusCode": {"type": "integer", "minimum": 100, "maximum": 999},
            "label": {"type": "string"},
            "headers": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["key", "value"],
                "properties": {"key": {"type": "string"}, "value": {"type": "string"}}}},
            "bodyType": {"type": "string", "enum": ["INLINE", "FILE", "DATABUCKET"]},
            "filePath": {"type": "string"}, "databucketID": {"type": "string"}, "sendFileAsBody": {"type": "boolean"},
            "rules": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["target"], "properties": {
                "target": {"type": "string", "enum": ["body", "query", "header", "cookie", "params", "path", "method", "request_number", "global_var", "data_bucket", "templating"]},
                "modifier": {"type": "string"}, "value": {"type": "string"}, "invert": {"type": "boolean"},
                "operator": {"$ref": "#/components/schemas/RuleOperator"}}}},
            "rulesOperator": {"type": "string", "enum": ["AND", "OR"]},
            "disableTemplating": {"type": "boolean"}, "fallbackTo404": {"type": "boolean"}, "default": {"type": "boolean"},
            "crudKey": {"type": "string"},
            "callbacks": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["uuid"],
                "properties": {"uuid": {"type": "string"}, "latency": {"type": "number"}}}}
        }}"##,
    ),
    (
        "Stub",
        r#"{"type": "object", "required": ["id", "session", "at", "route", "used", "remaining", "created", "expires"], "properties": {
            "id": {"type": "string"}, "session": {"type": ["string", "null"]},
            "at": {"type": "string", "enum": ["first", "last"]},
            "route": {"type": "object", "description": "the route, whole"},
            "times": {"type": ["integer", "null"]},
            "used": {"type": "integer", "description": "how often it has answered"},
            "remaining": {"type": ["integer", "null"], "description": "how often it still answers; null: without end"},
            "created": {"type": "string", "format": "date-time"},
            "expires": {"type": ["string", "null"], "format": "date-time"}
        }}"#,
    ),
    ("Stubs", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Stub"}}"##),
];

fn add(call: &Call<'_>) -> Result<Answer, Problem> {
    let route = whole(&call.body["route"])?;
    let position = if call.body["at"] == "last" { StubPosition::Last } else { StubPosition::First };
    let weight = charges::weight(&route) + PER_BYTE * call.request.body_bytes().len();
    let share = call.handle.shared.options.memory.take(weight);
    let share = share.map_err(|shortage| Problem::limit(shortage.to_string(), 1))?;
    let stub = Stub::new(Uuid::new_v4().to_string(), route, position, lifetime(&call.body)?, share);
    let generation = call.handle.current();
    // Compiled before it is there: no request waits for it, and what never matches is told now.
    let compiled = steered::compiled(&call.handle, &generation, &stub);
    if let Some(warning) = compiled.compiled.warnings.first() {
        return Err(Problem::at("$.route.endpoint", warning.clone()));
    }
    let stubs = &call.space.attached.steer().stubs;
    let stub = stubs.add(stub, position == StubPosition::First).map_err(|full| Problem::limit(full.to_string(), 1))?;
    Ok(created_in(&call.space, &format!("/stubs/{}", stub.id), &shown(&call.space, &stub)))
}

/// The route with what was left out.
fn whole(route: &Value) -> Result<Route, Problem> {
    let mut route = route.clone();
    // As people write it; endpoints of files have no slash before them.
    if let Some(endpoint) = route["endpoint"].as_str().map(|endpoint| endpoint.trim_start_matches('/').to_owned()) {
        route["endpoint"] = endpoint.into();
    }
    if let Some(method) = route["method"].as_str().map(str::to_ascii_lowercase) {
        route["method"] = method.into();
    }
    if route["responses"].as_array().is_none_or(Vec::is_empty) {
        route["responses"] = json!([{}]);
    }
    let mut environment = reader::read_value(json!({ "routes": [route.clone()] }));
    match environment.routes.pop() {
        Some(repaired) if route["method"].as_str().is_some_and(|method| repaired.method != method) => {
            Err(Problem::at("$.route.method", "expected a method of HTTP that Mockoon knows, or \"all\""))
        }
        Some(route) if route.kind != RouteKind::Ws => {
            let mut route = Arc::unwrap_or_clone(route);
            tree::keep_one_default(&mut route.responses);
            Ok(route)
        }
        _ => Err(Problem::at("$.route", "expected a route that answers requests: http or crud")),
    }
}

/// How often and how long, as `times` and `ttl` of a body say.
pub(super) fn lifetime(body: &Value) -> Result<Lifetime, Problem> {
    Ok(Lifetime::new(body["times"].as_u64(), ttl::read(body)?))
}

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let unused = call.query().into_iter().find(|(name, _)| name == "unused").map(|(_, value)| value == "true");
    let mut all = Vec::new();
    for space in call.spaces() {
        let Some(steering) = space.attached.steering() else { continue };
        let stubs = steering.stubs.all().into_iter();
        let wanted = stubs.filter(|stub| unused.is_none_or(|unused| unused == (stub.lifetime.used() == 0)));
        all.extend(wanted.map(|stub| shown(&space, &stub)));
    }
    Ok(json(200, &all.into()))
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let id = call.segment(0);
    for space in call.spaces() {
        if let Some(stub) = space.attached.steering().and_then(|steering| steering.stubs.find(id)) {
            return Ok(json(200, &shown(&space, &stub)));
        }
    }
    Err(unknown(id))
}

fn clear(call: &Call<'_>) -> Result<Answer, Problem> {
    if let Some(steering) = call.space.attached.steering() {
        steering.stubs.clear();
    }
    Ok(gone())
}

fn remove(call: &Call<'_>) -> Result<Answer, Problem> {
    let id = call.segment(0);
    match call.space.attached.steering().map(|steering| &steering.stubs) {
        Some(stubs) if stubs.remove(id) || stubs.knew(id) => Ok(gone()),
        _ => Err(unknown(id)),
    }
}

fn unknown(id: &str) -> Problem {
    Problem::new(404, format!("there is no stub \"{id}\" in this scope; GET /mockoon-admin/x/stubs lists them"))
}

fn shown(space: &Space, stub: &Stub<Generation>) -> Value {
    let lifetime = stub.lifetime();
    json!({
        "id": stub.id,
        "session": space.session.as_deref(),
        "at": stub.position.name(),
        "route": serde_json::to_value(&stub.route).unwrap_or_default(),
        "times": lifetime.times,
        "used": lifetime.used(),
        "remaining": lifetime.remaining(),
        "created": time(lifetime.created_ms),
        "expires": lifetime.expires_ms().map(time),
    })
}
