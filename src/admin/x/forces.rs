//! `/x/routes/UUID/force`: this response next, whatever the rules say.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::environment::is_made_up;
use crate::environment::model::RouteKind;
use crate::exchange::{Answer, steered};
use crate::runtime::{CompiledRoute, Generation, Space};
use crate::steering::{Force, Item};

use super::stubs::lifetime;
use super::{Call, Handler, Problem, Returns, Row, Table, created_in, gone, json, time};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[
    Row {
        method: "PUT",
        path: "/routes/:uuid/force",
        handler: Handler::Step(put),
        doc: "Has a route answer with one of its responses for now, whatever the rules say",
        query: &[],
        body: Some("ForceStart"),
        answers: &[
            Returns { status: 200, doc: "It is in the place of another response that was forced", schema: "Force" },
            Returns { status: 201, doc: "It is forced", schema: "Force" },
            Returns { status: 404, doc: "No such route", schema: "Error" },
            Returns { status: 429, doc: "There are too many", schema: "Error" },
        ],
        example: "/routes/3afab8ac-7b68-5277-81bc-33e4d9306c1e/force -X PUT -d '{\"response\": \"Main prize\", \"times\": 1}'",
    },
    Row {
        method: "GET",
        path: "/routes/:uuid/force",
        handler: Handler::Step(get),
        doc: "Shows which response is forced",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The forced response", schema: "Force" },
            Returns { status: 404, doc: "No such route, or none is forced", schema: "Error" },
        ],
        example: "/routes/3afab8ac-7b68-5277-81bc-33e4d9306c1e/force",
    },
    Row {
        method: "DELETE",
        path: "/routes/:uuid/force",
        handler: Handler::Step(remove),
        doc: "Has the route answer by its rules again",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 204, doc: "None is forced", schema: "" },
            Returns { status: 404, doc: "No such route", schema: "Error" },
        ],
        example: "/routes/3afab8ac-7b68-5277-81bc-33e4d9306c1e/force -X DELETE",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "ForceStart",
        r#"{"type": "object", "additionalProperties": false, "required": ["response"], "properties": {
            "response": {"type": "string", "description": "uuid or label of a response of the route"},
            "times": {"type": "integer", "minimum": 1}, "ttl": {"type": "string", "format": "duration"}
        }}"#,
    ),
    (
        "Force",
        r#"{"type": "object", "required": ["route", "session", "response", "used", "remaining", "created", "expires"], "properties": {
            "route": {"type": "string"}, "session": {"type": ["string", "null"]},
            "response": {"type": "string", "description": "its uuid"}, "label": {"type": "string"},
            "times": {"type": ["integer", "null"]}, "used": {"type": "integer"},
            "remaining": {"type": ["integer", "null"], "description": "null: without end"},
            "created": {"type": "string", "format": "date-time"},
            "expires": {"type": ["string", "null"], "format": "date-time"}
        }}"#,
    ),
];

fn put(call: &Call<'_>) -> Result<Answer, Problem> {
    let uuid = call.segment(0);
    let wanted = call.body["response"].as_str().unwrap_or_default();
    let force = with_route(call, |route| {
        if route.kind == RouteKind::Ws {
            return Err(Problem::new(
                400,
                "a WebSocket route has no next response; force one of an http or crud route",
            ));
        }
        let position = steered::response_called(route, wanted).ok_or_else(|| {
            let names = route.responses.iter().map(|response| match response.source.label.as_str() {
                "" => response.source.uuid.to_string(),
                label => format!("\"{label}\""),
            });
            let names = names.collect::<Vec<_>>().join(", ");
            Problem::at("$.response", format!("the route has no response \"{wanted}\"; it has {names}"))
        })?;
        // By uuid, so that a label that moves does not take it along; one that was made up is gone with a reload.
        let uuids = route.responses.get(position).map(|response| response.source.uuid.to_string());
        let response = uuids.filter(|uuid| !is_made_up(uuid)).unwrap_or_else(|| wanted.to_owned());
        Ok(Force { route: uuid.to_owned(), response, lifetime: lifetime(&call.body)? })
    })?;
    let forces = &call.space.attached.steer().forces;
    let before = forces.find(uuid).is_some();
    let force = forces.add(force, false).map_err(|full| Problem::limit(full.to_string(), 1))?;
    let value = shown(call, &call.space, &force);
    Ok(if before { json(200, &value) } else { created_in(&call.space, &format!("/routes/{uuid}/force"), &value) })
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let uuid = call.segment(0);
    with_route(call, |_| Ok(()))?;
    let force = call.space.attached.steering().and_then(|steering| steering.forces.find(uuid));
    let force = force.ok_or_else(|| Problem::new(404, format!("no response of the route {uuid} is forced")))?;
    Ok(json(200, &shown(call, &call.space, &force)))
}

fn remove(call: &Call<'_>) -> Result<Answer, Problem> {
    let uuid = call.segment(0);
    let forces = call.space.attached.steering().map(|steering| &steering.forces);
    if forces.is_none_or(|forces| !forces.remove(uuid) && !forces.knew(uuid)) {
        with_route(call, |_| Ok(()))?;
    }
    Ok(gone())
}

/// Looks at the route that the call names.
fn with_route<R>(call: &Call<'_>, look: impl FnOnce(&CompiledRoute) -> Result<R, Problem>) -> Result<R, Problem> {
    let uuid = call.segment(0);
    let generation = generation_of(call, uuid);
    match steered::route_called(&generation.compiled, uuid) {
        Some(route) => look(route),
        None => {
            Err(Problem::new(404, format!("there is no route {uuid} in this environment, and no stub of this scope")))
        }
    }
}

/// Where the route of a uuid is: a stub of the scope is an environment of its own.
fn generation_of(call: &Call<'_>, uuid: &str) -> Arc<Generation> {
    let generation = call.handle.current();
    let steering = call.space.attached.steering();
    let stub = steering.and_then(|steering| steered::stub_of_route(&call.handle, &generation, steering, uuid));
    stub.unwrap_or(generation)
}

fn shown(call: &Call<'_>, space: &Space, force: &Force) -> Value {
    let generation = generation_of(call, &force.route);
    let label = steered::route_called(&generation.compiled, &force.route).and_then(|route| {
        let position = steered::response_called(route, &force.response)?;
        Some(route.responses.get(position)?.source.label.to_string())
    });
    let lifetime = force.lifetime();
    json!({
        "route": force.route,
        "session": space.session.as_deref(),
        "response": force.response,
        "label": label.unwrap_or_default(),
        "times": lifetime.times,
        "used": lifetime.used(),
        "remaining": lifetime.remaining(),
        "created": time(lifetime.created_ms),
        "expires": lifetime.expires_ms().map(time),
    })
}
