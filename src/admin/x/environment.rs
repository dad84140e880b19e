//! `/x/environment`: the environment that serves, and edits of it that say what they are based on.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::environment::credentials::{with_credentials, without_credentials};
use crate::environment::edit::{merge, read, share};
use crate::environment::model::Environment;
use crate::environment::route_tree;
use crate::exchange::Answer;
use crate::runtime::{CarryOver, Generation, Mounted, Reread};

use super::super::reply;
use super::edit::{Edit, EditAnswer, blocking, edit, note, served};
use super::precondition::{tag, tagged};
use super::{Call, Handler, Owned, Parameter, Problem, Returns, Row, Table, check, dry_run, json, precondition};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const DRY_RUN: &[Parameter] = &[Parameter {
    name: "dryRun",
    schema: r#"{"type": "boolean"}"#,
    doc: "true: tells what would change, and changes nothing",
}];

const CHANGED_SINCE: Returns = Returns { status: 412, doc: "It is not what If-Match says", schema: "Stale" };
const BOUND: Returns = Returns { status: 409, doc: "What the listener is bound to cannot be changed", schema: "Error" };
const DONE: Returns = Returns { status: 200, doc: "It serves; with dryRun the verdict", schema: "Edited" };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/environment",
        handler: Handler::Step(get),
        doc: "Shows the environment that serves",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The environment, its tag in ETag", schema: "Environment" },
            precondition::NOT_MODIFIED,
        ],
        example: "/environment",
    },
    Row {
        method: "PUT",
        path: "/environment",
        handler: Handler::Wait(|owned| Box::pin(change(owned, whole))),
        doc: "Serves another environment in the place of this one",
        query: &[DRY_RUN],
        body: Some("Object"),
        answers: &[DONE, BOUND, CHANGED_SINCE],
        example: "/environment?dryRun=true -X PUT -d '{\"routes\": []}'",
    },
    Row {
        method: "PATCH",
        path: "/environment",
        handler: Handler::Wait(|owned| Box::pin(change(owned, patched))),
        doc: "Changes the environment by a JSON Merge Patch",
        query: &[DRY_RUN],
        body: Some("Object"),
        answers: &[DONE, BOUND, CHANGED_SINCE],
        example: "/environment -X PATCH -d '{\"latency\": 100}'",
    },
    Row {
        method: "POST",
        path: "/environment/revert",
        handler: Handler::Wait(|owned| Box::pin(revert(owned))),
        doc: "Goes back to the mounted file and what its companion declares",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "It serves", schema: "Served" },
            Returns { status: 409, doc: "The file cannot be served", schema: "Error" },
            CHANGED_SINCE,
        ],
        example: "/environment/revert -X POST",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    ("Object", r#"{"type": "object"}"#),
    (
        "Served",
        r#"{"type": "object", "required": ["generation", "hash", "warnings"], "properties": {
            "generation": {"type": "integer"}, "hash": {"type": "string"},
            "warnings": {"type": "array", "items": {"type": "string"}}
        }}"#,
    ),
    ("Edited", r##"{"anyOf": [{"$ref": "#/components/schemas/Served"}, {"$ref": "#/components/schemas/DryRun"}]}"##),
    (
        "Stale",
        r#"{"type": "object", "required": ["message", "etag"], "properties": {
            "message": {"type": "string"}, "etag": {"type": "string", "description": "the tag now"}
        }}"#,
    ),
    dry_run::SCHEMA,
    dry_run::CHANGES,
    dry_run::HELD,
];

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    if let Some(known) = precondition::not_modified(&call.request, &tag(&generation)) {
        return Ok(known);
    }
    let source = &*generation.compiled.source;
    let shown = match without_credentials(&source.proxy_host) {
        Cow::Borrowed(_) => Cow::Borrowed(source),
        Cow::Owned(proxy_host) => Cow::Owned(Environment { proxy_host, ..source.clone() }),
    };
    let text = serde_json::to_string(&*shown)
        .map_err(|error| Problem::new(500, format!("the environment cannot be shown: {error}")))?;
    Ok(tagged(reply::json_text(200, text), &tag(&generation)))
}

/// Makes an edit, or tells what it would do.
async fn change(owned: Owned, make: super::edit::Make) -> Result<Answer, Problem> {
    if !owned.query().iter().any(|(name, value)| name == "dryRun" && value == "true") {
        // A whole environment may have any name: what it stands for keeps the hosts of the mounted file.
        let renames = owned.request.method() == "PATCH" && owned.body.get("name").is_some();
        let handle = Arc::clone(&owned.handle);
        let answer = edit(owned, make).await?;
        if renames {
            handle.note_renamed();
        }
        return Ok(answer);
    }
    blocking(move || {
        let previous = owned.handle.current();
        let tag = tag(&previous);
        precondition::check(&owned.request, &[&tag])?;
        let verdict = match make(&owned, &previous) {
            Ok(edit) => dry_run::verdict(&owned.handle, &previous, edit.environment, CarryOver::Unchanged, Vec::new()),
            Err(problem) => dry_run::refused(&problem),
        };
        Ok(tagged(json(200, &verdict), &tag))
    })
    .await
}

