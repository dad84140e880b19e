//! `/x/streams`: messages for whoever listens to a route, by an event stream or a WebSocket.

use bytes::Bytes;
use serde_json::json;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::exchange::Answer;
use crate::js::Str;
use crate::runtime::replicas::pushes::MAX_MESSAGE;
use crate::state::subscribers::Push;

use super::{Handler, Owned, Problem, Returns, Row, Table, json, named_route};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[Row {
    method: "POST",
    path: "/streams/:route/push",
    handler: Handler::Wait(|owned| Box::pin(push(owned))),
    doc: "Sends a message to all who listen to a route in the scope",
    query: &[],
    body: Some("Push"),
    answers: &[
        Returns { status: 200, doc: "It is on its way", schema: "Pushed" },
        Returns { status: 404, doc: "No such route", schema: "Error" },
        Returns { status: 413, doc: "More than travels to other replicas", schema: "Error" },
    ],
    example: "/streams/GET%20%2Fflaky/push -d '{\"data\": {\"price\": 42}, \"event\": \"tick\"}'",
}];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "Push",
        r#"{"type": "object", "additionalProperties": false, "required": ["data"], "properties": {
            "data": {"description": "a text as it is, anything else as JSON"},
            "event": {"type": "string", "pattern": "^[^\r\n]*$", "description": "the type of the event, in one line"},
            "id": {"type": "string", "pattern": "^[^\r\n\u0000]*$", "description": "the id of the event, in one line"}
        }}"#,
    ),
    (
        "Pushed",
        r#"{"type": "object", "required": ["listeners"], "properties": {
            "listeners": {"type": "integer", "description": "who gets it, at all replicas that answer"}}}"#,
    ),
];

async fn push(owned: Owned) -> Result<Answer, Problem> {
    let (route, push) = owned.charged(|| message(&owned))?;
    let (handle, session) = (&owned.handle, owned.space.session.as_ref());
    let elsewhere = match &handle.replicas {
        None => 0,
        Some(_) if push.event.len() > MAX_MESSAGE => {
            let most = MAX_MESSAGE >> 10;
            return Err(Problem::new(413, format!("a message that goes to several replicas has at most {most} kB")));
        }
        Some(replicas) => {
            let reached = replicas.push(&route, session, &push).await;
            reached.map_err(|error| Problem::without_state(&error))?
        }
    };
    let here = handle.shared.subscribers.push(&route, session, &push);
    Ok(json(200, &json!({"listeners": here + elsewhere})))
}

/// The route that is meant, and what is sent to its listeners.
fn message(owned: &Owned) -> Result<(Str, Push), Problem> {
    let route = named(owned)?;
    let body = &owned.body;
    let text = match &body["data"] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let event = event(&text, body["event"].as_str(), body["id"].as_str());
    Ok((route, Push { text: Utf8Bytes::from(text), event: Bytes::from(event) }))
}

/// The uuid of the route of the file, or the stub of the scope, that is named: by its uuid, as it is declared
/// (`GET /events`), or by its path alone.
fn named(call: &Owned) -> Result<Str, Problem> {
    let name = call.segment(0);
    let generation = call.handle.current();
    let prefix = generation.compiled.source.endpoint_prefix.as_str();
    let of_file = named_route::find(name, generation.compiled.routes.iter().map(|route| &*route.definition), prefix);
    if let Some(route) = of_file {
        return Ok(route.uuid.clone());
    }
    let stubs = call.space.attached.steering().map(|steering| steering.stubs.all()).unwrap_or_default();
    let stub = named_route::find(name, stubs.iter().map(|stub| &stub.route), prefix);
    stub.map(|route| route.uuid.clone()).ok_or_else(|| {
        Problem::new(404, format!("there is no route \"{name}\": name it by its uuid, or as METHOD /path"))
    })
}

/// A message as the WHATWG's event streams have it.
fn event(data: &str, name: Option<&str>, id: Option<&str>) -> String {
    let mut text = String::with_capacity(data.len() + 32);
    let mut line = |field: &str, value: &str| {
        text.push_str(field);
        text.push_str(": ");
        text.push_str(value);
        text.push('\n');
    };
    if let Some(id) = id {
        line("id", id);
    }
    if let Some(name) = name {
        line("event", name);
    }
    for part in data.replace("\r\n", "\n").split(['\n', '\r']) {
        line("data", part);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_events() {
        assert_eq!(event("a", None, None), "data: a\n\n");
        assert_eq!(
            event("a\nb\r\nc\rd", Some("tick"), Some("7")),
            "id: 7\nevent: tick\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
        );
        assert_eq!(event("", None, None), "data: \n\n");
    }
}
