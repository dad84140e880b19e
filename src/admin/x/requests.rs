//! `/x/requests`: what came in, found by match objects.

use crate::environment::har;
use crate::environment::traffic::{Exchange, Secrets};
use crate::exchange::Answer;
use crate::inspect::Entry;
use crate::inspect::find::{FoundEntries, Page, find};
use crate::js::{Object, Value};
use crate::matching::{self, MatchError, Matcher};
use crate::runtime::RecordedBody;
use crate::runtime::exchanges::exchange_of;

use super::super::reply;
use super::{Call, Handler, Owned, Parameter, Problem, Returns, Row, Table, body, json, named_route};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const TEXT: &str = r#"{"type": "string"}"#;

/// The match object as parameters of a query.
pub(super) const MATCH: &[Parameter] = &[
    Parameter { name: "method", schema: TEXT, doc: "the method" },
    Parameter { name: "path", schema: TEXT, doc: "the path, in the syntax of endpoints, prefix included" },
    Parameter { name: "route", schema: TEXT, doc: "a uuid, or \"POST /orders/:id\" as declared; null for no route" },
    Parameter { name: "response", schema: TEXT, doc: "a uuid or a label" },
    Parameter { name: "status", schema: TEXT, doc: "a status, or a class such as 2xx; several with commas" },
    Parameter { name: "outcome", schema: TEXT, doc: "how it was answered" },
    Parameter { name: "traceId", schema: TEXT, doc: "the trace" },
    Parameter {
        name: "proxied",
        schema: r#"{"type": "string", "enum": ["true", "false", "!true", "!false"]}"#,
        doc: "whether it was forwarded",
    },
    Parameter { name: "body", schema: TEXT, doc: "the body as text" },
    Parameter { name: "header.", schema: TEXT, doc: "a header by its name" },
    Parameter { name: "query.", schema: TEXT, doc: "a query parameter" },
    Parameter { name: "params.", schema: TEXT, doc: "a parameter of the path" },
    Parameter { name: "cookie.", schema: TEXT, doc: "a cookie" },
    Parameter { name: "body.", schema: TEXT, doc: "a place in the body, as object path or JSONPath" },
];

const LIMIT: &str = r#"{"type": "integer", "minimum": 1, "maximum": 1000}"#;
const INDEX: &str = r#"{"type": "integer", "minimum": 0, "maximum": 9007199254740991}"#;
const ORDER: &str = r#"{"type": "string", "enum": ["asc", "desc"]}"#;

const COUNT: Parameter = Parameter { name: "limit", schema: LIMIT, doc: "how many at the most; 20 if nothing is said" };
const SINCE: Parameter = Parameter { name: "since", schema: INDEX, doc: "only later ones than this index" };

const PAGE: &[Parameter] =
    &[COUNT, SINCE, Parameter { name: "order", schema: ORDER, doc: "newest first if nothing is said" }];

const HAR_PAGE: &[Parameter] = &[
    COUNT,
    SINCE,
    Parameter { name: "order", schema: ORDER, doc: "the latest ones, the oldest of them first, if nothing is said" },
];

const BRIEF: &[Parameter] = &[Parameter {
    name: "brief",
    schema: r#"{"type": "boolean"}"#,
    doc: "whether headers, parameters and bodies are left out",
}];

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/requests",
        handler: Handler::Step(list),
        doc: "Finds recorded requests",
        query: &[MATCH, PAGE, BRIEF],
        body: None,
        answers: &[Returns { status: 200, doc: "The requests", schema: "Requests" }],
        example: "/requests?method=POST&body.sku=7",
    },
    Row {
        method: "GET",
        path: "/requests.har",
        handler: Handler::Step(save),
        doc: "Finds the latest recorded requests, as a HAR 1.2 document without secrets, the oldest of them first",
        query: &[MATCH, HAR_PAGE],
        body: None,
        answers: &[Returns { status: 200, doc: "The document", schema: "RecordedFile" }],
        example: "/requests.har?status=5xx",
    },
    Row {
        method: "POST",
        path: "/requests/find",
        handler: Handler::Step(search),
        doc: "Finds recorded requests by a match object",
        query: &[],
        body: Some("Find"),
        answers: &[Returns { status: 200, doc: "The requests", schema: "Requests" }],
        example: "/requests/find -d '{\"match\": {\"status\": \"4xx\"}, \"limit\": 5}'",
    },
    Row {
        method: "GET",
        path: "/requests/:entry",
        handler: Handler::Step(get),
        doc: "Shows a recorded request, by index or uuid",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The request", schema: "Request" },
            Returns { status: 404, doc: "No such request, or no longer", schema: "Error" },
        ],
        example: "/requests/1",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    ("Match", matching::SCHEMA),
    (
        "Find",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "match": {"$ref": "#/components/schemas/Match"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
            "since": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
            "order": {"type": "string", "enum": ["asc", "desc"]},
            "brief": {"type": "boolean"}
        }}"##,
    ),
    (
        "Requests",
        r##"{"type": "object", "required": ["requests", "total", "cursor", "evicted"], "properties": {
            "requests": {"type": "array", "items": {"$ref": "#/components/schemas/Request"}},
            "total": {"type": "integer", "description": "all that are meant"},
            "cursor": {"type": "integer", "description": "what since goes on from: after all that was looked at, or after this page where it begins at the oldest"},
            "evicted": {"type": "integer", "description": "requests of the scope that were dropped for room"},
            "undecided": {"type": "integer", "description": "requests of whose body a part is gone that would decide"}
        }}"##,
    ),
    (
        "Request",
        r#"{"type": "object", "required": ["index", "state", "request"], "properties": {
            "index": {"type": "integer"}, "uuid": {"type": "string"},
            "state": {"type": "string", "enum": ["received", "answered", "aborted"]},
            "session": {"type": ["string", "null"]}, "outcome": {"type": ["string", "null"]},
            "request": {"type": "object"}, "response": {"type": ["object", "null"]},
            "receivedAt": {"type": "string", "format": "date-time"}, "answeredAt": {"type": ["string", "null"]},
            "durationMs": {"type": ["number", "null"]}, "endpoint": {"type": ["string", "null"]},
            "responseLabel": {"type": ["string", "null"]}, "traceId": {"type": ["string", "null"]},
            "fault": {"type": ["object", "null"], "properties": {"id": {"type": "string"}, "type": {"type": ["string", "null"]},
                "number": {"type": "integer"}, "delayMs": {"type": "number"}}}
        }}"#,
    ),
];

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let (matcher, page, brief) = asked(call)?;
    answer(call, &matcher, page, brief)
}

