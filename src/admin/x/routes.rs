//! `/x/routes`: the routes of the environment one by one. A change of one leaves the others as they are, compiled and with
//! their state.

use std::sync::Arc;

use serde_json::Value;

use crate::environment::edit::{merge, read, tree};
use crate::environment::model::{Environment, Route};
use crate::exchange::Answer;
use crate::runtime::Generation;

use super::super::reply;
use super::edit::{Edit, EditAnswer, edit, must_match};
use super::precondition::{tag, tagged};
use super::{Call, Handler, Owned, Parameter, Problem, Returns, Row, Table, check, gone};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: &[] };

const FOLDER: &[Parameter] = &[Parameter {
    name: "folder",
    schema: r#"{"type": "string"}"#,
    doc: "uuid or name of the folder that it is put into; the top if nothing is said",
}];

pub(super) const NO_ROUTE: Returns = Returns { status: 404, doc: "No such route", schema: "Error" };
pub(super) const STALE: Returns =
    Returns { status: 412, doc: "The environment is not what If-Match says", schema: "Stale" };
const ROUTE: Returns = Returns { status: 200, doc: "The route", schema: "Route" };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/routes",
        handler: Handler::Step(list),
        doc: "Lists the routes",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The routes", schema: "Routes" }],
        example: "/routes",
    },
    Row {
        method: "POST",
        path: "/routes",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, add))),
        doc: "Adds a route behind the others; what is missing gets Mockoon's default",
        query: &[FOLDER],
        body: Some("Route"),
        answers: &[
            Returns { status: 201, doc: "The route", schema: "Route" },
            Returns { status: 409, doc: "There is a route with this uuid", schema: "Error" },
            STALE,
        ],
        example: "/routes -d '{\"method\": \"get\", \"endpoint\": \"hello\", \"responses\": [{\"body\": \"hi\"}]}'",
    },
    Row {
        method: "GET",
        path: "/routes/:route",
        handler: Handler::Step(get),
        doc: "Shows a route",
        query: &[],
        body: None,
        answers: &[ROUTE, NO_ROUTE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca",
    },
    Row {
        method: "PUT",
        path: "/routes/:route",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, put))),
        doc: "Puts another route in its place",
        query: &[],
        body: Some("Route"),
        answers: &[ROUTE, NO_ROUTE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca -X PUT -d '{\"endpoint\": \"hello\"}'",
    },
    Row {
        method: "PATCH",
        path: "/routes/:route",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, patch))),
        doc: "Changes a route by a JSON Merge Patch",
        query: &[],
        body: Some("Object"),
        answers: &[ROUTE, NO_ROUTE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca -X PATCH -d '{\"responseMode\": \"SEQUENTIAL\"}'",
    },
    Row {
        method: "DELETE",
        path: "/routes/:route",
        handler: Handler::Wait(|owned| Box::pin(remove(owned))),
        doc: "Removes a route",
        query: &[],
        body: None,
        answers: &[Returns { status: 204, doc: "It is gone, or was", schema: "" }, NO_ROUTE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca -X DELETE",
    },
];

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    let routes: Vec<&Route> = generation.compiled.source.routes.iter().map(Arc::as_ref).collect();
    shown(&generation, &routes)
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    shown(&generation, &**named(call, &generation)?)
}

/// An object of the environment, with the environment's tag.
pub(super) fn shown(generation: &Generation, object: &impl serde::Serialize) -> Result<Answer, Problem> {
    let text = serde_json::to_string(object).map_err(|error| Problem::new(500, format!("cannot be shown: {error}")))?;
    Ok(tagged(reply::json_text(200, text), &tag(generation)))
}

/// The route that the path of a call names.
pub(super) fn named<'g>(owned: &Owned, generation: &'g Generation) -> Result<&'g Arc<Route>, Problem> {
    tree::route(&generation.compiled.source, owned.segment(0)).ok_or_else(|| no_route(owned.segment(0)))
}

pub(super) fn no_route(uuid: &str) -> Problem {
    Problem::new(404, format!("there is no route \"{uuid}\"; GET /mockoon-admin/x/routes lists them"))
}

/// The edit that puts a route in the place of another one; what is answered is made of the route.
pub(super) fn with(
    source: &Environment,
    before: &Arc<Route>,
    route: Arc<Route>,
    answer: impl FnOnce(&Route) -> EditAnswer,
) -> Result<Edit, Problem> {
    let answer = answer(&route);
    Ok(Edit { environment: tree::replaced(source, before, route), answer })
}

/// An object as it is told.
pub(super) fn value(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}

fn add(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let source = &previous.compiled.source;
    let uuid = owned.body["uuid"].as_str().map_or_else(read::new_uuid, str::to_owned);
    if tree::position(source, &uuid).is_some() {
        return Err(Problem::conflict("$.uuid", format!("there is a route {uuid}; PUT /x/routes/{uuid} changes it")));
    }
    let route = read::route(owned.body.clone(), &uuid);
    must_match(source, &route)?;
    let folder = owned.query().into_iter().find(|(name, _)| name == "folder").map(|(_, folder)| folder);
    let answer = EditAnswer::Created(format!("/routes/{uuid}"), value(&*route));
    let environment = tree::with(source, route, folder.as_deref()).ok_or_else(|| {
        Problem::new(404, format!("there is no folder \"{}\" to put the route into", folder.unwrap_or_default()))
    })?;
    Ok(Edit { environment, answer })
}

fn put(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    in_place(owned, previous, named(owned, previous)?, owned.body.clone())
}

fn patch(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let before = named(owned, previous)?;
    let merged = merge::merged(&**before, &owned.body);
    check::value(&merged, "Route")?;
    in_place(owned, previous, before, merged)
}

fn in_place(owned: &Owned, previous: &Generation, before: &Arc<Route>, route: Value) -> Result<Edit, Problem> {
    let source = &previous.compiled.source;
    let uuid = owned.segment(0);
    keeps_uuid(&route, uuid)?;
    let route = read::route(route, uuid);
    must_match(source, &route)?;
    with(source, before, route, |route| EditAnswer::Changed(value(route)))
}

/// Refuses an object that would get another uuid.
pub(super) fn keeps_uuid(object: &Value, uuid: &str) -> Result<(), Problem> {
    match object.get("uuid") {
        None => Ok(()),
        Some(same) if same == uuid => Ok(()),
        Some(other) => Err(Problem::at("$.uuid", format!("the path names {uuid}, not {other}; leave the uuid out"))),
    }
}

async fn remove(owned: Owned) -> Result<Answer, Problem> {
    let uuid = owned.segment(0);
    let generation = owned.handle.current();
    if tree::position(&generation.compiled.source, uuid).is_none() && owned.handle.was_removed(uuid) {
        return Ok(gone());
    }
    edit(owned, |owned, previous| {
        let uuid = named(owned, previous)?.uuid.to_string();
        let environment = tree::without(&previous.compiled.source, &uuid);
        Ok(Edit { environment, answer: EditAnswer::Removed(uuid) })
    })
    .await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_route_keeps_the_uuid_of_its_path() {
        assert!(keeps_uuid(&json!({"uuid": "a"}), "a").is_ok());
        assert!(keeps_uuid(&json!({}), "a").is_ok());
        assert_eq!(keeps_uuid(&json!({"uuid": "b"}), "a").map_err(|problem| problem.status()), Err(400));
    }
}
