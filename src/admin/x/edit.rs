//! How an edit of the environment is made: compared with what its author has seen, compiled beside the generation that
//! serves, put in its place as a whole. One edit at a time, on a thread that may wait; requests go on meanwhile.

use serde_json::Value;

use crate::budget::background;
use crate::environment::content::ContentHash;
use crate::environment::edit::changes::name_of;
use crate::environment::model::{Environment, Route, RouteKind};
use crate::exchange::Answer;
use crate::routing::{Pattern, crud_routes};
use crate::runtime::{CarryOver, Generation};

use super::precondition::{check, tag, tagged};
use super::{Owned, Problem, created, gone, json};

/// What an edit makes of the environment that serves.
pub(super) struct Edit {
    /// What serves from now on.
    pub(super) environment: Environment,
    /// What is answered.
    pub(super) answer: EditAnswer,
}

/// What is answered to an edit.
pub(super) enum EditAnswer {
    /// 200 with the object as it is now.
    Changed(Value),
    /// 201 with the new object, which is at this path below `/x`.
    Created(String, Value),
    /// 204: these are there no more.
    Removed(String),
    /// 200 with generation and hash: the environment is what was sent.
    Replaced,
}

/// What makes an edit out of a call and the generation that serves.
pub(super) type Make = fn(&Owned, &Generation) -> Result<Edit, Problem>;

/// Makes an edit.
pub(super) async fn edit(owned: Owned, make: Make) -> Result<Answer, Problem> {
    blocking(move || {
        let mut answer = None;
        let generation = owned.handle.edit(CarryOver::Unchanged, |previous| {
            check(&owned.request, &[&tag(previous)])?;
            let edit = make(&owned, previous)?;
            let hash = hash_after(previous, &owned, &edit.answer);
            answer = Some(edit.answer);
            Ok::<_, Problem>((edit.environment, hash.to_string()))
        })?;
        note(&owned, &generation);
        let answer = match answer {
            Some(EditAnswer::Changed(value)) => json(200, &value),
            Some(EditAnswer::Created(location, value)) => created(&location, &value),
            Some(EditAnswer::Removed(uuid)) => {
                owned.handle.note_removed(&uuid);
                gone()
            }
            Some(EditAnswer::Replaced) | None => json(200, &served(&generation)),
        };
        Ok(tagged(answer, &tag(&generation)))
    })
    .await
}

/// Runs what takes its time elsewhere, so that requests go on.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = background::spawn(work).await;
    done.unwrap_or_else(|error| Err(Problem::new(500, format!("the edit was not finished ({error})"))))
}

/// What is said of a generation.
pub(super) fn served(generation: &Generation) -> Value {
    serde_json::json!({
        "generation": generation.number,
        "hash": generation.hash,
        "warnings": generation.compiled.warnings,
    })
}

/// Logs that another environment serves.
pub(super) fn note(owned: &Owned, generation: &Generation) {
    let label = owned.handle.shared.transaction_log.label();
    tracing::info!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        generation = generation.number,
        hash = generation.hash,
        routes = generation.compiled.routes.len(),
        "Environment edited by the admin API"
    );
}

/// The hash of what was sent whole; else of what there was and what was done to it, so that an edit of one route does not
/// read all others.
fn hash_after(previous: &Generation, owned: &Owned, answer: &EditAnswer) -> ContentHash {
    let (what, value) = match answer {
        EditAnswer::Replaced if owned.request.method() == "PUT" => return ContentHash::of(owned.request.body_bytes()),
        EditAnswer::Replaced => ("patch", String::from_utf8_lossy(owned.request.body_bytes()).into_owned()),
        EditAnswer::Changed(value) | EditAnswer::Created(_, value) => ("put", value.to_string()),
        EditAnswer::Removed(uuid) => ("delete", uuid.clone()),
    };
    let place = owned.segments.join("/");
    ContentHash::of(format!("{}\n{what} {place}\n{value}", previous.hash).as_bytes())
}

/// Refuses a route whose endpoint matches nothing.
pub(super) fn must_match(environment: &Environment, route: &Route) -> Result<(), Problem> {
    let prefix = &environment.endpoint_prefix;
    let outcome = match route.kind {
        RouteKind::Crud => crud_routes(prefix, &route.endpoint).map(drop),
        RouteKind::Http | RouteKind::Ws => Pattern::compile(prefix, &route.endpoint).map(drop),
    };
    outcome.map_err(|error| Problem::at("$.endpoint", format!("{} would never match: {error}", name_of(route))))
}