/// The environment that was sent.
fn whole(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let source = &previous.compiled.source;
    let mut value = owned.body.clone();
    read::migrate(&mut value).map_err(|error| Problem::at("$.lastMigration", error.to_string()))?;
    check::value(&value, "Environment")?;
    let (has_uuid, has_name) = (value.get("uuid").is_some(), value.get("name").is_some());
    let tls = value.get("tlsOptions").is_some();
    stays_bound(&value, source, owned.handle.mounted().as_ref())?;
    let mut environment = read::environment(value);
    if !has_uuid {
        environment.uuid.clone_from(&source.uuid);
    }
    if !has_name {
        environment.name.clone_from(&source.name);
    }
    bind(&mut environment, source, tls)?;
    environment.path_spelling = source.path_spelling;
    environment.proxy_host = with_credentials(environment.proxy_host, &source.proxy_host);
    route_tree::repair_refs(&mut environment);
    share::share(source, &mut environment);
    Ok(Edit { environment, answer: EditAnswer::Replaced })
}

/// The environment merged with what was sent.
fn patched(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let source = &previous.compiled.source;
    let no_members = Map::new();
    let patch = owned.body.as_object().unwrap_or(&no_members);
    if let Some(number) = patch.get("lastMigration") {
        read::is_of_today(number).map_err(|error| Problem::at("$.lastMigration", error.to_string()))?;
    }
    let value = merge::environment(source, patch);
    check::value(&value, "Environment")?;
    stays_bound(&value, source, owned.handle.mounted().as_ref())?;
    let tls = value.get("tlsOptions").is_some();
    let mut environment = read::environment(value);
    merge::take_over(&mut environment, source, patch);
    environment.proxy_host = with_credentials(environment.proxy_host, &source.proxy_host);
    bind(&mut environment, source, tls)?;
    route_tree::repair_refs(&mut environment);
    share::share(source, &mut environment);
    Ok(Edit { environment, answer: EditAnswer::Replaced })
}

/// Refuses another port or host name than the one that is served, or that the file names where the settings say otherwise.
fn stays_bound(value: &Value, source: &Environment, mounted: Option<&Mounted>) -> Result<(), Problem> {
    let refuse = |name: &str, now: &str, wanted: &Value| {
        let message = format!(
            "the listener is bound to the {name} {now}, it cannot be {wanted} without a restart or another file; leave it out"
        );
        Problem::conflict(format!("$.{name}"), message)
    };
    if let Some(wanted) = value.get("port") {
        let port = wanted.as_f64();
        let is_it = |known: u16| port == Some(f64::from(known));
        if !is_it(source.port) && !mounted.is_some_and(|mounted| is_it(mounted.port)) {
            return Err(refuse("port", &source.port.to_string(), wanted));
        }
    }
    if let Some(wanted) = value.get("hostname") {
        let is_it = |known: &str| wanted == known;
        if !is_it(&source.hostname) && !mounted.is_some_and(|mounted| is_it(&mounted.hostname)) {
            return Err(refuse("hostname", &format!("\"{}\"", source.hostname), wanted));
        }
    }
    Ok(())
}

/// Leaves the environment where it listens; `tls` tells whether it says how.
fn bind(environment: &mut Environment, source: &Environment, tls: bool) -> Result<(), Problem> {
    if tls && environment.tls_options != source.tls_options {
        let message = "the listener has its TLS options from the file, they cannot be changed here; leave them out";
        return Err(Problem::conflict("$.tlsOptions", message));
    }
    environment.port = source.port;
    environment.hostname.clone_from(&source.hostname);
    environment.tls_options.clone_from(&source.tls_options);
    Ok(())
}

async fn revert(owned: Owned) -> Result<Answer, Problem> {
    let handle = Arc::clone(&owned.handle);
    let (answer, declared) = blocking(move || {
        let Some(mounted) = owned.handle.mounted() else {
            return Err(Problem::new(409, "nothing is mounted to go back to"));
        };
        let Reread { mut environment, hash, declared } = (mounted.read)().map_err(|reason| {
            Problem::new(409, format!("what is mounted cannot be served, this environment goes on: {reason}"))
        })?;
        let generation = owned.handle.read_again(CarryOver::Unchanged, |previous| {
            precondition::check(&owned.request, &[&tag(previous)])?;
            let source = &previous.compiled.source;
            // Where the file wants to listen by now is for whoever watches it.
            environment.port = source.port;
            environment.hostname.clone_from(&source.hostname);
            environment.tls_options.clone_from(&source.tls_options);
            share::share(source, &mut environment);
            Ok::<_, Problem>((environment, hash))
        })?;
        note(&owned, &generation);
        Ok((tagged(json(200, &served(&generation)), &tag(&generation)), declared))
    })
    .await?;
    handle.note_renamed();
    handle.take_declared(declared).await;
    Ok(answer)
}
