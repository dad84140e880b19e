//! `/x/routes/UUID/responses`: the responses of a route one by one.

use std::sync::Arc;

use serde_json::Value;

use crate::environment::edit::{merge, read, tree};
use crate::environment::model::RouteResponse;
use crate::exchange::Answer;
use crate::runtime::Generation;

use super::edit::{Edit, EditAnswer, edit};
use super::routes::{NO_ROUTE, STALE, keeps_uuid, named, shown, value, with};
use super::{Call, Handler, Owned, Problem, Returns, Row, Table, check, gone};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: &[] };

const NO_RESPONSE: Returns = Returns { status: 404, doc: "No such route or response", schema: "Error" };
const RESPONSE: Returns = Returns { status: 200, doc: "The response", schema: "RouteResponse" };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/routes/:route/responses",
        handler: Handler::Step(list),
        doc: "Lists the responses of a route",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The responses in order", schema: "RouteResponses" }, NO_ROUTE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses",
    },
    Row {
        method: "POST",
        path: "/routes/:route/responses",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, add))),
        doc: "Adds a response behind the others; what is missing gets Mockoon's default",
        query: &[],
        body: Some("RouteResponse"),
        answers: &[
            Returns { status: 201, doc: "The response", schema: "RouteResponse" },
            NO_ROUTE,
            Returns { status: 409, doc: "The route has a response with this uuid", schema: "Error" },
            STALE,
        ],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses -d '{\"statusCode\": 503, \"label\": \"busy\"}'",
    },
    Row {
        method: "GET",
        path: "/routes/:route/responses/:response",
        handler: Handler::Step(get),
        doc: "Shows a response",
        query: &[],
        body: None,
        answers: &[RESPONSE, NO_RESPONSE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses/125df30b-2b06-5cfd-ada4-0ec53d6d0705",
    },
    Row {
        method: "PUT",
        path: "/routes/:route/responses/:response",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, put))),
        doc: "Puts another response in its place",
        query: &[],
        body: Some("RouteResponse"),
        answers: &[RESPONSE, NO_RESPONSE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses/125df30b-2b06-5cfd-ada4-0ec53d6d0705 -X PUT -d '{\"body\": \"hi\"}'",
    },
    Row {
        method: "PATCH",
        path: "/routes/:route/responses/:response",
        handler: Handler::Wait(|owned| Box::pin(edit(owned, patch))),
        doc: "Changes a response by a JSON Merge Patch",
        query: &[],
        body: Some("Object"),
        answers: &[RESPONSE, NO_RESPONSE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses/125df30b-2b06-5cfd-ada4-0ec53d6d0705 -X PATCH -d '{\"statusCode\": 503}'",
    },
    Row {
        method: "DELETE",
        path: "/routes/:route/responses/:response",
        handler: Handler::Wait(|owned| Box::pin(remove(owned))),
        doc: "Removes a response",
        query: &[],
        body: None,
        answers: &[Returns { status: 204, doc: "It is gone, or was", schema: "" }, NO_RESPONSE, STALE],
        example: "/routes/90f50792-9959-5c46-8d5b-70d96795acca/responses/125df30b-2b06-5cfd-ada4-0ec53d6d0705 -X DELETE",
    },
];

fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    let responses: Vec<&RouteResponse> = named(call, &generation)?.responses.iter().map(Arc::as_ref).collect();
    shown(&generation, &responses)
}

fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let generation = call.handle.current();
    shown(&generation, &**found(call, &generation)?.1)
}

/// The response that the path of a call names, and its position.
fn found<'g>(owned: &Owned, generation: &'g Generation) -> Result<(usize, &'g Arc<RouteResponse>), Problem> {
    let (route, wanted) = (named(owned, generation)?, owned.segment(1));
    tree::response(route, wanted).ok_or_else(|| {
        let message = format!("the route {} has no response \"{wanted}\"; GET .../responses lists them", route.uuid);
        Problem::new(404, message)
    })
}

fn add(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let route = named(owned, previous)?;
    let uuid = owned.body["uuid"].as_str().map_or_else(read::new_uuid, str::to_owned);
    if tree::response(route, &uuid).is_some() {
        return Err(Problem::conflict("$.uuid", format!("the route has a response {uuid}; PUT there changes it")));
    }
    let response = read::response(owned.body.clone(), &uuid);
    let answer = EditAnswer::Created(format!("/routes/{}/responses/{uuid}", route.uuid), value(&*response));
    let changed = tree::with_responses(route, |responses| {
        let position = responses.len();
        responses.push(response);
        follow_default(responses, position);
    });
    with(&previous.compiled.source, route, changed, |_| answer)
}

fn put(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    in_place(owned, previous, owned.body.clone())
}

fn patch(owned: &Owned, previous: &Generation) -> Result<Edit, Problem> {
    let merged = merge::merged(&**found(owned, previous)?.1, &owned.body);
    check::value(&merged, "RouteResponse")?;
    in_place(owned, previous, merged)
}

fn in_place(owned: &Owned, previous: &Generation, response: Value) -> Result<Edit, Problem> {
    let (position, _) = found(owned, previous)?;
    keeps_uuid(&response, owned.segment(1))?;
    let response = read::response(response, owned.segment(1));
    let answer = EditAnswer::Changed(value(&*response));
    let route = named(owned, previous)?;
    let changed = tree::with_responses(route, |responses| {
        if let Some(place) = responses.get_mut(position) {
            *place = response;
        }
        follow_default(responses, position);
    });
    with(&previous.compiled.source, route, changed, |_| answer)
}

/// A response that says that it is the default one is the only one, as where a user of Mockoon makes it so.
fn follow_default(responses: &mut [Arc<RouteResponse>], position: usize) {
    match responses.get(position).is_some_and(|response| response.default) {
        true => tree::make_default(responses, position),
        false => tree::keep_one_default(responses),
    }
}

async fn remove(owned: Owned) -> Result<Answer, Problem> {
    let generation = owned.handle.current();
    let is_there = named(&owned, &generation).is_ok_and(|route| tree::response(route, owned.segment(1)).is_some());
    if !is_there && (owned.handle.was_removed(owned.segment(1)) || owned.handle.was_removed(owned.segment(0))) {
        return Ok(gone());
    }
    edit(owned, |owned, previous| {
        let (position, response) = found(owned, previous)?;
        let answer = EditAnswer::Removed(response.uuid.to_string());
        let route = named(owned, previous)?;
        let changed = tree::with_responses(route, |responses| {
            let was_default = responses.remove(position).default;
            if was_default && !responses.iter().any(|response| response.default) {
                tree::make_default(responses, 0);
            }
        });
        with(&previous.compiled.source, route, changed, |_| answer)
    })
    .await
}