fn save(call: &Call<'_>) -> Result<Answer, Problem> {
    let (matcher, page, _) = asked(call)?;
    let FoundEntries { mut entries, .. } = found(call, &matcher, page)?;
    // The latest ones, in the order that HAR prefers: in which sequences happened.
    if !call.query().iter().any(|(name, _)| name == "order") {
        entries.reverse();
    }
    body::announce(entries.iter().map(|entry| entry.transaction.body_bytes()).sum())?;
    let secrets = call.handle.shared.options.redaction.and(Secrets::default());
    let exchanges: Vec<(Exchange, Option<String>)> = entries
        .iter()
        .map(|entry| {
            let transaction = &entry.transaction;
            let sent = transaction.answered().map_or(&RecordedBody::Missing, |answered| &answered.sent.body);
            let secrets = transaction.secrets().unwrap_or(&secrets);
            exchange_of(transaction, &transaction.request_body, sent, secrets)
        })
        .collect();
    Ok(json(200, &har::document(exchanges.iter().map(|(exchange, comment)| (exchange, comment.clone())))))
}

/// The match object and the page of a query, and whether what is found is shown in brief.
fn asked(call: &Call<'_>) -> Result<(Matcher, Page, bool), Problem> {
    let (matcher, others) = read_query(call)?;
    let (mut page, mut brief) = (Page::default(), false);
    for (name, value) in others {
        match name.as_str() {
            "limit" => page.limit = value.parse().unwrap_or(page.limit),
            "since" => page.since = value.parse().unwrap_or(page.since),
            "brief" => brief = value == "true",
            _ => page.ascending = value == "asc",
        }
    }
    Ok((matcher, page, brief))
}

fn search(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = &call.body;
    let matcher = read(call, &body["match"], "$.match")?;
    let default = Page::default();
    let number = |name: &str| body[name].as_f64();
    let page = Page {
        limit: number("limit").map_or(default.limit, |limit| limit as usize),
        since: number("since").map_or(0, |since| since as u64),
        ascending: body["order"] == "asc",
    };
    answer(call, &matcher, page, body["brief"] == true)
}

/// The match object at a path of the body; all requests where there is none.
pub(super) fn read(call: &Owned, object: &serde_json::Value, path: &str) -> Result<Matcher, Problem> {
    if object.is_null() {
        return Ok(Matcher::any());
    }
    let at = |MatchError { path: below, message }| Problem::at(format!("{path}{below}"), message);
    let matcher = Matcher::read(object).map_err(at)?;
    named_route::check_match(call, &matcher, &format!("{path}.route"))?;
    Ok(matcher)
}

/// The match object of the query, and the parameters that are none of it.
pub(super) fn read_query(call: &Owned) -> Result<(Matcher, Vec<(String, String)>), Problem> {
    let (matcher, others) = matching::query::read(call.query()).map_err(|error| Problem::new(400, error.message))?;
    named_route::check_match(call, &matcher, "")?;
    Ok((matcher, others))
}

fn found(call: &Call<'_>, matcher: &Matcher, page: Page) -> Result<FoundEntries, Problem> {
    let generation = call.handle.current();
    let compiled = &generation.compiled;
    let rendering = compiled.rendering(&call.handle.shared.env_vars, call.step);
    find(&call.handle, &call.spaces(), matcher, page, &rendering).map_err(|error| Problem::new(400, error.to_string()))
}

fn answer(call: &Call<'_>, matcher: &Matcher, page: Page, brief: bool) -> Result<Answer, Problem> {
    let FoundEntries { entries, total, cursor, evicted, undecided } = found(call, matcher, page)?;
    let shown = if brief { Entry::to_brief } else { Entry::to_value };
    let fields = [
        ("requests", Value::array(entries.iter().map(shown).collect())),
        ("total", Value::from(total)),
        ("cursor", Value::Number(cursor as f64)),
        ("evicted", Value::Number(evicted as f64)),
        ("undecided", Value::from(undecided)),
    ];
    Ok(reply::value(200, &fields.into_iter().collect::<Object>().into()))
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let wanted = call.segment(0);
    match Entry::all(&call.spaces()).into_iter().find(|entry| entry.is_called(wanted)) {
        Some(entry) => Ok(reply::value(200, &entry.to_value())),
        None => Err(Problem::new(404, format!("there is no request {wanted} in this scope, or no longer"))),
    }
}
