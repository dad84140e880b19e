//! `PUT /environment`: another environment in the place of the one that serves, until the file changes. As lenient as the
//! reference; ours are `If-Match` and `?dryRun=true`.

use serde_json::Value;

use crate::budget::Budget;
use crate::environment::content::ContentHash;
use crate::environment::credentials::with_credentials;
use crate::environment::edit::share;
use crate::environment::model::Environment;
use crate::environment::reader::{self, RepairKind, RepairLog};
use crate::environment::route_tree;
use crate::environment::top_level;
use crate::exchange::Answer;
use crate::js;
use crate::runtime::{CarryOver, Generation};

use super::x::precondition::{check, tag, tagged};
use super::x::{Problem, body, dry_run, json};
use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[Resource {
    method: "PUT",
    path: "/environment",
    handler: put,
    doc: "Serves another environment in the place of this one",
}];

fn put(call: &Call<'_>, _: Option<&str>) -> Answer {
    let costs = body::costs(&call.handle.shared.options.memory);
    let answer = is_dry(call).and_then(|is_dry| {
        let document = document(call, &costs)?;
        if is_dry { dry_run(call, document) } else { swap(call, document) }
    });
    answer.unwrap_or_else(Problem::into_answer)
}

/// Whether nothing is to be changed. What is no answer to that is refused: it may have been meant so.
fn is_dry(call: &Call<'_>) -> Result<bool, Problem> {
    match call.request.query().get("dryRun") {
        js::Value::Undefined => Ok(false),
        js::Value::String(text) if text == "false" => Ok(false),
        js::Value::String(text) if text == "true" => Ok(true),
        _ => Err(Problem::new(400, "dryRun: expected true or false, given once")),
    }
}

/// The body, which these costs are charged for. As in the reference, one that is not declared as JSON is no body.
fn document(call: &Call<'_>, costs: &Budget) -> Result<Value, Problem> {
    if !call.request.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("json")) {
        return Ok(Value::Null);
    }
    body::parse(call.request.body_bytes(), costs, "Invalid environment format: not JSON")
}

fn swap(call: &Call<'_>, document: Value) -> Result<Answer, Problem> {
    if top_level::lacks_tree(&document) {
        tracing::warn!("PUT environment: {}", top_level::LACKS_TREE);
    }
    let hash = ContentHash::of(call.request.body_bytes()).to_string();
    let generation = call.handle.edit(CarryOver::All, |previous| {
        check(call.request, &[&tag(previous)])?;
        Ok::<_, Problem>((environment(document, previous, &mut RepairLog::silent()), hash))
    })?;
    Ok(tagged(reply::message(200, "Environment updated"), &tag(&generation)))
}

fn dry_run(call: &Call<'_>, document: Value) -> Result<Answer, Problem> {
    let previous = call.handle.current();
    let tag = tag(&previous);
    check(call.request, &[&tag])?;
    // As the call itself, it takes whatever there is, and says what that costs.
    let wrong = top_level::wrong_type(&document).map(|message| format!("repaired: {message}"));
    let lacks_tree = top_level::lacks_tree(&document);
    let mut log = RepairLog::default();
    let environment = environment(document, &previous, &mut log);
    let (repairs, _) = log.finish();
    let repairs = repairs.iter().filter(|repair| repair.kind != RepairKind::Missing);
    let tree = lacks_tree.then(|| top_level::LACKS_TREE.to_owned());
    let warnings = wrong.into_iter().chain(repairs.map(|repair| format!("repaired: {repair}"))).chain(tree).collect();
    let verdict = dry_run::verdict(call.handle, &previous, environment, CarryOver::All, warnings);
    Ok(tagged(json(200, &verdict), &tag))
}

/// The environment that a document is repaired to, at worst an empty one.
fn environment(document: Value, previous: &Generation, log: &mut RepairLog) -> Environment {
    let lacks_tree = top_level::lacks_tree(&document);
    let mut environment = reader::read_document(document.into(), log);
    let source = &previous.compiled.source;
    if environment.name.trim().is_empty() {
        environment.name.clone_from(&source.name);
    }
    // What the listener is bound to does not move under its feet.
    environment.port = source.port;
    environment.hostname.clone_from(&source.hostname);
    environment.tls_options.clone_from(&source.tls_options);
    // Where the file came from is no field of what is put.
    environment.path_spelling = source.path_spelling;
    environment.proxy_host = with_credentials(environment.proxy_host, &source.proxy_host);
    if lacks_tree {
        route_tree::repair_refs(&mut environment);
    }
    share::share(source, &mut environment);
    environment
}
